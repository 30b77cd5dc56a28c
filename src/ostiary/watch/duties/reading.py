"""Facts of a watch folder: accounts, agreements, agencies that lost their access, persons to be told, findings.

Knows: the folder's tables, DuckDB.
Must not know: which duty comes of a fact, settings, policies.
"""

from __future__ import annotations

import glob
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import duckdb

from ostiary.watch.duties.facts import Account, Agreed, Facts, Told
from ostiary.watch.events.arrow import arrow_schema
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.moments import utc_day
from ostiary.watch.events.passing import passing_place
from ostiary.watch.events.schema import STORED
from ostiary.watch.findings.store import FindingStore

MS_A_DAY: Final = 86_400_000
MEMORY: Final = "512MB"
"""What the engine may use; the rest spills. Ten million subjects are grouped by day and case in it."""

_CONFIG: Final[dict[str, Any]] = {
    "memory_limit": MEMORY,
    "threads": 1,
    "autoinstall_known_extensions": False,
    "preserve_insertion_order": False,
}
"""Of the engine by itself: a page of the console should not wait until what compiles detectors is imported."""
_TABLES: Final = ("accounts", "agreements", "cutoffs", "events", "holds", "subjects")
_ACCOUNTS: Final = """
SELECT agency, "user", max_by(enabled, as_of), max_by("until", as_of), max(last_use), max(since), max_by(trained_until, as_of)
FROM accounts GROUP BY ALL ORDER BY ALL"""
_USED: Final = 'SELECT "user", max("at") FROM events WHERE "user" IS NOT NULL GROUP BY ALL'
_ENDED: Final = """
SELECT c.agency, min(c.since) FROM cutoffs c
WHERE c."until" IS NULL AND c.since <= ? AND EXISTS (
    SELECT 1 FROM events e WHERE e.agency = c.agency AND e.decision = 'allow' AND e."at" <= c.since)
GROUP BY ALL ORDER BY ALL"""
_TOLD: Final = """
SELECT s.day, max(h."until"), count(DISTINCT s.subject) FROM subjects s
LEFT JOIN holds h ON h.case_no = s.case_no AND h.since <= ? AND h."until" > s."at"
WHERE s.decision = 'allow' GROUP BY s.day, h.case_no ORDER BY ALL"""


def folder_facts(folder: WatchFolder, now: int, *, own: str) -> Facts:
    """What a folder says at an instant (ms). Persons are those of sources of the kind ``own``: others tell theirs.

    Raises WatchFolderDamaged where its findings or its parts cannot be read.
    """
    with _opened(folder, own) as engine:
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


@contextmanager
def _opened(folder: WatchFolder, own: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine that has the folder's tables under their names; of subjects only those of our own log."""
    with (
        passing_place() as spill,
        duckdb.connect(config={**_CONFIG, "temp_directory": str(spill)}) as engine,
    ):
        for name in _TABLES:
            parts = _parts(folder, name, own if name == "subjects" else "")
            if parts:
                # Neither the folder's name nor one above it is a pattern, or says what stands in a column.
                engine.read_parquet(list(map(glob.escape, parts)), hive_partitioning=False).create_view(name)
            else:
                engine.register(name, arrow_schema(STORED[name]).empty_table())
        yield engine


def _parts(folder: WatchFolder, table: str, kind: str) -> list[str]:
    return [
        str(folder.path / part.path)
        for manifest in folder.manifests()
        if kind in {"", manifest.kind}
        for part in manifest.parts_of(table)
    ]


def _accounts(engine: duckdb.DuckDBPyConnection, now: int) -> Iterator[Account]:
    used = dict(engine.execute(_USED).fetchall())
    for row in engine.execute(_ACCOUNTS).fetchall():
        one = _maybe_account(row, used, now)
        if one is not None:
            yield one


def _maybe_account(row: tuple[Any, ...], used: Mapping[str, int], now: int) -> Account | None:
    agency, user, enabled, until, last_use, since, trained_until = row
    if enabled is False or (until is not None and until <= now):
        return None
    known = [at for at in (last_use, used.get(user), since) if at is not None]
    return Account(
        agency or "an agency that the roster does not name",
        user,
        utc_day(max(known)) if known else None,
        None if trained_until is None else utc_day(trained_until),
    )


def _agreements(engine: duckdb.DuckDBPyConnection) -> Iterator[Agreed]:
    # What has no beginning and no end is a mark of an agency (`287(g)`), no paper that anybody renews.
    rows = engine.execute('SELECT agency, kind, "until" FROM agreements WHERE since IS NOT NULL').fetchall()
    for agency, kind, until in rows:
        yield Agreed(agency, kind, None if until is None else utc_day(until))


def _told(engine: duckdb.DuckDBPyConnection, now: int) -> Iterator[Told]:
    for day, held_until, persons in engine.execute(_TOLD, [now]).fetchall():
        yield Told(utc_day(day * MS_A_DAY), persons, None if held_until is None else utc_day(held_until))
