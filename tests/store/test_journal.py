"""The journal: what is durable, what is torn, and what is damage."""

from __future__ import annotations

from pathlib import Path

import pytest

from ostiary.errors import LogDamaged, LogUnavailable
from ostiary.store.durable_files import Disk
from ostiary.store.log import journal_frames as frames
from ostiary.store.log.journal import JournalReader, JournalWriter, Position, create_journal
from ostiary.store.log.journal_frames import Frame
from ostiary.store.log.sealer import read_entry
from store.log_world import FAULTS, Fault, FaultyDisk, entry

NONCE = b"n" * 32


def end_of(reader: JournalReader) -> Position:
    return [reader.start, *(after for _, after in reader.read_frames(reader.start))][-1]


def open_writer(path: Path, disk: Disk | None = None) -> JournalWriter:
    with JournalReader(path) as reader:
        return JournalWriter(path, reader.header.nonce, end_of(reader), disk or Disk())


def frames_of(path: Path) -> list[Frame]:
    with JournalReader(path) as reader:
        return [frame for frame, _ in reader.read_frames(reader.start)]


def payloads_of(path: Path) -> list[bytes]:
    return [read_entry(found, 0).payload for frame in frames_of(path) for found in frame.entries]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """A journal with three frames of two entries each."""
    path = tmp_path / "journal"
    create_journal(path, NONCE)
    writer = open_writer(path)
    for number in range(3):
        assert writer.append([entry(b"%d a" % number), entry(b"%d b" % number)]) == 2 * number
    writer.close()
    return path


def test_what_was_appended_is_read(journal: Path) -> None:
    """Entries come back in order, and appending goes on where it ended."""
    writer = open_writer(journal)
    assert writer.append([entry(b"last")]) == 6
    writer.close()
    assert payloads_of(journal) == [b"0 a", b"0 b", b"1 a", b"1 b", b"2 a", b"2 b", b"last"]
    assert journal.stat().st_mode & 0o777 == 0o600


def test_room_is_reserved_then_written_then_synced(journal: Path) -> None:
    """The order within one append; and a reservation serves many appends."""
    disk = FaultyDisk()
    writer = open_writer(journal, disk)
    writer.append([entry(b"x")])
    writer.append([entry(b"y")])
    writer.close()
    assert disk.steps == ["reserve", "write", "fdatasync", "write", "fdatasync"]


@pytest.mark.parametrize("fault", FAULTS[:2], ids=lambda fault: fault.name)
@pytest.mark.parametrize("at", range(3))
def test_any_failure_is_final(journal: Path, at: int, fault: Fault) -> None:
    """After a failed step nothing more is appended, and no step is tried again."""
    disk = FaultyDisk(at, fault)
    writer = open_writer(journal, disk)
    for _ in range(2):
        with pytest.raises(LogUnavailable):
            writer.append([entry(b"x")])
    writer.close()
    assert len(disk.steps) == at + 1
    assert payloads_of(journal)[:6] == [b"0 a", b"0 b", b"1 a", b"1 b", b"2 a", b"2 b"]


def test_a_failed_cut_is_final(journal: Path) -> None:
    """A tail that cannot be cut leaves a journal that takes no entry."""
    writer = open_writer(journal, FaultyDisk(0))
    with pytest.raises(LogUnavailable):
        writer.cut_after()
    with pytest.raises(LogUnavailable):
        writer.append([entry(b"x")])
    writer.close()


def test_a_journal_cut_anywhere_ends_at_the_frame_before(journal: Path) -> None:
    """Every torn tail is told apart from the frames before it, to the byte."""
    whole = journal.read_bytes()
    ends = [frames.HEADER_BYTES]
    for frame in frames_of(journal):
        ends.append(ends[-1] + frame.length)
    for length in range(frames.HEADER_BYTES, len(whole)):
        journal.write_bytes(whole[:length])
        with JournalReader(journal) as reader:
            end = end_of(reader)
            assert end.offset == max(known for known in ends if known <= length)
            assert reader.bytes_after(end) == length - end.offset


def test_a_changed_byte_before_a_whole_frame_is_damage(journal: Path) -> None:
    """Every byte of every frame but the last: a good frame after a bad one is no torn tail."""
    whole = journal.read_bytes()
    last = len(whole) - frames_of(journal)[-1].length
    for at in range(last):
        journal.write_bytes(whole[:at] + bytes([whole[at] ^ 0x40]) + whole[at + 1 :])
        with pytest.raises(LogDamaged):
            frames_of(journal)


def test_a_changed_byte_in_the_last_frame_hides_it(journal: Path) -> None:
    """The last frame, damaged, looks like a torn tail; only a signed checkpoint can tell that it is more."""
    whole = journal.read_bytes()
    last = len(whole) - frames_of(journal)[-1].length
    for at in range(last, len(whole)):
        journal.write_bytes(whole[:at] + bytes([whole[at] ^ 0x40]) + whole[at + 1 :])
        assert len(frames_of(journal)) == 2


def test_damage_is_found_far_behind(journal: Path) -> None:
    """A good frame is found also when megabytes of rubbish stand before it, across the steps of the search."""
    first, *_, last = frames_of(journal)
    whole = journal.read_bytes()
    start = whole[: frames.HEADER_BYTES + first.length]
    for rubbish in range(2**20 - 4, 2**20 + 3):
        journal.write_bytes(start + b"\x00" * rubbish + whole[-last.length :])
        with pytest.raises(LogDamaged, match="a whole frame follows a bad one"):
            frames_of(journal)


def test_frames_cannot_be_dropped_or_exchanged(journal: Path) -> None:
    """A frame in the middle that is missing, or twice there, breaks the chain."""
    whole = journal.read_bytes()
    header, body = whole[: frames.HEADER_BYTES], whole[frames.HEADER_BYTES :]
    size = len(body) // 3
    one, two, three = body[:size], body[size : 2 * size], body[2 * size :]
    for wrong in (one + three, two + one + three, one + one + two, two + three):
        journal.write_bytes(header + wrong)
        with pytest.raises(LogDamaged, match="does not continue"):
            frames_of(journal)


def test_a_forged_frame_in_a_torn_payload_is_torn_too(journal: Path) -> None:
    """Text in an entry that has the form of a frame does not turn a torn tail into damage."""
    forged = frames.encode_frame(bytes(32), bytes(32), 99, [entry(b"forged")])
    torn = frames.encode_frame(NONCE, bytes(32), 6, [entry(forged + b"and more")])[:-10]
    journal.write_bytes(journal.read_bytes() + torn)
    assert len(frames_of(journal)) == 3


def test_a_reader_sees_a_frame_that_is_finished_meanwhile(journal: Path, tmp_path: Path) -> None:
    """A frame that was half there when the reader looked, and whole with a successor when it searched, is no damage."""
    whole = journal.read_bytes()
    journal.write_bytes(whole[: frames.HEADER_BYTES + 10])

    class Racing(JournalReader):
        def _has_frame_after(self, offset: int) -> bool:
            journal.write_bytes(whole)
            return super()._has_frame_after(offset)

    with Racing(journal) as reader:
        assert len(list(reader.read_frames(reader.start))) == 3


def test_a_missing_or_foreign_file_is_damage(tmp_path: Path) -> None:
    """A journal that is not there, or is something else, is refused."""
    with pytest.raises(LogDamaged, match="missing"):
        JournalReader(tmp_path / "journal")
    (tmp_path / "journal").write_bytes(b"something else" * 20)
    with pytest.raises(LogDamaged, match="header"):
        JournalReader(tmp_path / "journal")


def test_a_journal_is_not_made_over_another(journal: Path) -> None:
    """Creating where one stands fails and changes nothing."""
    before = journal.read_bytes()
    with pytest.raises(FileExistsError):
        create_journal(journal, NONCE)
    assert journal.read_bytes() == before


def test_a_position_past_the_end_has_no_frames(journal: Path) -> None:
    """Reading on from the end gives nothing, and nothing stands after it."""
    with JournalReader(journal) as reader:
        beyond = Position(10**9, 6, b"")
        assert list(reader.read_frames(beyond)) == []
        assert reader.bytes_after(beyond) == 0
