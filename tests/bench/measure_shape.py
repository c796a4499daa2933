"""Measures the shape of a built graph, and prints it as the constants of ``tests/bench/shape.py``.

Run: python -m tests.bench.measure_shape STORE, where ``stewards --store STORE build --mirror FOLDER`` was run before.
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import accumulate
from pathlib import Path
from pprint import pformat

from stewards.reading.rows import select
from stewards.stores.store import Store
from tests.graphs import published

#: How large a share of the things at one end is looked at, those with most links first.
RANKS = (0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.4, 0.7, 1.0)
_TENURE = "?s a stw:Tenure ; org:member ?one ; org:organization ?other . ?one a foaf:Person . ?other a "
_ORG = "org:Organization"
#: Each relation with the pattern of its two ends.
RELATIONS = {
    "works-on": f"{_TENURE} stw:Project",
    "sits-on": f"{_TENURE} stw:GoverningBody",
    "employed-by": f"{_TENURE} {_ORG}",
    "member-of": "?s a stw:CorporateMembership ; org:member ?one ; org:organization ?other",
    "hosted-by": "?s stw:hostedProject ?one ; stw:host ?other",
    "part-of": "?s stw:child ?one ; stw:parent ?other",
    "funds": "?s stw:funder ?one ; stw:recipient ?other",
    "phase-of": "?s stw:phaseOf ?one . BIND(1 AS ?other)",
    "releases": "?s stw:releasedProject ?one . BIND(1 AS ?other)",
    "governs": "?one stw:governs ?other . BIND(?one AS ?s)",
}
KINDS = {
    "person": "?s a foaf:Person",
    "company": "?s a org:Organization FILTER NOT EXISTS { ?s a stw:Foundation }",
    "foundation": "?s a stw:Foundation",
    "project": "?s a stw:Project",
    "body": "?s a stw:GoverningBody",
    "document": "?s a stw:SourceDocument",
    "passage": "?s a stw:Evidence",
}


def curve(counts: Counter[str]) -> tuple[float, ...]:
    """Return what share of all links the things with most links have, at each of :data:`RANKS`."""
    summed = [0, *accumulate(sorted(counts.values(), reverse=True))]
    return tuple(round(summed[round(rank * len(counts))] / summed[-1], 4) for rank in RANKS)


def ends(store: Store, pattern: str) -> tuple[int, list[tuple[int, tuple[float, ...]]]]:
    """Return the number of a relation's situations, and for each end the number of things there and their curve."""
    rows = select(store, f"SELECT DISTINCT ?s ?one ?other {{ {pattern} }}")
    counted = [Counter(str(row[end]) for row in rows) for end in ("one", "other")]
    return len(rows), [(len(counts), curve(counts)) for counts in counted]


def repeated(store: Store, pattern: str, of: str) -> list[tuple[int, float]]:
    """Return for each number of times that something is there the share of things of which it is true, up to nine."""
    rows = select(store, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }} GROUP BY {of}")
    counts = Counter(min(int(str(row["n"])), 9) for row in rows)
    return [(number, round(share / len(rows), 4)) for number, share in sorted(counts.items())]


def shares(store: Store, pattern: str, of: str) -> list[tuple[str, float]]:
    """Return the values of a property with their shares, those with at least one in a hundred."""
    rows = select(store, f"SELECT {of} (COUNT(*) AS ?n) {{ {pattern} }} GROUP BY {of} ORDER BY DESC(?n)")
    total = sum(int(str(row["n"])) for row in rows)
    found = [(str(row[of[1:]]).rsplit("/", 1)[-1], int(str(row["n"])) / total) for row in rows]
    return [(name, round(share, 3)) for name, share in found if share >= 0.01]


def documents(store: Store) -> tuple[float, ...]:
    """Return the curve of the passages in documents."""
    rows = select(store, "SELECT ?d (COUNT(*) AS ?n) { ?e stw:inDocument ?d } GROUP BY ?d")
    return curve(Counter({str(row["d"]): int(str(row["n"])) for row in rows}))


def measure(store: Store) -> dict[str, object]:
    """Return everything that ``shape.py`` holds."""
    quads = "{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }"
    return {
        "RANKS": RANKS,
        "QUADS": int(str(select(store, f"SELECT (COUNT(*) AS ?n) {{ {quads} }}")[0]["n"])),
        "KINDS": {
            kind: int(str(select(store, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")[0]["n"]))
            for kind, pattern in KINDS.items()
        },
        "RELATIONS": {name: ends(store, pattern) for name, pattern in RELATIONS.items()},
        "EVIDENCE": repeated(store, "?s stw:hasEvidence ?e", "?s"),
        "PASSAGES": documents(store),
        "ROLES": {
            name: shares(store, f"{RELATIONS[name]} . ?s org:role ?role", "?role") for name in ("works-on", "sits-on")
        },
        "TIERS": shares(store, "?s stw:membershipTier ?tier", "?tier"),
    }


def main() -> None:
    for name, value in measure(published(Path(sys.argv[1]))).items():
        print(f"{name} = {pformat(value, width=110, sort_dicts=False, underscore_numbers=True)}")


if __name__ == "__main__":
    main()
