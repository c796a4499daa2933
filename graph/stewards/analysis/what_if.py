"""What an acquisition, a merger or a departure would change: caps, majorities, projects of one company, empty seats.

Nothing in the store changes. Companies count by their groups on the day, as after the event. What is not known stays
so: an effect is told only where it is sure from the people whose company is known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from stewards.analysis.caps import described
from stewards.asking.answers import EntityValue, Findings, Row, Value
from stewards.asking.asked import Asked
from stewards.asking.counts_in_words import names_of
from stewards.asking.sentences import counted, listed
from stewards.reading.charter_rules import Cap, caps_in_force, majorities
from stewards.reading.positions import Positions
from stewards.reading.rows import batched
from stewards.reading.times import read_times
from stewards.reckoning.cap_verdicts import BREACH, DISCRETION, PASS, judge, owned
from stewards.reckoning.counting import Count, companies_in, count
from stewards.reckoning.happenings import MERGES, Happening, read_happening
from stewards.reckoning.power import Majority
from stewards.reckoning.supposition import Place, Supposition, suppose
from stewards.stores.store import Store
from stewards.validity import NO, UNKNOWN

#: Effects in the order in which they matter, each with what one and what several are called in the sentence.
EFFECTS = {
    "cap broken": ("a cap is broken", "caps are broken"),
    "cap left to discretion": ("a cap is left to the members' discretion", "caps are left to the members' discretion"),
    "majority gained": ("a company gains a majority on a body", "majorities on bodies are gained"),
    "majority passes on": ("a majority on a body passes on", "majorities on bodies pass on"),
    "majority lost": ("a majority on a body is lost", "majorities on bodies are lost"),
    "nobody left": ("a project has no maintainer left", "projects have no maintainer left"),
    "one company left": (
        "a project has maintainers of one company only",
        "projects have maintainers of one company only",
    ),
    "half or more leave": (
        "a project loses half of its maintainers",
        "projects lose half of their maintainers or more",
    ),
    "half of the maintainers": (
        "a company gains half of a project's maintainers",
        "projects come to have half of their maintainers from one company",
    ),
    "half passes on": ("half of a project's maintainers pass on", "projects see half of their maintainers pass on"),
    "cap kept again": ("a broken cap is kept again", "broken caps are kept again"),
    "seats together": ("seats on a body come together", "bodies see seats come together"),
    "seat vacated": ("seats on a body fall vacant", "bodies have seats that fall vacant"),
    "membership ended": ("a membership ends", "memberships end"),
}
_MEMBERSHIPS = """SELECT ?node ?member ?place WHERE {
  ?node a stw:CorporateMembership ; org:member ?member ; org:organization ?place
}"""


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that would change at a place: for whom, how it is and how it would be, and what that rests on."""

    kind: str
    place: str
    companies: tuple[str, ...]
    before: str
    after: str
    nodes: tuple[str, ...]


def run(store: Store, asked: Asked) -> Findings:
    """Return a row for each effect of the event on the day, the gravest first."""
    happening = read_happening(store, asked.event)
    supposed = suppose(store, happening, asked.day)
    effects = [
        *_on_bodies(store, supposed, asked.day),
        *(effect for project in supposed.projects for effect in _on_project(project, supposed)),
        *_ended_memberships(store, happening, supposed, asked.day),
    ]
    if happening.verb == MERGES:  # the merged company is both of the two, so that nothing passes from one to the other
        effects = [effect for effect in effects if not effect.kind.endswith("passes on")]
    names = names_of(store, {iri for effect in effects for iri in (effect.place, *effect.companies)})
    order = list(EFFECTS)
    effects.sort(key=lambda effect: (order.index(effect.kind), names[effect.place].casefold(), effect.place))
    kinds = Counter(effect.kind for effect in effects)
    rows = [_row(effect, names) for effect in effects]
    return Findings(rows, _notes(supposed, happening), _sentence(asked.event, kinds), dict(kinds))


def _notes(supposed: Supposition, happening: Happening) -> list[str]:
    bodies, projects = counted(len(supposed.bodies), "body"), counted(len(supposed.projects), "project")
    scope = f"{bodies} and {projects} where those concerned take part were weighed; nothing in the graph was changed."
    if not supposed.together or happening.target is None:
        return [scope]
    return [f"{happening.actor.label} and {happening.target.label} are of one group on that day already.", scope]


def _sentence(event: str, kinds: Mapping[str, int]) -> str:
    told = [
        one if kinds[kind] == 1 else f"{kinds[kind]} {more}" for kind, (one, more) in EFFECTS.items() if kinds.get(kind)
    ]
    return f"If {event}, {listed(told, most=len(EFFECTS)) or 'nothing that is known changes'}."


def _row(effect: Effect, names: Mapping[str, str]) -> Row:
    values: dict[str, Value] = {
        "effect": effect.kind,
        "where": EntityValue(names[effect.place], effect.place),
        "who": tuple(EntityValue(names[company], company) for company in effect.companies) or None,
        "before": effect.before or None,
        "after": effect.after or None,
    }
    return Row(values, nodes=effect.nodes)


def _on_bodies(store: Store, supposed: Supposition, day: str) -> Iterator[Effect]:
    bodies = [place.iri for place in supposed.bodies]
    caps = caps_in_force(store, day, bodies)[0] if bodies else []
    told = described(store, Positions({place.iri: place.before for place in supposed.bodies}))
    rules = majorities(store, bodies, day)
    for place in supposed.bodies:
        for cap in (cap for cap in caps if cap.body == place.iri):
            yield from _on_cap(cap, place, supposed, told)
        before = count(owned(place.before, supposed.owner_before))
        after = count(owned(place.after, supposed.owner_after))
        yield from _on_majority(place, rules[place.iri], before, after)
        yield from _on_seats(place, supposed, before, after)


def _on_cap(cap: Cap, place: Place, supposed: Supposition, told: Mapping[str, str]) -> Iterator[Effect]:
    was = judge(cap, place.before, place.doubtful, supposed.owner_before, told)
    now = judge(cap, place.after, place.doubtful, supposed.owner_after, told)
    if was.word == now.word:
        return
    kinds = {BREACH: "cap broken", DISCRETION: "cap left to discretion", PASS: "cap kept again"}
    if now.word in kinds and not (now.word == PASS and was.word != BREACH):
        before = f"{was.word}, {cap.words}"
        after = f"{now.held} of {now.seats}" + (f", {now.because}" if now.because else "")
        yield Effect(kinds[now.word], place.iri, now.companies, before, after, (cap.iri, *now.nodes))


def _on_majority(place: Place, rule: tuple[Majority, str], before: Count, after: Count) -> Iterator[Effect]:
    majority, node = rule

    def holder(found: Count) -> str:
        enough = [c for c in companies_in(found) if found.surely(c) >= majority.quota(found.people)]
        return enough[0] if len(enough) == 1 else ""

    had, has = holder(before), holder(after)
    if had != has and after.people > 1:
        kind = "majority passes on" if had and has else "majority gained" if has else "majority lost"
        yield _passing(kind, place, had, has, before, after, node)


def _passing(kind: str, place: Place, had: str, has: str, before: Count, after: Count, rule: str = "") -> Effect:
    """Return the effect of a majority or half that one company had, and one has after the event ("" for none)."""
    nodes = (rule, *before.nodes.get(had, ()), *after.nodes.get(has, ()))
    companies = tuple(filter(None, (had, has)))
    rested = tuple(dict.fromkeys(filter(None, nodes)))
    return Effect(kind, place.iri, companies, _of(before, had or has), _of(after, has or had), rested)


def _on_seats(place: Place, supposed: Supposition, before: Count, after: Count) -> Iterator[Effect]:
    if vacated := place.vacated:
        companies = tuple(sorted({c for position in vacated for c in position.companies}))
        nodes = tuple(dict.fromkeys(node for position in vacated for node in position.nodes))
        was, left = counted(len(place.before), "seat"), f"{len(place.after)} held, {len(vacated)} empty"
        yield Effect("seat vacated", place.iri, companies, was, left, nodes)
    parts: dict[str, set[str]] = defaultdict(set)
    for company in {company for position in place.before for company in position.companies}:
        parts[supposed.owner_after(company)].add(supposed.owner_before(company))
    for owner, parts_of in sorted(parts.items()):
        if len(parts_of) > 1 and owner in after.known:
            was = " + ".join(str(before.surely(part)) for part in sorted(parts_of))
            yield Effect("seats together", place.iri, (owner,), was, _of(after, owner), after.nodes[owner])


def _of(found: Count, company: str) -> str:
    return f"{found.surely(company)} of {found.people}"


def _on_project(place: Place, supposed: Supposition) -> Iterator[Effect]:
    before = count(owned(place.before, supposed.owner_before))
    after = count(owned(place.after, supposed.owner_after))
    nodes = tuple(dict.fromkeys(node for position in place.before for node in position.nodes))
    if not place.after:
        companies = tuple(sorted(before.known))
        yield Effect("nobody left", place.iri, companies, counted(before.people, "maintainer"), "none", nodes)
        return
    if 2 * len(place.vacated) >= len(place.before):
        gone = tuple(sorted({company for position in place.vacated for company in position.companies}))
        was, left = counted(before.people, "maintainer"), f"{after.people} left"
        yield Effect("half or more leave", place.iri, gone, was, left, nodes)
    elif after.people > 1:
        whole, half = (_at_least(share, before, after) for share in (1, Fraction(1, 2)))
        if whole[1] and not whole[0]:
            yield _passing("one company left", place, "", whole[1], before, after)
        elif half[0] != half[1] and half[1]:
            kind = "half passes on" if half[0] else "half of the maintainers"
            yield _passing(kind, place, half[0], half[1], before, after)


def _at_least(share: Fraction | int, *counts: Count) -> list[str]:
    """Return, for each count, the company that surely has at least a share of the people, "" where none or two have."""
    found = []
    for every in counts:
        enough = [c for c in companies_in(every) if every.surely(c) >= share * every.people]
        found.append(enough[0] if len(enough) == 1 else "")
    return found


def _ended_memberships(store: Store, happening: Happening, supposed: Supposition, day: str) -> Iterator[Effect]:
    """Yield the memberships of a company that leaves, of all foundations or of the one it leaves."""
    rows = list(batched(store, _MEMBERSHIPS, "member", sorted(supposed.leaving)))
    times = read_times(store, [str(row["node"]) for row in rows])
    for row in rows:
        node, place = str(row["node"]), str(row["place"])
        wanted = happening.target is None or place == happening.target.iri
        if wanted and (not day or times[node].hold_on(day) not in (NO, UNKNOWN)):
            yield Effect("membership ended", place, (str(row["member"]),), "member", "", (node,))
