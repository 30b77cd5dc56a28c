"""A witness in another network namespace: the line is cut, slow, and out of order."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import shutil
import subprocess
import threading
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from ostiary.door.events import Event
from ostiary.server.setting_sections import Witnesses
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.witnessed import witnessed_file
from ostiary.tlog.cosignature import Cosigner
from ostiary.tlog.key_text import ED25519_COSIGNATURE
from ostiary.witness.folder import WitnessFolder, create_witness, settings_text
from server.witness_log import Told, asking, grow, is_size, size_of, trust, until
from store.log_world import ORIGIN, log_of
from witness.witness_world import Running, serving

_CLONE_NEWNET = 0x40000000
SETTINGS = Witnesses(interval_seconds=0.001, answer_seconds=2, quorum_seconds=3_600)
COSIGNER = Cosigner("witness.example/far", ED25519_COSIGNATURE, bytes(range(32)))


def told(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


class Line:
    """Two network namespaces with one cable: the log's end is 10.77.0.1, the witness's 10.77.0.2."""

    def __init__(self) -> None:
        self.near, self.far = f"ostiary{os.getpid()}n", f"ostiary{os.getpid()}f"

    def build(self) -> bool:
        return all(
            (
                told("ip", "netns", "add", self.near),
                told("ip", "netns", "add", self.far),
                told(
                    "ip",
                    "link",
                    "add",
                    "o0",
                    "netns",
                    self.near,
                    "type",
                    "veth",
                    "peer",
                    "o1",
                    "netns",
                    self.far,
                ),
                told("ip", "-n", self.near, "addr", "add", "10.77.0.1/30", "dev", "o0"),
                told("ip", "-n", self.far, "addr", "add", "10.77.0.2/30", "dev", "o1"),
                self.set("up"),
            )
        )

    def set(self, state: str) -> bool:
        ends = ((self.near, "o0"), (self.far, "o1"))
        return all(told("ip", "-n", space, "link", "set", end, state) for space, end in ends)

    def pull(self) -> bool:
        """The far end alone goes down: what the near one sends vanishes, and nobody tells it."""
        return told("ip", "-n", self.far, "link", "set", "o1", "down")

    def disturb(self, *how: str) -> None:
        command = ("tc", "-n", self.far, "qdisc", "replace", "dev", "o1", "root", "netem", *how)
        if not told(*command):
            pytest.skip("this kernel has no netem, so packets cannot be delayed")

    def remove(self) -> None:
        for space in (self.near, self.far):
            told("ip", "netns", "del", space)

    def run_near(self, work: Callable[[], Awaitable[None]]) -> None:
        """Run a coroutine in a thread whose sockets are in the log's namespace."""
        failures: list[BaseException] = []

        def run() -> None:
            try:
                with Path(f"/run/netns/{self.near}").open("rb") as space:
                    assert ctypes.CDLL(None).setns(space.fileno(), _CLONE_NEWNET) == 0
                asyncio.run(_awaited(work))
            except BaseException as fault:  # noqa: BLE001 - raised again by the test's own thread
                failures.append(fault)

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
        if failures:
            raise failures[0]


async def _awaited(work: Callable[[], Awaitable[None]]) -> None:
    await work()


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line()
    if os.geteuid() != 0 or shutil.which("ip") is None or shutil.which("tc") is None:
        pytest.skip("network namespaces are for root, with ip and tc (apt-get install iproute2)")
    try:
        if not line.build():
            pytest.skip("network namespaces cannot be made on this machine")
        yield line
    finally:
        line.remove()


@contextlib.contextmanager
def far_witness(directory: Path, log: LogFolder, line: Line) -> Iterator[Running]:
    folder = WitnessFolder(directory / "witness")
    create_witness(folder, [COSIGNER], settings_text("10.77.0.2", 0, [log.verifier_key.read_text().strip()]))
    with serving(folder, before=["ip", "netns", "exec", line.far]) as running:
        trust(log, [("far", COSIGNER.verifier(), f"http://10.77.0.2:{running.port}")], "quorum far")
        yield running


def test_a_cut_line_is_told_and_made_up_for(tmp_path: Path, line: Line) -> None:
    """While the line is cut the log grows and is published; when it is back, the witness sees where the log is now."""
    log, events = log_of(tmp_path / "log", 300), Told()
    path = witnessed_file(log, ORIGIN)

    async def work() -> None:
        async with asking(log, events, SETTINGS):
            await until(lambda: size_of(path) == 300)
            assert line.set("down")
            grow(log, 300, 50)
            await until(lambda: bool(events.of(Event.WITNESS_TROUBLE)))
            grow(log, 350, 50)
            assert (size_of(log.checkpoint), size_of(path)) == (400, 300)
            assert line.set("up")
            await until(lambda: size_of(path) == 400)

    with far_witness(tmp_path, log, line):
        line.run_near(work)
    assert [event for event, _ in events.events][-1] is Event.WITNESS_BACK


def test_a_slow_line_out_of_order_is_no_trouble(tmp_path: Path, line: Line) -> None:
    """Packets come late, doubled and out of order; each size that is cosigned is the log's."""
    log, events = log_of(tmp_path / "log", 10), Told()
    path = witnessed_file(log, ORIGIN)

    async def work() -> None:
        line.disturb("delay", "40ms", "20ms", "reorder", "25%", "50%", "duplicate", "5%", "loss", "2%")
        settings = Witnesses(interval_seconds=0.001, answer_seconds=60, quorum_seconds=3_600)
        async with asking(log, events, settings):
            for size in range(10, 60, 10):
                await until(partial(is_size, path, size))
                grow(log, size, 10)

    with far_witness(tmp_path, log, line):
        line.run_near(work)
    assert events.events == []
