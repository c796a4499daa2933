from __future__ import annotations

import json
from pathlib import Path

import pytest

from stewards.errors import SourceError
from stewards.model import Tenure
from stewards.sources.input import Batches
from stewards.sources.node_votes import read_documents
from tests.graphs import only, problems, version


def voters(batches: Batches) -> dict[str, list[str]]:
    """Return the logins of the members by the day of the vote."""
    return {
        str(document.as_of): [tenure.member.identifiers[0][1] for tenure in only(Tenure, records)]
        for document, records in batches.items()
    }


def test_each_vote_speaks_for_its_day(fixtures: Path) -> None:
    batches = read_documents(version("node-votes", fixtures / "node"))

    assert voters(batches) == {"2022-07-06": ["ada", "grace"], "2023-03-26": ["ada"], "2024-01-01": []}


def test_absence_from_a_vote_ends_nothing(fixtures: Path) -> None:
    batches = read_documents(version("node-votes", fixtures / "node"))

    assert [document.complete for document in batches] == [False, False, False]


def test_how_somebody_voted_is_left_out(fixtures: Path) -> None:
    batches = read_documents(version("node-votes", fixtures / "node"))

    first = only(Tenure, next(iter(batches.values())))[0]
    assert (first.role, first.description, first.quote) == ("technical-committee-member", "", "")


def test_what_is_no_vote_is_reported(fixtures: Path) -> None:
    source = version("node-votes", fixtures / "node")
    read_documents(source)

    assert [problem.split(": ")[1] for problem in problems(source)] == [
        "'no login at all' is not a GitHub login",
        "has no mapping called 'votes'",
        "'summary.json' is not a date",
    ]


@pytest.mark.parametrize("content", [b"{", b"\xff", b"[" * 100_000], ids=["broken", "not UTF-8", "deep"])
def test_a_broken_vote_is_refused_in_one_line(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "2022-07-06-0.json").write_bytes(content)

    with pytest.raises(SourceError) as refused:
        read_documents(version("node-votes", tmp_path))
    assert len(str(refused.value).splitlines()) == 1


def test_a_folder_without_votes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no votes"):
        read_documents(version("node-votes", tmp_path))


def test_every_voter_of_the_mirror_is_read(mirror: Path) -> None:
    home = mirror / "nodejs__TSC" / "votes"
    source = version("node-votes", home)
    batches = read_documents(source)

    expected = {path.stem: len(json.loads(path.read_bytes())["votes"]) for path in home.glob("*.json")}
    assert {d.name.split("/")[1]: len(only(Tenure, records)) for d, records in batches.items()} == expected
    assert (len(expected), sum(expected.values())) == (21, 342)
    assert problems(source) == []
