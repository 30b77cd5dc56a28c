"""Console sessions as they are kept in the control database.

Knows: that a token is drawn here and kept as its digest, when a session is over, and how often its use is noted.
Must not know: cookies, HTTP, who may have a session.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from typing import Final

from ostiary.errors import ControlDown
from ostiary.store.console_sessions import (
    begin_session,
    end_session,
    forget_sessions,
    mark_used,
    maybe_found,
)
from ostiary.store.control import control_connection
from ostiary.web.guard.console_session import (
    TOKEN_BYTES,
    ConsoleSession,
    Lifetime,
    Live,
    standing,
    token_digest,
)
from ostiary.web.guard.roles import Role

USE_NOTED_SECONDS: Final = 30
"""A live list asks every few seconds; a write to the database for each would be noise. Sessions end so much earlier at the most."""


class KeptSessions:
    """The sessions of one face."""

    def __init__(self, dsn: str, lifetime: Lifetime, now: Callable[[], float]) -> None:
        self._dsn = dsn
        self._lifetime = lifetime
        self._now = now

    def maybe_session(self, token: str) -> ConsoleSession | None:
        """As ``face.Sessions``. Raises ControlDown."""
        digest, now = token_digest(token), int(self._now())
        with control_connection(self._dsn) as connection:
            found = maybe_found(connection, digest)
            if found is None:
                return None
            session = ConsoleSession(found.account, _role(found.role), found.began, found.used)
            if not isinstance(standing(session, self._lifetime, now), Live):
                end_session(connection, digest)
                return None
            if now - session.used >= USE_NOTED_SECONDS:
                mark_used(connection, digest, now)
            return session

    def begin(self, account: str) -> str:
        """A new session for an account; its token, which is kept nowhere. Those that are over are forgotten. Raises ControlDown."""
        token = base64.urlsafe_b64encode(secrets.token_bytes(TOKEN_BYTES)).decode().rstrip("=")
        now = int(self._now())
        with control_connection(self._dsn) as connection:
            forget_sessions(
                connection, used_before=now - self._lifetime.idle, began_before=now - self._lifetime.whole
            )
            begin_session(connection, token_digest(token), account, now)
        return token

    def end(self, digest: bytes) -> None:
        """End a session. Raises ControlDown."""
        with control_connection(self._dsn) as connection:
            end_session(connection, digest)


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        raise ControlDown("the control database has an account of a role that there is not") from None
