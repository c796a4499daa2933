"""Mutated files of every format: each is read, or refused with a place and a reason; nothing else comes out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stewards.errors import SourceError
from stewards.identity import resolve
from stewards.model import Record
from stewards.situations import gather
from stewards.sources import FORMATS
from tests.graphs import version

#: Each format with the file of its fixture that is mutated; a folder is read with one of its files mutated.
FILES = {
    "facts": "facts/what.yaml",
    "landscape": "landscape.yml",
    "cncf-maintainers": "project-maintainers.csv",
    "rust-team": "rust-team/teams/lang.toml",
    "apache": "apache/committees.json",
    "kubernetes-elections": "elections/2021/results.md",
    "electron-governance": "rosters/electron/wg-api/README.md",
    "onnx-steering": "rosters/onnx.md",
    "cncf-toc": "rosters/cncf-toc.md",
    "cncf-tags": "rosters/cncf-tags.yaml",
    "pytorch-tac": "rosters/pytorch-minutes/2026/2026-08-11 Minutes.md",
    "istio-committee": "rosters/istio-steering.md",
    "node-votes": "node/2024-01-01-0.json",
    "codeowners": "owners/CODEOWNERS",
    "owners": "owners/k8s/OWNERS",
    "kernel-maintainers": "owners/MAINTAINERS",
    "rdf": "rdf/org.ttl",
}
FOLDERS = {
    "facts": "facts",
    "rust-team": "rust-team",
    "apache": "apache",
    "kubernetes-elections": "elections",
    "electron-governance": "rosters/electron",
    "pytorch-tac": "rosters/pytorch-minutes",
    "node-votes": "node",
    "owners": "owners/k8s",
}
#: Asks an endpoint instead of reading a file; its own tests give it broken replies.
NOT_FILES = {"wikidata"}
PIECES = st.sampled_from([b"\x00", b"\xff", b"\n", b"\t", b"'", b'"', b": ", b"- ", b"{", b"]", b"null", b"&a *a", b"2024-02-30"])


@st.composite
def mutations(draw: st.DrawFn) -> list[tuple[str, float, float, bytes]]:
    """Draw some edits: cut, repeat or insert, at places given as shares of the length."""
    share = st.floats(0, 1)
    edit = st.tuples(st.sampled_from(["cut", "repeat", "insert", "truncate"]), share, share, PIECES)
    return draw(st.lists(edit, min_size=1, max_size=6))


def mutate(data: bytes, edits: list[tuple[str, float, float, bytes]]) -> bytes:
    for kind, first, second, piece in edits:
        start, end = sorted((int(first * len(data)), int(second * len(data))))
        end = min(end, start + 400)
        if kind == "cut":
            data = data[:start] + data[end:]
        elif kind == "repeat":
            data = data[:end] + data[start:end] + data[end:]
        elif kind == "insert":
            data = data[:start] + piece + data[start:]
        else:
            data = data[: max(start, 1)]
    return data


def test_every_format_is_fuzzed() -> None:
    assert {name for name, entry in FORMATS.items() if entry.module.startswith("stewards.sources.")} - NOT_FILES <= (
        FILES.keys() | {name for name, entry in FORMATS.items() if "mapping" in entry.module}
    )


@pytest.mark.parametrize("format", FILES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=mutations())
def test_a_mutated_file_is_read_or_refused(
    format: str, edits: list[tuple[str, float, float, bytes]], fixtures: Path, tmp_path: Path
) -> None:
    home, file = tmp_path / "source", fixtures / FILES[format]
    shutil.rmtree(home, ignore_errors=True)
    if format in FOLDERS:
        shutil.copytree(fixtures / FOLDERS[format], home)
        path, target = home, home / file.relative_to(fixtures / FOLDERS[format])
    else:
        home.mkdir()
        path = target = home / file.name
    target.write_bytes(mutate(file.read_bytes(), edits))
    source = version(format, path)
    try:
        batches = FORMATS[format].read(source)
    except SourceError as error:
        assert all(problem.reason for problem in error.problems)
        return
    records: list[Record] = [record for found in batches.values() for record in found]
    gather(batches, resolve(records))
