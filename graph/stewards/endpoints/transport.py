"""Patient HTTP for endpoints: a time limit that holds, more attempts after a pause, digest authentication."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from threading import Thread
from typing import TypeVar
from urllib.error import URLError
from urllib.request import HTTPErrorProcessor, Request, build_opener

from stewards.endpoints.access import Access
from stewards.endpoints.content import Content
from stewards.endpoints.digest import Digest
from stewards.endpoints.protocol import NotNowError, Reply, plain_words
from stewards.errors import StoreError, UnansweredError
from stewards.stores.limits import Limits

#: Longer answers, in bytes, are refused.
LARGEST_ANSWER = 256 * 1024 * 1024
#: A socket takes a time limit of no seconds for the wish not to wait at all.
_LEAST = 0.001
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: for one answer, and before a request that failed in passing is sent again."""

    time_limit: float = 60
    attempts: int = 2
    first_wait: float = 1
    #: An endpoint that asks for a longer pause is given up.
    longest_wait: float = 10


class Allowance:
    """What is left of the time, in seconds, and of the bytes that an answer may take."""

    def __init__(self, patience: Patience, limits: Limits | None) -> None:
        self._patience, self._limits = patience, limits
        self.seconds = limits.seconds if limits else patience.time_limit
        self._bytes = limits.answer if limits else LARGEST_ANSWER

    def again(self, pause: float, name: str) -> Allowance:
        """Pause, and return what another attempt may take: with limits what is left, else as much as the first."""
        if self._limits:
            self.seconds -= pause
            if self.seconds <= 0:
                raise self.used_up(name)
        time.sleep(pause)
        return self if self._limits else Allowance(self._patience, None)

    def wait_for(self, work: Callable[[float], _T]) -> _T:
        """Return what ``work`` returns, which is given the time that is left."""
        began = time.monotonic()
        try:
            return work(self.seconds)
        finally:
            self.seconds = max(0.0, self.seconds - (time.monotonic() - began))

    def take(self, part: bytes, name: str) -> None:
        """Count a part of an answer; raise :class:`StewardsError` when it is too much."""
        self._bytes -= len(part)
        if self._bytes < 0:
            if self._limits:
                raise self._limits.too_large()
            raise StoreError(f"{name} sends more than {LARGEST_ANSWER // 1024**2} MB")

    def used_up(self, name: str) -> Exception:
        """Return the error for an answer that did not come in time."""
        if self._limits:
            return self._limits.too_long(f"the query to {name}")
        return NotNowError(f"gave no answer within {self._patience.time_limit:g} s")


class Transport:
    """Carries requests to one address with its credentials, and reads the replies."""

    def __init__(self, access: Access, patience: Patience) -> None:
        self.access = access
        self.patience = patience
        #: What the server calls itself in its replies.
        self.server = ""
        self._digest = Digest(access)

    def exchange(self, make: Callable[[], Request], read: Callable[[Reply], _T], limits: Limits | None = None) -> _T:
        """Send a request and return what ``read`` makes of the reply; send it again when that fails in passing.

        With ``limits``, their time is for all attempts together, else each has its own. What ``read`` leaves unread
        of the reply may be read later, within the same limits. Raises :class:`StoreError` when the server does not
        answer in time, which is an :class:`UnansweredError` where it may have done what it was asked;
        :class:`LimitError`; and what ``read`` raises.
        """
        attempt, allowance = 1, Allowance(self.patience, limits)
        while True:
            try:
                reply = self._send(make(), allowance)
                try:
                    return read(reply)
                except BaseException:
                    reply.parts.close()
                    raise
            except NotNowError as failure:
                pause = self._pause(failure, attempt)
            allowance = allowance.again(pause, self.access.name)
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
        kind = StoreError if failure.refused else UnansweredError
        raise kind(f"{self.access.name} {failure}{wants}{times}") from None

    def _send(self, request: Request, allowance: Allowance) -> Reply:
        """Return the reply, to a second request where the server wants to be answered a challenge first."""
        self._digest.sign(request)
        reply = self._opened(request, allowance)
        if reply.status == 401 and not self._digest.challenged(reply.headers) and self.access.user:
            # Virtuoso makes its challenge only to those who show nothing.
            reply.parts.close()
            request.headers.pop("Authorization", None)
            request.unredirected_hdrs.pop("Authorization", None)
            reply = self._opened(request, allowance)
        if reply.status == 401 and self._digest.challenged(reply.headers):
            reply.parts.close()
            self._digest.sign(request)
            reply = self._opened(request, allowance)
        self.server = reply.headers.get("Server", "")
        return reply

    def _opened(self, request: Request, allowance: Allowance) -> Reply:
        stream = self._awaited(lambda seconds: _within(seconds, lambda: _open(request, seconds)), allowance)
        parts = self._parts(stream, allowance)
        next(parts)  # what has begun can be closed
        return Reply(stream.status, stream.headers, parts)

    def _parts(self, stream: HTTPResponse, allowance: Allowance) -> Generator[bytes]:
        """Yield nothing at first, and then the content of a reply as it comes."""
        missing = stream.length or 0
        content = Content(stream)
        try:
            yield b""
            while part := self._awaited(content.next, allowance):
                allowance.take(part, self.access.name)
                missing -= len(part)
                yield part
        finally:
            content.stop()
        if missing > 0:
            raise NotNowError("cut the connection")

    def _awaited(self, work: Callable[[float], _T], allowance: Allowance) -> _T:
        """Return what ``work`` returns, and tell what prevented it."""
        name = self.access.name
        try:
            return allowance.wait_for(work)
        except TimeoutError:
            raise allowance.used_up(name) from None
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


def _open(request: Request, seconds: float) -> HTTPResponse:
    """Return the beginning of a reply; raise :class:`OSError`, such as :class:`TimeoutError`, when none comes."""
    try:
        stream: HTTPResponse = build_opener(_EveryReply).open(request, timeout=max(seconds, _LEAST))
    except URLError as error:
        raise error.reason if isinstance(error.reason, OSError) else error from None
    return stream


def _within(seconds: float, work: Callable[[], HTTPResponse]) -> HTTPResponse:
    """Return what ``work`` returns; raise :class:`TimeoutError` when it takes too long, whatever it is waiting for.

    The time limit of a socket holds for each single step, and a server that sends a byte now and then never meets it.
    """
    outcome: Future[HTTPResponse] = Future()

    def run() -> None:
        try:
            found = work()
        except Exception as error:
            if outcome.set_running_or_notify_cancel():
                outcome.set_exception(error)
            return
        if outcome.set_running_or_notify_cancel():
            outcome.set_result(found)
        else:
            found.close()  # it comes too late

    Thread(target=run, daemon=True).start()
    try:
        return outcome.result(seconds)
    except TimeoutError:
        if outcome.cancel():
            raise
        return outcome.result()
