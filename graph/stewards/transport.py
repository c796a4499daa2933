"""Patient HTTP for endpoints: a time limit that holds, more attempts after a pause, digest authentication."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from threading import Thread
from typing import TypeVar
from urllib.error import URLError
from urllib.request import HTTPErrorProcessor, Request, build_opener

from stewards.access import Access
from stewards.digest import Digest
from stewards.errors import StoreError
from stewards.protocol import NotNowError, Reply, plain_words

#: Longer answers, in bytes, are refused.
LARGEST_ANSWER = 256 * 1024 * 1024
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: for one answer, and before a request that failed in passing is sent again."""

    time_limit: float = 60
    attempts: int = 2
    first_wait: float = 1
    #: An endpoint that asks for a longer pause is given up.
    longest_wait: float = 10


class Transport:
    """Carries requests to one address with its credentials, and reads the replies."""

    def __init__(self, access: Access, patience: Patience) -> None:
        self.access = access
        self.patience = patience
        #: What the server calls itself in its replies.
        self.server = ""
        self._digest = Digest(access)

    def exchange(self, make: Callable[[], Request], read: Callable[[Reply], _T]) -> _T:
        """Send a request and return what ``read`` makes of the reply; send it again when that fails in passing.

        Raises :class:`StoreError` when the server does not answer within the time limit, and what ``read`` raises.
        """
        attempt = 1
        while True:
            try:
                return read(self._send(make()))
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

    def _send(self, request: Request) -> Reply:
        """Return the reply, to a second request where the server wants to be answered a challenge first."""
        self._digest.sign(request)
        reply = self._within_limit(request)
        if reply.status == 401 and not self._digest.challenged(reply.headers) and self.access.user:
            # Virtuoso makes its challenge only to those who show nothing.
            request.headers.pop("Authorization", None)
            request.unredirected_hdrs.pop("Authorization", None)
            reply = self._within_limit(request)
        if reply.status == 401 and self._digest.challenged(reply.headers):
            self._digest.sign(request)
            reply = self._within_limit(request)
        self.server = reply.headers.get("Server", "")
        return reply

    def _within_limit(self, request: Request) -> Reply:
        limit, name = self.patience.time_limit, self.access.name
        try:
            return _within(limit, lambda: _fetch(request, limit))
        except TimeoutError:
            raise NotNowError(f"gave no answer within {limit:g} s") from None
        except ConnectionRefusedError:
            raise StoreError(f"{name} cannot be reached: connection refused") from None
        except (HTTPException, ConnectionError):
            raise NotNowError("cut the connection") from None
        except (OSError, ValueError) as error:
            reason = plain_words(str(getattr(error, "reason", error)), self.access)
            raise StoreError(f"{name} cannot be reached: {reason}") from None


class _EveryReply(HTTPErrorProcessor):
    """Hands on every reply as it is. A redirection is not followed: credentials would go to another host."""

    def http_response(self, request: Request, response: HTTPResponse) -> HTTPResponse:
        return response

    https_response = http_response


def _fetch(request: Request, seconds: float) -> Reply:
    """Return the reply; raise :class:`TimeoutError` or another :class:`OSError` when it does not come whole."""
    deadline = time.monotonic() + seconds
    try:
        stream = build_opener(_EveryReply).open(request, timeout=seconds)
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
