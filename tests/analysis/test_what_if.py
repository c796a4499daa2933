"""What an acquisition, a merger or a departure would change, and that it changes nothing in the graph."""

from __future__ import annotations

import pytest

from stewards.asking.answers import Answer
from stewards.errors import RequestError
from stewards.graph import Graph
from tests.graphs import statements
from tests.worlds import DAY, World


def world() -> World:
    """Return a committee of five (Acme 2, Bolt 1, Cog 2), and projects with maintainers of these companies."""
    made = World()
    made.foundation("F")
    made.company("Acme", "Bolt", "Cog")
    made.project("P", host="F")
    made.body("P Committee", of="P")
    for number, employer in enumerate(("Acme", "Acme", "Bolt", "Cog", "Cog")):
        made.tenure(f"Person {number} Name", "P Committee", employer=employer)
    made.project("Shared", host="F")
    made.maintainer("Ada First", "Shared", "Acme")
    made.maintainer("Bob Second", "Shared", "Bolt")
    made.project("Wide", host="F")
    for number, employer in enumerate(("Acme", "Bolt", "Cog", "Cog")):
        made.maintainer(f"Wide {number} Name", "Wide", employer)
    made.member("Acme", "F", tier="gold")
    return made


def effects(answer: Answer) -> list[tuple[str, str, str, object, object]]:
    return [
        (
            str(row["effect"]),
            str(row["where"]),
            ", ".join(map(str, row["who"] or ())),  # type: ignore[arg-type]
            row["before"],
            row["after"],
        )
        for row in answer.rows
    ]


def suppose(event: str, made: World | None = None) -> list[tuple[str, str, str, object, object]]:
    return effects((made or world()).graph().ask("what-if", event, as_of=DAY))


def test_an_acquisition_brings_seats_together_and_may_give_a_majority() -> None:
    assert ("majority gained", "P Committee", "Acme", "2 of 5", "3 of 5") in suppose("Acme acquires Bolt")
    assert ("seats together", "P Committee", "Acme", "2 + 1", "3 of 5") in suppose("Acme acquires Bolt")


def test_an_acquisition_may_leave_a_project_with_one_company() -> None:
    assert ("one company left", "Shared", "Acme", "1 of 2", "2 of 2") in suppose("Acme acquires Bolt")


def test_an_acquisition_may_give_one_company_half_of_the_maintainers() -> None:
    found = suppose("Bolt acquires Acme")

    assert ("half of the maintainers", "Wide", "Bolt", "1 of 4", "2 of 4") not in found  # Cog has half already
    made = world()
    made.maintainer("Wide Fifth Name", "Wide", "Acme")
    made.maintainer("Wide Sixth Name", "Wide", "Bolt")
    assert ("half of the maintainers", "Wide", "Bolt", "2 of 6", "4 of 6") in suppose("Bolt acquires Acme", made)


def test_a_cap_is_broken_by_an_acquisition() -> None:
    made = world()
    made.cap("P Committee", "common-control", most="2")

    assert suppose("Acme acquires Bolt", made)[0] == (
        "cap broken",
        "P Committee",
        "Acme",
        "pass, at most 2 seats",
        "3 of 5",
    )


def test_a_cap_by_employer_is_not_touched_by_an_acquisition() -> None:
    made = world()
    made.cap("P Committee", "employer", most="2")

    assert not [effect for effect in suppose("Acme acquires Bolt", made) if effect[0].startswith("cap")]


def test_a_cap_that_members_judge_is_left_to_them() -> None:
    made = world()
    made.cap("P Committee", "members-decide", most="2")

    assert suppose("Acme acquires Bolt", made)[0][0] == "cap left to discretion"


def test_what_somebody_owns_comes_with_them() -> None:
    made = world()
    made.owns("Bolt", "Cog", since="2023-01-01")

    assert ("seats together", "P Committee", "Acme", "2 + 3", "5 of 5") in suppose("Acme acquires Bolt", made)


def test_only_what_is_bought_changes_hands() -> None:
    made = world()
    made.owns("Cog", "Bolt", since="2023-01-01")

    assert ("seats together", "P Committee", "Acme", "2 + 3", "3 of 5") in suppose("Acme acquires Bolt", made)


def test_what_belongs_to_the_buyer_already_is_told() -> None:
    made = world()
    made.owns("Acme", "Bolt", since="2023-01-01")
    graph = made.graph()

    for event in ("Acme acquires Bolt", "Bolt merges with Acme"):
        assert graph.ask("what-if", event, as_of=DAY).notes[0].endswith("are of one group on that day already.")
    assert "already" not in graph.ask("what-if", "Acme acquires Cog", as_of=DAY).notes[0]


def test_a_ring_of_owners_is_no_trouble() -> None:
    made = world()
    made.owns("Bolt", "Cog", since="2023-01-01")
    made.owns("Cog", "Bolt", since="2023-01-01")

    assert suppose("Acme acquires Bolt", made)


def test_a_merger_is_the_same_from_both_sides() -> None:
    one, other = suppose("Acme merges with Bolt"), suppose("Bolt merges with Acme")

    assert [(e[0], e[1], e[4]) for e in one] == [(e[0], e[1], e[4]) for e in other]


def test_a_company_that_leaves_empties_its_seats_and_ends_its_memberships() -> None:
    found = suppose("Acme leaves")

    assert ("seat vacated", "P Committee", "Acme", "5 seats", "3 held, 2 empty") in found
    assert ("membership ended", "F", "Acme", "member", None) in found
    assert ("majority gained", "P Committee", "Cog", "2 of 5", "2 of 3") in found


def test_a_company_that_leaves_may_leave_a_project_with_nobody() -> None:
    made = world()
    made.project("Lone", host="F")
    made.maintainer("Lone Person Name", "Lone", "Acme")

    assert ("nobody left", "Lone", "Acme", "1 maintainer", "none") in suppose("Acme leaves", made)


def test_a_company_may_leave_one_foundation_only() -> None:
    made = world()
    made.foundation("G")
    made.member("Acme", "G")

    ended = [effect for effect in suppose("Acme leaves F", made) if effect[0] == "membership ended"]
    assert [effect[1] for effect in ended] == ["F"]


def test_a_person_who_leaves_empties_one_seat() -> None:
    assert suppose("Person 2 Name leaves") == [("seat vacated", "P Committee", "Bolt", "5 seats", "4 held, 1 empty")]


def test_a_person_who_changes_employer_takes_the_seat_along() -> None:
    made = world()
    made.cap("P Committee", "employer", most="2")

    assert suppose("Person 2 Name joins Cog", made)[0][:3] == ("cap broken", "P Committee", "Cog")


def test_a_body_decides_by_its_own_majority() -> None:
    made = world()
    made.decides("P Committee", at_least="4/5")

    assert not [effect for effect in suppose("Acme acquires Bolt", made) if effect[0] == "majority gained"]


def test_people_of_unknown_employer_give_no_majority() -> None:
    made = world()
    for number in range(3):
        made.tenure(f"Quiet {number} Name", "P Committee")

    assert not [effect for effect in suppose("Acme acquires Bolt", made) if effect[0] == "majority gained"]


def test_nothing_known_is_a_clear_answer() -> None:
    made = world()
    made.company("Dot", "Eel")
    answer = made.graph().ask("what-if", "Dot acquires Eel", as_of=DAY)

    assert (answer.rows, answer.sentence) == ([], "If Dot acquires Eel, nothing that is known changes.")


def test_nothing_in_the_graph_is_changed() -> None:
    graph = world().graph()
    before = statements(graph.store)  # type: ignore[arg-type]
    graph.ask("what-if", "Acme acquires Bolt", as_of=DAY)

    assert statements(graph.store) == before  # type: ignore[arg-type]


def test_every_effect_has_evidence() -> None:
    made = world()
    made.cap("P Committee", "common-control", most="2")

    for event in ("Acme acquires Bolt", "Acme leaves", "Person 2 Name leaves"):
        assert all(made.graph().ask("what-if", event, as_of=DAY).evidence)


def test_an_event_may_be_given_in_several_words() -> None:
    graph = world().graph()

    assert graph.ask("what-if", "Acme", "acquires", "Bolt", as_of=DAY).rows == (
        graph.ask("what-if", "Acme acquires Bolt", as_of=DAY).rows
    )


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ("Acme eats Bolt", "'Acme eats Bolt' is no event: write 'IBM acquires Confluent'"),
        ("Acme acquires", "does not say whom"),
        ("Acme acquires Acme", "Acme and Acme are the same"),
        ("Acme acquires Bolzt", "no company is called 'Bolzt': did you mean Bolt?"),
        ("Person 2 Name acquires Bolt", "is a person, and a company is asked for"),
        ("Acme joins Bolt", "is an organisation, and a person is asked for"),
    ],
)
def test_what_is_no_event_is_refused_in_one_line(event: str, words: str) -> None:
    with pytest.raises(RequestError, match=words):
        world().graph().ask("what-if", event, as_of=DAY)


def test_without_an_event_the_question_says_what_it_needs() -> None:
    graph: Graph = world().graph()
    with pytest.raises(RequestError, match="'what-if' takes EVENT"):
        graph.ask("what-if")


def test_who_leaves_a_foundation_leaves_the_subprojects_of_its_projects() -> None:
    made = world()
    made.project("Hub", host="F")
    made.project("Hub Docs")
    made.owns("Hub", "Hub Docs", relation="subproject")
    made.project("Elsewhere")
    for project in ("Hub Docs", "Elsewhere"):
        made.maintainer("Bob Second", project, "Bolt")

    found = {(effect, place) for effect, place, *_ in suppose("Bolt leaves F", made)}

    assert ("nobody left", "Hub") in found
    assert ("nobody left", "Elsewhere") not in found


def test_a_project_may_lose_half_of_its_maintainers() -> None:
    made = world()
    made.maintainer("Wide Fifth Name", "Wide", "Cog")

    assert ("half or more leave", "Wide", "Cog", "5 maintainers", "2 left") in suppose("Cog leaves", made)


def test_a_body_of_one_knows_no_majority() -> None:
    made = World()
    made.foundation("F")
    made.company("Acme", "Bolt")
    made.body("F Board", of="F")
    made.tenure("Ada First", "F Board", employer="Bolt")

    assert not [effect for effect in suppose("Acme acquires Bolt", made) if "majority" in effect[0]]


def test_the_independent_are_nobodys() -> None:
    made = World()
    made.foundation("F")
    made.company("Acme", "Bolt")
    made.project("Free", host="F")
    for name in ("Ida First", "Ida Second"):
        made.maintainer(name, "Free", "Independent")
    made.maintainer("Ada Third", "Free", "Acme")
    made.maintainer("Bob Fourth", "Free", "Bolt")

    assert ("half of the maintainers", "Free", "Acme", "1 of 4", "2 of 4") in suppose("Acme acquires Bolt", made)
