"""Reviews of changes of policy, worked out beside the pages: to prove and to replay takes longer than a page may.

Knows: which reviews were asked for, which are done, and what each was made of.
Must not know: how anything is proved or replayed, pages.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
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
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="review")
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
                self._asked[key] = self._pool.submit(self._judge, directive)
            found = self._asked[key]
        return found.result() if found.done() else None

    def close(self) -> None:
        """Begin no more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

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
        return Judgement(lines, "", reviewed)
