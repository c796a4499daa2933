"""A team's decisions on who is who, in a file that can be kept in git.

.. code-block:: yaml

    - same: [Synadia, Synadia Communications]
      kind: organisation
      why: one company, see its imprint
    - different: [Wave (payments), Wave (accounting)]
      kind: organisation
    - same: [Ada Anker, "@ada"]
      kind: person

A person can be named by a login; a person's name alone means those for whom no login is known, where there are any.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stewards.errors import Problem, SourceError
from stewards.identity.clusters import Clusters
from stewards.identity.survey import Survey
from stewards.model import Reference
from stewards.namespaces import ENTITY_KINDS
from stewards.sources.reading import load_yaml, read_file
from stewards.values import name_key, organisation_key

#: A login at the end of what a decision calls a person: "@ada", "Ada Anker (@ada)".
_LOGIN = re.compile(r"(@[\w-]+)\)?$")


@dataclass(frozen=True, slots=True)
class Decision:
    """That two names of one kind mean the same entity, or that they do not."""

    kind: str
    names: tuple[str, str]
    same: bool
    why: str = ""


def load_decisions(path: Path) -> list[Decision]:
    """Return the decisions in a file; raise :class:`SourceError` with every problem in it."""
    content, lines = load_yaml(read_file(path, path.name), path.name)
    problems: list[Problem] = []
    found = []
    for item in content if isinstance(content, list) else [content] if content else []:
        reason = _wrong(item)
        if reason:
            problems.append(Problem(path.name, lines.of(item), reason))
        else:
            names = item.get("same") or item.get("different")
            found.append(Decision(item["kind"], (names[0], names[1]), "same" in item, str(item.get("why", ""))))
    if problems:
        raise SourceError(problems)
    return found


def _wrong(item: Any) -> str:
    if not isinstance(item, dict) or len({"same", "different"} & set(item)) != 1:
        return "a decision has either 'same' or 'different'"
    names = item.get("same") or item.get("different")
    if not isinstance(names, list) or len(names) != 2 or not all(isinstance(name, str) for name in names):
        return "a decision names two names"
    if item.get("kind") not in ENTITY_KINDS:
        return f"'kind' is one of {', '.join(ENTITY_KINDS)}"
    unknown = set(item) - {"same", "different", "kind", "why"}
    return f"{min(unknown)!r} is not known here" if unknown else ""


def apply_decisions(clusters: Clusters, survey: Survey, decisions: Sequence[Decision]) -> None:
    """Join what was decided to be the same, and mark what was decided to differ."""
    if not decisions:
        return
    named = _by_name(survey)
    for number, decision in enumerate(sorted(decisions, key=lambda decision: decision.same)):
        sides = [_meant(named, decision.kind, name) for name in decision.names]
        if decision.same:
            for reference in [*sides[0], *sides[1]][1:]:
                clusters.join([*sides[0], *sides[1]][0], reference, "a decision", identifier=True)
        else:
            for side, references in zip("ab", sides, strict=True):
                for reference in references:
                    clusters.mark(reference, f"decision {number}", side)


def _by_name(survey: Survey) -> dict[tuple[str, str], list[Reference]]:
    named: dict[tuple[str, str], list[Reference]] = defaultdict(list)
    for reference in survey.ordered:
        named[reference.kind, name_key(reference.name)].append(reference)
        for login in logins_of(reference):
            named[reference.kind, f"@{login}"].append(reference)
        if reference.kind == "organisation":
            named["without legal form", organisation_key(reference.name)].append(reference)
    return named


def _meant(named: dict[tuple[str, str], list[Reference]], kind: str, name: str) -> list[Reference]:
    login = _LOGIN.search(name) if kind == "person" else None
    if login:
        return named[kind, login[1].lower()]
    found = named[kind, name_key(name)]
    if not found and kind == "organisation":
        found = named["without legal form", organisation_key(name)]
    return [reference for reference in found if not logins_of(reference)] or found


def logins_of(reference: Reference) -> list[str]:
    """Return the logins of a person, none for anything else."""
    return [value for scheme, value in reference.identifiers if (reference.kind, scheme) == ("person", "github")]


def called(reference: Reference) -> str:
    """Return what stands for a reference in a queue or a decision: its name, for a person with the login if known."""
    logins = logins_of(reference)
    return f"{reference.name} (@{logins[0]})" if logins else reference.name


def write_decision(path: Path, decision: Decision) -> None:
    """Add a decision to the end of a file, which is made when it is not there."""
    import yaml

    entry: dict[str, Any] = {"same" if decision.same else "different": list(decision.names), "kind": decision.kind}
    if decision.why:
        entry["why"] = decision.why
    with path.open("a", encoding="utf-8") as stream:
        stream.write(yaml.safe_dump([entry], allow_unicode=True, sort_keys=False))
