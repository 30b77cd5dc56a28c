"""Rotation: nothing that was acknowledged is lost, each step may be the last before a crash, and the chain verifies."""

from __future__ import annotations

import json
import shutil
import threading
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from ostiary.cli.log.group import log
from ostiary.errors import EvidenceFault, LogUnavailable, ProofInvalid, SettingsError
from ostiary.evidence.commitment import ACCESS, BEGINNING, CLOSING, RECOVERY
from ostiary.evidence.erasure import Erasure
from ostiary.evidence.opening import read_opening
from ostiary.evidence.receipt import verify_receipt
from ostiary.evidence.succession import (
    Beginning,
    Closing,
    read_beginning,
    read_closing,
    write_beginning,
    write_closing,
)
from ostiary.store.durable_files import Disk, make_directories
from ostiary.store.log import refusals
from ostiary.store.log.client import append_once
from ostiary.store.log.erasure_plan import plan_erasure
from ostiary.store.log.folder import LogFolder, create_log, read_verifier
from ostiary.store.log.lineage import predecessors
from ostiary.store.log.opening import LogOptions
from ostiary.store.log.predecessors import verify_predecessors
from ostiary.store.log.reader import read_entries
from ostiary.store.log.receipts import make_receipt, read_published
from ostiary.store.log.rotation import order_rotation, prepare_successor, rotate_if_ordered
from ostiary.store.log.scrubbing import scrub
from ostiary.store.log.witnessed import publish_witnessed, read_trust
from ostiary.tlog.cosignature import Cosigner, cosign
from ostiary.tlog.key_text import ED25519_COSIGNATURE
from server.witness_log import trust
from store.log_world import FAULTS, SEED, Died, FaultyDisk, log_of, make_log, verify, writer
from store.refusal_world import refuses

NEXT = "log.example/2027h1"
SIZE = 5


def rotate(directory: Path, disk: Disk | None = None) -> list[str]:
    """Finish a rotation as a writer does; what was told."""
    told: list[str] = []
    rotate_if_ordered(directory, LogOptions(), told.append, quorum_seconds=0.0, disk=disk)
    return told


@pytest.fixture
def rotated(tmp_path: Path) -> LogFolder:
    """The folder of a log that was rotated once; the closed one stands beside it."""
    folder = log_of(tmp_path / "log", SIZE)
    prepare_successor(folder.root, NEXT)
    order_rotation(folder.root)
    rotate(folder.root)
    return folder


def kinds(folder: LogFolder) -> list[int]:
    """Of its entries; a recovery says that a torn frame was cut, and is no loss."""
    return [entry.kind for entry in read_entries(folder.root) if entry.kind != RECOVERY]


def closed(folder: LogFolder) -> LogFolder:
    return LogFolder(folder.root.with_name("log.gw1"))


def test_the_successor_begins_with_what_was_signed_last(rotated: LogFolder) -> None:
    """The closed log ends with an entry that names the new key; the new one begins with the old one's last checkpoint."""
    old = closed(rotated)
    assert [entry.kind for entry in read_entries(old.root)] == [ACCESS] * SIZE + [CLOSING]
    (first,) = read_entries(rotated.root)
    assert first.kind == BEGINNING
    assert read_closing(read_opening(old.successor.read_bytes()).payload) == Closing(
        read_verifier(rotated).format()
    )
    assert read_beginning(first.payload) == Beginning(
        read_verifier(old).format(), old.checkpoint.read_bytes()
    )
    assert (verify(old).size, verify(rotated).size) == (SIZE + 1, 1)
    (before,) = verify_predecessors(rotated.root, lambda _done, _total: None)
    assert before.sentence == "before it: log.example/gw1, 6 entries, which is whole, and closed"


def test_a_closed_log_takes_nothing_more(rotated: LogFolder) -> None:
    """A writer of it refuses, and names the successor."""
    said = refuses(closed(rotated), refusals.CLOSED)
    assert f"and `{NEXT}` goes on from it" in said


def test_an_erasure_in_a_closed_log_is_not_passed_over(rotated: LogFolder) -> None:
    """Two officials have signed it, and nothing is erased: somebody has to be told."""
    name, erasure = read_verifier(closed(rotated)).name, Erasure((1,), "K-1: 2026 CH 4711")
    with pytest.raises(SettingsError, match="does not erase it"):
        plan_erasure(rotated.root, None, name, erasure)
    assert plan_erasure(rotated.root, None, "log.example/another-gateways", erasure) is None


def test_receipts_of_both_hold_by_the_new_trust_file(rotated: LogFolder) -> None:
    """Nobody needs two files; whoever keeps the old one verifies old receipts as before."""
    old_receipt = make_receipt(closed(rotated).root, 2)
    for folder in (rotated, closed(rotated)):
        assert verify_receipt(old_receipt, read_trust(folder)).index == 2
    assert verify_receipt(make_receipt(rotated.root, 0), read_trust(rotated)).kind == "beginning"


def test_no_entry_is_lost_when_a_running_writer_is_told(tmp_path: Path) -> None:
    """What it acknowledged stands in the closed log; its next start goes on in the new one, at the same name."""
    folder = make_log(tmp_path / "log")
    with writer(folder, interval=60.0) as running:
        assert [append_once(running.socket, ACCESS, b"%d" % number) for number in range(3)] == [0, 1, 2]
        prepare_successor(folder.root, NEXT)
        order_rotation(folder.root)
        assert running.stop() == 0
    with writer(folder) as running:
        assert append_once(running.socket, ACCESS, b"after") == 1
        assert running.stop() == 0
    assert [entry.payload for entry in read_entries(closed(folder).root)][:3] == [b"0", b"1", b"2"]
    assert (read_verifier(folder).name, verify(folder).size) == (NEXT, 2)


def test_a_rotation_that_dies_anywhere_is_finished_by_the_next_start(tmp_path: Path) -> None:
    """After each durable step; there is one closing and one first entry in the end, and the chain is whole."""
    template = log_of(tmp_path / "template" / "log", SIZE)
    prepare_successor(template.root, NEXT)
    order_rotation(template.root)
    dies = next(fault for fault in FAULTS if fault.name == "dies before")
    for at in range(200):
        place = tmp_path / str(at)
        shutil.copytree(template.root.parent, place)
        folder = LogFolder(place / "log")
        try:
            rotate(folder.root, FaultyDisk(at, dies))
            break
        except Died:
            rotate(folder.root)
        assert read_verifier(folder).name == NEXT
        assert kinds(closed(folder)) == [ACCESS] * SIZE + [CLOSING]
        assert kinds(folder) == [BEGINNING]
        assert verify(folder).unpublished == 0
        (before,) = verify_predecessors(folder.root, lambda _done, _total: None)
        assert before.folder == closed(folder).root
        shutil.rmtree(place)
    assert at > 20


def test_the_quorum_is_waited_for(tmp_path: Path) -> None:
    """The first entry has the cosignatures, where they came in time."""
    folder = log_of(tmp_path / "log", SIZE)
    witness = Cosigner("witness.example", ED25519_COSIGNATURE, bytes(32))
    trust(folder, [("ours", witness.verifier(), "http://127.0.0.1:1")], "quorum ours")
    prepare_successor(folder.root, NEXT)
    order_rotation(folder.root)

    def cosign_the_last() -> None:
        while (published := read_published(folder.root)).checkpoint.size == SIZE:
            time.sleep(0.01)
        line = cosign(published.checkpoint, witness, int(time.time()))
        publish_witnessed(folder, published.note, [line], Disk())

    other = threading.Thread(target=cosign_the_last)
    other.start()
    told: list[str] = []
    rotate_if_ordered(folder.root, LogOptions(), told.append, quorum_seconds=30.0)
    other.join()
    (first,) = read_entries(folder.root)
    assert "witness.example" in read_beginning(first.payload).checkpoint.decode()
    assert told[0] == "waiting for witnesses of the last checkpoint, of 6 entries"
    assert read_trust(folder).quorum == "ours"


def test_without_its_quorum_a_log_goes_on_and_says_so(tmp_path: Path) -> None:
    """Witnesses that are away do not keep a city's door shut."""
    folder = log_of(tmp_path / "log", SIZE)
    witness = Cosigner("witness.example", ED25519_COSIGNATURE, bytes(32))
    trust(folder, [("ours", witness.verifier(), "http://127.0.0.1:1")], "quorum ours")
    prepare_successor(folder.root, NEXT)
    order_rotation(folder.root)
    assert "no quorum has cosigned the last checkpoint within 0 seconds; the log goes on without" in rotate(
        folder.root
    )


def test_a_log_that_nobody_named_is_no_predecessor(rotated: LogFolder, tmp_path: Path) -> None:
    """The old key has to have named the new one, and the old log has to end where the new one begins."""
    old = closed(rotated)
    other = log_of(tmp_path / "elsewhere" / "log", SIZE)
    prepare_successor(other.root, NEXT)
    order_rotation(other.root)
    rotate(other.root)
    # The same name, key and size of the predecessor, and another successor's key.
    shutil.rmtree(old.root)
    shutil.copytree(closed(other).root, old.root)
    with pytest.raises(EvidenceFault, match=r"does not end where|names another successor"):
        list(predecessors(rotated.root))


def test_openings_that_open_nothing_are_refused(rotated: LogFolder) -> None:
    """Neither a missing one, nor one too many, nor another's."""
    old = closed(rotated)
    opening = rotated.predecessor.read_bytes()
    rotated.predecessor.unlink()
    with pytest.raises(EvidenceFault, match="`public/predecessor` is missing"):
        verify(rotated)
    rotated.predecessor.write_bytes(old.successor.read_bytes())
    with pytest.raises(ProofInvalid, match="not of this entry"):
        verify(rotated)
    rotated.predecessor.write_bytes(opening)
    shutil.copy(rotated.predecessor, rotated.successor)
    with pytest.raises(ProofInvalid, match="`public/successor` opens no entry of this log"):
        verify(rotated)


def test_a_predecessor_that_is_not_here_is_said_to_be_elsewhere(rotated: LogFolder) -> None:
    """Its last checkpoint is known all the same."""
    shutil.rmtree(closed(rotated).root)
    (before,) = verify_predecessors(rotated.root, lambda _done, _total: None)
    assert before.sentence == "before it: log.example/gw1, 6 entries, whose folder is not here"


def test_what_cannot_be_prepared_is_refused(tmp_path: Path) -> None:
    """The log's own name, a second successor, and an order without one."""
    folder = log_of(tmp_path / "log", SIZE)
    with pytest.raises(SettingsError, match="no successor is prepared"):
        order_rotation(folder.root)
    with pytest.raises(SettingsError, match="is the name of this log"):
        prepare_successor(folder.root, "log.example/gw1")
    prepare_successor(folder.root, NEXT)
    with pytest.raises(SettingsError, match="holds a log"):
        prepare_successor(folder.root, "log.example/another")
    assert rotate(folder.root) == []


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b'{"form":"ostiary/closing/v1","successor":5}',
        b'{"checkpoint":"c","form":"ostiary/beginning/v1","predecessor":"\\ud800","successor":"\\ud800"}',
        b'{"checkpoint":"\\ud800","form":"ostiary/beginning/v1","predecessor":"p","successor":"\\udfff"}',
    ],
)
def test_entries_of_another_form_are_refused(payload: bytes) -> None:
    """Neither end of a link is read from anything else."""
    for read in (read_closing, read_beginning):
        with pytest.raises(ProofInvalid, match="not of the form"):
            read(payload)
    assert read_closing(write_closing(Closing("a"))) == Closing("a")
    assert read_beginning(write_beginning(Beginning("a", b"b"))) == Beginning("a", b"b")
    with pytest.raises(ProofInvalid):
        read_closing(write_closing(Closing("a")) + b" ")


def test_a_whole_chain_is_shown_by_the_command(tmp_path: Path) -> None:
    """Two rotations; `log verify` verifies all three logs."""
    create_log(tmp_path / "log", "log.example/2026h1", SEED)
    for name in ("log.example/2026h2", NEXT):
        prepare_successor(tmp_path / "log", name)
        order_rotation(tmp_path / "log")
        rotate(tmp_path / "log")
    said = CliRunner().invoke(log, ["verify", str(tmp_path / "log")])
    assert [line.partition(",")[0] for line in said.stdout.splitlines()[1:]] == [
        "before it: log.example/2026h2",
        "before it: log.example/2026h1",
    ]
    found = json.loads(CliRunner().invoke(log, ["verify", str(tmp_path / "log"), "--json"]).stdout)
    assert [one["size"] for one in found["predecessors"]] == [2, 1]
    journal = LogFolder(tmp_path / "log.2026h1").journal
    journal.write_bytes(journal.read_bytes()[:-1])
    assert CliRunner().invoke(log, ["verify", str(tmp_path / "log")]).exit_code == 5


def test_a_late_witness_writes_nothing_into_the_successor(rotated: LogFolder, tmp_path: Path) -> None:
    """Its cosignature of the closed log comes when the successor has the place, or between two renamings."""
    note = closed(rotated).checkpoint.read_bytes()
    with pytest.raises(LogUnavailable, match="does not hold the log"):
        publish_witnessed(rotated, note, [], Disk())
    assert verify(rotated).strays == ()
    rotated.root.rename(tmp_path / "elsewhere")
    with pytest.raises(EvidenceFault):
        publish_witnessed(rotated, note, [], Disk())
    with pytest.raises(FileNotFoundError):
        make_directories(Disk(), rotated.public / "witnessed", mode=0o755, within=rotated.public)
    assert not rotated.root.exists()


def test_a_scrub_that_a_rotation_overtakes_finds_no_damage(tmp_path: Path) -> None:
    """It has read some of the one log and some of the other: it says so, and notes nothing."""
    folder = log_of(tmp_path / "log", SIZE)
    prepare_successor(folder.root, NEXT)
    order_rotation(folder.root)

    def meanwhile(_done: int, _total: int) -> None:
        if folder.next.root.exists():
            rotate(folder.root)

    with pytest.raises(LogUnavailable, match="rotated while it was read"):
        scrub(folder.root, meanwhile, rate=0)


def test_a_successor_that_is_prepared_in_part_does_not_begin(tmp_path: Path) -> None:
    """Whoever prepared it died before its trust file: it would go on without the witnesses."""
    folder = log_of(tmp_path / "log", SIZE)
    create_log(folder.next.root, NEXT, SEED)
    with pytest.raises(SettingsError, match="prepared in part"):
        order_rotation(folder.root)
    assert rotate(folder.root) == []
