"""What a query given by a user may not do: reach out to other servers."""

from __future__ import annotations

import re

from stewards.errors import QueryError

# Texts, IRIs and comments are set aside first: a name may hold any word. The patterns are those of SPARQL's grammar, or
# a text that ends later than it seems to would hide what follows it.
_SET_ASIDE = re.compile(
    r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""|"(?:[^"\\\n\r]|\\.)*"'
    r"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''|'(?:[^'\\\n\r]|\\.)*'"
    r"|<[^<>\"{}|\\^`\x00-\x20]*>|#[^\n\r]*",
    re.DOTALL,
)
# A variable (?from) and the local part of a name (ex:from) are no keywords.
_NAMES = re.compile(r"[?$]\w+|:[\w.%\\-]*")
# Without word boundaries: the engine also takes "1SERVICE" and "SERVICEex:place" for the keyword.
_REACHES_OUT = re.compile(r"SERVICE|LOAD|FROM", re.IGNORECASE)
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def without_texts(query: str) -> str:
    """Return a query with blanks in place of its texts, IRIs and comments: what is left stands where it stood."""
    return _SET_ASIDE.sub(lambda found: " " * len(found.group()), query)


def refuse_reaching_out(query: str) -> None:
    """Raise :class:`QueryError` when a query holds SERVICE, LOAD or FROM."""
    # Engines differ in whether an escaped code point is read before or after texts are told apart.
    for reading in (query, _CODE_POINT.sub(_character, query)):
        found = _REACHES_OUT.search(_NAMES.sub(" ", without_texts(reading)))
        if found:
            word = found.group().upper()
            raise QueryError(
                f"{word} is not allowed: a query answers from this graph alone (use GRAPH for its named graphs)"
            )


def _character(match: re.Match[str]) -> str:
    number = int(match.group(1) or match.group(2), 16)
    return chr(number) if number <= 0x10FFFF else " "
