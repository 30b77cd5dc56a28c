"""Reading entries back, in order and from anywhere, while a writer appends."""

from __future__ import annotations

from pathlib import Path

import pytest

from ostiary.errors import LogDamaged
from ostiary.store.log.reader import Entry, read_entries
from store.log_world import append, entry, make_log, opened, payloads


def test_entries_come_back_from_any_index(tmp_path: Path) -> None:
    """Reading from an index gives that entry and all after it, whatever frames they stand in."""
    folder = make_log(tmp_path / "log")
    append(folder, [payloads(0, 3), payloads(3, 1), payloads(4, 3)])
    whole = [Entry(index, 1, payload) for index, payload in enumerate(payloads(0, 7))]
    for start in range(9):
        assert list(read_entries(folder.root, start)) == whole[start:]


def test_a_frame_in_the_making_is_left_out(tmp_path: Path) -> None:
    """A reader ends before an incomplete last frame, and sees it when it is whole."""
    folder = make_log(tmp_path / "log")
    append(folder, [payloads(0, 3), payloads(3, 2)])
    whole = folder.journal.read_bytes()
    folder.journal.write_bytes(whole[:-1])
    assert len(list(read_entries(folder.root))) == 3
    folder.journal.write_bytes(whole)
    assert len(list(read_entries(folder.root))) == 5


def test_a_reader_goes_on_with_what_is_appended_meanwhile(tmp_path: Path) -> None:
    """An iterator that is under way finds frames appended after it began."""
    folder = make_log(tmp_path / "log")
    with opened(folder) as (journal, _):
        journal.append([entry(b"first")])
        reading = read_entries(folder.root)
        assert next(reading).payload == b"first"
        journal.append([entry(b"second")])
        assert next(reading).payload == b"second"


def test_damage_is_not_skipped(tmp_path: Path) -> None:
    """A damaged frame ends reading with an error and not with fewer entries."""
    folder = make_log(tmp_path / "log")
    append(folder, [payloads(0, 3), payloads(3, 2)])
    whole = bytearray(folder.journal.read_bytes())
    whole[150] ^= 1
    folder.journal.write_bytes(whole)
    with pytest.raises(LogDamaged):
        list(read_entries(folder.root))
