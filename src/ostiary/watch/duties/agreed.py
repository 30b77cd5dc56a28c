"""What the policy in force says of agreements, and which of its rules need one.

Knows: agreements, the needs of rules, which agencies a rule is about.
Must not know: folders, duties.

The door decides each statement by the agreements of that day. So whoever has an agreement that ended is refused from then on by every
rule that needs one, with that rule named, and is served again under a policy that has a new one: nothing here does it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Condition
from ostiary.watch.duties.facts import Agreed


def agreed_in(bundle: Bundle) -> tuple[Agreed, ...]:
    """Every agreement of a policy, each with the permits that do nothing for its agency once it has ended."""
    return tuple(
        Agreed(
            one.agency,
            one.kind,
            None if one.expires is None else date.fromisoformat(one.expires),
            tuple(_rules_needing(bundle, one.kind, one.agency)),
        )
        for one in bundle.agreements
    )


def _rules_needing(bundle: Bundle, kind: str, agency: str) -> Iterator[str]:
    for permit in bundle.permits:
        if kind in permit.when.needs and _is_about(permit.when, agency):
            yield permit.source.id


def _is_about(when: Condition, agency: str) -> bool:
    return all(agency in atom.values for atom in when.atoms if atom.fact == "agency")
