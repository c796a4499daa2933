"""Finds the entity a person means: by name, alias, handle, IRI or prefixed name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stewards.errors import UnknownEntityError
from stewards.namespaces import DCTERMS, ENTITY_KINDS, ID, INDEX_GRAPH, OWL, REGISTRY_GRAPH, SKOS, STW, expand, shorten
from stewards.quads import nquads
from stewards.reading.nodes import labels
from stewards.reading.rows import batched, select
from stewards.stores.store import Store
from stewards.values import is_latin, name_key, organisation_key, without_marks

#: What a question's parameter may ask for, each with the kind of entity it accepts.
PARAMETER_KINDS = {
    "person": "person",
    "project": "project",
    "body": "body",
    "company": "organisation",
    "foundation": "organisation",
    "organisation": "organisation",
}
#: How alike two names are that may be one spelt wrongly, from 0 to 1: "Pytroch" and "PyTorch" are alike by 0.86.
NEAR = 0.8
_KINDS = {path: kind for kind, path in ENTITY_KINDS.items()}


@dataclass(frozen=True, slots=True)
class Found:
    """An entity that was found: its IRI, the name to show and its kind (person, organisation, project, body)."""

    iri: str
    label: str
    kind: str


def kind_of(iri: str) -> str:
    """Return the kind of entity an IRI stands for, "" when it is not an entity's."""
    part = iri.removeprefix(ID).split("/", 1)[0] if iri.startswith(ID) else ""
    return _KINDS.get(part, "")


def find(store: Store, text: str, kinds: Sequence[str] = ()) -> Found:
    """Return the entity that ``text`` means, among ``kinds`` (all kinds when empty).

    Raises :class:`UnknownEntityError` naming the nearest matches, or the candidates when several fit.
    """
    if not text.strip():
        raise UnknownEntityError(f"{_article(_wanted(kinds))} is asked for, and the name is empty")
    wanted = {PARAMETER_KINDS[kind] for kind in kinds}
    candidates = _by_address(store, text) or _by_name(store, text)
    fitting = [found for found in candidates if not wanted or found.kind in wanted]
    exact = [found for found in fitting if name_key(found.label) == name_key(text)]
    chosen = exact if len(exact) == 1 else fitting
    if len(chosen) == 1:
        return chosen[0]
    if chosen:
        listed = "; ".join(f"{found.label} ({shorten(found.iri)})" for found in chosen)
        raise UnknownEntityError(f"{text!r} may mean several things: name one of {listed}")
    if not candidates and _is_retired(store, text):
        raise UnknownEntityError(f"{text} is retired: no source that is loaded tells of it any more")
    raise UnknownEntityError(_unknown(store, text, candidates, kinds))


def _address(text: str) -> str:
    """Return the IRI of an entity that a text is or abbreviates, "" when it is none."""
    iri = text.strip("<>") if text.strip("<>").startswith(("http://", "https://")) else expand(text)
    return iri if iri and kind_of(iri) else ""


def _is_retired(store: Store, text: str) -> bool:
    iri = _address(text)
    pattern = f"GRAPH <{REGISTRY_GRAPH}> {{ {nquads.iri(iri)} <{OWL}deprecated> ?flag }}"
    return bool(iri and select(store, f"SELECT ?flag WHERE {{ {pattern} }}"))


def _by_address(store: Store, text: str) -> list[Found]:
    iri = _address(text)
    if not iri:
        return []
    pattern = f"GRAPH <{REGISTRY_GRAPH}> {{ {nquads.iri(iri)} <{DCTERMS}isReplacedBy> ?next }}"
    replaced = [str(row["next"]) for row in select(store, f"SELECT ?next WHERE {{ {pattern} }} ORDER BY ?next")]
    if replaced:
        return _named(store, replaced)
    return _named(store, [iri]) if select(store, f"SELECT ?p WHERE {{ {nquads.iri(iri)} ?p ?o }} LIMIT 1") else []


def _by_name(store: Store, text: str) -> list[Found]:
    written = _with_keys(store, {name_key(text), text.strip().lstrip("@").lower()})
    return written or _with_keys(store, {organisation_key(text)})


def _with_keys(store: Store, keys: set[str]) -> list[Found]:
    values = " ".join(map(nquads.text, sorted(keys)))
    pattern = f"GRAPH <{INDEX_GRAPH}> {{ ?entity <{STW}nameKey> ?key }}"
    rows = select(store, f"SELECT DISTINCT ?entity WHERE {{ VALUES ?key {{ {values} }} {pattern} }}")
    return _named(store, [str(row["entity"]) for row in rows])


def _named(store: Store, iris: list[str]) -> list[Found]:
    names = labels(store, iris)
    return sorted((Found(iri, names[iri], kind_of(iri)) for iri in iris), key=lambda found: (found.label, found.iri))


def _unknown(store: Store, text: str, others: list[Found], kinds: Sequence[str]) -> str:
    wanted = _wanted(kinds)
    near = [found.label for found in search(store, text, limit=5, kinds=kinds) or _nearest(store, text, kinds)]
    hint = f": did you mean {', '.join(near)}?" if near else ": try `stewards search`"
    if others:
        return f"{others[0].label!r} is {_article(others[0].kind)}, and {_article(wanted)} is asked for{hint}"
    return f"no {wanted} is called {text!r}{hint}"


def _wanted(kinds: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(kinds[:-1]), *kinds[-1:]))) or "entity"


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"


def _all_names(store: Store) -> dict[str, list[str]]:
    """Return the entities that have each name."""
    return store.recall("names", lambda: _read_names(store))


def _read_names(store: Store) -> dict[str, list[str]]:
    rows = select(store, f"SELECT ?entity ?key WHERE {{ GRAPH <{INDEX_GRAPH}> {{ ?entity <{STW}nameKey> ?key }} }}")
    names: dict[str, list[str]] = {}
    for row in rows:
        names.setdefault(str(row["key"]), []).append(str(row["entity"]))
    return names


def _nearest(store: Store, text: str, kinds: Sequence[str]) -> list[Found]:
    """Return the entities of some kinds whose names are spelt most like ``text``, nearest first."""
    from difflib import get_close_matches

    wanted = {PARAMETER_KINDS[kind] for kind in kinds}
    names: dict[str, list[str]] = {}
    for key, iris in _all_names(store).items():
        if fitting := [iri for iri in iris if not wanted or kind_of(iri) in wanted]:
            names[key] = fitting
    close = get_close_matches(name_key(text), names, n=5, cutoff=NEAR)
    iris = list(dict.fromkeys(iri for key in close for iri in names[key]))
    by_iri = {found.iri: found for found in _named(store, iris)}
    return [by_iri[iri] for iri in iris]


def search(store: Store, text: str, *, limit: int = 50, kinds: Sequence[str] = ()) -> list[Found]:
    """Return entities whose name holds every word of ``text``: whole names first, then beginnings, then the rest.

    Names are compared in Latin letters; what is written in others has to stand in a name as it is.
    """
    if not any(map(str.isalnum, text)):
        return []
    wanted = {PARAMETER_KINDS[kind] for kind in kinds}
    key = name_key(text)
    words = key.split()
    best: dict[str, tuple[int, int]] = {}
    for name, iris in _all_names(store).items():
        if all(word in name for word in words):
            rank = (0 if name == key else 1 if name.startswith(key) else 2, len(name))
            for iri in iris:
                if not wanted or kind_of(iri) in wanted:
                    best[iri] = min(best.get(iri, rank), rank)
    written = best if is_latin(text) else _as_written(store, text, best)
    ordered = sorted(written, key=lambda iri: (best[iri], iri))[:limit]
    names = labels(store, ordered)
    return [Found(iri, names[iri], kind_of(iri)) for iri in ordered]


def _as_written(store: Store, text: str, iris: Iterable[str]) -> set[str]:
    """Return those of some entities that have a name in which ``text`` stands in its own script."""
    looked = without_marks(text.strip()).casefold()
    query = f"SELECT ?thing ?name WHERE {{ ?thing <{SKOS}prefLabel>|<{SKOS}altLabel> ?name }}"
    rows = batched(store, query, "thing", iris)
    return {str(row["thing"]) for row in rows if looked in without_marks(str(row["name"])).casefold()}


def types_of(store: Store, iris: Sequence[str]) -> dict[str, str]:
    """Return what each entity is, as finely as known: company, foundation, organisation, person, project, body."""
    kinds = {iri: kind_of(iri) or "concept" for iri in iris}
    for kind in ("Company", "Foundation"):
        for row in batched(store, f"SELECT ?thing WHERE {{ ?thing a <{STW}{kind}> }}", "thing", iris):
            kinds[str(row["thing"])] = kind.lower()
    return kinds


def name_keys(store: Store, things: Iterable[str]) -> dict[str, set[str]]:
    """Return what each entity is called, in the form in which names are compared."""
    keys: dict[str, set[str]] = defaultdict(set)
    query = f"SELECT ?thing ?key WHERE {{ GRAPH <{INDEX_GRAPH}> {{ ?thing <{STW}nameKey> ?key }} }}"
    for row in batched(store, query, "thing", things):
        keys[str(row["thing"])].add(str(row["key"]))
    return dict(keys)
