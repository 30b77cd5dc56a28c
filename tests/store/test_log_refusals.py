"""Each reason why a writer refuses a log: brought about for a real process, which changes nothing, and explained."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from docs.documents import ROOT
from ostiary.errors import LogUnavailable
from ostiary.store.durable_files import Disk
from ostiary.store.log import refusals
from ostiary.store.log.clock_guard import MAX_APART_SECONDS, MAX_BACK_SECONDS, ClockGuard
from ostiary.store.log.folder import LogFolder, read_signer
from ostiary.store.log.receipts import read_published
from ostiary.store.log.refusals import REFUSALS, Refusal
from ostiary.store.log.shared_head import Row
from ostiary.store.log.witnessed import publish_witnessed
from ostiary.tlog.checkpoint import Checkpoint, sign_checkpoint
from ostiary.tlog.cosignature import Cosigner, cosign
from ostiary.tlog.key_text import ED25519_COSIGNATURE
from server.witness_log import trust
from store.log_world import ORIGIN, append, log_of, make_log, payloads, publish, writer
from store.refusal_world import refuses


def _cut(folder: LogFolder) -> None:
    folder.journal.write_bytes(folder.journal.read_bytes()[:-1])


def _of_another_history(folder: LogFolder) -> None:
    other = make_log(folder.root.with_name("other"))
    append(other, [payloads(100, 20)])
    folder.journal.write_bytes(other.journal.read_bytes())


def _restored_private(folder: LogFolder) -> None:
    backup = shutil.copytree(folder.private, folder.root.with_name("backup"))
    append(folder, [payloads(20, 3)])
    publish(folder)
    shutil.rmtree(folder.private)
    shutil.copytree(backup, folder.private)


def _forked(folder: LogFolder) -> None:
    folder.checkpoint.write_bytes(sign_checkpoint(Checkpoint(ORIGIN, 20, bytes(32)), read_signer(folder)))


def _cosign(folder: LogFolder, moment: float) -> None:
    witness = Cosigner("witness.example", ED25519_COSIGNATURE, bytes(32))
    trust(folder, [("ours", witness.verifier(), "http://127.0.0.1:1")], "quorum ours")
    lines = [cosign(read_published(folder.root).checkpoint, witness, int(moment))]
    publish_witnessed(folder, folder.checkpoint.read_bytes(), lines, Disk())


BROKEN: dict[str, tuple[Callable[[LogFolder], object], Refusal]] = {
    "the journal is too short": (_cut, refusals.JOURNAL_SHORT),
    "the journal is another's": (_of_another_history, refusals.NOT_REPRODUCED),
    "the journal is missing": (lambda folder: folder.journal.unlink(), refusals.PART_MISSING),
    "the checkpoint is missing": (lambda folder: folder.checkpoint.unlink(), refusals.PART_MISSING),
    "the head is missing": (lambda folder: folder.head.unlink(), refusals.PART_MISSING),
    "private was restored": (_restored_private, refusals.PUBLISHED_AHEAD),
    "one size and two trees": (_forked, refusals.TWO_TREES),
    "the head was signed in an hour": (
        lambda folder: os.utime(folder.head, (time.time() + 3600,) * 2), refusals.CLOCK_BACK,
    ),
    "the head stood elsewhere too": (
        lambda folder: folder.shared_head_mark.write_bytes(b""), refusals.SHARED_NO_MORE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_contradicts_what_was_signed_is_refused(tmp_path: Path, name: str) -> None:
    """A writer says what it found and what to do, and no byte of the log has changed."""
    folder = log_of(tmp_path / "log", 20, lot=5)
    break_it, refusal = BROKEN[name]
    break_it(folder)
    refuses(folder, refusal)


def test_one_of_two_writers_is_refused(tmp_path: Path) -> None:
    """The folder is locked by the first."""
    folder = make_log(tmp_path / "log")
    with writer(folder) as running:
        refuses(folder, refusals.HELD_HERE)
        assert running.stop() == 0


def test_a_log_older_than_its_cosignatures_is_refused(tmp_path: Path) -> None:
    """All of the log was restored but what witnesses have cosigned: that they saw more."""
    folder = log_of(tmp_path / "log", 20)
    backup = shutil.copytree(folder.root, tmp_path / "backup")
    append(folder, [payloads(20, 3)])
    publish(folder)
    _cosign(folder, time.time())
    shutil.copytree(folder.public / "witnessed", backup / "public" / "witnessed")
    shutil.copy(folder.trust_policy, backup / "trust.policy")
    refuses(LogFolder(backup), refusals.WITNESSED_AHEAD)


def test_a_clock_behind_the_cosignatures_is_refused(tmp_path: Path) -> None:
    """Witnesses signed ten minutes from now: then this clock is wrong, and so would be the next entries."""
    folder = log_of(tmp_path / "log", 20)
    _cosign(folder, time.time() + 600)
    said = refuses(folder, refusals.CLOCK_BACK)
    assert "behind the last cosignatures of witnesses" in said


def test_a_clock_may_go_back_a_little_and_no_further() -> None:
    """A step of a time server passes; a larger one does not, nor many small ones together."""
    now = [1000.0]
    guard = ClockGuard(lambda: now[0])
    now[0] -= MAX_BACK_SECONDS
    guard.tick()
    now[0] -= 1
    with pytest.raises(LogUnavailable, match="the clock is 121 seconds behind the last checkpoint"):
        guard.tick()


def test_clocks_that_are_apart_are_refused() -> None:
    """The control database's clock is the second one; neither may run ahead unseen."""
    guard = ClockGuard(lambda: 1000.0)
    for apart in (MAX_APART_SECONDS + 1, -MAX_APART_SECONDS - 1):
        with pytest.raises(LogUnavailable, match="121 seconds apart"):
            guard.verify_row(Row(b"", 0, 1000.0 + apart))
    guard.verify_row(Row(b"", 0, 1000.0 + MAX_APART_SECONDS))
    with pytest.raises(LogUnavailable, match="behind the head in the control database"):
        guard.verify_row(Row(b"", 1000.0 + MAX_BACK_SECONDS + 1, 1000.0))


def test_each_refusal_has_a_paragraph() -> None:
    """docs/operating.md explains each refusal under its message, in the registry's order, and no other."""
    text = (ROOT / "docs" / "operating.md").read_text("utf-8")
    section = text.partition("\n## The log refuses to start\n")[2].partition("\n## ")[0]
    explained = re.findall(r"^\*\*(.+?)\*\* (.+)", section, re.MULTILINE)
    assert [heading for heading, _ in explained] == [_heading(one) for one in REFUSALS]
    assert len({one.name for one in REFUSALS}) == len(REFUSALS)


def _heading(refusal: Refusal) -> str:
    return re.sub(r"`?\{\w+\}`?", "...", refusal.message)
