"""What is done at a face stands in the log before its answer leaves.

Knows: that an act is written first, and that what cannot be written is not done and not shown.
Must not know: what any act does, how the log is kept.

A page that shows what is not public, or does something, calls ``write`` before it reads or does it. What it raises refuses the page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from ostiary.directives.instants import write_instant
from ostiary.evidence.commitment import CONSOLE_ACT
from ostiary.model.console_act import ConsoleAct, console_act_payload
from ostiary.store.log.client import append_once
from ostiary.web.guard.console_session import ConsoleSession


class Acts(Protocol):
    """Who writes acts."""

    def write(self, session: ConsoleSession, act: str, on: str = "") -> int:
        """Write one act; the number of its entry, once that is durable. It blocks for as long as the disk takes.

        ``act`` is a word of ours such as `view-access`, ``on`` names what it is done to by number or id: `#4711`, `26-019`.
        Raises LogUnavailable when it cannot be written, and ValueError for words that no entry may hold.
        """


class LoggedActs:
    """Acts as entries of the installation's log, through its writer."""

    def __init__(self, face: str, log_socket: Path, now: Callable[[], datetime]) -> None:
        self._face = face
        self._socket = log_socket
        self._now = now

    def write(self, session: ConsoleSession, act: str, on: str = "") -> int:
        """As ``Acts``. If we crash behind it, an act stands in the log that was not done: never the other way round."""
        done = ConsoleAct(
            write_instant(self._now()), self._face, session.account, session.role.value, act, on
        )
        return append_once(self._socket, CONSOLE_ACT, console_act_payload(done))
