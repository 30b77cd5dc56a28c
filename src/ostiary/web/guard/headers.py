"""The headers that every answer of the console bears.

Knows: what a browser is told to refuse on our pages, one reason each.
Must not know: what a page shows, who asks for it, how an answer is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_SOURCES: Final[Mapping[str, str]] = {
    "default-src": "'none'",
    # The vendored script and our sheet, from our own address; nothing inline, nothing evaluated.
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    # A base element could send relative links elsewhere.
    "base-uri": "'none'",
    # A page in somebody else's frame can be clicked by somebody who sees another one.
    "frame-ancestors": "'none'",
}
CONTENT_SECURITY_POLICY: Final = "; ".join(f"{name} {source}" for name, source in _SOURCES.items())

SECURITY_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    # The pages show who asked for whom: they stay in no cache, and the Back button after a sign-out shows none of them.
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    # Not `no-referrer`: browsers then send `Origin: null` with our own forms, and they would be refused.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

STRICT_TRANSPORT: Final = ("Strict-Transport-Security", "max-age=31536000")
"""For a year; without subdomains, which are not ours to decide for."""


def security_headers(*, tls: bool) -> dict[str, str]:
    """All of them. ``tls``: whether the answer travels over TLS; a browser ignores the last one otherwise."""
    return dict(SECURITY_HEADERS) | (dict([STRICT_TRANSPORT]) if tls else {})
