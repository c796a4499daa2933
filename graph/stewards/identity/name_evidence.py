"""What two names say about each other: words in common, initials, one being the other with more words."""

from __future__ import annotations

from functools import lru_cache

from stewards.values import name_key, organisation_key

#: Words that many organisations share; agreeing in them says nothing.
COMMON_WORDS = frozenset(
    """the of and for in de la at by an a cloud technologies technology tech systems software group labs lab university
    institute foundation international services service networks network data ai global solutions computing computer
    research open source project bank digital security holdings holding communications consulting company media online
    studio studios platform platforms industries federal government energy health insurance national""".split()  # noqa: SIM905
)


@lru_cache(maxsize=200_000)
def words(name: str) -> frozenset[str]:
    """Return the words of an organisation's name that tell it from others; of "X by Y", those of X."""
    return frozenset(own_part(name).split()) - COMMON_WORDS


def own_part(name: str) -> str:
    """Return a name's key without its maker's or owner's: of "X by Y", that of X."""
    return organisation_key(name).split(" by ")[0]


@lru_cache(maxsize=200_000)
def initials(name: str) -> str:
    """Return the first letters of a name's words, "" for fewer than three words."""
    parts = [part for part in organisation_key(name).split() if part not in ("of", "the", "and", "for", "de", "la")]
    return "".join(part[0] for part in parts) if len(parts) > 2 else ""


def squeezed(name: str) -> str:
    """Return a name's key without spaces: "env zero" and "envzero" are one."""
    return organisation_key(name).replace(" ", "")


def agree(first: str, second: str, domain: str) -> bool:
    """Return whether two organisations' names agree well enough for a shared domain to make them one.

    They do when they share a telling word, when one is the other's initials, or when both spell the domain.
    """
    if words(first) & words(second) or squeezed(first) == squeezed(second):
        return True
    if squeezed(first) in (initials(second), "") or squeezed(second) in (initials(first), ""):
        return True
    label = domain.split(".")[0]
    own = [own_part(name).replace(" ", "") for name in (first, second)]
    return all(label in name or name in label for name in own)


def extends(first: str, second: str) -> bool:
    """Return whether one name is the other with common words added ("Synadia", "Synadia Communications")."""
    one, other = frozenset(organisation_key(first).split()), frozenset(organisation_key(second).split())
    return one != other and bool(one & other - COMMON_WORDS) and (one ^ other) <= COMMON_WORDS


def fits_page(name: str, page: str) -> tuple[bool, int]:
    """Return how well a name fits the address of a page, the better the greater: spelled alike, and words in common."""
    slug_words = frozenset(name_key(page).split())
    own = frozenset(organisation_key(name).split())
    return squeezed(name) == page.replace("-", ""), 2 * len(own & slug_words) - len(own | slug_words)
