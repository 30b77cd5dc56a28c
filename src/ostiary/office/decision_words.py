"""A decision on several lines: why, what instead, and what each rule that mattered says.

Knows: the order of the lines.
Must not know: how anything is decided or said (it asks), where the decision comes from.
"""

from __future__ import annotations

from collections.abc import Iterator

from ostiary.model.bundle import Bundle
from ostiary.model.request import Decision
from ostiary.policy.explain import account, mattered


def decision_lines(bundle: Bundle, decision: Decision, way: str) -> Iterator[str]:
    """What a client was told as DETAIL after ``because``, as HINT after ``instead``; then the rules in full."""
    if said := account(bundle, decision):
        yield f"because: {said}"
    if way:
        yield f"instead: {way}"
    for one in mattered(bundle, decision):
        if not one.sentence:
            yield f"  {one.rule} is not a rule of the policy in force"
            continue
        yield f"  {one.rule}: {one.sentence} ({one.cite})"
        if one.quote:
            yield f"      “{one.quote}”"
