"""RDF terms as N-Quads text: the form in which quads travel to a store (https://www.w3.org/TR/n-quads/)."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from stewards.namespaces import XSD

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_TO_ESCAPE = re.compile(r'["\\\x00-\x1f\x7f]')
# What RFC 3987 keeps out of an IRI: control characters, delimiters, private use, halves of surrogate pairs, and a
# percent sign that encodes nothing. One of these from a source would make the store refuse the whole graph.
_NOT_IN_IRI = re.compile(
    r'[\x00-\x20<>"{}|\\^`\[\]\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U0010ffff]'
    r"|[\U0001fffe-\U0001ffff]|%(?![0-9A-Fa-f]{2})"
)


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return _ESCAPES.get(char) or f"\\u{ord(char):04X}"


@lru_cache(maxsize=500_000)
def iri(value: str) -> str:
    """Return ``<value>``; characters that an IRI may not have are percent-encoded."""
    before, mark, fragment = value.partition("#")
    whole = before + mark + fragment.replace("#", "%23")
    return f"<{_NOT_IN_IRI.sub(lambda match: quote(match.group(), errors='replace'), whole)}>"


@lru_cache(maxsize=200_000)
def text(value: str) -> str:
    """Return a plain string literal. Lone surrogates, which no encoding can carry, are replaced."""
    if not value.isascii():
        value = value.encode("utf-8", "replace").decode("utf-8")
    return f'"{_TO_ESCAPE.sub(_escape, value)}"'


def date(value: str) -> str:
    """Return an ISO day as an ``xsd:date`` literal."""
    return f'"{value}"^^<{XSD}date>'


def number(value: str, datatype: str = "decimal") -> str:
    """Return a number as an ``xsd:decimal`` or ``xsd:integer`` literal."""
    return f'"{value}"^^<{XSD}{datatype}>'
