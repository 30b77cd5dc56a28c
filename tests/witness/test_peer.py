from __future__ import annotations

import asyncio
import contextlib
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
from ostiary.witness.peer_folder import MAX_EVIDENCE, PeerFolder, create_peer, keep_evidence
from ostiary.witness.peer_server import MAX_CONNECTIONS_OF_ONE, PeerServer

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


def test_an_old_statement_that_is_shown_again_contradicts_nothing(world: World) -> None:
    """Whoever has read it on its way can send it again: it is refused, and no evidence of anything."""
    world.state(stated(3))
    world.state(stated(5))
    assert world.state(stated(3)) == ["behind"]
    assert not world.evidence


def test_a_question_reads_some_forty_records_whatever_is_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log in strict mode waits for the peer meanwhile: who verifies it, or a stranger, must not stop it."""
    for size in range(1, 2_001):
        world.marks.append(Mark(size, chain(1), 1))
    reads: list[int] = []
    pread = os.pread

    def counted(descriptor: int, length: int, offset: int) -> bytes:
        reads.append(offset)
        return pread(descriptor, length, offset)

    monkeypatch.setattr(os, "pread", counted)
    assert [mark.size for mark in world.ask(1_990)] == list(range(1_990, 2_001))
    assert len(reads) < 40


def test_one_question_is_answered_at_a_time(world: World) -> None:
    """Hundreds of them fit into one packet."""
    world.state(stated(3))
    question = Question(LOG.name, 0, "ab" * 16)
    first, *others = world.peer.answer([peering.encode_question(question)] * 3)
    assert peering.open_marks(first, question, PEER.verifier()) == (Mark(3, chain(3), 1_000),)
    assert others == [peering.encode_refusal("malformed")] * 2


def test_evidence_does_not_fill_the_disk(tmp_path: Path) -> None:
    """A hundred contradictions say enough; marks need the place."""
    folder = PeerFolder(tmp_path)
    kept = [keep_evidence(folder, LOG.name, size, b"x") for size in range(MAX_EVIDENCE + 1)]
    assert None not in kept[:-1]
    assert kept[-1] is None
    assert keep_evidence(folder, LOG.name, 0, b"x") == kept[0]


def test_one_address_does_not_take_every_connection(world: World) -> None:
    """Another log's writer still gets its line; who has too many is hung up on."""

    async def run() -> None:
        server = PeerServer(world.peer)
        port = await server.listen("127.0.0.1", 0)
        lines = [await asyncio.open_connection("127.0.0.1", port) for _ in range(MAX_CONNECTIONS_OF_ONE + 1)]
        with contextlib.suppress(ConnectionError):
            assert await asyncio.wait_for(lines[-1][0].read(), 60) == b""
        for _, writer in lines:
            writer.close()
        server.failed.cancel()
        await server.close()

    asyncio.run(run())


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


def test_a_question_costs_some_records_however_many_there_are(world: World) -> None:
    """Anybody may ask, and whoever asks for the end of a long file must not hold up the log that waits for a mark."""
    for size in range(1, 3_001):
        world.marks.append(Mark(size * 2, chain(size % 250), 1_000))
    read: list[int] = []
    record = world.marks._record

    def counted(descriptor: int, at: int) -> Mark:
        read.append(at)
        return record(descriptor, at)

    world.marks._record = counted  # type: ignore[method-assign]
    assert world.ask(2**62) == ()
    assert [mark.size for mark in world.ask(5_997)] == [5_998, 6_000]
    assert len(read) < 40


class ForgetfulDisk(Disk):
    """A disk that never had the second record, though memory shows it."""

    def sync(self, descriptor: int) -> None:
        os.ftruncate(descriptor, RECORD_BYTES)


def test_what_never_reached_the_disk_is_not_kept(world: World) -> None:
    """A failed sync ended the peer; the one that starts then looks at the disk, not at what memory still shows."""
    world.state(stated(1))
    world.state(stated(2))
    assert Marks(world.path, LOG.name, ForgetfulDisk()).last == Mark(1, chain(1), 1_000)
