"""What the commands share: where the graph is, the form of the output, the date."""

from __future__ import annotations

from dataclasses import dataclass

import click

from stewards.errors import RequestError


@dataclass(frozen=True, slots=True)
class Store:
    """The store named on the command line, None for the default one."""

    named: str | None

    @property
    def location(self) -> str:
        """Where the graph is."""
        from stewards.stores.locations import default_location

        return self.named or default_location()


form_option = click.option(
    "--format", "form", default="table", show_default=True, help="table, json, csv, tsv or md.", metavar="FORM"
)
wait_option = click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=0,
    help="How long to wait for another build to finish; not at all when left out.",
    metavar="SECONDS",
)
as_of_option = click.option("--as-of", help="A day (2022-10-01), or 'ever'; today when left out.", metavar="DATE")

lens_option = click.option(
    "--lens", help="How companies are counted: employer (as named), group (on the date), group-today.", metavar="LENS"
)


def check_form(form: str) -> None:
    """Raise :class:`RequestError` when there is no form of that name."""
    from stewards.commands.tables import FORMS

    if form not in FORMS:
        raise RequestError(f"there is no format {form!r}: choose from {', '.join(FORMS)}")
