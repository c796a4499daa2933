"""Digest authentication (RFC 7616): the password is never sent, only proof of it for one request."""

from __future__ import annotations

from email.message import Message
from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    Request,
    parse_http_list,
    parse_keqv_list,
)

from stewards.endpoints.access import Access


class Digest:
    """Answers the challenges of one server; where it has made none, requests stay as they are."""

    def __init__(self, access: Access) -> None:
        self._known = bool(access.user)
        passwords = HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, access.url, access.user, access.password)
        self._handler = HTTPDigestAuthHandler(passwords)
        self._challenge: dict[str, str] = {}

    def challenged(self, headers: Message) -> bool:
        """Note the challenge in a refusal; return whether it can be answered."""
        for header in headers.get_all("WWW-Authenticate") or []:
            scheme, _, rest = header.partition(" ")
            if scheme.lower() == "digest" and self._known:
                self._challenge = parse_keqv_list([pair for pair in parse_http_list(rest) if pair])
                return True
        return False

    def sign(self, request: Request) -> None:
        """Add the proof that the last challenge asked for."""
        if not self._challenge:
            return
        proof = self._handler.get_authorization(request, self._challenge)
        if proof:
            request.add_unredirected_header("Authorization", f"Digest {proof}")
            request.headers.pop("Authorization", None)
