from __future__ import annotations

from pathlib import Path

import pytest

from stewards.errors import SourceError
from stewards.model import ParentRelation, Profile, Tenure
from tests.graphs import only, problems, read, version

HEADER = ",Project,Maintainer Name,Company,Github Name,OWNERS/MAINTAINERS\n"


@pytest.fixture
def sample(fixtures: Path) -> Path:
    return fixtures / "project-maintainers.csv"


def roles(path: Path) -> list[tuple[str, str, str]]:
    """Return who holds which role where, employments aside."""
    tenures = only(Tenure, read(version("cncf-maintainers", path)))
    return [(t.member.name, t.role, t.organisation.name) for t in tenures if t.role != "employee"]


def written(text: str, folder: Path) -> Path:
    path = folder / "project-maintainers.csv"
    path.write_text(HEADER + text, encoding="utf-8")
    return path


def test_every_row_with_a_person_is_a_role(sample: Path) -> None:
    assert roles(sample) == [
        ("Ada Anker", "steering-committee-member", "Harbourmaster Steering Committee"),
        ("Ben Boje", "steering-committee-member", "Harbourmaster Steering Committee"),
        ("Cleo Compass", "maintainer", "Harbourmaster: SIG Docks"),
        ("Ada Anker", "maintainer", "Harbourmaster CLI"),
        ("Dan Dory", "maintainer", "Tugboat"),
        ("Ada Anker", "maintainer", "Tugboat"),
        ("eva-eel", "maintainer", "Tugboat"),
        ("Finn Fluke", "maintainer", "Tugboat"),
        ("Ada Anker", "technical-committee-member", "Tugboat Technical Oversight Committee"),
        ("Gil Gaff", "steering-committee-member", "Harbourmaster Steering Committee"),
    ]


def test_a_committee_governs_its_project(sample: Path) -> None:
    profiles = only(Profile, read(version("cncf-maintainers", sample)))

    assert {(p.subject.name, p.classification, p.governs.name) for p in profiles if p.governs} == {
        ("Harbourmaster Steering Committee", "steering-committee", "Harbourmaster"),
        ("Tugboat Technical Oversight Committee", "technical-committee", "Tugboat"),
    }


def test_a_group_inside_a_project_is_its_subproject(sample: Path) -> None:
    parents = only(ParentRelation, read(version("cncf-maintainers", sample)))

    assert [(p.child.name, p.parent.name, p.relation) for p in parents] == [
        ("Harbourmaster: SIG Docks", "Harbourmaster", "subproject"),
        ("Harbourmaster CLI", "Harbourmaster", "subproject"),
    ]


def test_a_company_is_an_employer_and_who_has_none_is_told_independent(sample: Path) -> None:
    tenures = only(Tenure, read(version("cncf-maintainers", sample)))

    assert {(t.member.name, t.organisation.name) for t in tenures if t.role == "employee"} == {
        ("Ada Anker", "Acme Shipping"),
        ("Ben Boje", "Independent"),
        ("Cleo Compass", "Buoy, GmbH"),
        ("Dan Dory", "Acme Shipping"),
        ("Gil Gaff", "Acme Shipping"),
    }


def test_logins_are_read_however_they_are_written(sample: Path) -> None:
    tenures = only(Tenure, read(version("cncf-maintainers", sample)))

    assert {t.member.identifiers for t in tenures if t.member.name in ("Ada Anker", "Ben Boje", "Cleo Compass")} == {
        (("github", "ada-anker"),),
        (("github", "benboje"),),
        (("github", "cleoc"),),
    }


def test_a_company_in_the_place_of_a_login_is_no_login(sample: Path) -> None:
    source = version("cncf-maintainers", sample)
    dan = next(t.member for t in only(Tenure, read(source)) if t.member.name == "Dan Dory")

    assert dan.identifiers == (("named-in", "sample/dan-dory"),)
    expected = "line 8: 'Acme Shipping' is not the GitHub login of a person; the row is kept under the name"
    assert f"sample/2024-01-01, {expected}" in problems(source)


def test_login_and_company_may_be_exchanged(tmp_path: Path) -> None:
    text = "Sandbox,Tugboat,Ada Anker,ada-anker,Buoy,\n,,Ben Boje,benboje,Buoy,\n,,Cleo Compass,Buoy,cleoc,\n"
    source = version("cncf-maintainers", written(text, tmp_path))
    tenures = [tenure for tenure in only(Tenure, read(source)) if tenure.role == "employee"]

    assert {(t.member.identifiers[0][1], t.organisation.name) for t in tenures} == {
        ("ada-anker", "Buoy"),
        ("benboje", "Buoy"),
        ("cleoc", "Buoy"),
    }
    assert problems(source) == [
        "sample/2024-01-01, line 2: login and company are exchanged: read as 'ada-anker' of 'Buoy'",
        "sample/2024-01-01, line 3: login and company are exchanged: read as 'benboje' of 'Buoy'",
    ]


def test_a_login_that_is_also_a_company_is_one_where_the_company_is_known(tmp_path: Path) -> None:
    rows = ",,Ben Boje,Slack,benboje,\n,,Cleo Compass,Slack,cleoc,\n,,Dan Dory,Acme,dan,\n"
    tenures = only(Tenure, read(version("cncf-maintainers", written(f"Sandbox,Tug,Ada,Acme,slack,\n{rows}", tmp_path))))

    assert tenures[0].member.identifiers == (("github", "slack"),)
    assert tenures[1].organisation.name == "Acme"


def test_one_person_spelled_in_two_ways_keeps_the_login(tmp_path: Path) -> None:
    text = "Sandbox,Tugboat,Xudong_Guo,JiHu,sunny0826,\n,Crane,guoxudong,GitLab,sunny0826,\n"
    tenures = only(Tenure, read(version("cncf-maintainers", written(text, tmp_path))))

    assert {tenure.member.identifiers for tenure in tenures} == {(("github", "sunny0826"),)}


def test_an_empty_row_is_told_and_does_not_end_the_group(sample: Path) -> None:
    source = version("cncf-maintainers", sample)
    read(source)

    assert problems(source)[0] == "sample/2024-01-01, line 6: neither a name nor a GitHub login"


def test_lines_are_those_of_the_file(sample: Path) -> None:
    lines = sample.read_text(encoding="utf-8").splitlines()
    tenures = only(Tenure, read(version("cncf-maintainers", sample)))

    for tenure in tenures:
        line = lines[int(tenure.locator.removeprefix("line ")) - 1]
        assert tenure.member.name.split()[0] in line


def test_a_byte_order_mark_changes_nothing(sample: Path, tmp_path: Path) -> None:
    marked = tmp_path / "project-maintainers.csv"
    marked.write_bytes(b"\xef\xbb\xbf" + sample.read_bytes())

    assert roles(marked) == roles(sample)


def test_windows_line_ends_change_nothing(sample: Path, tmp_path: Path) -> None:
    windows = tmp_path / "project-maintainers.csv"
    windows.write_bytes(sample.read_bytes().replace(b"\n", b"\r\n"))

    assert read(version("cncf-maintainers", windows)) == read(version("cncf-maintainers", sample))


@pytest.mark.parametrize(
    ("group", "place"),
    [
        ("Envoy", "Envoy"),
        ("Kubernetes Steering", "Kubernetes Steering Committee"),
        ("Istio: Steering Committee", "Istio Steering Committee"),
        ("Istio (Technical Oversight Committee)", "Istio Technical Oversight Committee"),
        ("Tekton Maintainers", "Tekton"),
        ("Tekton: Maintainers", "Tekton"),
        ("Harbor: SIG Community", "Harbor: SIG Community"),
    ],
)
def test_what_a_group_means(group: str, place: str, tmp_path: Path) -> None:
    assert [row[2] for row in roles(written(f"Sandbox,{group},Ada Anker,,ada-anker,\n", tmp_path))] == [place]


def test_a_maintainer_above_the_first_project_is_told(tmp_path: Path) -> None:
    source = version("cncf-maintainers", written(",,Ada Anker,,ada-anker,\n", tmp_path))

    assert read(source) == []
    assert problems(source) == ["sample/2024-01-01, line 2: a maintainer stands above the first project"]


@pytest.mark.parametrize("text", ["", "a,b,c\n", ",Project,Name,Employer,Github\n", "Project;Maintainer Name\n"])
def test_a_table_with_other_columns_is_refused(text: str, tmp_path: Path) -> None:
    other = tmp_path / "project-maintainers.csv"
    other.write_text(text, encoding="utf-8")

    with pytest.raises(SourceError, match=r"^sample/2024-01-01, line 1: has columns .* were expected$"):
        read(version("cncf-maintainers", other))


def test_a_quote_that_is_never_closed_does_not_swallow_rows(tmp_path: Path) -> None:
    path = written('Sandbox,Tugboat,"Ada Anker,,ada-anker,\n,,Ben Boje,,benboje,\n', tmp_path)

    with pytest.raises(SourceError, match=r"line 2: is not a valid table: unexpected end of data$"):
        read(version("cncf-maintainers", path))


@pytest.mark.parametrize(
    ("folder", "first"),
    [
        ("_dated/2022-10-01", ("Christoph Blecker", "maintainer", "Kubernetes")),
        ("_dated/2024-01-01", ("Bob Killen", "maintainer", "Kubernetes")),
        ("", ("Antonio Ojea", "steering-committee-member", "Kubernetes Steering Committee")),
    ],
)
def test_the_cncf_file_begins_with_kubernetes(mirror: Path, folder: str, first: tuple[str, str, str]) -> None:
    path = mirror / "cncf__foundation" / folder / "project-maintainers.csv"

    assert roles(path)[0] == first


def test_the_cncf_file_has_companies_in_the_column_of_logins(mirror: Path) -> None:
    source = version("cncf-maintainers", mirror / "cncf__foundation" / "_dated/2022-10-01/project-maintainers.csv")
    read(source)

    told = problems(source)
    assert told[0] == "sample/2024-01-01, line 49: login and company are exchanged: read as 'jmarantz' of 'Google'"
    assert len([line for line in told if "are exchanged" in line]) == 31
    assert "sample/2024-01-01, line 56: neither a name nor a GitHub login" in told
