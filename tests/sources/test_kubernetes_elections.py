"""Elections to the Kubernetes Steering Committee."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stewards.errors import SourceError
from stewards.model import Document, Profile, Tenure
from stewards.sources import kubernetes_elections
from stewards.sources.input import Input


def source(path: Path) -> Input:
    return Input(Document("elections", "Steering elections", "kubernetes-elections"), path)


def tenures(path: Path) -> list[Tenure]:
    return [record for record in kubernetes_elections.read(source(path)) if isinstance(record, Tenure)]


def terms(path: Path) -> list[tuple[str, str, str]]:
    return [(tenure.member.name, str(tenure.start), str(tenure.end)) for tenure in tenures(path)]


def test_a_term_runs_from_the_announcement_to_the_next_one_two_years_later(fixtures: Path) -> None:
    assert terms(fixtures / "elections") == [
        ("Ada Example", "2021-11-08", "2023-10-01"),
        ("Cleo Unknown", "2021-11-08", "2023-10-01"),
        ("Ada Example", "2023-10-02", "2025"),
        ("Bo Sample", "2023-10-02", "2025"),
    ]


def test_a_login_is_taken_from_other_years_for_the_same_name_only(fixtures: Path) -> None:
    identifiers = {tenure.member.name: tenure.member.identifiers for tenure in tenures(fixtures / "elections")}
    assert identifiers["Ada Example"] == (("github", "ada-e"),)
    assert identifiers["Cleo Unknown"] == (("named-in", "cloud native computing foundation/cleo-unknown"),)


def test_a_result_confirms_nothing_for_the_day_of_the_folder(fixtures: Path) -> None:
    assert not any(tenure.observed for tenure in tenures(fixtures / "elections"))


def test_who_was_not_elected_is_not_read(fixtures: Path) -> None:
    assert "Lena" not in repr(list(kubernetes_elections.read(source(fixtures / "elections"))))


def test_the_locator_is_the_line_of_the_file(fixtures: Path) -> None:
    assert tenures(fixtures / "elections")[0].locator == "2021/results.md, line 12"


def test_fewer_winners_than_seats_are_reported(fixtures: Path) -> None:
    folder = source(fixtures / "elections")
    list(kubernetes_elections.read(folder))
    assert [str(problem) for problem in folder.problems] == [
        "elections, 2023/results.md, line 1: 2 elected for 3 seats"
    ]


def test_one_result_alone_knows_the_year_only(fixtures: Path) -> None:
    assert terms(fixtures / "elections" / "2023" / "results.md")[0] == ("Ada Example", "2023", "2025")


def test_members_are_listed_with_their_companies(fixtures: Path) -> None:
    page = source(fixtures / "elections" / "members.md")
    records = list(kubernetes_elections.read(page))
    held = [(r.member.name, r.role, r.organisation.name) for r in records if isinstance(r, Tenure)]
    assert held == [
        ("Ada Example", "steering-committee-member", "Kubernetes Steering Committee"),
        ("Ada Example", "employee", "Example Ltd"),
        ("Bo Sample", "steering-committee-member", "Kubernetes Steering Committee"),
        ("Bo Sample", "employee", "Independent"),
    ]
    assert [problem.place for problem in page.problems] == ["line 7"]


def test_the_committee_governs_kubernetes(fixtures: Path) -> None:
    (profile,) = (r for r in kubernetes_elections.read(source(fixtures / "elections")) if isinstance(r, Profile))
    assert (profile.classification, profile.governs) == ("steering-committee", kubernetes_elections.KUBERNETES)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "neither the members"),
        (b"\xff", "is not UTF-8"),
        (b"## Members\n* " + b")(" * 100_000, "neither the members"),
        (b"# Results of the 2021 Steering Committee Election", "neither the members"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "page.md").write_bytes(content)
    with pytest.raises(SourceError, match=message):
        list(kubernetes_elections.read(source(tmp_path / "page.md")))


def test_a_folder_without_results_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no folder of a year with a file results\.md"):
        list(kubernetes_elections.read(source(tmp_path)))


def test_a_result_of_another_election_is_refused(tmp_path: Path) -> None:
    (tmp_path / "2021").mkdir()
    (tmp_path / "2021" / "results.md").write_text("# Results of the village fair\n", encoding="utf-8")
    with pytest.raises(SourceError, match="names no election of the Steering Committee"):
        list(kubernetes_elections.read(source(tmp_path)))


def test_the_real_results_are_read_whole(mirror: Path) -> None:
    home = mirror / "kubernetes__community" / "elections" / "steering"
    folder = source(home)
    found = {(r.locator[:4], r.member.name) for r in kubernetes_elections.read(folder) if isinstance(r, Tenure)}
    counted = set()
    for path in sorted(home.glob("*/results.md")):
        elected = re.split(r"The rest of|Proportional", path.read_text(encoding="utf-8"))[0]
        names = re.findall(r"^\d+\. \[?([^\]\n]+)", elected, re.MULTILINE)
        counted |= {(path.parent.name, name) for name in names}
    assert found == counted
    assert len(found) == 18
    assert folder.problems == []


def test_the_real_committee_has_seven_members(mirror: Path) -> None:
    page = mirror / "kubernetes__community" / "committee-steering" / "README.md"
    listed = re.findall(r"^\* .*\[@([\w-]+)\]", page.read_text(encoding="utf-8").split("## Contact")[0], re.MULTILINE)
    members = [t.member.identifiers[0][1] for t in tenures(page) if t.role == "steering-committee-member"]
    assert members == [login.lower() for login in listed]
    assert len(members) == 7
