from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stewards.reckoning import shares
from stewards.reckoning.shares import Bounds, elephant_factor_bounds, herfindahl_bounds

Group = tuple[dict[str, int], int, list[frozenset[str]]]
Measure = Callable[[dict[str, int], int, list[frozenset[str]]], object]
COMPANIES = ("Acme", "Buoy", "Crane", "Dory")
ACME_OR_BUOY = frozenset({"Acme", "Buoy"})


@st.composite
def groups(draw: st.DrawFn) -> Group:
    """Draw a group of which at most five people are not of one known company."""
    known = draw(st.dictionaries(st.sampled_from(COMPANIES), st.integers(0, 5)))
    options = st.frozensets(st.sampled_from(COMPANIES), min_size=1, max_size=3)
    either = draw(st.lists(options, max_size=5))
    unknown = draw(st.integers(0, min(4, 5 - len(either))))
    return known, unknown, either if sum(known.values()) + unknown else [*either, ACME_OR_BUOY]


def cases(group: Group) -> Iterator[Counter[str]]:
    """Yield the number of people of each company, for every way in which the group may really be.

    The first unknown person may be of one company not named, the second of that or of another, and so on.
    """
    known, unknown, either = group
    unnamed = [[*COMPANIES, *(f"unnamed {number}" for number in range(person + 1))] for person in range(unknown)]
    for companies in product(*unnamed, *either):
        yield Counter(known) + Counter(companies)


def herfindahl(case: Counter[str]) -> Fraction:
    return sum((Fraction(people, case.total()) ** 2 for people in case.values()), Fraction(0))


def elephant_factor(case: Counter[str]) -> int:
    return min(
        count for count in range(1, len(case) + 1) if sum(n for _, n in case.most_common(count)) * 2 >= case.total()
    )


def bounds(low: int | Fraction, high: int | Fraction) -> Bounds[Fraction]:
    return Bounds(Fraction(low), Fraction(high))


def test_herfindahl_of_equal_companies() -> None:
    assert herfindahl_bounds({"Acme": 2, "Buoy": 2, "Crane": 2, "Dory": 2}, 0) == bounds(Fraction(1, 4), Fraction(1, 4))


def test_herfindahl_of_the_unknown_alone() -> None:
    assert herfindahl_bounds({}, 4) == bounds(Fraction(1, 4), 1)


def test_herfindahl_with_someone_of_two_companies() -> None:
    assert herfindahl_bounds({"Acme": 2, "Buoy": 1}, 0, [ACME_OR_BUOY]) == bounds(Fraction(8, 16), Fraction(10, 16))


def test_balance_may_need_someone_placed_before_to_move() -> None:
    either = [ACME_OR_BUOY, frozenset({"Acme", "Crane"}), frozenset({"Acme"})]
    found = herfindahl_bounds({}, 0, either)

    assert found is not None
    assert found.low == Fraction(1, 3)


def test_elephant_factor_of_the_example_of_chaoss() -> None:
    commits = dict(zip("abcdefgh", (1000, 202, 90, 33, 332, 343, 42, 433), strict=True))

    assert elephant_factor_bounds(commits, 0) == Bounds(2, 2)


def test_half_is_enough_for_the_elephant_factor() -> None:
    assert elephant_factor_bounds({"Acme": 2, "Buoy": 1, "Crane": 1}, 0) == Bounds(1, 1)


def test_elephant_factor_with_the_unknown() -> None:
    assert elephant_factor_bounds({"Acme": 3, "Buoy": 2}, 5) == Bounds(1, 2)


def test_elephant_factor_with_someone_of_two_companies() -> None:
    known = {"Acme": 2, "Crane": 1, "Dory": 1}

    assert elephant_factor_bounds(known, 0, [ACME_OR_BUOY]) == Bounds(1, 2)


@pytest.mark.parametrize("known", [{}, {"Acme": 0}], ids=["no company", "a company without people"])
def test_no_people(known: dict[str, int]) -> None:
    found = [herfindahl_bounds(known, 0), elephant_factor_bounds(known, 0)]

    assert found == [None, None]


@pytest.mark.parametrize("measure", [herfindahl_bounds, elephant_factor_bounds])
@pytest.mark.parametrize(
    ("group", "message"),
    [
        (({"Acme": -1}, 2, []), "-1 people"),
        (({"Acme": 3}, -2, []), "-2 people"),
        (({"Acme": 3}, 0, [frozenset[str]()]), "at least one"),
    ],
)
def test_what_is_no_group(measure: Measure, group: Group, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        measure(*group)


@pytest.mark.parametrize(("value", "text"), [(bounds(Fraction(1, 3), 1), "1/3–1"), (Bounds(2, 2), "2")])
def test_bounds_in_words(value: object, text: str) -> None:
    assert str(value) == text


@given(groups())
@settings(deadline=None)
def test_herfindahl_as_by_trying_every_case(group: Group) -> None:
    tried = {herfindahl(case) for case in cases(group)}

    assert herfindahl_bounds(*group) == bounds(min(tried), max(tried))


@given(groups())
@settings(deadline=None)
def test_elephant_factor_as_by_trying_every_case(group: Group) -> None:
    tried = {elephant_factor(case) for case in cases(group)}

    assert elephant_factor_bounds(*group) == Bounds(min(tried), max(tried))


@given(groups())
@settings(deadline=None)
def test_beyond_the_limit_bounds_are_no_closer(group: Group) -> None:
    exact = herfindahl_bounds(*group), elephant_factor_bounds(*group)
    with patch.object(shares, "MOST_COMBINATIONS", 0):
        outer = herfindahl_bounds(*group), elephant_factor_bounds(*group)

    assert exact[0] and exact[1] and outer[0] and outer[1]
    assert outer[0].low == exact[0].low and outer[0].high >= exact[0].high
    assert outer[1].low <= exact[1].low and outer[1].high == exact[1].high


def test_bounds_of_a_group_beyond_the_limit() -> None:
    # Three companies have at most 10 + 12 + 11 + 10 of the 88 people, so that four is the least there can be.
    names = [f"company {number}" for number in range(12)]
    either = [frozenset({one, other}) for one in names for other in names if one < other]

    assert elephant_factor_bounds(dict.fromkeys(names, 1), 10, either) == Bounds(3, 7)
