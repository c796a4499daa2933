from __future__ import annotations

import pytest

from stewards.validity import Times
from stewards.values import Period


def times(**dates: str) -> Times:
    return Times(**{name: Period.parse(text) for name, text in dates.items()})


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2021-12-31", "no"),
        ("2022-06-30", "certain"),
        ("2023-06-30", "certain"),
        ("2023-07-01", "no"),
    ],
)
def test_between_two_known_days(day: str, expected: str) -> None:
    assert times(start="2022-01-01", end="2023-06-30").hold_on(day) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2021-12-31", "no"),
        ("2022-06-01", "possible"),
        ("2023-01-01", "certain"),
        ("2024-05-31", "certain"),
        ("2024-06-01", "certain"),
        ("2024-06-15", "possible"),
        ("2024-06-30", "possible"),
        ("2024-07-01", "no"),
    ],
)
def test_a_year_and_a_month_leave_days_open(day: str, expected: str) -> None:
    assert times(start="2022", end="2024-06").hold_on(day) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2021-12-31", "no"), ("2022-01-01", "certain"), ("2024-01-01", "certain"), ("2024-01-02", "possible")],
)
def test_after_the_last_source_it_may_have_ended(day: str, expected: str) -> None:
    assert times(start="2022-01-01", first_observed="2023-01-01", last_observed="2024-01-01").hold_on(day) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2022-12-31", "unknown"), ("2023-01-01", "certain"), ("2024-01-01", "certain"), ("2024-01-02", "possible")],
)
def test_before_the_first_source_nobody_knows(day: str, expected: str) -> None:
    assert times(first_observed="2023-01-01", last_observed="2024-01-01").hold_on(day) == expected


@pytest.mark.parametrize(
    ("day", "expected"), [("2023-01-01", "certain"), ("2023-06-01", "possible"), ("2024-01-01", "no")]
)
def test_what_a_list_dropped_had_ended_by_then(day: str, expected: str) -> None:
    dropped = times(first_observed="2022-01-01", last_observed="2023-01-01", absent="2024-01-01")

    assert dropped.hold_on(day) == expected


def test_a_known_end_counts_for_more_than_an_absence() -> None:
    assert times(start="2022-01-01", end="2025-01-01", absent="2024-01-01").hold_on("2024-06-01") == "certain"


def test_an_observation_of_a_year_is_certain_for_its_first_day_only() -> None:
    observed = times(start="2020-01-01", first_observed="2022", last_observed="2022")

    assert [observed.hold_on(day) for day in ("2022-01-01", "2022-01-02")] == ["certain", "possible"]


def test_without_any_date_nothing_is_known() -> None:
    assert Times().hold_on("2022-01-01") == "unknown"


@pytest.mark.parametrize(
    ("given", "words"),
    [({"end": "2022-09"}, "2022-09"), ({"absent": "2024-01-01"}, "by 2024-01-01"), ({"start": "2022"}, "")],
)
def test_the_end_in_words(given: dict[str, str], words: str) -> None:
    assert times(**given).until == words
