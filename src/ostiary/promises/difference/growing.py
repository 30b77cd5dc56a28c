"""A box grown as far as it goes.

Knows: that a larger box is easier to say than many small ones.
Must not know: what the axes mean, what is looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ostiary.promises.boxes import Box


def grown(box: Box, everything: Box, outsiders: Callable[[Box], Iterator[Box]], order: Iterable[int]) -> Box:
    """A box around ``box`` without outsiders, as large as it can be on each axis, tried in this order.

    ``outsiders`` gives the requests of a box that must stay outside, as boxes; none for ``box`` itself.
    """
    for axis in order:
        more = everything[axis] & ~box[axis]
        # Whatever stays outside takes all of its points on this axis away at once, so that few questions are enough.
        while more and (piece := next(outsiders(_with(box, axis, more)), None)) is not None:
            more &= ~piece[axis]
        box = _with(box, axis, box[axis] | more)
    return box


def _with(box: Box, axis: int, mask: int) -> Box:
    return (*box[:axis], mask, *box[axis + 1 :])
