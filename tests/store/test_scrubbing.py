"""Scrubbing: damage is found and named, a second copy is judged by what was signed, and nothing is repaired."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from ostiary.cli.log.group import log
from ostiary.store.log.folder import LogFolder, read_signer
from ostiary.store.log.scrubbing import Scrubbed, maybe_last_scrub, note_scrub, scrub
from ostiary.tlog.checkpoint import Checkpoint, sign_checkpoint
from store.log_world import ORIGIN, append, log_of, make_log, payloads, publish
from store.refusal_world import everything

SIZE = 40
LOT = 5


@pytest.fixture
def folder(tmp_path: Path) -> LogFolder:
    """A published log in eight frames."""
    return log_of(tmp_path / "log", SIZE, lot=LOT)


@pytest.fixture
def mirror(folder: LogFolder, tmp_path: Path) -> LogFolder:
    """Its second copy."""
    return LogFolder(shutil.copytree(folder.root, tmp_path / "mirror"))


def scrubbed(folder: LogFolder, mirror: LogFolder | None = None) -> Scrubbed:
    before = [everything(one) for one in (folder, mirror) if one is not None]
    found = scrub(
        folder.root, lambda _done, _total: None, mirror=None if mirror is None else mirror.root, rate=0
    )
    assert [everything(one) for one in (folder, mirror) if one is not None] == before
    return found


def spoil(path: Path, at: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)


def in_frame(folder: LogFolder, number: int) -> int:
    """A byte in the middle of that frame."""
    raw = folder.journal.read_bytes()
    at = -1
    for _ in range(number + 1):
        at = raw.index(b"OSF1", at + 1)
    return at + 100


def test_a_whole_log_has_no_findings(folder: LogFolder, mirror: LogFolder) -> None:
    """Alone, with its copy, and with an older copy."""
    assert scrubbed(folder).is_good
    assert scrubbed(folder, mirror).is_good
    append(folder, [payloads(SIZE, 3)])
    publish(folder)
    found = scrubbed(folder, mirror)
    assert (found.is_good, found.size) == (True, SIZE + 3)


def test_a_flipped_bit_is_named_and_the_copy_said_to_be_right(folder: LogFolder, mirror: LogFolder) -> None:
    """The entries of the frame are found by what was signed, though the journal cannot be read past it."""
    spoil(folder.journal, in_frame(folder, 3))
    assert "entries 15 to 19 cannot be read" in scrubbed(folder).findings
    said = scrubbed(folder, mirror).findings
    assert (
        "entries 15 to 19 cannot be read; the mirror's are what was signed: it is the right copy of them"
        in said
    )
    assert not any(one.startswith("the mirror:") for one in said)


def test_each_copy_may_be_right_about_something(folder: LogFolder, mirror: LogFolder) -> None:
    """Damage here and there is told apart."""
    spoil(folder.journal, in_frame(folder, 0))
    spoil(mirror.journal, in_frame(mirror, 7))
    said = scrubbed(folder, mirror).findings
    assert (
        "entries 0 to 4 cannot be read; the mirror's are what was signed: it is the right copy of them"
        in said
    )
    assert "the mirror: entries 35 to 39 cannot be read" in said


def test_a_forged_journal_is_told_from_a_damaged_one(
    folder: LogFolder, mirror: LogFolder, tmp_path: Path
) -> None:
    """Whole frames that say something else are not what was signed."""
    other = make_log(tmp_path / "other")
    append(other, [payloads(100, SIZE)])
    folder.journal.write_bytes(other.journal.read_bytes())
    said = scrubbed(folder, mirror).findings
    assert said[-1] == (
        "entries 0 to 39 are not what was signed; the mirror's are what was signed: it is the right copy of them"
    )


def test_a_spoiled_tile_is_found(folder: LogFolder, mirror: LogFolder) -> None:
    """What is public is read as well; the journal is whole then, and said to lack nothing."""
    tile = next(path for path in folder.public.rglob("*") if path.is_file() and "000.p" in str(path))
    spoil(tile, 3)
    said = scrubbed(folder, mirror).findings
    assert len(said) == 1
    assert "is not what the entries make it" in said[0]


def test_two_histories_under_one_key_are_found(folder: LogFolder, tmp_path: Path) -> None:
    """Each of the copies is whole by itself."""
    other = make_log(tmp_path / "other")
    append(other, [payloads(100, SIZE)])
    publish(other)
    assert any("two trees were signed" in said for said in scrubbed(folder, other).findings)


def test_without_a_signed_root_nothing_is_said_to_be_right(folder: LogFolder) -> None:
    """Neither copy can say what was signed when no entries have the root that the key has signed."""
    folder.checkpoint.write_bytes(sign_checkpoint(Checkpoint(ORIGIN, SIZE, bytes(32)), read_signer(folder)))
    assert "nothing says which bytes were right" in scrubbed(folder).findings[-1]


def test_the_last_good_scrub_is_remembered(folder: LogFolder) -> None:
    """A scrub that finds something does not move it."""
    assert maybe_last_scrub(folder.root) is None
    note_scrub(folder.root, Scrubbed(3, 1000.0, 1.0, ()))
    note_scrub(folder.root, Scrubbed(0, 2000.0, 1.0, ("a finding",)))
    last = maybe_last_scrub(folder.root)
    assert last is not None
    assert (last.good_at, last.ended_at, last.findings) == (1000.0, 2000.0, ("a finding",))
    folder.scrub_note.write_text("rubbish")
    assert maybe_last_scrub(folder.root) is None


def test_it_reads_no_faster_than_it_may(folder: LogFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rests add up to the bytes that were read, at the rate."""
    rests: list[float] = []
    now = [0.0]

    def sleep(seconds: float) -> None:
        rests.append(seconds)
        now[0] += seconds

    monkeypatch.setattr("ostiary.store.log.scrubbing.time.sleep", sleep)
    monkeypatch.setattr("ostiary.store.log.scrubbing.time.monotonic", lambda: now[0])
    scrub(folder.root, lambda _done, _total: None, rate=1000)
    size = sum(len(raw) for name, raw in everything(folder).items() if "public" in name or "journal" in name)
    assert sum(rests) == pytest.approx(size / 1000)


def test_the_command_says_it_and_notes_it(
    folder: LogFolder, mirror: LogFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit status 0 and 5, words and an object, and the note in the folder; it lets everybody else go first."""
    niceness: list[int] = []
    monkeypatch.setattr("ostiary.cli.log.scrub.os.nice", niceness.append)
    good = CliRunner().invoke(log, ["scrub", str(folder.root), "--rate", "0"])
    assert (good.exit_code, good.stdout[:24]) == (0, "all is as it was signed:")
    spoil(folder.journal, in_frame(folder, 3))
    bad = CliRunner().invoke(
        log, ["scrub", str(folder.root), "--rate", "0", "--mirror", str(mirror.root), "--json"]
    )
    found = json.loads(bad.stdout)
    assert (bad.exit_code, found["good"]) == (5, False)
    last = maybe_last_scrub(folder.root)
    assert last is not None
    assert list(last.findings) == found["findings"]
    assert last.good_at > 0
    assert niceness == [19, 19]
