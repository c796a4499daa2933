"""What statements of Wikidata mean for governance: parents, tenures and foundings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from stewards.events import Founding
from stewards.model import ParentRelation, Record, Reference, Tenure
from stewards.sources.wikidata.entities import WikidataEntity
from stewards.sources.wikidata.statements import Report, WikidataStatement

_ROLES = {"P169": "chief-executive", "P488": "board-chair", "P3320": "board-member"}
#: Who holds less does not own: Wikidata lists funds with a few per cent as owners.
_LEAST_SHARE = 0.5


@dataclass(slots=True)
class Claims:
    """Turns statements into records; what cannot be one is reported."""

    entities: Mapping[str, WikidataEntity]
    report: Report
    #: The entities mentioned in records, each with the kind it takes where Wikidata states none.
    mentioned: dict[str, str] = field(default_factory=dict)

    def read(self, statements: Iterable[WikidataStatement]) -> Iterator[Record]:
        """Yield the records, then a profile of every entity in them."""
        usable = [statement for statement in statements if self._is_usable(statement)]
        preferred = {(statement.item, statement.predicate) for statement in usable if statement.preferred}
        subsidiaries = {_child_and_parent(statement) for statement in usable if statement.predicate in ("P355", "P749")}
        for statement in usable:
            # Where one statement is preferred, the others of its kind are former or disputed.
            best = statement.preferred or (statement.item, statement.predicate) not in preferred
            if statement.predicate in _ROLES:
                yield from self._tenure(statement, best)
            elif statement.predicate in ("P112", "P571"):
                yield from self._founding(statement, best)
            else:
                yield from self._parent(statement, best, _child_and_parent(statement) in subsidiaries)
        for identifier, kind in sorted(self.mentioned.items()):
            yield self.entities[identifier].profile(kind)

    def mention(self, identifier: str, otherwise: str) -> Reference:
        """Return the reference to an entity, which gets a profile."""
        return self.entities[identifier].reference(self.mentioned.setdefault(identifier, otherwise))

    def _is_usable(self, statement: WikidataStatement) -> bool:
        if statement.start and statement.end and statement.start.first > statement.end.last:
            self.report(statement.place, f"ends in {statement.end}, before it starts in {statement.start}")
            return False
        if statement.value == statement.item:
            self.report(statement.place, f"relates {self.entities[statement.item].name} to itself")
            return False
        return True

    def _tenure(self, statement: WikidataStatement, best: bool) -> Iterator[Record]:
        yield Tenure(
            member=self.mention(statement.value, "person"),
            organisation=self.mention(statement.item, "organisation"),
            role=_ROLES[statement.predicate],
            start=statement.start,
            end=statement.end,
            observed=best and not statement.past,
            description=self._sources(statement),
            locator=statement.place,
        )

    def _parent(self, statement: WikidataStatement, best: bool, subsidiary: bool) -> Iterator[Record]:
        child, parent = _child_and_parent(statement)
        little = statement.share is not None and statement.share < _LEAST_SHARE
        person = self.entities[parent].kind == "person"
        if not subsidiary and (little or person):
            return
        yield ParentRelation(
            child=self.mention(child, "organisation"),
            parent=self.mention(parent, "organisation"),
            relation="subsidiary" if subsidiary else "owned",
            start=statement.start,
            end=statement.end,
            observed=best and not statement.past,
            description=self._sources(statement),
            locator=statement.place,
        )

    def _founding(self, statement: WikidataStatement, best: bool) -> Iterator[Record]:
        if statement.predicate == "P571" and (statement.on is None or not best):
            return
        if statement.value and not self.entities[statement.value].kind:
            self.report(statement.place, f"whether {self.entities[statement.value].name} is a person is not stated")
            return
        yield Founding(
            founded=self.mention(statement.item, "organisation"),
            by=(self.mention(statement.value, ""),) if statement.value else (),
            on=statement.on,
            description=self._sources(statement),
            locator=statement.place,
        )

    def _sources(self, statement: WikidataStatement) -> str:
        """Return in words what Wikidata relies on, and whether it prefers the statement to others of its kind."""
        cited = []
        for citation in statement.citations:
            names = [self.entities[citation.item].name] if citation.item else []
            day = [f"read on {citation.consulted}"] if citation.consulted else []
            cited.append(", ".join([*names, *([citation.address] if citation.address else []), *day]))
        said = ["preferred on Wikidata"] if statement.preferred else []
        return "; ".join([*said, *([f"Wikidata cites {' and '.join(cited)}"] if cited else [])])


def _child_and_parent(statement: WikidataStatement) -> tuple[str, str]:
    """Return the two ends: a subsidiary is stated at its parent, a parent and an owner at the child."""
    ends = statement.item, statement.value
    return (ends[1], ends[0]) if statement.predicate == "P355" else ends
