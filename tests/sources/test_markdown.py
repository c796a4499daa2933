from __future__ import annotations

import time
from pathlib import Path

import pytest

from stewards.sources.markdown import MarkdownTable, bullets, headings, links, plain, tables, title


@pytest.fixture(scope="module")
def text(fixtures: Path) -> str:
    return (fixtures / "rosters" / "blocks.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def table(text: str) -> MarkdownTable:
    return next(tables(text))


def test_code_and_comments_hold_no_tables(text: str) -> None:
    assert [table.line for table in tables(text)] == [15]


def test_a_table_knows_the_heading_above_it(table: MarkdownTable) -> None:
    assert table.heading == "People"


def test_a_column_is_found_by_its_plain_name(table: MarkdownTable) -> None:
    assert table.header == ("Name", "Role")
    assert (table.column("ROLE"), table.column("person", "name"), table.column("company")) == (1, 0, None)


def test_rows_keep_their_lines_and_have_a_cell_a_column(table: MarkdownTable) -> None:
    assert [(row.line, len(row.cells)) for row in table.rows] == [(17, 2), (18, 2), (19, 2)]


def test_an_escaped_bar_is_part_of_a_cell(table: MarkdownTable) -> None:
    assert table.rows[1].cells[0] == "Grace | Hopper"


def test_a_table_without_outer_bars_is_read() -> None:
    (table,) = tables("Name | Company\n---|---\nAda | IBM\n\nno | row")

    assert [row.cells for row in table.rows] == [("Ada", "IBM")]


def test_an_empty_line_below_the_rule_parts_nothing() -> None:
    (table,) = tables("| Name |\n|---|\n\n  | Ada |\n| Grace |\n\n| Alan |")

    assert [row.cells for row in table.rows] == [("Ada",), ("Grace",)]


def test_a_table_without_rows_does_not_take_those_of_the_next() -> None:
    first, second = tables("| Name |\n|---|\n\n| Team |\n|---|\n| Core |")

    assert (first.rows, [row.cells for row in second.rows]) == ((), [("Core",)])


def test_links_are_split_into_text_and_address(table: MarkdownTable) -> None:
    (link,) = links(table.rows[0].cells[0])

    assert (link.text, link.address) == ("Ada Lovelace", "https://github.com/ada")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("[A]( https://example.org/a )", "https://example.org/a"),
        ("[A](https://example.org/a_(b))", "https://example.org/a_(b)"),
        ("(**[@a](https://example.org)**)", "https://example.org"),
        ("[![badge](b.svg)](https://example.org)", "https://example.org"),
    ],
)
def test_addresses_in_forms_that_occur(written: str, address: str) -> None:
    assert [link.address for link in links(written)] == [address]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("**Chair**", "Chair"),
        ("Ada \\- Chair", "Ada - Chair"),
        ("[Ada](https://example.org) (IBM)", "Ada (IBM)"),
        ("one<br>two &amp; three&nbsp;", "one two & three"),
        ("snake_case_name", "snake_case_name"),
    ],
)
def test_plain_text_has_no_marks(written: str, seen: str) -> None:
    assert plain(written) == seen


def test_a_bold_line_is_a_heading_and_a_remark_is_none(text: str) -> None:
    assert [heading.text for heading in headings(text)] == ["Example", "People", "The following members were there:"]


def test_the_title_is_the_highest_heading() -> None:
    assert title("## Small\n\n# Large\n") == "Large"


def test_bullets_know_heading_indent_line_and_box(text: str) -> None:
    found = [(bullet.heading[:13], bullet.indent, bullet.line, bullet.checked) for bullet in bullets(text)]

    assert found == [("The following", 0, 24, True), ("The following", 0, 25, False), ("The following", 2, 26, None)]


def test_a_rule_is_no_bullet() -> None:
    assert list(bullets("---\n***\n")) == []


@pytest.mark.parametrize("piece", ["[", "(", "[a](", "<!--", "| ", "- ", "**", "![", "<a "])
def test_hostile_repetition_takes_no_long(piece: str) -> None:
    text = f"# {piece * 20_000}\n| a | {piece * 20_000} |\n|---|---|\n* {piece * 20_000}"
    started = time.process_time()

    plain(text), links(text), list(tables(text)), list(bullets(text)), title(text)

    assert time.process_time() - started < 5
