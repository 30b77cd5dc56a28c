"""A gateway's log keeper goes on with the successor, and so do those who ask the witnesses."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

from ostiary.door.events import Event
from ostiary.errors import LogUnavailable
from ostiary.evidence.commitment import ACCESS
from ostiary.server.log_keeper import LogKeeper
from ostiary.server.settings import Witnesses
from ostiary.server.witnesses.following import FollowedLog
from ostiary.server.witnesses.rounds import WitnessCounts
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.glance import writer_pid
from ostiary.store.log.reader import read_entries
from ostiary.store.log.rotation import order_rotation, prepare_successor
from server.witness_log import Told, trust
from store.log_world import make_log
from witness.witness_world import KEYS

NEXT = "log.example/2027h1"


async def _append(keeper: LogKeeper, payload: bytes) -> int:
    """The index of an entry, had from whichever writer runs within half a minute."""
    loop = asyncio.get_running_loop()
    for _ in range(600):
        try:
            client = keeper.client()
            durable: asyncio.Future[int | LogUnavailable] = loop.create_future()
            client.when_durable(client.append(ACCESS, payload), durable.set_result)
            found = await durable
            if isinstance(found, int):
                return found
        except LogUnavailable:
            pass
        await asyncio.sleep(0.05)
    raise AssertionError("no writer came back")


async def _other_than(followed: FollowedLog, asked: WitnessCounts | None) -> None:
    for _ in range(600):
        if followed.counts is not asked:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("the witnesses are still asked about the old log")


def test_a_gateway_goes_on_with_the_successor(tmp_path: Path) -> None:
    """Its writer is ended, another one closes the log and begins the next; whoever asks the witnesses follows."""
    folder, told = make_log(tmp_path / "log"), Told()
    trust(folder, [("ours", KEYS[0], "http://127.0.0.1:1")], "quorum none")

    async def story() -> tuple[int, int]:
        keeper = LogKeeper(folder.root, tmp_path / "run" / "log.sock", told)
        followed = FollowedLog(folder, Witnesses(), told)
        await keeper.start()
        asking = asyncio.create_task(followed.run())
        first = await _append(keeper, b"before")
        asked = followed.counts
        prepare_successor(folder.root, NEXT)
        order_rotation(folder.root)
        os.kill(writer_pid(folder), signal.SIGTERM)
        second = await _append(keeper, b"after")
        await _other_than(followed, asked)
        asking.cancel()
        await keeper.stop()
        return first, second

    first, second = asyncio.run(asyncio.wait_for(story(), 60))
    assert (first, second) == (0, 1)
    assert read_verifier(folder).name == NEXT
    assert [entry.payload for entry in read_entries(folder.root)][1:] == [b"after"]
    assert next(read_entries(LogFolder(tmp_path / "log.gw1").root)).payload == b"before"
    assert told.of(Event.LOG_BACK)
