from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from stewards.errors import SourceError
from stewards.model import ParentRelation, Profile, Record, Tenure
from stewards.sources import codeowners, kernel_maintainers, owners
from stewards.sources.input import Input
from tests.graphs import only, problems, version

PROJECT = {"project": "Example"}


@pytest.fixture(scope="session")
def files(fixtures: Path) -> Path:
    return fixtures / "owners"


def tenures(module: ModuleType, source: Input) -> list[Tenure]:
    records: list[Record] = list(module.read(source))
    return only(Tenure, records)


# CODEOWNERS


def test_each_owner_is_named_once_with_its_patterns(files: Path) -> None:
    found = tenures(codeowners, version("codeowners", files / "CODEOWNERS", options=PROJECT))

    assert [(tenure.member.name, tenure.description, tenure.locator) for tenure in found] == [
        ("Ada", "Owns *, *.js, /build\\ x/ and 1 more", "line 2"),
        ("example/Core", "Owns *", "line 2"),
        ("grace", "Owns *.js, reference/", "line 3"),
        ("writer", "Owns guide/", "line 10"),
    ]


def test_a_team_is_a_body_of_the_project(files: Path) -> None:
    records = list(codeowners.read(version("codeowners", files / "CODEOWNERS", options=PROJECT)))

    (team,) = only(Profile, records)
    assert (team.subject.kind, team.classification, team.subject.identifiers) == (
        "body",
        "team",
        (("named-in", "teams/example/core"),),
    )


def test_no_address_of_e_mail_leaves_a_codeowners_file(files: Path) -> None:
    source = version("codeowners", files / "CODEOWNERS", options=PROJECT)
    records = list(codeowners.read(source))

    assert "docs@example" not in f"{records}{problems(source)}"
    assert [problem.split(": ")[1].split(" names")[0] for problem in problems(source)] == [
        "an address of e-mail",
        "a role",
    ]


@pytest.mark.parametrize("folder", ["anvil", "anvil/.github", "anvil/docs"])
def test_the_project_is_named_after_its_folder(folder: str, tmp_path: Path) -> None:
    path = tmp_path / folder / "CODEOWNERS"
    path.parent.mkdir(parents=True)
    path.write_text("* @ada\n", encoding="utf-8")

    assert [tenure.organisation.name for tenure in tenures(codeowners, version("codeowners", path))] == ["anvil"]


def test_options_say_which_project_it_is(files: Path) -> None:
    options = {"project": "Kubernetes", "foundation": "CNCF", "repository": "https://github.com/Kubernetes/kubernetes"}
    found = tenures(codeowners, version("codeowners", files / "CODEOWNERS", options=options))

    assert found[0].organisation.identifiers == (
        ("repository", "https://github.com/kubernetes/kubernetes"),
        ("named-in", "cncf/kubernetes"),
    )


# OWNERS


def test_an_alias_stands_for_its_members(files: Path) -> None:
    found = tenures(owners, version("owners", files / "k8s" / "OWNERS", options=PROJECT))

    assert [(tenure.member.name, tenure.role, tenure.locator) for tenure in found] == [
        ("Deads2k", "approver", "line 3"),
        ("jpbetz", "approver", "line 3"),
        ("ada", "approver", "line 4"),
        ("ada", "reviewer", "line 6"),
        ("Deads2k", "reviewer", "line 7"),
        ("jpbetz", "reviewer", "line 7"),
        ("grace", "emeritus-maintainer", "line 9"),
    ]


def test_a_folder_is_read_with_its_aliases_and_parts(files: Path) -> None:
    found = tenures(owners, version("owners", files / "k8s", options=PROJECT))

    assert Counter(tenure.role for tenure in found) == {
        "member": 3,
        "approver": 4,
        "reviewer": 4,
        "emeritus-maintainer": 1,
    }
    assert [(tenure.member.name, tenure.description, tenure.locator) for tenure in found[-2:]] == [
        ("kaslin", "For docs/.*", "docs/OWNERS, line 4"),
        ("alan", "For docs/.*", "docs/OWNERS, line 6"),
    ]


def test_whoever_reviewed_once_is_not_observed_today(files: Path) -> None:
    found = tenures(owners, version("owners", files / "k8s", options=PROJECT))

    assert [tenure.member.name for tenure in found if not tenure.observed] == ["alan"]


def test_an_entry_that_is_no_login_is_reported(files: Path) -> None:
    source = version("owners", files / "k8s", options=PROJECT)
    tenures(owners, source)

    assert problems(source) == ["sample/2024-01-01, OWNERS_ALIASES, line 7: an entry is not a GitHub login"]


@pytest.mark.parametrize("dated", ["_dated/2022-10-01", "."])
def test_every_alias_of_the_mirror_is_read(mirror: Path, dated: str) -> None:
    path = mirror / "kubernetes__community" / dated / "OWNERS_ALIASES"
    source = version("owners", path, options={"project": "Kubernetes"})
    records = list(owners.read(source))

    lines = path.read_text(encoding="utf-8").splitlines()
    aliases = [line for line in lines if re.match(r"  [\w-]+:", line)]
    members = [line for line in lines if re.match(r" +- \S", line)]
    assert (len(only(Profile, records)), len(only(Tenure, records))) == (len(aliases), len(members))
    assert len(members) > 140
    assert problems(source) == []


# MAINTAINERS


def test_sections_become_parts_and_the_rest_is_the_whole(files: Path) -> None:
    records = list(kernel_maintainers.read(version("kernel-maintainers", files / "MAINTAINERS", options=PROJECT)))

    assert [(part.child.name, part.parent.name) for part in only(ParentRelation, records)] == [
        ("3C59X NETWORK DRIVER", "Example"),
        ("ACPI", "Example"),
    ]
    assert [t.member.name for t in only(Tenure, records) if t.organisation.name == "Example"] == ["Linus Example"]


def test_maintainers_and_reviewers_are_told_apart(files: Path) -> None:
    found = tenures(kernel_maintainers, version("kernel-maintainers", files / "MAINTAINERS", options=PROJECT))

    assert [(tenure.member.name, tenure.role, tenure.locator) for tenure in found[:2]] == [
        ("Ada Lovelace", "maintainer", "line 14"),
        ("Grace B. Hopper", "reviewer", "line 15"),
    ]


def test_one_address_is_one_person_and_another_is_another(files: Path) -> None:
    found = tenures(kernel_maintainers, version("kernel-maintainers", files / "MAINTAINERS", options=PROJECT))

    first, same, other = (t.member.identifiers for t in found if t.member.name == "Ada Lovelace")
    assert first == same != other


def test_no_address_of_e_mail_leaves_a_maintainers_file(files: Path) -> None:
    source = version("kernel-maintainers", files / "MAINTAINERS", options=PROJECT)
    records = list(kernel_maintainers.read(source))

    assert "@" not in f"{records}{problems(source)}"
    assert problems(source) == ["sample/2024-01-01, line 25: no name stands before the address: passed over"]


# What is no such file


@pytest.mark.parametrize("module", [codeowners, owners, kernel_maintainers])
@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"- 1\n- 2\n", b"title: nothing of the kind\n", b"M: " + b" " * 50_000 + b"\n"],
    ids=["empty", "not UTF-8", "list", "mapping", "spaces"],
)
def test_another_file_is_refused_in_one_line(module: ModuleType, content: bytes, tmp_path: Path) -> None:
    (tmp_path / "OWNERS").write_bytes(content)

    with pytest.raises(SourceError) as refused:
        tenures(module, version("owners", tmp_path / "OWNERS"))
    assert len(str(refused.value).splitlines()) == 1


def test_a_folder_without_owners_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="names no approver"):
        tenures(owners, version("owners", tmp_path))
