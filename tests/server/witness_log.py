"""What the tests of the witnesses' client share: a real log, its trust file, and the events told."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

from ostiary.door.events import Event
from ostiary.server.setting_sections import Witnesses
from ostiary.server.witnesses.rounds import Rounds
from ostiary.server.witnesses.watchers import watchers
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.witnessed import Witnessed, find_witnessed, read_trust
from ostiary.tlog.cosignature import CosignerKey
from store.log_world import append, payloads, publish

FAST = Witnesses(interval_seconds=0.001, answer_seconds=20, quorum_seconds=3_600)


class Told:
    """Events, as they were told."""

    def __init__(self) -> None:
        self.events: list[tuple[Event, dict[str, str | int]]] = []

    def tell(self, event: Event, **facts: str | int) -> None:
        self.events.append((event, facts))

    def of(self, event: Event) -> list[dict[str, str | int]]:
        return [facts for told, facts in self.events if told is event]


def trust(folder: LogFolder, witnesses: Sequence[tuple[str, CosignerKey, str]], *quorum: str) -> None:
    """Write the trust file: witnesses with their URLs, and the lines of the quorum."""
    lines = [f"log {read_verifier(folder).format()}"]
    lines += [f"witness {name} {key.format()} {url}".rstrip() for name, key, url in witnesses]
    folder.trust_policy.write_text("".join(f"{line}\n" for line in (*lines, *quorum)))


def grow(folder: LogFolder, start: int, count: int) -> None:
    append(folder, [payloads(start, count)])
    publish(folder)


def witnessed(folder: LogFolder) -> Witnessed | None:
    return find_witnessed(folder, read_verifier(folder), read_trust(folder))


@contextlib.asynccontextmanager
async def asking(folder: LogFolder, told: Told, settings: Witnesses = FAST) -> AsyncIterator[Rounds]:
    rounds = watchers(folder, settings, told)
    assert rounds is not None
    task = asyncio.create_task(rounds.run())
    try:
        yield rounds
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def until(holds: Callable[[], bool]) -> None:
    """Wait until it holds; a minute is longer than anything takes."""
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110 - it is the test that looks
            await asyncio.sleep(0.02)


def size_of(path: Path) -> int:
    return int(path.read_text().splitlines()[1]) if path.exists() else -1


def is_size(path: Path, size: int) -> bool:
    return size_of(path) == size
