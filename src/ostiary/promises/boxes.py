"""Products of sets of points, and what is left of one when others are taken away.

Knows: a box, one set of numbered points (the bits of an int) for each axis.
Must not know: what an axis or a point stands for, rules.

A box with an empty set on any axis is empty; functions here neither take nor give empty boxes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

from ostiary.errors import TooManyCases
from ostiary.promises.work import take

Box: TypeAlias = tuple[int, ...]

MAX_PIECES = 300_000
"""So many pieces one box is cut into, at some 10 us each: three seconds. A question about 2,000 rules takes some hundreds."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Stands against every point of ``when`` that lies in none of ``unless``."""

    when: Box
    unless: tuple[Box, ...] = ()


def meets(one: Box, other: Box) -> bool:
    """Whether two boxes have a point in common."""
    for left, right in zip(one, other, strict=True):  # noqa: SIM110 - the inner loop of every proof
        if not left & right:
            return False
    return True


def common(one: Box, other: Box) -> Box | None:
    """The points that two boxes have in common; None when there are none."""
    both = tuple(left & right for left, right in zip(one, other, strict=True))
    return both if all(both) else None


def without(box: Box, taken: Box) -> Iterator[Box]:
    """The points of one box that are not in another, as boxes that do not overlap."""
    if not meets(box, taken):
        yield box
        return
    kept = list(box)
    for axis, (ours, theirs) in enumerate(zip(box, taken, strict=True)):
        if left := ours & ~theirs:
            yield (*kept[:axis], left, *box[axis + 1 :])
        kept[axis] = ours & theirs


def outside(box: Box, taken: Iterable[Box]) -> Iterator[Box]:
    """The points of a box that are in none of several, as boxes that do not overlap."""
    return escaping(box, [Guard(one) for one in taken])


def escaping(box: Box, guards: Iterable[Guard], used: set[Guard] | None = None) -> Iterator[Box]:
    """The points of a box against which no guard stands, as boxes that do not overlap.

    Takes as long as the answer is large: whoever asks only whether there is a point takes the first box. What is in
    ``used`` at the end are guards that took something away; they alone give the same answer. Raises TooManyCases.
    """
    every = list(guards)
    take(1 + len(every))
    near = [guard for guard in every if meets(box, guard.when)]
    waiting, taken = [(box, 0)], 0
    while waiting:
        piece, first = waiting.pop()
        number, taken = first, taken + 1
        if taken > MAX_PIECES:
            raise TooManyCases(f"the rules about one question cut it into more than {MAX_PIECES} pieces")
        while number < len(near) and not meets(piece, near[number].when):
            number += 1
        take(1 + number - first)
        if number == len(near):
            yield piece
            continue
        if used is not None:
            used.add(near[number])
        waiting += [(rest, number + 1) for rest in past(piece, near[number])]


def widest_first(box: Box, guards: Iterable[Guard]) -> list[Guard]:
    """The guards that meet a box, each once. Those that take most of it away go first, so that little is left to cut."""
    every = list(guards)
    take(len(every))
    near = {guard: size(both) for guard in every if (both := common(box, guard.when)) is not None}
    return sorted(near, key=lambda guard: (len(guard.unless), -near[guard]))


def past(box: Box, guard: Guard) -> Iterator[Box]:
    """The points of a box against which one guard does not stand: those that it misses, and those that it excepts."""
    yield from without(box, guard.when)
    held = common(box, guard.when)
    if held is not None and guard.unless:
        yield from inside(held, guard.unless)


def inside(box: Box, several: Sequence[Box]) -> Iterator[Box]:
    """The points of a box that are in at least one of several, as boxes that do not overlap."""
    for number, one in enumerate(several):
        if (both := common(box, one)) is not None:
            yield from outside(both, several[:number])


def stands(box: Box, guard: Guard) -> Iterator[Box]:
    """The points of a box against which one guard stands, as boxes that do not overlap."""
    if (held := common(box, guard.when)) is not None:
        yield from outside(held, guard.unless)


def is_empty(boxes: Iterator[object]) -> bool:
    """Whether there is no box; asks for one at most."""
    return next(boxes, None) is None


def points(mask: int) -> Iterator[int]:
    """The numbers of the points in a set, least first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def size(box: Box) -> int:
    """How many points a box has."""
    return prod(mask.bit_count() for mask in box)


def lowest(box: Box) -> Box:
    """The box of one point: the first on each axis."""
    return tuple(mask & -mask for mask in box)
