"""Everything that can be said to Stewards is in the pages, and every link leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from stewards.asking.questions import Question, library
from stewards.cli import app
from stewards.commands.tables import FORMS
from stewards.namespaces import PREFIXES
from stewards.sources import FORMATS, Format
from tests.docs.blocks import DOCS, PAGES, ROOT, anchors, links, name_of, section

COMMANDS = DOCS / "commands.md"
QUESTIONS = DOCS / "questions.md"


def options_of(command: click.Command) -> set[str]:
    return {name for option in command.params if isinstance(option, click.Option) for name in option.opts}


def in_code(text: str) -> set[str]:
    """Return the words that stand in inline code."""
    return set(re.findall(r"(?:^|[\s|])(--?[\w-]+)", " ".join(re.findall(r"`([^`]+)`", text))))


@pytest.mark.parametrize("name", app.commands)
def test_every_command_and_option_is_documented(name: str) -> None:
    told = in_code(section(COMMANDS, f"stewards {name}"))
    shared = in_code(section(COMMANDS, "Options of several commands"))

    assert options_of(app.commands[name]) <= told | shared


@pytest.mark.parametrize("name", app.commands)
def test_no_option_is_made_up(name: str) -> None:
    rows = re.findall(r"^\| (`-.*?) \|", section(COMMANDS, f"stewards {name}"), re.MULTILINE)

    assert in_code(" ".join(rows)) <= options_of(app.commands[name])


def test_every_option_before_the_command_is_documented() -> None:
    assert options_of(app) | {"-h", "--help"} <= in_code(section(COMMANDS, "Before the command"))


def test_every_form_is_documented() -> None:
    shared = section(COMMANDS, "Options of several commands")

    assert [form for form in FORMS if f"`{form}`" not in shared] == []


@pytest.mark.parametrize("format", FORMATS.values(), ids=FORMATS.keys())
def test_every_format_is_documented_with_its_options(format: Format) -> None:
    row = re.search(rf"^\| `{format.name}` \|[^|]*\|([^|]*)\|$", section(COMMANDS, "The formats"), re.MULTILINE)

    assert row, f"commands.md has no row for {format.name}"
    assert re.findall(r"`([\w-]+)`", row[1]) == list(format.known_options() or ())


@pytest.mark.parametrize("question", library().values(), ids=library().keys())
def test_every_question_is_documented(question: Question) -> None:
    told = " ".join(section(QUESTIONS, question.name).split())

    assert f"$ stewards ask {question.name}" in told
    for parameter in question.parameters:
        assert f"`{parameter.name.upper()}`" in told
    for column in question.columns:
        assert f"*{column.title}*" in told, column.title


def test_every_field_of_a_question_is_explained() -> None:
    told = section(QUESTIONS, "The header")
    used = {
        field
        for path in (ROOT / "queries").glob("*/*.rq")
        for field in re.findall(r"^#\+ (\w+):", path.read_text(encoding="utf-8"), re.MULTILINE)
    }

    assert sorted(field for field in used if f"| `{field}` |" not in told) == []


def test_every_prefix_is_listed() -> None:
    told = (DOCS / "ontology.md").read_text(encoding="utf-8")

    assert [prefix for prefix, iri in PREFIXES.items() if f"| `{prefix}:` | `{iri}` |" not in told] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        target, _, anchor = link.partition("#")
        path = (page.parent / target).resolve() if target else page
        assert path.exists(), f"{name_of(page)}: {link}"
        assert not anchor or anchor in anchors(path), f"{name_of(page)}: {link}"


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        targets = [(page.parent / link.partition("#")[0]).resolve() for link in links(page) if link[0] != "#"]
        waiting += [path for path in targets if path.suffix == ".md" and path.exists() and path not in reached]

    assert sorted(map(name_of, set(PAGES) - reached)) == []
