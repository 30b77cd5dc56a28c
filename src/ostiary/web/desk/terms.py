"""The words of a policy that the desk shows: purposes, bases, and what each rule rests on.

Knows: where these stand in a bundle.
Must not know: which policy is in force, decisions.

They are for reading alone: what may be asked, the door decides, whatever stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ostiary.model.bundle import Bundle


@dataclass(frozen=True, slots=True)
class Terms:
    """Titles of purposes and bases by their codes, what each rule rests on by its id, and how a case number is written."""

    purposes: Mapping[str, str]
    bases: Mapping[str, str]
    cites: Mapping[str, str]
    case_example: str


def terms_of(bundle: Bundle) -> Terms:
    """The words of one bundle."""
    sources = [
        rule.source for rules in (bundle.permits, bundle.prohibitions, bundle.duties) for rule in rules
    ]
    named = {code: basis.title for code, basis in bundle.bases.items()}
    return Terms(
        {code: purpose.title for code, purpose in bundle.purposes.items()},
        {code: named.get(code, code.replace("-", " ").capitalize()) for code in sorted(bundle.known_bases)},
        {source.id: source.cite for source in sources},
        bundle.case_example,
    )
