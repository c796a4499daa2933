"""Every question of the library: its header, its example's answer, its evidence, and what it makes of bad requests."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import stewards
from stewards.asking.answers import Answer, EntityValue
from stewards.asking.arguments import OPTION_KINDS, split
from stewards.asking.questions import AUDIENCES, EVENT, Question, library
from stewards.build import build, shipped_facts
from stewards.errors import RequestError
from stewards.graph import Graph
from stewards.plans import catalogue_plans, source_plan
from stewards.reading.entities import PARAMETER_KINDS
from stewards.stores.store import OxigraphStore
from tests.graphs import built, plan, version

Golden = Callable[[str, object], None]

#: The day for which examples that name none are answered: after the newest shipped source, and never today.
DAY = "2026-09-01"

#: How the golden answer to each question's example was checked by hand. A question without a line here is untested.
#: "roles", "members", "announcement" and "core maintainers" are the tables of the pages of pytorch.org and of PyTorch's
#: documentation, "minutes" those of the Technical Advisory Council of 2026-08-11, "landscape" that of the foundation.
CHECKED = {
    "board": "announcement rows 3-8 and the article's paragraph 3 name the six; roles rows 1-12 confirm them",
    "caps": "charter-rules.yaml beside the charters' lines; of the shipped facts the CNCF's council has eleven members "
    "of unknown employer (README lines 14-24), PyTorch's a rule that is not known; no other body has known seats",
    "changes": "landscapes in pytorch-later.yaml (2025-04 lines 957-1044, 2025-09 lines 1019-1165, 2026-07 lines "
    "1208-1435), roles rows 1-24, minutes line 25",
    "committers": "core maintainers rows 7-17, the article's maintainer; nobody below them is known",
    "company-interlocks": "roles rows 1-12: Meta beside eleven companies; Zahirazami for Google is the twelfth",
    "compare": "26 members; landscape lines 1128-1198: six projects; seats 12 + 21 + 9 by roles and minutes, five of "
    "42 Meta's; announcement: founded 2022-09-12",
    "concentration": "minutes lines 14-36: 21 seats; Meta is lines 20, 31 and 32, Snowflake 23 and 34",
    "connection": "roles row 24 and core maintainers row 13 (Bialecki), article paragraph 3 and roles row 22 "
    "(Chintala), minutes line 44 (Ruberry)",
    "control": "board of twelve (roles rows 1-12), council of 21 (minutes), nine core maintainers; Meta 1 + 3 seats",
    "expiring": "README of the committee, lines 15, 17, 18, 19 and 21: terms until 4 March 2027",
    "interlocks": "roles: Granger and Antiga stand in both rows 1-12 and rows 13-24",
    "members-without-seat": "pytorch-later.yaml: 13 platinum, 4 gold, 8 silver and Google Cloud; roles rows 1-12 and "
    "minutes lines 14-60 name none of the eleven; Google Cloud sits, not Google",
    "movers": "roles row 16 (Google), minutes line 25 (AWS)",
    "rival-funders": "article paragraph 3: competition, and Google hosts TensorFlow; landscape of 2026-07-01: Google "
    "is a platinum member",
    "seats-without-work": "roles row 8, minutes lines 22 and 56: IBM's three seats; core maintainers rows 7-16: nine "
    "people, none of IBM, three without an employer",
    "single-company-projects": "core maintainers rows 7-17: nine; four of Meta, one of NVIDIA, one of Reflection AI, "
    "three unknown: four ninths to seven ninths",
    "stale": "roles rows 1-12: twelve companies and twelve people; seven of rows 13-24 whose role the minutes do not "
    "have; Google Cloud last in the landscape of 2025-04-01",
    "voting-power": "the 21 seats of the minutes, eleven needed; the indices against coalitions counted one by one",
    "what-if": "board of twelve (roles rows 1-12) with one seat each for IBM and AMD; minutes lines 21 and 22",
    "company-group": "facts/companies.yaml (Alphabet, Google Cloud) and groups-platforms.yaml (Wiz), with their dates",
    "competitors-of": "article, paragraph 3: TensorFlow, pushed by Google",
    "disagreements": "article paragraph 4 (2017) and announcement row 10 (2016); landscape line 1128 and row 1",
    "events-of": "article paragraphs 2-4, announcement rows 1, 9 and 10",
    "evidence-for": "counted in facts/pytorch.yaml and facts/pytorch-later.yaml: every fact and profile on PyTorch",
    "host-of": "announcement row 2; landscape line 1128",
    "hosted-by": "landscape lines 1128-1198: the six projects and their dates of acceptance",
    "licence-of": "article, paragraph 3",
    "maintainers": "core maintainers rows 7-17: nine and one emeritus; the article calls one of them maintainer",
    "members": "landscape of 2025-04-01, lines 957-1044: twelve premier members, three general ones",
    "memberships-of": "landscape line 1310: platinum; that of 2025-04-01, line 1023: since 2022-07-31",
    "principles-of": "article, paragraph 4 (four principles) and paragraph 3 (the separation)",
    "roles-of": "roles row 22, core maintainers rows 7 and 8, article paragraph 3",
    "seats-of": "roles rows 10, 21, 22; minutes lines 20, 31, 32, 43, 59",
    "statements-about": "article paragraphs 2-4, read beside the statements",
    "timeline": "each line beside the facts on the foundation in facts/*.yaml; phases beside the landscapes",
    "users-of": "article, paragraph 2",
    "who-governs": "announcement rows 1 and 2, foundation page rows 11 and 12, roles, minutes lines 56-61",
}

#: More answers with golden files, each with how it was checked.
MORE = {
    "board-2024": ('board "PyTorch Foundation" --as-of 2024-06-30', "roles rows 1-12: twelve people"),
    "board-council-2024": ('board "PyTorch TAC" --as-of 2024-10-31', "roles rows 13-24: twelve people, two chairs"),
    "board-council-2026": (
        'board "PyTorch TAC" --as-of 2026-08-11',
        "minutes lines 14-52; the 8 that only roles has are told in a note",
    ),
    "maintainers-2022": ("maintainers PyTorch --as-of 2022-12-31", "core maintainers rows 1-5: four, one twice"),
    "members-2025-09": ('members "PyTorch Foundation" --as-of 2025-09-01', "landscape of that day, lines 1019-1165"),
    "members-2026-07": ('members "PyTorch Foundation" --as-of 2026-07-01', "landscape of that day, lines 1208-1435"),
    "seats-of-2022": ("seats-of Meta --as-of 2022-10-01", "announcement row 6: the board, by nobody named"),
    "who-governs-2022": ("who-governs PyTorch --as-of 2022-10-01", "announcement rows 1 and 2: no council as yet"),
}

HOSTILE = [
    '"',
    "'",
    "\\",
    "} } DROP ALL #",
    '" } INSERT DATA { <urn:a> <urn:b> <urn:c> } #',
    "line\nbreak",
    "org-id:x> } DROP ALL #",
    "https://w3id.org/stewards/id/org/x> ?p ?o } #",
    "",
    "   ",
    "\x00",
    "*",
    "../../etc/passwd",
    "Ω" * 5000,
]


def ask(graph: Graph, line: str) -> Answer:
    """Ask what a line of the command line asks, on :data:`DAY` when it names no date."""
    name, *words = shlex.split(line)
    arguments, options = split(words)
    return graph.ask(name, *arguments, **({"as_of": DAY if library()[name].day else None} | options))


def one_row_a_line(answer: Answer) -> str:
    """Return an answer's JSON with a line for each row, so that a change shows as the rows that changed."""
    content = answer.to_dict()
    rows = content.pop("rows")
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return json.dumps(content, ensure_ascii=False)[:-1] + f', "rows": [\n{lines}\n]}}\n'


QUESTIONS = [pytest.param(question, id=name) for name, question in library().items()]


@pytest.mark.parametrize("question", QUESTIONS)
def test_example_has_the_answer_checked_by_hand(question: Question, graph: Graph, golden: Golden) -> None:
    golden(f"questions/{question.name}.json", one_row_a_line(ask(graph, question.example)))


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_hold_plain_texts(question: Question, graph: Graph) -> None:
    """Writers of YAML and GraphML take no others."""
    answer = ask(graph, question.example)
    found = [answer.to_dict(), [(row.nodes, row.evidence, tuple(row.values.values())) for row in answer.records]]

    assert {type(text) for text in texts_in(found)} <= {str}


def texts_in(value: object) -> Iterator[str]:
    """Yield every text in something nested."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, EntityValue):
        yield from (value.label, value.iri)
    elif isinstance(value, dict | list | tuple):
        for part in (*value.items(),) if isinstance(value, dict) else value:
            yield from texts_in(part)


def test_every_golden_answer_says_how_it_was_checked() -> None:
    assert set(CHECKED) == set(library())


@pytest.mark.parametrize("case", MORE)
def test_more_answers_checked_by_hand(case: str, graph: Graph, golden: Golden) -> None:
    golden(f"questions/{case}.json", one_row_a_line(ask(graph, MORE[case][0])))


def test_no_golden_answer_is_left_over() -> None:
    files = (Path(__file__).parent / "golden" / "questions").glob("*.json")

    assert {file.stem for file in files} - {*library(), *MORE} == set()


def test_first_board_of_the_pytorch_foundation(graph: Graph) -> None:
    board = graph.ask("board", "PyTorch Foundation", as_of="2022-10-01")

    assert {str(row["member"]) for row in board.rows} == {"Meta", "AWS", "AMD", "Google Cloud", "Microsoft", "NVIDIA"}
    assert len(board) == 6
    for evidence in board.evidence:
        assert {"AI: The PyTorch Foundation is born"} < {passage.source for passage in evidence}
        assert all(passage.locator and passage.as_of for passage in evidence)


def test_first_board_is_confirmed_by_the_page_of_2024(graph: Graph) -> None:
    board = graph.ask("board", "PyTorch Foundation", as_of="2022-10-01")

    assert {(row["since"], row["last_confirmed"], row["certainty"]) for row in board.rows} == {
        ("2022-09-12", "2024", "certain")
    }


@pytest.mark.parametrize("question", QUESTIONS)
def test_header_is_complete(question: Question) -> None:
    assert question.title.endswith("?")
    assert question.topic
    assert question.columns
    assert all(column.name.isidentifier() and column.title[0].isupper() for column in question.columns)
    assert {kind for parameter in question.parameters for kind in parameter.kinds} <= {*PARAMETER_KINDS, EVENT}
    assert question.audience in AUDIENCES
    assert {option.kind for option in question.options} <= set(OPTION_KINDS)
    assert all(parameter.kinds for parameter in question.parameters)
    assert set(question.order) <= {column.name for column in question.columns}
    assert shlex.split(question.example)[0] == question.name


@pytest.mark.parametrize("question", QUESTIONS)
def test_title_names_the_parameters_that_are_needed(question: Question) -> None:
    for parameter in question.parameters:
        assert (f"{{{parameter.name}}}" in question.title) == parameter.needed


@pytest.mark.parametrize("question", [p for p in QUESTIONS if not library()[str(p.id)].analysis])
def test_query_binds_what_its_header_names(question: Question) -> None:
    selected = question.query.split("WHERE")[0]

    for name in (*(column.name for column in question.columns), *question.situations, *question.unless):
        assert f"?{name} " in selected, name
    for parameter in question.parameters:
        assert f"?{parameter.name}" in question.query
    assert question.situations


@pytest.mark.parametrize("question", [p for p in QUESTIONS if library()[str(p.id)].analysis])
def test_analysis_exists_and_stands_alone(question: Question) -> None:
    assert callable(import_module(f"stewards.analysis.{question.analysis}").run)
    assert question.query == ""


@pytest.mark.parametrize("question", QUESTIONS)
def test_columns_are_those_announced(question: Question, graph: Graph) -> None:
    answer = ask(graph, question.example)
    names = [column.name for column in answer.columns]

    assert names[: len(question.columns)] == [column.name for column in question.columns]
    assert names[len(question.columns) :] == (
        ["since", "until", "last_confirmed", "certainty"] if question.dated else []
    )
    assert all(set(row) == set(names) for row in answer.rows)


def without_evidence(graph: Graph) -> list[str]:
    """Return the examples with a row that no passage supports, and those without a row."""
    answers = {name: ask(graph, question.example) for name, question in library().items()}
    return [name for name, answer in answers.items() if not answer.records or not all(answer.evidence)]


def test_every_row_of_the_shipped_graph_has_evidence(graph: Graph) -> None:
    assert without_evidence(graph) == []


def test_every_row_of_the_mirror_has_evidence(mirror: Path) -> None:
    assert without_evidence(Graph(build(None, catalogue_plans([], mirror, False, None))[0], "memory:")) == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_evidence_names_document_place_and_date(question: Question, graph: Graph) -> None:
    for evidence in ask(graph, question.example).evidence:
        for passage in evidence:
            assert passage.source
            assert passage.locator
            assert passage.as_of or "undated" in passage.source.lower()
            assert passage.document.startswith("https://w3id.org/stewards/source/")


def test_answers_do_not_change_between_two_builds(graph: Graph) -> None:
    again = stewards.open("memory:")

    for question in library().values():
        assert ask(graph, question.example).to_dict() == ask(again, question.example).to_dict()


# The JSON form that notebooks and other programs read.


def test_json_has_the_parts_of_the_contract(graph: Graph) -> None:
    answer = json.loads(graph.ask("board", "PyTorch Foundation", as_of="2022-10-01").to_json())

    assert list(answer) == ["question", "title", "parameters", "columns", "rows", "sentence", "notes"]
    assert answer["question"] == "board"
    assert answer["parameters"] == {
        "body": "https://w3id.org/stewards/id/org/pytorch-foundation",
        "as_of": "2022-10-01",
    }
    assert answer["columns"][0] == {"name": "member", "title": "Seat holder"}


def test_json_rows_hold_entities_dates_and_evidence(graph: Graph) -> None:
    row = json.loads(graph.ask("board", "PyTorch Foundation", as_of="2022-10-01").to_json())["rows"][3]

    assert row["member"] == {"label": "Meta", "iri": "https://w3id.org/stewards/id/org/meta"}
    assert row["since"] == "2022-09-12"
    assert row["until"] is None
    assert row["evidence"][0] == {
        "source": "AI: The PyTorch Foundation is born",
        "locator": "paragraph 3",
        "as_of": "2022-09",
        "document": "https://w3id.org/stewards/source/article-2022",
    }


def test_list_of_questions_as_data() -> None:
    board = library()["board"].to_dict()

    assert board["parameters"] == [{"name": "body", "kinds": ["body", "foundation", "project"], "needed": True}]
    assert set(board) == {
        *("name", "title", "topic", "audience", "parameters", "options", "columns", "dated", "lenses", "example")
    }


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_can_be_taken_further(question: Question, graph: Graph) -> None:
    answer = ask(graph, question.example)
    drawn = answer.to_networkx()

    assert list(answer.to_pandas()["evidence"]) == [len(passages) for passages in answer.evidence]
    assert set(drawn.nodes) == {node.iri for node in answer.network().nodes}
    assert answer.sentence or not question.says


def test_values_for_data_frames_are_texts(graph: Graph) -> None:
    frame = graph.ask("board", "PyTorch Foundation", as_of="2022-10-01").to_pandas()

    assert list(frame["member"]) == ["AMD", "AWS", "Google Cloud", "Meta", "Microsoft", "NVIDIA"]
    assert list(frame["evidence"]) == [3] * 6


# Dates.


def test_an_answer_without_rows_is_an_answer(graph: Graph) -> None:
    answer = graph.ask("host-of", "PyTorch", as_of="2019-01-01")

    assert answer.rows == []
    assert answer.notes == ["1 more is undated, or first recorded after 2019-01-01; whether it held then is not known."]


def test_notes_count_what_is_recorded_later(graph: Graph) -> None:
    answer = graph.ask("who-governs", "PyTorch", as_of="2022-10-01")

    assert answer.notes == [
        "8 more are undated, or first recorded after 2022-10-01; whether they held then is not known."
    ]


def test_nothing_holds_before_its_start(graph: Graph) -> None:
    assert graph.ask("company-group", "Red Hat", as_of="2019-07-08").rows == []
    assert len(graph.ask("company-group", "Red Hat", as_of="2019-07-09")) == 1


def test_ever_lifts_the_date(graph: Graph) -> None:
    answer = graph.ask("host-of", "PyTorch", as_of="ever")

    assert [str(row["host"]) for row in answer.rows] == ["Meta", "PyTorch Foundation"]
    assert "as_of" not in answer.parameters
    assert {row["certainty"] for row in answer.rows} == {None}


def test_without_a_date_today_is_meant(graph: Graph) -> None:
    assert graph.ask("host-of", "PyTorch").parameters == graph.ask("host-of", "PyTorch", as_of="today").parameters


def test_an_emeritus_is_no_maintainer_any_more(graph: Graph) -> None:
    def maintainers(day: str) -> set[str]:
        return {str(row["person"]) for row in graph.ask("maintainers", "PyTorch", as_of=day).rows}

    assert "Dmytro Dzhulgakov" in maintainers("2022-12-31")
    assert "Dmytro Dzhulgakov" not in maintainers("2026-01-01")


def test_of_two_employers_the_one_named_with_the_role_is_shown(fixtures: Path, tmp_path: Path) -> None:
    lines = (fixtures / "project-maintainers.csv").read_text(encoding="utf-8").splitlines()[:1]
    lines += ["Sandbox,Alpha,Ada Lovelace,Analytical Engines,ada,", "Sandbox,Beta,Ada Lovelace,Zuse Works,ada,"]
    (tmp_path / "people.csv").write_text("\n".join(lines), encoding="utf-8")
    plan = source_plan("cncf-maintainers", str(tmp_path / "people.csv"), None, "2024-01-01", [])
    graph = Graph(build(None, [plan])[0], "memory:")

    assert [str(r["employer"]) for r in graph.ask("maintainers", "Alpha", as_of="2024-01-01").rows] == [
        "Analytical Engines"
    ]
    assert [str(r["employer"]) for r in graph.ask("maintainers", "Beta", as_of="2024-01-01").rows] == ["Zuse Works"]


@pytest.mark.parametrize("question", ["maintainers", "committers"])
def test_of_several_stints_at_employers_the_last_one_is_shown_for_ever(
    question: str, fixtures: Path, tmp_path: Path
) -> None:
    head = (fixtures / "project-maintainers.csv").read_text(encoding="utf-8").splitlines()[0]
    versions = []
    for year, company in ((2022, "Analytical Engines"), (2023, "Zuse Works"), (2024, "Analytical Engines")):
        path = tmp_path / f"{year}.csv"
        path.write_text(f"{head}\nSandbox,Alpha,Ada Lovelace,{company},ada,\n", encoding="utf-8")
        versions.append(version("cncf-maintainers", path, "people", f"{year}-01-01"))
    graph = Graph(built(plan(*versions)), "memory:")

    employers = {str(row["employer"]) for row in graph.ask(question, "Alpha", as_of="ever").rows}
    assert employers == {"Analytical Engines"}


def test_a_date_that_two_sources_give_differently_stands_twice(graph: Graph) -> None:
    founding = [row for row in graph.ask("events-of", "PyTorch").records if row.values["event"] == "founding"]

    assert [row.values["date"] for row in founding] == ["2016", "2017"]
    assert [[passage.locator for passage in row.evidence] for row in founding] == [["row 10"], ["paragraph 4"]]


@pytest.mark.parametrize(
    "date", ["2022-13-01", "2022-02-30", "yesterday", "01/10/2022", "2022", "2022-10", "-1", "٢٠٢٢-10-01"]
)
def test_bad_dates_are_refused(date: str, graph: Graph) -> None:
    with pytest.raises(RequestError) as caught:
        graph.ask("board", "PyTorch Foundation", as_of=date)

    assert date in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_month_is_answered_with_a_day_to_use(graph: Graph) -> None:
    with pytest.raises(RequestError, match="is a month, and one day is needed: for example 2022-10-01"):
        graph.ask("board", "PyTorch Foundation", as_of="2022-10")


def test_a_date_where_none_is_asked_for_is_refused(graph: Graph) -> None:
    with pytest.raises(RequestError, match="'timeline' is not about a date: leave --as-of out"):
        graph.ask("timeline", "PyTorch", as_of="2022-10-01")


# Requests at fault.


def test_unknown_question_names_the_nearest(graph: Graph) -> None:
    with pytest.raises(RequestError, match="there is no question 'maintaners': did you mean maintainers"):
        graph.ask("maintaners", "PyTorch")


def test_unknown_question_without_a_near_one_says_where_they_are_listed(graph: Graph) -> None:
    with pytest.raises(RequestError, match="`stewards ask` lists them"):
        graph.ask("xyzzy")


@pytest.mark.parametrize(("arguments", "given"), [((), "none was"), (("PyTorch Foundation", "PyTorch"), "2 were")])
def test_wrong_number_of_arguments_says_what_is_needed(arguments: tuple[str, ...], given: str, graph: Graph) -> None:
    with pytest.raises(RequestError, match=f"'board' takes BODY, and {given} given: for example"):
        graph.ask("board", *arguments)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("#+ columns: {a: A}\n#+ example: mine X", "the header has no 'title'"),
        ("#+ title: [", "the header cannot be read as docs/questions.md describes it"),
        ("#+ title: Mine?\n#+ columns: nothing\n#+ example: mine X", "the header cannot be read"),
    ],
)
def test_a_question_of_ones_own_with_a_broken_header_is_refused_in_one_line(
    header: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, graph: Graph
) -> None:
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "mine.rq").write_text(f"{header}\nSELECT ?a WHERE {{ }}", encoding="utf-8")
    monkeypatch.setattr("stewards.asking.questions.folder", lambda name: tmp_path)

    with pytest.raises(RequestError, match=words):
        graph.ask("mine")


OPTIONS = [
    ("expiring", {"within": "soon"}, "--within: 'soon' is not a time: write 90 days, 6 months or 1 year"),
    ("expiring", {"within": "99999"}, "--within: '99999' is too long"),
    ("expiring", {"wihtin": "1 year"}, "'expiring' has no option --wihtin: it has --within"),
    ("board", {"since": "2024-01-01"}, "'board' has no option --since: it has no options of its own"),
    ("stale", {"since": "2024-13-01"}, "'2024-13-01' is not a date"),
    ("stale", {"since": "2024"}, "'2024' is a year, and one day is needed"),
    ("single-company-projects", {"share": "0"}, "--share: '0' is not a share: write 0.5, 50% or 1/2"),
    ("single-company-projects", {"share": "3/2"}, "--share: '3/2' is not a share"),
    ("single-company-projects", {"share": "1/0"}, "--share: '1/0' is not a share"),
    ("single-company-projects", {"least": "0"}, "--least: '0' is not a number: write a whole number from 1 on"),
]


@pytest.mark.parametrize(("name", "options", "words"), OPTIONS)
def test_a_wrong_option_is_told_in_one_line(name: str, options: dict[str, str], words: str, graph: Graph) -> None:
    arguments = ["PyTorch Foundation"] if name == "board" else []
    with pytest.raises(RequestError) as refused:
        graph.ask(name, *arguments, **options)

    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_empty_graph_gives_an_answer_or_one_clear_line(question: Question) -> None:
    try:
        answer = ask(Graph(OxigraphStore(), "memory:"), question.example)
    except RequestError as refused:
        assert "\n" not in str(refused)
    else:
        assert answer.rows == []


def test_an_argument_that_may_be_left_out(graph: Graph) -> None:
    every, some = graph.ask("disagreements"), graph.ask("disagreements", "PyTorch")

    assert len(every) > len(some) > 0


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
def test_hostile_arguments_are_only_text(text: str, graph: Graph) -> None:
    before = graph.sparql("SELECT (COUNT(*) AS ?n) WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")

    for question in library().values():
        for parameter in question.parameters:
            with pytest.raises(RequestError):
                graph.ask(question.name, text)
            assert parameter.kinds
    with pytest.raises(RequestError):
        graph.ask(text, "PyTorch")
    assert before == graph.sparql("SELECT (COUNT(*) AS ?n) WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")


def test_every_question_can_be_drawn(graph: Graph) -> None:
    drawn: dict[str, Any] = {name: ask(graph, q.example).network() for name, q in library().items()}

    assert [name for name, network in drawn.items() if not network.nodes] == []


def test_an_answer_draws_its_entities(graph: Graph) -> None:
    answer = graph.ask("board", "PyTorch Foundation", as_of="2022-10-01")
    members = {value.iri for row in answer.rows if isinstance(value := row["member"], EntityValue)}

    assert members < {node.iri for node in answer.network().nodes}


def test_a_seat_told_with_and_without_whom_it_is_for_is_one_row(tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text(
        "documents:\n"
        "  roster: {title: Roster, as_of: 2024-01-01}\n"
        "  list: {title: List, as_of: 2024-02-01}\n"
        "entities:\n"
        "  ada: {kind: person, name: Ada Anker, source: roster}\n"
        "  council:\n    {kind: body, name: Buoy Council, classification: team, governs: pytorch, source: list}\n"
        "facts:\n"
        "- tenure: {who: ada, at: council, role: steering-committee-member, for: meta}\n"
        "  source: roster\n"
        "- tenure: {who: ada, at: council, role: steering-committee-member}\n"
        "  source: list\n",
        encoding="utf-8",
    )
    graph = Graph(built(shipped_facts(), plan(version("facts", facts, "own"))), "memory:")

    answer = graph.ask("board", "Buoy Council", as_of="2024-03-01")

    assert [(str(row["member"]), str(row["for"])) for row in answer.rows] == [("Ada Anker", "Meta")]
    assert {passage.source for passage in answer.evidence[0]} == {"Roster", "List"}
