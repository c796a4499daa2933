"""Who may ask an endpoint: its address without secrets, and the credentials that go with a query."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit, urlunsplit

from stewards.errors import RequestError

USER, PASSWORD = "STEWARDS_ENDPOINT_USER", "STEWARDS_ENDPOINT_PASSWORD"
TOKEN = "STEWARDS_ENDPOINT_TOKEN"
#: "digest" keeps a password back until the endpoint asks for proof of it; "basic", the default, sends it at once.
SCHEME = "STEWARDS_ENDPOINT_AUTH"


@dataclass(frozen=True, slots=True)
class Access:
    """An endpoint's address, its name in messages, and the credentials; ``repr`` shows the name alone."""

    #: The address without user, password and fragment; its query string may hold a key.
    url: str = field(repr=False)
    #: What messages call the endpoint: the address without its query string.
    name: str
    #: The value of the Authorization header, "" when there is none.
    authorization: str = field(default="", repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    #: For endpoints that ask for proof of a password (digest).
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @classmethod
    def to(cls, location: str, environment: Mapping[str, str] | None = None) -> Access:
        """Return the access to an http(s) address.

        Credentials come from the address (``https://user:password@host/``), else from ``environment`` (the process's
        when None): a bearer token, or a user and a password. Raises :class:`RequestError` for what is no address, and
        for a token that no header can carry.
        """
        try:
            parts = urlsplit(location)
            usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            usable = False
        if not usable or re.search(r"[\x00-\x20\x7f-\U0010ffff]", location):
            raise RequestError("the endpoint's address is not a plain http or https address")
        host = parts.netloc.rpartition("@")[2]
        url = urlunsplit((parts.scheme, host, parts.path, parts.query, ""))
        name = urlunsplit((parts.scheme, host, parts.path, "", ""))
        # A query string may hold a key; what is shorter than one ("?v=1") stays readable.
        keys = tuple(value for pair in parts.query.split("&") if len(value := unquote(pair.partition("=")[2])) > 5)
        settings = os.environ if environment is None else environment
        if parts.username is not None:
            return cls(
                url, name, *_with_password(unquote(parts.username), unquote(parts.password or ""), settings, keys)
            )
        return cls(url, name, *_from_environment(settings, keys))

    @property
    def known(self) -> bool:
        """Whether there are credentials to show."""
        return bool(self.authorization or self.user)

    def without_secrets(self, text: str) -> str:
        """Return a server's words with every secret struck out: some servers repeat what they were sent."""
        for secret in sorted(self.secrets, key=len, reverse=True):
            text = text.replace(secret, "***")
        return text


_Credentials = tuple[str, tuple[str, ...], str, str]


def _with_password(user: str, password: str, settings: Mapping[str, str], others: tuple[str, ...]) -> _Credentials:
    scheme = settings.get(SCHEME, "").strip().lower() or "basic"
    if scheme not in ("basic", "digest"):
        raise RequestError(f"{SCHEME} is neither basic nor digest")
    coded = b64encode(f"{user}:{password}".encode()).decode()
    secrets = (*others, coded, *((password,) if password else ()))
    return f"Basic {coded}" if scheme == "basic" else "", secrets, user, password


def _from_environment(settings: Mapping[str, str], keys: tuple[str, ...]) -> _Credentials:
    token = settings.get(TOKEN, "").strip()
    if token:
        if not re.fullmatch(r"[\x21-\x7e]+", token):
            raise RequestError(f"{TOKEN} holds characters that a token cannot have")
        return f"Bearer {token}", (*keys, token), "", ""
    user = settings.get(USER, "")
    return _with_password(user, settings.get(PASSWORD, ""), settings, keys) if user else ("", keys, "", "")
