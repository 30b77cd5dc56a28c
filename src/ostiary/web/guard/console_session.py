"""How long somebody stays signed in to the console.

Knows: when a console session began and was last used, its limits, and that a token is kept as its digest alone.
Must not know: cookies, databases, clocks, randomness.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from ostiary.web.guard.roles import Role

TOKEN_BYTES: Final = 32
"""256 bits: nobody guesses one, so that the digest needs neither salt nor cost."""
TOKEN_CHARACTERS: Final = 43
"""32 bytes in base64 without padding."""


@dataclass(frozen=True, slots=True)
class Lifetime:
    """The limits of all console sessions, in seconds."""

    idle: int
    """Without a request for so long, a session is over."""
    whole: int
    """Whatever is asked meanwhile, a session is over after so long."""


@dataclass(frozen=True, slots=True)
class ConsoleSession:
    """One person at one browser. Instants are seconds since 1970 UTC."""

    account: str
    role: Role
    """The account's role now, not the one it had when the session began."""
    began: int
    used: int


class Ending(StrEnum):
    """Why a session is over."""

    IDLE = "it was not used for too long"
    WHOLE = "it has lasted as long as any may"
    AHEAD = "it began or was used in the future"


@dataclass(frozen=True, slots=True)
class Live:
    """The session holds."""


@dataclass(frozen=True, slots=True)
class Over:
    """The session holds no more."""

    why: Ending


Standing: TypeAlias = Live | Over


def standing(session: ConsoleSession, lifetime: Lifetime, now: int) -> Standing:
    """Whether a session holds at ``now``. A clock that was set back ends it: how old it is cannot be known."""
    if max(session.began, session.used) > now:
        return Over(Ending.AHEAD)
    if now - session.began >= lifetime.whole:
        return Over(Ending.WHOLE)
    if now - session.used >= lifetime.idle:
        return Over(Ending.IDLE)
    return Live()


def token_digest(token: str) -> bytes:
    """What is kept in the place of a token, so that who reads the store can use none of them.

    Raises ValueError for what cannot be a token; nothing is looked up for it.
    """
    if len(token) != TOKEN_CHARACTERS or not token.isascii():
        raise ValueError("this is no token of a console session")
    return hashlib.sha256(b"ostiary/console-session/v1\0" + token.encode("ascii")).digest()
