"""Any SPARQL 1.1 endpoint: a patient client, and the endpoint as a store. The one module that imports SPARQLWrapper."""

from __future__ import annotations

import random
import re
import time
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, build_opener

from SPARQLWrapper import JSON, N3, POST, SPARQLWrapper

from stewards import __version__
from stewards.access import Access
from stewards.errors import QueryError, RequestError, StoreError
from stewards.namespaces import BASE, sparql_prologue
from stewards.terms import Result

#: Public endpoints refuse clients that do not say who they are and where to read about them.
AGENT = f"stewards/{__version__} ({BASE})"
#: Longer answers, in bytes, are refused.
LARGEST_ANSWER = 256 * 1024 * 1024
#: Answers that mean "not now": too many queries, and a server that is starting or behind a tired gateway.
_PASSING = {429: "asks for fewer queries", 502: "is not available", 503: "is not available", 504: "took too long"}
_TRIPLES = {"application/n-triples", "text/ntriples", "text/plain"}
# Found here, since SPARQLWrapper takes a word such as "address" in a comment for an update.
_FORM = re.compile(
    r"(?:\s++|#[^\n]*+|BASE\s*+<[^>]*+>|PREFIX\s++[^\s:]*+:\s*+<[^>]*+>)*+(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.I
)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for an endpoint, in seconds: for one answer, and before asking again what failed in passing."""

    time_limit: float = 60
    attempts: int = 2
    first_wait: float = 1
    #: An endpoint that wants a longer pause is given up.
    longest_wait: float = 10


class _NotNowError(Exception):
    """A failure that may pass; ``pause`` is what the endpoint asked for, in seconds."""

    def __init__(self, reason: str, pause: float | None = None) -> None:
        super().__init__(reason)
        self.pause = pause


class Endpoint:
    """A client for one endpoint. Queries go as form POST, which has no limit on their length.

    ``authenticate`` False leaves out the credentials of the environment, which are not meant for public endpoints.
    """

    def __init__(self, location: str, patience: Patience | None = None, *, authenticate: bool = True) -> None:
        self.access = Access.to(location, None if authenticate else {})
        self.patience = patience or Patience()

    def query(self, sparql: str) -> Result:
        """Run a query, again after a pause when it fails in passing.

        Raises :class:`QueryError` when the endpoint does not accept the query, and :class:`StoreError` when it
        refuses access, does not answer within the time limit, or answers something else than SPARQL results.
        """
        form = _FORM.match(sparql)
        if not form:
            raise QueryError("the query is not valid SPARQL: it is no SELECT, ASK, CONSTRUCT or DESCRIBE")
        for attempt in range(1, self.patience.attempts + 1):
            try:
                return self._ask(sparql, form.group(1).upper())
            except _NotNowError as failure:
                pause = self._pause(failure, attempt)
                if attempt == self.patience.attempts or pause > self.patience.longest_wait:
                    wants = f" and wants a pause of {failure.pause:.0f} s" if failure.pause else ""
                    asked = f" (asked {attempt} times)" if attempt > 1 else ""
                    raise StoreError(f"{self.access.name} {failure}{wants}{asked}") from None
            time.sleep(pause)
        raise AssertionError("an endpoint is asked at least once")

    def _pause(self, failure: _NotNowError, attempt: int) -> float:
        """Return the pause the endpoint asks for, else one that doubles, spread so that clients do not return at once."""
        if failure.pause is not None:
            return failure.pause
        return min(
            self.patience.first_wait * 2.0 ** (attempt - 1) * random.uniform(0.75, 1.25), self.patience.longest_wait
        )

    def _ask(self, sparql: str, form: str) -> Result:
        graph = form in ("CONSTRUCT", "DESCRIBE")
        limit = self.patience.time_limit
        request = _Request(self.access, sparql, form, limit)
        try:
            kind, body = _within(limit, request.read)
        except HTTPError as error:
            raise _refusal(error, self.access) from None
        except TimeoutError:
            raise _NotNowError(f"gave no answer within {limit:g} s") from None
        except (HTTPException, ConnectionError) as error:
            if isinstance(error, ConnectionRefusedError):
                raise StoreError(f"{self.access.name} cannot be reached: connection refused") from None
            raise _NotNowError("cut the connection") from None
        except (URLError, OSError, ValueError) as error:
            reason = _plain_words(str(getattr(error, "reason", error)), self.access)
            raise StoreError(f"{self.access.name} cannot be reached: {reason}") from None
        return _triples(kind, body, self.access) if graph else _rows(kind, body, self.access)


class RemoteStore:
    """An endpoint as a store that is only read."""

    def __init__(self, location: str, patience: Patience | None = None) -> None:
        self._endpoint = Endpoint(location, patience)
        #: The address, without credentials.
        self.url = self._endpoint.access.name

    def query(self, sparql: str) -> Result:
        """Run a query with the known prefixes declared; raise what :meth:`Endpoint.query` raises."""
        return self._endpoint.query(sparql_prologue() + sparql)

    def export(self, target: Path, format: str, graph: str | None = None) -> None:
        """Refuse: an endpoint's own tools export it whole and safely."""
        raise RequestError(f"{self.url} is a remote store: export from the store it was built from")


class _Unredirected(HTTPRedirectHandler):
    """Follows no redirection: it would turn the POST into a GET and carry credentials to another host."""

    def redirect_request(self, *arguments: Any) -> None:
        return None


class _Request(SPARQLWrapper):
    """One query on its way; never used twice, since SPARQLWrapper keeps state from one query to the next."""

    def __init__(self, access: Access, sparql: str, form: str, seconds: float) -> None:
        super().__init__(access.url, agent=AGENT)
        self.seconds = seconds
        self.queryString, self.queryType = sparql, form
        self.setMethod(POST)
        self.setOnlyConneg(True)
        self.setReturnFormat(JSON if form in ("SELECT", "ASK") else N3)
        if self.returnFormat == N3:
            self.addCustomHttpHeader("Accept", ", ".join(sorted(_TRIPLES)))
        if access.authorization:
            self.addCustomHttpHeader("Authorization", access.authorization)

    def read(self) -> tuple[str, bytes]:
        """Return the answer's media type and content; raise :class:`TimeoutError` when it comes too slowly."""
        deadline = time.monotonic() + self.seconds
        parts: list[bytes] = []
        size = 0
        try:
            stream: HTTPResponse = build_opener(_Unredirected).open(self._createRequest(), timeout=self.seconds)
        except HTTPError:
            raise
        except URLError as error:
            raise error.reason if isinstance(error.reason, OSError) else error from None
        with stream:
            while part := stream.read1(65536):
                parts.append(part)
                size += len(part)
                if time.monotonic() > deadline:
                    raise TimeoutError
                if size > LARGEST_ANSWER:
                    raise ValueError(f"it sends more than {LARGEST_ANSWER // 1024**2} MB")
            if size < int(stream.headers.get("Content-Length") or 0):
                raise ConnectionResetError
            return stream.headers.get_content_type(), b"".join(parts)
