"""What must be met beside the facts: a case number, an open case, an approval, an agreement, a declaration.

Knows: the words for each need, as a thing and as a condition.
Must not know: who vouches for a need, how one is met.
"""

from __future__ import annotations

from collections.abc import Iterable

from ostiary.model.rules import Need
from ostiary.policy.words.lists import together

_THINGS: dict[Need, str] = {
    "case-number": "a case number",
    "open-case": "a case that is known to be open",
    "approval": "a supervisor's approval",
    "agreement": "an agreement in force",
    "declaration": "a written declaration in force",
}


def things(needs: Iterable[Need]) -> str:
    """``a case number and an agreement in force``, for what is missing."""
    return together(_THINGS[need] for need in needs)


def need_clauses(needs: Iterable[Need], whose: str) -> list[str]:
    """``a case number is declared``, ``their agency has an agreement in force``; ``whose`` is the agency that must."""
    clauses: dict[Need, str] = {
        "case-number": "a case number is declared",
        "open-case": "the declared case is known to be open",
        "approval": "a supervisor has approved that the member asks for that case",
        "agreement": f"{whose} has an agreement in force",
        "declaration": f"{whose} has a written declaration in force",
    }
    return [clauses[need] for need in needs]
