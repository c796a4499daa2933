"""The rules by which references are joined, strongest evidence first; each is a function over the clusters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from itertools import combinations

from stewards.identity.clusters import Clusters, HeldApart
from stewards.identity.name_evidence import agree, extends, fits_page, squeezed, words
from stewards.identity.survey import Survey
from stewards.model import Reference
from stewards.values import name_key, organisation_key

#: An identifier that a reference carries, and that turned out to be somebody else's.
Ignored = set[tuple[Reference, tuple[str, str]]]

#: What identifier schemes are called in messages, strongest first.
IDENTIFIERS = {
    "wikidata": "Wikidata item",
    "github": "GitHub login",
    "crunchbase": "Crunchbase page",
    "repository": "repository",
    "named-in": "name within",
}
#: How many references of one name or block are compared with one another.
MOST_COMPARED = 60


def join_all(clusters: Clusters, survey: Survey) -> Ignored:
    """Join everything that the evidence in a survey joins; return the identifiers that are not their bearers' own."""
    ordered = survey.ordered
    _join_curated(clusters, survey, ordered)
    ignored = _contested(survey) | _accounts_of_others(survey)
    for scheme in IDENTIFIERS:
        _join_identifiers(clusters, ordered, scheme, ignored)
    organisations = [reference for reference in ordered if reference.kind == "organisation"]
    _join_equal(clusters, organisations, lambda ref: organisation_key(ref.name), "name")
    _join_domains(clusters, organisations)
    _join_people(clusters, survey, [reference for reference in ordered if reference.kind == "person"])
    _queue_alike(clusters, organisations)
    return ignored


def mark_all(clusters: Clusters, survey: Survey) -> None:
    """Mark what must not be joined: bearers of different keys, items or logins, and what is part of what."""
    for reference in survey.ordered:
        for scheme, value in reference.identifiers:
            if scheme in ("curated", "wikidata") or (scheme == "github" and reference.kind == "person"):
                clusters.mark(reference, scheme, value)
            elif scheme == "named-in" and reference.kind == "person":
                # Two accounts of one register are two people until somebody says otherwise.
                register, _, account = value.rpartition("/")
                clusters.mark(reference, f"account in {register}", account)
    for number, (child, parent) in enumerate(sorted(survey.parents, key=repr)):
        clusters.mark(child, f"parent {number}", "child")
        clusters.mark(parent, f"parent {number}", "parent")


def _join_curated(clusters: Clusters, survey: Survey, ordered: list[Reference]) -> None:
    """Join what carries the same curated key, then every reference with the curated entity its name is an alias of."""
    by_key: dict[str, Reference] = {}
    known: dict[tuple[str, str], Reference] = {}
    for reference in ordered:
        for scheme, value in reference.identifiers:
            if scheme == "curated":
                clusters.join(by_key.setdefault(value, reference), reference, f"key {value}", identifier=True)
    for curated in sorted(survey.preferred, key=lambda ref: ref.identifiers):
        for name in {curated.name, *survey.aliases[curated]} if curated.kind != "person" else ():
            known.setdefault((curated.kind, name_key(name)), curated)
    for reference in ordered:
        match = known.get((reference.kind, name_key(reference.name)))
        if match is not None:
            clusters.join(match, reference, f"alias {reference.name!r} of the facts", identifier=True)


def _contested(survey: Survey) -> Ignored:
    """Return the pages and repositories that several entries of one list carry, which only one of them can own.

    A list names each member once: two members with one page are a parent and its subsidiary, or a slip. The page is
    left to the one whose name it spells.
    """
    losers: set[tuple[str, tuple[str, str]]] = set()
    for listed in survey.listed.values():
        bearers: dict[tuple[str, str], set[Reference]] = defaultdict(set)
        for reference in listed:
            for pair in reference.identifiers:
                if pair[0] in ("crunchbase", "repository"):
                    bearers[pair].add(reference)
        for pair, found in bearers.items():
            names = {_key(reference): reference.name for reference in found}
            if len(names) > 1:
                owner = max(names, key=lambda key: (fits_page(names[key], pair[1].rsplit("/", 1)[-1]), key))
                losers |= {(key, pair) for key in names if key != owner}
    return {(ref, pair) for ref in survey.counts for pair in ref.identifiers if (_key(ref), pair) in losers}


def _accounts_of_others(survey: Survey) -> Ignored:
    """Return the logins that a list gives a person and that are an organisation's: one account has one bearer."""
    pairs = [(ref, pair) for ref in survey.counts for pair in ref.identifiers if pair[0] == "github"]
    theirs = {pair for ref, pair in pairs if ref.kind == "organisation"}
    return {(ref, pair) for ref, pair in pairs if ref.kind == "person" and pair in theirs}


def _key(reference: Reference) -> str:
    return organisation_key(reference.name) if reference.kind == "organisation" else name_key(reference.name)


def _join_identifiers(clusters: Clusters, ordered: list[Reference], scheme: str, ignored: Ignored) -> None:
    """Join what shares an identifier; where marks keep some apart, the identifier stays with one of them."""
    bearers: dict[tuple[str, str], list[Reference]] = defaultdict(list)
    for reference in ordered:
        for found, value in reference.identifiers:
            if found == scheme and (reference, (found, value)) not in ignored:
                bearers[reference.kind, value].append(reference)
    for (_, value), sharing in bearers.items():
        for reference in sharing[1:]:
            clusters.join(sharing[0], reference, f"{IDENTIFIERS[scheme]} {value}", identifier=True)
        roots = dict.fromkeys(clusters.root(reference) for reference in sharing)
        if len(roots) > 1:
            owner = max(
                sharing, key=lambda ref: (_states(ref), fits_page(ref.name, value.rsplit("/", 1)[-1]), ref.name)
            )
            ignored |= {(ref, (scheme, value)) for ref in sharing if not clusters.same(ref, owner)}


def _states(reference: Reference) -> bool:
    """Return whether a reference is a curated one, which states its identifiers on purpose."""
    return any(scheme == "curated" for scheme, _ in reference.identifiers)


def _join_equal(
    clusters: Clusters, among: Iterable[Reference], key: Callable[[Reference], Hashable], what: str
) -> None:
    first: dict[Hashable, Reference] = {}
    for reference in among:
        clusters.join(first.setdefault(key(reference), reference), reference, f"{what} {reference.name!r}")


def _join_domains(clusters: Clusters, organisations: list[Reference]) -> None:
    """A shared domain joins organisations whose names agree: a parent's domain is often its subsidiary's."""
    sharing: dict[str, list[Reference]] = defaultdict(list)
    for reference in organisations:
        for scheme, value in reference.identifiers:
            if scheme == "domain":
                sharing[value].append(reference)
    for domain, bearers in sorted(sharing.items()):
        found = [reference for reference in bearers if reference.name != domain]
        for index, reference in enumerate(found[1:MOST_COMPARED], 1):
            earlier = [other for other in found[:index] if not clusters.same(other, reference)]
            alike = [other for other in earlier if agree(other.name, reference.name, domain)]
            for other in alike:
                clusters.join(other, reference, f"domain {domain} and names that agree")
            if earlier and not alike:
                why = "the names have nothing in common"
                clusters.held_apart.append(HeldApart(f"domain {domain}", earlier[0], reference, why, uncertain=True))
        for unnamed in (reference for reference in bearers if reference.name == domain):
            _join_unnamed(clusters, unnamed, found)


def _join_unnamed(clusters: Clusters, unnamed: Reference, found: list[Reference]) -> None:
    """Join what a source knows by its domain alone with the one organisation of that domain, or the one it spells."""
    spelled = [other for other in found if squeezed(other.name) == unnamed.name.split(".")[0]] or found
    if len({clusters.root(other) for other in spelled}) == 1:
        clusters.join(spelled[0], unnamed, f"domain {unnamed.name}, its one organisation")
    elif spelled:
        why = "several organisations have the domain"
        clusters.held_apart.append(HeldApart(f"domain {unnamed.name}", spelled[0], unnamed, why, uncertain=True))


def _join_people(clusters: Clusters, survey: Survey, people: list[Reference]) -> None:
    """An equal name of two words or more joins people who hold a role in one place, unless two logins fit."""
    named: dict[str, list[Reference]] = defaultdict(list)
    for reference in people:
        if " " in (key := name_key(reference.name)):
            named[key].append(reference)
    for key, found in sorted(named.items()):
        if len(found) < 2:
            continue
        places = {
            ref: {clusters.root(place) for place in survey.contexts.get(ref, ())} for ref in found[:MOST_COMPARED]
        }
        logins = {login for ref in found for login in clusters.marked(ref, "github")}
        for first, second in combinations(places, 2):
            if clusters.same(first, second) or not places[first] & places[second]:
                continue
            shared = min(place.name for place in places[first] & places[second])
            if len(logins) > 1 and not (clusters.marked(first, "github") and clusters.marked(second, "github")):
                why = "several people of this name have different logins"
                clusters.held_apart.append(HeldApart(f"name {key!r}, at {shared}", first, second, why, uncertain=True))
            else:
                clusters.join(first, second, f"name {first.name!r} and a role at {shared}")


def _queue_alike(clusters: Clusters, organisations: list[Reference]) -> None:
    """Note names that differ in common words only ("Synadia", "Synadia Communications"): a person has to decide."""
    blocks: dict[str, dict[Reference, Reference]] = defaultdict(dict)
    for reference in organisations:
        for word in words(reference.name):
            blocks[word].setdefault(clusters.root(reference), reference)
    for _, block in sorted(blocks.items()):
        if len(block) <= MOST_COMPARED:
            for first, second in combinations(block.values(), 2):
                if extends(first.name, second.name) and not clusters.conflict(first, second, binding_only=False):
                    held = HeldApart("names", first, second, "they differ in common words only", uncertain=True)
                    clusters.held_apart.append(held)
