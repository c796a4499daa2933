"""Any SPARQL 1.1 endpoint: a patient client, and the endpoint as a store. The one module that imports SPARQLWrapper."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any, TypeVar
from urllib.request import Request

from SPARQLWrapper import INSERT, JSON, N3, POST, SPARQLWrapper

from stewards import __version__
from stewards.access import Access
from stewards.dataset import graphs_named, names_whole
from stewards.errors import QueryError, RequestError
from stewards.namespaces import BASE, sparql_prologue
from stewards.protocol import TRIPLES, read_done, read_reply
from stewards.terms import Result
from stewards.transport import Patience, Transport

#: Public endpoints refuse clients that do not say who they are and where to read about them.
AGENT = f"stewards/{__version__} ({BASE})"
# The form of a query is found here: SPARQLWrapper takes the word "address" in a comment for an update.
_FORM = re.compile(
    r"(?:\s++|#[^\n]*+|BASE\s*+<[^>]*+>|PREFIX\s++[^\s:]*+:\s*+<[^>]*+>)*+(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.I
)
_T = TypeVar("_T")


class Endpoint:
    """A client for one endpoint. Queries and updates go as form POST, which has no limit on their length.

    ``authenticate`` False keeps back the credentials of the environment, which are not meant for public endpoints.
    """

    def __init__(self, location: str, patience: Patience | None = None, *, authenticate: bool = True) -> None:
        self.access = Access.to(location, None if authenticate else {})
        self._transport = Transport(self.access, patience or Patience())

    @property
    def server(self) -> str:
        """What the server called itself in its last reply, "" when it did not."""
        return self._transport.server

    def query(self, sparql: str) -> Result:
        """Run a query, and run it again after a pause when it fails in passing.

        Raises :class:`QueryError` when the endpoint does not accept the query, and :class:`StoreError` when it
        refuses access, does not answer within the time limit, or answers with something else than SPARQL results.
        """
        found = _FORM.match(sparql)
        if not found:
            raise QueryError("the query is not valid SPARQL: it is no SELECT, ASK, CONSTRUCT or DESCRIBE")
        form = found.group(1).upper()
        triples = form in ("CONSTRUCT", "DESCRIBE")
        graphs = graphs_named(sparql) if names_whole(self.access.url) else ()
        return self._transport.exchange(
            lambda: _Request(self.access, sparql, form, graphs).made(),
            lambda reply: read_reply(reply, self.access, triples=triples),
        )

    def update(self, sparql: str) -> None:
        """Run an update; it is sent again after a failure that may pass, so it must be one that can be run twice.

        Raises what :meth:`query` raises.
        """
        self._transport.exchange(
            lambda: _Request(self.access, sparql, INSERT).made(), lambda reply: read_done(reply, self.access)
        )


class RemoteStore:
    """An endpoint as a store that is only read."""

    def __init__(self, location: str, patience: Patience | None = None) -> None:
        self._endpoint = Endpoint(location, patience)
        #: The address without credentials.
        self.url = self._endpoint.access.name
        self._kept: dict[str, Any] | None = None

    def query(self, sparql: str) -> Result:
        """Run a query with the known prefixes declared; raises what :meth:`Endpoint.query` raises."""
        return self._endpoint.query(sparql_prologue() + sparql)

    def recall(self, name: str, read: Callable[[], _T]) -> _T:
        """Return what ``read`` gives, kept by a view alone: others may write to the endpoint at any moment."""
        if self._kept is None:
            return read()
        if name not in self._kept:
            self._kept[name] = read()
        kept: _T = self._kept[name]
        return kept

    def view(self) -> RemoteStore:
        """Return the endpoint with a memory of its own, for one answer: it asks for nothing twice."""
        view = copy(self)
        view._kept = {}
        return view

    def export(self, target: Path, format: str, graph: str | None = None) -> None:
        """Refuse: an endpoint's own tools export it whole and safely."""
        raise RequestError(f"{self.url} is a remote store: name the store it was built from")


class _Request(SPARQLWrapper):
    """One query or update; never used twice, since SPARQLWrapper keeps state from one to the next."""

    def __init__(self, access: Access, sparql: str, form: str, graphs: tuple[str, ...] = ()) -> None:
        super().__init__(access.url, agent=AGENT)
        self.queryString, self.queryType = sparql, form
        self.setMethod(POST)
        self.setOnlyConneg(True)
        self.setReturnFormat(JSON)
        if form in ("CONSTRUCT", "DESCRIBE"):
            self.setReturnFormat(N3)
            self.addCustomHttpHeader("Accept", ", ".join(TRIPLES))
        for graph in graphs:
            self.addParameter("named-graph-uri", graph)
        if access.authorization:
            self.addCustomHttpHeader("Authorization", access.authorization)

    def made(self) -> Request:
        """Return the request as urllib sends it."""
        request: Request = self._createRequest()
        return request
