from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stewards.build import build
from stewards.errors import SourceError
from stewards.identity.decisions import Decision, called, load_decisions, write_decision
from stewards.identity.resolving import Identities, resolve
from stewards.model import Document, Profile, Record, Reference, Tenure
from tests.graphs import column, plan, version

Write = Callable[[str], Path]

SHORT, LONG = Reference("organisation", "Synadia"), Reference("organisation", "Synadia Communications")
ACME = Reference("organisation", "Acme")
ADA = Reference("person", "Ada Anker")
LOGIN, OTHER_LOGIN = (Reference("person", "Ada Anker", (("github", login),)) for login in ("ada", "anker"))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write the text of a file of decisions."""

    def writing(text: str) -> Path:
        path = tmp_path / "decisions.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return writing


def decided(records: list[Record], *decisions: Decision) -> Identities:
    return resolve({Document("sample", "sample", "facts"): records}, decisions)


def mentioned(*references: Reference) -> list[Record]:
    return [Profile(subject=reference) for reference in references]


def employed(*people: Reference) -> list[Record]:
    return [Tenure(member=who, organisation=ACME, role="employee") for who in people]


def test_a_file_holds_decisions(write: Write) -> None:
    path = write(
        "- same: [Synadia, Synadia Communications]\n  kind: organisation\n  why: one company\n"
        "- different: [Wave, Wave Apps]\n  kind: organisation\n"
    )

    assert load_decisions(path) == [
        Decision("organisation", ("Synadia", "Synadia Communications"), True, "one company"),
        Decision("organisation", ("Wave", "Wave Apps"), False),
    ]


def test_an_empty_file_decides_nothing(write: Write) -> None:
    assert load_decisions(write("# nothing yet\n")) == []


def test_every_slip_in_a_file_is_told_with_its_line(write: Write) -> None:
    path = write(
        "- same: [Synadia]\n  kind: organisation\n"
        "- kind: organisation\n"
        "- different: [a, b]\n  kind: company\n"
        "- same: [a, b]\n  kind: person\n  because: why not\n"
        "- just a text\n"
    )

    with pytest.raises(SourceError) as caught:
        load_decisions(path)

    assert [str(problem) for problem in caught.value.problems] == [
        "decisions.yaml, line 1: a decision names two names",
        "decisions.yaml, line 3: a decision has either 'same' or 'different'",
        "decisions.yaml, line 4: 'kind' is one of person, organisation, project, body",
        "decisions.yaml, line 6: 'because' is not known here",
        "decisions.yaml: a decision has either 'same' or 'different'",
    ]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    decisions = [
        Decision("person", ("Łukasz Ž", "Lukasz Z (@lz)"), True, "one login"),
        Decision("body", ("a", "b"), False),
    ]
    for decision in decisions:
        write_decision(path, decision)

    assert load_decisions(path) == decisions


def test_what_is_decided_to_be_the_same_is_one() -> None:
    decision = Decision("organisation", ("Synadia", "synadia communications"), True)
    identities = decided(mentioned(SHORT, LONG), decision)

    assert identities.iri(SHORT) == identities.iri(LONG)
    assert [join.evidence for join in identities.joins] == ["a decision"]


def test_what_is_decided_to_differ_stays_apart_on_a_shared_page() -> None:
    one, other = (Reference("organisation", name, (("crunchbase", "wave"),)) for name in ("Wave", "Waves"))
    decision = Decision("organisation", ("Wave", "Waves"), False)
    identities = decided(mentioned(one, other), decision)

    assert identities.iri(one) != identities.iri(other)
    assert [held.reason for held in identities.held_apart] == ["it was decided that they differ"]


def test_what_is_decided_waits_no_longer() -> None:
    decision = Decision("organisation", ("Synadia", "Synadia Communications"), False)

    assert decided(mentioned(SHORT, LONG)).held_apart != []
    assert [held for held in decided(mentioned(SHORT, LONG), decision).held_apart if held.uncertain] == []


def test_different_goes_before_same_wherever_they_stand() -> None:
    names = ("Synadia", "Synadia Communications")
    same, different = Decision("organisation", names, True), Decision("organisation", names, False)

    for decisions in ((same, different), (different, same)):
        identities = decided(mentioned(SHORT, LONG), *decisions)
        assert identities.iri(SHORT) != identities.iri(LONG)


def test_a_decision_never_merges_two_curated_companies() -> None:
    meta, intel = (Reference("organisation", name, (("curated", name.lower()),)) for name in ("Meta", "Intel"))
    identities = decided(mentioned(meta, intel), Decision("organisation", ("Meta", "Intel"), True))

    assert identities.iri(meta) != identities.iri(intel)
    assert [held.reason for held in identities.held_apart] == ["curated: meta here, intel there"]


def test_a_decision_is_about_one_kind() -> None:
    project = Reference("project", "Synadia")
    identities = decided(
        mentioned(SHORT, LONG, project), Decision("project", ("Synadia", "Synadia Communications"), True)
    )

    assert len({identities.iri(reference) for reference in (SHORT, LONG, project)}) == 3


def test_a_decision_on_unknown_names_changes_nothing() -> None:
    decision = Decision("organisation", ("Synadia", "Nobody"), True)

    assert decided(mentioned(SHORT, LONG), decision).entities == decided(mentioned(SHORT, LONG)).entities


def test_a_person_is_decided_on_by_login() -> None:
    decision = Decision("person", (called(ADA), called(OTHER_LOGIN)), True)
    identities = decided(employed(ADA, LOGIN, OTHER_LOGIN), decision)

    assert decision.names == ("Ada Anker", "Ada Anker (@anker)")
    assert identities.iri(ADA) == identities.iri(OTHER_LOGIN) != identities.iri(LOGIN)


def test_two_logins_can_be_decided_to_be_one_person() -> None:
    identities = decided(employed(LOGIN, OTHER_LOGIN), Decision("person", ("@ada", "@Anker"), True))

    assert identities.iri(LOGIN) == identities.iri(OTHER_LOGIN)


def test_a_person_can_be_told_from_one_of_the_same_name() -> None:
    identities = decided(employed(ADA, LOGIN), Decision("person", (called(ADA), called(LOGIN)), False))

    assert identities.iri(ADA) != identities.iri(LOGIN)


def test_a_build_follows_the_file_that_the_environment_names(
    write: Write, fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("- same: [Acme Shipping, Buoy GmbH]\n  kind: organisation\n")
    monkeypatch.setenv("STEWARDS_DECISIONS", str(path))
    store = build(None, [plan(version("landscape", fixtures / "landscape.yml"))])[0]

    assert len(set(column(store, "SELECT ?who { ?m a stw:CorporateMembership ; org:member ?who }"))) == 1


def test_a_build_stops_at_a_file_with_slips(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARDS_DECISIONS", str(write("- same: [a]\n")))

    with pytest.raises(SourceError, match=r"decisions.yaml, line 1: a decision names two names"):
        build(None, [])
