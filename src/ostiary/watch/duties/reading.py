"""Facts of a watch folder: accounts, agreements, agencies that lost their access, persons to be told, findings.

Knows: the folder's tables, DuckDB.
Must not know: which duty comes of a fact, settings, policies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ostiary.watch.duties.engine import opened_tables
from ostiary.watch.duties.facts import Account, Agreed, Facts, Told
from ostiary.watch.duties.keeping import Kept, parts_of
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.moments import MS_A_DAY, utc_day
from ostiary.watch.findings.store import FindingStore

_ACCOUNTS: Final = """
SELECT agency, "user", max_by(enabled, as_of), max_by("until", as_of), max(last_use), max(since), max_by(trained_until, as_of)
FROM accounts GROUP BY ALL ORDER BY ALL"""
_USED: Final = 'SELECT agency, "user", max("at") FROM events WHERE "user" IS NOT NULL GROUP BY ALL'
"""An account is a user of an agency: two agencies may give one code to two people."""
_AGREEMENTS: Final = 'SELECT agency, kind, "until" FROM agreements WHERE since IS NOT NULL ORDER BY ALL'
"""What has no beginning and no end is a mark of an agency (`287(g)`), no paper that anybody renews."""
_ENDED: Final = """
SELECT c.agency, c.since FROM cutoffs c
WHERE c."until" IS NULL AND EXISTS (
    SELECT 1 FROM events e WHERE e.agency = c.agency AND e.decision = 'allow' AND e."at" <= c.since)
GROUP BY ALL ORDER BY ALL"""
_TOLD: Final = """
SELECT s.day, max(h."until"), count(DISTINCT s.subject), bool_or(s.asked) FROM subjects s
LEFT JOIN holds h ON h.case_no = s.case_no AND h."until" > s."at"
WHERE s.decision = 'allow' GROUP BY s.day, h.case_no ORDER BY ALL"""
"""Every hold of the table was ordered before it was imported."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the tables come to, whatever day it is."""

    accounts: list[tuple[Any, ...]]
    used: Mapping[tuple[str | None, str], int]
    agreements: list[tuple[Any, ...]]
    ended: list[tuple[str, int]]
    told: list[tuple[Any, ...]]


def folder_facts(
    folder: WatchFolder, now: int, *, own: str, kept: Kept | None = None, counts_persons: bool = True
) -> Facts:
    """What a folder says at an instant (ms). Persons are those of sources of the kind ``own``: others tell theirs.

    ``counts_persons``: whether persons are counted at all, which takes as long as everything else and is for nothing where nobody has
    to be told.

    ``kept`` has what was worked out before from the same parts. Raises WatchFolderDamaged where its findings or its parts cannot
    be read.
    """
    kept = kept or Kept()
    rows = kept.get(
        "folder",
        (own, counts_persons, parts_of(folder)),
        lambda: _rows(folder, own, counts_persons=counts_persons),
    )
    accounts = tuple(_accounts(rows, now))
    untold = sum(one.used is None for one in accounts)
    return Facts(
        today=utc_day(now),
        agreements=tuple(_agreements(rows)),
        accounts=accounts,
        ended=_ended(rows, now),
        findings=tuple(FindingStore(folder, kept.findings).read().findings.values()),
        told=tuple(_told(rows)),
        unread=(f"{untold} accounts: nobody knows when they were last used",) if untold else (),
    )


def _rows(folder: WatchFolder, own: str, *, counts_persons: bool) -> _Rows:
    with opened_tables(folder, own) as engine:

        def rows(query: str) -> list[tuple[Any, ...]]:
            return engine.execute(query).fetchall()

        return _Rows(
            rows(_ACCOUNTS),
            _uses(rows(_USED)),
            rows(_AGREEMENTS),
            rows(_ENDED),
            rows(_TOLD) if counts_persons else [],
        )


def _uses(rows: list[tuple[str | None, str, int]]) -> Mapping[tuple[str | None, str], int]:
    """The last use by agency and user, and under no agency the last by anybody of that name: a roster without one may mean any."""
    found: dict[tuple[str | None, str], int] = {}
    for agency, user, at in rows:
        found[agency, user] = max(at, found.get((agency, user), at))
        found[None, user] = max(at, found.get((None, user), at))
    return found


def _ended(rows: _Rows, now: int) -> Mapping[str, date]:
    """The first day since which each agency has no access any more."""
    found: dict[str, date] = {}
    for agency, since in rows.ended:
        if since <= now:
            found.setdefault(agency, utc_day(since))
    return found


def _accounts(rows: _Rows, now: int) -> Iterator[Account]:
    for row in rows.accounts:
        one = _maybe_account(row, rows.used, now)
        if one is not None:
            yield one


def _maybe_account(
    row: tuple[Any, ...], used: Mapping[tuple[str | None, str], int], now: int
) -> Account | None:
    agency, user, enabled, until, last_use, since, trained_until = row
    if enabled is False or (until is not None and until <= now):
        return None
    known = [at for at in (last_use, used.get((agency, user)), since) if at is not None]
    return Account(
        agency or "an agency that the roster does not name",
        user,
        utc_day(max(known)) if known else None,
        None if trained_until is None else utc_day(trained_until),
    )


def _agreements(rows: _Rows) -> Iterator[Agreed]:
    for agency, kind, until in rows.agreements:
        yield Agreed(agency, kind, None if until is None else utc_day(until))


def _told(rows: _Rows) -> Iterator[Told]:
    for day, held_until, persons, is_most in rows.told:
        until = None if held_until is None else utc_day(held_until)
        yield Told(utc_day(day * MS_A_DAY), persons, until, is_most=is_most)
