"""What an endpoint answers to a query, read while it comes: rows, a yes or no, triples.

Rows arrive as SPARQL 1.1 Query Results in JSON. Each is read as soon as it is there, so that neither the text of an
answer nor its rows are ever all in memory. An answer that ends too early is an error when its end is reached.
"""

from __future__ import annotations

import json
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import Any

from stewards.endpoints.access import Access
from stewards.endpoints.protocol import NotNowError, Reply, refuse_failure
from stewards.errors import StoreError
from stewards.namespaces import XSD
from stewards.terms import Blank, Iri, Rows, Stream, Term, Text, Triples

#: The media types of N-Triples: today's, and two that older servers give.
TRIPLES = ("application/n-triples", "text/ntriples", "text/plain")
_ROWS = re.compile(r'"bindings"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")
_VIRTUOSO_ASK = ("__ASK_RETVAL",)
_BOOLEAN, _STRING = XSD + "boolean", XSD + "string"
_read = json.JSONDecoder().raw_decode


def read_reply(reply: Reply, access: Access, *, triples: bool) -> Stream:
    """Return what a query found.

    Raises what :func:`stewards.endpoints.protocol.refuse_failure` raises, and :class:`StoreError` for what is no SPARQL
    result; so do the rows. :class:`NotNowError` comes too where an answer breaks off.
    """
    refuse_failure(reply, access, "query")
    if reply.kind == "text/html":
        raise StoreError(f"{access.name} answers with a web page: is it the address of a SPARQL endpoint?")
    if not triples:
        return _Results(reply, access).read()
    if reply.kind not in TRIPLES:
        raise StoreError(f"{access.name} answers with {reply.kind}, not with N-Triples")
    return Triples(b"".join(reply.parts).decode("utf-8", "replace"))


class _Results:
    """SPARQL results in JSON that arrive in pieces."""

    def __init__(self, reply: Reply, access: Access) -> None:
        self._name, self._kind = access.name, reply.kind
        #: Virtuoso says so, when it leaves rows out.
        self._most = reply.headers.get("X-SPARQL-MaxRows", "")
        decode = getincrementaldecoder("utf-8")("replace").decode
        self._pieces = (decode(part) for part in reply.parts)

    def read(self) -> Rows | bool:
        """Return the rows, or the yes or no."""
        try:
            return self._found(*self._parted(*self._before_rows()))
        except (KeyError, TypeError, AttributeError):
            raise self._no_result() from None

    def _before_rows(self) -> tuple[str, str]:
        """Return what comes before the first row, and the beginning of what comes then, "" when the end has come."""
        text = ""
        for piece in self._pieces:
            looked = max(0, len(text) - 100)
            text = text + piece if text else piece.lstrip()
            if text and text[0] != "{":
                break
            if start := _ROWS.search(text, looked):
                return text[: start.end()], text[start.end() :]
        if text[:1] != "{":
            raise StoreError(f"{self._name} answers with {self._kind}, not with SPARQL results in JSON")
        return text, ""

    def _parted(self, head: str, rest: str) -> tuple[dict[str, Any], Iterator[dict[str, Any]]]:
        """Return an answer without its rows, and the rows."""
        try:
            answer = json.loads(head + "]}}")
        except (ValueError, RecursionError):
            answer = {}
        if "vars" in answer.get("head", ()):
            return answer, self._rows(head, rest)
        answer = self._loaded(head + rest + "".join(self._pieces))  # a yes or no, or the columns come last
        return answer, iter(() if "boolean" in answer else answer["results"]["bindings"])

    def _rows(self, head: str, text: str) -> Iterator[dict[str, Any]]:
        """Yield the rows, and see that the answer ends as it should."""
        at = _past_blanks(text, 0)
        while text[at : at + 1] != "]":
            try:
                row, at = _read(text, at)
            except (ValueError, RecursionError):  # it has not come whole
                text, at = self._longer(text[at:]), 0
            else:
                yield row
            at = _past_blanks(text, at)
        self._loaded(head + text[at:] + "".join(self._pieces))

    def _longer(self, text: str) -> str:
        """Return a text with what comes after it, at least as much again."""
        more: list[str] = []
        missing = len(text) + 1
        while missing > 0:
            try:
                more.append(next(self._pieces))
            except StopIteration:
                break
            missing -= len(more[-1])
        if not more:
            raise self._broken_off()
        return text + "".join(more)

    def _loaded(self, text: str) -> dict[str, Any]:
        """Return a whole answer."""
        try:
            answer: dict[str, Any] = json.loads(text)
        except (ValueError, RecursionError):
            raise self._broken_off() from None
        return answer

    def _found(self, answer: dict[str, Any], rows: Iterator[dict[str, Any]]) -> Rows | bool:
        if "boolean" in answer:
            if not isinstance(answer["boolean"], bool):
                raise self._no_result()
            return answer["boolean"]
        columns = tuple(answer["head"]["vars"])
        if columns == _VIRTUOSO_ASK:  # a row for yes, none for no
            return any(True for _ in rows)
        return Rows(columns, self._terms(columns, rows))

    def _terms(self, columns: tuple[str, ...], rows: Iterator[dict[str, Any]]) -> Iterator[tuple[Term | None, ...]]:
        for number, row in enumerate(rows, 1):
            if self._most.isdecimal() and number >= int(self._most):
                raise StoreError(f"{self._name} cuts its answers after {self._most} rows: raise ResultSetMaxRows there")
            try:
                terms = tuple([_term(row.get(column)) for column in columns])
            except (KeyError, TypeError, AttributeError):
                raise self._no_result() from None
            yield terms

    def _no_result(self) -> StoreError:
        return StoreError(f"{self._name} answers with JSON that is no SPARQL result")

    def _broken_off(self) -> NotNowError:
        # Servers that run out of time end the answer in the middle, with the status of success long sent.
        return NotNowError("broke off its answer")


def _past_blanks(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    assert found
    return found.end()


def _term(binding: dict[str, str] | None) -> Term | None:
    if binding is None:
        return None
    kind, value = binding["type"], binding["value"]
    if not isinstance(value, str):  # a statement about a statement (RDF 1.2) has no value in SPARQL 1.1
        raise TypeError
    if kind == "uri":
        return Iri(value)
    if kind == "bnode":
        return Blank(value)
    datatype = binding.get("datatype", "")
    if datatype == _BOOLEAN:  # Virtuoso writes 1 for true
        value = {"1": "true", "0": "false"}.get(value, value)
    return Text(value, "" if datatype == _STRING else datatype, binding.get("xml:lang", ""))
