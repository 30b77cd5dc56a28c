"""What the client programs in Python share: trials, one line each.

A program reads libpq's environment variables, says its client's name and version in its first line, and then one line
a trial: ``ok`` or ``failed``, its name, and for a failure the reason, all between tabs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

CODES = "SELECT iucr, primary_type FROM offence_codes ORDER BY iucr"
PERSONS = "SELECT person_id, surname FROM persons WHERE person_id <= 3 ORDER BY person_id"


def say(outcome: str, name: str, why: str = "") -> None:
    """One line of the program's report."""
    print(outcome, name, " ".join(why.split()), sep="\t", flush=True)


def attempt(name: str, trial: Callable[[], object]) -> None:
    """Run one trial; whatever it raises is its failure."""
    try:
        trial()
    except Exception as error:  # noqa: BLE001 - drivers raise what they like
        say("failed", name, f"{type(error).__name__}: {error}")
    else:
        say("ok", name)


def attempt_async(name: str, trial: Callable[[], Awaitable[object]]) -> None:
    """The same for a coroutine."""

    async def whole() -> None:
        await trial()

    attempt(name, lambda: asyncio.run(whole()))


def expect(found: object, wanted: object) -> None:
    """Raises AssertionError when something else came."""
    if found != wanted:
        raise AssertionError(f"{str(found)[:200]} came, not {str(wanted)[:200]}")
