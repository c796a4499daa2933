"""What a person should look at: pairs that may be the same and were not joined, and why any two names were or were not.

A build keeps its joins and the pairs it held apart; decisions go to a file that the next build follows.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from stewards.errors import StoreError
from stewards.identity.decisions import called
from stewards.identity.resolving import Identities
from stewards.model import Reference
from stewards.values import name_key, organisation_key

_FILE = "review.json"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names that some evidence connects. ``reason`` says why they were kept apart, "" when they were joined."""

    kind: str
    first: str
    second: str
    evidence: str
    reason: str = ""
    uncertain: bool = False


def save_review(identities: Identities, generation: Path) -> None:
    """Keep with a build why its references were joined or held apart."""
    held = {_pair(h.first, h.second, h.shared, h.reason, h.uncertain): None for h in identities.held_apart}
    joined = {_pair(j.first, j.second, j.evidence): None for j in identities.joins}
    content = {"held": [asdict(pair) for pair in held], "joined": [asdict(pair) for pair in joined]}
    (generation / _FILE).write_text(json.dumps(content), encoding="utf-8")


def _pair(first: Reference, second: Reference, evidence: str, reason: str = "", uncertain: bool = False) -> Pair:
    return Pair(first.kind, called(first), called(second), evidence, reason, uncertain)


def load_review(generation: Path) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs that a build held apart, and those it joined."""
    try:
        content = json.loads((generation / _FILE).read_text(encoding="utf-8"))
        return [Pair(**pair) for pair in content["held"]], [Pair(**pair) for pair in content["joined"]]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreError(f"{generation}: what was joined cannot be read ({error}): build the graph anew") from None


def queue(held: Iterable[Pair]) -> list[Pair]:
    """Return the uncertain pairs, each pair of names once, in order."""
    once = {(pair.kind, *sorted((pair.first, pair.second))): pair for pair in held if pair.uncertain}
    return [once[key] for key in sorted(once)]


def why(held: list[Pair], joined: list[Pair], first: str, second: str) -> list[Pair]:
    """Return the chain of joins that made two names one, or else the pairs in which they were held apart.

    Names are compared as they are, then without legal forms; of one name, every pair of its bearers is returned. The
    list is empty when nothing connects the two.
    """
    for key_of in (name_key, organisation_key):
        keys = key_of(first), key_of(second)
        chain = _chain(joined, key_of, *keys)
        if found := chain or [pair for pair in (*joined, *held) if set(_ends(pair, key_of)) == set(keys)]:
            return found
    return []


def _ends(pair: Pair, key_of: Callable[[str], str]) -> tuple[str, str]:
    """Return the keys of a pair's names, without the logins with which people are called."""
    return key_of(pair.first.split(" (@")[0]), key_of(pair.second.split(" (@")[0])


def _chain(joined: list[Pair], key_of: Callable[[str], str], start: str, end: str) -> list[Pair]:
    """Return the shortest chain of joins from one name to another."""
    neighbours: dict[str, list[tuple[str, Pair]]] = defaultdict(list)
    for pair in joined:
        one, other = _ends(pair, key_of)
        neighbours[one].append((other, pair))
        neighbours[other].append((one, pair))
    came: dict[str, tuple[str, Pair] | None] = {start: None}
    waiting = deque([start])
    while waiting and end not in came:
        here = waiting.popleft()
        for there, pair in neighbours[here]:
            if there not in came:
                came[there] = (here, pair)
                waiting.append(there)
    chain, step = [], came.get(end)
    while step:
        chain.append(step[1])
        step = came[step[0]]
    return chain[::-1]


def decisions_path(home: Path | None) -> Path | None:
    """Return the file that holds a team's decisions: ``$STEWARDS_DECISIONS``, else ``decisions.yaml`` in the store."""
    named = os.environ.get("STEWARDS_DECISIONS")
    return Path(named).expanduser() if named else home / "decisions.yaml" if home else None
