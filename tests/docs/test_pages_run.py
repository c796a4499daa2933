"""What the pages show is what happens: commands with their output, Python, queries."""

from __future__ import annotations

import doctest
import re
import shlex
import sys
from pathlib import Path

import pytest

import stewards
from stewards import cli
from stewards.terms import Table
from tests.docs.blocks import NOT_RUN, PAGES, Block, blocks, commands, name_of

CUT = "…"


def pages_with(language: str) -> list[Path]:
    return [page for page in PAGES if blocks(page, language)]


def printed(command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Run a command line in this process; return the lines it prints, errors last."""
    monkeypatch.setattr(sys, "argv", shlex.split(command, comments=True))
    with pytest.raises(SystemExit):
        cli.main()
    written = capsys.readouterr()
    assert "Traceback" not in written.err
    return [line.rstrip() for line in (written.out + written.err).splitlines()]


def even(line: str) -> str:
    """Return a line without what depends on the width of a table's columns."""
    return re.sub(r"─+", "─", " ".join(line.split()))


def missing(shown: list[str], found: list[str]) -> str:
    """Return the first shown line that is not found in its turn, "" when all are.

    A line "..." stands for any lines; a line that ends with CUT for one that begins so.
    """
    rest, skipping = map(even, found), True
    for line in shown:
        if line.strip() == "...":
            skipping = True
            continue
        wanted = even(line.removesuffix(CUT))
        for candidate in rest:
            if candidate == wanted or (line.endswith(CUT) and candidate.startswith(wanted)):
                break
            if candidate and not skipping:
                return line
        else:
            return line
        skipping = False
    return ""


@pytest.mark.parametrize("page", pages_with("console"), ids=name_of)
def test_commands_print_what_the_page_shows(
    page: Path, desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for block in filter(lambda block: block.runs, blocks(page, "console")):
        for shown in commands(block):
            found = printed(shown.command, monkeypatch, capsys)
            lost = missing(shown.lines, found)
            assert not lost, f"{page.name}: {shown.command} does not print {lost!r}, but:\n" + "\n".join(found)
            if not shown.lines:
                assert not any(line.startswith(("stewards: ", "not loaded", "Error: ")) for line in found), found


@pytest.mark.parametrize("page", pages_with("python"), ids=name_of)
def test_python_does_what_the_page_shows(page: Path, desk: Path) -> None:
    names: dict[str, object] = {}
    for block in blocks(page, "python"):
        if not block.text.startswith(">>>"):
            exec(compile(block.text, page.name, "exec"), names)
            continue
        example = doctest.DocTestParser().get_doctest(block.text, names, page.name, page.name, block.line)
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        said: list[str] = []
        result = runner.run(example, out=said.append, clear_globs=False)
        assert not result.failed, "".join(said)
        names.update(example.globs)


@pytest.mark.parametrize("page", pages_with("sparql"), ids=name_of)
def test_queries_find_something(page: Path, desk: Path) -> None:
    graph = stewards.open()
    for block in blocks(page, "sparql"):
        result = graph.sparql(block.text)
        assert not isinstance(result, Table) or result.rows, f"{page.name}, line {block.line} finds nothing"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_is_not_run_says_why(page: Path) -> None:
    skipped = [block for block in blocks(page) if not block.runs]

    assert all(block.language == "console" for block in skipped)
    assert page.read_text(encoding="utf-8").count(NOT_RUN) == len(skipped)
    assert all(re.search(r"<!-- not run: \w.*-->\s*\Z", block.before) for block in skipped)


@pytest.mark.parametrize(
    ("shown", "lost"),
    [
        (["a", "b"], ""),
        (["b"], ""),
        (["a", "c"], "c"),
        (["a", "...", "c"], ""),
        (["c", "..."], ""),
        (["b", "a"], "a"),
        (["lo…"], ""),
        (["lx…"], "lx…"),
        (["long"], "long"),
    ],
)
def test_shown_lines_are_told_from_others(shown: list[str], lost: str) -> None:
    assert missing(shown, ["a", "b", "c", "long line"]) == lost


def test_a_marked_block_is_not_run() -> None:
    assert not Block("console", "", 1, f"words\n\n{NOT_RUN}needs the network -->\n").runs
    assert Block("console", "", 1, "words\n").runs
