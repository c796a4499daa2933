"""Wikidata: from statements with ranks, qualifiers and references to records, page by page, resumed after a cut."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from stewards.errors import RequestError, SourceError
from stewards.events import Founding
from stewards.model import Document, ParentRelation, Profile, Record, Reference, Tenure
from stewards.plans import source_plan
from stewards.sources import find_format
from stewards.sources.input import Input
from stewards.values import Period
from tests.endpoints import Server, cut, forward, oxigraph, refuse

DAY = "2026-11-23"
ALL = "Q101,Q102,Q103,Q104,Q105"
ALDER_GROUP = Reference(
    "organisation", "Alder Group", (("wikidata", "Q101"), ("crunchbase", "alder-group"), ("domain", "alder.example"))
)
ALDER_CLOUD = Reference("organisation", "Alder Cloud", (("wikidata", "Q102"), ("github", "aldercloud")))
BIRCH = Reference("organisation", "Birch Foundation", (("wikidata", "Q103"),))
ADA = Reference("person", "Ada Ash", (("wikidata", "Q201"), ("github", "adaash")))
BEN = Reference("person", "Ben Beech", (("wikidata", "Q202"),))


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory, fixtures: Path) -> Iterator[str]:
    turtle = (fixtures / "wikidata.ttl").read_text(encoding="utf-8")
    with oxigraph(tmp_path_factory.mktemp("oxigraph"), turtle) as url:
        yield url


def source(url: str, folder: Path, day: str = DAY, **options: str) -> Input:
    document = Document("wikidata", "wikidata", "wikidata", Period.parse(day))
    return Input(document, folder, options | {"endpoint": url})


def read(given: Input) -> Sequence[Record]:
    (records,) = find_format("wikidata").read(given).values()
    return records


@pytest.fixture(scope="module")
def everything(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Sequence[Record], list[str]]:
    """Return the records on all organisations, and what could not be used."""
    given = source(endpoint, tmp_path_factory.mktemp("pages"), items=ALL)
    return read(given), [str(problem) for problem in given.problems]


@pytest.fixture(scope="module")
def records(everything: tuple[Sequence[Record], list[str]]) -> dict[str, Record]:
    """Return the records on all organisations by their statement."""
    return {record.locator: record for record in everything[0]}


def tenure(records: dict[str, Record], statement: str) -> Tenure:
    record = records[f"wds:{statement}"]
    assert isinstance(record, Tenure)
    return record


def parent(records: dict[str, Record], statement: str) -> ParentRelation:
    record = records[f"wds:{statement}"]
    assert isinstance(record, ParentRelation)
    return record


def profile(records: dict[str, Record], item: str) -> Profile:
    record = records[f"wd:{item}"]
    assert isinstance(record, Profile)
    return record


def test_chief_executive(records: dict[str, Record]) -> None:
    found = tenure(records, "Q102-CEO2")

    assert (found.member, found.organisation, found.role) == (ADA, ALDER_CLOUD, "chief-executive")


def test_chair_and_board_members_are_at_the_organisation(records: dict[str, Record]) -> None:
    chair, member = tenure(records, "Q103-CHAIR"), tenure(records, "Q103-B1")

    assert (chair.member, chair.organisation, chair.role) == (BEN, BIRCH, "board-chair")
    assert (member.member, member.organisation, member.role) == (ADA, BIRCH, "board-member")


def test_dates_have_the_precision_that_wikidata_states(records: dict[str, Record]) -> None:
    former, present = tenure(records, "Q102-CEO1"), tenure(records, "Q102-CEO2")

    assert former.start == Period.parse("2011")
    assert former.end == Period.parse("2016-04")
    assert present.start == Period.parse("2016-05-02")
    assert present.end is None


def test_deprecated_statement_is_left_out(records: dict[str, Record]) -> None:
    assert "wds:Q102-CEO3" not in records


def test_preferred_statement_is_marked_and_its_references_named(records: dict[str, Record]) -> None:
    assert tenure(records, "Q102-CEO2").description == (
        "preferred on Wikidata; Wikidata cites https://alder.example/board, read on 2021-03-04"
        " and Annual report of Alder Cloud"
    )


def test_statement_beside_a_preferred_one_confirms_nothing(records: dict[str, Record]) -> None:
    assert tenure(records, "Q102-CEO2").observed
    assert not tenure(records, "Q102-CEO1").observed


def test_end_on_an_unknown_day_is_past(records: dict[str, Record]) -> None:
    chair = tenure(records, "Q103-CHAIR")

    assert chair.end is None
    assert not chair.observed


def test_moment_in_the_past_confirms_nothing_today(records: dict[str, Record]) -> None:
    assert tenure(records, "Q103-B1").observed
    assert not tenure(records, "Q103-B2").observed


def test_unknown_value_is_passed_over(records: dict[str, Record]) -> None:
    assert "wds:Q103-B3" not in records


@pytest.mark.parametrize("statement", ["Q101-SUB", "Q102-PARENT", "Q102-OWN1"])
def test_subsidiary_is_one_relation_whichever_end_states_it(records: dict[str, Record], statement: str) -> None:
    found = parent(records, statement)

    assert (found.child, found.parent, found.relation) == (ALDER_CLOUD, ALDER_GROUP, "subsidiary")


def test_owner_that_is_the_parent_too_has_a_subsidiary(records: dict[str, Record]) -> None:
    assert parent(records, "Q104-OWN").relation == "subsidiary"


def test_owner_that_is_no_parent_is_an_owner(records: dict[str, Record]) -> None:
    assert parent(records, "Q105-OWN2").relation == "owned"


def test_shareholder_of_less_than_half_is_no_owner(records: dict[str, Record]) -> None:
    assert "wds:Q102-OWN2" not in records
    assert "wds:Q105-OWN4" not in records
    assert parent(records, "Q105-OWN1").parent.name == "Cedar Fund"


def test_person_who_owns_is_no_parent(records: dict[str, Record]) -> None:
    assert "wds:Q105-OWN3" not in records


def test_founding_has_its_date_and_its_founders(records: dict[str, Record]) -> None:
    begin, first, second = (records[f"wds:Q103-{name}"] for name in ("BEGIN", "F1", "F2"))

    assert isinstance(begin, Founding)
    assert isinstance(first, Founding)
    assert isinstance(second, Founding)
    assert (begin.founded, begin.on) == (BIRCH, Period.parse("2016-04"))
    assert (first.by, second.by) == ((ALDER_CLOUD,), (ADA,))


def test_kinds_are_stated_only_where_certain(records: dict[str, Record]) -> None:
    types = {item: profile(records, item).type for item in ALL.split(",")}

    assert types == {"Q101": "company", "Q102": "company", "Q103": "foundation", "Q104": "company", "Q105": ""}


def test_profile_has_names_and_home_page(records: dict[str, Record]) -> None:
    found = profile(records, "Q101")

    assert (found.subject, found.names, found.homepage) == (ALDER_GROUP, ("Alder",), "https://www.alder.example/")


def test_what_cannot_be_used_is_reported(everything: tuple[Sequence[Record], list[str]]) -> None:
    assert everything[1] == [
        "wikidata, wds:Q101-BEGIN: the date 1900-01-01T00:00:00Z is not known to the year",
        "wikidata, wds:Q103-B4: ends in 2011, before it starts in 2016-05-02",
        "wikidata, wds:Q105-SELF: relates Dogwood to itself",
    ]


def test_names_come_in_the_language_asked_for(endpoint: str, tmp_path: Path) -> None:
    found = read(source(endpoint, tmp_path, items="Q101", languages="fr,en"))

    subject = next(record.subject.name for record in found if isinstance(record, Profile))
    assert subject == "Groupe Alder"


def test_document_names_the_endpoint_and_the_day(endpoint: str, tmp_path: Path) -> None:
    (document,) = find_format("wikidata").read(source(endpoint, tmp_path, items="Q104"))

    assert (document.title, document.url) == (f"{endpoint}, {DAY}", endpoint)
    assert document.as_of == Period.parse(DAY)
    assert (document.publisher, document.licence) == ("Wikidata", "CC0-1.0")


def test_wikidata_itself_is_asked_without_credentials(
    endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server([forward(endpoint)]) as proxy:
        monkeypatch.setenv("http_proxy", f"http://{proxy.place}")
        monkeypatch.setenv("STEWARDS_ENDPOINT_TOKEN", "s3cr3t")
        (document,) = find_format("wikidata").read(source("http://query.wikidata.org/sparql", tmp_path, items="Q104"))

    assert (document.title, document.url) == (f"Wikidata, {DAY}", "https://www.wikidata.org/")
    assert all("Authorization" not in call.headers for call in proxy.calls)


def test_unknown_item_is_reported(endpoint: str, tmp_path: Path) -> None:
    given = source(endpoint, tmp_path, items="Q999")

    assert read(given) == []
    assert [str(problem) for problem in given.problems] == ["wikidata, wd:Q999: is not known there"]


def subjects(found: Sequence[Record]) -> set[str]:
    return {record.subject.name for record in found if isinstance(record, Profile)}


def test_class_is_read_page_by_page(endpoint: str, tmp_path: Path) -> None:
    with Server([forward(endpoint)]) as server:
        found = read(source(server.url, tmp_path, **{"class": "Q4830453"}, page="2"))

    listing = [call.query for call in server.calls if "?class" in call.query]
    assert [query.split("OFFSET")[1].strip() for query in listing] == ["0", "2"]
    assert {"Alder Cloud", "Cedar Fund", "Dogwood"} <= subjects(found)


def test_limit_ends_the_listing_of_a_class(endpoint: str, tmp_path: Path) -> None:
    found = read(source(endpoint, tmp_path, **{"class": "Q4830453"}, limit="1"))

    assert "Alder Cloud" in subjects(found)
    assert "Dogwood" not in subjects(found)


def test_class_can_be_narrowed_to_those_with_a_property(endpoint: str, tmp_path: Path) -> None:
    found = read(source(endpoint, tmp_path, **{"class": "Q4830453,Q157031"}, having="P2037"))

    assert "Alder Cloud" in subjects(found)
    assert "Birch Foundation" not in subjects(found)


def test_pages_do_not_change_what_is_read(
    endpoint: str, tmp_path: Path, everything: tuple[Sequence[Record], list[str]]
) -> None:
    assert read(source(endpoint, tmp_path, items=ALL, page="2")) == everything[0]


def test_page_that_fails_once_is_asked_again(
    endpoint: str, tmp_path: Path, everything: tuple[Sequence[Record], list[str]]
) -> None:
    busy = refuse(503, "later", Retry_After="1")
    with Server([forward(endpoint), busy, forward(endpoint)]) as server:
        found = read(source(server.url, tmp_path, items=ALL, page="2"))

    assert found == everything[0]
    assert server.calls[1].query == server.calls[2].query


def run_cut_at_the_second_page(endpoint: str, folder: Path) -> list[str]:
    """Read twice, the first time cut at the second page; return the queries of both runs."""
    with Server([forward(endpoint), refuse(500, "out of memory"), forward(endpoint)]) as server:
        with pytest.raises(SourceError, match=r"failed on the query \(500\): out of memory"):
            read(source(server.url, folder, items=ALL, page="2"))
        read(source(server.url, folder, items=ALL, page="2"))
        return [call.query for call in server.calls]


def test_run_that_was_cut_goes_on_where_it_stopped(endpoint: str, tmp_path: Path) -> None:
    first, failed, resumed, *rest = run_cut_at_the_second_page(endpoint, tmp_path)

    assert resumed == failed
    assert first not in rest


def test_same_day_is_asked_once(endpoint: str, tmp_path: Path) -> None:
    with Server([forward(endpoint), forward(endpoint), cut]) as server:
        first = read(source(server.url, tmp_path, items="Q101"))
        again = read(source(server.url, tmp_path, items="Q101"))

    assert again == first
    assert len(server.calls) == 2


def test_another_day_is_asked_anew(endpoint: str, tmp_path: Path) -> None:
    with Server([forward(endpoint)]) as server:
        read(source(server.url, tmp_path, items="Q101"))
        read(source(server.url, tmp_path, day="2026-11-24", items="Q101"))

    assert len(server.calls) == 4


def test_page_that_was_not_kept_whole_is_asked_again(endpoint: str, tmp_path: Path) -> None:
    first = read(source(endpoint, tmp_path, items="Q101"))
    for page in tmp_path.rglob("*.json"):
        page.write_text(page.read_text(encoding="utf-8")[:40], encoding="utf-8")

    assert read(source(endpoint, tmp_path, items="Q101")) == first


def test_pages_of_last_month_are_thrown_away(endpoint: str, tmp_path: Path) -> None:
    old, other = tmp_path / "2026-10-01", tmp_path / "notes"
    for folder in (old, other):
        folder.mkdir()
        os.utime(folder, (time.time() - 30 * 24 * 3600,) * 2)

    read(source(endpoint, tmp_path, items="Q101"))

    assert not old.exists()
    assert other.exists()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "say what to read"),
        ({"items": "Q1,Berlin"}, "'Berlin' is none: give items such as"),
        ({"items": "Q1} DROP ALL #"}, "'Q1}' is none"),
        ({"class": "Q1", "page": "0"}, "'0' is none: give a number"),
        ({"items": "Q1", "languages": 'en")'}, "is none: give languages"),
        ({"items": "Q1", "colour": "red"}, "there is no option 'colour'"),
    ],
)
def test_wrong_option_is_refused_before_anything_is_asked(
    options: dict[str, str], expected: str, tmp_path: Path
) -> None:
    with Server([cut]) as server, pytest.raises(SourceError, match=expected):
        read(source(server.url, tmp_path, **options))

    assert server.calls == []


def test_plan_asks_wikidata_unless_another_endpoint_is_named() -> None:
    plan = source_plan("wikidata", "", None, DAY, ["items=Q95"])

    assert (plan.name, plan.location) == ("wikidata", "https://query.wikidata.org/sparql")
    assert plan.inputs[0].options == {"items": "Q95", "endpoint": "https://query.wikidata.org/sparql"}


def test_plan_keeps_credentials_out_of_the_location() -> None:
    plan = source_plan("wikidata", "https://ada:secret@example.org/sparql?key=geheim77", "mirror", DAY, ["items=Q95"])

    assert plan.location == "https://example.org/sparql"
    assert "secret" not in plan.inputs[0].document.url


def test_plan_refuses_a_file() -> None:
    with pytest.raises(RequestError, match="not a plain http or https address"):
        source_plan("wikidata", "board.csv", None, DAY, ["items=Q95"])
