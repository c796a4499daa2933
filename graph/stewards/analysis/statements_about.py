"""Who said what about a thing."""

from __future__ import annotations

from stewards.asking.answers import EntityValue, Findings, Row
from stewards.asking.asked import Asked
from stewards.namespaces import SCHEMA, STW
from stewards.reading.relations import involving, names_in
from stewards.stores.store import Store


def run(store: Store, asked: Asked) -> Findings:
    """Return the statements about a thing by date; without a speaker, the source itself says it."""
    thing = asked.entities["thing"].iri
    nodes = [n for n in involving(store, [thing]).values() if thing in n.values.get(SCHEMA + "about", ())]
    names = names_in(store, nodes)
    rows = []
    for node in nodes:
        speaker = node.first(STW + "speaker")
        who = (
            EntityValue(names[str(speaker)], str(speaker))
            if speaker
            else "; ".join(sorted({e.source for e in node.evidence}))
        )
        date = (
            str(node.times.on)
            if node.times.on
            else max((passage.as_of for passage in node.evidence), default="") or None
        )
        rows.append(
            Row({"date": date, "speaker": who, "text": str(node.first(SCHEMA + "text"))}, node.evidence, (node.iri,))
        )
    rows.sort(key=lambda row: (str(row.values["date"]), str(row.values["speaker"]), str(row.values["text"])))
    return Findings(rows)
