"""What a picture says of where it is from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from stewards.asking.answers import Evidence
from stewards.reading.lenses import EMPLOYER, GROUP, GROUP_TODAY

#: So many sources are named; of the others the number.
MOST_NAMED = 4
_VERSION = re.compile(r",? (?:as it stood on|as of|of|at commit) [\w -]+$|, \d{4}(-\d\d){0,2}$")


def sources(passages: Iterable[Evidence]) -> str:
    """Return the sources of some passages in a sentence, those with most passages first, with their dates.

    The versions of one list are one source.
    """
    found: dict[str, list[Evidence]] = defaultdict(list)
    for passage in passages:
        found[_VERSION.sub("", passage.source)].append(passage)
    ranked = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    named = [_named(title, passages) for title, passages in ranked[:MOST_NAMED]]
    if more := len(ranked) - len(named):
        named.append(f"{more:,} more")
    return f"Sources: {'; '.join(named)}." if named else "No sources."


def _named(title: str, passages: Iterable[Evidence]) -> str:
    """Return the title of a source and the time its documents speak for."""
    dates = sorted({passage.as_of for passage in passages} - {""})
    when = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}" if dates else ""
    return f"{title} ({when})" if when and when not in title else title


def lens_words(lens: str) -> str:
    """Return what a picture says of its lens, for the end of a line."""
    return {
        EMPLOYER: "",
        GROUP: "; companies count for their group",
        GROUP_TODAY: "; companies count for their group of today",
    }[lens]
