"""The one cookie of the console.

Knows: its name, how it is set, taken away and read.
Must not know: what its token stands for, where sessions lie.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

NAME: Final = "__Host-ostiary-console"
"""A browser takes a name with this beginning only over TLS or from this machine, for one host alone and all of its paths."""

_ATTRIBUTES: Final = "Path=/; Secure; HttpOnly; SameSite=Strict"


def setting(token: str, name: str = NAME) -> str:
    """The value of Set-Cookie for a new session. It lasts until the browser closes; how long it holds, the server decides."""
    return f"{name}={token}; {_ATTRIBUTES}"


PENDING: Final = "__Host-ostiary-pending"
"""What a browser remembers of a sign-in that it has begun elsewhere."""


def remembering(sealed: str, seconds: int) -> str:
    """The value of Set-Cookie for that. It comes back with a way that begins at another site, so it cannot be strict."""
    return f"{PENDING}={sealed}; Max-Age={seconds}; Path=/; Secure; HttpOnly; SameSite=Lax"


def taking_away(name: str = NAME) -> str:
    """The value of Set-Cookie that makes a browser forget it."""
    return f"{name}=; Max-Age=0; {_ATTRIBUTES}"


def maybe_token(headers: Iterable[str], name: str = NAME) -> str | None:
    """The token in a request's Cookie headers, or None where there is none, or more than one.

    Two cannot come from a browser that holds to the name's rule: somebody has put one there, and which of them is not known.
    """
    named = [
        value
        for header in headers
        for pair in header.split(";")
        for written, _, value in [pair.strip(" ").partition("=")]
        if written == name
    ]
    return named[0] if len(named) == 1 and named[0] else None
