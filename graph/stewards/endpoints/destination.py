"""A server that a graph is published to: its three addresses, and the ways to write to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import Request

from stewards.endpoints.access import Access
from stewards.endpoints.dataset import names_whole
from stewards.endpoints.protocol import read_done
from stewards.endpoints.remote import AGENT, Endpoint
from stewards.endpoints.transport import Patience, Transport
from stewards.terms import Table, Term

#: The last part of a query address, with those that servers use next to it for updates and for the graph store.
#: Virtuoso: sparql; Oxigraph: query.
USUAL = {"sparql": ("sparql-auth", "sparql-graph-crud-auth"), "query": ("update", "store")}
#: Instead of an address: the server has no graph store.
NONE = "none"
#: For single requests; the one that puts a graph in force may take long.
PATIENCE = Patience(time_limit=600, attempts=4, first_wait=1, longest_wait=60)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a server answers queries, takes updates, and takes whole graphs ("" where it does not)."""

    query: str
    update: str
    graph_store: str

    @classmethod
    def of(cls, query: str, update: str = "", graph_store: str = "") -> Addresses:
        """Fill in the addresses that were not given with the usual ones beside the address for queries.

        A server of no known kind is expected to take updates where it takes queries. ``graph_store`` may be "none".
        """
        parts = urlsplit(query)
        parent, _, last = parts.path.rpartition("/")
        usual = [urlunsplit((*parts[:2], f"{parent}/{name}", "", "")) for name in USUAL.get(last, ())]
        same = urlunsplit((*parts[:3], "", ""))
        store = graph_store or (usual[1] if usual and not update else NONE)
        return cls(query, update or (usual[0] if usual else same), "" if store == NONE else store)


class Destination:
    """A server to write to. Raises what :meth:`stewards.endpoints.remote.Endpoint.query` raises."""

    def __init__(self, addresses: Addresses, patience: Patience = PATIENCE) -> None:
        self._queries = Endpoint(addresses.query, patience)
        self._updates = Endpoint(_with_user_of(addresses.query, addresses.update), patience)
        store = _with_user_of(addresses.query, addresses.graph_store) if addresses.graph_store else ""
        self._store = Transport(Access.to(store), patience) if store else None
        #: The address without credentials.
        self.name = self._queries.access.name
        #: The named graph for the resolved whole, "" where it is the default graph.
        self.whole = names_whole(addresses.query)

    @property
    def takes_graphs(self) -> bool:
        """Whether whole graphs can be sent, beside updates."""
        return self._store is not None

    @property
    def server(self) -> str:
        """What the server calls itself."""
        return self._queries.server

    def rows(self, sparql: str) -> Sequence[tuple[Term | None, ...]]:
        """Return the rows of a SELECT query."""
        table = self._queries.query(sparql)
        assert isinstance(table, Table)
        return table.rows

    def holds(self, sparql: str) -> bool:
        """Return the answer to an ASK query."""
        return bool(self._queries.query(sparql))

    def update(self, sparql: str) -> None:
        """Run an update; it must be one that can be run twice, since it may be sent again."""
        self._updates.update(sparql)

    def add(self, graph: str, triples: str) -> None:
        """Add N-Triples to a named graph through the graph store; they must hold no blank node."""
        store = self._store
        assert store is not None
        separator = "&" if "?" in store.access.url else "?"
        headers = {"Content-Type": "application/n-triples", "User-Agent": AGENT, "Accept": "*/*"}
        if store.access.authorization:
            headers["Authorization"] = store.access.authorization
        address = f"{store.access.url}{separator}graph={quote(graph, safe='')}"
        store.exchange(
            lambda: Request(address, triples.encode(), headers, method="POST"),
            lambda reply: read_done(reply, store.access, "graph"),
        )


def _with_user_of(query: str, address: str) -> str:
    """Return an address with the user and password of the address for queries, when both are on one host."""
    ours, theirs = urlsplit(query), urlsplit(address)
    same = ours.netloc.rpartition("@")[2] == theirs.netloc and ours.scheme == theirs.scheme
    return urlunsplit(theirs._replace(netloc=ours.netloc)) if same else address
