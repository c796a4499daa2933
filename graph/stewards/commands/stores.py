"""The commands that keep a store safe: prove it whole, go back to the build before, copy it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from stewards.commands.shared import Store, check_form, form_option, wait_option


@click.command()
@form_option
@click.pass_obj
def validate(store: Store, form: str) -> None:
    """Prove the store whole.

    Every file of a build that is not as it was written, and every rule of the ontology that is broken, is listed; the
    exit status is 1 if there is one.
    """
    from stewards.commands.tables import write_rows
    from stewards.stores.integrity import find_damage

    check_form(form)
    damage = find_damage(store.location)
    # What is damaged may not open, or answer wrongly.
    rows = [("file", place, wrong) for place, wrong in damage] or _broken_rules(store)
    if rows or form != "table":
        write_rows(("rule", "node", "message"), ("Rule", "Node", "What is wrong"), rows, form)
    else:
        print("The graph is whole: every check and every shape holds.")
    if rows:
        sys.exit(1)


def _broken_rules(store: Store) -> list[tuple[str, str, str]]:
    from stewards.graph import open_graph
    from stewards.validation import validate as run

    return [(found.rule, found.node, found.message) for found in run(open_graph(store.location).store)]


@click.command()
@wait_option
@click.pass_obj
def rollback(store: Store, wait: float) -> None:
    """Put the build before in force again.

    The build that was in force is kept: another rollback brings it back.
    """
    from stewards.errors import RequestError
    from stewards.stores.generations import Generations
    from stewards.stores.locations import folder_of
    from stewards.summary import read_summary

    home = folder_of(store.location)
    if home is None:
        raise RequestError("a graph in memory has no build before: name a folder with --store")
    summary = read_summary(Generations(home).go_back(wait))
    print(f"In force again: the build of {summary.built} with {summary.quads:,} statements.")
    print("`stewards diff previous current` says what is different now; `stewards rollback` undoes this.")


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.pass_obj
def copy(store: Store, target: Path) -> None:
    """Copy the store.

    TARGET is a new folder. The copy is the build in force, whole, whatever is read or built meanwhile.
    """
    from stewards.stores.copies import copy as run

    print(f"{target}: {run(store.location, target):,} bytes, read again and found whole")


STORE_COMMANDS = (validate, rollback, copy)
