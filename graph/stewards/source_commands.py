"""The commands that load: build, add, drop, sources, formats."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stewards.errors import RequestError

if TYPE_CHECKING:
    from stewards.build import Plan, Summary

Form = Annotated[str, typer.Option("--format", help="table, json, csv, tsv or md.")]


def register(app: typer.Typer) -> None:
    """Give the commands to the command line."""
    for command in (build, add, drop, sources, formats):
        app.command()(command)


def check_form(form: str) -> str:
    """Return the name of a form; raise :class:`RequestError` when there is none of that name."""
    from stewards.tables import FORMS

    if form not in FORMS:
        raise RequestError(f"there is no format {form!r}: choose from {', '.join(FORMS)}")
    return form


def build(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(help="Sources of the catalogue; all when left out.")] = None,
    mirror: Annotated[Path | None, typer.Option(help="A folder with <owner>__<repository>/<path>.")] = None,
    online: Annotated[bool, typer.Option("--online", help="Fetch the sources from the web.")] = False,
    catalogue: Annotated[Path | None, typer.Option(help="Another catalogue file.")] = None,
    form: Form = "table",
) -> None:
    """Build or refresh the graph: the shipped facts, and the catalogue's sources."""
    from stewards.plans import catalogue_plans

    plans = catalogue_plans(names or [], mirror, online, catalogue)
    _run_build(context.obj, plans, check_form(form))


def add(
    context: typer.Context,
    format: Annotated[str, typer.Argument(help="One of `stewards formats`.")],
    location: Annotated[str, typer.Argument(help="A file, a folder or a web address.")],
    name: Annotated[str | None, typer.Option(help="What to call the source; else from the file.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="The date the source speaks for; today when left out.")
    ] = None,
    option: Annotated[list[str] | None, typer.Option(help="A setting of the format: foundation='LF Energy'.")] = None,
    form: Form = "table",
) -> None:
    """Add one source to the graph, or refresh it."""
    from stewards.plans import source_plan

    _run_build(context.obj, [source_plan(format, location, name, as_of, option or [])], check_form(form))


def drop(context: typer.Context, name: Annotated[str, typer.Argument(help="One of `stewards sources`.")]) -> None:
    """Take one source out of the graph."""
    from stewards.plans import loaded_summary

    known = [entry.name for entry in loaded_summary(context.obj).sources]
    if name not in known:
        raise RequestError(f"there is no source {name!r}: loaded are {', '.join(known)}")
    if name == "facts":
        raise RequestError("the facts that ship with the package stay: they say who is who for all other sources")
    _run_build(context.obj, [], "table", drop=name)


def _run_build(location: str, plans: list[Plan], form: str, drop: str = "") -> None:
    from rich.console import Console

    from stewards.build import build as run
    from stewards.graph import folder_of

    with Console(stderr=True).status("starting") as status:
        _, summary = run(folder_of(location), plans, drop=drop, progress=lambda step: status.update(step))
    _print_summary(summary, form)
    if any(entry.failed for entry in summary.sources):
        raise typer.Exit(2)


def _print_summary(summary: Summary, form: str) -> None:
    _print_sources(summary, form)
    if form == "table":
        print(f"{summary.quads:,} statements, built in {summary.seconds:.1f} s after reading.")
    for entry in summary.sources:
        for problem in entry.problems[:5]:
            print(f"{'not loaded' if entry.failed else 'note'}: {problem}", file=sys.stderr)
        if len(entry.problems) > 5:
            print(
                f"note: {entry.name}: {len(entry.problems) - 5} more; `stewards sources --problems` lists all",
                file=sys.stderr,
            )


def _print_sources(summary: Summary, form: str) -> None:
    from stewards.tables import write_rows

    names = ("source", "format", "records", "statements", "problems", "seconds")
    rows = [(e.name, e.format, e.records, e.statements, len(e.problems), round(e.seconds, 2)) for e in summary.sources]
    write_rows(names, [name.capitalize() for name in names], rows, form)


def sources(
    context: typer.Context,
    problems: Annotated[bool, typer.Option("--problems", help="List the rows that could not be used.")] = False,
    form: Form = "table",
) -> None:
    """List the sources that are loaded."""
    from stewards.plans import loaded_summary
    from stewards.tables import write_rows

    summary = loaded_summary(context.obj)
    if problems:
        rows = [(entry.name, problem) for entry in summary.sources for problem in entry.problems]
        write_rows(("source", "problem"), ("Source", "Problem"), rows, check_form(form))
    else:
        _print_sources(summary, check_form(form))


def formats(form: Form = "table") -> None:
    """List the formats that can be loaded."""
    from stewards.sources import FORMATS
    from stewards.tables import write_rows

    rows = [(entry.name, entry.title) for entry in FORMATS.values()]
    write_rows(("format", "title"), ("Format", "What it is"), rows, check_form(form))
