from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from door.door_world import Told
from ostiary.server.setting_sections import Database
from ostiary.server.settings import Settings
from ostiary.server.workers.crew import Crew
from ostiary.server.workers.wire import Start

STUB = f"""#!{sys.executable}
import signal, socket, sys
from ostiary.server.monitoring.figures import Figures
from ostiary.server.workers.wire import Report, Serving, encode
channel = socket.socket(fileno=0)
channel.sendall(encode(Report(Figures(workers=1, connections=7, errors={{"42501": 2}}))) + encode(Serving()))
signal.pause()
"""
"""A worker that has had seven connections, says so, serves, and does nothing more."""


def start_for(number: int) -> Start:
    return Start(number, "/nowhere", Settings("g", Database("h", "city", "secrets/keeper.dsn")), {}, b"", ())


async def until(holds: Callable[[], object]) -> None:
    while not holds():  # noqa: ASYNC110 - what holds is looked at, nobody tells it
        await asyncio.sleep(0.005)


def test_what_a_worker_did_is_counted_once_before_and_after_it_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has ended and nobody has noticed, it is forgotten, another serves in its place: no total ever shrinks."""
    stub = tmp_path / "worker"
    stub.write_text(STUB)
    stub.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(stub))

    def totals() -> tuple[int, int, dict[str, int]]:
        found = crew.figures()
        return found.workers, found.connections, found.errors

    seen: list[tuple[int, int, dict[str, int]]] = []
    crew = Crew(1, start_for, lambda: (), Told(), lambda: seen.append(totals()))

    async def story() -> None:
        await crew.start()
        assert totals() == (1, 7, {"42501": 2})
        crew.hurry()
        await until(lambda: crew.figures().workers == 0)
        assert totals() == (0, 7, {"42501": 2})
        seen.clear()
        keeping = asyncio.ensure_future(crew.keep())
        await until(lambda: crew.figures().workers == 1)
        # The first word of this is from when the worker is forgotten.
        assert seen[0] == (0, 7, {"42501": 2})
        assert totals() == (1, 14, {"42501": 4})
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping
        await crew.stop(0)
        assert totals() == (0, 14, {"42501": 4})

    asyncio.run(asyncio.wait_for(story(), 60))


@pytest.mark.parametrize("has_policy", [0, 1])
def test_a_worker_that_lacks_the_policy_in_force_is_told_again(
    has_policy: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is ready is sent with its start, and again for each report that says so."""
    stub = tmp_path / "worker"
    stub.write_text(STUB.replace("workers=1", f"workers=1, has_policy={has_policy}"))
    stub.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(stub))
    told: list[int] = []

    def prepares() -> tuple[()]:
        told.append(1)
        return ()

    async def story() -> None:
        crew = Crew(1, start_for, prepares, Told(), lambda: None)
        await crew.start()
        assert len(told) == 2 - has_policy
        await crew.stop(0)

    asyncio.run(asyncio.wait_for(story(), 60))
