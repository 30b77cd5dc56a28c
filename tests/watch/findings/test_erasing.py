"""An erasure reaches what a finding says, and the chain stays whole."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ostiary.errors import FindingRefused, WatchFolderDamaged
from ostiary.store.durable_files import Disk
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.findings.act import ERASED, Act
from ostiary.watch.findings.acts_file import ActsFile
from ostiary.watch.findings.anchoring import not_logged
from ostiary.watch.findings.effort import efforts
from ostiary.watch.findings.erasing import Doing, Touched, erase, erase_of_log, erase_resting_on, rests_on
from ostiary.watch.findings.finding import GONE, Finding
from ostiary.watch.findings.odds import odds_of
from ostiary.watch.findings.queue import queue_of
from ostiary.watch.findings.reviewing import do
from ostiary.watch.findings.store import FindingStore, verify_acts
from ostiary.watch.findings.taking import take
from watch.finding_world import DAY, DETECTORS, LEAD, NOW, world

REASON = "domestic at jane doe's"
NOTE = "jane doe was a witness"
ABOUT_REASON = replace(LEAD, entity_kind="reason", entity=REASON, detail="jane", period="jane 2025")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finding about a reason that names somebody, closed with a note that does, and one about a user."""
    store = world(tmp_path_factory.mktemp("made") / "w", ABOUT_REASON, LEAD)
    name = the(store).id
    do(store, name, "taken", {}, by="riley", at=NOW)
    do(store, name, "opened", {"note": NOTE}, by="riley", at=NOW)
    do(store, name, "noticed", {"to": "jane doe", "answer_by": "2025-07-01"}, by="riley", at=NOW)
    do(store, name, "suppressed", {"reason": NOTE, "until": NOW + DAY}, by="riley", at=NOW)
    do(store, name, "closed", {"note": NOTE, "outcome": "confirmed"}, by="riley", at=NOW)
    return store.folder.path


@pytest.fixture
def store(made: Path, tmp_path: Path) -> FindingStore:
    """A copy of that folder."""
    return FindingStore(WatchFolder.open(shutil.copytree(made, tmp_path / "w")))


def the(store: FindingStore) -> Finding:
    """The finding about the reason."""
    return next(iter(store.read().findings.values()))


def gone(store: FindingStore) -> Finding:
    """The same, once it was erased."""
    return erase(store, the(store).id, "26-CV-17", Doing(NOW, by="kim", why="sealed by the court"))


def bytes_of(folder: Path) -> bytes:
    """Every byte of every file of the findings."""
    return b"".join(file.read_bytes() for file in sorted((folder / "findings").iterdir()))


def test_the_chain_holds_no_text(store: FindingStore) -> None:
    """Whom or what a finding is about, its evidence, its period, and what reviewers write stand in no file in the clear."""
    raw = bytes_of(store.folder.path)
    for text in ("jane", "sam.oakes", "log/1", "city-pd", "2025-07-01"):
        assert text.encode() not in raw
    # Its id leads nowhere either: it is drawn.
    assert the(store).told(named=True) == f"{REASON} searched jane times, more than 40"
    assert store.evidence(the(store)) == LEAD.evidence


def test_an_erasure_takes_everything_that_was_said(store: FindingStore) -> None:
    """Only that there was a finding, who did what when, and what came of it stay; and who had it erased, and why."""
    done = gone(store)
    for register in (store.read(), FindingStore(store.folder).read()):
        found = register.findings[done.id]
        assert (found.state, found.before, found.outcome) == ("erased", "closed", "confirmed")
        assert (found.sentence, found.told(named=True)) == (GONE, GONE)
        assert REASON not in repr(found)
        assert "jane" not in repr(register)
        assert [act.word for act in found.history] == [
            "found", "taken", "opened", "noticed", "suppressed", "closed", "erased",
        ]  # fmt: skip
        assert found.history[-1].text("order") == "26-CV-17"
        assert register.suppressed == {}
        assert odds_of(register.findings.values())["M5"].outcomes.hits == 1
        assert efforts(register.findings.values())[0].decided == 1
        assert found not in [item.finding for item in queue_of(register, store.key(), NOW).items]
    assert store.evidence(done) == ()
    verify_acts(store.folder)


def test_what_was_erased_cannot_be_opened_with_all_the_folder_has(store: FindingStore) -> None:
    """The key of each act about it is overwritten; those of the other finding stay."""
    acts = store.file.read().acts
    gone(store)
    about = next(iter(store.read().findings.values())).id
    with store.file.texts.opened() as texts:
        assert [texts.text(act) is None for act in acts] == [act.on == about for act in acts]


def test_a_copy_without_its_master_key_says_nothing(store: FindingStore, tmp_path: Path) -> None:
    """So a backup may hold all but one small file."""
    shutil.copytree(store.folder.path, tmp_path / "copy")
    copy = FindingStore(replace(store.folder, path=tmp_path / "copy"))
    copy.file.texts.master.unlink()
    with pytest.raises(WatchFolderDamaged, match="cannot be opened"):
        copy.read()


def test_what_is_left_is_found_anew(store: FindingStore) -> None:
    """The next run makes another finding of the events that still stand there, and it is known again from then on."""
    old = gone(store).id
    lead = replace(ABOUT_REASON, events=2, evidence=LEAD.evidence[1:])
    (found,) = take(store.folder, [lead], DETECTORS, NOW + 1)
    assert (found.state, found.events) == ("new", 2)
    assert found.id != old
    assert take(store.folder, [lead], DETECTORS, NOW + 2) == [found]


@pytest.mark.parametrize("word", ["taken", "reopened", "erased", "suppressed"])
def test_nothing_is_done_about_what_was_erased(store: FindingStore, word: str) -> None:
    """Nobody knows any more what it was."""
    name = gone(store).id
    with pytest.raises(FindingRefused, match="that is `erased` cannot be"):
        store.act(Act(NOW, "kim", word, name))


@pytest.mark.parametrize(("order", "why"), [("", "x"), ("x", " "), ("x" * 201, "y"), ("a\nb", "y")])
def test_an_erasure_says_by_whose_order_and_why(store: FindingStore, order: str, why: str) -> None:
    """And nothing is erased where it does not."""
    with pytest.raises(FindingRefused):
        erase(store, the(store).id, order, Doing(NOW, by="kim", why=why))
    assert the(store).state == "closed"


class Dead(Exception):
    """The process died."""


class DiesAtSync(Disk):
    """A disk that lives to see so many syncs of data and files."""

    def __init__(self, syncs: int) -> None:
        self.left = syncs

    def sync_data(self, descriptor: int) -> None:
        """One less."""
        self._count()
        super().sync_data(descriptor)

    def sync(self, descriptor: int) -> None:
        """One less."""
        self._count()
        super().sync(descriptor)

    def _count(self) -> None:
        if self.left == 0:
            raise Dead
        self.left -= 1


@pytest.mark.parametrize("syncs", range(8))
def test_an_erasure_that_a_crash_cut_short_is_done_by_whoever_acts_next(
    store: FindingStore, syncs: int
) -> None:
    """Once its act is durable nobody reads the texts; verification says that keys are left, and the next act destroys them."""
    name = the(store).id
    dying = ActsFile(store.file.path, DiesAtSync(syncs))
    act = Act(NOW, "kim", ERASED, name, {"order": "26-CV-17", "note": "sealed"})
    try:
        dying.append(lambda _acts: [act])
    except Dead:
        pass
    else:
        assert syncs == 7
    fresh = FindingStore(store.folder)
    if the(fresh).state == "closed":
        assert store.evidence(the(fresh)) == LEAD.evidence
        erase(fresh, name, "again", Doing(NOW, by="kim", why="sealed"))
    do(fresh, list(fresh.read().findings)[1], "taken", {}, by="kim", at=NOW)
    assert the(FindingStore(store.folder)).state == "erased"
    verify_acts(store.folder)


def test_a_key_that_is_left_after_an_erasure_is_found(store: FindingStore) -> None:
    """As after a crash in between, or where somebody put an older copy of the keys back."""
    keys = store.file.texts.keys.read_bytes()
    gone(store)
    # The slot of the erasure itself was drawn since.
    store.file.texts.keys.write_bytes(keys + store.file.texts.keys.read_bytes()[len(keys) :])
    with pytest.raises(WatchFolderDamaged, match="were to be erased and can still be opened"):
        verify_acts(store.folder)


def test_a_key_that_was_destroyed_without_an_erasure_is_found(store: FindingStore) -> None:
    """Whoever destroys a key by hand has destroyed a text, and is not taken for an order."""
    store.file.texts.destroy(store.file.read().acts[2:3])
    with pytest.raises(WatchFolderDamaged, match="no act says that it was erased"):
        FindingStore(store.folder).read()


@pytest.mark.parametrize("at", [0, 40, -40])
def test_a_changed_text_is_found(store: FindingStore, at: int) -> None:
    """A bit of a sealed text is another text, and the chain has a hash of the one that was written."""
    path = store.file.texts.path
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)
    with pytest.raises(WatchFolderDamaged, match="was damaged or changed"):
        verify_acts(store.folder)


def test_a_chain_that_is_shorter_than_what_was_erased_takes_no_act(store: FindingStore) -> None:
    """Whoever drops an erasure, and what came before it, from the end has its destroyed keys against them."""
    gone(store)
    lines = store.file.path.read_bytes().splitlines(keepends=True)
    store.file.path.write_bytes(b"".join(lines[:3]))
    store.file.path.with_suffix(".head").unlink()
    with pytest.raises(WatchFolderDamaged):
        do(FindingStore(store.folder), "f-", "taken", {}, by="kim", at=NOW)


def at_rest(**other: object) -> Touched:
    """An erased event of the user of the finding, at a time within it, that it does not name."""
    return replace(Touched("log/99", LEAD.since, "sam.oakes", "city-pd"), **other)  # type: ignore[arg-type]


CASES = [
    ("user", 3, at_rest(event="log/2"), True),
    ("user", 3, at_rest(), False),
    ("user", 60, at_rest(), True),
    ("user", 60, at_rest(user="kim"), False),
    ("user", 60, at_rest(user=""), True),
    ("user", 60, at_rest(at=LEAD.until + 1), False),
    ("user", 60, at_rest(at=None), True),
    ("reason", 60, at_rest(user="kim"), True),
    ("reason", 60, at_rest(agency="county"), False),
    ("reason", 60, at_rest(agency=""), True),
]


@pytest.mark.parametrize(("kind", "events", "touched", "rests"), CASES)
def test_a_finding_rests_on_what_it_names_and_on_what_it_may_count(
    store: FindingStore, kind: str, events: int, touched: Touched, *, rests: bool
) -> None:
    """Of more events than it names, any may be one of its own unless time, user or agency say that it is not."""
    user = next(one for one in store.read().findings.values() if one.entity_kind == "user")
    finding = replace(user, entity_kind=kind, events=events)
    assert rests_on(finding, set(LEAD.evidence), touched) is rests


def test_events_that_go_take_along_what_rests_on_them(store: FindingStore) -> None:
    """Both findings name the event; by whose order, the act says; and doing it twice changes nothing."""
    one = Touched("log/2", NOW, order="K-1")
    assert erase_resting_on(store.folder, [Touched("log/9", NOW)], Doing(NOW)) == 0
    assert erase_resting_on(store.folder, [one], Doing(NOW)) == 2
    before = store.file.path.read_bytes()
    assert erase_resting_on(store.folder, [one], Doing(NOW)) == 0
    assert store.file.path.read_bytes() == before
    assert {found.history[-1].text("order") for found in store.read().findings.values()} == {"K-1"}
    assert {found.history[-1].by for found in store.read().findings.values()} == {"watch import"}


def test_what_an_import_erases_is_in_the_log_first(store: FindingStore) -> None:
    """Behind one head, so that any before it will do; a third that nobody logged is found, and so is one logged behind another chain."""
    logged: list[tuple[str, str]] = []

    def log(word: str, on: str) -> None:
        assert len(store.file.read().acts) == 8
        logged.append((word, on))

    assert erase_resting_on(store.folder, [Touched("log/2", NOW, order="K-1")], Doing(NOW, log)) == 2
    take(store.folder, [replace(LEAD, entity="kim")], DETECTORS, NOW)
    late = [act.number for act in not_logged("finding-", store.file.read(), logged)]
    assert late == [3, 4, 5, 6, 7]
    assert erase_resting_on(store.folder, [Touched("log/2", NOW, order="K-1")], Doing(NOW)) == 1
    assert [act.number for act in not_logged("finding-", store.file.read(), logged)] == [*late, 11]
    other = [(word, f"{on[:-1]}{'1' if on[-1] == '0' else '0'}") for word, on in logged]
    assert [act.number for act in not_logged("finding-", store.file.read(), other)] == [*late, 8, 9, 11]


def test_a_log_whose_keys_are_gone_takes_along_what_rests_on_it(store: FindingStore) -> None:
    """And nothing that rests on another."""
    assert erase_of_log(store.folder, "lo", "the keys are gone", Doing(NOW)) == 0
    assert erase_of_log(store.folder, "log", "the keys are gone", Doing(NOW)) == 2


def test_the_files_are_their_owners(store: FindingStore) -> None:
    """Whoever reads them reads who is suspected of what."""
    for file in (store.folder.path / "findings").iterdir():
        assert file.stat().st_mode & 0o077 == 0, file.name
