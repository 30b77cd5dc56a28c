"""How an agency, or a directive, stands now, in a few words for a line of a table.

Knows: what keeps an agency out, and what waits for a second official.
Must not know: pages, how a directive was signed.
"""

from __future__ import annotations

from datetime import datetime

from ostiary.directives.life_cycle import Directive
from ostiary.model.bundle import Bundle
from ostiary.model.directive import CutOff, UrgentCutOff
from ostiary.office.act_words import said
from ostiary.office.eye import Holding


def title_of(code: str, holding: Holding | None) -> str:
    """What an agency is called; its code where the policy does not have it."""
    found = None if holding is None else holding.bundle.agencies.get(code)
    return code if found is None else found.name


def barred(code: str, holding: Holding | None, now: datetime) -> str:
    """What keeps an agency out now, in words; empty where nothing does, and where that is not known."""
    if holding is None or code not in holding.bundle.agencies:
        return ""
    found = holding.register.barred_by({code}, holding.bundle.agency_tree, now)
    if found is None:
        return ""
    return f"{'suspended' if found.id.startswith('S-') else 'cut off'} by {found.id}"


def is_waiting(directive: Directive, now: datetime) -> bool:
    """Whether somebody may still confirm it."""
    return directive.status == "ordered" and (directive.lapses_at is None or now < directive.lapses_at)


def said_now(directive: Directive, bundle: Bundle) -> str:
    """What a directive does as it stands: an urgent cut-off that was confirmed is one like any other. Without marks of code."""
    act = directive.act
    if isinstance(act, UrgentCutOff) and directive.status == "confirmed":
        act = CutOff(act.agency, act.reason, act.until)
    return said(act, bundle).replace("`", "")
