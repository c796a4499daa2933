"""What a query given by a user may not do: reach out to other servers."""

from __future__ import annotations

import re

from stewards.errors import QueryError

# Texts, IRIs and comments are set aside first: a name may hold any word.
_SET_ASIDE = re.compile(
    r"\"\"\".*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|<[^<>\"{}|\\^`\x00-\x20]*>|#[^\n]*",
    re.DOTALL,
)
_REACHES_OUT = re.compile(r"\b(SERVICE|LOAD|FROM)\b", re.IGNORECASE)


def refuse_reaching_out(query: str) -> None:
    """Raise :class:`QueryError` when a query holds SERVICE, LOAD or FROM."""
    bare = _SET_ASIDE.sub(" ", query)
    # A name with a colon (ex:from) or a variable (?from) is no keyword.
    found = _REACHES_OUT.search(re.sub(r"[?$:]\w+|\w+:", " ", bare))
    if found:
        word = found.group(1).upper()
        raise QueryError(
            f"{word} is not allowed: a query answers from this graph alone (use GRAPH for its named graphs)"
        )
