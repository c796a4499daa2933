"""The command line: a thin layer over the library. Every message a user sees is one clear line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from stewards import __version__
from stewards.commands.ask import ask
from stewards.commands.publish import publish
from stewards.commands.shared import Store, check_form, form_option
from stewards.commands.sources import SOURCE_COMMANDS
from stewards.commands.sparql import sparql
from stewards.commands.stores import STORE_COMMANDS
from stewards.commands.taking import TAKING_COMMANDS
from stewards.errors import SourceError, StewardsError

if TYPE_CHECKING:
    from stewards.graph import Graph


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--store", help="A folder, memory:, or a SPARQL endpoint's address.", metavar="LOCATION")
@click.version_option(__version__, prog_name="stewards", message="%(prog)s %(version)s")
@click.pass_context
def app(context: click.Context, store: str | None) -> None:
    """Who governs open source: ask, query, look up and draw, with dates and evidence."""
    context.obj = Store(store)


for command in (ask, sparql, publish, *SOURCE_COMMANDS, *STORE_COMMANDS, *TAKING_COMMANDS):
    app.add_command(command)


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


def _open(store: Store) -> Graph:
    from stewards.graph import open_graph

    return open_graph(store.location)


@app.command()
@click.argument("old")
@click.argument("new")
@click.option("--evidence", is_flag=True, help="Show the sources of each row.")
@form_option
@click.pass_obj
def diff(store: Store, old: str, new: str, evidence: bool, form: str) -> None:
    """Show what changed between two states.

    OLD and NEW are each a day, a document (`stewards sources --documents`), or the build: previous and current.
    """
    from stewards.commands import tables

    check_form(form)
    tables.write(_open(store).diff(old, new), form, evidence=evidence)


@app.command()
@click.argument("entity")
@form_option
@click.pass_obj
def show(store: Store, entity: str, form: str) -> None:
    """Show the card of an entity.

    ENTITY is a name, an alias, a GitHub login (@soumith) or an IRI (org-id:meta).
    """
    import json

    from stewards.commands.tables import print_card

    check_form(form)
    card = _open(store).entity(entity)
    if form == "json":
        print(json.dumps(card.to_dict(), ensure_ascii=False, indent=2))
    else:
        print_card(card, form)


@app.command()
@click.argument("text")
@click.option("--limit", default=50, show_default=True, help="How many at most.")
@form_option
@click.pass_obj
def search(store: Store, text: str, limit: int, form: str) -> None:
    """Find entities by a part of their name."""
    from stewards.commands.tables import write_rows
    from stewards.namespaces import shorten

    check_form(form)
    rows = [(found.label, found.kind, shorten(found.iri)) for found in _open(store).search(text, limit)]
    if not rows and form == "table":
        print(f"No name holds {text!r}; `stewards show` suggests names that are spelt like it.")
        return
    write_rows(("name", "kind", "iri"), ("Name", "Kind", "IRI"), rows, form)
