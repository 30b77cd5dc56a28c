from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from ostiary.errors import LogDamaged, LogUnavailable, SettingsError
from ostiary.tlog import peering
from ostiary.tlog.note import SignerKey
from ostiary.tlog.peering import LATEST, Mark, Question, Statement
from ostiary.witness.durable import Disk
from ostiary.witness.folder import settings_text
from ostiary.witness.marks import RECORD_BYTES, Marks, create_marks
from ostiary.witness.notices import Notices
from ostiary.witness.peer import Peer
from ostiary.witness.peer_folder import PeerFolder, create_peer

LOG = SignerKey("log.example/gw1", bytes(32))
STRANGER = SignerKey("log.example/gw1", bytes([9]) * 32)
PEER = SignerKey("peer.example/p1", bytes([1]) * 32)


def chain(number: int) -> bytes:
    return bytes([number]) * 32


def stated(size: int, value: int = 0, key: SignerKey = LOG, origin: str = LOG.name) -> bytes:
    return peering.sign_statement(Statement(origin, size, chain(value or size)), key)


class World:
    """A peer of one log, whose clock and evidence a test holds."""

    def __init__(self, folder: Path, most: int = 2**20) -> None:
        self.path, self.now = folder / "marks", 1_000
        self.evidence: list[tuple[str, int, bytes]] = []
        self.said = io.StringIO()
        create_marks(self.path, Disk())
        self.most = most
        self.open()

    def open(self) -> None:
        self.marks = Marks(self.path, LOG.name, Disk(), self.most)
        self.peer = Peer(
            PEER,
            {LOG.name: [LOG.verifier()]},
            {LOG.name: self.marks},
            keep=lambda *evidence: self.evidence.append(evidence),
            now=lambda: self.now,
            notices=Notices(self.said),
        )

    def state(self, *requests: bytes) -> list[Mark | str]:
        answers = self.peer.answer(requests)
        return [
            peering.maybe_refusal(one) or peering.open_kept(one, LOG.name, PEER.verifier()) for one in answers
        ]

    def ask(self, start: int) -> tuple[Mark, ...]:
        question = Question(LOG.name, start, "ab" * 16)
        (answer,) = self.peer.answer([peering.encode_question(question)])
        return peering.open_marks(answer, question, PEER.verifier())


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_a_statement_is_kept_before_it_is_acknowledged(world: World) -> None:
    """And is there after a restart; the same again is acknowledged with the time at which it was kept."""
    assert world.state(stated(3)) == [Mark(3, chain(3), 1_000)]
    assert world.path.stat().st_size == RECORD_BYTES
    world.now = 2_000
    assert world.state(stated(3)) == [Mark(3, chain(3), 1_000)]
    world.open()
    assert world.state(stated(5)) == [Mark(5, chain(5), 2_000)]
    assert world.ask(0) == (Mark(3, chain(3), 1_000), Mark(5, chain(5), 2_000))
    assert (world.ask(4), world.ask(LATEST), world.ask(6)) == ((Mark(5, chain(5), 2_000),),) * 2 + ((),)


def test_of_statements_that_come_together_the_last_is_kept(world: World) -> None:
    """One write for all of them."""
    assert world.state(stated(3), stated(4), stated(9)) == [Mark(9, chain(9), 1_000)]
    assert world.path.stat().st_size == RECORD_BYTES


@pytest.mark.parametrize(
    ("request_bytes", "reason"),
    [
        (stated(2), "behind"),
        (stated(3, 77), "fork"),
        (stated(4, key=STRANGER), "unsigned"),
        (stated(4, origin="log.example/other"), "unknown"),
        (b"nonsense", "malformed"),
        (peering.encode_question(Question("log.example/other", 0, "ab")), "unknown"),
    ],
)
def test_what_does_not_follow_is_refused_and_changes_nothing(
    world: World, request_bytes: bytes, reason: str
) -> None:
    """A shorter journal, another of the same length, another's signature, another log, and what is no statement."""
    world.state(stated(3))
    assert world.state(request_bytes) == [reason]
    assert world.marks.last == Mark(3, chain(3), 1_000)
    assert bool(world.evidence) is (reason in {"behind", "fork"})
    if world.evidence:
        assert world.evidence[0][2] == request_bytes
        assert json.loads(world.said.getvalue())["event"] == "journal_contradicts"


def test_a_clock_that_goes_back_does_not_date_a_mark_before_the_last(world: World) -> None:
    """Marks are in the order of time as well."""
    world.state(stated(3))
    world.now = 5
    assert world.state(stated(4)) == [Mark(4, chain(4), 1_000)]


def test_the_older_file_stands_by_the_new_one(tmp_path: Path) -> None:
    """Both are told together, each mark once; what is older still is gone."""
    world = World(tmp_path, most=4)
    for size in range(1, 12):
        world.state(stated(size))
    assert [mark.size for mark in world.ask(0)] == [4, 5, 6, 7, 8, 9, 10, 11][-len(world.ask(0)) :]
    assert len(world.ask(0)) >= 4
    world.open()
    assert world.ask(LATEST)[0].size == 11


def test_a_torn_record_at_the_end_was_never_acknowledged(world: World) -> None:
    """It is cut off; one in the middle, or a missing file, ends the peer."""
    world.state(stated(1), stated(2))
    world.state(stated(3))
    whole = world.path.read_bytes()
    for torn in (whole + b"half", whole + bytes(RECORD_BYTES)):
        world.path.write_bytes(torn)
        world.open()
        assert (world.marks.last, world.path.read_bytes()) == (Mark(3, chain(3), 1_000), whole)
    world.path.write_bytes(b"X" + whole[1:])
    with pytest.raises(LogDamaged, match="damaged after record 0"):
        world.open()
    world.path.unlink()
    with pytest.raises(LogDamaged, match="is missing"):
        world.open()


class FailingDisk(Disk):
    def sync(self, descriptor: int) -> None:
        if os.fstat(descriptor).st_size > RECORD_BYTES:
            raise OSError(5, "Input/output error")


def test_a_mark_that_is_not_durable_is_not_acknowledged(world: World) -> None:
    """After a failed sync nothing is acknowledged any more."""
    world.state(stated(1))
    marks = Marks(world.path, LOG.name, FailingDisk())
    for _ in range(2):
        with pytest.raises(LogUnavailable):
            marks.append(Mark(2, chain(2), 1))
    assert marks.last == Mark(1, chain(1), 1_000)


def test_a_peer_is_not_made_over_another(tmp_path: Path) -> None:
    """Nor over what is left of one."""
    folder = PeerFolder(tmp_path / "peer")
    text = settings_text("127.0.0.1", 0, [LOG.verifier().format()])
    create_peer(folder, PEER, text)
    assert folder.marks(LOG.name).exists()
    folder.signer_key.unlink()
    with pytest.raises(SettingsError, match="is not empty"):
        create_peer(folder, PEER, text)
