"""Brings sources from the web to the disk: conditional requests, a cache, limits on size and time."""

from __future__ import annotations

import json
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from platformdirs import user_cache_path

from stewards import __version__
from stewards.errors import SourceError, StoreError
from stewards.sources.reading import LARGEST_SOURCE

#: Seconds a server has for each step of its answer.
TIMEOUT = 30


def fetch(url: str, source: str, cache: Path | None = None) -> Path:
    """Return a local copy of what stands at an address.

    A copy that the server says is still good (by ETag or date) is not sent again. Raises
    :class:`stewards.errors.SourceError` when the server does not answer, refuses, or sends too much.
    """
    if not url.startswith(("http://", "https://")):
        raise SourceError.single(source, f"{url} is not an http or https address")
    copy = (cache or user_cache_path("stewards")) / sha256(url.encode()).hexdigest()[:24]
    notes = copy.with_suffix(".json")
    try:
        request = Request(url, headers={"User-Agent": f"stewards/{__version__}"} | _conditions(copy, notes))
        with urlopen(request, timeout=TIMEOUT) as answer:
            data, headers = answer.read(LARGEST_SOURCE + 1), answer.headers
            missing = answer.length or 0
    except HTTPError as error:
        if error.code == 304 and copy.exists():
            return copy
        raise SourceError.single(source, f"{url} answered {error.code} {error.reason}") from None
    except (HTTPException, OSError, ValueError) as error:
        raise SourceError.single(source, f"{url} does not answer: {getattr(error, 'reason', error)}") from None
    if len(data) > LARGEST_SOURCE:
        raise SourceError.single(source, f"{url} sends more than {LARGEST_SOURCE // 1024**2} MB")
    # The library takes a connection that breaks off for the end of the file.
    if missing:
        raise SourceError.single(source, f"{url} broke off after {len(data):,} bytes: try again")
    return _keep(data, copy, notes, {"etag": headers.get("ETag", ""), "modified": headers.get("Last-Modified", "")})


def _keep(data: bytes, copy: Path, notes: Path, versions: dict[str, str]) -> Path:
    """Replace a copy at once, and note which version it is."""
    draft = copy.with_suffix(".part")
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(data)
        draft.replace(copy)
        notes.write_text(json.dumps(versions), encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{copy.parent}: the cache of sources cannot be written: {error.strerror}") from None
    return copy


def _conditions(copy: Path, notes: Path) -> dict[str, str]:
    """Return the headers that ask for a newer version only."""
    if not copy.exists():
        return {}
    try:
        known = json.loads(notes.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    headers = {"If-None-Match": known.get("etag", ""), "If-Modified-Since": known.get("modified", "")}
    return {name: value for name, value in headers.items() if value}
