"""Facts of a watch folder: accounts, agreements, agencies that lost their access, persons to be told, findings.

Knows: the folder's tables, DuckDB.
Must not know: which duty comes of a fact, settings, policies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import duckdb

from ostiary.watch.duties.engine import opened_tables
from ostiary.watch.duties.facts import Account, Agreed, Facts, Told
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.moments import MS_A_DAY, utc_day
from ostiary.watch.findings.store import FindingStore

_ACCOUNTS: Final = """
SELECT agency, "user", max_by(enabled, as_of), max_by("until", as_of), max(last_use), max(since), max_by(trained_until, as_of)
FROM accounts GROUP BY ALL ORDER BY ALL"""
_USED: Final = 'SELECT agency, "user", max("at") FROM events WHERE "user" IS NOT NULL GROUP BY ALL'
"""An account is a user of an agency: two agencies may give one code to two people."""
_ENDED: Final = """
SELECT c.agency, min(c.since) FROM cutoffs c
WHERE c."until" IS NULL AND c.since <= ? AND EXISTS (
    SELECT 1 FROM events e WHERE e.agency = c.agency AND e.decision = 'allow' AND e."at" <= c.since)
GROUP BY ALL ORDER BY ALL"""
_TOLD: Final = """
SELECT s.day, max(h."until"), count(DISTINCT s.subject), bool_or(s.asked) FROM subjects s
LEFT JOIN holds h ON h.case_no = s.case_no AND h.since <= ? AND h."until" > s."at"
WHERE s.decision = 'allow' GROUP BY s.day, h.case_no ORDER BY ALL"""


def folder_facts(folder: WatchFolder, now: int, *, own: str) -> Facts:
    """What a folder says at an instant (ms). Persons are those of sources of the kind ``own``: others tell theirs.

    Raises WatchFolderDamaged where its findings or its parts cannot be read.
    """
    with opened_tables(folder, own) as engine:
        accounts = tuple(_accounts(engine, now))
        untold = sum(one.used is None for one in accounts)
        return Facts(
            today=utc_day(now),
            agreements=tuple(_agreements(engine)),
            accounts=accounts,
            ended={agency: utc_day(since) for agency, since in engine.execute(_ENDED, [now]).fetchall()},
            findings=tuple(FindingStore(folder).read().findings.values()),
            told=tuple(_told(engine, now)),
            unread=(f"{untold} accounts: nobody knows when they were last used",) if untold else (),
        )


def _accounts(engine: duckdb.DuckDBPyConnection, now: int) -> Iterator[Account]:
    used = {(agency, user): at for agency, user, at in engine.execute(_USED).fetchall()}
    for row in engine.execute(_ACCOUNTS).fetchall():
        one = _maybe_account(row, used, now)
        if one is not None:
            yield one


def _maybe_account(
    row: tuple[Any, ...], used: Mapping[tuple[str | None, str], int], now: int
) -> Account | None:
    agency, user, enabled, until, last_use, since, trained_until = row
    if enabled is False or (until is not None and until <= now):
        return None
    known = [at for at in (last_use, _used(used, agency, user), since) if at is not None]
    return Account(
        agency or "an agency that the roster does not name",
        user,
        utc_day(max(known)) if known else None,
        None if trained_until is None else utc_day(trained_until),
    )


def _used(used: Mapping[tuple[str | None, str], int], agency: str | None, user: str) -> int | None:
    """The last use of an account; of one whose roster names no agency, the last by anybody of that name: it may be this one."""
    if agency is not None:
        return used.get((agency, user))
    return max((at for (_, name), at in used.items() if name == user), default=None)


def _agreements(engine: duckdb.DuckDBPyConnection) -> Iterator[Agreed]:
    # What has no beginning and no end is a mark of an agency (`287(g)`), no paper that anybody renews.
    rows = engine.execute('SELECT agency, kind, "until" FROM agreements WHERE since IS NOT NULL').fetchall()
    for agency, kind, until in rows:
        yield Agreed(agency, kind, None if until is None else utc_day(until))


def _told(engine: duckdb.DuckDBPyConnection, now: int) -> Iterator[Told]:
    for day, held_until, persons, is_most in engine.execute(_TOLD, [now]).fetchall():
        until = None if held_until is None else utc_day(held_until)
        yield Told(utc_day(day * MS_A_DAY), persons, until, is_most=is_most)
