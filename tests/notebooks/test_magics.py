"""The magics in a real IPython: what they give, what they complete, how they refuse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell

import stewards
from stewards.asking.answers import Answer
from stewards.asking.completion import written
from stewards.graph import Graph
from stewards.reading.entities import Found
from stewards.terms import Table
from tests.docs.blocks import DOCS, blocks


def new_shell() -> Any:
    """Return an IPython, much of which has no types."""
    return InteractiveShell()  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def shell() -> Iterator[Any]:
    """Return a shell with the magics, asking the shipped facts, which its variable ``graph`` holds."""
    shell = new_shell()
    shell.run_line_magic("load_ext", "stewards")
    shell.user_ns["graph"] = stewards.open("memory:")
    shell.run_line_magic("stewards", "graph")
    yield shell
    shell.history_manager.end_session()


def completed(shell: Any, line: str) -> tuple[str, list[str]]:
    """Return what would be replaced at the end of a line, and by what."""
    with provisionalcompleter():
        offered = list(shell.Completer.completions(line, len(line)))
    return line[min(each.start for each in offered) :], [each.text for each in offered]


def test_a_question_is_answered(shell: Any) -> None:
    answer = shell.run_line_magic("ask", 'board "PyTorch Foundation" --as-of 2022-10-01')

    assert isinstance(answer, Answer)
    assert len(answer) == 6


def test_an_answer_is_kept_by_assignment_and_braces_are_python(shell: Any) -> None:
    shell.run_cell('who = "NVIDIA"\nkept = %ask memberships-of {who}', silent=True)

    assert "NVIDIA" in shell.user_ns["kept"].title


def test_alone_the_questions_are_listed(shell: Any) -> None:
    listed = shell.run_line_magic("ask", "")

    assert ("board BODY", "Who holds the seats of BODY?") in [row[:2] for row in listed.rows]


def test_a_query_runs_and_its_result_is_kept(shell: Any) -> None:
    query = "SELECT ?name WHERE { ?company skos:prefLabel ?name }"
    shown = shell.run_cell_magic("sparql", "-o found --entity company=Facebook", query)

    assert isinstance(shown, Table)
    assert shell.user_ns["found"] is shown
    assert shown.dicts() == [{"name": "Meta"}]


def test_a_text_is_bound_as_it_is(shell: Any) -> None:
    hostile = '"} DROP ALL #'
    shown = shell.run_cell_magic("sparql", f"""--text name='{hostile}'""", "SELECT ?name WHERE { BIND(1 AS ?one) }")

    assert shown.rows == [(hostile,)]


def test_another_graph_can_be_chosen(shell: Any) -> None:
    assert shell.run_line_magic("stewards", "graph") is shell.user_ns["graph"]
    assert isinstance(shell.run_line_magic("stewards", "memory:"), Graph)
    shell.run_line_magic("stewards", "graph")


@pytest.mark.parametrize("word", ["undefinedvar", "folder", "number", "{tmp}/nowhere"])
def test_a_word_that_names_no_graph_makes_no_store(
    word: str, shell: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    shell.user_ns["number"] = 3

    with pytest.raises(UsageError, match="is not a variable that holds a graph, a folder with a store, an endpoint or"):
        shell.run_line_magic("stewards", word.format(tmp=tmp_path))

    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]
    assert shell.run_line_magic("stewards", "") is shell.user_ns["graph"]


def test_a_store_is_chosen_by_its_folder(shell: Any, tmp_path: Path) -> None:
    stewards.open(str(tmp_path / "store"))

    assert shell.run_line_magic("stewards", str(tmp_path / "store")).location == str(tmp_path / "store")
    shell.run_line_magic("stewards", "graph")


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("%ask bord PyTorch", "there is no question 'bord': did you mean board?"),
        ('%ask board "PyTorch', "'board \"PyTorch' cannot be read: no closing quotation"),
        ("%ask board Nowhere", "no body, foundation or project is called 'Nowhere': try `stewards search`"),
        ('%ask board "PyTorch Foundation" --as-of 2022-13-01', "'2022-13-01' is not a date: month must be in 1..12"),
        ("%stewards one two", "%stewards takes one variable or location"),
        ("%%sparql\nSELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("%%sparql --row-limit 10\nSELECT * WHERE { ?s ?p ?o }", "the answer has more than 10 rows"),
        (
            "%%sparql --time-limit 0.1\nSELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
            "the query was ended after 0.1 s",
        ),
        ("%%sparql --row-limit many\nASK {}", "Invalid value for '--row-limit'"),
        ("%%sparql --entity company\nASK {}", "'company' gives no variable a value"),
        ("%%sparql --entity company=Meta\nASK { ?s ?p ?o }", "the query has no variable ?company"),
        ("%%sparql -o not-a-name\nASK {}", "-o: 'not-a-name' is no name of a variable"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    cell: str, message: str, shell: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    result = shell.run_cell(cell)
    written = capsys.readouterr()

    assert isinstance(result.error_in_exec, UsageError)
    assert message in written.err
    assert written.err.strip().count("\n") == 0
    assert "Traceback" not in written.out + written.err


@pytest.mark.parametrize(
    ("line", "fragment", "text"),
    [
        ("%ask bo", "bo", "board"),
        ("answer = %ask bo", "bo", "board"),
        ("%ask board PyTorch Fou", "PyTorch Fou", '"PyTorch Foundation"'),
        ('%ask board "PyTorch Fou', '"PyTorch Fou', '"PyTorch Foundation"'),
        ("%ask seats-of Faceb", "Faceb", "Meta"),
        ("%ask connection NVIDIA Soumi", "Soumi", '"Soumith Chintala"'),
        ('%ask board "PyTorch Foundation" --', "--", "--as-of"),
        ('%ask changes "PyTorch Foundation" --si', "--si", "--since"),
        ('%ask board "PyTorch Foundation" --lens gr', "gr", "group-today"),
        ("%ask expiring --within ", "", '"1 year"'),
        ("%ask what-if IBM acq", "acq", "acquires"),
        ("%stewards gra", "gra", "graph"),
        ("%%sparql --row", "--row", "--row-limit"),
        ("%%sparql --entity company=Me", "Me", "Meta"),
        ('%%sparql -o found --entity company="PyTorch Fou', '"PyTorch Fou', '"PyTorch Foundation"'),
    ],
)
def test_what_comes_next_is_offered(line: str, fragment: str, text: str, shell: Any) -> None:
    replaced, offered = completed(shell, line)

    assert replaced == fragment
    assert text in offered


@pytest.mark.parametrize(
    ("line", "first", "later"),
    [("%ask seats-of Me", "Meta", '"HCL America"'), ("%ask seats-of AM", "AMD", "Akamai")],
)
def test_names_that_begin_so_come_first(line: str, first: str, later: str, shell: Any) -> None:
    _, offered = completed(shell, line)

    assert offered[0] == first
    assert later in offered


@pytest.mark.parametrize("line", ["%ask seats-of 日", "%ask board qqqq", "%ask qqqq ", "%%sparql --entity company="])
def test_where_nothing_fits_nothing_else_is_offered(line: str, shell: Any) -> None:
    fragment, offered = completed(shell, line)

    assert offered == [fragment]


def test_where_a_name_may_be_left_out_the_options_are_offered(shell: Any) -> None:
    _, offered = completed(shell, "%ask movers ")

    assert "--since" in offered
    assert all(text.startswith("--") for text in offered)


@pytest.mark.parametrize("line", ["%ask board AM", "%ask members NVID"])
def test_only_entities_of_the_kind_asked_for_are_offered(line: str, shell: Any) -> None:
    kinds = {shell.user_ns["graph"].find(text.strip('"')).kind for text in completed(shell, line)[1]}

    assert "person" not in kinds


@pytest.mark.parametrize("cell", [block.text for block in blocks(DOCS / "notebooks.md", "ipython")])
def test_what_the_guide_shows_runs(cell: str, shell: Any) -> None:
    result = shell.run_cell(cell, silent=True)

    assert result.success


def test_other_lines_are_left_to_ipython(shell: Any) -> None:
    assert completed(shell, "board = gra")[1] == ["graph"]


@pytest.mark.parametrize("name", ["{__import__('os')}", "A$HOME", 'A "B" C', "line\nbreak", "back\\slash", "`id`"])
def test_a_hostile_name_is_offered_by_its_address(name: str) -> None:
    address = "https://w3id.org/stewards/id/org/a"

    assert written([Found(address, name, "organisation")]) == ["org-id:a"]


def test_two_of_one_name_are_offered_by_their_addresses() -> None:
    twins = [Found(f"https://w3id.org/stewards/id/org/{last}", "Acme", "organisation") for last in "ab"]

    assert written(twins) == ["org-id:a", "org-id:b"]


def test_loading_twice_offers_everything_once_and_unloading_nothing() -> None:
    shell = new_shell()
    for magic in ("load_ext", "reload_ext", "reload_ext"):
        shell.run_line_magic(magic, "stewards")
    offered = [matcher for matcher in shell.Completer.custom_matchers if matcher.matcher_identifier == "stewards"]
    assert len(offered) == 1

    shell.run_line_magic("unload_ext", "stewards")
    assert shell.find_line_magic("ask") is None
    assert shell.Completer.custom_matchers == []
