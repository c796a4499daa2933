"""The team repository of Rust."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from stewards.errors import SourceError
from stewards.model import Document, ParentRelation, Profile, Record, Tenure
from stewards.sources import rust_team
from stewards.sources.input import Input

LISTS = {"leads": "lead", "members": "member", "alumni": "alumni"}


def source(path: Path) -> Input:
    return Input(Document("rust-team", "Rust teams", "rust-team"), path)


@pytest.fixture
def records(fixtures: Path) -> list[Record]:
    return list(rust_team.read(source(fixtures / "rust-team")))


def tenures(records: list[Record], role: str) -> list[Tenure]:
    return [record for record in records if isinstance(record, Tenure) and record.role == role]


def held(records: list[Record], role: str) -> set[tuple[str, str]]:
    return {(tenure.member.name, tenure.organisation.name) for tenure in tenures(records, role)}


def test_a_lead_is_a_lead_and_a_member(records: list[Record]) -> None:
    assert held(records, "lead") == {("Ada Example", "Rust Language team")}
    assert ("Ada Example", "Rust Language team") in held(records, "member")


def test_alumni_were_members_once_so_that_the_list_confirms_nothing(records: list[Record]) -> None:
    assert held(records, "alumni") == {("cleo", "Rust Language team"), ("Ada Example", "Rust core")}
    assert not any(tenure.observed for tenure in tenures(records, "alumni"))


def test_people_are_known_by_their_login_in_lower_case(records: list[Record]) -> None:
    assert tenures(records, "lead")[0].member.identifiers == (("github", "ada-example"),)


def test_a_council_member_sits_for_a_team(records: list[Record]) -> None:
    (seat,) = (tenure for tenure in tenures(records, "member") if tenure.on_behalf_of)
    assert (seat.member.name, seat.organisation.name) == ("Bo Sample", "Rust leadership-council")
    assert seat.on_behalf_of is seat.seat_of
    assert seat.seat_of is not None
    assert seat.seat_of.name == "Rust Language team"


def test_a_role_within_a_team_is_said_in_words(records: list[Record]) -> None:
    described = {tenure.description for tenure in tenures(records, "member")}
    assert described == {"", "Editor of the specification"}


def test_a_team_is_part_of_the_team_it_names(records: list[Record]) -> None:
    (relation,) = (record for record in records if isinstance(record, ParentRelation))
    assert (relation.child.name, relation.parent.name) == ("Rust wg-async", "Rust Language team")
    assert (relation.relation, relation.locator) == ("part-of", "teams/wg-async.toml, line 2")


def test_only_teams_without_a_parent_govern_rust(records: list[Record]) -> None:
    bodies = {r.subject.name: r for r in records if isinstance(r, Profile) and r.subject.kind == "body"}
    governing = {name for name, body in bodies.items() if body.governs}
    assert governing == {"Rust Language team", "Rust leadership-council"}
    assert bodies["Rust wg-async"].classification == "working-group"


def test_marker_teams_are_passed_over(records: list[Record]) -> None:
    assert not [r for r in records if isinstance(r, Profile) and r.subject.name in ("Rust all", "Una Used")]


def test_addresses_are_not_read(records: list[Record]) -> None:
    assert "@" not in repr(records)


def test_the_locator_is_the_line_of_the_name(records: list[Record]) -> None:
    places = {tenure.role: tenure.locator for tenure in tenures(records, "lead") + tenures(records, "alumni")[:1]}
    assert places == {"lead": "teams/lang.toml, line 4", "alumni": "teams/lang.toml, line 9"}


def test_what_cannot_be_read_is_reported(fixtures: Path) -> None:
    teams = source(fixtures / "rust-team")
    list(rust_team.read(teams))
    assert [f"{problem.place}: {problem.reason}" for problem in teams.problems] == [
        "people/nobody.toml, line 1: the person has no GitHub login",
        "teams/wg-async.toml, line 7: 'not a login!' is not a GitHub login",
        "teams/wg-async.toml, line 7: '7' is not a GitHub login",
        "teams/archive/core.toml, line 2: 'nowhere' is not a team",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"name = ", "is not valid TOML"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"x = " + b"[" * 5000, "is not valid TOML"),
        (b'kind = "marker-team"\nname = "x"', "it has no teams"),
    ],
)
def test_a_broken_folder_is_refused_in_one_line(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "teams").mkdir()
    (tmp_path / "teams" / "x.toml").write_bytes(content)
    with pytest.raises(SourceError, match=message) as refused:
        list(rust_team.read(source(tmp_path)))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("content", ['people = 3\nname = "x"', 'name = "x"\n[people]\nmembers = {a = 1}\nalumni = 1.5'])
def test_lists_of_the_wrong_kind_do_no_harm(tmp_path: Path, content: str) -> None:
    (tmp_path / "teams").mkdir()
    (tmp_path / "teams" / "x.toml").write_text(content, encoding="utf-8")
    assert [type(record) for record in rust_team.read(source(tmp_path))] == [Profile]


def login(entry: Any) -> str:
    return entry if isinstance(entry, str) else entry["github"]


@pytest.mark.parametrize("version", [".", "_dated/2021-06-01", "_dated/2022-10-01"])
def test_the_real_repository_is_read_whole(mirror: Path, version: str) -> None:
    home = mirror / "rust-lang__team" / version
    teams = source(home)
    read = [record for record in rust_team.read(teams) if isinstance(record, Tenure | ParentRelation)]
    counted: Counter[str] = Counter()
    for path in [*home.glob("teams/*.toml"), *home.glob("teams/archive/*.toml")]:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        if content.get("kind") != "marker-team":
            counted["part of"] += "subteam-of" in content
            for key, role in LISTS.items():
                counted[role] += len({login(entry) for entry in content["people"].get(key, [])})
    assert Counter(r.role if isinstance(r, Tenure) else "part of" for r in read) == counted
    assert teams.problems == []
