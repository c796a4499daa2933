"""What happened to a thing: events, by date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stewards.analysis.disagreements import stated_dates
from stewards.asking.answers import Evidence, Findings, Row
from stewards.asking.asked import Asked
from stewards.reading.events import kind_of_event, tell
from stewards.reading.nodes import NodeRead
from stewards.reading.relations import involving, names_in
from stewards.stores.store import Store


def run(store: Store, asked: Asked) -> Findings:
    """Return the events in which a thing takes part, earliest first; where sources date one differently, each date."""
    events = [node for node in involving(store, [asked.entities["thing"].iri]).values() if kind_of_event(node)]
    names = names_in(store, events)
    rows = [
        Row({"date": day, "event": kind_of_event(node), "description": tell(node, names)}, evidence, (node.iri,))
        for node, day, evidence in by_date(store, events)
    ]
    return Findings(sorted(rows, key=lambda row: tuple(map(str, row.values.values()))))


def by_date(store: Store, events: Iterable[NodeRead]) -> Iterator[tuple[NodeRead, str | None, tuple[Evidence, ...]]]:
    """Yield each event once for each date it is given, with the evidence from the documents that give that date.

    A date that only says less than another one does ("2022-09" beside "2022-09-12") is left out.
    """
    events = list(events)
    stated = stated_dates(store, [node.iri for node in events])
    for node in events:
        dates = stated.get((node.iri, "date"), {})
        precise = [p for p in dates if not any(p != q and p.first <= q.first and q.last <= p.last for q in dates)]
        if len(precise) < 2:
            yield node, str(node.times.on) if node.times.on else None, node.evidence
            continue
        for period in precise:
            yield node, str(period), tuple(e for e in node.evidence if e.document in dates[period])
