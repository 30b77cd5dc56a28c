"""Findings: known again, never changed unseen, and only acted upon as the table says."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ostiary.errors import FindingRefused, WatchFolderDamaged
from ostiary.store.durable_files import Disk
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.findings.act import Act, note_of
from ostiary.watch.findings.acts_file import ActsFile
from ostiary.watch.findings.chain import extended, read_chain
from ostiary.watch.findings.finding import Finding
from ostiary.watch.findings.life import LIFE, STATES, open_acts
from ostiary.watch.findings.store import ACTS, FindingStore, verify_acts
from ostiary.watch.findings.taking import take
from store.log_world import FAULTS, Died, Fault, FaultyDisk
from watch.finding_world import DETECTORS, LEAD, NOW


@pytest.fixture
def folder(tmp_path: Path) -> WatchFolder:
    """An empty watch folder."""
    return WatchFolder.open_or_make(tmp_path / "watch")


@pytest.fixture
def store(folder: WatchFolder) -> FindingStore:
    """Its findings, with one in it."""
    take(folder, [LEAD], DETECTORS, NOW)
    return FindingStore(folder)


def only(store: FindingStore) -> Finding:
    """The one finding there is."""
    (found,) = store.read().findings.values()
    return found


def act(store: FindingStore, word: str, by: str = "riley", **says: str) -> Finding:
    """Do one act on the only finding."""
    store.act(Act(NOW, by, word, only(store).id, says))
    return only(store)


def test_a_lead_becomes_a_finding_that_names_nobody_yet(folder: WatchFolder) -> None:
    """Before it is opened, its sentence has a pseudonym where the user stands."""
    (found,) = take(folder, [LEAD], DETECTORS, NOW)
    assert found.state == "new"
    assert "sam.oakes" not in found.told(named=False)
    assert found.told(named=True) == "sam.oakes searched 40 times, more than 40"
    assert FindingStore(folder).read().described["M5"].innocent == ("a hot list was checked",)


def test_only_whoever_opened_a_finding_has_a_letter_drafted(store: FindingStore) -> None:
    """The letter has the names: nobody gets them by it, also where somebody takes the finding over at the same moment."""
    letter = {"to": "Officer", "answer_by": "2025-07-01"}
    act(store, "taken")
    with pytest.raises(FindingRefused, match="was not opened"):
        act(store, "noticed", **letter)
    act(store, "opened", note="26-104")
    with pytest.raises(FindingRefused, match="`riley` has taken it"):
        act(store, "noticed", "kim", **letter)
    act(store, "taken", "kim")
    with pytest.raises(FindingRefused):
        act(store, "noticed", **letter)


def test_a_run_that_is_repeated_changes_nothing(store: FindingStore) -> None:
    """The same lead is the same finding, and not one act is added."""
    before = store.file.path.read_bytes()
    (found,) = take(store.folder, [LEAD, LEAD], DETECTORS, NOW + 1)
    assert found == only(store)
    assert store.file.path.read_bytes() == before


@pytest.mark.parametrize(
    "other", [{"entity": "kim"}, {"agency": "county"}, {"period": "2025-07"}, {"entity_kind": "agency"}]
)
def test_another_entity_agency_or_period_is_another_finding(
    store: FindingStore, other: dict[str, str]
) -> None:
    """What keeps findings apart is what the identity is made of."""
    take(store.folder, [replace(LEAD, **other)], DETECTORS, NOW)  # type: ignore[arg-type]  # names of its own fields
    assert len(store.read().findings) == 2


def test_two_folders_give_one_user_two_pseudonyms(store: FindingStore, tmp_path: Path) -> None:
    """A pseudonym is keyed: nobody can try all member codes against it without the folder's secret."""
    other = WatchFolder.open_or_make(tmp_path / "other")
    (found,) = take(other, [LEAD], DETECTORS, NOW)
    assert found.alias != only(store).alias
    assert found.id != only(store).id


@pytest.mark.parametrize("word", ["explained", "closed"])
def test_new_evidence_reopens_what_was_done_with(store: FindingStore, word: str) -> None:
    """It was explained for the evidence of then; somebody has to look again, and the history stays."""
    act(store, "taken")
    act(store, word, note="it was a hot list", outcome="not-confirmed")
    take(store.folder, [LEAD], DETECTORS, NOW + 1)
    assert only(store).state == word
    (found,) = take(
        store.folder, [replace(LEAD, events=4, evidence=(*LEAD.evidence, "log/9"))], DETECTORS, NOW + 2
    )
    assert (found.state, found.again, found.holder, found.outcome) == ("new", 1, "", "")
    assert [one.word for one in found.history] == ["found", "taken", word, "found-again"]


def test_new_evidence_leaves_it_with_whoever_looks_and_has_to_be_opened(store: FindingStore) -> None:
    """The holder stays, and what they opened was the evidence of then."""
    act(store, "taken")
    act(store, "opened", reason="26-1")
    (found,) = take(store.folder, [replace(LEAD, until=LEAD.until + 1)], DETECTORS, NOW + 2)
    assert (found.state, found.holder, found.opened) == ("looking", "riley", False)


@pytest.mark.parametrize("state", STATES)
def test_every_state_can_be_left_or_says_how(store: FindingStore, state: str) -> None:
    """An act that is not in the table is refused; every state has acts that are."""
    words = {word for _, word in LIFE} - {"found"}
    allowed = {word for before, word in LIFE if before == state}
    is_left = bool(open_acts(state))  # type: ignore[arg-type]  # the fixture's own states
    assert is_left or state == "erased"
    path: dict[str, list[str]] = {"new": [], "looking": ["taken"], "erased": ["erased"]}
    for word in path.get(state, ["taken", state]):
        act(store, word)
    for word in words - allowed:
        with pytest.raises(FindingRefused, match="cannot be"):
            act(store, word, by="somebody-else")


def test_only_who_has_taken_it_decides(store: FindingStore) -> None:
    """Another reviewer takes it over first, so that it is seen who looked for how long."""
    act(store, "taken")
    with pytest.raises(FindingRefused, match="`riley` has taken it"):
        act(store, "explained", by="kim", note="nothing")
    act(store, "taken", by="kim")
    assert act(store, "explained", by="kim", note="nothing").state == "explained"


def test_what_is_refused_leaves_no_act(store: FindingStore) -> None:
    """All acts of one call or none."""
    before = store.file.path.read_bytes()
    name = only(store).id
    with pytest.raises(FindingRefused):
        store.act(Act(NOW, "riley", "taken", name), Act(NOW, "riley", "reopened", name))
    assert store.file.path.read_bytes() == before


def test_a_changed_line_is_found(store: FindingStore) -> None:
    """Every later line holds the hash of what was there."""
    act(store, "taken")
    act(store, "explained", note="it was a hot list")
    data = store.file.path.read_bytes()
    store.file.path.write_bytes(data.replace(b"a hot list was checked", b"a cold list was checkd"))
    with pytest.raises(WatchFolderDamaged, match="act 1 does not follow"):
        verify_acts(store.folder)
    with pytest.raises(WatchFolderDamaged):
        store.read()


@pytest.mark.parametrize("keeps_head", [True, False])
@pytest.mark.parametrize("gone", range(4))
def test_a_line_that_is_gone_is_found(store: FindingStore, gone: int, *, keeps_head: bool) -> None:
    """In the middle by the chain; at the end by the head beside it, or by one that somebody else has kept."""
    act(store, "taken")
    act(store, "explained", note="it was a hot list")
    head = verify_acts(store.folder).head
    if not keeps_head:
        store.file.path.with_suffix(".head").unlink()
    lines = store.file.path.read_bytes().splitlines(keepends=True)
    store.file.path.write_bytes(b"".join(lines[:gone] + lines[gone + 1 :]))
    with pytest.raises(WatchFolderDamaged):
        verify_acts(store.folder, [] if keeps_head else [head])


def test_an_act_that_is_not_in_the_table_is_found_in_a_chain_that_is_whole(store: FindingStore) -> None:
    """Whoever writes a chain anew has to write a history that could have been."""
    store.file.append(lambda _acts: [Act(NOW, "riley", "explained", only(store).id)])
    with pytest.raises(WatchFolderDamaged, match="act 2 may not stand there"):
        verify_acts(store.folder)


@pytest.mark.parametrize("cut", [1, 20, 100])
def test_a_torn_end_is_cut_off_by_the_next_act(store: FindingStore, cut: int) -> None:
    """What a crash tore was acknowledged to nobody; it does not count, and it does not spoil what follows."""
    act(store, "taken")
    data = store.file.path.read_bytes()
    store.file.path.write_bytes(data[:-cut])
    # The head follows an act that is whole.
    store.file.path.with_suffix(".head").write_text(f"{read_chain(data).heads[-2]}\n")
    chain = verify_acts(store.folder)
    assert chain.torn > 0
    with pytest.raises(WatchFolderDamaged, match="lacks acts that were there"):
        # Whoever has read the act before knows that it was there.
        store.read()
    store = FindingStore(store.folder)
    assert only(store).state == "new"
    assert act(store, "taken", by="kim").holder == "kim"
    assert verify_acts(store.folder).torn == 0


class FullDisk(Disk):
    """A disk that takes half of what is written."""

    def write_at(self, descriptor: int, data: bytes, offset: int) -> None:
        """Half of it, then no more."""
        super().write_at(descriptor, data[: len(data) // 2], offset)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_an_act_on_a_full_disk_is_refused_and_leaves_nothing(store: FindingStore) -> None:
    """Whoever was told that it does not count finds that it does not."""
    before = store.file.path.read_bytes()
    full = ActsFile(store.file.path, FullDisk())
    with pytest.raises(FindingRefused, match="could not be written"):
        full.append(lambda _acts: [Act(NOW, "riley", "taken", only(store).id)])
    assert store.file.path.read_bytes() == before


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_whatever_step_of_an_act_goes_wrong_it_counts_or_it_does_not(
    store: FindingStore, fault: Fault, tmp_path: Path
) -> None:
    """Texts, keys, line or head: what stands there afterwards is whole, and the next act follows it."""
    name, complete = only(store).id, FaultyDisk()
    start = shutil.copytree(store.folder.path, tmp_path / "start")
    ActsFile(store.file.path, complete).append(lambda _acts: [Act(NOW, "riley", "taken", name)])
    for step in range(len(complete.steps)):
        copy = FindingStore(WatchFolder.open(shutil.copytree(start, tmp_path / str(step))))
        faulty = ActsFile(copy.file.path, FaultyDisk(step, fault))
        with contextlib.suppress(FindingRefused, Died, OSError):
            faulty.append(lambda _acts: [Act(NOW, "riley", "taken", name)])
        assert only(copy).holder in {"", "riley"}
        assert act(copy, "taken", by="kim").holder == "kim"
        assert len(verify_acts(copy.folder).acts) - len(only(copy).history) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"text": {"at": 0, "bytes": 10**15, "commitment": "0" * 64}},
        {"text": {"at": 2**62, "bytes": 9, "commitment": "0" * 64}},
        {"text": {"at": -1, "bytes": 9, "commitment": "0" * 64}},
        {"text": {"at": 0, "bytes": 9, "commitment": "../../etc"}},
        {"at": 10**18}, {"at": -1}, {"at": 1e300}, {"says": []}, {"number": True}, {"more": 1}, {"by": None},
    ],
)  # fmt: skip
def test_a_line_from_a_stranger_is_refused_by_its_number(
    store: FindingStore, changed: dict[str, Any]
) -> None:
    """A folder may come from somebody else: no line of it asks for more memory than an act has, or for a year that is none."""
    first = json.loads(store.file.path.read_bytes().partition(b"\n")[0])
    store.file.path.write_text(json.dumps(first | changed) + "\n")
    with pytest.raises(WatchFolderDamaged, match="act 0"):
        FindingStore(store.folder).read()


@pytest.mark.parametrize("text", [b"[]", b"x", b"", b'{"a":' * 3_000, b'"\xff"'])
def test_a_text_that_is_none_is_refused_by_its_number(store: FindingStore, text: bytes) -> None:
    """Also where it is sealed as it should be."""
    (place,) = store.file.texts.put([text], 2, store.file.read().texts_end)
    act = replace(Act(NOW, "riley", "taken", only(store).id), place=place)
    lines, _ = extended(store.file.read(), [act])
    with store.file.path.open("ab") as file:
        file.write(lines)
    with pytest.raises(WatchFolderDamaged, match="text of act 2 is not of a form"):
        FindingStore(store.folder).read()


def test_a_finding_is_named_by_the_beginning_of_its_id(store: FindingStore) -> None:
    """As far as only one has it."""
    found = only(store)
    assert store.read().finding(found.id[:6]) == found
    take(store.folder, [replace(LEAD, entity="kim")], DETECTORS, NOW)
    with pytest.raises(FindingRefused, match="there is no finding `f-`"):
        store.read().finding("f-")


@pytest.mark.parametrize("text", ["", "  \n", "x" * 4001, "a\x1b[2Jb", "a\0b"])
def test_a_reason_is_words(text: str) -> None:
    """Empty, endless and controlling reasons are refused."""
    with pytest.raises(FindingRefused):
        note_of(text)


def test_the_folder_of_findings_is_its_owners(store: FindingStore) -> None:
    """Whoever reads it reads who is suspected of what."""
    assert (store.folder.path / ACTS).stat().st_mode & 0o777 == 0o600
    assert (store.folder.path / "findings").stat().st_mode & 0o777 == 0o700
