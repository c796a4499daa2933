"""Mutated files of every format: each is read, or refused with a place and a reason; nothing else comes out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stewards.errors import SourceError
from stewards.identity.resolving import resolve
from stewards.quads.situations import gather
from stewards.sources import FORMATS
from stewards.sources.input import Input
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
    "debian-sources": "debian/Sources",
    "rdf": "rdf/org.ttl",
    "fossfoundation-sponsorships": "sponsors/_data/sponsorships/nlf.json",
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
    "fossfoundation-sponsorships": "sponsors",
}
#: Formats that are mappings, each with a real file; its first lines are mutated.
REAL_FILES = {
    "kubernetes-groups": "kubernetes__community/sigs.yaml",
    "github-teams": "istio__community/org/teams.yaml",
    "openstack-teams": "openstack__governance/reference/projects.yaml",
    "openstack-committee": "openstack__governance/reference/members.yaml",
    "fossfoundation": "Punderthings__fossfoundation/_foundations/asf.md",
    "fossfoundation-projects": "Punderthings__fossfoundation/_data/projects-asf.csv",
    "whatwg-participants": "whatwg__participant-data/entities.json",
    "jupyter-contributors": "jupyter__governance/docs/_data/contributors.yml",
    "aswf-tac": "AcademySoftwareFoundation__tac/_data/tacmembers.csv",
    "aswf-projects": "AcademySoftwareFoundation__tac/_data/projects.csv",
}
#: An endpoint, and a mapping of the user's own; their own tests give them what is broken.
ELSEWHERE = {"wikidata", "table"}
OPTIONS = {"github-teams": {"project": "Sample", "scope": "Sample Foundation"}}
PIECES = st.sampled_from(
    [b"\x00", b"\xff", b"\n", b"\t", b"'", b'"', b": ", b"- ", b"{", b"]", b"null", b"&a *a", b"2024-02-30"]
)


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
    assert FORMATS.keys() == FILES.keys() | REAL_FILES.keys() | ELSEWHERE


def read_or_refuse(source: Input) -> None:
    try:
        batches = FORMATS[source.document.format].read(source)
    except SourceError as error:
        assert all(problem.reason for problem in error.problems)
        return
    gather(batches, resolve(batches))


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
    read_or_refuse(version(format, path))


@pytest.mark.parametrize("format", REAL_FILES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=mutations())
def test_a_mutated_real_file_is_read_or_refused(
    format: str, edits: list[tuple[str, float, float, bytes]], mirror: Path, tmp_path: Path
) -> None:
    file = mirror / REAL_FILES[format]
    path = tmp_path / file.name
    path.write_bytes(mutate(file.read_bytes()[:6000], edits))
    read_or_refuse(version(format, path, options=OPTIONS.get(format)))
