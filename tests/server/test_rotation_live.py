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
from ostiary.server.rotation_watch import RotationWatch
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.glance import writer_pid
from ostiary.store.log.reader import read_entries
from ostiary.store.log.rotation import order_rotation, prepare_successor
from server.witness_log import Told
from store.log_world import make_log

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


def test_a_gateway_goes_on_with_the_successor(tmp_path: Path) -> None:
    """Its writer is ended, another one closes the log and begins the next; the gateway is told to begin anew."""
    folder, told = make_log(tmp_path / "log"), Told()

    async def story() -> tuple[int, int]:
        keeper = LogKeeper(folder.root, tmp_path / "run" / "log.sock", told)
        rotated = asyncio.Event()
        watch = RotationWatch(folder, told, rotated.set)
        await keeper.start()
        watching = asyncio.create_task(watch.run())
        first = await _append(keeper, b"before")
        assert not rotated.is_set()
        prepare_successor(folder.root, NEXT)
        order_rotation(folder.root)
        os.kill(writer_pid(folder), signal.SIGTERM)
        # Until it has gone, the old writer may take an entry more: that stands in the old log.
        await rotated.wait()
        second = await _append(keeper, b"after")
        watching.cancel()
        await keeper.stop()
        return first, second

    first, second = asyncio.run(asyncio.wait_for(story(), 60))
    assert (first, second) == (0, 1)
    assert read_verifier(folder).name == NEXT
    assert [entry.payload for entry in read_entries(folder.root)][1:] == [b"after"]
    assert next(read_entries(LogFolder(tmp_path / "log.gw1").root)).payload == b"before"
    assert told.of(Event.LOG_BACK)
    assert told.of(Event.LOG_ROTATED) == [{"why": f"the log {NEXT} goes on"}]
