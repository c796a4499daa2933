"""What a new reader does in the first hour, slips included, gets a plain answer."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stewards import cli

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command at the desk; return its status, output and errors."""

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["stewards", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        written = capsys.readouterr()
        return int(ended.value.code or 0), written.out, written.err

    return command


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["landscape", "landscape.yml", "--option", "foudation=X"],
            "the format landscape has no option 'foudation': it has foundation, levels, project_category",
        ),
        (
            ["owners", "mirror", "--option", "scope=X"],
            "owners has no option 'scope': it has project, repository",
        ),
        (["apache", "mirror", "--option", "path=X"], "the format apache has no option 'path': it has none"),
        (["github-teams", "mirror", "--option", "foundation=X"], "no option 'foundation': it has project, scope"),
        (["wikidata", "--option", "item=Q95"], "the format wikidata has no option 'item': it has items, class"),
        (["table", "people.csv", "--mapping", "people.yaml", "--option", "a=b"], "no option 'a': it has none"),
        (["landscap", "landscape.yml"], "there is no format 'landscap': did you mean landscape?"),
        (["landscape"], "name what to read: `stewards add landscape FILE`"),
        (["landscape", "--history"], "name what to read: `stewards add landscape REPOSITORY --history`"),
    ],
)
def test_a_slip_in_add_is_one_line(arguments: list[str], words: str, run: Run) -> None:
    status, out, error = run("add", *arguments)

    assert (status, out, error.count("\n")) == (2, "", 1)
    assert words in error


def test_a_catalogue_with_an_unknown_option_is_refused(run: Run, desk: Path) -> None:
    entry = "- {name: a, title: A, format: landscape, repository: a/b, path: c, options: {fundation: A}}\n"
    (desk / "catalogue.yaml").write_text(entry, encoding="utf-8")

    status, _, error = run("build", "--mirror", "mirror", "--catalogue", "catalogue.yaml")

    assert status == 2
    assert "catalogue.yaml, line 1: the format landscape has no option 'fundation'" in error


def test_a_source_added_to_an_empty_store_joins_the_facts(run: Run) -> None:
    assert run("--store", "fresh", "add", "table", "people.csv", "--mapping", "people.yaml")[0] == 0
    assert "6 rows." in run("--store", "fresh", "ask", "board", "PyTorch Foundation", "--as-of", "2022-10-01")[1]
    assert "Ada Byron" in run("--store", "fresh", "show", "@ada")[1]


def test_two_files_of_one_name_are_not_taken_for_one_source(run: Run, desk: Path) -> None:
    (desk / "other").mkdir()
    shutil.copy(desk / "landscape.yml", desk / "other")
    assert run("add", "landscape", "landscape.yml")[0] == 0
    assert run("add", "landscape", "./landscape.yml")[0] == 0

    status, _, error = run("add", "landscape", "other/landscape.yml")

    assert (status, "there is a source 'landscape' already, from " in error) == (2, True)
    assert run("add", "landscape", "other/landscape.yml", "--name", "landscape")[0] == 0


def test_a_source_that_cannot_be_read_leaves_only_its_problems(run: Run) -> None:
    status, out, error = run("add", "facts", "people.yaml")

    assert (status, out) == (2, "")
    assert error.startswith("not loaded: people, line 1: 'title' is not a section")


def test_a_search_without_result_says_so(run: Run) -> None:
    assert run("search", "pytroch")[1].startswith("No name holds 'pytroch'")
    assert run("search", "pytroch", "--format", "csv")[1] == "name,kind,iri\n"


def test_each_passage_is_shown_once(run: Run) -> None:
    shown = run("ask", "seats-of", "Meta", "--as-of", "2026-08-11", "--evidence")[1]
    parts = [part.splitlines() for part in shown.split("\n\n")[1:]]

    assert len(parts) > 3
    assert all(len(set(part)) == len(part) for part in parts)


def test_no_line_ends_in_blanks(run: Run) -> None:
    out = run("ask", "members", "PyTorch Foundation", "--as-of", "2025-01-01")[1]

    assert [line for line in out.splitlines() if line != line.rstrip()] == []


def test_short_addresses_are_shown_as_they_can_be_written(run: Run) -> None:
    out = run(
        "sparql", "SELECT ?s ?g { GRAPH ?g { ?s stw:fillsSeat ?seat } FILTER(STRENDS(STR(?g), '2022')) } LIMIT 1"
    )[1]
    shown = out.splitlines()[2].split()[1]

    assert shown.startswith("source:")
    assert run("sparql", f"ASK {{ GRAPH {shown} {{ ?s ?p ?o }} }}", "--format", "csv")[1] == "answer\nTrue\n"
