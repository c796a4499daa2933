"""The mapping of docs/mapping.md says what the guide says it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stewards.sources.mapping import load_mapping, read_mapped
from stewards.sources.mapping.entity_rules import ENTITY_KEYS
from stewards.sources.readers import READERS
from tests.sources.mapping.samples import input_of, told

GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "mapping.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def test_the_mapping_of_the_guide(tmp_path: Path) -> None:
    (command,) = blocks("console")
    table, mapping = command.split()[4], command.split()[6]
    (tmp_path / table).write_text(blocks("csv")[0], encoding="utf-8")
    (tmp_path / mapping).write_text(blocks("yaml")[0], encoding="utf-8")
    source = input_of(tmp_path / table, name=Path(table).stem)

    records = list(read_mapped(load_mapping(tmp_path / mapping), source))

    said, reported = blocks("text")
    lines = [f"{record.locator}: {told(record).partition(': ')[2]}" for record in records]
    assert lines == said.splitlines()
    assert [str(problem) for problem in source.problems] == reported.splitlines()


@pytest.mark.parametrize("word", sorted([*READERS, *ENTITY_KEYS]))
def test_the_guide_names(word: str) -> None:
    assert f"`{word}`" in GUIDE
