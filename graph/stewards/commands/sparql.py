"""The command that runs a query of the user's own."""

from __future__ import annotations

import shutil
import sys
from contextlib import redirect_stdout
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import click

from stewards.commands.shared import Store, check_form, form_option, wait_option
from stewards.errors import RequestError
from stewards.stores.limits import Limits

if TYPE_CHECKING:
    from stewards.stores.writing import Written
    from stewards.terms import Stream

_USUAL = Limits()


#: What a query may take: of the command, and of the magic of a notebook.
limit_options = (
    click.Option(
        ["--time-limit"],
        type=click.FloatRange(min=0, min_open=True),
        default=_USUAL.seconds,
        show_default=True,
        help="When to end the query, in seconds.",
        metavar="SECONDS",
    ),
    click.Option(
        ["--row-limit"],
        type=click.IntRange(min=1),
        default=_USUAL.rows,
        show_default=True,
        help="How many rows an answer may have.",
        metavar="ROWS",
    ),
    click.Option(
        ["--memory-limit"],
        type=click.IntRange(min=1),
        default=_USUAL.megabytes,
        show_default=True,
        help="How much memory the query may take, in megabytes.",
        metavar="MB",
    ),
)


@click.command(params=list(limit_options))
@click.argument("query")
@click.option("--write", is_flag=True, help="Run an update instead of a query.")
@click.option("--update", default="", help="Where an endpoint takes updates.", metavar="URL")
@wait_option
@form_option
@click.pass_obj
def sparql(
    store: Store,
    query: str,
    time_limit: float,
    row_limit: int,
    memory_limit: int,
    write: bool,
    update: str,
    wait: float,
    form: str,
) -> None:
    """Run a SPARQL 1.1 query.

    QUERY is its text, @FILE, or - for standard input. It only reads, unless --write is given, and is ended when it
    takes too much.
    """
    from stewards.graph import open_graph

    check_form(form)
    if update and not write:
        raise RequestError("--update says where an update goes, and a query is none: add --write")
    text = query_text(query)
    graph = open_graph(store.location)
    if write:
        written = graph.update(text, time_limit=time_limit, memory_limit=memory_limit, address=update, wait=wait)
        print(_told(written) if written else f"{graph.location} took the update. The next publish there replaces it.")
    else:
        _print(graph.stream(text, time_limit=time_limit, row_limit=row_limit, memory_limit=memory_limit), form)


def _told(written: Written) -> str:
    return (
        f"Written: the graph holds {written.after:,} statements, {written.before:,} before. `stewards rollback` undoes "
        "it;\nthe next build, add or drop makes the graph from its sources, and what was written is not among them."
    )


def _print(found: Stream, form: str) -> None:
    """Print what a query found, once all of it has come: half an answer would pass for a whole one."""
    from stewards.commands.tables import shortened, write_rows
    from stewards.terms import Triples

    if isinstance(found, Triples):
        sys.stdout.write(found.text)
    elif isinstance(found, bool):
        write_rows(("answer",), ("Answer",), [(found,)], form)
    elif form == "table":
        write_rows(found.columns, found.columns, ([shortened(cell) for cell in row] for row in found.rows), form)
    else:
        with TemporaryFile("w+", encoding="utf-8", errors="replace", newline="") as whole:
            with redirect_stdout(whole):
                write_rows(found.columns, found.columns, found.rows, form)
            whole.seek(0)
            shutil.copyfileobj(whole, sys.stdout)


def query_text(text: str) -> str:
    """Return a query given as text, as ``@FILE`` or as ``-`` for standard input."""
    if text == "-":
        return sys.stdin.read()
    if text.startswith("@"):
        from pathlib import Path

        from stewards.sources.reading import decode, read_file

        return decode(read_file(Path(text[1:]), text[1:]), text[1:])
    return text
