"""The command that runs a query of the user's own."""

from __future__ import annotations

import sys

import click

from stewards.commands import Store, check_form, form_option
from stewards.limits import Limits

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
@form_option
@click.pass_obj
def sparql(store: Store, query: str, time_limit: float, row_limit: int, memory_limit: int, form: str) -> None:
    """Run a SPARQL 1.1 query.

    QUERY is its text, @FILE, or - for standard input. It only reads, and is ended when it takes too much.
    """
    from stewards.graph import open_graph
    from stewards.tables import shortened, write_rows
    from stewards.terms import Triples

    check_form(form)
    text = query_text(query)
    graph = open_graph(store.location)
    result = graph.sparql(text, time_limit=time_limit, row_limit=row_limit, memory_limit=memory_limit)
    if isinstance(result, Triples):
        sys.stdout.write(result.text)
    elif isinstance(result, bool):
        write_rows(("answer",), ("Answer",), [(result,)], form)
    else:
        rows = [[shortened(cell) for cell in row] for row in result.rows] if form == "table" else result.rows
        write_rows(result.columns, result.columns, rows, form)


def query_text(text: str) -> str:
    """Return a query given as text, as ``@FILE`` or as ``-`` for standard input."""
    if text == "-":
        return sys.stdin.read()
    if text.startswith("@"):
        from pathlib import Path

        from stewards.sources.reading import decode, read_file

        return decode(read_file(Path(text[1:]), text[1:]), text[1:])
    return text
