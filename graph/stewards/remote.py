"""Any SPARQL 1.1 endpoint: a patient client, and the endpoint as a store. The one module that imports SPARQLWrapper."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from threading import Thread
from typing import TypeVar
from urllib.error import URLError
from urllib.request import HTTPErrorProcessor, Request, build_opener

from SPARQLWrapper import JSON, N3, POST, SPARQLWrapper

from stewards import __version__
from stewards.access import Access
from stewards.errors import QueryError, RequestError, StoreError
from stewards.namespaces import BASE, sparql_prologue
from stewards.protocol import TRIPLES, NotNowError, Reply, plain_words, read_reply
from stewards.terms import Result

#: Public endpoints refuse clients that do not say who they are and where to read about them.
AGENT = f"stewards/{__version__} ({BASE})"
#: Longer answers, in bytes, are refused.
LARGEST_ANSWER = 256 * 1024 * 1024
# The form of a query is found here: SPARQLWrapper takes the word "address" in a comment for an update.
_FORM = re.compile(
    r"(?:\s++|#[^\n]*+|BASE\s*+<[^>]*+>|PREFIX\s++[^\s:]*+:\s*+<[^>]*+>)*+(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.I
)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: for one answer, and before a query that failed in passing is sent again."""

    time_limit: float = 60
    attempts: int = 2
    first_wait: float = 1
    #: An endpoint that asks for a longer pause is given up.
    longest_wait: float = 10


class Endpoint:
    """A client for one endpoint. Queries go as form POST, which has no limit on their length.

    ``authenticate`` False keeps back the credentials of the environment, which are not meant for public endpoints.
    """

    def __init__(self, location: str, patience: Patience | None = None, *, authenticate: bool = True) -> None:
        self.access = Access.to(location, None if authenticate else {})
        self.patience = patience or Patience()

    def query(self, sparql: str) -> Result:
        """Run a query, and run it again after a pause when it fails in passing.

        Raises :class:`QueryError` when the endpoint does not accept the query, and :class:`StoreError` when it
        refuses access, does not answer within the time limit, or answers with something else than SPARQL results.
        """
        found = _FORM.match(sparql)
        if not found:
            raise QueryError("the query is not valid SPARQL: it is no SELECT, ASK, CONSTRUCT or DESCRIBE")
        form = found.group(1).upper()
        attempt = 1
        while True:
            try:
                return self._ask(sparql, form)
            except NotNowError as failure:
                pause = self._pause(failure, attempt)
            time.sleep(pause)
            attempt += 1

    def _pause(self, failure: NotNowError, attempt: int) -> float:
        """Return how long to wait before the next attempt; raise :class:`StoreError` when it is time to give up."""
        longest = self.patience.longest_wait
        # Without a word from the endpoint the pause doubles; chance keeps many clients from coming back together.
        doubled = self.patience.first_wait * 2.0 ** (attempt - 1) * random.uniform(0.75, 1.25)
        pause = min(doubled, longest) if failure.pause is None else failure.pause
        if attempt < self.patience.attempts and pause <= longest:
            return pause
        times = f", asked {attempt} times" if attempt > 1 else ""
        wants = f", and wants a pause of {failure.pause:.0f} s" if failure.pause else ""
        raise StoreError(f"{self.access.name} {failure}{wants}{times}") from None

    def _ask(self, sparql: str, form: str) -> Result:
        limit = self.patience.time_limit
        request = _Request(self.access, sparql, form, limit)
        try:
            reply = _within(limit, request.send)
        except TimeoutError:
            raise NotNowError(f"gave no answer within {limit:g} s") from None
        except ConnectionRefusedError:
            raise StoreError(f"{self.access.name} cannot be reached: connection refused") from None
        except (HTTPException, ConnectionError):
            raise NotNowError("cut the connection") from None
        except (OSError, ValueError) as error:
            reason = plain_words(str(getattr(error, "reason", error)), self.access)
            raise StoreError(f"{self.access.name} cannot be reached: {reason}") from None
        return read_reply(reply, self.access, triples=form in ("CONSTRUCT", "DESCRIBE"))


class RemoteStore:
    """An endpoint as a store that is only read."""

    def __init__(self, location: str, patience: Patience | None = None) -> None:
        self._endpoint = Endpoint(location, patience)
        #: The address without credentials.
        self.url = self._endpoint.access.name

    def query(self, sparql: str) -> Result:
        """Run a query with the known prefixes declared; raises what :meth:`Endpoint.query` raises."""
        return self._endpoint.query(sparql_prologue() + sparql)

    def recall(self, name: str, read: Callable[[], _T]) -> _T:
        """Return what ``read`` gives: others may write to the endpoint at any moment."""
        return read()

    def export(self, target: Path, format: str, graph: str | None = None) -> None:
        """Refuse: an endpoint's own tools export it whole and safely."""
        raise RequestError(f"{self.url} is a remote store: export from the store it was built from")


class _EveryReply(HTTPErrorProcessor):
    """Hands on every reply as it is. A redirection is not followed: credentials would go to another host."""

    def http_response(self, request: Request, response: HTTPResponse) -> HTTPResponse:
        return response

    https_response = http_response


class _Request(SPARQLWrapper):
    """One query on its way; never used twice, since SPARQLWrapper keeps state from one query to the next."""

    def __init__(self, access: Access, sparql: str, form: str, seconds: float) -> None:
        super().__init__(access.url, agent=AGENT)
        self.seconds = seconds
        self.queryString, self.queryType = sparql, form
        self.setMethod(POST)
        self.setOnlyConneg(True)
        self.setReturnFormat(JSON)
        if form in ("CONSTRUCT", "DESCRIBE"):
            self.setReturnFormat(N3)
            self.addCustomHttpHeader("Accept", ", ".join(TRIPLES))
        if access.authorization:
            self.addCustomHttpHeader("Authorization", access.authorization)

    def send(self) -> Reply:
        """Return the reply; raise :class:`TimeoutError` or another :class:`OSError` when it does not come whole."""
        deadline = time.monotonic() + self.seconds
        try:
            stream = build_opener(_EveryReply).open(self._createRequest(), timeout=self.seconds)
        except URLError as error:
            raise error.reason if isinstance(error.reason, OSError) else error from None
        body = bytearray()
        with stream:
            while part := stream.read1(65536):
                body += part
                if time.monotonic() > deadline:
                    raise TimeoutError
                if len(body) > LARGEST_ANSWER:
                    raise ValueError(f"it sends more than {LARGEST_ANSWER // 1024**2} MB")
            if len(body) < int(stream.headers.get("Content-Length") or 0):
                raise ConnectionResetError
            return Reply(stream.status, stream.headers, bytes(body))


def _within(seconds: float, work: Callable[[], _T]) -> _T:
    """Return what ``work`` returns; raise :class:`TimeoutError` when it takes too long, whatever it is waiting for.

    The time limit of a socket holds for each single step, and a server that sends a byte now and then never meets it.
    """
    outcome: Future[_T] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except Exception as error:
            outcome.set_exception(error)

    Thread(target=run, daemon=True).start()
    return outcome.result(seconds)
