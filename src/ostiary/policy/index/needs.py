"""Needs as bits: what is met, and which rules that leaves.

Knows: which needs the case, those who vouch and agreements meet.
Must not know: facts, dates, decisions.
"""

from __future__ import annotations

from collections.abc import Iterable
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


def fulfilled(numbering: Numbering, met: int) -> int:
    """The rules that count where these needs are met. Raises KeyError for a need without meaning.

    What meets counts when nothing is lacking, a duty that is owed when something is; whatever else touches always counts.
    """
    lacking = numbering.owing_bits.mask
    bits = (bit for bit, line in enumerate(numbering.lines) if _all_met(line.needs, met))
    return together(bits) ^ lacking


def lacking(needs: Iterable[Need], met: int) -> tuple[Need, ...]:
    """Those of the needs that are not met. Raises KeyError for a need without meaning."""
    return tuple(need for need in needs if not FLAGS[need] & met)


def _all_met(needs: Iterable[Need], met: int) -> bool:
    return not lacking(needs, met)
