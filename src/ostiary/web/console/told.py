"""What a cut-off has ended, as far as gateways and the log tell.

Knows: which sessions had asked in the hour before, and what came after.
Must not know: sessions themselves: they live in the gateways, which end them and say how many.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ostiary.directives.instants import read_instant
from ostiary.directives.life_cycle import Directive
from ostiary.model.directive import CutOff, Departure, UrgentCutOff
from ostiary.office.eye import Holding
from ostiary.store.endings import Ending
from ostiary.web.console.access_row import AccessRow
from ostiary.web.console.recent import Seen

BEFORE: Final = timedelta(hours=1)
ANSWERED: Final = frozenset({"answered", "described", "open"})
"""Outcomes of what was let in; ``open`` is a stream that goes on."""
LEASE: Final = timedelta(seconds=5)
"""A gateway that hears of nothing serves for two seconds more; the rest is for clocks that differ."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a cut-off, or of the end of an enrolment, that took effect. ``since`` is when."""

    since: datetime
    sessions: int
    """Sessions that had asked something in the hour before."""
    members: int
    is_watched: bool
    """Whether all accesses that began after it are known: it is in force, the log could be read, and none of them has been let go."""
    answered_after: int
    """Accesses that began later than gateways may serve, and were answered all the same: there must be none."""
    turned_away: int
    """Accesses that were refused since."""


@dataclass(frozen=True, slots=True)
class GatewayEnded:
    """What one gateway says: how many sessions it ended, all its workers together, and until when they had told it."""

    gateway: str
    ended: int
    by: datetime


def endings_of(told: Sequence[Ending] | None) -> tuple[GatewayEnded, ...] | None:
    """The same by gateway, in the order of their names; None where it cannot be read."""
    if told is None:
        return None
    by_gateway: dict[str, GatewayEnded] = {}
    for one in told:
        if one.told_at is not None:
            before = by_gateway.get(one.gateway, GatewayEnded(one.gateway, 0, one.told_at))
            by_gateway[one.gateway] = GatewayEnded(
                one.gateway, before.ended + one.ended, max(before.by, one.told_at)
            )
    return tuple(by_gateway[name] for name in sorted(by_gateway))


def told_of(one: Directive, seen: Seen, holding: Holding, now: datetime) -> Told | None:
    """What the log tells of a cut-off, or of the end of an enrolment; None for all else, and for one without effect."""
    if not isinstance(one.act, CutOff | UrgentCutOff | Departure):
        return None
    began = _began(one)
    if began is None:
        return None
    rows = _touched(one.act, seen, holding)
    before = [row for row in rows if began - BEFORE < row.at <= began]
    is_held = one.is_in_force(now) and not _is_undone(one.act, holding)
    after = [row for row in rows if row.at > began + LEASE and is_held]
    return Told(
        began,
        len({row.session for row in before if row.session}),
        len({row.member for row in before if row.member}),
        is_held and not seen.trouble and _reaches(seen, began),
        sum(row.rows > 0 or row.state in ANSWERED for row in after),
        sum(row.is_denied for row in after),
    )


def _is_undone(act: CutOff | UrgentCutOff | Departure, holding: Holding) -> bool:
    """Whether somebody was enrolled anew behind the end of their enrolment: what they are answered since is as it should be."""
    return isinstance(act, Departure) and any(one in holding.register.members for one in act.members)


def _reaches(seen: Seen, began: datetime) -> bool:
    """Whether the accesses at hand go back so far."""
    return seen.is_whole or (bool(seen.rows) and seen.rows[-1].at <= began)


def _touched(act: CutOff | UrgentCutOff | Departure, seen: Seen, holding: Holding) -> list[AccessRow]:
    if isinstance(act, Departure):
        return [row for row in seen.rows if row.member in act.members]
    covered = covers(act.agency, holding)
    return [row for row in seen.rows if touches(row, covered, holding)]


def covers(agency: str, holding: Holding) -> tuple[str, ...]:
    """The agency and all under it, itself first."""
    tree = holding.bundle.agency_tree
    under = sorted(code for code in holding.bundle.agencies if code != agency and tree.is_under(code, agency))
    return (agency, *under)


def touches(row: AccessRow, covered: Iterable[str], holding: Holding) -> bool:
    """Whether an access was one of these agencies': its member's own, or one that the member works for, or on its behalf."""
    asking = {row.agency, row.beneficiary}
    enrolled = holding.register.members.get(row.member)
    if enrolled is not None:
        asking |= enrolled.member.affiliations
    return not asking.isdisjoint(covered)


def _began(one: Directive) -> datetime | None:
    if isinstance(one.act, UrgentCutOff):
        return read_instant(one.ordered_at)
    return None if one.confirmed_at is None else read_instant(one.confirmed_at)
