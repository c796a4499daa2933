"""What an endpoint's replies mean: rows, a yes or no, triples, a refusal, or "not now" (SPARQL 1.1 Protocol)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

from stewards.access import PASSWORD, TOKEN, USER, Access
from stewards.errors import QueryError, RequestError, StewardsError, StoreError
from stewards.namespaces import XSD
from stewards.terms import Blank, Iri, Result, Table, Term, Text, Triples

#: The media types of N-Triples: today's, and two that older servers give.
TRIPLES = ("application/n-triples", "text/ntriples", "text/plain")
_NOT_NOW = {
    429: "asks for fewer requests",
    502: "is not available at present",
    503: "is not available at present",
    504: "needs too long for the %s",
}


_NO_PERMISSION = "SECURITY: No permission"
_VIRTUOSO_ASK = ("__ASK_RETVAL",)
_BOOLEAN, _STRING = XSD + "boolean", XSD + "string"


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP reply that was read whole."""

    status: int
    headers: Message
    body: bytes

    @property
    def kind(self) -> str:
        """The media type."""
        return self.headers.get_content_type()


class NotNowError(Exception):
    """A failure that may pass; ``pause`` is how long the endpoint asks to be left alone, in seconds."""

    def __init__(self, reason: str, pause: float | None = None) -> None:
        super().__init__(reason)
        self.pause = pause


def read_reply(reply: Reply, access: Access, *, triples: bool) -> Result:
    """Return what a query found.

    Raises :class:`NotNowError` for a failure that may pass, :class:`QueryError` for a query that the endpoint does not
    accept, and :class:`StoreError` for every other refusal and for what is no SPARQL result.
    """
    _refuse_failure(reply, access, "query")
    if reply.kind == "text/html":
        raise StoreError(f"{access.name} answers with a web page: is it the address of a SPARQL endpoint?")
    if not triples:
        return _rows(reply, access)
    if reply.kind not in TRIPLES:
        raise StoreError(f"{access.name} answers with {reply.kind}, not with N-Triples")
    return Triples(reply.body.decode("utf-8", "replace"))


def read_done(reply: Reply, access: Access, what: str = "update") -> None:
    """Raise what :func:`read_reply` raises when an update, or whatever else was sent to be written, was not done.

    What the server says of its success is passed over: Virtuoso tells it in a table, or a page.
    """
    _refuse_failure(reply, access, what)


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


def _refuse_failure(reply: Reply, access: Access, what: str) -> None:
    if told := _NOT_NOW.get(reply.status):
        reason = f"{told % what if '%s' in told else told} ({reply.status})"
        raise NotNowError(reason, _pause(reply.headers.get("Retry-After", "")))
    if not 200 <= reply.status < 300:
        raise _refusal(reply, access, what)


def _refusal(reply: Reply, access: Access, what: str) -> StewardsError:
    name, status = access.name, reply.status
    said = "" if reply.kind == "text/html" else plain_words(reply.body[:4000].decode("utf-8", "replace"), access)
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


def _rows(reply: Reply, access: Access) -> Table | bool:
    text = reply.body.decode("utf-8", "replace").lstrip()
    if not text.startswith("{"):
        raise StoreError(f"{access.name} answers with {reply.kind}, not with SPARQL results in JSON")
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        # Servers that run out of time end the answer in the middle, with the status of success long sent.
        raise NotNowError("broke off its answer") from None
    try:
        found = _plain(answer)
    except (KeyError, TypeError, AttributeError):
        raise StoreError(f"{access.name} answers with JSON that is no SPARQL result") from None
    most = reply.headers.get("X-SPARQL-MaxRows", "")  # Virtuoso says so, when it leaves rows out
    if isinstance(found, Table) and most.isdecimal() and len(found.rows) >= int(most):
        raise StoreError(f"{access.name} cuts its answers after {most} rows: raise ResultSetMaxRows there")
    return found


def _plain(answer: dict[str, Any]) -> Table | bool:
    if "boolean" in answer:
        return bool(answer["boolean"])
    columns = tuple(answer["head"]["vars"])
    bindings = answer["results"]["bindings"]
    if columns == _VIRTUOSO_ASK:  # a row for yes, none for no
        return bool(bindings)
    return Table(columns, [tuple(_term(row.get(column)) for column in columns) for row in bindings])


def _term(binding: dict[str, str] | None) -> Term | None:
    if binding is None:
        return None
    if binding["type"] == "uri":
        return Iri(binding["value"])
    if binding["type"] == "bnode":
        return Blank(binding["value"])
    value, datatype = binding["value"], binding.get("datatype", "")
    if datatype == _BOOLEAN:  # Virtuoso writes 1 for true
        value = {"1": "true", "0": "false"}.get(value, value)
    return Text(value, "" if datatype == _STRING else datatype, binding.get("xml:lang", ""))
