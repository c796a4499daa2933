"""What an endpoint's replies mean: done, a refusal, or "not now" (SPARQL 1.1 Protocol)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from stewards.endpoints.access import PASSWORD, TOKEN, USER, Access
from stewards.errors import QueryError, RequestError, StewardsError, StoreError

_NOT_NOW = {
    429: "asks for fewer requests",
    502: "is not available at present",
    503: "is not available at present",
    504: "needs too long for the %s",
}
#: What stands between client and endpoint does not say so before it has asked.
_REFUSED = (429, 503)
_NO_PERMISSION = "SECURITY: No permission"


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP reply, whose content comes in parts and is read once."""

    status: int
    headers: Message
    parts: Generator[bytes]

    @property
    def kind(self) -> str:
        """The media type."""
        return self.headers.get_content_type()


class NotNowError(Exception):
    """A failure that may pass; ``pause`` is how long the endpoint asks to be left alone, in seconds.

    ``refused`` says that nothing was done; else that is not known.
    """

    def __init__(self, reason: str, pause: float | None = None, *, refused: bool = False) -> None:
        super().__init__(reason)
        self.pause, self.refused = pause, refused


def read_done(reply: Reply, access: Access, what: str = "update") -> None:
    """Raise what :func:`refuse_failure` raises when an update, or whatever else was sent to be written, was not done.

    What the server says of its success is passed over: Virtuoso tells it in a table, or a page.
    """
    refuse_failure(reply, access, what)
    for _ in reply.parts:  # or a connection that is cut would pass for success
        pass


def plain_words(text: str, access: Access) -> str:
    """Return the first line of what a server says: printable characters only, nothing secret, at most 200."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return access.without_secrets("".join(char if char.isprintable() else " " for char in line))[:200]


def _pause(header: str) -> float | None:
    """Return the seconds that Retry-After asks for, given as a number or as a date; None when it says neither."""
    if header.strip().isdecimal():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def refuse_failure(reply: Reply, access: Access, what: str) -> None:
    """Raise the error that a reply tells of.

    That is :class:`NotNowError` for a failure that may pass, :class:`QueryError` for a query, or other thing, that the
    endpoint does not accept, and :class:`StoreError` for every other refusal.
    """
    if told := _NOT_NOW.get(reply.status):
        reason = f"{told % what if '%s' in told else told} ({reply.status})"
        refused = reply.status in _REFUSED
        raise NotNowError(reason, _pause(reply.headers.get("Retry-After", "")), refused=refused)
    if not 200 <= reply.status < 300:
        raise _refusal(reply, access, what)


def _refusal(reply: Reply, access: Access, what: str) -> StewardsError:
    name, status = access.name, reply.status
    said = (
        ""
        if reply.kind == "text/html"
        else plain_words(b"".join(reply.parts)[:4000].decode("utf-8", "replace"), access)
    )
    told = f": {said}" if said else ""
    if _NO_PERMISSION in said:  # Virtuoso says so with a status of failure
        status = 403
    match status:
        case 400:
            return QueryError(f"{name} does not accept the {what}{told}")
        case 401 | 403 if access.known:
            return StoreError(f"{name} refuses access with these credentials ({status})")
        case 401 | 403:
            return StoreError(f"{name} refuses access ({status}): set {TOKEN}, or {USER} and {PASSWORD}")
        case 404:
            return StoreError(f"there is no endpoint at {name} (404): check the address")
        case 301 | 302 | 303 | 307 | 308:
            return StoreError(f"{name} has moved{_new_address(reply, access)} ({status}): give the new address")
    return StoreError(f"{name} failed on the {what} ({status}){told}")


def _new_address(reply: Reply, access: Access) -> str:
    try:
        return f" to {Access.to(urljoin(access.url, reply.headers.get('Location', '')), {}).name}"
    except (RequestError, ValueError):
        return ""
