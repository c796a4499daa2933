from __future__ import annotations

from stewards.events import Release, Statement
from stewards.model import Document, Membership, Phase, Record, Reference, Situation, Tenure
from stewards.quads import situations
from stewards.quads.situations import Node, gather
from stewards.values import Period
from tests.graphs import identified

ACME = Reference("organisation", "Acme")
BUOY = Reference("organisation", "Buoy")
NLF = Reference("organisation", "Northern Lights Foundation")
ADA = Reference("person", "Ada", (("github", "ada"),))
BOARD = Reference("body", "Board")
TUGBOAT = Reference("project", "Tugboat")


def document(name: str, as_of: str = "", complete: bool = False, publisher: str = "") -> Document:
    period = Period.parse(as_of) if as_of else None
    return Document(name, name, "facts", period, complete=complete, publisher=publisher)


def gathered(*claims: tuple[Document, Record]) -> list[Node]:
    batches: dict[Document, list[Record]] = {}
    for source, record in claims:
        batches.setdefault(source, []).append(record)
    return gather(batches, identified(record for _, record in claims))


def tenure(start: str = "", end: str = "", **more: object) -> Tenure:
    return Tenure(
        member=ADA,
        organisation=BOARD,
        role="board-member",
        start=Period.parse(start) if start else None,
        end=Period.parse(end) if end else None,
        **more,  # type: ignore[arg-type]
    )


def membership(member: Reference = ACME) -> Membership:
    return Membership(member=member, organisation=NLF)


def dates(node: Node) -> tuple[str, ...]:
    times = node.times
    return tuple(str(date or "") for date in (times.start, times.end, times.first_observed, times.last_observed))


def kinds(nodes: list[Node], kind: type[Record]) -> list[Node]:
    return [node for node in nodes if type(node.claims[0].record) is kind]


def test_two_documents_on_one_seat_are_one_situation() -> None:
    (node,) = gathered((document("a", "2022-01-01"), tenure()), (document("b", "2023-01-01"), tenure()))

    assert len(node.claims) == 2
    assert dates(node) == ("", "", "2022-01-01", "2023-01-01")


def test_an_address_does_not_depend_on_dates() -> None:
    (early,) = gathered((document("a", "2022-01-01"), tenure()))
    (later,) = gathered((document("b", "2024-01-01"), tenure("2021", "2025")))

    assert early.iri == later.iri


def test_times_that_cannot_meet_are_two_situations() -> None:
    nodes = gathered(
        (document("a", "2024-01-01"), tenure("2016", "2019")), (document("a", "2024-01-01"), tenure("2023"))
    )

    assert [node.iri.removeprefix(nodes[0].iri) for node in nodes] == ["", "-2"]
    assert [dates(node)[:2] for node in nodes] == [("2016", "2019"), ("2023", "")]


def test_the_most_precise_date_has_the_word() -> None:
    (node,) = gathered((document("a", "2023"), tenure("2022")), (document("b", "2023"), tenure("2022-09-12")))

    assert dates(node)[0] == "2022-09-12"


def test_of_two_dates_the_one_more_publishers_give_has_the_word() -> None:
    (node,) = gathered(
        (document("a", "2023"), tenure("2022-01-01")),
        (document("b", "2023"), tenure("2022-05-01")),
        (document("c", "2023"), tenure("2022-05-01")),
    )

    assert dates(node)[0] == "2022-05-01"


def test_versions_of_one_list_are_one_witness() -> None:
    (node,) = gathered(
        (document("list/1", "2023", publisher="NLF"), tenure("2022-05-01")),
        (document("list/2", "2024", publisher="NLF"), tenure("2022-05-01")),
        (document("note", "2023", publisher="Acme"), tenure("2022-01-01")),
    )

    assert dates(node)[0] == "2022-01-01"


def test_a_record_of_the_past_is_no_observation() -> None:
    (node,) = gathered((document("a", "2024-01-01"), tenure("2016", "2019")))

    assert dates(node)[2:] == ("", "")


def test_a_record_of_the_future_is_no_observation() -> None:
    (node,) = gathered((document("a", "2022-01-01"), tenure("2023-01-01")))

    assert dates(node)[2:] == ("", "")


def test_what_a_complete_list_no_longer_has_was_absent_by_then() -> None:
    nodes = gathered(
        (document("list/1", "2022-01-01", complete=True), membership()),
        (document("list/1", "2022-01-01", complete=True), membership(BUOY)),
        (document("list/2", "2023-01-01", complete=True), membership(BUOY)),
        (document("list/3", "2024-01-01", complete=True), membership(BUOY)),
    )
    absent = {node.claims[0].record.member.name: str(node.times.absent) for node in nodes}  # type: ignore[attr-defined]

    assert absent == {"Acme": "2023-01-01", "Buoy": "None"}


def test_the_silence_of_a_partial_list_says_nothing() -> None:
    nodes = gathered(
        (document("list/1", "2022-01-01"), membership()), (document("list/2", "2023-01-01"), membership(BUOY))
    )

    assert {node.times.absent for node in nodes} == {None}


def test_a_later_tier_ends_the_earlier_one() -> None:
    nodes = gathered(
        (document("list/1", "2022-01-01"), Phase(of=membership(), tier="silver")),
        (document("list/2", "2023-01-01"), Phase(of=membership(), tier="gold")),
    )
    absent = {node.claims[0].record.tier: str(node.times.absent) for node in kinds(nodes, Phase)}  # type: ignore[attr-defined]

    assert absent == {"silver": "2023-01-01", "gold": "None"}


def test_one_release_told_twice_is_one_event() -> None:
    (node,) = gathered(
        (document("a", "2023"), Release(project=TUGBOAT, version="2.0", on=Period.parse("2023-03"))),
        (document("b", "2023"), Release(project=TUGBOAT, version="2.0", on=Period.parse("2023-03-15"))),
    )

    assert str(node.times.on) == "2023-03-15"


def test_two_statements_are_two() -> None:
    said = [Statement(about=(TUGBOAT,), text=text) for text in ("It floats.", "It sinks.")]

    assert len(gathered(*[(document("a", "2023"), statement) for statement in said])) == 2


def test_a_seat_is_named_after_the_body_and_the_holder() -> None:
    record = tenure(seat_of=ACME)
    identities = identified([record])

    assert situations.seat_iri(record, identities) == "https://w3id.org/stewards/id/seat/board/acme"
    assert situations.seat_iri(tenure(), identities) == ""


def test_situations_come_in_order_of_their_address() -> None:
    claims = [(document("a", "2023"), record) for record in (tenure(), membership(), membership(BUOY))]
    nodes = gathered(*claims)

    assert [node.iri for node in nodes] == sorted(node.iri for node in gathered(*reversed(claims)))
    assert all(isinstance(node.claims[0].record, Situation) for node in nodes)


def test_somebody_re_elected_has_two_terms_though_a_list_had_them_throughout() -> None:
    listed = tenure(seen=("2024-01-10", "2026-08-21"))
    first, second = gathered(
        (document("election-2023"), tenure("2023-10-02", "2025-11-04", observed=False)),
        (document("history", "2026-08-21"), listed),
        (document("election-2025"), tenure("2025-11-05", "2027", observed=False)),
    )

    assert dates(first) == ("2023-10-02", "2025-11-04", "", "")
    assert dates(second) == ("2025-11-05", "2027", "2024-01-10", "2026-08-21")
    assert second.times.hold_on("2026-09-01") == "certain"


def test_what_was_last_seen_in_the_first_term_stays_there() -> None:
    first, second = gathered(
        (document("election-2023"), tenure("2023-10-02", "2025-11-04", observed=False)),
        (document("history", "2025-06-01"), tenure(seen=("2024-01-10", "2025-06-01"))),
        (document("election-2025"), tenure("2025-11-05", "2027", observed=False)),
    )

    assert first.times.last_observed == Period.parse("2025-06-01")
    assert second.times.last_observed is None


def test_who_was_seen_before_a_term_began_was_in_an_earlier_one() -> None:
    earlier, term = gathered(
        (document("list", "2022-10-01"), tenure()),
        (document("election-2022"), tenure("2022-10-03", "2024-10-01", observed=False)),
    )

    assert [earlier.times.hold_on(day) for day in ("2022-10-01", "2022-10-02", "2022-10-03")] == [
        "certain",
        "possible",
        "no",
    ]
    assert term.times.hold_on("2022-10-03") == "certain"


def test_a_tier_belongs_to_the_membership_of_its_time() -> None:
    def listed(first: str, last: str, gone: str, tier: str) -> list[Record]:
        whole = Membership(member=ACME, organisation=NLF, seen=(first, last), gone=gone)
        return [whole, Phase(of=whole, tier=tier, seen=(first, last), gone=gone)]

    history = document("history", "2024-06-01")
    stretches = [
        *listed("2020-01-01", "2021-01-01", "2021-02-01", "gold"),
        *listed("2023-01-01", "2024-06-01", "", "gold"),
    ]
    nodes = gathered(*((history, record) for record in stretches))
    memberships, phases = kinds(nodes, Membership), kinds(nodes, Phase)

    assert [phase.whole for phase in sorted(phases, key=lambda node: node.iri)] == [
        node.iri for node in sorted(memberships, key=lambda node: node.iri)
    ]
    assert len({phase.whole for phase in phases}) == 2
