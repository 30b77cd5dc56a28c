"""The fault table: every durable step of a log's life fails, fails though it took effect, or is the last that a process sees."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Protocol

import pytest

from faults.life import BEGIN, Life
from faults.logs import FaultLog, QuickDisk, Say, judge, make_fault_log
from faults.sited import SitedDisk, WitnessDisk, durable_sites, sites_past_the_seam
from machine_world import needs_strace
from ostiary.directives.register import Register
from ostiary.errors import LogDamaged, OstiaryError, SettingsError
from ostiary.evidence.key_slots import Erased
from ostiary.store.directive_floor import Floor, read_floor, write_floor
from ostiary.store.log.folder import LogFolder, create_log, read_verifier
from ostiary.store.log.key_file import KeyFile, create_key_file
from ostiary.store.log.rewrapping import rewrap
from ostiary.store.log.witnessed import find_witnessed, publish_witnessed, read_trust
from ostiary.store.master_key import FileMasterKey, read_master_key
from ostiary.store.register_files import publish_register
from ostiary.tlog.cosignature import Cosigner
from ostiary.tlog.key_text import ML_DSA_44_COSIGNATURE
from ostiary.tlog.peering import Mark
from ostiary.witness.marks import Marks, create_marks
from ostiary.witness.state import Seen, State, create_state
from store.log_world import FAULTS, ORIGIN, SEED, Died, Fault, entry, log_of, payloads

pytestmark = pytest.mark.timeout(900)


# What a step of the seam is called by the kernel.
SEEN_AS = {
    "pwrite64": "write", "write": "write", "fdatasync": "fdatasync", "fsync": "fsync", "ftruncate": "cut",
    "rename": "rename", "renameat": "rename", "renameat2": "rename", "mkdir": "mkdir", "mkdirat": "mkdir",
    "fallocate": "reserve", "truncate": "cut", "link": "link", "linkat": "link", "pwritev": "write", "writev": "write",
}  # fmt: skip


class Story(Protocol):
    """Something durable is done below a folder, on a disk on which one step goes wrong; then a judge looks at it."""

    def __init__(self, template: FaultLog, disk: SitedDisk, place: Path) -> None:
        """What stands there before, on a disk that works."""

    def play(self) -> None:
        """What is done."""

    def judge(self, *, is_told: bool) -> None:
        """Raises unless the disk holds what it must. ``is_told``: ``play`` came to its end, so that all of it must be there."""


class Creation:
    """A log comes into being, with a second key: whole and ready, or refused to whoever makes it again."""

    def __init__(self, template: FaultLog, disk: SitedDisk, place: Path) -> None:
        self._folder, self._disk = LogFolder(place / "log"), disk
        self._second = Cosigner(ORIGIN, ML_DSA_44_COSIGNATURE, SEED)

    def play(self) -> None:
        create_log(self._folder.root, ORIGIN, SEED, self._second, disk=self._disk)

    def judge(self, *, is_told: bool) -> None:
        is_left = self._folder.public.exists() or self._folder.private.exists()
        try:
            create_log(self._folder.root, ORIGIN, SEED, self._second)
        except SettingsError:
            assert is_left
        else:
            assert not is_left, "a log was made over the start of one"
        if is_told or not is_left:
            assert judge(FaultLog(self._folder), {}).size == 0


class Sealing:
    """A log gets its key file: from then on it is sealed, or it is as it was."""

    def __init__(self, template: FaultLog, disk: SitedDisk, place: Path) -> None:
        assert template.master is not None
        self._log = FaultLog(log_of(place / "log", 3), template.master)
        self._master, self._disk = read_master_key(template.master), disk

    def play(self) -> None:
        folder = self._log.folder
        create_key_file(folder.keys, self._master, self._disk, staging=folder.staging)

    def judge(self, *, is_told: bool) -> None:
        is_there = self._log.folder.keys.exists()
        assert is_there or not is_told
        judge(self._log if is_there else FaultLog(self._log.folder), {})


class Rewrapping:
    """All keys are wrapped anew: each entry opens with the old master key or with the new one, and all with one."""

    NEW = FileMasterKey("city.example/2027", b"n" * 32)

    def __init__(self, template: FaultLog, disk: SitedDisk, place: Path) -> None:
        self._log, self._disk = make_fault_log(place / "sealed", sealed=True, entries=0), disk
        with self._log.opened(QuickDisk()) as (journal, _, _keys):
            journal.append([entry(payload) for payload in payloads(0, 20)])
        assert self._log.master is not None
        self._old = read_master_key(self._log.master)
        self._before = self._log.words()

    def play(self) -> None:
        folder, entries = self._log.folder, len(self._before)
        rewrap(folder.keys, self._old, self.NEW, entries, self._disk, staging=folder.staging)

    def judge(self, *, is_told: bool) -> None:
        name = self._old.name.encode()
        is_old = name in self._log.folder.keys.read_bytes()[:200]
        assert not (is_told and is_old)
        with KeyFile(self._log.folder.keys, self._old if is_old else self.NEW) as keys:
            slots = [keys.slot(index) for index in range(len(self._before))]
        assert not any(isinstance(slot, Erased) for slot in slots)
        if is_old:
            judge(self._log, {i: w for i, w in enumerate(self._before) if w is not None})


class Cosigned:
    """What witnesses have cosigned is published: the one before stands, or the new one."""

    def __init__(self, template: FaultLog, disk: SitedDisk, place: Path) -> None:
        self._log, self._disk = template.copied(place / "log"), disk

    def play(self) -> None:
        publish_witnessed(self._log.folder, self._log.folder.checkpoint.read_bytes(), [], self._disk)

    def judge(self, *, is_told: bool) -> None:
        folder = self._log.folder
        found = find_witnessed(folder, read_verifier(folder), read_trust(folder))
        assert found is not None or not is_told
        assert found is None or found.checkpoint == self._log.signed()
        judge(self._log, {})


class FloorAndRegister:
    """A gateway's floor is raised and the public register replaced: the old ones or the new ones, each whole."""

    OLD, NEW = Floor(1, "1" * 64), Floor(2, "2" * 64)

    def __init__(self, template: FaultLog, disk: SitedDisk, place: Path) -> None:
        self._floor, self._register, self._disk = place / "floor", place / "register", disk
        write_floor(self._floor, self.OLD)

    def play(self) -> None:
        write_floor(self._floor, self.NEW, self._disk)
        publish_register(self._register, Register.empty({}), "a policy", "a city", self._disk)

    def judge(self, *, is_told: bool) -> None:
        assert read_floor(self._floor) in ({self.NEW} if is_told else {self.OLD, self.NEW})
        publish_register(self._register, Register.empty({}), "a policy", "a city")
        for path in self._register.glob("directives.*"):
            assert path.stat().st_size > 50


class WitnessState:
    """A witness remembers what it is about to sign: the tree before, or this one."""

    WITNESS = "w.example+00000000+AAAA"

    def __init__(self, template: FaultLog, disk: SitedDisk, place: Path) -> None:
        self._path, self._disk = place / "state", WitnessDisk(disk)
        note = template.folder.checkpoint.read_text()
        self._seen = [Seen(note, 1_800_000_000), Seen(note, 1_800_000_001)]
        create_state(self._path, self.WITNESS, WitnessDisk(SitedDisk()))
        State(self._path, self.WITNESS, WitnessDisk(SitedDisk())).advance(ORIGIN, None, self._seen[0])

    def play(self) -> None:
        State(self._path, self.WITNESS, self._disk).advance(ORIGIN, self._seen[0], self._seen[1])

    def judge(self, *, is_told: bool) -> None:
        found = State(self._path, self.WITNESS, WitnessDisk(SitedDisk())).logs[ORIGIN]
        assert found in (self._seen[1:] if is_told else self._seen)


class WitnessMade:
    """A witness gets the state of one that has seen nothing: all of it is there, or it is not made."""

    def __init__(self, template: FaultLog, disk: SitedDisk, place: Path) -> None:
        self._path, self._disk = place / "state", WitnessDisk(disk)

    def play(self) -> None:
        create_state(self._path, WitnessState.WITNESS, self._disk)

    def judge(self, *, is_told: bool) -> None:
        assert self._path.exists() or not is_told
        if self._path.exists():
            assert State(self._path, WitnessState.WITNESS, self._disk).logs == {}


class PeerMarks:
    """A peer keeps what a writer in strict mode has stated, and begins its file anew: nothing that it kept is forgotten."""

    MARKS = tuple(Mark(size, bytes([size]) * 32, 1_800_000_000 + size) for size in range(1, 6))

    def __init__(self, template: FaultLog, disk: SitedDisk, place: Path) -> None:
        self._path, self._disk = place / "marks", WitnessDisk(disk)
        self._kept = 0

    def play(self) -> None:
        create_marks(self._path, self._disk)
        marks = Marks(self._path, ORIGIN, self._disk, 2)
        for mark in self.MARKS:
            marks.append(mark)
            self._kept += 1
        marks.close()

    def judge(self, *, is_told: bool) -> None:
        older = self._path.with_name("marks.older")
        if older.exists() and not self._path.exists():
            # Between two renames: it does not start, and says that the older file is to be given its name back.
            with pytest.raises(LogDamaged, match="missing"):
                Marks(self._path, ORIGIN, self._disk)
            older.rename(self._path)
        if not self._path.exists():
            assert not self._kept
            return
        marks = Marks(self._path, ORIGIN, WitnessDisk(SitedDisk()), 2)
        found = marks.last.size if marks.last else 0
        marks.close()
        assert self._kept <= found <= self._kept + (not is_told)


STORIES: dict[str, type[Story]] = {
    "a log is made": Creation,
    "a log is sealed": Sealing,
    "a writer's life": Life,
    "keys are wrapped anew": Rewrapping,
    "cosignatures come": Cosigned,
    "floor and register": FloorAndRegister,
    "a witness is made": WitnessMade,
    "a witness's state": WitnessState,
    "a peer's marks": PeerMarks,
}

# Every function that makes something durable, and the story in which each of its steps goes wrong.
ROWS = {
    "folder.create_log": "a log is made",
    "folder._write_second_key": "a log is made",
    "journal.create_journal": "a log is made",
    "key_file.create_key_file": "a log is sealed",
    "settling.settle": "a writer's life",
    "journal.JournalWriter._reserve": "a writer's life",
    "journal.JournalWriter.append_frame": "a writer's life",
    "journal.JournalWriter.cut_after": "a writer's life",
    "key_file.KeyFile._write_durably": "a writer's life",
    "tile_store.TileStore._write_once": "a writer's life",
    "tile_store.TileStore.publish": "a writer's life",
    "tile_store.TileStore._put": "a writer's life",
    "rewrapping.rewrap": "keys are wrapped anew",
    "witnessed.publish_witnessed": "cosignatures come",
    "directive_floor.write_floor": "floor and register",
    "register_files.publish_register": "floor and register",
    "marks.create_marks": "a peer's marks",
    "marks.Marks._recover": "a peer's marks",
    "marks.Marks._begin_anew": "a peer's marks",
    "marks.Marks.append": "a peer's marks",
    "state.create_state": "a witness is made",
    "state.State.advance": "a witness's state",
}

ELSEWHERE = {
    "folder.create_witness": "nothing is signed before its last step; tests/witness has it",
    "witness.Witness._keep_fork": "evidence that is kept beside; that it could not be kept is told",
    "peer_folder.create_peer": "nothing is signed before its last step",
    "peer_folder.follow_log": "an official's command while the peer stands still; its last step is the settings, replaced whole",
    "peer_folder.keep_evidence": "evidence that is kept beside; that it could not be kept is told",
    "encrypting._write": "a command while the log stands still; tests/store/test_encrypting.py has a table of its own",
    "encrypting._put_in_place": "the same",
    "late_head._put": "a file replaced whole, once at a start; tests/store/test_head_row.py has what it says",
    "index_files.write_day_file": "derived: a day's file that is missing is made again, tests/store/test_indexing.py",
    "rests.Rests._make": "made with the first rest, which is not counted on before; tests/store/test_name_erasing.py",
    "index_key.rewrap_index_key": "a file replaced whole; the index's own tests have what it says",
    "indexing.open_index_key": "a folder",
    "rotation._put": "tests/store/test_rotation.py dies at each durable step of a rotation and resumes",
    "rotation.rotate_if_ordered": "the same",
    "rotation._finish_renaming": "the same",
    "rotation._may_begin": "the same",
    "scrubbing.note_scrub": "a note replaced whole: without it the last scrub is older than it was",
    "indexing._log": "a note replaced whole; what it says is in the log, tests/store/test_indexing.py",
}
"""Sites without a row, with the reason."""

PAST_THE_SEAM = {
    "folder.create_witness: mkdir": "the folder that an official names",
    "witness.Witness._keep_fork: mkdir": "the folder of that evidence",
    "marks.Marks._recover: ftruncate": "a torn record that was never acknowledged; the sync after it goes through the seam",
    "peer_folder.create_peer: mkdir": "the folder that an official names",
    "peer_folder.keep_evidence: mkdir": "the folder of that evidence",
    "glance.sync_harmlessly: fdatasync": "doctor asks whether the disk can; nothing was written",
    "rotation._may_begin: unlink": "an order that cannot be carried out; a sync of its folder follows through the seam",
    "tile_store.TileStore.publish: rmtree": "partial tiles that full ones have taken the place of",
    "writer_socket._remove_stale: unlink": "a socket that nobody listens on",
}
"""What changes a disk without being durable, with the reason."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> FaultLog:
    return make_fault_log(tmp_path_factory.mktemp("log"), sealed=True, entries=3)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
@pytest.mark.parametrize("name", STORIES)
def test_a_step_goes_wrong(
    name: str, fault: Fault, template: FaultLog, tmp_path: Path, record_property: Say
) -> None:
    """Each step in turn: the story ends there, says so, and what the disk holds is right."""
    hit: Counter[str] = Counter()
    for at in range(1000):
        place = tmp_path / "place"
        place.mkdir()
        disk = SitedDisk(at, fault)
        story = STORIES[name](template, disk, place)
        try:
            story.play()
        except (OSError, OstiaryError, Died):
            assert len(disk.sites) > at, "it failed before the fault"
            hit[disk.sites[at]] += 1
            story.judge(is_told=False)
        else:
            assert len(disk.sites) <= at, (
                f"{disk.steps[at]} of {disk.sites[at]} went wrong, and nobody was told"
            )
            story.judge(is_told=True)
            break
        finally:
            shutil.rmtree(place)
    record_property("trials", hit.total())
    record_property("said", f"{hit.total()} steps of {len(hit)} functions")
    assert {site for site, told in ROWS.items() if told == name} <= hit.keys()
    assert hit.keys() <= ROWS.keys()


def test_every_durable_call_has_a_row() -> None:
    """A function that begins to make something durable has to be added to the table, and one that no longer does, to go."""
    assert durable_sites() == ROWS.keys() | ELSEWHERE.keys()


def test_nothing_gets_past_the_seam() -> None:
    """No other function writes, syncs, cuts, names or removes a file."""
    assert sites_past_the_seam() == PAST_THE_SEAM.keys()


@needs_strace
def test_the_kernel_sees_what_the_seam_saw(template: FaultLog, tmp_path: Path, record_property: Say) -> None:
    """As many calls of each kind on the log's files as steps went through the seam, and in a writer's life no other."""
    traced = tmp_path / "trace"
    words = [
        "strace",
        "-f",
        "-qq",
        "-y",
        "-o",
        str(traced),
        "-e",
        f"trace={','.join(SEEN_AS)}",
        sys.executable,
    ]
    script = "from faults.life import live; live()"
    environment = dict(os.environ, PYTHONPATH=str(Path(__file__).parents[1]))
    place = [str(template.folder.root), str(template.master), str(tmp_path)]
    done = subprocess.run(
        [*words, "-c", script, *place], capture_output=True, text=True, check=True, env=environment
    )
    through = Counter(done.stdout.removeprefix(f"{BEGIN}\n").split())
    lines = [
        line
        for line in traced.read_text().partition(BEGIN)[2].splitlines()
        if f"{tmp_path}/log" in line and "resumed" not in line
    ]
    seen = Counter(SEEN_AS[line.split(maxsplit=1)[1].partition("(")[0]] for line in lines)
    assert seen == through
    record_property("trials", 1)
    record_property("said", f"{seen.total()} calls, all of them through the seam")
