"""How much work a question may take, counted and not timed.

Knows: that boxes may fall into ever more pieces, and that whoever wrote the rules decides into how many.
Must not know: boxes, rules, what becomes of a question that is given up.

What is counted belongs to the question that is being answered, not to a box: so it is kept beside them, for whoever runs the
question, and asked for by the loops that do the work.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from ostiary.errors import TooManyCases

MAX_WORK: Final = 10_000_000
"""Comparisons of two boxes, with what comes of them. Rules that were made to fall apart took some 3 us for each where it was
measured, so that whoever asks waits half a minute, and longer where rules tell very many agencies apart."""


class Work:
    """What is left of the work for one question."""

    __slots__ = ("_left",)

    def __init__(self, most: int) -> None:
        self._left = most

    def take(self, count: int) -> None:
        """Counts so many comparisons. Raises TooManyCases when they are more than is left, then and ever after."""
        self._left -= count
        if self._left < 0:
            raise TooManyCases(
                f"cases that rules tell apart: more than can be looked at in {MAX_WORK:,} comparisons; "
                "fewer rules with many conditions each, or fewer exceptions, would do"
            )


_WORK: Final[ContextVar[Work | None]] = ContextVar("work", default=None)


@contextmanager
def bounded(most: int | None = None) -> Iterator[None]:
    """Within it work is counted, at most ``MAX_WORK`` of it; within another such it is counted there."""
    if _WORK.get() is not None:
        yield
        return
    token = _WORK.set(Work(MAX_WORK if most is None else most))
    try:
        yield
    finally:
        _WORK.reset(token)


def take(count: int) -> None:
    """Counts so many comparisons for the question that is being answered. Raises TooManyCases."""
    work = _WORK.get()
    if work is not None:
        work.take(count)
