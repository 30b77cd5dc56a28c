"""One member at the desk: who it is, why they ask, what they typed, and the line to the door.

Knows: that a sitting is open, locked or ended, and what is forgotten with each step.
Must not know: cookies, pages, how many sittings there are, what time it is.

Locked: the line is closed and the answer forgotten; purpose, case and what was typed stay. Ended: the door has ended it, and
its words are all that stays. No password is kept in any state.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from ostiary.web.desk.answer import Answer, merged
from ostiary.web.desk.line import Got, Line, LineEnded
from ostiary.web.desk.searches import MAX_TYPED, Recognised, Search, recognised, tidied
from ostiary.web.desk.words import Refusal, Said, refusal_of


class StillAsking(Exception):
    """This member's earlier search is still running; there is one at a time."""


@dataclass(frozen=True, slots=True)
class Declared:
    """Why somebody asks, as the bar has it; empty: not declared."""

    purpose: str = ""
    case: str = ""
    basis: str = ""

    def items(self) -> Iterator[tuple[str, str]]:
        """The door's settings and their values."""
        yield from (("purpose", self.purpose), ("case", self.case), ("basis", self.basis))


@dataclass(slots=True)
class Sitting:
    """The state of one sitting. Only one thread works with it at a time: see ``held``."""

    member: str
    line: Line | None
    declared: Declared = field(default_factory=Declared)
    draft: str = ""
    """What was typed and not asked yet."""
    answer: Answer | None = None
    refused: Refusal | None = None
    """What the door has said against the last declaration, or the last unlocking."""
    not_understood: str = ""
    """What was typed last, where it is no search."""
    farewell: Refusal | None = None
    """The door's last words."""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def is_locked(self) -> bool:
        """Whether the password is needed before anything else."""
        return self.line is None and self.farewell is None

    @contextmanager
    def held(self, *, seconds: float = 0.0) -> Iterator[None]:
        """Nobody else works with it in this block. Raises StillAsking when somebody does, and goes on doing so."""
        if not self._lock.acquire(timeout=seconds):
            raise StillAsking
        try:
            yield
        finally:
            self._lock.release()

    def lock(self) -> None:
        """Close the line and forget the answer."""
        self._hang_up()

    def unlock(self, line: Line) -> None:
        """Go on over a new line, for the same purpose and case. What the door says against them now is kept."""
        self.line, self.refused = line, None
        self._declare(self.declared)

    def declare(self, declared: Declared) -> None:
        """Say why. An earlier answer was for another purpose or case, so it goes."""
        self.answer, self.not_understood = None, ""
        self._declare(declared)

    def search(self, typed: str, searches: tuple[Search, ...], cites: Mapping[str, str]) -> None:
        """Ask everything that the typed text can be. The answer is kept, and the door's last words if there are any."""
        text = tidied(typed)[: MAX_TYPED + 1]
        kinds = recognised(text, searches)
        self.answer, self.refused, self.draft, self.not_understood = None, None, "", ""
        if self.line is None:
            self.draft = text
        elif not kinds:
            self.draft = self.not_understood = text
        else:
            with self._until_ended(draft=text):
                self.answer = merged(text, [(kind, self._asked(kind)) for kind in kinds], cites)

    def look(self) -> None:
        """Notice it, if the door has ended the session meanwhile: then nothing of an earlier answer is shown any more."""
        with self._until_ended(draft=self.draft):
            if self.line is not None:
                self.line.verify_open()

    def _asked(self, kind: Recognised) -> tuple[Got, ...]:
        return tuple(
            Got() if self.line is None else self.line.ask(section.sql, kind.parameters_of(section))
            for section in kind.search.sections
        )

    def _declare(self, declared: Declared) -> None:
        self.refused, held = None, dict(Declared().items())
        with self._until_ended(draft=self.draft):
            for name, value in declared.items():
                said = None if self.line is None else self.line.declare(name, value)
                if said is not None:
                    self.refused = refusal_of(said)
                    # What was refused is not what is declared; it is taken back, so that the bar says what holds.
                    self._take_back(name)
                else:
                    held[name] = value
        self.declared = Declared(**held)

    def _take_back(self, name: str) -> None:
        if self.line is not None:
            self.line.declare(name, "")

    @contextmanager
    def _until_ended(self, *, draft: str) -> Iterator[None]:
        try:
            yield
        except LineEnded as ended:
            self._hang_up()
            self.draft, self.farewell = draft, _farewell(ended.said)

    def _hang_up(self) -> None:
        if self.line is not None:
            self.line.close()
        self.line = self.answer = self.refused = None
        self.not_understood = ""


def _farewell(said: Said) -> Refusal:
    return refusal_of(said)
