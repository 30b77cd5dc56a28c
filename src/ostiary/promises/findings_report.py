"""Rules that do nothing, as text for people and as plain values for programs.

Knows: how a finding reads.
Must not know: how it was found.
"""

from __future__ import annotations

from collections.abc import Sequence

from ostiary.model.canonical import Plain
from ostiary.promises.findings import Finding, Kind
from ostiary.promises.sets_in_words import listed

_SAYS: dict[Kind, str] = {
    "over": "is in force on none of these days",
    "never-matches": "covers nothing: its conditions exclude each other, or its needs are never met",
    "strangers-only": "stops nobody but members of an agency that nobody knows",
    "overridden": "allows nothing: all that it covers is refused",
    "shadowed": "does nothing by itself",
    "idle-exception": "changes nothing",
    "idle-duty": "comes with nothing that is allowed",
}
_BY: dict[Kind, str] = {
    "overridden": "stopped by",
    "shadowed": "others do the same:",
    "idle-exception": "what it covers is settled by",
}


def findings_in_words(findings: Sequence[Finding]) -> str:
    """The list, one line each, without a last line break."""
    if not findings:
        return "Every rule does something."
    count = f"{len(findings)} {'rule or exception does' if len(findings) == 1 else 'rules or exceptions do'} nothing"
    return "\n".join([f"{count}, each by itself:", *(f"  {_line(one)}" for one in findings)])


def _line(finding: Finding) -> str:
    what = f"{finding.rule}, exception {finding.exception}," if finding.exception else finding.rule
    by = f" ({_BY[finding.kind]} {listed(finding.by, 'and')})" if finding.by and finding.kind in _BY else ""
    return f"{what} {_SAYS[finding.kind]}{by}"


def findings_as_values(findings: Sequence[Finding]) -> list[Plain]:
    """The list as objects."""
    return [
        {"rule": one.rule, "exception": one.exception or None, "kind": one.kind, "by": list(one.by)}
        for one in findings
    ]
