"""Values as sources write them, made comparable: dates with their precision, names, addresses of the web."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from stewards.errors import RequestError

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """A date known to the day, the month or the year: every day from ``first`` to ``last`` is possible.

    Both are ISO dates (``2022-09-12``), which compare as text.
    """

    first: str
    last: str

    @property
    def precision(self) -> str:
        """``day``, ``month`` or ``year``."""
        if self.first == self.last:
            return "day"
        return "month" if self.first[:7] == self.last[:7] else "year"

    def __str__(self) -> str:
        return self.first[: {"day": 10, "month": 7, "year": 4}[self.precision]]

    @classmethod
    def parse(cls, text: object) -> Period:
        """Read ``2022``, ``2022-09`` or ``2022-09-12`` (also a :class:`datetime.date` or a year).

        Raises :class:`ValueError` for anything else, impossible days included.
        """
        return _parsed(str(text))

    @classmethod
    def around(cls, day: date, precision: str) -> Period:
        """Return the day, or the month or year that ``day`` lies in."""
        if precision == "day":
            return cls(day.isoformat(), day.isoformat())
        if precision == "month":
            last = monthrange(day.year, day.month)[1]
            return cls(day.replace(day=1).isoformat(), day.replace(day=last).isoformat())
        return cls(day.replace(month=1, day=1).isoformat(), day.replace(month=12, day=31).isoformat())


@lru_cache(maxsize=100_000)
def _parsed(text: str) -> Period:
    match = _DATE.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text[:40]!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError as error:
        raise ValueError(f"{text[:40]!r} is not a date: {error}") from None
    return Period.around(first, "day" if day else "month" if month else "year")


def parse_day(text: str) -> str:
    """Return a date given by a user as an ISO day; raise :class:`RequestError` when it is none."""
    if text == "today":
        return date.today().isoformat()
    try:
        period = Period.parse(text)
    except ValueError as error:
        raise RequestError(str(error)) from None
    if period.precision != "day":
        raise RequestError(f"{text!r} is a {period.precision}, and one day is needed: for example {period.first}")
    return period.first


@lru_cache(maxsize=100_000)
def slug(text: str) -> str:
    """Return ``text`` as lower-case ASCII words joined by hyphens; other scripts are transliterated."""
    if not text.isascii():
        from anyascii import anyascii

        # Letters with marks lose them first: the transliteration would spell some of them out ("ö" as "oe" or "o").
        text = anyascii(without_marks(text))
    return re.sub(r"[^a-z0-9]+", "-", text.lower())[:80].strip("-") or "unnamed"


def without_marks(text: str) -> str:
    """Return ``text`` with its letters bare of accents and other marks, in their own script."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def is_latin(text: str) -> bool:
    """Return whether every letter of ``text`` is Latin, with or without marks."""
    return all(char.isascii() or not char.isalpha() or "LATIN" in unicodedata.name(char, "") for char in text)


_REMARKS = re.compile(r"\s*\((?:member|supporter|associate|adopter|hosting|lfess|aaif|lf)\)\s*$", re.IGNORECASE)


@lru_cache(maxsize=200_000)
def clean_name(name: str) -> str:
    """Return a name as written, without white space at its ends and the remarks landscapes add ("(member)")."""
    cleaned, before = " ".join(name.split()), ""
    while cleaned != before:
        before, cleaned = cleaned, _REMARKS.sub("", cleaned)
    return cleaned


@lru_cache(maxsize=200_000)
def name_key(name: str) -> str:
    """Return what two ways of writing one name share: no case, accents, punctuation or remarks."""
    return slug(clean_name(name)).replace("-", " ")


@lru_cache(maxsize=200_000)
def organisation_key(name: str) -> str:
    """Return :func:`name_key` of an organisation's name without legal forms ("Inc.", "GmbH") and a leading "the"."""
    from cleanco import basename  # imported late: looking a name up as it is written does not need it

    cleaned, before = clean_name(name), ""
    while cleaned and cleaned != before:  # "Co., Ltd" is two forms
        before, cleaned = cleaned, basename(cleaned).strip(" ,.(")
    return re.sub(r"^the ", "", name_key(cleaned)) if cleaned else name_key(name)


#: Hosts on which many have a page: an address there says nothing about whose domain it is.
SHARED_HOSTS = frozenset(
    """github.com gitlab.com github.io gitlab.io linkedin.com twitter.com x.com facebook.com medium.com readthedocs.io
    wordpress.com crunchbase.com youtube.com apache.org sourceforge.net bitbucket.org notion.site vercel.app netlify.app
    web.app hf.co wikipedia.org linktr.ee huggingface.co""".split()  # noqa: SIM905
)


@lru_cache(maxsize=100_000)
def domain_of(url: str) -> str:
    """Return the host of a web address without ``www.``, or "" where the host is shared by many or no host is given.

    The host is kept whole: ``aws.amazon.com`` is not ``amazon.com``.
    """
    try:
        host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").lower()
    except ValueError:
        return ""
    host = host.removeprefix("www.").rstrip(".")
    parent = ".".join(host.split(".")[-2:])
    return "" if "." not in host or host in SHARED_HOSTS or parent in SHARED_HOSTS else host


@lru_cache(maxsize=100_000)
def repository_of(url: str) -> str:
    """Return a repository's address in one form (``https://github.com/owner/name``), or "" when it is none."""
    match = re.match(
        r"(?:https?://|git://|git@)?(?:www\.)?(git(?:hub|lab)\.com)[/:]+([^/\s]+)/([^/\s#?]+)", url.strip(), re.I
    )
    if not match:
        return ""
    host, owner, name = match.groups()
    return f"https://{host.lower()}/{owner.lower()}/{name.lower().removesuffix('.git')}"


@lru_cache(maxsize=200_000)
def github_login(text: str) -> str:
    """Return a GitHub login in lower case, read from a login, a handle or a profile's address; "" when it is none.

    GitHub allows letters, digits and single hyphens, at most 39 characters.
    """
    login = re.sub(r"^(?:https?://)?(?:www\.)?github\.com/", "", text.strip(), flags=re.I).strip("/ @").lower()
    return login if re.fullmatch(r"[a-z\d](?:[a-z\d]|[-_](?=[a-z\d_])|-){0,38}", login) else ""


_WEB_ADDRESS = re.compile(
    r"https?://[\w.~!$&'()*+,;=-]+(?::[0-9]*)?(?:[/?#][^\s<>\"{}|\\^`\x00-\x20]*)?", re.IGNORECASE
)


@lru_cache(maxsize=100_000)
def crunchbase_page(url: str) -> str:
    """Return the last part of a Crunchbase organisation's address, or ""."""
    match = re.search(r"crunchbase\.com/organization/([^/?#\s]+)", url, re.I)
    return match.group(1).lower() if match else ""


def is_web_address(text: object) -> bool:
    """Return whether ``text`` is an absolute http(s) address of a host by name, without characters that none may have.

    An address with somebody's name and password before the host is none.
    """
    return isinstance(text, str) and _WEB_ADDRESS.fullmatch(text) is not None


#: Control characters, halves of surrogate pairs, and U+FFFE and U+FFFF, which XML 1.0 has no place for.
_NOT_IN_XML = dict.fromkeys(
    [*(code for code in range(0x20) if code not in (0x9, 0xA, 0xD)), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd"
)


#: Characters that turn the direction of the words around them: with one, "live" can be shown as "evil".
TURNING = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def written(value: object) -> str:
    """Return a value as a text that any file can hold: nothing for None and NaN; what XML cannot hold as U+FFFD."""
    if value is None or value != value:
        return ""
    return str(value).translate(_NOT_IN_XML)
