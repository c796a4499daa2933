"""The command that publishes."""

from __future__ import annotations

import click

from stewards.commands.shared import Store


@click.command()
@click.argument("endpoint")
@click.option("--without", default="", help="Leave one source out, and all that rests on it alone.", metavar="NAME")
@click.option("--update", default="", help="Where the server takes updates.", metavar="URL")
@click.option("--graph-store", default="", help="Where it takes whole graphs, or 'none'.", metavar="URL")
@click.option("--replace", is_flag=True, help="Take the place of statements that others put there.")
@click.pass_obj
def publish(store: Store, endpoint: str, without: str, update: str, graph_store: str, replace: bool) -> None:
    """Send the graph to a SPARQL endpoint.

    It takes the place of what was published there before, all at once.
    """
    from rich.console import Console
    from rich.markup import escape

    from stewards.graph import open_graph

    graph = open_graph(store.location)
    with Console(stderr=True).status("starting") as status:
        done = graph.publish(
            endpoint,
            without=without,
            update=update,
            graph_store=graph_store,
            replace=replace,
            progress=lambda step: status.update(escape(step)),
        )
    print(f"Sent {done.statements:,} statements in {done.graphs:,} graphs; they are publication {done.number} there.")
