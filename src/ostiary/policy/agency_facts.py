"""What rules can test of an agency on a day: the part of a decision's facts that is not in its request.

Knows: a bundle's directory and agreements, and the ways in which conditions speak of agencies.
Must not know: rules, entries.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ostiary.model.agency import Agency, AgencyFacts
from ostiary.model.bundle import Bundle
from ostiary.model.request import Context, Request
from ostiary.model.rules import Atom, Need
from ostiary.policy.facts import lacks

AGREED: tuple[Need, ...] = ("agreement", "declaration")
"""The needs that are met by what stands in the bundle about the agency that asks."""


def facts_of_agencies(bundle: Bundle, codes: Iterable[str], day: date) -> dict[str, AgencyFacts | None]:
    """The facts of each of these agencies, by code; None of one that the bundle does not list."""
    return {code: facts_of_agency(bundle, code, day) for code in sorted(codes)}


def facts_of_agency(bundle: Bundle, code: str, day: date) -> AgencyFacts | None:
    """The facts of one agency; None when the bundle does not list it."""
    agency = bundle.agencies.get(code)
    if agency is None:
        return None
    return AgencyFacts(
        level=agency.level,
        kind=agency.kind,
        state=agency.state,
        status=agency.status,
        labels=agency.labels,
        above=_above(bundle, agency),
        agreed=_agreed(bundle, code, day),
    )


def _above(bundle: Bundle, agency: Agency) -> tuple[str, ...]:
    """The line in the tree, walked here: the whole tree is not built for one agency of a statement."""
    found: list[str] = []
    while agency.parent is not None:
        found.append(agency.parent)
        agency = bundle.agencies[agency.parent]
    return tuple(found)


def _agreed(bundle: Bundle, code: str, day: date) -> frozenset[str]:
    """Asked of what decides whether a need is met, so that both cannot differ."""
    anybody = Context(member="", agency=code, role="", purpose="", beneficiary=code)
    request = Request(anybody, "", frozenset(), day)
    return frozenset(AGREED) - frozenset(lacks(bundle, request, code, AGREED))


def covers(atom: Atom, code: str, facts: AgencyFacts | None) -> bool | None:
    """Whether what an author said of agencies covers one with these facts, whatever the bundle lists.

    ``facts`` None: nothing but the code is known, and the answer is None where it hangs on more than that.
    """
    words = frozenset(atom.words) or atom.values
    if atom.way == "listed":
        return code in atom.values
    if facts is None:
        return (atom.way == "under") if atom.way.endswith("under") and code in words else None
    found: dict[str, frozenset[str]] = {
        "under": frozenset({code, *facts.above}),
        "level": frozenset({facts.level}),
        "kind": frozenset({facts.kind}),
        "state": frozenset({facts.state} if facts.state else ()),
        "label": facts.labels,
    }
    return bool(words & found[atom.way.removeprefix("not_")]) is not atom.way.startswith("not_")
