"""Reviews of changes of policy, worked out beside the pages: to prove and to replay takes longer than a page may.

Knows: which reviews were asked for, which are done, and what each was made of.
Must not know: how anything is proved or replayed, pages.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final

from ostiary.directives.life_cycle import Directive
from ostiary.directives.register import Register
from ostiary.errors import OstiaryError
from ostiary.model.directive import PolicyChange
from ostiary.office.desk import Desk
from ostiary.office.reviewing import Reviewed, review_change, review_lines, verify_reviewed

MAX_REVIEWS: Final = 8
"""Kept or under way; the oldest goes. Each is some kilobytes of lines."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a second official is shown: lines, and why it cannot be confirmed (empty: it can). ``reviewed`` is what is signed."""

    lines: tuple[str, ...]
    why_not: str
    reviewed: Reviewed | None


class Reviews:
    """One review at a time, in a thread of its own. ``open_desk`` opens the desk at which it is made."""

    def __init__(self, open_desk: Callable[[], Desk]) -> None:
        self._open_desk = open_desk
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self._asked: dict[tuple[str, str], Future[Judgement]] = {}

    def maybe_judgement(self, directive: Directive, register: Register) -> Judgement | None:
        """The judgement of a change that waits, against the chain as it stands; None while it is worked out.

        A further step of the chain may change what a change would do, so it is then worked out anew.
        """
        key = directive.id, register.head.hash
        with self._lock:
            if key not in self._asked:
                if len(self._asked) >= MAX_REVIEWS:
                    self._asked.pop(next(iter(self._asked))).cancel()
                self._asked[key] = self._begun(directive)
            found = self._asked[key]
        return found.result() if found.done() else None

    def _begun(self, directive: Directive) -> Future[Judgement]:
        """A review under way. Its thread ends with the process: whoever stops the console waits for no proof."""
        judgement = Future[Judgement]()
        threading.Thread(target=self._run, args=(judgement, directive), name="review", daemon=True).start()
        return judgement

    def _run(self, judgement: Future[Judgement], directive: Directive) -> None:
        with self._turn:
            if judgement.set_running_or_notify_cancel():
                judgement.set_result(self._judge(directive))

    def _judge(self, directive: Directive) -> Judgement:
        reviewed, lines = None, tuple[str, ...]()
        try:
            if not isinstance(directive.act, PolicyChange):
                return Judgement((), "", None)
            reviewed = review_change(self._open_desk(), directive.id, directive.act)
            lines = tuple(review_lines(reviewed.review))
            verify_reviewed(reviewed)
        except OstiaryError as fault:
            return Judgement(lines, fault.message, None)
        except OSError as fault:
            return Judgement(lines, f"it could not be reviewed: {fault.strerror}", None)
        except Exception as fault:  # noqa: BLE001 - whatever fails here, nothing is signed for it.
            return Judgement(lines, f"it could not be reviewed: {type(fault).__name__}", None)
        return Judgement(lines, "", reviewed)
