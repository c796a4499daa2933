from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stewards.reckoning.power import POWERLESS, SIMPLE, Majority, Power, voting_power

#: The Council of the European Economic Community from 1958 to 1972, in which twelve votes of seventeen decided.
COUNCIL = {"France": 4, "Germany": 4, "Italy": 4, "Netherlands": 2, "Belgium": 2, "Luxembourg": 1}
ALL_POWER = Power(Fraction(1), Fraction(1))

games = st.lists(st.integers(0, 6), min_size=1, max_size=7).flatmap(
    lambda votes: st.tuples(
        st.just({f"player {number}": weight for number, weight in enumerate(votes)}), st.integers(1, sum(votes) + 2)
    )
)


def swings_one_by_one(weights: Mapping[str, int], quota: int, player: str) -> int:
    others = [other for other in weights if other != player]
    coalitions = [members for size in range(len(others) + 1) for members in combinations(others, size)]
    sums = [sum(weights[member] for member in members) for members in coalitions]
    return sum(votes < quota <= votes + weights[player] for votes in sums)


def pivot(weights: Mapping[str, int], quota: int, order: tuple[str, ...]) -> str | None:
    votes = 0
    for player in order:
        votes += weights[player]
        if votes >= quota:
            return player
    return None


def banzhaf(weights: Mapping[str, int], quota: int) -> list[Fraction]:
    return [power.banzhaf for power in voting_power(weights, quota).values()]


def test_the_second_largest_and_the_smallest_may_be_equally_weak() -> None:
    weights = {"large": 50, "medium": 49, "small": 1}

    assert banzhaf(weights, 51) == [Fraction(3, 5), Fraction(1, 5), Fraction(1, 5)]


def test_three_who_need_any_two_are_equal_whatever_their_votes() -> None:
    third = Power(Fraction(1, 3), Fraction(1, 3))

    assert voting_power({"large": 49, "medium": 49, "small": 2}, 51) == dict.fromkeys(
        ("large", "medium", "small"), third
    )


def test_the_council_by_banzhaf() -> None:
    large, small = Fraction(5, 21), Fraction(1, 7)

    assert banzhaf(COUNCIL, 12) == [large, large, large, small, small, 0]


def test_the_council_by_shapley_and_shubik() -> None:
    large, small = Fraction(7, 30), Fraction(3, 20)
    found = [power.shapley_shubik for power in voting_power(COUNCIL, 12).values()]

    assert found == [large, large, large, small, small, 0]


def test_luxembourg_was_a_dummy() -> None:
    assert voting_power(COUNCIL, 12)["Luxembourg"] == POWERLESS


def test_a_dictator_has_all_power() -> None:
    assert voting_power({"founder": 6, "guest": 3, "other": 2}, 6) == {
        "founder": ALL_POWER,
        "guest": POWERLESS,
        "other": POWERLESS,
    }


def test_only_one_player() -> None:
    assert voting_power({"alone": 1}, 1) == {"alone": ALL_POWER}


def test_nobody() -> None:
    assert voting_power({}, 1) == {}


def test_a_player_without_votes_changes_nothing_for_the_others() -> None:
    assert voting_power({**COUNCIL, "Denmark": 0}, 12) == {**voting_power(COUNCIL, 12), "Denmark": POWERLESS}


def test_nobody_has_power_over_a_quota_out_of_reach() -> None:
    assert voting_power({"one": 2, "other": 1}, 4) == {"one": POWERLESS, "other": POWERLESS}


def test_large_votes_of_few_players() -> None:
    weights = {"large": 50 * 10**9, "medium": 49 * 10**9, "small": 10**9}

    assert banzhaf(weights, 51 * 10**9) == [Fraction(3, 5), Fraction(1, 5), Fraction(1, 5)]


def test_a_hundred_equal_players() -> None:
    weights = {f"player {number}": 1 for number in range(100)}

    assert set(banzhaf(weights, 51)) == {Fraction(1, 100)}


@pytest.mark.parametrize(
    ("weights", "quota", "message"),
    [({"one": 1}, 0, "at least 1 vote, not 0"), ({"one": 2, "other": -1}, 1, "other cannot have -1 votes")],
)
def test_what_is_no_game(weights: dict[str, int], quota: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        voting_power(weights, quota)


@given(games)
def test_banzhaf_as_by_listing_coalitions(game: tuple[dict[str, int], int]) -> None:
    weights, quota = game
    swings = {player: swings_one_by_one(weights, quota, player) for player in weights}
    everyone = sum(swings.values()) or 1

    assert {player: power.banzhaf for player, power in voting_power(*game).items()} == {
        player: Fraction(own, everyone) for player, own in swings.items()
    }


@given(games)
@settings(deadline=None, max_examples=50)
def test_shapley_shubik_as_by_listing_orders(game: tuple[dict[str, int], int]) -> None:
    weights, quota = game
    pivots = [pivot(weights, quota, order) for order in permutations(weights)]

    assert {player: power.shapley_shubik for player, power in voting_power(*game).items()} == {
        player: Fraction(pivots.count(player), len(pivots)) for player in weights
    }


@pytest.mark.parametrize(("votes", "quota"), [(0, 1), (1, 1), (2, 2), (3, 2), (10, 6), (11, 6)])
def test_more_than_one_half(votes: int, quota: int) -> None:
    assert SIMPLE.quota(votes) == quota


@pytest.mark.parametrize(("votes", "quota"), [(0, 1), (1, 1), (3, 2), (4, 3), (6, 4), (17, 12)])
def test_at_least_two_thirds(votes: int, quota: int) -> None:
    assert Majority(Fraction(2, 3), strict=False).quota(votes) == quota


def test_more_than_two_thirds() -> None:
    assert Majority(Fraction(2, 3), strict=True).quota(6) == 5


def test_unanimity() -> None:
    assert Majority(Fraction(1), strict=False).quota(7) == 7


def test_a_motion_needs_a_vote() -> None:
    assert Majority(Fraction(0), strict=False).quota(7) == 1


@pytest.mark.parametrize(("share", "strict"), [(Fraction(-1, 2), True), (Fraction(3, 2), False), (Fraction(1), True)])
def test_what_is_no_majority(share: Fraction, strict: bool) -> None:
    with pytest.raises(ValueError):
        Majority(share, strict)


def test_fewer_votes_than_none() -> None:
    with pytest.raises(ValueError, match="-1 votes"):
        SIMPLE.quota(-1)
