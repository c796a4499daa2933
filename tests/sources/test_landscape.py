from __future__ import annotations

from pathlib import Path

import pytest

from stewards.errors import SourceError
from stewards.model import Hosting, Licensing, Membership, Phase, Profile
from tests.graphs import only, problems, read, version


@pytest.fixture
def sample(fixtures: Path) -> Path:
    return fixtures / "landscape.yml"


def test_members_lose_the_remark_after_their_name(sample: Path) -> None:
    members = only(Membership, read(version("landscape", sample)))

    assert [membership.member.name for membership in members] == ["Acme Shipping, Inc.", "Buoy GmbH"]


def test_the_category_of_members_names_the_foundation(sample: Path) -> None:
    members = only(Membership, read(version("landscape", sample)))

    assert {membership.organisation.name for membership in members} == {"Northern Lights Foundation"}


def test_an_option_names_the_foundation(sample: Path) -> None:
    members = only(Membership, read(version("landscape", sample, options={"foundation": "NLF"})))

    assert {membership.organisation.name for membership in members} == {"NLF"}


def test_a_subcategory_of_members_is_a_tier(sample: Path) -> None:
    phases = only(Phase, read(version("landscape", sample)))

    assert [(p.of.member.name, p.tier) for p in phases if isinstance(p.of, Membership)] == [
        ("Acme Shipping, Inc.", "platinum"),
        ("Buoy GmbH", "gold"),
    ]


def test_members_are_known_by_crunchbase_page_and_domain(sample: Path) -> None:
    first = only(Membership, read(version("landscape", sample)))[0]

    assert first.member.identifiers == (("crunchbase", "acme-shipping"), ("domain", "acme.example"))


def test_the_crunchbase_page_of_a_project_is_its_hosts(sample: Path) -> None:
    hostings = only(Hosting, read(version("landscape", sample)))

    assert {scheme for hosting in hostings for scheme, _ in hosting.project.identifiers} == {"repository", "named-in"}


def test_dates_keep_the_precision_they_have(sample: Path) -> None:
    records = read(version("landscape", sample))

    accepted = {hosting.project.name: str(hosting.start) for hosting in only(Hosting, records)}
    assert accepted == {"Harbourmaster": "2019-03-04", "Tugboat": "2018", "Dinghy": "None"}
    assert str(only(Membership, records)[0].start) == "2020-02-01"


def test_a_maturity_level_ends_when_the_next_begins(sample: Path) -> None:
    phases = only(Phase, read(version("landscape", sample)))
    hosted = [(p.of.project.name, p) for p in phases if isinstance(p.of, Hosting)]

    assert [(name, p.maturity, str(p.start), str(p.end), p.observed) for name, p in hosted] == [
        ("Harbourmaster", "graduated", "2022-06-07", "None", True),
        ("Harbourmaster", "incubating", "2020-05", "2022-06-07", False),
        ("Tugboat", "archived", "2021-01-31", "None", True),
        ("Dinghy", "sandbox", "None", "None", True),
    ]


def test_only_levels_that_mean_hosting_make_a_hosting(sample: Path) -> None:
    records = read(version("landscape", sample, options={"levels": "graduated archived"}))

    assert [hosting.project.name for hosting in only(Hosting, records)] == ["Harbourmaster", "Tugboat"]
    assert "Dinghy" in [profile.subject.name for profile in only(Profile, records)]


def test_a_category_may_hold_projects_without_a_level(sample: Path) -> None:
    records = read(version("landscape", sample, options={"project_category": "Runtimes"}))

    assert len(only(Hosting, records)) == 4


def test_products_that_are_merely_shown_are_passed_over(sample: Path) -> None:
    names = [profile.subject.name for profile in only(Profile, read(version("landscape", sample)))]

    assert not any(name.startswith("Ferry") for name in names)


def test_a_licence_is_taken_when_it_is_one(sample: Path) -> None:
    licences = only(Licensing, read(version("landscape", sample)))

    assert [(licensing.project.name, licensing.licence) for licensing in licences] == [("Harbourmaster", "Apache-2.0")]


def test_repositories_are_written_one_way(sample: Path) -> None:
    profile = next(p for p in only(Profile, read(version("landscape", sample))) if p.subject.name == "Harbourmaster")

    assert profile.repositories == (
        "https://github.com/harbourmaster/harbourmaster",
        "https://github.com/harbourmaster/charts",
    )


def test_what_is_no_address_is_no_homepage(sample: Path) -> None:
    profile = next(p for p in only(Profile, read(version("landscape", sample))) if p.subject.name == "Dinghy")

    assert profile.homepage == ""


def test_each_record_names_the_line_its_item_starts_on(sample: Path) -> None:
    lines = sample.read_text(encoding="utf-8").splitlines()

    for membership in only(Membership, read(version("landscape", sample))):
        number = int(membership.locator.removeprefix("line "))
        assert membership.member.name in lines[number]  # the line after "- item:"


def test_what_cannot_be_used_is_told_with_its_line(sample: Path) -> None:
    source = version("landscape", sample)
    read(source)

    assert problems(source) == [
        "sample/2024-01-01, line 53: an item is not a mapping",
        "sample/2024-01-01, line 29: Dinghy: accepted: 'soon' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD",
        "sample/2024-01-01, line 56: Buoy GmbH (member): joined: '2021-13' is not a date: month must be in 1..12",
        "sample/2024-01-01, line 60: an item has no name",
    ]


def test_a_byte_order_mark_changes_nothing(sample: Path, tmp_path: Path) -> None:
    marked = tmp_path / "landscape.yml"
    marked.write_bytes(b"\xef\xbb\xbf" + sample.read_bytes())

    assert read(version("landscape", marked)) == read(version("landscape", sample))


@pytest.mark.parametrize("text", ["", "landscape:\n", "landscape: {}\n", "- a\n", "42\n"])
def test_another_file_is_refused(text: str, tmp_path: Path) -> None:
    other = tmp_path / "landscape.yml"
    other.write_text(text, encoding="utf-8")

    with pytest.raises(SourceError, match=r"^sample/2024-01-01, line 1: is not a landscape"):
        read(version("landscape", other))


def test_a_landscape_of_no_foundation_asks_for_one(tmp_path: Path) -> None:
    file = tmp_path / "landscape.yml"
    file.write_text("landscape:\n  - name: Tools\n    subcategories: []\n", encoding="utf-8")

    with pytest.raises(SourceError, match="--option foundation=NAME"):
        read(version("landscape", file))


@pytest.mark.parametrize(
    ("name", "level", "accepted", "began"),
    [
        ("Kubernetes", "graduated", "2016-03-10", "2018-03-06"),
        ("Envoy", "graduated", "2017-09-13", "2018-11-28"),
        ("rkt", "archived", "2017-03-29", "2019-08-16"),
    ],
)
def test_the_cncf_landscape_dates_its_projects(mirror: Path, name: str, level: str, accepted: str, began: str) -> None:
    source = version("landscape", mirror / "cncf__landscape" / "landscape.yml")
    phase = next(
        p
        for p in only(Phase, read(source))
        if isinstance(p.of, Hosting) and p.observed and p.of.project.name.split(" (")[0] == name
    )

    assert (phase.maturity, str(phase.of.start), str(phase.start)) == (level, accepted, began)


@pytest.mark.parametrize(
    ("folder", "member", "tier"),
    [
        ("cncf__landscape", "Red Hat", "platinum"),
        ("pytorch-fdn__landscape", "Advanced Micro Devices (AMD)", "platinum"),
        ("lfai__lfai-landscape", "ZTE Corporation", "premier"),
        ("confidential-computing__landscape", "Intel Corporation", "premier"),
    ],
)
def test_real_landscapes_give_members_their_tier(mirror: Path, folder: str, member: str, tier: str) -> None:
    source = version("landscape", mirror / folder / "landscape.yml")
    tiers = {p.of.member.name: p.tier for p in only(Phase, read(source)) if isinstance(p.of, Membership)}

    assert tiers[member] == tier
    assert problems(source) == []
