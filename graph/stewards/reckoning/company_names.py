"""Names of employers: which may be spellings of one company, and which are of none."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from stewards.values import organisation_key

#: Two names whose letters agree to so much are spellings of one; shorter names may agree by chance.
_ALIKE, _LONG = 0.8, 5
#: First words that many companies share, and that make no family of them.
_GENERIC = frozenset(
    (
        *("american", "bank", "british", "china", "chinese", "credit", "deutsche", "digital", "european", "first"),
        *("french", "general", "german", "global", "india", "institute", "international", "japan", "korea"),
        *("national", "open", "royal", "technical", "united", "university"),
    )
)
#: What stands in the place of an employer where there is none.
_NOBODY = re.compile(r"individual.*|independent|self|selfemployed|freelancer?|none|na|tb[acd]|unknown|unaffiliated")


def same_company(one: str, other: str) -> bool:
    """Return whether two names may be spellings of one company, or of two parts of one.

    "BlackRock" and "Black Rock", "Huawei" and "Huawei Cloud", "PNNL" and what it stands for, "WMware" and "VMware";
    also "Acme Labs" and "Acme Research", which share a first word that is not a common one.
    """
    words = [organisation_key(name).split() for name in (one, other)]
    short, long = sorted(("".join(found) for found in words), key=len)
    fewer, more = sorted(words, key=len)
    if short == long or more[: len(fewer)] == fewer or short in ("".join(word[0] for word in found) for found in words):
        return True
    if len(short) < _LONG:
        return False
    one_family = fewer[0] == more[0] and len(fewer[0]) >= _LONG - 1 and fewer[0] not in _GENERIC
    return one_family or SequenceMatcher(None, short, long).ratio() >= _ALIKE


def is_nobody(name: str, own: set[str]) -> bool:
    """Return whether a name stands where there is no employer: it says so, or is somebody's ``own``, :func:`joined`."""
    company = joined(name)
    return company in own or _NOBODY.fullmatch(company) is not None


@lru_cache(maxsize=10_000)
def joined(name: str) -> str:
    """Return a name in one piece: its letters and digits alone."""
    return re.sub(r"[^a-z0-9]", "", organisation_key(name))
