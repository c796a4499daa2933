"""What must hold of every graph before it is published: named checks, each a query for what breaks it."""

from __future__ import annotations

from dataclasses import dataclass

from stewards.stores.store import Store
from stewards.terms import Table


@dataclass(frozen=True, slots=True)
class Check:
    """A rule in words, and a query whose rows (``?node``) break it."""

    name: str
    rule: str
    offenders: str


CHECKS = (
    Check(
        "evidence",
        "every situation, event and statement names its evidence",
        """SELECT ?node WHERE {
          VALUES ?class { stw:Tenure stw:CorporateMembership stw:Hosting stw:Phase stw:ParentRelation stw:Usage
            stw:Competition stw:Licensing stw:Funding stw:Adherence stw:SeatCap stw:VotingRule stw:Founding
            stw:StewardshipTransfer stw:Rename stw:Release stw:Announcement stw:Statement }
          ?node a ?class FILTER NOT EXISTS { ?node stw:hasEvidence ?evidence } }""",
    ),
    Check(
        "order",
        "nothing ends before it starts",
        "SELECT ?node WHERE { ?node stw:startDate ?start ; stw:endDate ?end FILTER(STR(?start) > STR(?end)) }",
    ),
    Check(
        "parties",
        "a tenure has exactly one holder, one place and one role",
        "SELECT ?node WHERE { ?node a stw:Tenure ; org:member ?member } GROUP BY ?node HAVING(COUNT(?member) > 1)",
    ),
    Check(
        "own-parent",
        "nothing is its own parent",
        "SELECT ?node WHERE { ?node stw:child ?same ; stw:parent ?same }",
    ),
    Check(
        "labels",
        "every entity has a name",
        """SELECT ?node WHERE {
          VALUES ?class { foaf:Person org:Organization stw:Project stw:GoverningBody stw:Seat }
          ?node a ?class FILTER NOT EXISTS { ?node skos:prefLabel ?label } }""",
    ),
)


def run(store: Store) -> list[tuple[Check, list[str]]]:
    """Return the checks that fail, each with the nodes that break it."""
    failed = []
    for check in CHECKS:
        table = store.query(check.offenders)
        assert isinstance(table, Table)
        if table.rows:
            failed.append((check, sorted({str(row[0]) for row in table.rows})))
    return failed
