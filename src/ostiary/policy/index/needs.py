"""Needs as bits: what is met, and which rules that leaves.

Knows: which needs the case, those who vouch and agreements meet.
Must not know: facts, dates, decisions.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Final

from ostiary.model.rules import NEEDS, VOUCHED, Need
from ostiary.policy.index.numbering import Numbering, together

FLAGS: Final = {need: 1 << place for place, need in enumerate(NEEDS)}
"""The bit of each need in a number of needs that are met."""


def flags_of_context(*, has_case: bool, vouched: frozenset[Need]) -> int:
    """The needs that a context meets for every agency. Whoever vouches, vouches for a case."""
    if not has_case:
        return 0
    return FLAGS["case-number"] | sum(FLAGS[need] for need in VOUCHED if need in vouched)


class Fulfilled:
    """The rules that count, by the needs that are met.

    What meets counts when nothing is lacking, a duty that is owed when something is; whatever else touches always counts.
    """

    __slots__ = ("_by_needs", "_owing")

    def __init__(self, numbering: Numbering) -> None:
        found: dict[tuple[Need, ...], list[int]] = {}
        for bit, line in enumerate(numbering.lines):
            found.setdefault(line.needs, []).append(bit)
        self._by_needs = {needs: together(bits) for needs, bits in found.items()}
        self._owing = numbering.owing_bits.mask

    def by(self, met: int) -> int:
        """The rules that count where these needs are met. Raises KeyError for a need without meaning."""
        fulfilled = (bits for needs, bits in self._by_needs.items() if not lacking(needs, met))
        return reduce(int.__or__, fulfilled, 0) ^ self._owing


def lacking(needs: Iterable[Need], met: int) -> tuple[Need, ...]:
    """Those of the needs that are not met. Raises KeyError for a need without meaning."""
    return tuple(need for need in needs if not FLAGS[need] & met)
