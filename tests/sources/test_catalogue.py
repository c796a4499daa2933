from __future__ import annotations

from pathlib import Path

import pytest

from stewards.errors import SourceError
from stewards.sources.catalogue import Entry, load_catalogue

COMMIT = "0123456789abcdef0123456789abcdef01234567"
EARLIER = "89abcdef0123456789abcdef0123456789abcdef"
NOTES = f"""repo: https://github.com/nlf/landscape
commit: {COMMIT}
commit_date: 2024-05-06T07:08:09+00:00

dated snapshots:
  2022-10-01: landscape.yml @ {EARLIER} (commit 2022-10-01T09:16:15+00:00)
"""
ENTRY = Entry("nlf", "Northern Lights landscape", "landscape", "nlf/landscape", "landscape.yml", publisher="NLF")
GOOD = "- {name: nlf, title: NLF, format: landscape, repository: nlf/landscape, path: landscape.yml}\n"


@pytest.fixture
def mirrored(tmp_path: Path) -> Path:
    """Return a mirror with two versions of one landscape, and a folder that is no version."""
    home = tmp_path / "nlf__landscape"
    for folder in (home, home / "_dated" / "2022-10-01", home / "_dated" / "draft"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "landscape.yml").write_text("landscape: []\n", encoding="utf-8")
    (home / "SOURCE.txt").write_text(NOTES, encoding="utf-8")
    return tmp_path


def test_versions_are_found_in_order_of_time(mirrored: Path) -> None:
    assert [source.name for source in ENTRY.find(mirrored)] == ["nlf/2022-10-01", "nlf/2024-05-06"]


def test_each_version_has_its_commit(mirrored: Path) -> None:
    assert [source.document.revision for source in ENTRY.find(mirrored)] == [EARLIER, COMMIT]


def test_a_version_is_described_as_the_catalogue_says(mirrored: Path) -> None:
    document = ENTRY.find(mirrored)[-1].document

    assert document.title == "Northern Lights landscape, 2024-05-06"
    assert document.publisher == "NLF"
    assert document.url == f"https://github.com/nlf/landscape/blob/{COMMIT}/landscape.yml"
    assert str(document.as_of) == "2024-05-06"
    assert len(document.content_hash) == 64


def test_a_mirror_without_notes_still_has_the_file(mirrored: Path) -> None:
    (mirrored / "nlf__landscape" / "SOURCE.txt").unlink()

    assert ENTRY.find(mirrored)[-1].document.as_of is None


def test_a_mirror_without_the_source_has_nothing(tmp_path: Path) -> None:
    assert ENTRY.find(tmp_path) == []


def test_the_shipped_catalogue_is_sound() -> None:
    entries = load_catalogue()

    assert len({entry.name for entry in entries}) == len(entries)
    assert all(entry.publisher for entry in entries)
    # These are folders of which every file is a document of its own, so that no one document has a count.
    uncounted = {"pytorch-tac", "node-votes", "fossfoundation-sponsorships"}
    assert {entry.name for entry in entries if not entry.expect} == uncounted


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: b\n", "catalogue.yaml, line 1: a catalogue is a list of sources"),
        ("- text\n", "catalogue.yaml: a source is a mapping"),
        (GOOD.replace("title: NLF, ", ""), "catalogue.yaml, line 1: 'title' is missing"),
        (GOOD.replace("title", "colour: red, title"), "catalogue.yaml, line 1: 'colour' is not known here"),
        (GOOD.replace("format: landscape", "format: map"), "catalogue.yaml, line 1: there is no format 'map'"),
        (GOOD.replace("path: ", "path: ../../"), "catalogue.yaml, line 1: the path must lie inside the repository"),
        (GOOD.replace("path: ", "path: /etc/"), "catalogue.yaml, line 1: the path must lie inside the repository"),
        (GOOD.replace("}", ", expect: 3}"), "catalogue.yaml, line 1: 'expect' is not a mapping"),
    ],
)
def test_a_catalogue_that_is_wrong_is_refused(text: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SourceError) as refused:
        load_catalogue(path)

    assert [line for line in str(refused.value).splitlines() if line.startswith(problem)]


def test_all_problems_of_a_catalogue_are_told(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.yaml"
    path.write_text(GOOD.replace("title: NLF, ", "") * 3, encoding="utf-8")

    with pytest.raises(SourceError) as refused:
        load_catalogue(path)

    assert [problem.place for problem in refused.value.problems] == ["line 1", "line 2", "line 3"]
