"""Which documents speak of an entity, and how many of its facts each supports."""

from __future__ import annotations

from collections import Counter

from stewards.asking.answers import Evidence, Findings, Row
from stewards.asking.asked import Asked
from stewards.reading.documents import publishers_of
from stewards.reading.evidence import read_evidence
from stewards.reading.relations import involving
from stewards.reading.rows import batched
from stewards.stores.store import Store

_PROFILE = "SELECT ?entity ?passage WHERE { ?entity stw:describedBy ?passage }"


def run(store: Store, asked: Asked) -> Findings:
    """Return one row a document, those with most facts first."""
    entity = asked.entities["entity"].iri
    facts: Counter[str] = Counter()
    passages: dict[str, set[Evidence]] = {}
    nodes = involving(store, [entity])
    described = read_evidence(store, {str(row["passage"]) for row in batched(store, _PROFILE, "entity", [entity])})
    for found in (*(node.evidence for node in nodes.values()), tuple(described.values())):
        for document in {passage.document for passage in found}:
            facts[document] += 1
        for passage in found:
            passages.setdefault(passage.document, set()).add(passage)
    publishers = publishers_of(store, facts)
    rows = []
    for document, number in sorted(facts.items(), key=lambda item: (-item[1], item[0])):
        first = min(passages[document])
        values = {
            "document": first.source,
            "publisher": publishers.get(document),
            "as_of": first.as_of or None,
            "facts": number,
            "url": first.url.split("#")[0] or None,
        }
        rows.append(Row(values, tuple(sorted(passages[document])), ()))
    return Findings(rows)
