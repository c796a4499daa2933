"""The commands that load: build, add, drop, sources, formats."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stewards.commands.shared import Store, check_form, form_option, wait_option
from stewards.errors import RequestError, StoreError

if TYPE_CHECKING:
    from stewards.build import Plan
    from stewards.summary import SourceSummary


@click.command()
@click.argument("names", nargs=-1)
@click.option("--mirror", type=click.Path(path_type=Path), help="A folder with <owner>__<repository>/<path>.")
@click.option("--online", is_flag=True, help="Fetch the sources from the web.")
@click.option("--catalogue", type=click.Path(path_type=Path), help="Another catalogue file.")
@wait_option
@form_option
@click.pass_obj
def build(
    store: Store,
    names: tuple[str, ...],
    mirror: Path | None,
    online: bool,
    catalogue: Path | None,
    wait: float,
    form: str,
) -> None:
    """Build or refresh the graph.

    Reads the facts that ship and, with --mirror or --online, the catalogue's sources, or those NAMES of it.
    """
    from stewards.plans import catalogue_plans

    _run_build(store, catalogue_plans(names, mirror, online, catalogue), form, wait)


@click.command()
@click.argument("format")
@click.argument("location", default="")
@click.option("--name", help="What to call the source; else from the file.")
@click.option("--as-of", help="The date the source speaks for; today when left out.", metavar="DATE")
@click.option("--option", "options", multiple=True, help="A setting of the format: foundation='LF Energy'.")
@click.option("--mapping", type=click.Path(), help="For the format 'table': how to read it.", metavar="FILE")
@click.option("--history", is_flag=True, help="Read every revision of a git repository, bundle or folder of copies.")
@wait_option
@form_option
@click.pass_obj
def add(
    store: Store,
    format: str,
    location: str,
    name: str | None,
    as_of: str | None,
    options: tuple[str, ...],
    mapping: str | None,
    history: bool,
    wait: float,
    form: str,
) -> None:
    """Add one source, or refresh it.

    FORMAT is one that `stewards formats` lists, LOCATION a file, a folder or a web address.
    """
    from stewards.plans import refuse_coincidence, source_plan

    settings = [*options, *([f"mapping={mapping}"] if mapping else [])]
    plan = source_plan(format, location, name, as_of, settings, history)
    if name is None:
        refuse_coincidence(store.location, plan)
    _run_build(store, [plan], form, wait)


@click.command()
@click.argument("name")
@wait_option
@click.pass_obj
def drop(store: Store, name: str, wait: float) -> None:
    """Take one source out of the graph."""
    from stewards.plans import source_to_drop

    source_to_drop(store.location, name)
    _run_build(store, [], "table", wait, drop=name)


def _run_build(store: Store, plans: list[Plan], form: str, wait: float, drop: str = "") -> None:
    from rich.console import Console

    from stewards.build import build as run
    from stewards.plans import with_facts
    from stewards.stores.locations import folder_of

    check_form(form)
    plans = with_facts(store.location, plans)
    with Console(stderr=True).status("starting") as status:
        _, summary = run(folder_of(store.location), plans, drop=drop, wait=wait, progress=status.update)
    read = [entry for entry in summary.sources if entry.name in {plan.name for plan in plans}]
    loaded = any(not entry.failed for entry in read)
    if loaded:
        _print_sources(read, form)
    if loaded or drop:
        _tell_what_is_gone(store)
    if form == "table" and (loaded or drop):
        print(f"The graph holds {summary.quads:,} statements; building it took {summary.seconds:.1f} s after reading.")
    _tell_problems(read)
    if any(entry.failed for entry in read):
        sys.exit(2)


def _tell_what_is_gone(store: Store) -> None:
    """Tell that what was written into the build before is not in this one."""
    from stewards.stores.generations import Generations
    from stewards.stores.locations import folder_of
    from stewards.summary import read_summary

    home = folder_of(store.location)
    before = Generations(home).previous() if home else None
    with suppress(StoreError):  # what is damaged in the build before is no fault of this one
        if before and read_summary(before).written_to:
            print("note: what `sparql --write` wrote is gone: `stewards rollback` goes back to it", file=sys.stderr)


def _tell_problems(read: Sequence[SourceSummary]) -> None:
    """Tell every reason a source was not loaded; of the rows that could not be used, the first of each source."""
    for entry in read:
        told = entry.problems if entry.failed else entry.problems[:1]
        for problem in told:
            print(f"{'not loaded' if entry.failed else 'note'}: {problem}", file=sys.stderr)
        if len(entry.problems) > len(told):
            rest = f"{len(entry.problems) - len(told)} more notes; `stewards sources --problems` lists all"
            print(f"note: {entry.name}: {rest}", file=sys.stderr)


def _print_sources(read: Sequence[SourceSummary], form: str) -> None:
    from stewards.commands.tables import write_rows

    names = ("source", "format", "records", "statements", "problems", "seconds")
    rows = [(e.name, e.format, e.records, e.statements, len(e.problems), round(e.seconds, 2)) for e in read]
    write_rows(names, [name.capitalize() for name in names], rows, form)


@click.command()
@click.option("--problems", is_flag=True, help="List the rows that could not be used.")
@click.option("--documents", is_flag=True, help="List the documents, which `stewards diff` compares.")
@form_option
@click.pass_obj
def sources(store: Store, problems: bool, documents: bool, form: str) -> None:
    """List the sources that are loaded."""
    from stewards.commands.tables import write_rows
    from stewards.plans import loaded_summary

    check_form(form)
    summary = loaded_summary(store.location)
    if summary.written_to:
        print("note: `sparql --write` changed this graph after it was made from these sources", file=sys.stderr)
    if problems:
        rows = [(entry.name, problem) for entry in summary.sources for problem in entry.problems]
        write_rows(("source", "problem"), ("Source", "Problem"), rows, form)
    elif documents:
        rows = [(entry.name, document) for entry in summary.sources for document in entry.documents]
        write_rows(("source", "document"), ("Source", "Document"), rows, form)
    else:
        _print_sources(summary.sources, form)


@click.command()
@form_option
def formats(form: str) -> None:
    """List the formats that can be loaded."""
    from stewards.commands.tables import write_rows
    from stewards.sources import FORMATS

    check_form(form)
    rows = [(entry.name, entry.title) for entry in FORMATS.values()]
    write_rows(("format", "title"), ("Format", "What it is"), rows, form)


@click.command()
@click.option("--accept", type=int, help="Decide that the pair with this number is one entity.", metavar="NUMBER")
@click.option("--reject", type=int, help="Decide that the pair with this number is two entities.", metavar="NUMBER")
@click.option("--reason", default="", help="Why, for the decisions file.")
@click.option("--why", nargs=2, help="Show why two names were or were not joined.", metavar="NAME NAME")
@click.option("--conflicts", is_flag=True, help="List what sources contradict one another in, instead.")
@form_option
@click.pass_obj
def review(
    store: Store,
    accept: int | None,
    reject: int | None,
    reason: str,
    why: tuple[str, str] | None,
    conflicts: bool,
    form: str,
) -> None:
    """List pairs that may be the same entity, and decide on them; decisions hold from the next build on."""
    from stewards.commands import tables
    from stewards.commands.tables import write_rows
    from stewards.graph import open_graph
    from stewards.identity import reviewing

    check_form(form)
    if accept is not None and reject is not None:
        raise RequestError("--accept and --reject are two decisions: make one at a time")
    number = reject if accept is None else accept
    if number is not None:
        print(reviewing.decide(store.location, number, accept is not None, reason))
        return
    if conflicts:
        tables.write(open_graph(store.location).ask("disagreements"), form)
        return
    rows = reviewing.explain(store.location, *why) if why else reviewing.waiting(store.location)
    names = ("number", "kind", "first", "second", "evidence", "reason")
    write_rows(names, [name.capitalize() for name in names], rows, form)


SOURCE_COMMANDS = (build, add, drop, sources, formats, review)
