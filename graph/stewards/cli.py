"""The command line: a thin layer over the library. Every message a user sees is one clear line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stewards import __version__
from stewards.errors import RequestError, SourceError, StewardsError
from stewards.source_commands import Form, check_form, register

if TYPE_CHECKING:
    from stewards.graph import Graph

app = typer.Typer(
    name="stewards",
    help="Who governs open source: ask, query, look up and draw, with dates and evidence.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=True,
)
AsOf = Annotated[str | None, typer.Option("--as-of", help="A day (2022-10-01), or 'ever'; today when left out.")]

register(app)


def main() -> None:
    """Run the command line; a problem becomes its message and its exit status."""
    try:
        app(prog_name="stewards")
    except SourceError as error:
        for problem in error.problems:
            print(f"stewards: {problem}", file=sys.stderr)
        sys.exit(error.exit_status)
    except StewardsError as error:
        print(f"stewards: {error}", file=sys.stderr)
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"stewards {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    store: Annotated[str | None, typer.Option(help="A folder, memory:, or a SPARQL endpoint's address.")] = None,
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True)] = False,
) -> None:
    from stewards.graph import default_location

    context.obj = store or default_location()


def _open(context: typer.Context) -> Graph:
    from stewards.graph import open_graph

    return open_graph(context.obj)


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help="A question; alone, `stewards ask` lists them.")] = None,
    arguments: Annotated[list[str] | None, typer.Argument(help="What it asks about.")] = None,
    as_of: AsOf = None,
    evidence: Annotated[bool, typer.Option("--evidence", help="Show the sources of each row.")] = False,
    form: Form = "table",
) -> None:
    """Ask a ready question; alone, list them."""
    from stewards import tables

    check_form(form)
    if question is None:
        _list_questions(form)
        return
    answer = _open(context).ask(question, *(arguments or []), as_of=as_of)
    tables.write(answer, form, evidence=evidence)


def _list_questions(form: str) -> None:
    import json

    from stewards.questions import library
    from stewards.tables import write_rows

    if form == "json":
        print(json.dumps({"questions": [question.to_dict() for question in library().values()]}, indent=2))
        return
    rows = [
        (q.topic, q.name, q.title.replace("{", "").replace("}", ""), f"stewards ask {q.example}")
        for q in library().values()
    ]
    write_rows(("topic", "name", "title", "example"), ("Topic", "Question", "What it answers", "Example"), rows, form)


@app.command()
def sparql(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="A query, @FILE, or - for standard input.")],
    form: Form = "table",
) -> None:
    """Run a SPARQL 1.1 query."""
    from stewards.plans import query_text
    from stewards.tables import write_rows
    from stewards.terms import Triples

    result = _open(context).sparql(query_text(query))
    if isinstance(result, Triples):
        sys.stdout.write(result.text)
    elif isinstance(result, bool):
        write_rows(("answer",), ("Answer",), [(result,)], check_form(form))
    else:
        write_rows(result.columns, result.columns, result.rows, check_form(form))


@app.command()
def show(context: typer.Context, entity: str, form: Form = "table") -> None:
    """Show the card of an entity."""
    import json

    from stewards.tables import print_card

    card = _open(context).entity(entity)
    if check_form(form) == "json":
        print(json.dumps(card.to_dict(), ensure_ascii=False, indent=2))
    else:
        print_card(card, form)


@app.command()
def search(context: typer.Context, text: str, limit: int = 50, form: Form = "table") -> None:
    """Find entities by a part of their name."""
    from stewards.namespaces import shorten
    from stewards.tables import write_rows

    rows = [(found.label, found.kind, shorten(found.iri)) for found in _open(context).search(text, limit)]
    write_rows(("name", "kind", "iri"), ("Name", "Kind", "IRI"), rows, check_form(form))


@app.command()
def view(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", help="The HTML file to write.")],
    entities: Annotated[list[str] | None, typer.Argument(help="What to draw the surroundings of.")] = None,
    question: Annotated[
        str | None, typer.Option(help="A question with its arguments: 'board \"PyTorch Foundation\"'.")
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Write a self-contained interactive page of a network."""
    import shlex

    from stewards import view as views

    graph = _open(context)
    if question:
        name, *arguments = shlex.split(question)
        network = graph.ask(name, *arguments, as_of=as_of).network()
    elif entities:
        network = graph.network(*entities, as_of=as_of)
    else:
        raise RequestError("name what to draw: an entity, or --question \"board 'PyTorch Foundation'\"")
    if output.suffix != ".html":
        raise RequestError(f"{output.name}: a view is an .html file")
    views.write(network, output)
    print(f"{output}: {len(network.nodes):,} things, {len(network.edges):,} relations")


@app.command()
def export(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", help="The ending says the form: .ttl .trig .nq .jsonld")],
) -> None:
    """Write the whole graph to a file."""
    _open(context).export(output)
    print(output)


@app.command()
def validate(context: typer.Context, form: Form = "table") -> None:
    """Check the graph against the ontology's shapes and named checks."""
    from stewards.tables import write_rows
    from stewards.validation import validate as run

    found = run(_open(context).store)
    rows = [(v.rule, v.node, v.message) for v in found]
    if found or form != "table":
        write_rows(("rule", "node", "message"), ("Rule", "Node", "What is wrong"), rows, check_form(form))
    else:
        print("The graph is whole: every check and every shape holds.")
    if found:
        raise typer.Exit(1)
