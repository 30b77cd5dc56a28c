"""A box grown as far as it goes.

Knows: that a larger box is easier to say than many small ones.
Must not know: what the axes mean, what is looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ostiary.promises.boxes import Box, points


def grown(box: Box, everything: Box, holds: Callable[[Box], bool], order: Iterable[int]) -> Box:
    """A box around ``box`` for which ``holds`` and that is as large as it can be on each axis, tried in this order.

    ``holds`` must be true of ``box``, and of every box that lies in one of which it is true.
    """
    for axis in order:
        box = _on_axis(box, axis, everything[axis] & ~box[axis], holds)
    return box


def _on_axis(box: Box, axis: int, more: int, holds: Callable[[Box], bool]) -> Box:
    """All of the points at once if that can be; else each half by itself, so that many that fit take few questions."""
    if not more:
        return box
    wider = (*box[:axis], box[axis] | more, *box[axis + 1 :])
    if holds(wider):
        return wider
    if more & (more - 1) == 0:
        return box
    lower, upper = _halves(more)
    return _on_axis(_on_axis(box, axis, lower, holds), axis, upper, holds)


def _halves(mask: int) -> tuple[int, int]:
    every = list(points(mask))
    lower = sum(1 << point for point in every[: len(every) // 2])
    return lower, mask ^ lower
