"""All live sessions: by agency for cut-offs, by key for cancels.

Knows: who must end when an agency is cut off.
Must not know: why, or what a session is doing.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from ostiary.errors import QuotaReached
from ostiary.session.commands import Admit, SessionEnded
from ostiary.session.standing import ended_by
from ostiary.session.world import Connection, Snapshot

MAX_SURPLUS: Final = 1_024
"""As many as may wait to be accepted; with a TLS handshake each takes some 60 kB: 60 MB for strangers at the very most."""


class Live(Protocol):
    """A session as the registry sees it."""

    @property
    def connection(self) -> Connection:
        """The facts of its connection."""

    @property
    def admitted(self) -> Admit | None:
        """Whom it serves, for which agencies; None before its log-in."""

    def end(self, why: SessionEnded) -> bool:
        """End it now; whether it had not ended already."""

    def finish(self, why: SessionEnded) -> bool:
        """End it as soon as it waits for its client; whether that is now."""

    def cancel(self) -> None:
        """Cancel what it is doing on the server."""

    def stop_sending(self) -> bool:
        """End it, if anything that it was given has not left yet; whether that was so."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many connections a worker has at once, and how many sessions of one agency.

    ``surplus`` are those beyond them that are let in to be refused in words, or to cancel.
    """

    connections: int
    agency: int
    surplus: int = MAX_SURPLUS


class Registry:
    """The live sessions of one worker. Without ``room`` there is no limit."""

    def __init__(self, room: Room | None = None) -> None:
        self._room = room
        self._sessions: dict[int, Live] = {}
        self._when_empty: Callable[[], None] | None = None

    def __len__(self) -> int:
        return len(self._sessions)

    def add(self, session: Live) -> None:
        """A connection has been accepted."""
        self._sessions[session.connection.cancel_pid] = session

    def remove(self, session: Live) -> None:
        """A connection is gone."""
        self._sessions.pop(session.connection.cancel_pid, None)
        self._tell_if_empty()

    @property
    def is_full(self) -> bool:
        """Whether one more connection would be more than there is room for."""
        return self._room is not None and len(self._sessions) >= self._room.connections

    @property
    def is_overrun(self) -> bool:
        """Whether there are so many that even a refusal would cost too much."""
        return self._room is not None and len(self._sessions) >= self._room.connections + self._room.surplus

    def verify_room(self, session: Live, agency: str) -> None:
        """Raises QuotaReached for a new session of an agency that has as many as one agency may.

        All sessions are gone through: 0.2 ms for a thousand of them, beside some 5 ms that the proof has taken.
        """
        if self._room is None or session.admitted is not None:
            return
        has = sum(
            1
            for other in self._sessions.values()
            if other.admitted is not None and other.admitted.enrolled.member.agency == agency
        )
        if has >= self._room.agency:
            raise QuotaReached(f"`{agency}` has {has} sessions here, as many as one agency may")

    def is_used(self, cancel_pid: int) -> bool:
        """Whether a live session has this number already."""
        return cancel_pid in self._sessions

    def cancel(self, pid: int, secret: bytes) -> Live | None:
        """Cancel what the session with this key is doing; that session, if there is one and it has logged in.

        The comparison takes constant time.
        """
        session = self._sessions.get(pid)
        if session is None or session.admitted is None:
            return None
        # No request has a secret of no bytes: whoever was given none is cancelled by nobody.
        if not hmac.compare_digest(session.admitted.cancel_secret, secret):
            return None
        session.cancel()
        return session

    def verify_served(self, admitted: Admit, snapshot: Snapshot, at: datetime) -> None:
        """Raises CutOffNow or StandingLost when a directive in force at that instant ends such a session.

        A session looks at the directives of its client's last bytes; one that came since then has found no such session.
        """
        why = ended_by(admitted, snapshot, at)
        if why is not None:
            raise why

    def end_unserved(self, snapshot: Snapshot, at: datetime) -> int:
        """End every session that a directive in force does not let go on: cut off or suspended, or not enrolled or proved as it was.

        The answer is how many.
        """
        unserved = list(self._unserved(snapshot, at))
        for session, why in unserved:
            session.end(why)
        return len(unserved)

    def stop_sending(self) -> int:
        """Let nothing more leave of what was released; how many sessions ended by it."""
        return sum([session.stop_sending() for session in list(self._sessions.values())])

    def cancel_all(self) -> None:
        """Cancel what all sessions are doing on the server; each learns of it from there, and goes on."""
        for session in list(self._sessions.values()):
            session.cancel()

    def finish_all(self, why: SessionEnded) -> tuple[int, int]:
        """End those that wait for their clients now, the others when they do; how many of each there were."""
        waited = [session.finish(why) for session in list(self._sessions.values())]
        return sum(waited), len(waited) - sum(waited)

    def end_all(self, why: SessionEnded) -> int:
        """End every session; how many had not ended already."""
        return sum([session.end(why) for session in list(self._sessions.values())])

    def when_empty(self, callback: Callable[[], None]) -> None:
        """Call back once no session is left: at once when there is none."""
        self._when_empty = callback
        self._tell_if_empty()

    def _tell_if_empty(self) -> None:
        if self._when_empty is not None and not self._sessions:
            callback, self._when_empty = self._when_empty, None
            callback()

    def _unserved(self, snapshot: Snapshot, at: datetime) -> Iterator[tuple[Live, SessionEnded]]:
        for session in self._sessions.values():
            why = None if session.admitted is None else ended_by(session.admitted, snapshot, at)
            if why is not None:
                yield session, why
