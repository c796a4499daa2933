"""Any SPARQL 1.1 endpoint: a patient client, and the endpoint as a store. The one module that imports SPARQLWrapper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from pathlib import Path
from typing import Any, TypeVar
from urllib.request import Request

from SPARQLWrapper import INSERT, JSON, N3, POST, SPARQLWrapper

from stewards import __version__
from stewards.endpoints.access import Access
from stewards.endpoints.dataset import graphs_named, names_whole
from stewards.endpoints.protocol import NotNowError, Reply, read_done
from stewards.endpoints.replies import TRIPLES, read_reply
from stewards.endpoints.transport import Patience, Transport
from stewards.errors import RequestError, StoreError, UnansweredError
from stewards.namespaces import BASE, sparql_prologue
from stewards.stores.guard import form_of_query
from stewards.stores.limits import Limits
from stewards.terms import Result, Rows, Stream, Term, whole

#: Public endpoints refuse clients that do not say who they are and where to read about them.
AGENT = f"stewards/{__version__} ({BASE})"
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
        return self._exchange(sparql, whole)

    def stream(self, sparql: str, limits: Limits) -> Stream:
        """Run a query as :meth:`query` does, within limits, and read its rows only when they are wanted.

        The limits' time is what the endpoint takes, from the first attempt to the last row. It is not asked again
        once a row was given out: the rows then raise :class:`StoreError`, or :class:`stewards.errors.LimitError`.
        """
        return self._exchange(sparql, lambda found: self._begun(limits.checked(found)), limits)

    def _exchange(self, sparql: str, read: Callable[[Stream], _T], limits: Limits | None = None) -> _T:
        form = form_of_query(sparql)
        graphs = graphs_named(sparql) if names_whole(self.access.url) else ()

        def read_answer(reply: Reply) -> _T:
            return read(read_reply(reply, self.access, triples=form in ("CONSTRUCT", "DESCRIBE")))

        return self._transport.exchange(lambda: _Request(self.access, sparql, form, graphs).made(), read_answer, limits)

    def _begun(self, found: Stream) -> Stream:
        """Return an answer whose first row has come."""
        if not isinstance(found, Rows):
            return found
        first = next(found.rows, None)
        return Rows(found.columns, iter(()) if first is None else self._rows(first, found.rows))

    def _rows(
        self, first: tuple[Term | None, ...], others: Iterator[tuple[Term | None, ...]]
    ) -> Iterator[tuple[Term | None, ...]]:
        yield first
        try:
            yield from others
        except NotNowError as failure:
            raise StoreError(f"{self.access.name} {failure}") from None

    def update(self, sparql: str) -> None:
        """Run an update; it is sent again after a failure that may pass, as often as the patience allows.

        Unless that is once, it must be an update that can be run twice. Raises what :meth:`query` raises.
        """
        self._transport.exchange(
            lambda: _Request(self.access, sparql, INSERT).made(), lambda reply: read_done(reply, self.access)
        )


class RemoteStore:
    """An endpoint as a store, which is not built into."""

    lanes = 1

    def __init__(self, location: str, patience: Patience | None = None) -> None:
        self._location = location
        self._endpoint = Endpoint(location, patience)
        #: The address without credentials.
        self.url = self._endpoint.access.name
        self._kept: dict[str, Any] | None = None

    def query(self, sparql: str) -> Result:
        """Run a query with the known prefixes declared; raises what :meth:`Endpoint.query` raises."""
        return self._endpoint.query(sparql_prologue() + sparql)

    def query_all(self, queries: Sequence[str]) -> list[Result]:
        """Run queries one after the other, to leave the server to others too; raises what :meth:`query` raises."""
        return [self.query(sparql) for sparql in queries]

    def stream(self, sparql: str, limits: Limits) -> Stream:
        """Run a query with the known prefixes declared; raises what :meth:`Endpoint.stream` raises."""
        return self._endpoint.stream(sparql_prologue() + sparql, limits)

    def update(self, sparql: str, limits: Limits, address: str = "") -> None:
        """Send an update with the known prefixes declared: once, since it may be one that cannot be run twice.

        ``address`` is where the endpoint takes updates, if not at the usual place. Raises what
        :meth:`Endpoint.update` raises.
        """
        from stewards.endpoints.destination import Addresses, Destination

        to = Destination(Addresses.of(self._location, address), Patience(limits.seconds, attempts=1))
        try:
            to.update(sparql_prologue() + sparql)
        except UnansweredError as error:
            reason = "whether the update was done is not known: look before you send it again"
            raise StoreError(f"{error}; {reason}") from None

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
