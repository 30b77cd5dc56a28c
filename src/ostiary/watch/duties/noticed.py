"""Persons whom the policy itself has told within days: read from the entries of the log.

Knows: which rules of a policy ask for a notice, and what an entry says of the rules that it was answered under.
Must not know: files, keys, holds' signatures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from ostiary.model.bundle import Bundle
from ostiary.watch.duties.facts import Told


def notices_of(bundle: Bundle) -> dict[str, int]:
    """The rules that ask for a notice, with their days."""
    return {
        one.source.id: one.notify_within_days for one in bundle.duties if one.notify_within_days is not None
    }


def told_by_rule(
    accesses: Iterable[Mapping[str, Any]], within: Mapping[str, int], holds: Mapping[str, date]
) -> list[Told]:
    """Whom the rules of ``within`` have told, by day. ``accesses`` are the fields of entries in the log's order; ``holds`` by case.

    A later part of an access has no decision of its own: its persons are those of the access that it belongs to.
    """
    found: dict[tuple[date, date | None, int], set[int]] = {}
    open_accesses: dict[str, tuple[date, date | None, int]] = {}
    for fields in accesses:
        if "decision" in fields:
            days = [within[rule] for rule in _duties(fields) if rule in within]
            if not days:
                continue
            at = datetime.fromisoformat(str(fields["at"])).date()
            open_accesses[fields["access"]] = (at, holds.get(str(fields.get("case") or "")), min(days))
        key = open_accesses.get(fields["access"])
        if key is not None:
            found.setdefault(key, set()).update(fields["subjects"])
    return list(_told(found))


def _duties(fields: Mapping[str, Any]) -> Iterable[str]:
    decision = fields["decision"]
    return decision.get("duties", ()) if decision["allowed"] else ()


def _told(found: Mapping[tuple[date, date | None, int], set[int]]) -> Iterator[Told]:
    for (day, held, days), persons in sorted(found.items(), key=lambda one: (one[0][0], one[0][2])):
        # A hold that had ended before the answer holds nothing back.
        if persons:
            yield Told(day, len(persons), held if held and held > day else None, days)
