"""How far two who labelled the same texts agree, beyond chance.

Knows: pairs of labels.
Must not know: what the labels are of, files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """``same`` of ``of`` texts have one label; ``kappa`` is Cohen's, from -1 to 1, None where both have a single label or there is no text."""

    same: int
    of: int
    kappa: float | None


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Of each text the first one's and the second one's label (J. Cohen, Educational and Psychological Measurement 20, 1960)."""
    same, of = sum(one == other for one, other in pairs), len(pairs)
    if not of:
        return Agreement(0, 0, None)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    by_chance = sum(first[label] * second[label] for label in first) / of**2
    return Agreement(same, of, (same / of - by_chance) / (1 - by_chance) if by_chance < 1 else None)
