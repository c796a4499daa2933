from __future__ import annotations

from typing import Any

import pytest

import stewards
from stewards.asking.answers import Answer
from stewards.errors import RequestError
from stewards.events import Rename
from stewards.model import Membership, Phase, Tenure
from stewards.values import Period
from tests.worlds import World, harbour


def asked(world: World, entity: str, since: str = "2018-01-01", until: str = "2025-12-31") -> Answer:
    return world.graph().ask("changes", entity, as_of=None, lens=None, since=since, until=until)


def told(answer: Answer) -> list[tuple[str, ...]]:
    return [tuple(str(value or "") for value in row.values()) for row in answer.rows]


# Seats.


def test_a_term_with_known_dates_is_joined_and_left() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", since="2020-05", until="2022-04-30")

    answer = asked(world, "Council")

    assert told(answer) == [
        ("2020-05", "joined", "Ada Anker: steering committee member, Council", "", ""),
        ("2022-04-30", "left", "Ada Anker: steering committee member, Council", "", ""),
    ]
    assert answer.sentence == "2 changes became known: 1 joined and 1 left."
    assert answer.notes == []
    assert all(answer.evidence)


def test_first_listed_is_not_joined() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", for_="Acme", day="2021-01-01")

    answer = asked(world, "Council")

    assert told(answer) == [
        ("2021-01-01", "first listed", "Ada Anker: steering committee member, Council", "", "for Acme")
    ]
    assert answer.notes == ["First listed is not joined: nobody says when it began."]


def test_what_a_list_has_dropped_ended_between_two_versions() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", since="2019-01-01", day="2023-05-02", gone="2024-01-10")

    assert told(asked(world, "Council"))[1][:2] == ("2023-05-02 to 2024-01-10", "left")


def test_a_new_term_is_neither_joined_nor_left() -> None:
    world = harbour()
    for since, until in (("2019-01-01", "2020-12-31"), ("2021-01-01", "2022-12-31")):
        world.tenure("Ada Anker", "Council", since=since, until=until)

    assert [row[:2] + row[3:] for row in told(asked(world, "Council"))] == [
        ("2019-01-01", "joined", "", ""),
        ("2021-01-01", "new term", "until 2020-12-31", "until 2022-12-31"),
        ("2022-12-31", "left", "", ""),
    ]


def test_after_a_pause_one_joins_again() -> None:
    world = harbour()
    for since, until in (("2019-01-01", "2019-12-31"), ("2021-01-01", "2021-12-31")):
        world.tenure("Ada Anker", "Council", since=since, until=until)

    assert [row[1] for row in told(asked(world, "Council"))] == ["joined", "left", "joined", "left"]


def test_whoever_was_listed_before_a_term_did_not_join_with_it() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", day="2020-01-01")
    world.tenure("Ada Anker", "Council", since="2021-11-08", until="2023-10-01", day="2020-01-01")

    assert [row[:2] for row in told(asked(world, "Council"))] == [
        ("2020-01-01", "first listed"),
        ("2021-11-08", "new term"),
        ("2023-10-01", "left"),
    ]


def test_a_list_that_saw_the_first_of_two_terms_says_nothing_of_the_second() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", since="2023-10-02", until="2025-11-04", day="2025-06-01")
    world.tenure("Ada Anker", "Council", since="2025-11-05", until="2027", day="2025-11-20")
    seen = Tenure(
        member=world.ref("Ada Anker"),
        organisation=world.ref("Council"),
        role="steering-committee-member",
        seen=("2025-06-05", "2025-12-31"),
        locator="line 1",
    )
    world.say(seen, "history", "2025-12-31")

    assert [row[:2] for row in told(asked(world, "Council"))] == [
        ("2023-10-02", "joined"),
        ("2025-11-05", "new term"),
    ]


def test_whoever_is_still_listed_after_a_term_has_not_left() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", since="2021-01-01", until="2022-12-31", day="2022-01-01")
    world.tenure("Ada Anker", "Council", since="2021-01-01", day="2024-06-01")

    assert [row[:2] + row[4:] for row in told(asked(world, "Council"))] == [
        ("2021-01-01", "joined", ""),
        ("2022-12-31", "term ended", "still listed on 2024-06-01"),
    ]


def test_a_change_of_role() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", since="2019-01-01", until="2020-12-31")
    world.tenure("Ada Anker", "Council", "chair", since="2021-01-01")

    assert told(asked(world, "Council"))[1] == (
        *("2021-01-01", "changed role", "Ada Anker: Council"),
        *("steering committee member", "chair"),
    )


def test_a_seat_for_another_company_and_a_change_of_employer_are_one_move() -> None:
    world = harbour()
    for day, company in (("2021-01-01", "Acme"), ("2022-01-01", "Buoy")):
        world.tenure("Ada Anker", "Council", for_=company, employer=company, day=day)

    answer = asked(world, "Council")

    assert told(answer)[1:] == [("2021-01-01 to 2022-01-01", "moved", "Ada Anker", "Acme", "Buoy")]
    assert len(answer.records[1].nodes) == 4


def test_who_moves_after_having_left_is_no_change_of_the_body() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", since="2019-01-01", until="2019-12-31")
    for day, company in (("2021-01-01", "Acme"), ("2022-01-01", "Buoy")):
        world.work("Ada Anker", company, day=day)

    assert [row[1] for row in told(asked(world, "Council"))] == ["joined", "left"]


# Foundations, projects, companies, people.


def test_a_foundation_with_its_board_members_and_projects() -> None:
    world = harbour()
    world.company("Acme")
    world.member("Acme", "Harbour Foundation", "gold", since="2020-01-01", until="2023-06-30")
    world.project("Ferry", "Harbour Foundation", "incubating")
    world.tenure("Ada Anker", "Board", "board-member", since="2021-01-01")
    world.tenure("Ben Bight", "Council", since="2021-01-01")

    assert told(asked(world, "Harbour Foundation")) == [
        ("2020-01-01", "joined", "Acme: member, Harbour Foundation", "", "gold"),
        ("2021-01-01", "joined", "Ada Anker: board member, Board", "", ""),
        ("2023-06-30", "left", "Acme: member, Harbour Foundation", "gold", ""),
        ("2024-06-01", "first listed", "Ferry: hosted by, Harbour Foundation", "", "incubating"),
    ]


def test_a_change_of_tier() -> None:
    world = harbour()
    world.company("Acme")
    membership = Membership(
        member=world.ref("Acme"), organisation=world.ref("Harbour Foundation"), start=Period.parse("2019"), locator="a"
    )
    for day, tier in (("2021-01-01", "gold"), ("2022-01-01", "platinum"), ("2023-01-01", "platinum")):
        world.say(membership, day=day)
        world.say(Phase(of=membership, tier=tier, locator=f"line {tier}"), day=day)

    assert told(asked(world, "Harbour Foundation", since="2020-01-01")) == [
        ("2021-01-01 to 2022-01-01", "changed tier", "Acme in Harbour Foundation", "gold", "platinum")
    ]


def test_a_member_that_was_listed_before_the_date_of_joining_is_first_listed() -> None:
    world = harbour()
    world.company("Acme")
    parties: dict[str, Any] = {"member": world.ref("Acme"), "organisation": world.ref("Harbour Foundation")}
    world.say(Membership(**parties, locator="a"), day="2020-01-01")
    world.say(Membership(**parties, start=Period.parse("2021-11"), locator="a"), day="2023-01-01")

    assert [row[:2] for row in told(asked(world, "Harbour Foundation"))] == [("2020-01-01", "first listed")]


def test_two_tiers_at_once_are_a_disagreement_and_no_change() -> None:
    world = harbour()
    world.company("Acme")
    membership = Membership(member=world.ref("Acme"), organisation=world.ref("Harbour Foundation"), locator="a")
    for source, day, tier in (
        ("one", "2021-01-01", "gold"),
        ("other", "2022-01-01", "silver"),
        ("one", "2023-01-01", "gold"),
    ):
        world.say(membership, source, day)
        world.say(Phase(of=membership, tier=tier, locator="line 1"), source, day)

    assert [row[1] for row in told(asked(world, "Harbour Foundation"))] == ["first listed"]


def test_a_new_name_and_a_purchase() -> None:
    world = harbour()
    world.company("Acme", "Crane")
    world.owns("Crane", "Acme", since="2022-03-01")
    world.say(Rename(entity=world.ref("Acme"), former="Acme Anvils", new="Acme", on=Period.parse("2021"), locator="a"))

    assert told(asked(world, "Acme")) == [
        ("2021", "renamed", "Acme", "Acme Anvils", "Acme"),
        ("2022-03-01", "began", "Acme: subsidiary, Crane", "", ""),
    ]


def test_a_company_and_its_people() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", for_="Acme", since="2020-01-01")
    for day, company in (("2021-01-01", "Buoy"), ("2022-01-01", "Acme")):
        world.work("Ben Bight", company, day=day)

    assert [row[:2] for row in told(asked(world, "Acme"))] == [
        ("2020-01-01", "joined"),
        ("2021-01-01 to 2022-01-01", "moved"),
    ]


def test_a_person() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", since="2020-01-01", day="2021-01-01")
    for day, company in (("2021-01-01", "Acme"), ("2022-01-01", "Buoy")):
        world.work("Ada Anker", company, day=day)
    world.work("Cai Cove", "Acme", since="2021-02-01")

    assert [row[1:] for row in told(asked(world, "Ada Anker"))] == [
        ("joined", "Ada Anker: steering committee member, Council", "", ""),
        ("moved", "Ada Anker", "Acme", "Buoy"),
    ]
    assert told(asked(world, "Cai Cove")) == [("2021-02-01", "joined", "Cai Cove: works for, Acme", "", "")]


def test_teams_do_not_govern() -> None:
    world = harbour()
    world.body("Reviewers", "Tugboat", "team")
    world.tenure("Ada Anker", "Reviewers", "member", since="2020-01-01")

    assert asked(world, "Tugboat").rows == []


# The time asked about.


def test_a_change_is_told_in_the_time_in_which_it_became_known() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", day="2021-01-01", gone="2023-01-01")

    inside = asked(world, "Council", "2022-01-01", "2023-12-31")

    assert [row[:2] for row in told(inside)] == [("2021-01-01 to 2023-01-01", "left")]
    assert inside.notes == ["1 change may lie before 2022-01-01: when it happened is known only roughly."]
    assert [row[1] for row in told(asked(world, "Council", "2021-01-01", "2022-12-31"))] == ["first listed"]


def test_a_coarse_date_may_lie_outside() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", since="2022")

    assert asked(world, "Council", "2022-06-01", "2022-12-31").notes == [
        "1 change may lie before 2022-06-01: when it happened is known only roughly."
    ]
    later = asked(world, "Council", "2022-01-01", "2022-06-30")
    assert later.rows == []
    assert later.notes == ["1 more change may lie in that time, or after 2022-06-30."]


def test_a_term_that_may_end_later_has_not_ended() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", since="2020-01-01", until="2022")

    assert [row[1] for row in told(asked(world, "Council", "2019-01-01", "2022-10-01"))] == ["joined"]


def test_without_days_the_last_year_is_meant() -> None:
    answer = harbour().graph().ask("changes", "Council", until="2024-02-29")

    assert answer.rows == []
    assert answer.parameters["until"] == "2024-02-29"


def test_days_the_wrong_way_round() -> None:
    with pytest.raises(RequestError, match="--since 2024-01-01 lies after --until 2023-01-01: exchange them"):
        asked(harbour(), "Council", "2024-01-01", "2023-01-01")


def test_a_body_without_members() -> None:
    answer = asked(harbour(), "Council")

    assert (answer.rows, answer.notes, answer.sentence) == ([], [], "")


def test_the_shipped_graph_tells_of_the_foundation_in_order_of_time() -> None:
    graph = stewards.open("memory:")
    answer = graph.ask("changes", "PyTorch Foundation", since="2024-01-01", until="2026-08-31")
    rows = told(answer)

    assert ("2025-04-01 to 2025-09-01", "changed tier", "Snowflake in PyTorch Foundation", "general", "premier") in rows
    assert ("2024-10 to 2026-08-11", "moved", "Shauheen Zahirazami", "Google", "AWS") in rows
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert all(answer.evidence)
