from __future__ import annotations

from pathlib import Path

import pytest

from stewards.build import read_source, shipped_facts
from stewards.errors import StoreError
from stewards.sources.kept import KeptSource, load, load_all, save
from tests.graphs import plan, version


@pytest.mark.parametrize(
    ("format", "file"),
    [
        ("landscape", "landscape.yml"),
        ("cncf-maintainers", "project-maintainers.csv"),
        ("facts", "facts"),
    ],
)
def test_what_was_read_comes_back(format: str, file: str, fixtures: Path, tmp_path: Path) -> None:
    source = read_source(plan(version(format, fixtures / file)))
    save(source, tmp_path)

    assert list(load_all(tmp_path)) == [source]


def test_the_shipped_facts_come_back(tmp_path: Path) -> None:
    source = read_source(shipped_facts())
    save(source, tmp_path)

    assert load(tmp_path / "facts.jsonl") == source


def test_hostile_text_comes_back(tmp_path: Path) -> None:
    source = KeptSource("odd", "landscape", "a\nb\u2028c", problems=["\ud800", '"', "\x00"])
    save(source, tmp_path)

    assert load(tmp_path / "odd.jsonl") == source


@pytest.mark.parametrize("damage", ["", "{", "[]\n", '{"name": "x"}\n', '{"colour": 1}\n'])
def test_a_damaged_source_says_what_to_do(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text(damage, encoding="utf-8")

    with pytest.raises(StoreError, match="remove the store, then build anew"):
        load(path)


def test_half_a_source_is_not_taken_for_a_whole_one(fixtures: Path, tmp_path: Path) -> None:
    save(read_source(plan(version("landscape", fixtures / "landscape.yml"))), tmp_path)
    path = tmp_path / "sample.jsonl"
    path.write_bytes(path.read_bytes()[:-200])

    with pytest.raises(StoreError, match="a kept source cannot be read"):
        load(path)
