from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stewards.asking.answers import Answer
from stewards.errors import UnknownEntityError
from stewards.rules import VotingRule
from tests.worlds import DAY, World, period

COMPANIES = ("Acme", "Buoy", "Crane", "Dory")


def board(*employers: str) -> World:
    """Return a world of one board, each of whose seats is held by somebody of an employer ("" where not known)."""
    world = World()
    world.company(*COMPANIES)
    world.foundation("Harbour Foundation")
    world.body("Board", "Harbour Foundation", "governing-board")
    for number, employer in enumerate(employers):
        world.tenure(f"Person {number}", "Board", "board-member", employer=employer)
    return world


def asked(world: World, as_of: str = DAY, lens: str | None = None) -> Answer:
    return world.graph().ask("voting-power", "Board", as_of=as_of, lens=lens)


def power(answer: Answer) -> dict[str, tuple[object, object, object]]:
    return {str(row["company"]): (row["seats"], row["banzhaf"], row["shapley_shubik"]) for row in answer.rows}


def alone(answer: Answer) -> dict[str, object]:
    return {str(row["company"]): row["alone"] for row in answer.rows}


def three_fifths(world: World, since: str = "", until: str = "") -> World:
    world.say(
        VotingRule(
            body=world.ref("Board"),
            at_least="3/5",
            of="seats",
            start=period(since),
            end=period(until),
            locator=world.line(),
        )
    )
    return world


def test_three_seats_of_three_companies_are_equally_strong() -> None:
    answer = asked(board("Acme", "Buoy", "Crane"))

    assert power(answer) == dict.fromkeys(("Acme", "Buoy", "Crane"), (1, 0.333, 0.333))
    assert answer.sentence == "No company alone can carry or block a motion: a motion in Board needs 2 of 3 seats."


def test_more_than_half_of_the_seats_decide_alone() -> None:
    answer = asked(board("Acme", "Acme", "Acme", "Buoy"))

    assert power(answer) == {"Acme": (3, 1.0, 1.0), "Buoy": (1, 0.0, 0.0)}
    assert alone(answer) == {"Acme": "decides", "Buoy": "neither"}
    assert answer.sentence == "Acme alone can carry any motion: a motion in Board needs 3 of 4 seats."


def test_half_of_the_seats_block_but_do_not_decide() -> None:
    answer = asked(board("Acme", "Acme", "Buoy", "Crane"))

    assert alone(answer) == {"Acme": "blocks", "Buoy": "neither", "Crane": "neither"}
    assert answer.sentence.startswith("No company alone can carry a motion, but Acme can block any")
    assert power(answer)["Acme"] == (2, 0.6, 0.667)


def test_shares_are_of_all_known_seats() -> None:
    assert [row["share"] for row in asked(board("Acme", "Acme", "Buoy", "")).rows] == ["50%", "25%"]


def test_who_is_of_no_known_employer_votes_alone() -> None:
    answer = asked(board("Acme", "Acme", "", ""))

    assert power(answer) == {"Acme": (2, 0.6, 0.667)}
    assert "Who is of no one known company is taken to vote alone, with a Banzhaf index of 0.200." in answer.notes
    assert answer.figures == {"seats": 4, "votes_needed": 3, "employer_unknown": 2}


def test_who_has_two_employers_votes_alone() -> None:
    world = board("Acme", "Buoy", "")
    world.work("Person 2", "Acme")
    world.work("Person 2", "Buoy")

    answer = asked(world)

    assert power(answer) == {"Acme": (1, 0.333, 0.333), "Buoy": (1, 0.333, 0.333)}
    assert "Any of two companies or more may be meant for Person 2 (Acme or Buoy)." in answer.notes


def test_without_a_rule_more_than_half_is_assumed_and_said() -> None:
    assert asked(board("Acme", "Buoy", "Crane")).notes == [
        "No rule of the body is known: a motion is taken to need more than half of the votes, here 2 of 3."
    ]


def test_the_rule_of_the_body_decides() -> None:
    answer = asked(three_fifths(board("Acme", "Acme", "Acme", "Buoy", "Crane", "Dory")))

    assert answer.figures["votes_needed"] == 4
    assert alone(answer)["Acme"] == "blocks"
    assert answer.notes == ["By the rule of the body a motion needs at least 3/5 of the votes: here 4 of 6."]


def test_a_row_rests_on_the_rule() -> None:
    seats = ("Acme", "Buoy", "Crane")

    rule = asked(three_fifths(board(*seats)))

    assert [len(passages) for passages in rule.evidence] == [2] * 3
    assert [len(passages) for passages in asked(board(*seats)).evidence] == [1] * 3


def test_a_rule_that_has_ended_does_not_decide() -> None:
    answer = asked(three_fifths(board("Acme", "Buoy", "Crane"), "2010", "2020"))

    assert answer.figures["votes_needed"] == 2


def test_a_group_votes_together() -> None:
    world = board("Acme", "Buoy", "Crane")
    world.owns("Acme", "Buoy")

    assert alone(asked(world, lens="group")) == {"Acme": "decides", "Crane": "neither"}
    assert set(alone(asked(world))) == {"Acme", "Buoy", "Crane"}


def test_owners_in_a_ring_vote_together() -> None:
    world = board("Acme", "Buoy", "Crane")
    world.owns("Acme", "Buoy")
    world.owns("Buoy", "Acme")

    assert sorted(alone(asked(world, lens="group")).values(), key=str) == ["decides", "neither"]


def test_a_body_of_which_no_company_is_known() -> None:
    answer = asked(board("", ""))

    assert answer.rows == []
    assert answer.notes[0] == "Of no seat a company is known, so that no voting power can be reckoned."


def test_of_one_known_seat_no_power_is_reckoned() -> None:
    answer = asked(board("Acme"))

    assert answer.rows == []
    assert answer.notes == ["Only one seat is known, so that no voting power can be reckoned."]


def test_a_body_without_members() -> None:
    answer = asked(board())

    assert (answer.rows, answer.notes, answer.sentence) == ([], [], "")


def test_observers_have_no_vote() -> None:
    world = board("Acme", "Buoy", "Crane")
    world.tenure("Watcher", "Board", "observer", employer="Acme")

    assert asked(world).figures["seats"] == 3


def test_seats_that_have_ended_do_not_vote() -> None:
    world = board("Acme", "Buoy", "Crane")
    world.tenure("Old Hand", "Board", "board-member", employer="Acme", since="2001", until="2002")

    assert asked(world).figures["seats"] == 3


def test_seats_first_recorded_later_are_not_known() -> None:
    assert asked(board("Acme", "Buoy"), as_of="2020-01-01").notes == [
        "2 more are undated, or first recorded after 2020-01-01; whether they held then is not known."
    ]


def test_an_empty_graph() -> None:
    with pytest.raises(UnknownEntityError):
        World().graph().ask("voting-power", "Board")


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from((*COMPANIES, "")), min_size=2, max_size=6))
def test_power_is_that_of_coalitions_counted_one_by_one(employers: list[str]) -> None:
    weights = Counter(employer or f"alone {place}" for place, employer in enumerate(employers))
    need = len(employers) // 2 + 1
    coalitions = [set(c) for size in range(len(weights) + 1) for c in combinations(weights, size)]

    def wins(coalition: set[str]) -> bool:
        return sum(weights[player] for player in coalition) >= need

    swings = {p: sum(wins(c) and not wins(c - {p}) for c in coalitions if p in c) for p in weights}

    found = {company: index for company, (_, index, _) in power(asked(board(*employers))).items()}

    known = {employer for employer in employers if employer}
    assert found == {company: round(swings[company] / sum(swings.values()), 3) for company in known}
