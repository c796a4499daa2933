"""Which bodies keep their own rules on the seats of one company, on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from stewards.asking.answers import EntityValue, Findings, Row, Value
from stewards.asking.asked import Asked
from stewards.asking.sentences import counted, listed
from stewards.namespaces import DCTERMS
from stewards.reading.bodies import governing
from stewards.reading.charter_rules import Cap, caps_in_force
from stewards.reading.lenses import read_groups
from stewards.reading.nodes import labels
from stewards.reading.positions import Positions, seats_on
from stewards.reading.rows import batched
from stewards.reckoning.cap_verdicts import BREACH, DISCRETION, NOT_KNOWN, PASS, Verdict, judge
from stewards.stores.store import Store
from stewards.validity import CERTAIN, POSSIBLE

_DESCRIPTIONS = f"SELECT ?node ?text WHERE {{ ?node <{DCTERMS}description> ?text }}"
_ORDER = (BREACH, DISCRETION, PASS, NOT_KNOWN)
_WORDS = {
    BREACH: "broken",
    DISCRETION: "left to the members' discretion",
    PASS: "kept",
    NOT_KNOWN: "not decided by what is known",
}


def run(store: Store, asked: Asked) -> Findings:
    """Return a row for each cap in force, breaches first, and for each first recorded later."""
    caps, later = caps_in_force(store, asked.day, _bodies(store, asked))
    told = {(cap.body, cap.seats) for cap in caps}
    later = [cap for cap in later if (cap.body, cap.seats) not in told]
    judged = judge_all(store, caps, asked.day)
    judged += [(cap, Verdict(NOT_KNOWN, "the rule is first recorded later"), "") for cap in later]
    names = labels(store, {iri for cap, verdict, _ in judged for iri in (cap.body, cap.same, *verdict.companies)})
    judged.sort(key=lambda found: (_ORDER.index(found[1].word), names[found[0].body], found[0].words))
    rows = [_row(cap, verdict, sure, names) for cap, verdict, sure in judged]
    return Findings(rows, sentence=_sentence(judged, names), figures=dict(Counter(v.word for _, v, _ in judged)))


def judge_all(store: Store, caps: Sequence[Cap], day: str) -> list[tuple[Cap, Verdict, str]]:
    """Return the verdict on each cap, and how sure what it rests on is for the day."""
    seats = seats_on(store, sorted({cap.body for cap in caps}), day, None)
    groups = read_groups(store, day)
    descriptions = described(store, seats)
    found = []
    for cap in caps:
        roster = seats.roster(cap.body)
        verdict = judge(cap, roster, seats.doubtful(cap.body), groups.head, descriptions)
        sure = cap.holds == CERTAIN and all(position.certainty == CERTAIN for position in roster)
        found.append((cap, verdict, (CERTAIN if sure else POSSIBLE) if verdict.word != NOT_KNOWN else ""))
    return found


def described(store: Store, seats: Positions) -> dict[str, str]:
    """Return what lists say of each tenure at some bodies, such as the class of the seat."""
    nodes = [holding.iri for position in seats.all() for holding in position.holdings]
    return {str(row["node"]): str(row["text"]) for row in batched(store, _DESCRIPTIONS, "node", nodes)}


def _bodies(store: Store, asked: Asked) -> list[str]:
    """Return the body asked about and those that govern the thing asked about; none when all are meant."""
    if "thing" not in asked.entities:
        return []
    thing = asked.entities["thing"].iri
    return [thing, *governing(store, [thing])]


def _row(cap: Cap, verdict: Verdict, sure: str, names: dict[str, str]) -> Row:
    values: dict[str, Value] = {
        "body": EntityValue(names[cap.body], cap.body),
        "verdict": verdict.word,
        "rule": cap.words,
        "same_company": names[cap.same],
        "most": tuple(EntityValue(names[c], c) for c in verdict.companies) if verdict.held > 1 else None,
        "held": f"{verdict.held} of {verdict.seats}" if verdict.held else None,
        "because": verdict.because or None,
        "certainty": sure or None,
    }
    return Row(values, nodes=(cap.iri, *verdict.nodes))


def _sentence(judged: Sequence[tuple[Cap, Verdict, str]], names: dict[str, str]) -> str:
    numbers = Counter(verdict.word for _, verdict, _ in judged)
    told = [
        f"{numbers[word]} {'is' if numbers[word] == 1 else 'are'} {_WORDS[word]}" for word in _ORDER if numbers[word]
    ]
    if not told:
        return ""
    broken = [names[cap.body] for cap, verdict, _ in judged if verdict.word == BREACH]
    return f"Of {counted(len(judged), 'cap')}, {listed(told)}." + (f" Broken by {listed(broken)}." if broken else "")
