from __future__ import annotations

import json
import re
from pathlib import Path
from types import ModuleType

import pytest

from stewards.errors import SourceError
from stewards.model import Document, ParentRelation, Profile, Record, Tenure
from stewards.sources import cncf_tags, cncf_toc, electron_governance, istio_committee, onnx_steering, pytorch_tac
from stewards.sources.input import Input
from stewards.sources.rosters import dates_in, login_in
from tests.graphs import only, problems, version


def documents(module: ModuleType, source: Input) -> dict[Document, list[Record]]:
    """Read a source with one format module."""
    if hasattr(module, "read_documents"):
        found: dict[Document, list[Record]] = module.read_documents(source)
        return found
    return {source.document: list(module.read(source))}


def tenures(module: ModuleType, source: Input, *, employment: bool = False) -> list[Tenure]:
    """Return the tenures of a source: those of employees, or all others."""
    records = [record for found in documents(module, source).values() for record in found]
    return [tenure for tenure in only(Tenure, records) if (tenure.role == "employee") == employment]


@pytest.fixture(scope="session")
def rosters(fixtures: Path) -> Path:
    return fixtures / "rosters"


# Dates and logins


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("June 1st, 2024 - May 31, 2025", ["2024-06-01", "2025-05-31"]),
        ("Februar 15, 2023", ["2023-02-15"]),
        ("Observer (until December 2020)", ["2020-12"]),
        ("term: 2 years - start date: 5/28/2024 - 3/18/2025", ["2024-05-28", "2025-03-18"]),
        ("Conference 2024, 16 months", []),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, dates: list[str]) -> None:
    assert [str(date) for date in dates_in(text)] == dates


def test_a_day_that_does_not_exist_is_no_date() -> None:
    with pytest.raises(ValueError, match="2024-2-30"):
        dates_in("2/30/2024")


@pytest.mark.parametrize(
    ("address", "login"),
    [
        ("https://github.com/AndiFe", "andife"),
        ("https://github.com/orgs/onnx/people/javier-intel", "javier-intel"),
        ("https://www.linkedin.com/in/agnes", ""),
        ("https://github.com/onnx/onnx", ""),
    ],
)
def test_a_login_is_read_from_a_profile_only(address: str, login: str) -> None:
    assert login_in(address) == login


# Electron


def test_electron_members_have_login_role_and_place(rosters: Path) -> None:
    first, *_ = tenures(electron_governance, version("electron-governance", rosters / "electron"))

    assert first.member.identifiers[0] == ("github", "ada")
    assert (first.member.name, first.role, first.locator) == (
        "Ada Lovelace",
        "working-group-lead",
        "wg-api/README.md, line 9",
    )


def test_an_electron_working_group_governs_electron(rosters: Path) -> None:
    records = electron_governance.read(version("electron-governance", rosters / "electron"))
    (group,) = only(Profile, list(records))

    assert (group.subject.name, group.classification) == ("Electron API Working Group", "working-group")
    assert group.governs and group.governs.identifiers == (("repository", "https://github.com/electron/electron"),)


def test_electron_emeriti_are_of_the_past(rosters: Path) -> None:
    found = tenures(electron_governance, version("electron-governance", rosters / "electron"))

    assert {tenure.member.name: tenure.observed for tenure in found} == {
        "Ada Lovelace": True,
        "Grace Hopper": True,
        "Alan Turing": False,
    }


def test_an_electron_observer_until_a_month_ends_then(rosters: Path) -> None:
    found = tenures(electron_governance, version("electron-governance", rosters / "electron"))

    assert [(tenure.role, str(tenure.end)) for tenure in found if tenure.end] == [("observer", "2020-12")]


def test_an_unknown_electron_role_is_reported(rosters: Path) -> None:
    source = version("electron-governance", rosters / "electron")
    tenures(electron_governance, source)

    assert problems(source) == ["sample/2024-01-01, wg-api/README.md, line 11: no role 'Wizard' is known"]


def test_every_electron_member_of_the_mirror_is_read(mirror: Path) -> None:
    home = mirror / "electron__governance"
    source = version("electron-governance", home)
    found = tenures(electron_governance, source)

    text = "".join(path.read_text(encoding="utf-8") for path in home.glob("wg-*/README.md"))
    rows = [line for line in text.splitlines() if line.lstrip().startswith("| <img")]
    chairs = [row for row in rows if re.search(r"\|\s*\**Chair\**\s*\|", row)]
    assert (len(found), sum(tenure.role == "working-group-lead" for tenure in found)) == (len(rows), len(chairs))
    assert len(rows) > 100
    assert problems(source) == []


# ONNX


def test_an_onnx_term_ends_before_the_next_begins(rosters: Path) -> None:
    found = tenures(onnx_steering, version("onnx-steering", rosters / "onnx.md"))

    assert [(tenure.member.name, str(tenure.start), str(tenure.end)) for tenure in found] == [
        ("Ada Lovelace", "2026-06-01", "2027-05-31"),
        ("Grace Hopper", "2026-06-01", "2027-05-31"),
        ("Ada Lovelace", "2025-09-01", "2026-05-31"),
        ("Alan Turing", "2025-06-01", "2025-08-31"),
        ("Ada Lovelace", "2023-02-15", "2025-05-31"),
    ]


def test_the_company_of_an_onnx_term_is_that_of_its_first_day(rosters: Path) -> None:
    found = documents(onnx_steering, version("onnx-steering", rosters / "onnx.md", as_of="2026-07-21"))

    assert {
        (str(document.as_of), tenure.member.name, tenure.organisation.name, document.complete)
        for document, records in found.items()
        for tenure in only(Tenure, records)
        if tenure.role == "employee"
    } == {
        ("2026-07-21", "Ada Lovelace", "IBM", True),
        ("2026-07-21", "Grace Hopper", "Independent", True),
        ("2025-09-01", "Ada Lovelace", "IBM", False),
        ("2025-06-01", "Alan Turing", "GCHQ", False),
        ("2023-02-15", "Ada Lovelace", "Intel", False),
    }


def test_overlapping_and_unreadable_onnx_terms_are_reported(rosters: Path) -> None:
    source = version("onnx-steering", rosters / "onnx.md")
    tenures(onnx_steering, source)

    assert problems(source) == [
        "sample/2024-01-01, line 7: the term ends on 2026-08-31, after the next begins on 2025-09-01: cut there",
        "sample/2024-01-01, line 9: 'some time ago' does not give two dates",
    ]


def test_every_onnx_member_of_the_mirror_is_read(mirror: Path) -> None:
    path = mirror / "onnx__steering-committee" / "README.md"
    source = version("onnx-steering", path, as_of="2026-07-21")
    seats, jobs = tenures(onnx_steering, source), tenures(onnx_steering, source, employment=True)

    rows = [line for line in path.read_text(encoding="utf-8").splitlines() if re.search(r"20\d\d - .*20\d\d", line)]
    companies = re.findall(r"\] ?\([^()]*\) \(([^()]*)\)", "".join(rows))
    assert len(seats) == len(jobs) == len(companies) == 50
    assert sorted(tenure.organisation.name for tenure in jobs) == sorted(companies)
    assert len({str(tenure.start) for tenure in seats}) == len(rows) == 10


# The CNCF's technical oversight committee


def test_toc_members_have_a_term_and_who_appointed_them(rosters: Path) -> None:
    found = tenures(cncf_toc, version("cncf-toc", rosters / "cncf-toc.md"))

    assert [(t.member.name, str(t.start), str(t.end), t.description) for t in found if t.start][:3] == [
        ("Ada Lovelace", "2025-03-04", "2027-03-04", "Appointed by the governing board."),
        ("Grace Hopper", "2023-02-01", "2025-02-01", "Appointed by the end users."),
        ("Alan Turing", "2024-05-28", "2025-03-18", "Appointed by the committee itself."),
    ]


def test_the_term_of_a_toc_chair_is_that_of_the_membership(rosters: Path) -> None:
    found = tenures(cncf_toc, version("cncf-toc", rosters / "cncf-toc.md"))

    chairs = [tenure for tenure in found if tenure.role == "technical-committee-chair"]
    assert [(tenure.member.name, tenure.start, tenure.end) for tenure in chairs] == [("Ada Lovelace", None, None)]


def test_the_list_of_liaisons_gives_logins_to_toc_members(rosters: Path) -> None:
    found = tenures(cncf_toc, version("cncf-toc", rosters / "cncf-toc.md"))

    assert found[0].member.identifiers == (("github", "ada"), ("named-in", "sample/ada-lovelace"))
    assert found[2].member.identifiers == (("named-in", "sample/grace-hopper"),)


def test_a_liaison_follows_each_group_named(rosters: Path) -> None:
    found = tenures(cncf_toc, version("cncf-toc", rosters / "cncf-toc.md"))

    groups = [tenure.organisation.identifiers[0][1] for tenure in found if tenure.role == "liaison"]
    assert [group.split("/")[1] for group in groups] == ["tag-infrastructure", "project-reviews-subproject"]


def test_toc_lines_without_two_dates_are_reported(rosters: Path) -> None:
    source = version("cncf-toc", rosters / "cncf-toc.md")
    tenures(cncf_toc, source)

    assert [problem.split(": ")[0] for problem in problems(source)] == [
        "sample/2024-01-01, line 8",
        "sample/2024-01-01, line 9",
    ]


@pytest.mark.parametrize("dated", ["_dated/2019-01-01", "_dated/2022-10-01", "_dated/2024-06-01", "."])
def test_every_toc_member_of_the_mirror_is_read(mirror: Path, dated: str) -> None:
    path = mirror / "cncf__toc" / dated / "README.md"
    source = version("cncf-toc", path)
    found = [tenure for tenure in tenures(cncf_toc, source) if tenure.start and tenure.end]

    lines = re.findall(r"^\* \*\*(.+?)\*\* \(term:.*?(\d+/\d+/\d+) - (\d+/\d+/\d+)", path.read_text("utf-8"), re.M)
    assert [tenure.member.name for tenure in found] == [name for name, _, _ in lines]
    assert [(t.start.first[:4], t.end.first[:4]) for t in found if t.start and t.end] == [
        (start[-4:], end[-4:]) for _, start, end in lines
    ]
    assert len(found) >= 9
    assert problems(source) == []


# The CNCF's technical advisory groups


def test_tag_leaders_have_role_and_term(rosters: Path) -> None:
    found = tenures(cncf_tags, version("cncf-tags", rosters / "cncf-tags.yaml"))

    assert [(tenure.member.name, tenure.role, str(tenure.end), tenure.locator) for tenure in found[:3]] == [
        ("Ada Lovelace", "working-group-lead", "2027-06-30", "line 9"),
        ("Grace Hopper", "working-group-lead", "None", "line 16"),
        ("Alan Turing", "technical-lead", "None", "line 22"),
    ]


def test_a_tag_and_the_liaison_list_of_the_toc_mean_the_same_group(rosters: Path) -> None:
    here = tenures(cncf_tags, version("cncf-tags", rosters / "cncf-tags.yaml"))[-1].organisation
    there = tenures(cncf_toc, version("cncf-toc", rosters / "cncf-toc.md"))[-1].organisation

    assert here.identifiers == there.identifiers


def test_ones_own_name_is_no_company(rosters: Path) -> None:
    found = tenures(cncf_tags, version("cncf-tags", rosters / "cncf-tags.yaml"), employment=True)

    assert [(tenure.member.name, tenure.organisation.name) for tenure in found] == [
        ("Ada Lovelace", "Analytical Engines")
    ]


def test_a_subproject_is_part_of_its_tag(rosters: Path) -> None:
    records = list(cncf_tags.read(version("cncf-tags", rosters / "cncf-tags.yaml")))

    assert [(part.child.name, part.parent.name) for part in only(ParentRelation, records)] == [
        ("Batch", "TAG Infrastructure")
    ]


def test_a_misplaced_leadership_does_not_hide_the_tags_own(rosters: Path) -> None:
    source = version("cncf-tags", rosters / "cncf-tags.yaml")

    assert "Foo Baz Bar" not in {tenure.member.name for tenure in tenures(cncf_tags, source)}
    assert problems(source)[0] == "sample/2024-01-01, line 35: a second leadership of the same group: passed over"


@pytest.mark.parametrize(("dated", "misplaced"), [("_dated/2025-07-01", 5), ("_dated/2026-01-01", 2), (".", 0)])
def test_every_tag_leader_of_the_mirror_is_read(mirror: Path, dated: str, misplaced: int) -> None:
    path = mirror / "cncf__toc" / dated / "tags.yaml"
    source = version("cncf-tags", path)
    found = [tenure for tenure in tenures(cncf_tags, source) if tenure.role != "liaison"]

    # Leaders of a group stand at the eighth column, with names that are not empty, before any misplaced leadership.
    inside, count = False, 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if section := re.match(r"(      | {10})(chairs|tech_leads|subproject_leads|SubProject Leads):", line):
            inside = section[2] != "SubProject Leads" and not (section[1] == " " * 6 and section[2][0] == "s")
        elif re.match(r" {0,8}\w", line) or line.startswith("  - "):
            inside = False
        elif inside and re.match(r" +name: *[^ #]", line):
            count += 1
    assert len(found) == count > 30
    assert len(problems(source)) == misplaced


# The PyTorch Foundation's technical advisory council


def test_minutes_speak_for_the_day_of_the_meeting(rosters: Path) -> None:
    (document,) = documents(pytorch_tac, version("pytorch-tac", rosters / "pytorch-minutes"))

    assert (document.name, str(document.as_of)) == ("sample/2026-08-11-minutes", "2026-08-11")


def test_representatives_sit_for_a_member_or_a_project_or_neither(rosters: Path) -> None:
    found = tenures(pytorch_tac, version("pytorch-tac", rosters / "pytorch-minutes"))

    seats = [tenure for tenure in found if tenure.role.startswith("technical")]
    represented = [(seat.member.name, seat.on_behalf_of.name if seat.on_behalf_of else "") for seat in seats]
    assert represented == [
        ("Ada Lovelace", "Analytical Engines"),
        ("Grace Hopper", "Intel"),
        ("Joseph Example", "IBM"),
        ("Weizhu Example", ""),
        ("Simon Example", "vLLM"),
    ]


def test_the_absent_are_representatives_too(rosters: Path) -> None:
    found = tenures(pytorch_tac, version("pytorch-tac", rosters / "pytorch-minutes"))

    chair = next(tenure for tenure in found if tenure.member.name == "Ada Lovelace")
    assert (chair.role, chair.observed, chair.end) == ("technical-committee-chair", True, None)


def test_a_slash_parts_employer_and_member(rosters: Path) -> None:
    jobs = tenures(pytorch_tac, version("pytorch-tac", rosters / "pytorch-minutes"), employment=True)

    assert [job.organisation.name for job in jobs if job.member.name == "Joseph Example"] == ["Red Hat"]


def test_leads_are_read_from_both_lists_and_guests_from_none(rosters: Path) -> None:
    found = tenures(pytorch_tac, version("pytorch-tac", rosters / "pytorch-minutes"))

    assert [(t.member.name, t.organisation.name) for t in found if t.role == "working-group-lead"] == [
        ("Grace Hopper", "PyTorch Ecosystem Working Group"),
        ("Andrea Example", "PyTorch Multi-Cloud Working Group"),
    ]
    assert "A Guest" not in {tenure.member.name for tenure in found}


def test_every_representative_of_the_mirror_is_read(mirror: Path) -> None:
    source = version("pytorch-tac", mirror / "pytorch-fdn__tac" / "minutes")
    found = tenures(pytorch_tac, source)

    (path,) = (mirror / "pytorch-fdn__tac" / "minutes").rglob("*.md")
    parts = re.split(r"\*\*The following (.+?) attended", path.read_text(encoding="utf-8"))
    boxes = {
        name: len(re.findall(r"^- \[[ x]\]", text, re.M)) for name, text in zip(*[iter(parts[1:])] * 2, strict=True)
    }
    council = [tenure for tenure in found if tenure.organisation.name.endswith("Technical Advisory Council")]
    assert sum(tenure.role != "alternate" for tenure in council) == boxes["voting representatives"] == 21
    assert sum(tenure.role == "alternate" for tenure in council) == boxes["alternate voting representatives"] == 13
    # One co-chair of a working group sits on the council and stands in its list alone.
    assert len(found) - len(council) == boxes["PyTorch Working Group Leads"] + 1 == 7
    assert problems(source) == []


# Istio


def test_a_contribution_seat_is_the_companys(rosters: Path) -> None:
    found = tenures(istio_committee, version("istio-committee", rosters / "istio-steering.md"))

    assert [(t.member.name, t.on_behalf_of.name if t.on_behalf_of else "", t.description) for t in found] == [
        ("Ada Lovelace", "", "Community seat"),
        ("Grace Hopper", "Solo.io", "Contribution seat"),
    ]


def test_the_independent_are_told_so(rosters: Path) -> None:
    jobs = tenures(istio_committee, version("istio-committee", rosters / "istio-steering.md"), employment=True)

    assert [job.organisation.name for job in jobs] == ["Independent", "Solo.io"]


def test_an_istio_term_ends_in_a_year(rosters: Path) -> None:
    source = version("istio-committee", rosters / "istio-toc.md")

    assert [str(tenure.end) for tenure in tenures(istio_committee, source)] == ["2027", "None"]
    assert [problem[:26] for problem in problems(source)] == ["sample/2024-01-01, line 12"]


@pytest.mark.parametrize("path", ["steering/README.md", "TECH-OVERSIGHT-COMMITTEE.md"])
def test_every_istio_member_of_the_mirror_is_read(mirror: Path, path: str) -> None:
    file = mirror / "istio__community" / path
    source = version("istio-committee", file)
    found = tenures(istio_committee, source)

    rows = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("<img")]
    contributed = [row for row in rows if row.endswith("Contribution seat")]
    assert len(found) == len(rows) > 5
    assert sum(tenure.on_behalf_of is not None for tenure in found) == len(contributed)
    assert problems(source) == []


# What is no roster


@pytest.mark.parametrize(
    "module", [electron_governance, onnx_steering, cncf_toc, cncf_tags, pytorch_tac, istio_committee]
)
@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"# Title\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", b"[[[[" * 5000, json.dumps([1]).encode()],
    ids=["empty", "not UTF-8", "another table", "brackets", "JSON"],
)
def test_another_file_is_refused_in_one_line(module: ModuleType, content: bytes, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_bytes(content)

    with pytest.raises(SourceError) as refused:
        documents(module, version("roster", tmp_path / "README.md"))
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize("module", [electron_governance, onnx_steering, cncf_toc, pytorch_tac, istio_committee])
def test_a_folder_without_a_roster_is_refused(module: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no"):
        documents(module, version("roster", tmp_path))
