"""The command that asks: a question with its arguments and options, or the list of all questions."""

from __future__ import annotations

import click

from stewards.commands.shared import Store, as_of_option, check_form, form_option, lens_option
from stewards.errors import RequestError


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("question", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@as_of_option
@lens_option
@click.option("--evidence", "-e", is_flag=True, help="Show the sources of each row.")
@click.option("--whole", is_flag=True, help="Show long cells over several lines instead of cutting them.")
@form_option
@click.pass_obj
def ask(
    store: Store,
    question: str | None,
    arguments: tuple[str, ...],
    as_of: str | None,
    lens: str | None,
    evidence: bool,
    whole: bool,
    form: str,
) -> None:
    """Ask a question; alone, list all.

    Some questions have options of their own, such as --since; the list names them.
    """
    check_form(form)
    if question is None:
        _list_questions(form)
        return
    if question.startswith("-"):
        raise RequestError(f"{question[:40]!r} is no question: name the question first, then its options")
    from stewards.asking.arguments import split
    from stewards.commands import tables
    from stewards.graph import open_graph

    about, options = split(arguments)
    answer = open_graph(store.location).ask(question, *about, **{"as_of": as_of, "lens": lens} | options)
    tables.write(answer, form, evidence=evidence, whole=whole)


def _list_questions(form: str) -> None:
    import json

    from stewards.asking.questions import library
    from stewards.commands.tables import write_rows
    from stewards.commands.terminal import print_questions

    questions = list(library().values())
    if form == "json":
        print(json.dumps({"questions": [question.to_dict() for question in questions]}, indent=2, ensure_ascii=False))
    elif form == "table":
        print_questions(questions)
    else:
        rows = [(q.audience, q.topic, q.usage, q.asks, f"stewards ask {q.example}") for q in questions]
        names = ("audience", "topic", "question", "title", "example")
        write_rows(names, names, rows, form)
