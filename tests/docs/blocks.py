"""Reads the documentation: its fenced blocks, headings, links and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])
NOT_RUN = "<!-- not run: "


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its text, its first line in the page, and the words before it."""

    language: str
    text: str
    line: int
    before: str

    @property
    def runs(self) -> bool:
        return not self.before.rstrip().rpartition("\n")[2].startswith(NOT_RUN)


@dataclass(frozen=True, slots=True)
class Shown:
    """A command in a console block, and the lines that the page shows of what it prints."""

    command: str
    lines: list[str]


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, *languages: str) -> list[Block]:
    """Return the fenced blocks of some languages (of all, when none is named) in a page."""
    text = page.read_text(encoding="utf-8")
    found = re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [
        Block(block[1], block[2], text.count("\n", 0, block.start()) + 2, text[: block.start()])
        for block in found
        if not languages or block[1] in languages
    ]


def commands(block: Block) -> Iterator[Shown]:
    """Yield the commands of a console block that call stewards."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, *lines = part.splitlines()
        if command.startswith("stewards "):
            yield Shown(command, [line for line in lines if line.strip()])


def without_blocks(page: Path) -> str:
    return re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


def links(page: Path) -> list[str]:
    """Return the relative targets of a page's links and pictures."""
    targets = re.findall(r"\]\(([^)\s]+)\)", without_blocks(page))
    return [target for target in targets if not target.startswith(("http://", "https://"))]


def anchors(page: Path) -> set[str]:
    """Return the names by which a page's headings can be linked to."""
    headings = re.findall(r"^#+ (.*)$", without_blocks(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def section(page: Path, heading: str) -> str:
    """Return what stands between a heading and the next of its level or a higher one."""
    text = page.read_text(encoding="utf-8")
    found = re.search(rf"^(#+) {re.escape(heading)}$\n(.*?)(?=^#{{1,3}} |\Z)", text, re.DOTALL | re.MULTILINE)
    assert found, f"{name_of(page)} has no heading {heading!r}"
    return found[2]
