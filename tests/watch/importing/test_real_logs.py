"""Two real logs, and what is known beside them: the counts that reference/misuse.md section 1d gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.importing.formats import shipped
from ostiary.watch.importing.imported import Imported
from ostiary.watch.importing.importer import Reading, import_file
from watch.importing.import_world import REAL, place_in_memory, rows_of, sums_up

DAY = 86_400_000
LOOKED_AT = (
    "user",
    "user_state",
    "agency_state",
    "reason",
    "reason_state",
    "devices",
    "networks",
    "decision",
    "at",
    "window_from",
)


@pytest.fixture
def place() -> Iterator[Path]:
    """A place in memory, where there is one: five months are 168 parts, each of which is made durable by itself."""
    with place_in_memory() as found:
        yield found


@pytest.fixture
def real(place: Path) -> Callable[[str, Reading], Imported]:
    """Imports a real file into the folder `watch`."""

    def read(name: str, reading: Reading) -> Imported:
        if not (REAL / name).exists():
            pytest.skip(f"{name} is not beside this clone")
        return import_file(REAL / name, WatchFolder.open_or_make(place / "watch"), reading)

    return read


def test_eugenes_log_has_the_counts_of_the_reference(
    place: Path, real: Callable[[str, Reading], Imported]
) -> None:
    """4,294 searches of 147 users, their median and the words that a form fills in by itself."""
    zone = "America/Los_Angeles"
    done = real("eugene_or_search_audit.csv", Reading(shipped("plate-reader-org"), time_zone=zone))
    assert sums_up(done)
    assert (done.counts.read, done.counts.taken) == (4294, 4294)
    events = rows_of(place, "events", *LOOKED_AT)
    users = Counter(one["user"] for one in events)
    assert (len(users), sorted(users.values())[len(users) // 2]) == (147, 16)
    artefact = [one for one in events if (one["reason"] or "").casefold() == "daytime search for best result"]
    assert (len(artefact), len({one["user"] for one in artefact})) == (182, 45)
    assert Counter(one["reason_state"] for one in events) == {"given": 4289, "blank": 5}
    assert max(one["devices"] for one in events) == 87_008
    assert {one["agency_state"] for one in events} == {"absent"}


def test_okaloosas_log_has_the_counts_of_the_reference(
    place: Path, real: Callable[[str, Reading], Imported]
) -> None:
    """7,273 searches, the verdicts on prompts, and how far they look back."""
    done = real(
        "okaloosa_fl_org_audit.csv", Reading(shipped("plate-reader-org"), time_zone="America/Chicago")
    )
    assert sums_up(done)
    assert (done.counts.read, done.counts.taken) == (7273, 7273)
    events = rows_of(place, "events", *LOOKED_AT)
    assert Counter(one["decision"] for one in events) == {
        "unknown": 7087,
        "allow": 172,
        "deny": 12,
        "warn": 2,
    }
    back = [(one["at"] - one["window_from"]) / DAY for one in events]
    assert (sum(days > 30 for days in back), int(max(back))) == (463, 524)
    assert max(one["networks"] for one in events) == 6709
    assert Counter(one["reason_state"] for one in events) == {"given": 7264, "blank": 9}
    assert {one["user_state"] for one in events} == {"absent"}


@pytest.mark.parametrize(
    ("name", "reading", "rows", "shown"),
    [
        (
            "eugene_or_roster_deidentified.csv",
            Reading(shipped("roster"), owner="Eugene OR PD", as_of="2025-10-02"),
            194,
            # domain.md E11: 186 accounts may search, 23 of them were not used for 90 days.
            lambda rows: (
                sum(bool(one["enabled"]) for one in rows),
                sum(
                    bool(one["enabled"] and one["last_use"] and one["as_of"] - one["last_use"] > 90 * DAY)
                    for one in rows
                ),
            )
            == (186, 23),
        ),
        (
            "no_agency_access_20240426.csv.gz",
            Reading(shipped("grants"), as_of="2024-04-26"),
            37_099,
            lambda rows: {one["since"] for one in rows} == {1_714_089_600_000},
        ),
        ("mn_287g.csv", Reading(shipped("agreements-287g")), 10, lambda rows: {one["kind"] for one in rows} == {"287(g)"}),
        (
            "chicago_crimes_2026_casenumbers.csv",
            Reading(shipped("cases"), owner="Chicago PD", time_zone="America/Chicago"),
            9500,
            lambda rows: len({one["case_no"] for one in rows}) > 9000,
        ),
    ],
)  # fmt: skip
def test_what_is_known_beside_them_is_read_by_shipped_mappings(
    place: Path,
    real: Callable[[str, Reading], Imported],
    name: str,
    reading: Reading,
    rows: int,
    shown: Callable[[list[dict[str, Any]]], bool],
) -> None:
    """Every row of a roster, of a list of who shares with whom, of agreements and of case numbers."""
    done = real(name, reading)
    assert sums_up(done)
    assert (done.counts.read, done.counts.refused) == (rows, 0)
    found = rows_of(place, reading.mapping.table)
    assert len(found) == done.counts.taken
    assert shown(found)
