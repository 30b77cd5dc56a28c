"""What the tests of the log share: a log on a disk, a disk that fails, and a writer that really runs."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ostiary.evidence.commitment import ACCESS
from ostiary.store.durable_files import Disk
from ostiary.store.log.folder import LogFolder, create_log, read_signer
from ostiary.store.log.journal import JournalReader, JournalWriter
from ostiary.store.log.journal_frames import JournalEntry
from ostiary.store.log.recovery import open_for_writing
from ostiary.store.log.tile_store import TileStore
from ostiary.store.log.verify import Report, verify_log
from ostiary.tlog.checkpoint import Checkpoint

ORIGIN = "log.example/gw1"
SEED = bytes(range(32))
SALT = b"s" * 32


def make_log(directory: Path) -> LogFolder:
    create_log(directory, ORIGIN, SEED)
    return LogFolder(directory)


def entry(payload: bytes, kind: int = ACCESS) -> JournalEntry:
    return JournalEntry(kind, SALT, payload)


def payloads(start: int, count: int) -> list[bytes]:
    return [f"entry {number}".encode() for number in range(start, start + count)]


@contextlib.contextmanager
def opened(folder: LogFolder, disk: Disk | None = None) -> Iterator[tuple[JournalWriter, Checkpoint]]:
    recovered = open_for_writing(folder, read_signer(folder).verifier(), disk or Disk())
    try:
        yield recovered.journal, recovered.head
    finally:
        recovered.journal.close()


def append(folder: LogFolder, lots: Sequence[Sequence[bytes]], disk: Disk | None = None) -> None:
    """Each lot of payloads in a frame of its own, durable and not published."""
    with opened(folder, disk) as (journal, _):
        for lot in lots:
            journal.append([entry(payload) for payload in lot])


def publish(folder: LogFolder, disk: Disk | None = None) -> Checkpoint:
    """Publish everything in the journal, as a writer does when it starts."""
    with opened(folder) as (_, head), JournalReader(folder.journal) as reader:
        store = TileStore(folder, read_signer(folder), head, disk or Disk())
        for frame, _ in reader.read_frames(reader.start):
            store.add(frame)
        return store.publish()


def log_of(directory: Path, size: int, lot: int = 100) -> LogFolder:
    """A published log with this many entries."""
    folder = make_log(directory)
    append(folder, [payloads(start, min(lot, size - start)) for start in range(0, size, lot)])
    publish(folder)
    return folder


def verify(folder: LogFolder) -> Report:
    return verify_log(folder.root, lambda _done, _total: None)


class Died(BaseException):
    """The process is gone at this point."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at one step: whether the step takes effect, and what is raised."""

    name: str
    takes_effect: bool
    error: Callable[[], BaseException]


FAULTS = (
    Fault("fails", takes_effect=False, error=lambda: OSError(5, "Input/output error")),
    Fault("fails though it took effect", takes_effect=True, error=lambda: OSError(5, "Input/output error")),
    Fault("dies before", takes_effect=False, error=Died),
    Fault("dies after", takes_effect=True, error=Died),
)


class FaultyDisk(Disk):
    """A disk on which one step, counted from 0, goes wrong; ``steps`` tells what happened until then."""

    def __init__(self, at: int = -1, fault: Fault = FAULTS[0]) -> None:
        self.steps: list[str] = []
        self._at = at
        self._fault = fault

    def _step(self, name: str, act: Callable[[], None]) -> None:
        is_hit = len(self.steps) == self._at
        self.steps.append(name)
        if not is_hit or self._fault.takes_effect:
            act()
        if is_hit:
            raise self._fault.error()

    def write_at(self, descriptor: int, data: bytes, offset: int) -> None:
        half = data[: len(data) // 2]
        is_torn = len(self.steps) == self._at and not self._fault.takes_effect
        if is_torn:
            # A write that goes wrong has often written something.
            super().write_at(descriptor, half, offset)
        self._step("write", lambda: super(FaultyDisk, self).write_at(descriptor, data, offset))

    def sync_data(self, descriptor: int) -> None:
        self._step("fdatasync", lambda: super(FaultyDisk, self).sync_data(descriptor))

    def sync(self, descriptor: int) -> None:
        target = Path(f"/proc/self/fd/{descriptor}").readlink()
        kind = "directory" if target.is_dir() else "file"
        self._step(f"fsync {kind} {target.name}", lambda: super(FaultyDisk, self).sync(descriptor))

    def cut(self, descriptor: int, length: int) -> None:
        self._step("cut", lambda: super(FaultyDisk, self).cut(descriptor, length))

    def rename(self, source: Path, target: Path) -> None:
        self._step(f"rename {target.name}", lambda: super(FaultyDisk, self).rename(source, target))

    def make_directory(self, path: Path, mode: int) -> None:
        self._step("mkdir", lambda: super(FaultyDisk, self).make_directory(path, mode))

    def reserve(self, descriptor: int, offset: int, length: int) -> None:
        self._step("reserve", lambda: super(FaultyDisk, self).reserve(descriptor, offset, length))


@dataclass(frozen=True, slots=True)
class Running:
    """A writer process that listens."""

    process: subprocess.Popen[str]
    socket: Path

    def stop(self) -> int:
        os.kill(self.pid, signal.SIGTERM)
        return self.process.wait(30)

    @property
    def pid(self) -> int:
        """The writer's own process, which is the only child of a program in front of its command line."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return int(children) if children else self.process.pid

    def wait_for_end(self) -> tuple[int, str]:
        """The exit status, and what it said on standard error."""
        _, said = self.process.communicate(timeout=30)
        return self.process.returncode, said


@contextlib.contextmanager
def writer(
    folder: LogFolder, *, before: Sequence[str] = (), after: Sequence[str] = (), interval: float = 0.01
) -> Iterator[Running]:
    """A real writer process, ready; ``before`` and ``after`` are words around its command line."""
    path = folder.root.with_suffix(".sock")
    command = [*before, sys.executable, "-m", "ostiary.store.log.writer", str(folder.root)]
    command += ["--socket", str(path), "--publish-interval", str(interval), *after]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("writing "), process.communicate(timeout=30)
            yield Running(process, path)
        finally:
            if process.poll() is None:
                os.kill(Running(process, path).pid, signal.SIGKILL)
                process.kill()
