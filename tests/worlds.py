"""Small worlds for tests: who sits where, who works for whom, who owns whom, written down in a few lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from stewards.graph import Graph
from stewards.identity.registry import Registry
from stewards.identity.resolving import resolve
from stewards.model import (
    Competition,
    Document,
    Hosting,
    Membership,
    ParentRelation,
    Phase,
    Profile,
    Record,
    Reference,
    Tenure,
)
from stewards.quads.graph_writing import write_graph
from stewards.rules import SeatCap, VotingRule
from stewards.stores.store import OxigraphStore
from stewards.values import Period

#: The day for which a world's list speaks, unless another is named.
DAY = "2024-06-01"


def period(text: str) -> Period | None:
    return Period.parse(text) if text else None


class World:
    """Records of one list of one day, and of other lists where they are named.

    Things are named by what they are called; a body, project or foundation has to be made before it is used.
    """

    def __init__(self) -> None:
        self.kinds: dict[str, str] = {}
        self.batches: dict[Document, list[Record]] = {}
        self._lines = 0

    def say(self, record: Record, source: str = "list", day: str = DAY) -> None:
        """Add a record to the list of a source as it stood on a day."""
        document = Document(f"{source}/{day}", f"{source} of {day}", "facts", Period.parse(day), publisher=source)
        self.batches.setdefault(document, []).append(record)

    def ref(self, name: str, kind: str = "organisation") -> Reference:
        return Reference(self.kinds.get(name, kind), name, (("named-in", f"world/{name}"),))

    def line(self) -> str:
        self._lines += 1
        return f"line {self._lines}"

    def _thing(self, name: str, kind: str, type: str = "", **more: Any) -> None:
        self.kinds[name] = kind
        self.say(Profile(subject=self.ref(name), type=type, locator=self.line(), **more))

    def foundation(self, name: str) -> None:
        self._thing(name, "organisation", "foundation")

    def company(self, *names: str) -> None:
        for name in names:
            self._thing(name, "organisation", "company")

    def project(self, name: str, host: str = "", maturity: str = "") -> None:
        self._thing(name, "project")
        if host:
            hosting = Hosting(project=self.ref(name), host=self.ref(host), locator=self.line())
            self.say(hosting)
            if maturity:
                self.say(Phase(of=hosting, maturity=maturity, locator=self.line()))

    def body(self, name: str, of: str, kind: str = "steering-committee") -> None:
        self._thing(name, "body", classification=kind, governs=self.ref(of))

    def tenure(
        self,
        who: str,
        at: str,
        role: str = "steering-committee-member",
        *,
        employer: str = "",
        for_: str = "",
        since: str = "",
        until: str = "",
        source: str = "list",
        day: str = DAY,
        gone: str = "",
        text: str = "",
    ) -> None:
        """Say that a person (or an organisation) holds a role, and who employs them, in one line of a list."""
        self.kinds.setdefault(who, "person")
        common: dict[str, Any] = {
            "start": period(since),
            "end": period(until),
            "locator": self.line(),
            "gone": gone,
            "description": text,
        }
        if gone:
            common["seen"] = (day, day)
        behalf = self.ref(for_) if for_ else None
        held = Tenure(member=self.ref(who), organisation=self.ref(at), role=role, on_behalf_of=behalf, **common)
        self.say(held, source, day)
        if employer:
            self.work(who, employer, source=source, day=day, locator=str(common["locator"]))

    def maintainer(self, who: str, project: str, employer: str = "", **more: Any) -> None:
        self.tenure(who, project, "maintainer", employer=employer, **more)

    def work(
        self,
        who: str,
        employer: str,
        *,
        since: str = "",
        until: str = "",
        source: str = "list",
        day: str = DAY,
        locator: str = "",
    ) -> None:
        self.kinds.setdefault(who, "person")
        self.say(
            Tenure(
                member=self.ref(who),
                organisation=self.ref(employer),
                role="employee",
                start=period(since),
                end=period(until),
                locator=locator or self.line(),
            ),
            source,
            day,
        )

    def member(self, company: str, of: str, tier: str = "", since: str = "", until: str = "") -> None:
        membership = Membership(
            member=self.ref(company),
            organisation=self.ref(of),
            start=period(since),
            end=period(until),
            locator=self.line(),
        )
        self.say(membership)
        if tier:
            self.say(Phase(of=membership, tier=tier, locator=self.line()))

    def owns(self, parent: str, child: str, since: str = "", until: str = "", relation: str = "subsidiary") -> None:
        self.say(
            ParentRelation(
                child=self.ref(child),
                parent=self.ref(parent),
                relation=relation,
                start=period(since),
                end=period(until),
                locator=self.line(),
            )
        )

    def cap(self, body: str, same: str, *, since: str = "", until: str = "", text: str = "", **limit: Any) -> None:
        """Say which cap a body has: ``most`` or ``share``, perhaps ``of`` so many seats, of a class of ``seats``."""
        rule = SeatCap(
            body=self.ref(body),
            same_company=same,
            start=period(since),
            end=period(until),
            description=text,
            locator=self.line(),
            **limit,
        )
        self.say(rule)

    def decides(self, body: str, *, above: str = "", at_least: str = "", of: str = "seats") -> None:
        self.say(VotingRule(body=self.ref(body), above=above, at_least=at_least, of=of, locator=self.line()))

    def rivals(self, *things: str) -> None:
        self.say(Competition(between=tuple(map(self.ref, things)), locator=self.line()))

    def graph(self, more: Iterable[Record] = ()) -> Graph:
        """Return the graph of what was said."""
        for record in more:
            self.say(record)
        store = OxigraphStore()
        write_graph(store, self.batches, resolve(self.batches), Registry())
        return Graph(store, "memory:")


def harbour() -> World:
    """Return a foundation with a board, and a project with a council of its own; nobody sits on either yet."""
    world = World()
    world.foundation("Harbour Foundation")
    world.project("Tugboat")
    world.body("Board", "Harbour Foundation", "governing-board")
    world.body("Council", "Tugboat")
    return world
