"""The commands that take something out of the graph: a view, a picture, or a file for another tool."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stewards.commands.shared import Store, as_of_option, lens_option
from stewards.errors import RequestError

if TYPE_CHECKING:
    from stewards.graph import Graph
    from stewards.networks.network import Network

entities_argument = click.argument("entities", nargs=-1)
question_option = click.option("--question", help="An answer: 'board \"PyTorch Foundation\"'.")
foundation_option = click.option(
    "--foundation", is_flag=True, help="Take whole foundations: also who governs their projects."
)


def chosen(
    graph: Graph, entities: tuple[str, ...], question: str | None, foundation: bool, as_of: str | None
) -> Network | None:
    """Return the network of an answer, or around some entities, at all times; None where neither is named."""
    from stewards.asking.arguments import split
    from stewards.views.subjects import question_in

    if question is None:
        return graph.network(*entities, as_of=as_of, foundation=foundation, whole=True) if entities else None
    if entities:
        raise RequestError("name entities or a question: leave one of them out")
    if foundation:
        raise RequestError("--foundation goes with entities, not with a question: leave one of them out")
    name, *words = question_in(question)
    arguments, options = split(words)
    return graph.ask(name, *arguments, **{"as_of": as_of} | options).network(whole=True)


@click.command()
@entities_argument
@click.option("--output", "-o", required=True, type=click.Path(path_type=Path), help="The .html, .svg or .png file.")
@question_option
@foundation_option
@as_of_option
@click.pass_obj
def view(
    store: Store, entities: tuple[str, ...], output: Path, question: str | None, foundation: bool, as_of: str | None
) -> None:
    """Draw entities, whole foundations, or an answer, as a page or a picture.

    The page is one .html file that works offline; a picture is an .svg or .png file.
    """
    from stewards.graph import open_graph
    from stewards.views.rendering import write

    form = output.suffix.lower()
    if form not in (".html", ".svg", ".png"):
        raise RequestError(f"{output.name}: a view is an .html file, or a picture: .svg or .png")
    network = chosen(open_graph(store.location), entities, question, foundation, as_of)
    if network is None:
        raise RequestError("name what to draw: an entity, or --question 'board \"PyTorch Foundation\"'")
    now = network.on(network.as_of)
    if form == ".html":
        write(network, output)
    else:
        now.picture().write(output)
    print(f"{output}: {len(now.nodes):,} things, {len(now.edges):,} relations")


@click.command()
@click.argument("name", metavar="timeline|shares")
@click.argument("place")
@click.option("--output", "-o", required=True, type=click.Path(path_type=Path), help="The .svg or .png file to write.")
@lens_option
@click.option(
    "--since", default="", help="The day to begin with; the first that is known when left out.", metavar="DATE"
)
@click.option("--until", default="", help="The day to end with; today when left out.", metavar="DATE")
@click.pass_obj
def picture(store: Store, name: str, place: str, output: Path, lens: str | None, since: str, until: str) -> None:
    """Draw a body or project over time.

    timeline: who sat on it (or maintained it) when, and for whom. shares: the share of each company.
    """
    from stewards.graph import open_graph

    open_graph(store.location).picture(name, place, lens=lens, since=since, until=until).write(output)
    print(output)


@click.command()
@entities_argument
@click.option(
    "--output", "-o", required=True, type=click.Path(path_type=Path), help="The file; its ending is the form."
)
@question_option
@foundation_option
@click.option("--as-of", help="Only what is in force on a day; all that ever was when left out.", metavar="DATE")
@click.pass_obj
def export(
    store: Store, entities: tuple[str, ...], output: Path, question: str | None, foundation: bool, as_of: str | None
) -> None:
    """Write the graph to a file for another tool.

    ENTITIES, or an answer, choose a part of it; alone, the whole graph is written. The file's ending says in which
    form: .ttl, .trig, .nq, .jsonld hold statements, .graphml, .gexf, .csv, .parquet relations.
    """
    from stewards.graph import open_graph

    graph = open_graph(store.location)
    network = chosen(graph, entities, question, foundation, as_of)
    if network is None and as_of:
        raise RequestError("the whole graph holds all times: leave --as-of out, or name entities or a question")
    if network and as_of:
        network = network.on(network.as_of)
    graph.export(output, network)
    print(output)


TAKING_COMMANDS = (view, picture, export)
