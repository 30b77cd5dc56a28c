"""The resident portal as it is served, on a real control database, with a disclosure about somebody whom many have looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from starlette.testclient import TestClient

from ostiary.evidence.disclosure.content import Hold, State
from ostiary.evidence.index.keys import Identifier, subject
from ostiary.web.counter.attempts import Attempts
from ostiary.web.counter.resident_face import resident_face
from ostiary.web.counter.resident_pages import Standing
from ostiary.web.counter.sealed import public_of
from ostiary.web.guard.throttle import Limit
from store.disclosure_world import busy_week
from web.faces import client_of
from web.portal_world import DAY, portal_of, shipped, templates

ORIGIN: Final = "https://console.example"
TWO: Final = Limit(burst=2, every_ms=60_000)
OFFICE: Final = b"o" * 32
PEOPLE: Final = (subject(42), Identifier("person_id", "42"), Identifier("plate", "ab12"))


def judge(question: Mapping[str, Any]) -> tuple[State, str]:
    """One case is sealed, and one purpose mostly concerns others."""
    if question["case"] == "SEALED-1":
        return "held", "H-1"
    return ("third-party", "") if question["purpose"] == "heir-search" else ("shown", "")


def disclosed(place: Path) -> dict[str, bytes]:
    """The files of a disclosure: something given, refused, in vain, held back, and about somebody else."""
    world = busy_week(place / "log")
    world.index()
    folder = place / "answer"
    world.disclose(folder, "2026-03-07", people=PEOPLE, judge=judge, holds=[Hold("H-1", "2027-05-12")])
    return {
        one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()
    }


@dataclass
class Clock:
    """Milliseconds that pass when a test says so."""

    ms: int = 0

    def now(self) -> int:
        """What it shows."""
        return self.ms


def standing(control: str, clock: Clock | None = None, office: bytes | None = public_of(OFFICE)) -> Standing:
    """What the site stands on, with two tries at once; the day is today's, because the database dates letters."""
    return Standing(
        portal=portal_of(shipped()),
        control_dsn=control,
        office=office,
        answer_days=30,
        today=lambda: datetime.now(UTC).date(),
        now_ms=(clock or Clock()).now,
        codes=Attempts(TWO),
        letters=Attempts(TWO),
    )


def site(on: Standing) -> TestClient:
    """A browser at the portal."""
    return client_of(resident_face(on, templates(), ORIGIN))


__all__ = ["DAY", "ORIGIN", "Clock", "disclosed", "site", "standing"]
