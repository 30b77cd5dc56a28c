"""What was read once is not read again, and nothing that was changed is taken for what was read."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ostiary.errors import WatchFolderDamaged
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.findings import kept_chain
from ostiary.watch.findings.act import Act
from ostiary.watch.findings.act_line import read_act
from ostiary.watch.findings.erasing import Doing, erase
from ostiary.watch.findings.reviewing import do
from ostiary.watch.findings.store import FindingStore
from ostiary.watch.findings.taking import take
from watch.finding_world import DETECTORS, LEAD, NOW, some_leads, world

READS = "ostiary.watch.findings.acts_file._maybe_bytes"
"""What reads a whole file."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three findings."""
    return world(tmp_path_factory.mktemp("made") / "w", *some_leads(3)).folder.path


@pytest.fixture
def store(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FindingStore:
    """Findings that were read, of a file that was changed long ago as far as anybody can tell."""
    monkeypatch.setattr(kept_chain, "SETTLED_NS", -1)
    store = FindingStore(WatchFolder.open(shutil.copytree(made, tmp_path / "w")))
    store.read()
    return store


def elsewhere(store: FindingStore) -> FindingStore:
    """Another process on the same folder."""
    return FindingStore(store.folder)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the lines that are parsed from now on."""
    numbers: list[int] = []

    def noted(line: bytes, number: int, before: str) -> tuple[Act, str]:
        numbers.append(number)
        return read_act(line, number, before)

    monkeypatch.setattr("ostiary.watch.findings.chain.read_act", noted)
    return numbers


def test_a_file_that_did_not_change_is_not_read(
    store: FindingStore, parsed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked at, and what was read before is the answer."""
    before = store.read()
    monkeypatch.setattr(READS, lambda _path: pytest.fail("it was read"))
    assert store.read() is before
    assert parsed == []


def test_what_somebody_else_adds_is_read_alone(store: FindingStore, parsed: list[int]) -> None:
    """Of what stood there, no line is parsed again; the findings are those that a fresh reader finds."""
    name = next(iter(store.read().findings))
    do(elsewhere(store), name, "taken", {}, by="kim", at=NOW)
    parsed.clear()
    assert store.read().findings[name].holder == "kim"
    assert parsed == [4]
    assert store.read() == elsewhere(store).read()


def test_the_same_act_by_two_writers_is_done_once(store: FindingStore) -> None:
    """Each decides on the findings as they stand, however old what it has read is."""
    name, other = next(iter(store.read().findings)), elsewhere(store)
    other.read()
    do(store, name, "taken", {}, by="kim", at=NOW)
    assert do(other, name, "taken", {}, by="riley", at=NOW).holder == "riley"
    do(store, name, "taken", {}, by="kim", at=NOW)
    assert [act.by for act in other.read().findings[name].history[1:]] == ["kim", "riley", "kim"]


def test_what_somebody_else_erases_is_gone_from_memory(store: FindingStore) -> None:
    """Also what had been read before it was erased."""
    name = next(iter(store.read().findings))
    read = store.read().findings[name]
    assert "user000" in repr(read)
    erase(elsewhere(store), name, "26-1", Doing(NOW, by="kim", why="sealed"))
    # Whoever had read it a moment before asks for evidence that is gone by now.
    assert store.evidence(read) == ()
    assert "user000" not in repr(store.read())
    assert "user000" not in repr(store.kept)
    assert store.read() == elsewhere(store).read()


def test_a_folder_that_is_written_anew_is_refused_by_whoever_has_read_it(store: FindingStore) -> None:
    """A chain that is whole by itself, but lacks what was read, does not pass; a fresh reader cannot know."""
    acts = store.file.path
    for file in list(acts.parent.iterdir()):
        file.unlink()
    take(store.folder, some_leads(2), DETECTORS, NOW)
    assert len(elsewhere(store).read().findings) == 2
    for _ in range(2):
        with pytest.raises(WatchFolderDamaged, match="lacks acts that were there"):
            store.read()


def test_a_line_in_the_place_of_a_torn_one_of_the_same_length_is_read(store: FindingStore) -> None:
    """What a crash tore is cut off by the next act, whose line may be as long."""
    raw, name = store.file.path.read_bytes(), next(iter(store.read().findings))
    do(elsewhere(store), name, "taken", {}, by="kim", at=NOW)
    after = store.file.path.read_bytes()
    store.file.path.write_bytes(raw + b"x" * (len(after) - len(raw)))
    store.file.path.with_suffix(".head").unlink()
    assert store.read().findings[name].holder == ""
    store.file.path.write_bytes(after)
    assert store.read().findings[name].holder == "kim"


@pytest.mark.parametrize("length", [0, -1, -300])
def test_a_file_that_was_cut_short_is_refused(store: FindingStore, length: int) -> None:
    """Also at the end of a line, where what is left is whole."""
    raw = store.file.path.read_bytes()
    cut = raw[:length] if length else raw[: raw[:-1].rfind(b"\n") + 1]
    store.file.path.write_bytes(cut)
    store.file.path.with_suffix(".head").unlink()
    with pytest.raises(WatchFolderDamaged):
        store.read()


def test_a_line_that_was_changed_is_found_although_the_length_is_the_same(store: FindingStore) -> None:
    """Its mtime is set back; its ctime cannot be, and then every byte is compared by its hash."""
    path = store.file.path
    before = path.stat()
    with path.open("r+b") as file:
        file.write(path.read_bytes().replace(b"a hot list", b"a cold one"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(WatchFolderDamaged, match="does not follow"):
        store.read()


def test_a_file_that_was_changed_just_now_is_looked_through(
    store: FindingStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within one tick of a clock two changes look like one: until it is over, the bytes decide."""
    monkeypatch.setattr(kept_chain, "SETTLED_NS", 10**18)
    take(store.folder, [replace(LEAD, entity="kim")], DETECTORS, NOW)
    store.read()
    reads: list[Path] = []

    def noted(path: Path) -> bytes:
        reads.append(path)
        return path.read_bytes()

    monkeypatch.setattr(READS, noted)
    store.read()
    assert store.file.path in reads
