"""How often a finding of a detector leads to something: a prior, and what reviewers have found since.

Knows: which outcomes count for and against, where the priors come from.
Must not know: files, ranking.

Before there are outcomes, "calibrated" is worth what the priors are worth: one published ratio, and two judgements of ours. They
put findings in an order; they are no precision of anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ostiary.watch.findings.finding import Finding
from ostiary.watch.statistics import Share, wilson

PRIOR_WEIGHT: Final = 4
"""As many outcomes as a prior counts for: five real ones outweigh it."""

BEFORE: Final = 1 / 75
"""Minnesota's auditor, 2013: questionable users were 75 times those who were referred (misuse.md, section 2)."""

PRIORS: Final[Mapping[str, float]] = {
    # A judgement: strong words mean what they say about half of the time; some officers used the tag for other crimes.
    "M1": 0.5,
    # A judgement: dates decide it, and clock lag and rehires are what is left.
    "M11": 0.5,
}


@dataclass(frozen=True, slots=True)
class Odds:
    """Of a detector: ``prior``, the ``outcomes`` that count with their interval, and ``value``, which ranks."""

    prior: float
    outcomes: Share

    @property
    def value(self) -> float:
        """From 0 to 1: the prior and the outcomes, weighed by how many they are."""
        return (self.prior * PRIOR_WEIGHT + self.outcomes.hits) / (PRIOR_WEIGHT + self.outcomes.of)


def counts_for(finding: Finding) -> bool | None:
    """Whether its outcome speaks for its detector; None while it says nothing.

    Referred counts for it: a person who has looked thought that somebody else must. Explained counts against it. What was erased
    counts as what came of it before.
    """
    match finding.before or finding.state, finding.outcome:
        case ("referred", _) | ("closed", "confirmed"):
            return True
        case ("explained", _) | ("closed", "not-confirmed"):
            return False
        case _:
            return None


def odds_of(findings: Iterable[Finding]) -> dict[str, Odds]:
    """The odds of every detector that found any of these."""
    said: dict[str, list[bool]] = {}
    for finding in findings:
        outcome = counts_for(finding)
        said.setdefault(finding.detector, []).extend([] if outcome is None else [outcome])
    return {code: Odds(_prior(code), wilson(sum(each), len(each))) for code, each in said.items()}


def _prior(code: str) -> float:
    """Rules of one detector (`M4d`) have its prior."""
    whole = re.match(r"M\d+", code)
    return PRIORS.get(whole.group() if whole else code, BEFORE)
