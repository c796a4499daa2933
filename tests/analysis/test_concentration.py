from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stewards.asking.answers import Answer
from stewards.errors import UnknownEntityError
from tests.worlds import DAY, World

COMPANIES = ("Acme", "Buoy", "Crane")


def committee(*seats: tuple[str, ...]) -> World:
    """Return a world of one committee, whose seats are people with the companies that they may be of."""
    world = World()
    world.company(*COMPANIES)
    world.project("Harbour")
    world.body("Committee", "Harbour")
    for number, companies in enumerate(seats):
        world.tenure(f"Person {number}", "Committee")
        for company in companies:
            world.work(f"Person {number}", company)
    return world


def asked(world: World, thing: str = "Committee", as_of: str = DAY, lens: str | None = None) -> Answer:
    return world.graph().ask("concentration", thing, as_of=as_of, lens=lens)


def people(answer: Answer) -> dict[str, tuple[object, object, object]]:
    return {str(row["company"]): (row["surely"], row["at_most"], row["share"]) for row in answer.rows}


def test_seats_where_every_employer_is_known() -> None:
    answer = asked(committee(("Acme",), ("Acme",), ("Acme",), ("Buoy",)))

    assert people(answer) == {"Acme": (3, 3, "75%"), "Buoy": (1, 1, "25%")}
    assert answer.figures == {
        "people": 4,
        "employer_unknown": 0,
        "herfindahl": {"low": 0.625, "high": 0.625},
        "elephant_factor": {"low": 1, "high": 1},
    }
    assert answer.sentence == "Of the 4 seats of Committee, Acme has 3; one company has half of them."


def test_an_unknown_employer_may_be_any() -> None:
    answer = asked(committee(("Acme",), ("Buoy",), ()))

    assert people(answer) == {"Acme": (1, 2, "33% to 67%"), "Buoy": (1, 2, "33% to 67%")}
    assert answer.notes == ["Of 1 seat no employer is known: it may count for any company, or for none."]
    assert answer.figures["elephant_factor"] == {"low": 1, "high": 2}


def test_who_has_two_employers_may_count_for_either() -> None:
    answer = asked(committee(("Acme",), ("Acme", "Buoy")))

    assert people(answer) == {"Acme": (1, 2, "50% to 100%"), "Buoy": (0, 1, "0% to 50%")}
    assert answer.notes == ["Any of two companies or more may be meant for Person 1 (Acme or Buoy)."]


def test_a_person_of_two_roles_sits_once() -> None:
    world = committee(("Acme",), ("Buoy",))
    world.tenure("Person 0", "Committee", "chair")

    assert asked(world).figures["people"] == 2


def test_what_only_an_older_list_names_is_left_out_and_said() -> None:
    world = committee(("Acme",), ("Buoy",))
    world.tenure("Old Hand", "Committee", employer="Crane", source="annals", day="2021-01-01")

    answer = asked(world)

    assert set(people(answer)) == {"Acme", "Buoy"}
    assert answer.notes == ["1 more is not on the newest list, and left out: it may still be held."]


def test_maintainers_of_subprojects_count_once() -> None:
    world = World()
    world.company(*COMPANIES)
    world.project("Harbour")
    world.project("Harbour Docs")
    world.owns("Harbour", "Harbour Docs", relation="subproject")
    world.maintainer("Ada", "Harbour", "Acme")
    world.maintainer("Ada", "Harbour Docs", "Acme")
    world.maintainer("Bo", "Harbour Docs", "Buoy")

    assert people(asked(world, "Harbour")) == {"Acme": (1, 1, "50%"), "Buoy": (1, 1, "50%")}
    assert people(asked(world, "Harbour Docs")) == {"Acme": (1, 1, "50%"), "Buoy": (1, 1, "50%")}


def test_a_row_of_a_subproject_rests_on_what_makes_it_one() -> None:
    world = World()
    world.company("Acme")
    world.project("Harbour")
    world.project("Harbour Docs")
    world.owns("Harbour", "Harbour Docs", relation="subproject")
    world.maintainer("Ada", "Harbour Docs", "Acme")

    assert {p.locator for p in asked(world, "Harbour").evidence[0]} == {"line 4", "line 5"}


def test_a_subproject_that_has_left_does_not_count() -> None:
    world = World()
    world.company("Acme")
    world.project("Harbour")
    world.project("Harbour Docs")
    world.owns("Harbour", "Harbour Docs", since="2020-01-01", until="2023-01-01", relation="subproject")
    world.maintainer("Ada", "Harbour Docs", "Acme")

    assert asked(world, "Harbour").rows == []


def test_an_emeritus_is_no_maintainer() -> None:
    world = World()
    world.company(*COMPANIES)
    world.project("Harbour")
    world.maintainer("Ada", "Harbour", "Acme")
    world.maintainer("Bo", "Harbour", "Buoy")
    world.tenure("Bo", "Harbour", "emeritus-maintainer")

    assert set(people(asked(world, "Harbour"))) == {"Acme"}


def test_a_project_without_maintainers_names_its_bodies() -> None:
    answer = asked(committee(("Acme",)), "Harbour")

    assert answer.rows == []
    assert answer.figures == {}
    assert answer.sentence == ""
    assert answer.notes == ["No maintainers are known. Ask about a body of it: Committee."]


def test_a_body_without_members() -> None:
    answer = asked(committee())

    assert (answer.rows, answer.notes, answer.figures) == ([], [], {})


def test_a_body_of_which_no_employer_is_known() -> None:
    answer = asked(committee((), ()))

    assert answer.rows == []
    assert answer.sentence == ""
    assert answer.figures["employer_unknown"] == 2


def test_a_group_counts_together() -> None:
    world = committee(("Acme",), ("Buoy",), ("Crane",))
    world.owns("Acme", "Buoy")

    answer = asked(world, lens="group")

    assert people(answer) == {"Acme": (2, 2, "67%"), "Crane": (1, 1, "33%")}
    assert set(people(asked(world))) == {"Acme", "Buoy", "Crane"}


def test_a_row_shown_by_its_group_rests_on_the_owner() -> None:
    world = committee(("Buoy",))
    world.owns("Acme", "Buoy")

    assert len(asked(world, lens="group").evidence[0]) == len(asked(world).evidence[0]) + 1


def test_owners_in_a_ring_are_one_company() -> None:
    world = committee(("Acme",), ("Buoy",))
    world.owns("Acme", "Buoy")
    world.owns("Buoy", "Acme")

    assert list(people(asked(world, lens="group")).values()) == [(2, 2, "100%")]


def test_seats_first_recorded_later_are_not_known() -> None:
    answer = asked(committee(("Acme",), ("Buoy",)), as_of="2020-01-01")

    assert answer.rows == []
    assert answer.notes == [
        "2 more are undated, or first recorded after 2020-01-01; whether they held then is not known."
    ]


def test_seats_last_confirmed_earlier_are_counted_and_said() -> None:
    answer = asked(committee(("Acme",), ("Buoy",)), as_of="2025-01-01")

    assert len(answer.rows) == 2
    assert answer.notes == ["2 seats were last confirmed before 2025-01-01, and may have ended."]


def test_ever_counts_all() -> None:
    world = committee(("Acme",))
    world.tenure("Old Hand", "Committee", employer="Crane", since="2001", until="2002")

    answer = asked(world, as_of="ever")

    assert set(people(answer)) == {"Acme", "Crane"}
    assert answer.notes == ["Whoever ever held one is counted, as if all did at once: for one day, give --as-of."]


def test_every_row_has_evidence() -> None:
    assert all(asked(committee(("Acme",), ("Acme", "Buoy"), ())).evidence)


def test_an_empty_graph() -> None:
    with pytest.raises(UnknownEntityError):
        World().graph().ask("concentration", "Committee")


seats = st.lists(st.sets(st.sampled_from(COMPANIES), max_size=2).map(lambda s: tuple(sorted(s))), max_size=5)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(seats)
def test_bounds_are_those_of_every_case_tried_one_by_one(drawn: list[tuple[str, ...]]) -> None:
    answer = asked(committee(*drawn))
    cases = list(product(*(found or (*COMPANIES, f"alone {place}") for place, found in enumerate(drawn))))
    named = {company for found in drawn for company in found}
    counts = [Counter(case) for case in cases]

    found = {name: (surely, at_most) for name, (surely, at_most, _) in people(answer).items()}

    assert found == {name: (min(c[name] for c in counts), max(c[name] for c in counts)) for name in named}
    if drawn:
        indices = [sum(n * n for n in c.values()) / len(drawn) ** 2 for c in counts]
        assert answer.figures["herfindahl"] == {"low": round(min(indices), 3), "high": round(max(indices), 3)}
        halves = [next(k for k in range(1, 9) if sum(n for _, n in c.most_common(k)) * 2 >= len(drawn)) for c in counts]
        assert answer.figures["elephant_factor"] == {"low": min(halves), "high": max(halves)}
