"""One request, grown to the largest box around it that is all alike.

Knows: how a box grows, axis by axis.
Must not know: words, why a request is in question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from ostiary.promises.boxes import Box, Guard, inside, lowest, outside, stands
from ostiary.promises.claims import Breach, Bulwark
from ostiary.promises.space import Axis
from ostiary.promises.territory import Territory

ORDER = (
    Axis.DAY,
    Axis.ROLE,
    Axis.NEEDS,
    Axis.BASES,
    Axis.FIELD,
    Axis.PURPOSE,
    Axis.ASKER,
    Axis.AFFILIATION,
)
"""What does not matter goes first, so that it is not said; who asks goes last, with all else as it is for one agency."""


def grown(seed: Box, everything: Box, others: Callable[[Box], Iterator[Box]]) -> Box:
    """The largest box, axis by axis, around the first point of a box, in which there is nothing of ``others``.

    ``others`` gives, of a box, all requests that must stay outside, in boxes that may overlap.
    """
    box = lowest(seed)
    for axis in ORDER:
        wide = (*box[:axis], everything[axis], *box[axis + 1 :])
        barred = 0
        for piece in others(wide):
            barred |= piece[axis]
            if everything[axis] & ~barred == box[axis]:
                break
        box = (*box[:axis], everything[axis] & ~barred, *box[axis + 1 :])
    return box


def region_of(territory: Territory, breach: Breach) -> Box:
    """Allowed requests that a promise excludes, as many as there are in one box around the first of a breach."""

    def others(box: Box) -> Iterator[Box]:
        return chain(not_excluded(box, breach.guard), territory.refused_in(box))

    return grown(breach.box, territory.space.everything, others)


def gap_of(bulwark: Bulwark, breach: Breach) -> Box:
    """Requests that a promise excludes and no prohibition stands against, as many as there are in one box.

    It may hold points that no request has: an agency with some papers whose member it employs with others.
    """

    def others(box: Box) -> Iterator[Box]:
        standing = (stands(box, bar.guard) for bar in bulwark.bars)
        return chain(not_excluded(box, breach.guard), chain.from_iterable(standing))

    return grown(breach.box, bulwark.layout.space.everything, others)


def not_excluded(box: Box, guard: Guard) -> Iterator[Box]:
    """The requests of a box that a promise does not exclude."""
    yield from outside(box, [guard.when])
    yield from inside(box, guard.unless)
