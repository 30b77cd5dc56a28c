"""The publishing thread: what it publishes, and what ends it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ostiary.errors import LogDamaged, LogUnavailable
from ostiary.store.durable_files import Disk
from ostiary.store.log.folder import LogFolder, read_signer
from ostiary.store.log.journal import JournalReader, JournalWriter
from ostiary.store.log.publisher import Publisher
from ostiary.store.log.tile_store import TileStore
from ostiary.tlog.checkpoint import open_checkpoint
from store.log_world import FaultyDisk, append, entry, make_log, opened, payloads


def published_size(folder: LogFolder) -> int:
    return open_checkpoint(folder.checkpoint.read_bytes(), read_signer(folder).verifier()).size


@contextlib.contextmanager
def publishing(
    folder: LogFolder, failed: threading.Event, disk: Disk | None = None
) -> Iterator[tuple[Publisher, JournalWriter]]:
    with opened(folder) as (journal, head), JournalReader(folder.journal) as reader:
        store = TileStore(folder, read_signer(folder), head, disk or Disk())
        yield Publisher(reader, store, 0.0, failed.set), journal


def test_stopping_publishes_all_that_is_durable(tmp_path: Path) -> None:
    """What was there at the start and what came since is under the checkpoint when ``stop`` returns."""
    folder = make_log(tmp_path / "log")
    append(folder, [payloads(0, 300)])
    with publishing(folder, threading.Event()) as (publisher, journal):
        publisher.start(journal.at)
        for number in range(20):
            journal.append([entry(b"%d" % number)])
            publisher.wake(journal.at)
        publisher.stop()
    assert published_size(folder) == 320


def test_a_disk_that_fails_ends_publishing(tmp_path: Path) -> None:
    """The failure is told once in the thread, kept, and raised by ``stop``."""
    folder = make_log(tmp_path / "log")
    append(folder, [payloads(0, 3)])
    failed = threading.Event()
    with publishing(folder, failed, FaultyDisk(2)) as (publisher, journal):
        publisher.start(journal.at)
        assert failed.wait(30)
        assert isinstance(publisher.failure, LogUnavailable)
        with pytest.raises(LogUnavailable, match=r"^the log cannot be published: Input/output error$"):
            publisher.stop()
    assert published_size(folder) == 0


def test_entries_are_read_back_before_they_are_signed(tmp_path: Path) -> None:
    """A byte of the journal that changed after its commit is found, and nothing more is signed."""
    folder = make_log(tmp_path / "log")
    with publishing(folder, threading.Event()) as (publisher, journal):
        journal.append([entry(b"as it was written")])
        whole = bytearray(folder.journal.read_bytes())
        whole[-40] ^= 1
        folder.journal.write_bytes(whole)
        publisher.start(journal.at)
        with pytest.raises(LogDamaged, match="reads back 0 entries of 1"):
            publisher.stop()
    assert published_size(folder) == 0


def test_a_bug_in_the_thread_does_not_pass_unseen(tmp_path: Path) -> None:
    """Whatever else is raised in the thread ends the writer too."""

    class Buggy(Disk):
        def rename(self, source: Path, target: Path) -> None:
            raise ZeroDivisionError

    folder = make_log(tmp_path / "log")
    append(folder, [payloads(0, 3)])
    failed = threading.Event()
    with publishing(folder, failed, Buggy()) as (publisher, journal):
        publisher.start(journal.at)
        assert failed.wait(30)
        with pytest.raises(ZeroDivisionError):
            publisher.stop()
