from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stewards.asking.answers import Answer
from stewards.errors import RequestError
from tests.worlds import DAY, World

COMPANIES = ("Acme", "Buoy", "Crane")
Crew = list[tuple[str, ...]]


def projects(crews: dict[str, Crew], host: str = "") -> World:
    """Return a world of projects, each with maintainers given by the companies that they may be of."""
    world = World()
    world.company(*COMPANIES)
    if host:
        world.foundation(host)
    for project, crew in crews.items():
        world.project(project, host)
        for number, companies in enumerate(crew):
            who = f"{project} person {number}"
            world.maintainer(who, project)
            for company in companies:
                world.work(who, company)
    return world


def asked(world: World, *names: str, as_of: str = DAY, lens: str | None = None, **options: object) -> Answer:
    return world.graph().ask("single-company-projects", *names, as_of=as_of, lens=lens, **options)


def held(answer: Answer) -> set[tuple[str, str, object]]:
    return {(str(row["project"]), str(row["company"]), row["certainty"]) for row in answer.rows}


def test_at_least_half_is_enough() -> None:
    crews: dict[str, Crew] = {"Half": [("Acme",), ("Buoy",)], "Third": [("Acme",), ("Buoy",), ("Crane",)]}

    answer = asked(projects(crews))

    assert held(answer) == {("Half", "Acme", "certain"), ("Half", "Buoy", "certain")}
    assert answer.figures == {"projects": 2, "certain": 1, "possible": 0}
    assert answer.sentence == (
        "Of 2 projects with 2 maintainers or more, one company has half or more of the maintainers of 1."
    )


def test_certain_wherever_the_unknown_work() -> None:
    answer = asked(projects({"Harbour": [("Acme",), ("Acme",), ("Buoy",), ()]}))

    assert held(answer) == {("Harbour", "Acme", "certain"), ("Harbour", "Buoy", "possible")}
    assert answer.figures == {"projects": 1, "certain": 1, "possible": 0}
    assert answer.rows[0] | {"company": "", "project": ""} == {
        "project": "",
        "company": "",
        "theirs": 2,
        "maintainers": 4,
        "share": "50% to 75%",
        "unknown": 1,
        "only_together": None,
        "certainty": "certain",
    }


def test_possible_only_if_the_unknown_are_theirs_too() -> None:
    answer = asked(projects({"Harbour": [("Acme",), ("Buoy",), ("Crane",), ()], "Quay": [("Acme",), ("Acme",)]}))

    assert {row for row in held(answer) if row[0] == "Harbour"} == {
        ("Harbour", company, "possible") for company in COMPANIES
    }
    assert answer.sentence.endswith("of the maintainers of 1; of 1 more that is possible, not certain.")


def test_the_sentence_where_nothing_is_certain() -> None:
    answer = asked(projects({"Harbour": [("Acme",), ("Buoy",), ()]}))

    assert answer.sentence == (
        "Of 1 project with 2 maintainers or more, none surely has half or more of its maintainers from one company; "
        "of 1 it is possible."
    )


def test_who_may_be_of_two_companies_makes_it_possible() -> None:
    assert (
        held(asked(projects({"Harbour": [("Acme", "Buoy"), ("Acme",), ("Crane",)]})))
        == {("Harbour", "Acme", "possible")} | set()
    )


def test_where_no_employer_is_known_no_company_is_named() -> None:
    answer = asked(projects({"Harbour": [(), ()]}))

    assert answer.rows == []
    assert answer.sentence == (
        "Of 1 project with 2 maintainers or more, none surely has half or more of its maintainers from one company."
    )


def test_a_project_of_one_maintainer_is_left_out_unless_asked_for() -> None:
    world = projects({"Harbour": [("Acme",)]})

    assert held(asked(world)) == set()
    assert held(asked(world, least=1)) == {("Harbour", "Acme", "certain")}


def test_another_share() -> None:
    world = projects({"Harbour": [("Acme",), ("Acme",), ("Buoy",)]})

    assert held(asked(world, share="2/3")) == {("Harbour", "Acme", "certain")}
    assert held(asked(world, share="70%")) == set()
    assert len(held(asked(world, share="1/3"))) == 2


def test_certain_ones_come_first_then_the_larger() -> None:
    crews: dict[str, Crew] = {
        "Doubtful": [("Acme",)] * 4 + [()] * 5,
        "Small": [("Acme",)] * 2,
        "Large": [("Acme",)] * 3,
    }

    assert [str(row["project"]) for row in asked(projects(crews)).rows] == ["Large", "Small", "Doubtful"]


def test_subprojects_count_into_their_project() -> None:
    world = projects({"Harbour": [("Acme",)], "Harbour Docs": [("Buoy",), ("Buoy",)]})
    world.owns("Harbour", "Harbour Docs", relation="subproject")

    answer = asked(world)

    assert held(answer) == {("Harbour", "Buoy", "certain")}
    assert answer.rows[0]["maintainers"] == 3


def test_subprojects_of_subprojects_count_at_the_top() -> None:
    world = projects({"Harbour": [("Acme",)], "Docs": [("Buoy",)], "Docs Theme": [("Buoy",)]})
    world.owns("Harbour", "Docs", relation="subproject")
    world.owns("Docs", "Docs Theme", relation="subproject")

    assert held(asked(world)) == {("Harbour", "Buoy", "certain")}


def test_projects_in_a_ring_are_one() -> None:
    world = projects({"Harbour": [("Acme",)], "Quay": [("Acme",)]})
    world.owns("Harbour", "Quay", relation="subproject")
    world.owns("Quay", "Harbour", relation="subproject")

    assert len(held(asked(world))) == 1


def test_projects_of_one_foundation() -> None:
    world = projects({"Harbour": [("Acme",), ("Acme",)]}, host="Foundation")
    world.project("Elsewhere")
    world.maintainer("Ada", "Elsewhere", "Acme")
    world.maintainer("Bo", "Elsewhere", "Acme")

    assert held(asked(world, "Foundation")) == {("Harbour", "Acme", "certain")}
    assert len(held(asked(world))) == 2


def test_a_row_of_a_hosted_project_rests_on_the_hosting() -> None:
    world = projects({"Harbour": [("Acme",), ("Acme",)]}, host="Foundation")

    assert len(asked(world, "Foundation").evidence[0]) == len(asked(world).evidence[0]) + 1


def test_many_projects_are_read_like_few() -> None:
    names = [f"Project {number}" for number in range(60)]
    world = projects({name: [("Acme",), ("Acme",)] for name in names}, host="Foundation")

    assert held(asked(world, "Foundation")) == {(name, "Acme", "certain") for name in names}


def test_a_share_that_only_the_group_has() -> None:
    world = projects({"Harbour": [("Acme",), ("Buoy",), ("Crane",), ("Crane",), ()], "Quay": [("Buoy",), ("Buoy",)]})
    world.owns("Acme", "Buoy")
    world.owns("Acme", "Crane")

    answer = asked(world, lens="group")

    together = {str(row["project"]): row["only_together"] for row in answer.rows}
    assert held(answer) == {("Harbour", "Acme", "certain"), ("Quay", "Acme", "certain")}
    assert together["Quay"] is None
    found = together["Harbour"]
    assert isinstance(found, tuple) and [str(company) for company in found] == ["Acme", "Buoy", "Crane"]


def test_owners_in_a_ring() -> None:
    world = projects({"Harbour": [("Acme",), ("Buoy",), ("Crane",), ("Crane",), ("Crane",)]})
    world.owns("Acme", "Buoy")
    world.owns("Buoy", "Acme")

    assert held(asked(world, lens="group")) == {("Harbour", "Crane", "certain")}
    assert len(asked(world, lens="group", share="2/5")) == 2


def test_maintainers_who_have_left_do_not_count() -> None:
    world = projects({"Harbour": [("Acme",), ("Buoy",), ("Buoy",)]})
    for name in ("Old", "Older"):
        world.maintainer(name, "Harbour", "Acme", since="2001", until="2002")

    assert held(asked(world)) == {("Harbour", "Buoy", "certain")}


def test_maintainers_first_recorded_later_are_not_known() -> None:
    answer = asked(projects({"Harbour": [("Acme",), ("Acme",)]}), as_of="2020-01-01")

    assert answer.rows == []
    assert answer.notes == [
        "2 more are undated, or first recorded after 2020-01-01; whether they held then is not known."
    ]


def test_an_empty_graph() -> None:
    answer = asked(World())

    assert (answer.rows, answer.sentence) == ([], "")


def test_a_share_of_nothing_is_refused() -> None:
    with pytest.raises(RequestError, match="is not a share"):
        asked(World(), share="0")


crews = st.lists(st.sets(st.sampled_from(COMPANIES), max_size=2).map(lambda s: tuple(sorted(s))), max_size=5)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(crews, max_size=2), st.sampled_from([Fraction(1, 3), Fraction(1, 2), Fraction(2, 3)]), st.booleans())
def test_what_is_held_is_what_every_case_tried_one_by_one_gives(
    drawn: list[Crew], share: Fraction, owned: bool
) -> None:
    world = projects({f"Project {place}": crew for place, crew in enumerate(drawn)})
    if owned:
        world.owns("Acme", "Buoy")
    head = {"Buoy": "Acme"} if owned else {}
    expected = set()
    for place, crew in enumerate(drawn):
        people = [tuple({head.get(company, company) for company in companies}) for companies in crew]
        cases = list(product(*(companies or (*COMPANIES, "elsewhere") for companies in people)))
        for company in {company for companies in people for company in companies} if len(crew) >= 2 else ():
            found = [case.count(company) >= share * len(crew) for case in cases]
            if any(found):
                expected.add((f"Project {place}", company, "certain" if all(found) else "possible"))

    assert held(asked(world, lens="group", share=str(share))) == expected
