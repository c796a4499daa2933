"""How well references are told apart and joined, against the silver truth, and how fast at scale.

The identifier that made the truth (the Crunchbase page, the login, the repository) is hidden; what is left is the name
as written, the web domain, the list it stands in. Pairs of rows are compared: two rows of the truth are a pair when
they share the hidden identifier, and a found pair when they get one node. The truth is wrong in places;
``identity_audit.yaml`` lists those pairs with reasons, and the score is given on the truth as it is and as audited.

Run: python tests/bench/bench_identity.py [--pairs] (needs STEWARDS_TEST_DATA with the folder ``truth`` beside it).
"""

from __future__ import annotations

import csv
import os
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import yaml

from stewards.build import read_source, shipped_facts
from stewards.garbage import without_cycle_search
from stewards.identity.resolving import resolve
from stewards.model import Document, Membership, Profile, Record, Reference, Tenure
from stewards.values import clean_name, domain_of, name_key, slug

TRUTH = Path(os.environ.get("STEWARDS_TEST_DATA", Path(__file__).parents[3] / "shared" / "data")).parent / "truth"
AUDIT = Path(__file__).with_name("identity_audit.yaml")
Row = dict[str, str]
Pair = tuple[str, str]


def facts_without(scheme: str) -> dict[Document, list[Record]]:
    """Return the profiles of the shipped facts without one kind of identifier."""
    found: dict[Document, list[Record]] = {}
    for document, records in read_source(shipped_facts()).batches.items():
        profiles = [record for record in records if isinstance(record, Profile)]
        found[document] = [
            replace(profile, governs=None, subject=without(profile.subject, scheme)) for profile in profiles
        ]
    return found


def without(reference: Reference, scheme: str) -> Reference:
    return replace(reference, identifiers=tuple(pair for pair in reference.identifiers if pair[0] != scheme))


def organisation(row: Row) -> tuple[Reference, Callable[[Reference], Record]]:
    domain = domain_of(row["homepage_domain"])
    reference = Reference("organisation", clean_name(row["name"]), (("domain", domain),) if domain else ())
    return reference, lambda ref: Membership(member=ref, organisation=Reference("organisation", row["source"]))


def person(row: Row) -> tuple[Reference, Callable[[Reference], Record]]:
    scope = f"{row['source']}/{slug(row['name'])}/{slug(row['company'])}"
    company = Reference("organisation", row["company"] or row["source"])
    reference = Reference("person", row["name"], (("named-in", scope),))
    return reference, lambda ref: Tenure(member=ref, organisation=company, role="employee")


def project(row: Row) -> tuple[Reference, Callable[[Reference], Record]]:
    scope = row["source"].split("@")[0]
    reference = Reference("project", clean_name(row["name"]), (("named-in", f"{scope}/{slug(row['name'])}"),))
    return reference, lambda ref: Profile(subject=ref)


Maker = Callable[[Row], tuple[Reference, Callable[[Reference], Record]]]


def evaluate(file: str, key: str, hidden: str, make: Maker) -> None:
    rows = list(csv.DictReader((TRUTH / file).open(encoding="utf-8")))
    batches = facts_without(hidden)
    truth: dict[str, set[str]] = defaultdict(set)
    named: dict[Reference, set[str]] = defaultdict(set)
    for row in rows:
        reference, record = make(row)
        document = Document(row["source"], row["source"], "bench")
        batches.setdefault(document, []).append(record(reference))
        truth[row[key].lower()].add(label(row, reference))
        named[reference].add(label(row, reference))
    identities = resolve(batches)
    found: dict[str, set[str]] = defaultdict(set)
    for reference, labels in named.items():
        found[identities.iri(reference)] |= labels
    wrong, missing = audit(file)
    actual, expected = pairs(found.values()), pairs(truth.values())
    report(file, "as it is", actual, expected)
    report(file, "audited", actual, (expected - wrong) | (missing & (expected | actual)))
    if "--pairs" in sys.argv:
        for pair in sorted(actual - expected - missing):
            print("   joined, and not in the truth:", pair)
        for pair in sorted(expected - actual - wrong):
            print("   in the truth, and not joined:", pair)


def label(row: Row, reference: Reference) -> str:
    """Return what stands for a row: organisations and projects by name, people by name, list and company."""
    return reference.name if reference.kind != "person" else f"{row['name']} | {row['source']} | {row['company']}"


def pairs(groups: Iterable[set[str]]) -> set[Pair]:
    return {(one, other) for group in groups for one, other in combinations(sorted(group), 2)}


def audit(file: str) -> tuple[set[Pair], set[Pair]]:
    """Return the pairs that the truth has and should not have, and those it lacks."""
    entries = yaml.safe_load(AUDIT.read_text(encoding="utf-8")).get(file, {})
    both: list[set[Pair]] = []
    for kind in ("wrong", "missing"):
        both.append({tuple(sorted(entry["names"])) for entry in entries.get(kind, [])})
    return both[0], both[1]


def report(file: str, which: str, actual: set[Pair], expected: set[Pair]) -> None:
    right = len(actual & expected)
    precision, recall = right / max(1, len(actual)), right / max(1, len(expected))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"{file:22} {which:9} pairs {len(expected):6} precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")


def made_up(words: list[str], chance: random.Random) -> str:
    return " ".join(chance.choices(words, k=chance.randint(1, 4))) + chance.choice(["", " Inc.", " GmbH"])


def scale(organisations: int, people: int) -> float:
    """Return the seconds it takes to resolve made-up organisations and people whose names resemble real ones."""
    rows = list(csv.DictReader((TRUTH / "org_aliases.csv").open(encoding="utf-8")))
    words = sorted({word for row in rows for word in name_key(row["name"]).split()})
    chance = random.Random(7)
    document = Document("made-up", "made up", "bench")
    records: list[Record] = []
    companies = [
        Reference("organisation", made_up(words, chance), (("domain", f"site{chance.randrange(organisations)}.com"),))
        for _ in range(organisations)
    ]
    for company in companies:
        records.append(Profile(subject=company))
    for number in range(people):
        name = f"{chance.choice(words)} {chance.choice(words)}"
        who = Reference("person", name, (("github", f"u{number}") if number % 2 else ("named-in", f"x/{number}"),))
        records.append(Tenure(member=who, organisation=chance.choice(companies), role="employee"))
    started = time.perf_counter()
    with without_cycle_search():  # as a build does
        resolve({document: records})
    return time.perf_counter() - started


def main() -> None:
    evaluate("org_aliases.csv", "crunchbase_url", "crunchbase", organisation)
    evaluate("people_aliases.csv", "github_login", "github", person)
    evaluate("project_aliases.csv", "repo_url", "repository", project)
    first = 0.0
    for part in (4, 2, 1):
        seconds = scale(100_000 // part, 300_000 // part)
        first = first or seconds
        size = f"{100_000 // part:>7} organisations, {300_000 // part:>7} people"
        print(f"{size}: {seconds:6.1f} s, {seconds / first:4.1f} times the first")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2:.2f} GB")


if __name__ == "__main__":
    main()
