"""Persons whom the policy itself has told within days: read from the events of our own log.

Knows: which rules of a policy ask for a notice, and where an event says which rules its answer was under.
Must not know: logs, keys, holds' signatures, settings.

It rests on what the last import knows: nobody opens an entry to find out whom to tell, and no page reads a log.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from ostiary.model.bundle import Bundle
from ostiary.watch.duties.engine import opened_tables
from ostiary.watch.duties.facts import Told
from ostiary.watch.duties.keeping import Kept, parts_of
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.moments import MS_A_DAY, utc_day

_TOLD: Final = """
WITH rules AS (SELECT unnest($rules::VARCHAR[]) AS rule, unnest($days::BIGINT[]) AS days),
held AS (SELECT unnest($cases::VARCHAR[]) AS case_no, unnest($ends::BIGINT[]) AS held_day),
under AS (
    SELECT e.event_id, e.day, h.held_day, min(r.days) AS days
    FROM events e JOIN rules r ON list_contains(string_split(e.duties, ','), r.rule)
    LEFT JOIN held h ON h.case_no = e.case_no AND h.held_day > e.day
    WHERE e.duties IS NOT NULL AND e.decision = 'allow' AND e."rows" > 0
    GROUP BY ALL)
SELECT u.day, u.held_day, u.days, count(DISTINCT s.subject), bool_or(s.asked)
FROM under u JOIN subjects s USING (event_id)
GROUP BY ALL ORDER BY ALL"""
"""A hold that had ended before the answer holds nothing back."""


def notices_of(bundle: Bundle) -> dict[str, int]:
    """The rules that ask for a notice, with their days."""
    return {
        one.source.id: one.notify_within_days for one in bundle.duties if one.notify_within_days is not None
    }


def told_by_rule(
    folder: WatchFolder,
    within: Mapping[str, int],
    holds: Mapping[str, date],
    *,
    own: str,
    kept: Kept | None = None,
) -> list[Told]:
    """Whom the rules of ``within`` have told, by day, in sources of the kind ``own``; ``holds`` by case, with its end (exclusive).

    ``kept`` has what was worked out before from the same parts, rules and holds. Raises WatchFolderDamaged where a manifest cannot
    be read.
    """
    if not within:
        return []
    said: dict[str, list[Any]] = {
        "rules": list(within),
        "days": list(within.values()),
        "cases": list(holds),
        "ends": [_day(end) for end in holds.values()],
    }

    def rows() -> list[tuple[Any, ...]]:
        with opened_tables(folder, own) as engine:
            return engine.execute(_TOLD, said).fetchall()

    rests_on = (own, parts_of(folder), tuple(within.items()), tuple(holds.items()))
    return list(_told((kept or Kept()).get("rules", rests_on, rows)))


def _told(rows: list[tuple[Any, ...]]) -> Iterator[Told]:
    for day, held, days, persons, is_most in rows:
        until = None if held is None else utc_day(held * MS_A_DAY)
        yield Told(utc_day(day * MS_A_DAY), persons, until, days, is_most=is_most)


def _day(day: date) -> int:
    """In days since 1970, as events have it."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000) // MS_A_DAY
