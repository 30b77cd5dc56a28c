"""What a signature covers is lost, altered or contradicted: every start refuses, and not one byte is changed."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from faults.logs import FaultLog, QuickDisk, Say, everything, judge, make_fault_log, recover
from faults.traced import PATIENCE, command, started
from ostiary.errors import OstiaryError
from ostiary.evidence.key_slots import SLOT_BYTES
from ostiary.store.log.folder import read_signer
from ostiary.store.log.journal_frames import HEADER_BYTES
from ostiary.tlog.checkpoint import Checkpoint, sign_checkpoint
from store.log_world import entry

Spoil = Callable[[FaultLog, FaultLog], None]
"""Does something to a log. The second one is the same log as it was some entries ago."""


def _cut(part: float) -> Spoil:
    def spoil(log: FaultLog, _: FaultLog) -> None:
        size = log.folder.journal.stat().st_size
        os.truncate(log.folder.journal, HEADER_BYTES + int((size - HEADER_BYTES) * part))

    return spoil


def _cut_last_byte(log: FaultLog, _: FaultLog) -> None:
    os.truncate(log.folder.journal, log.folder.journal.stat().st_size - 1)


def _flip(where: float) -> Spoil:
    def spoil(log: FaultLog, _: FaultLog) -> None:
        whole = bytearray(log.folder.journal.read_bytes())
        whole[int((len(whole) - 1) * where)] ^= 1
        log.folder.journal.write_bytes(whole)

    return spoil


def _drop_a_frame(log: FaultLog, older: FaultLog) -> None:
    # The frames of the newest part, without those before them.
    whole, before = log.folder.journal.read_bytes(), older.folder.journal.read_bytes()
    log.folder.journal.write_bytes(whole[:HEADER_BYTES] + whole[len(before) :])


def _put_back(name: str) -> Spoil:
    def spoil(log: FaultLog, older: FaultLog) -> None:
        shutil.copy2(older.folder.root / name, log.folder.root / name)

    return spoil


def _remove(name: str) -> Spoil:
    def spoil(log: FaultLog, _: FaultLog) -> None:
        (log.folder.root / name).unlink()

    return spoil


def _sign_another(log: FaultLog, _: FaultLog) -> None:
    signed = log.signed()
    forged = Checkpoint(signed.origin, signed.size, bytes(32))
    log.folder.checkpoint.write_bytes(sign_checkpoint(forged, read_signer(log.folder)))


def _sign_more(log: FaultLog, _: FaultLog) -> None:
    more = Checkpoint(log.signed().origin, log.signed().size + 7, bytes(32))
    for path in (log.folder.head, log.folder.checkpoint):
        path.write_bytes(sign_checkpoint(more, read_signer(log.folder)))


def _put_back_private(log: FaultLog, older: FaultLog) -> None:
    shutil.rmtree(log.folder.private)
    shutil.copytree(older.folder.private, log.folder.private)


def _cut_keys(log: FaultLog, _: FaultLog) -> None:
    os.truncate(log.folder.keys, log.folder.keys.stat().st_size - 1500 * SLOT_BYTES)


LOSSES: dict[str, Spoil] = {
    "the last byte of the journal": _cut_last_byte,
    "the last tenth of the journal": _cut(0.9),
    "nearly all of the journal": _cut(0.01),
    "all entries": _cut(0),
    "a bit of the first frame": _flip(0.02),
    "a bit in the middle": _flip(0.5),
    "the last bit": _flip(1),
    "frames in the middle": _drop_a_frame,
    "the journal's newer part (a backup)": _put_back("private/journal"),
    "the newer private side (a backup)": _put_back_private,
    "the newer head": _put_back("private/head"),
    "the journal": _remove("private/journal"),
    "the head": _remove("private/head"),
    "the checkpoint": _remove("public/checkpoint"),
    "the one tree of its size": _sign_another,
    "entries that were never there": _sign_more,
}
SEALED_LOSSES: dict[str, Spoil] = {"the key file": _remove("private/keys"), "the newest keys": _cut_keys}


@pytest.fixture(params=[False, True], ids=["clear", "sealed"])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[FaultLog, FaultLog]:
    """A published log of 2,000 entries, and the same log when it had 1,000."""
    log = make_fault_log(tmp_path / "log", sealed=request.param, entries=3)
    _grow(log, 1000)
    older = log.copied(tmp_path / "older")
    _grow(log, 1000)
    return log, older


def _grow(log: FaultLog, count: int) -> None:
    disk = QuickDisk()
    with log.opened(disk) as (journal, _, _keys):
        for start in range(0, count, 50):
            journal.append([entry(b"entry %d" % number) for number in range(start, start + 50)])
    recover(log, disk)


@pytest.mark.parametrize("loss", [*LOSSES, *SEALED_LOSSES])
def test_a_loss_is_refused_and_left_as_it_is(
    loss: str, pair: tuple[FaultLog, FaultLog], tmp_path: Path, record_property: Say
) -> None:
    """The real writer says in one line what is wrong, with status 1, and has touched nothing; nor does recovery itself."""
    log, older = pair
    if loss in SEALED_LOSSES and log.master is None:
        pytest.skip("a log in the clear has no key file")
    (LOSSES | SEALED_LOSSES)[loss](log, older)
    before = everything(log.folder)
    with pytest.raises(OstiaryError), log.opened(QuickDisk()):
        pass
    with started(command(log, tmp_path / "s")) as process:
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert said.startswith("ostiary log writer: ")
    assert said.count("\n") == 1, said
    assert everything(log.folder) == before
    record_property("trials", 2)
    record_property(
        "said", said.removeprefix("ostiary log writer: ").strip().replace(str(log.folder.root), "LOG")
    )


def test_what_nobody_signed_may_go(pair: tuple[FaultLog, FaultLog], record_property: Say) -> None:
    """Beyond the last signature a torn tail is cut, wherever it is torn, and everything that was signed stays."""
    log, _ = pair
    signed = log.folder.journal.stat().st_size
    with log.opened(QuickDisk()) as (journal, _store, _keys):
        journal.append([entry(b"never acknowledged" * 30)])
    whole = log.folder.journal.read_bytes()
    dice = random.Random(5)
    cuts = sorted(
        {signed, signed + 1, len(whole) - 1, *(dice.randint(signed, len(whole)) for _ in range(20))}
    )
    for length in cuts:
        copy = log.copied(log.folder.root.with_name("copy"))
        copy.folder.journal.write_bytes(whole[:length])
        assert judge(copy, {}, [log.signed()]).size >= log.signed().size
        assert copy.folder.journal.read_bytes()[:signed] == whole[:signed]
        shutil.rmtree(copy.folder.root)
    record_property("trials", len(cuts))
    record_property(
        "said", f"torn at {len(cuts)} places beyond the signature: cut, told, and the rest untouched"
    )
