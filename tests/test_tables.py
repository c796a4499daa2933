"""Answers and cards as people and spreadsheets read them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable

import pytest
from rich.cells import cell_len

from stewards.asking.answers import DATED_COLUMNS, Answer, Column, EntityValue, Evidence, Row
from stewards.commands import tables
from stewards.graph import Graph

BOARD = EntityValue("The Board", "urn:board")
PASSAGE = Evidence("Minutes", "line 3", "2024-01-01", "https://example.org/minutes#L3")


def row(member: str, **more: str | None) -> Row:
    empty = dict.fromkeys(column.name for column in DATED_COLUMNS)
    return Row({"member": EntityValue(member, "urn:m"), "at": BOARD, "note": None, **empty, **more}, (PASSAGE,))


def answer(*rows: Row, notes: list[str] | None = None) -> Answer:
    columns = (Column("member", "Member"), Column("at", "Body"), Column("note", "Note"), *DATED_COLUMNS)
    return Answer("board", "Who sits?", {}, columns, list(rows), notes or [])


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Return what is printed for an answer."""

    def show(content: Answer, form: str = "table", *, evidence: bool = False, whole: bool = False) -> str:
        tables.write(content, form, evidence=evidence, whole=whole)
        return re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)

    return show


def test_heading_counts_the_rows() -> None:
    assert tables.heading(answer()) == "Who sits? Nothing is known."
    assert tables.heading(answer(row("Ada"))) == "Who sits? 1 row."
    assert tables.heading(answer(row("Ada"), row("Grace"))) == "Who sits? 2 rows."


def test_table_leaves_out_empty_columns_and_says_a_constant_one_once(printed: Callable[..., str]) -> None:
    lines = printed(answer(row("Ada", since="2020"), row("Grace", since="2021"))).splitlines()

    assert lines[1] == "Body: The Board"
    assert lines[2].split() == ["Member", "Since"]
    assert [line.split() for line in lines[4:]] == [["Ada", "2020"], ["Grace", "2021"]]


def test_table_of_one_row_keeps_its_columns(printed: Callable[..., str]) -> None:
    assert "Member   Body" in printed(answer(row("Ada")))


def test_table_ends_with_the_notes(printed: Callable[..., str]) -> None:
    assert (
        printed(answer(notes=["1 more is first recorded later."])).splitlines()[-1] == "1 more is first recorded later."
    )


def test_table_shows_evidence_when_asked(printed: Callable[..., str]) -> None:
    shown = printed(answer(row("Ada")), evidence=True)

    assert "  Minutes, line 3, as of 2024-01-01\n    https://example.org/minutes#L3\n" in shown
    assert "Minutes" not in printed(answer(row("Ada")))


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Make the output a terminal of some width."""

    def of_width(columns: int) -> None:
        monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
        monkeypatch.setenv("COLUMNS", str(columns))

    return of_width


def test_a_row_is_one_line_of_a_terminal(
    printed: Callable[..., str], graph: Graph, terminal: Callable[[int], None]
) -> None:
    terminal(80)
    answer = graph.ask("statements-about", "PyTorch")
    lines = printed(answer).splitlines()
    rule = next(number for number, line in enumerate(lines) if line.startswith("───"))

    assert max(map(len, lines[rule:])) <= 80
    assert len(lines[rule + 1 :]) == len(answer)
    assert "…" in lines[rule + 1]


def test_whole_cells_can_be_asked_for(
    printed: Callable[..., str], graph: Graph, terminal: Callable[[int], None]
) -> None:
    terminal(80)
    shown = printed(graph.ask("statements-about", "GitHub"), whole=True)

    assert "…" not in shown
    assert shown.split()[-2:] == ["on", "it."]


def test_dates_keep_their_width_in_a_narrow_terminal(
    printed: Callable[..., str], graph: Graph, terminal: Callable[[int], None]
) -> None:
    terminal(100)
    shown = printed(graph.ask("who-governs", "PyTorch", as_of="2026-09-01"))

    assert "2022-09-12" in shown
    assert "2026-07-01" in shown
    assert "possible" in shown


def test_columns_stand_in_line_under_wide_letters(printed: Callable[..., str]) -> None:
    rows = printed(answer(row("李明华", note="seat 1"), row("Ada", note="seat 2"))).splitlines()[-2:]

    assert len({cell_len(line.partition("seat")[0]) for line in rows}) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines", "two lines"),
        ("red \x1b[31m", "red [31m"),
        ("right\u202eleft", "rightleft"),
        ("bell\x07", "bell"),
        ("  wide   gap ", "wide gap"),
        ("Nägele", "Nägele"),
    ],
)
def test_control_characters_are_not_printed(text: str, shown: str) -> None:
    assert tables.printable(text) == shown


def test_names_are_not_read_as_markup(printed: Callable[..., str]) -> None:
    assert "[bold]Ada[/bold]" in printed(answer(row("[bold]Ada[/bold]")))


def test_csv_has_every_column_and_the_evidence(printed: Callable[..., str]) -> None:
    content = list(csv.reader(io.StringIO(printed(answer(row("Ada, Countess", since="2020")), "csv"))))

    assert content == [
        ["member", "at", "note", "since", "until", "last_confirmed", "certainty", "evidence"],
        ["Ada, Countess", "The Board", "", "2020", "", "", "", "Minutes, line 3, as of 2024-01-01"],
    ]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+cmd", "-cmd", "@sum", "\tx", "\rx", ' =HYPERLINK("x")', "\u00a0@sum", "\n-cmd", "\ufeff=1"]
)
def test_csv_cells_are_never_formulas(cell: str) -> None:
    _, [written] = csv.reader(io.StringIO("".join(tables.to_csv(["a"], [[cell]])), newline=""))

    assert written == f"'{cell}"


@pytest.mark.parametrize("cell", ["Ada\r=1+1", "Ada\n=1+1", "Ada\r\n=1+1"])
def test_a_csv_cell_of_several_lines_begins_no_new_row(cell: str) -> None:
    _, *rows = csv.reader(io.StringIO("".join(tables.to_csv(["a"], [[cell]])), newline=""))

    assert rows == [[cell]]


@pytest.mark.parametrize("number", ["-1", "+2.5", "3"])
def test_csv_numbers_stay_numbers(number: str) -> None:
    assert list(tables.to_csv(["a"], [[number]])) == ["a\n", f"{number}\n"]


def test_tsv_is_separated_by_tabs(printed: Callable[..., str]) -> None:
    assert printed(answer(row("Ada")), "tsv").splitlines()[1].startswith("Ada\tThe Board\t")


def test_markdown_escapes_what_would_break_the_table(printed: Callable[..., str]) -> None:
    lines = printed(answer(row("A|B <b>")), "md").splitlines()

    assert lines[0].startswith("| member | at |")
    assert lines[2].startswith("| A\\|B &lt;b&gt; | The Board |")


def test_json_is_what_the_answer_says_of_itself(printed: Callable[..., str]) -> None:
    content = answer(row("Ada"))

    assert json.loads(printed(content, "json")) == content.to_dict()


def test_passage_is_cited_with_its_date_unless_the_title_has_it() -> None:
    assert tables.cite(Evidence("Minutes, 2024-01-01", "line 3", "2024-01-01")) == "Minutes, 2024-01-01, line 3"
    assert tables.cite(Evidence("Minutes", "line 3")) == "Minutes, line 3"


@pytest.mark.parametrize("form", tables.FORMS)
def test_rows_of_any_kind_are_written_in_every_form(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    tables.write_rows(("name", "size"), ("Name", "Size"), [("Ada", 1), ("Grace", None)], form)

    written = capsys.readouterr().out
    assert "Ada" in written
    assert "None" not in written


def test_a_table_without_rows_has_its_titles(capsys: pytest.CaptureFixture[str]) -> None:
    tables.print_rows(("Name",), [])

    assert capsys.readouterr().out.split() == ["Name", "─" * 4]


def test_a_card_is_printed_for_people(graph: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    tables.print_card(graph.entity("Meta"), "table")
    lines = capsys.readouterr().out.splitlines()

    assert lines[:2] == ["Meta (company)", "https://w3id.org/stewards/id/org/meta"]
    assert "  also known as: Facebook · Facebook, Inc. · Meta Platforms · Meta Platforms, Inc." in lines


def test_a_card_as_rows(graph: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    tables.print_card(graph.entity("Airbnb"), "csv")

    assert capsys.readouterr().out == "what,since,until,last_confirmed\nAirbnb uses PyTorch,,,2022-09\n"
