"""The history of a source: when each thing was first and last listed, and which revision shows it."""

from __future__ import annotations

import csv
import io
import os
import random
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from stewards.build import build
from stewards.errors import RequestError, SourceError
from stewards.events import Rename
from stewards.identity import resolving as identity
from stewards.model import Document, Profile, Tenure
from stewards.plans import source_plan
from stewards.quads import situations
from stewards.quads.situations import Node
from stewards.sources.history import read_history
from stewards.sources.input import Batches, Input
from stewards.sources.revisions import checked_path
from stewards.terms import Table
from stewards.values import Period

FORMAT = "cncf-maintainers"
FILE = "project-maintainers.csv"
HEADER = ",Project,Maintainer Name,Company,Github Name,OWNERS/MAINTAINERS"
ADA, BOB, CYD = "Ada Lovelace,Acme,ada", "Bob Frost,Acme,bob", "Cyd Stone,Beta Works,cyd"


def table(**projects: list[str]) -> str:
    """Return a list of maintainers: projects with the people of each."""
    rows = [HEADER]
    for project, people in projects.items():
        rows += [f"{'Graduated,' + project if number == 0 else ','},{who}," for number, who in enumerate(people)]
    return "\n".join(rows) + "\n"


class Repository:
    """A git repository made for a test."""

    def __init__(self, home: Path) -> None:
        self.home = home
        home.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, day: str = "2020-01-01") -> str:
        settings = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
        dates = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
        command = ["git", "-C", str(self.home), *settings, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | dates).stdout

    def commit(self, day: str, text: str, path: str = FILE) -> str:
        """Commit a version of the file and return the commit."""
        (self.home / path).write_text(text, encoding="utf-8")
        self.git("add", path)
        self.git("commit", "--quiet", "-m", f"Edit of {day}", day=day)
        return self.git("rev-parse", "HEAD").strip()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "lists")


def source(home: Path, as_of: str = "", **options: str) -> Input:
    return Input(Document("lists", "Lists", FORMAT, Period.parse(as_of) if as_of else None), home, options)


def tenures(batches: Batches, login: str, place: str) -> list[Tenure]:
    """Return the stretches of one person in one place, in order."""
    found = [
        record
        for records in batches.values()
        for record in records
        if isinstance(record, Tenure)
        and ("github", login) in record.member.identifiers
        and record.organisation.name == place
    ]
    return sorted(found, key=lambda record: record.seen or ("", ""))


def stretches(batches: Batches, login: str, place: str) -> list[tuple[str, str, str]]:
    """Return the first and last day and the day without it, for each stretch of one person in one place."""
    return [(*record.seen, record.gone) for record in tenures(batches, login, place) if record.seen]


def nodes_of(batches: Batches, role: str) -> list[Node]:
    known = identity.resolve(batches)
    nodes = situations.gather(batches, known)
    found = [node for node in nodes if isinstance(r := node.claims[0].record, Tenure) and r.role == role]
    return sorted(found, key=lambda node: node.times.first_observed.first if node.times.first_observed else "")


def test_who_joins_is_seen_from_that_revision_on(repository: Repository) -> None:
    repository.commit("2022-01-01", table(Falcon=[ADA]))
    repository.commit("2022-02-01", table(Falcon=[ADA, BOB]))
    repository.commit("2022-03-01", table(Falcon=[ADA, BOB, CYD]))
    assert stretches(read_history(source(repository.home)), "bob", "Falcon") == [("2022-02-01", "2022-03-01", "")]


def test_who_leaves_is_gone_from_the_revision_without_them(repository: Repository) -> None:
    repository.commit("2022-01-01", table(Falcon=[ADA, BOB]))
    repository.commit("2022-02-01", table(Falcon=[ADA, BOB, CYD]))
    repository.commit("2022-03-01", table(Falcon=[ADA, CYD]))
    found = stretches(read_history(source(repository.home)), "bob", "Falcon")
    assert found == [("2022-01-01", "2022-02-01", "2022-03-01")]


def test_start_and_end_cite_the_commits_that_show_them(repository: Repository) -> None:
    repository.commit("2022-01-01", table(Falcon=[ADA]))
    joined = repository.commit("2022-02-01", table(Falcon=[ADA, BOB]))
    moved = repository.commit("2022-03-01", table(Falcon=[ADA, CYD, BOB]))
    left = repository.commit("2022-04-01", table(Falcon=[ADA, CYD]))
    repository.commit("2022-05-01", table(Falcon=[ADA]))
    batches = read_history(source(repository.home))
    assert tenures(batches, "bob", "Falcon")[0].shown == (
        (f"lists/{joined[:12]}", "line 3"),
        (f"lists/{moved[:12]}", "line 4"),
        (f"lists/{left[:12]}", "no longer listed"),
    )
    dates = {document.revision: str(document.as_of) for document in batches}
    assert [dates[commit] for commit in (joined, moved, left)] == ["2022-02-01", "2022-03-01", "2022-04-01"]


def test_who_returns_has_two_stretches(repository: Repository) -> None:
    for day, people in (("2022-01-01", [ADA, BOB]), ("2022-06-01", [ADA]), ("2024-01-01", [ADA, BOB])):
        repository.commit(day, table(Falcon=people))
    batches = read_history(source(repository.home))
    assert stretches(batches, "bob", "Falcon") == [
        ("2022-01-01", "2022-01-01", "2022-06-01"),
        ("2024-01-01", "2024-01-01", ""),
    ]


def test_two_stretches_are_two_situations(repository: Repository) -> None:
    for day, people in (("2022-01-01", [BOB]), ("2022-06-01", [ADA]), ("2024-01-01", [ADA, BOB])):
        repository.commit(day, table(Falcon=people))
    of_bob = [
        node
        for node in nodes_of(read_history(source(repository.home)), "maintainer")
        if isinstance(record := node.claims[0].record, Tenure) and record.member.name == "Bob Frost"
    ]
    assert [str(node.times.absent) for node in of_bob] == ["2022-06-01", "None"]
    assert of_bob[1].iri == of_bob[0].iri + "-2"


@pytest.mark.parametrize(("back", "number"), [("2022-02-08", 1), ("2022-02-09", 2)])
def test_an_absence_of_at_most_a_week_is_a_slip(repository: Repository, back: str, number: int) -> None:
    for day, people in (("2022-01-01", [ADA, BOB]), ("2022-02-01", [ADA]), (back, [ADA, BOB])):
        repository.commit(day, table(Falcon=people))
    assert len(stretches(read_history(source(repository.home)), "bob", "Falcon")) == number


def test_what_is_entered_and_taken_out_on_one_day_was_never_there(repository: Repository) -> None:
    for day, people in (("2022-01-01", [ADA]), ("2022-02-01", [ADA, BOB]), ("2022-02-01", [ADA])):
        repository.commit(day, table(Falcon=people))
    assert stretches(read_history(source(repository.home)), "bob", "Falcon") == []


def test_a_new_order_changes_nothing(repository: Repository) -> None:
    repository.commit("2022-01-01", table(Falcon=[ADA, BOB], Osprey=[CYD]))
    repository.commit("2022-02-01", table(Osprey=[CYD], Falcon=[BOB, ADA]))
    assert stretches(read_history(source(repository.home)), "bob", "Falcon") == [("2022-01-01", "2022-02-01", "")]


def test_a_renamed_project_keeps_its_maintainers(repository: Repository) -> None:
    repository.commit("2022-01-01", table(Falcon=[ADA, BOB, CYD]))
    renamed = repository.commit("2022-02-01", table(Kestrel=[ADA, BOB]))
    batches = read_history(source(repository.home))
    assert stretches(batches, "bob", "Kestrel") == [("2022-01-01", "2022-02-01", "")]
    assert stretches(batches, "cyd", "Kestrel") == [("2022-01-01", "2022-01-01", "2022-02-01")]
    (event,) = [record for records in batches.values() for record in records if isinstance(record, Rename)]
    assert (event.former, event.new, str(event.on), event.locator) == ("Falcon", "Kestrel", "2022-02-01", "line 2")
    assert {slug for _, slug in event.entity.identifiers} == {
        "cloud native computing foundation/kestrel",
        "cloud native computing foundation/falcon",
    }
    assert next(iter(batches)).revision == renamed


def test_a_project_that_splits_is_not_renamed(repository: Repository) -> None:
    repository.commit("2022-01-01", table(Falcon=[ADA, BOB]))
    repository.commit("2022-02-01", table(Kestrel=[ADA, BOB], Osprey=[ADA, BOB]))
    batches = read_history(source(repository.home))
    assert not [record for records in batches.values() for record in records if isinstance(record, Rename)]


def test_a_project_of_other_people_is_not_renamed(repository: Repository) -> None:
    repository.commit("2022-01-01", table(Falcon=[ADA, BOB, CYD]))
    repository.commit("2022-02-01", table(Kestrel=[ADA, "Dee Marsh,Acme,dee", "Eve Hill,Acme,eve"]))
    batches = read_history(source(repository.home))
    assert not [record for records in batches.values() for record in records if isinstance(record, Rename)]


def test_a_new_login_is_the_same_person(repository: Repository) -> None:
    repository.commit("2022-01-01", table(Falcon=[ADA, BOB]))
    repository.commit("2022-02-01", table(Falcon=[ADA, "Bob Frost,Acme,bobfrost"]))
    (bob,) = tenures(read_history(source(repository.home)), "bobfrost", "Falcon")
    assert bob.member.identifiers == (("github", "bobfrost"), ("github", "bob"))
    assert bob.seen == ("2022-01-01", "2022-02-01")


def test_a_namesake_in_another_project_is_another_person(repository: Repository) -> None:
    repository.commit("2022-01-01", table(Falcon=[ADA, BOB], Osprey=[CYD]))
    repository.commit("2022-02-01", table(Falcon=[ADA], Osprey=[CYD, "Bob Frost,Acme,bobfrost"]))
    assert tenures(read_history(source(repository.home)), "bobfrost", "Osprey")[0].member.identifiers == (
        ("github", "bobfrost"),
    )


def test_a_company_in_the_place_of_logins_makes_nobody_the_same(repository: Repository) -> None:
    repository.commit("2022-01-01", table(Falcon=[ADA, BOB]))
    repository.commit("2022-02-01", table(Falcon=["Ada Lovelace,ada,Acme", "Bob Frost,bob,Acme"]))
    repository.commit("2022-03-01", table(Falcon=[ADA, BOB]))
    batches = read_history(source(repository.home))
    assert [stretches(batches, login, "Falcon") for login in ("ada", "bob")] == [[("2022-01-01", "2022-03-01", "")]] * 2
    assert tenures(batches, "ada", "Falcon")[0].member != tenures(batches, "bob", "Falcon")[0].member


def test_a_change_of_employer_ends_one_employment_and_begins_another(repository: Repository) -> None:
    repository.commit("2022-01-01", table(Falcon=[ADA, BOB]))
    change = repository.commit("2022-02-01", table(Falcon=[ADA, "Bob Frost,Beta Works,bob"]))
    repository.commit("2022-03-01", table(Falcon=["Bob Frost,Beta Works,bob"]))
    batches = read_history(source(repository.home))
    assert stretches(batches, "bob", "Acme") == [("2022-01-01", "2022-01-01", "2022-02-01")]
    assert stretches(batches, "bob", "Beta Works") == [("2022-02-01", "2022-03-01", "")]
    assert stretches(batches, "bob", "Falcon") == [("2022-01-01", "2022-03-01", "")]
    for employer, number in (("Acme", -1), ("Beta Works", 0)):
        assert tenures(batches, "bob", employer)[0].shown[number][0] == f"lists/{change[:12]}"


def test_another_way_of_writing_a_name_is_no_change(repository: Repository) -> None:
    repository.commit("2022-01-01", table(Falcon=["B. Frost,Acme Inc,bob"]))
    repository.commit("2022-02-01", table(Falcon=[BOB]))
    batches = read_history(source(repository.home))
    assert stretches(batches, "bob", "Falcon") == [("2022-01-01", "2022-02-01", "")]
    assert stretches(batches, "bob", "Acme") == [("2022-01-01", "2022-02-01", "")]
    names = {r.subject.name: r.names for rs in batches.values() for r in rs if isinstance(r, Profile) and r.names}
    assert names == {"Bob Frost": ("B. Frost",), "Acme": ("Acme Inc",)}


def test_side_branches_count_when_they_are_merged(repository: Repository) -> None:
    repository.commit("2022-01-01", table(Falcon=[ADA]))
    repository.git("checkout", "--quiet", "-b", "side")
    on_side = repository.commit("2022-02-01", table(Falcon=[ADA, BOB]))
    repository.git("checkout", "--quiet", "main")
    repository.commit("2022-02-15", "unrelated", path="notes.txt")
    repository.git("merge", "--quiet", "--no-ff", "-m", "Merge side", "side", day="2022-03-01")
    batches = read_history(source(repository.home))
    assert stretches(batches, "bob", "Falcon") == [("2022-03-01", "2022-03-01", "")]
    assert on_side not in {document.revision for document in batches}


def test_a_revision_that_cannot_be_read_is_reported_and_passed_over(repository: Repository) -> None:
    for day, text in (
        ("2022-01-01", table(Falcon=[ADA, BOB])),
        ("2022-02-01", "broken"),
        ("2022-06-01", table(Falcon=[BOB])),
    ):
        repository.commit(day, text)
    asked = source(repository.home, path=FILE)
    batches = read_history(asked)
    assert stretches(batches, "bob", "Falcon") == [("2022-01-01", "2022-06-01", "")]
    assert stretches(batches, "ada", "Falcon") == [("2022-01-01", "2022-01-01", "2022-06-01")]
    assert [problem.place.split(" of ")[1] for problem in asked.problems] == ["2022-02-01, line 1"]


def test_a_file_deleted_for_a_while_ends_nothing(repository: Repository) -> None:
    repository.commit("2022-01-01", table(Falcon=[ADA]))
    repository.git("rm", "--quiet", FILE)
    repository.git("commit", "--quiet", "-m", "Delete", day="2022-02-01")
    repository.commit("2022-03-01", table(Falcon=[ADA]))
    assert stretches(read_history(source(repository.home)), "ada", "Falcon") == [("2022-01-01", "2022-03-01", "")]


def test_a_file_never_readable_is_refused(repository: Repository) -> None:
    repository.commit("2022-01-01", "broken")
    with pytest.raises(SourceError, match="of 2022-01-01, line 1"):
        read_history(source(repository.home))


def test_as_of_ends_the_reading(repository: Repository) -> None:
    repository.commit("2022-01-01", table(Falcon=[ADA, BOB]))
    repository.commit("2022-02-01", table(Falcon=[ADA]))
    batches = read_history(source(repository.home, as_of="2022-01-31"))
    assert stretches(batches, "bob", "Falcon") == [("2022-01-01", "2022-01-01", "")]


def test_dated_copies_give_the_intervals_that_commits_give(repository: Repository, tmp_path: Path) -> None:
    texts = {
        "2022-01-01": table(Falcon=[ADA, BOB]),
        "2022-02-01": table(Kestrel=[ADA, BOB, CYD]),
        "2022-06-01": table(Kestrel=[ADA, CYD]),
        "2023-06-01": table(Kestrel=[CYD, ADA, BOB]),
    }
    for day, text in texts.items():
        repository.commit(day, text)
        copy = tmp_path / "copies" / "_dated" / day / FILE
        copy.parent.mkdir(parents=True)
        copy.write_text(text, encoding="utf-8")
    commits, copies = read_history(source(repository.home)), read_history(source(tmp_path / "copies"))
    for login in ("ada", "bob", "cyd"):
        assert stretches(copies, login, "Kestrel") == stretches(commits, login, "Kestrel") != []
    assert tenures(copies, "cyd", "Kestrel")[0].shown == (("lists/2022-02-01", "line 4"), ("lists", "line 2"))


def test_a_bundle_reads_as_its_repository(repository: Repository, tmp_path: Path) -> None:
    repository.commit("2022-01-01", table(Falcon=[ADA, BOB]))
    repository.commit("2022-02-01", table(Falcon=[ADA]))
    repository.git("bundle", "create", "--quiet", str(tmp_path / "lists.bundle"), "main")
    bundled = read_history(source(tmp_path / "lists.bundle"))
    assert list(bundled.items()) == list(read_history(source(repository.home)).items())


def test_the_only_file_of_the_format_is_found(repository: Repository) -> None:
    repository.commit("2022-01-01", "No list.\n", path="README.md")
    repository.commit("2022-01-02", table(Falcon=[ADA]), path="people.csv")
    assert stretches(read_history(source(repository.home)), "ada", "Falcon") == [("2022-01-02", "2022-01-02", "")]


def test_several_files_of_the_format_must_be_told_apart(repository: Repository) -> None:
    for path in ("one.csv", "two.csv"):
        repository.commit("2022-01-02", table(Falcon=[ADA]), path=path)
    with pytest.raises(RequestError, match=r"--option path=FILE \(one.csv, two.csv\)"):
        read_history(source(repository.home))


@pytest.mark.parametrize("path", ["--output=x", "../secret", "/etc/passwd", "a\nb", ""])
def test_paths_that_are_options_or_leave_the_repository_are_refused(path: str) -> None:
    with pytest.raises(RequestError, match="name a file inside the repository"):
        checked_path(path)


def test_a_plain_folder_is_no_repository(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="cannot be read as a git repository or bundle"):
        read_history(source(tmp_path))


def test_a_graph_holds_the_dates_and_the_commits(repository: Repository) -> None:
    repository.commit("2022-01-01", table(Falcon=[ADA, BOB]))
    left = repository.commit("2022-02-01", table(Falcon=[ADA]))
    repository.commit("2022-03-01", table(Falcon=[ADA, CYD]))
    plan = source_plan(FORMAT, str(repository.home), None, None, [], history=True)
    store, _ = build(None, [plan])
    found = store.query(
        """SELECT ?first ?last ?absent ?commit WHERE {
          ?tenure org:member/skos:prefLabel "Bob Frost" ; org:role/skos:prefLabel ?role ;
            stw:firstObserved ?first ; stw:lastObserved ?last ; stw:absentSince ?absent ;
            stw:hasEvidence [ stw:locator "no longer listed" ; stw:inDocument/stw:revision ?commit ] .
          FILTER(CONTAINS(LCASE(STR(?role)), "maintainer")) }"""
    )
    assert isinstance(found, Table)
    assert [tuple(map(str, row)) for row in found.rows] == [("2022-01-01", "2022-01-01", "2022-02-01", left)]


# The real history of a list of 2,400 rows, against a walk that knows nothing but CSV.


@pytest.fixture(scope="module")
def bundle(mirror: Path) -> Path:
    return mirror / "_history/cncf-maintainers-history.bundle"


@pytest.fixture(scope="module")
def real(bundle: Path) -> Batches:
    return read_history(source(bundle))


@pytest.fixture(scope="module")
def plain_walk(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, set[tuple[str, str]]]]:
    """Return each readable revision's day and its pairs of login and project."""
    home = tmp_path_factory.mktemp("plain")
    subprocess.run(["git", "clone", "--quiet", "--branch", "main", str(bundle), str(home)], check=True)
    git = ["git", "-C", str(home)]
    log = subprocess.run(
        [*git, "log", "--reverse", "--format=%H %cs"], check=True, capture_output=True, text=True
    ).stdout
    found = []
    for commit, day in (line.split() for line in log.splitlines()):
        shown = subprocess.run([*git, "show", f"{commit}:{FILE}"], check=True, capture_output=True).stdout
        if (pairs := _pairs(shown.decode("utf-8-sig"))) is not None:
            found.append((day, pairs))
    return found


def _pairs(text: str) -> set[tuple[str, str]] | None:
    """Return the logins with their projects, None for a table that is broken or has other columns."""
    try:
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error:
        return None
    if rows[0][0].strip() or rows[0][1].strip() != "Project":
        return None
    project, pairs = "", set()
    for row in rows[1:]:
        cells = [cell.strip() for cell in (*row, *[""] * 5)]
        if cells[1]:
            project = cells[1] if cells[0] else f"{project}: {cells[1]}"
        pairs.add((cells[4].lower(), project))
    return pairs


def _stretches_of(pair: tuple[str, str], walked: list[tuple[str, set[tuple[str, str]]]]) -> Iterator[tuple[str, ...]]:
    """Yield the first day, last day and day without a pair; absences of a week or less are bridged."""
    first = last = gone = ""
    for day, pairs in walked:
        if pair in pairs:
            if gone and date.fromisoformat(day) - date.fromisoformat(gone) > timedelta(days=7):
                yield first, last, gone
                first = ""
            first, last, gone = first or day, day, ""
        elif first and not gone:
            gone = day
    yield first, last, gone


def test_ten_real_maintainers_have_the_intervals_of_a_plain_walk(
    real: Batches, plain_walk: list[tuple[str, set[tuple[str, str]]]]
) -> None:
    days = Counter(pair for _, pairs in plain_walk for pair in pairs)
    renames = [record for records in real.values() for record in records if isinstance(record, Rename)]
    renamed = {name for event in renames for name in (event.former, event.new)}
    plain = sorted(
        (login, project)
        for login, project in days
        if re.fullmatch(r"[a-z\d-]+", login) and re.fullmatch(r"[A-Za-z]+", project) and project not in renamed
    )
    changed = {
        value
        for records in real.values()
        for record in records
        if isinstance(record, Tenure) and len(record.member.identifiers) > 1
        for _, value in record.member.identifiers
    }
    one_login = [pair for pair in plain if pair[0] not in changed]
    left = [pair for pair in one_login if pair not in plain_walk[-1][1] and days[pair] > 20]
    assert len(one_login) > 1000 and len(left) > 200
    for pair in random.Random(930).sample(left, 5) + random.Random(931).sample(one_login, 5):
        assert stretches(real, *pair) == list(_stretches_of(pair, plain_walk)), pair


def test_real_renames_are_found_and_their_projects_go_on(real: Batches) -> None:
    events = [record for records in real.values() for record in records if isinstance(record, Rename)]
    assert {("ChubaoFS", "CubeFS"), ("k8dash", "skooner"), ("metal3-io", "metal3")} <= {
        (event.former, event.new) for event in events
    }


def test_a_real_table_broken_for_two_minutes_ends_nothing(real: Batches) -> None:
    """On 2022-01-05 an unclosed quotation mark hid sixty projects until the next revision."""
    ends = {record.gone for records in real.values() for record in records if isinstance(record, Tenure)}
    assert "2022-01-05" not in ends
