"""What a query given by a user may not do: reach out to other servers, and write unless it was asked to."""

from __future__ import annotations

import re

from stewards.errors import QueryError

# Texts, IRIs and comments are set aside first: a name may hold any word. The patterns are those of SPARQL's grammar, or
# a text that ends later than it seems to would hide what follows it. In a name, "#" and "'" may stand after a backslash
# (PN_LOCAL_ESC), and then begin neither comment nor text.
_SET_ASIDE = re.compile(
    r"\\."
    r'|"""(?:"{0,2}(?:[^"\\]|\\.))*"""|"(?:[^"\\\n\r]|\\.)*"'
    r"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''|'(?:[^'\\\n\r]|\\.)*'"
    r"|<[^<>\"{}|\\^`\x00-\x20]*>|#[^\n\r]*",
    re.DOTALL,
)
# What stands for an escaped character of a name is part of a name, and of no keyword.
_IN_NAME, _PLAIN = re.compile(r"\\[_~.!$&'()*+,;=/?#@%-]"), "__"
# "1<2)SERVICE#>" is no IRI but a comparison, a keyword and a comment. Only with a "#" can the ">" stand there, and no
# comparison begins with "scheme://".
_MAY_BE_NO_IRI = re.compile(r"<(?![a-z][a-z0-9+.-]*://)[^>]*#", re.IGNORECASE)
# A variable (?from) and the local part of a name (ex:from) are no keywords; a local part begins with no "." or "-".
_NAMES = re.compile(r"[?$]\w+|:(?:[\w:%\\][\w.:%\\-]*)?")
# Functions of Virtuoso, some of which fetch an address: by their prefixes, and by what these stand for.
_VIRTUOSO = re.compile(r"\b(?:bif|sql)\s*:", re.IGNORECASE)
_VIRTUOSO_IRI = re.compile(r"<(?:(?:bif|sql):|[^>]*openlinksw\.com/schemas/(?:bif|sql)\b)", re.IGNORECASE)
# Without word boundaries: the engine also takes "1SERVICE" and "SERVICEex:place" for the keyword.
_REACHES_OUT = re.compile(r"SERVICE|LOAD|FROM", re.IGNORECASE)
# SPARQLWrapper takes the word "address" in a comment for an update, so the form is found here.
_FORM = re.compile(r"(?:\s++|#[^\n\r]*+|BASE\s*+<[^>]*+>|PREFIX\s++[^\s:]*+:\s*+<[^>]*+>)*+([A-Z]+)\b", re.IGNORECASE)
#: More characters are read by no engine in good time, nor here.
LONGEST = 2_000_000
_QUERIES = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "WITH", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "LOAD")
_NO_VIRTUOSO = "functions of Virtuoso (bif:, sql:) are not allowed: some of them reach out to other servers"
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def without_texts(query: str) -> str:
    """Return a query with blanks in place of its texts, IRIs and comments: what is left stands where it stood."""
    return _SET_ASIDE.sub(lambda found: _blank(found.group()), query)


def form_of_query(text: str) -> str:
    """Return SELECT, ASK, CONSTRUCT or DESCRIBE; raise :class:`QueryError` for what is none of these."""
    form = _form(text)
    if form in _UPDATES:
        raise QueryError(f"{form} writes, and a query only reads: --write allows it (Graph.update in Python)")
    if form not in _QUERIES:
        raise QueryError("the query is not valid SPARQL: it is no SELECT, ASK, CONSTRUCT or DESCRIBE")
    return form


def refuse_query(text: str) -> None:
    """Raise :class:`QueryError` for what is no update."""
    if _form(text) in _QUERIES:
        raise QueryError(f"{_form(text)} only reads, and is no update: leave --write out")


def _form(text: str) -> str:
    found = _FORM.match(text)
    return found.group(1).upper() if found else ""


def refuse_reaching_out(query: str) -> None:
    """Raise :class:`QueryError` for SERVICE, LOAD, FROM, functions of Virtuoso, and texts that are too long."""
    if len(query) > LONGEST:
        raise QueryError(f"{len(query):,} characters are too many: at most {LONGEST:,} are read at once")
    # Engines differ in whether an escaped code point is read before or after texts are told apart.
    for reading in {query, _CODE_POINT.sub(_character, query)}:
        bare = _SET_ASIDE.sub(_checked_blank, reading)
        words = bare.casefold()  # most queries hold none of the words: to look for these is quick
        if ("bif" in words or "sql" in words) and _VIRTUOSO.search(bare):
            raise QueryError(_NO_VIRTUOSO)
        suspect = any(word in words for word in ("service", "load", "from"))
        found = _REACHES_OUT.search(_NAMES.sub(" ", bare)) if suspect else None
        if found:
            word = found.group().upper()
            raise QueryError(f"{word} is not allowed: nothing but this graph is read (use GRAPH for its named graphs)")


def _checked_blank(found: re.Match[str]) -> str:
    text = found.group()
    if text[0] != "<":
        return _blank(text)
    if _MAY_BE_NO_IRI.match(text):
        raise QueryError(f"{text[:60]} can be read in two ways: write an IRI with # in full (<http://...#...>)")
    if _VIRTUOSO_IRI.match(text):
        raise QueryError(_NO_VIRTUOSO)
    return _blank(text)


def _blank(text: str) -> str:
    return _PLAIN if _IN_NAME.fullmatch(text) else " " * len(text)


def _character(match: re.Match[str]) -> str:
    number = int(match.group(1) or match.group(2), 16)
    return chr(number) if number <= 0x10FFFF else " "
