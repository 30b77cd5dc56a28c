"""A folder of an earlier release is refused until its texts are out of the chain, and loses nothing by it."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from ostiary.cli.main import main
from ostiary.errors import FindingRefused, WatchFolderDamaged
from ostiary.model.canonical import Plain, canonical_bytes
from ostiary.watch.duties.verifying import acts_faults
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.findings.act import SEALED_ANEW, Act
from ostiary.watch.findings.erasing import Doing, erase
from ostiary.watch.findings.sealing_anew import seal_anew
from ostiary.watch.findings.store import FindingStore, verify_acts
from store.log_world import FAULTS, Died, Fault, FaultyDisk
from watch.finding_world import LEAD, NOW, world


def old_line(act: Act, number: int, before: str) -> bytes:
    """A line as it was written then: everything that an act says stands in it."""
    said: dict[str, Plain] = {
        "at": act.at, "before": before, "by": act.by, "number": number, "on": act.on, "says": act.says,
        "word": act.word,
    }  # fmt: skip
    return canonical_bytes(said)


@pytest.fixture
def old(tmp_path: Path) -> FindingStore:
    """A folder as an earlier release left it: a chain with its texts, and its head."""
    store = world(tmp_path / "w", LEAD)
    acts = list(store.file.whole(store.file.read().acts))
    acts.append(Act(NOW, "riley", "taken", acts[1].on, {"chosen": "ranked"}))
    acts.append(Act(NOW, "riley", "explained", acts[1].on, {"note": "jane doe was a witness"}))
    shutil.rmtree(store.file.path.parent)
    head, lines = hashlib.sha256(b"ostiary/watch-acts/v1\n").hexdigest(), list[bytes]()
    for number, act in enumerate(acts):
        lines.append(old_line(act, number, head))
        head = hashlib.sha256(lines[-1]).hexdigest()
    store.file.path.parent.mkdir(mode=0o700)
    store.file.path.write_bytes(b"\n".join(lines) + b"\n")
    store.file.path.with_suffix(".head").write_text(f"{head}\n")
    return FindingStore(store.folder)


def head_of(store: FindingStore) -> str:
    """What stands beside the chain."""
    return store.file.path.with_suffix(".head").read_text().strip()


def test_an_old_folder_is_refused_with_a_way_out_and_sealed_with_its_history(old: FindingStore) -> None:
    """The same acts in the same order, in a chain that has the heads that it had; nothing of it stays in the clear."""
    before = head_of(old)
    with pytest.raises(WatchFolderDamaged, match="kept their texts within the chain") as fault:
        old.read()
    assert "ostiary finding seal" in fault.value.hint
    assert [one.what for one in acts_faults(old.folder)] == [
        "holds texts where no erasure reaches them: ostiary finding seal"
    ]
    done = CliRunner().invoke(main, ["finding", "seal", "--dir", str(old.folder.path)])
    assert (done.exit_code, done.stdout) == (0, "4 acts sealed\n")
    (found,) = old.read().findings.values()
    assert (found.state, found.entity, found.history[-1].text("note")) == (
        "explained", "sam.oakes", "jane doe was a witness",
    )  # fmt: skip
    assert old.evidence(found) == LEAD.evidence
    first = old.file.read().acts[0]
    assert (first.word, dict(first.says)) == (SEALED_ANEW, {"acts": 4, "head": before})
    verify_acts(old.folder, [before])
    raw = b"".join(file.read_bytes() for file in old.file.path.parent.iterdir())
    assert b"sam.oakes" not in raw
    assert b"jane doe" not in raw
    erase(old, found.id, "26-1", Doing(NOW, by="kim", why="sealed"))
    verify_acts(old.folder, [before])
    again = CliRunner().invoke(main, ["finding", "seal", "--dir", str(old.folder.path)])
    assert "nothing to seal" in again.stdout


def test_an_old_chain_that_was_changed_is_not_sealed(old: FindingStore) -> None:
    """In the middle, or at its end, which only the head beside it shows."""
    raw = old.file.path.read_bytes()
    for changed in (raw.replace(b"witness", b"suspect"), raw.replace(b"sam.oakes", b"kim.oakes")):
        old.file.path.write_bytes(changed)
        with pytest.raises(WatchFolderDamaged):
            seal_anew(old.file, "kim", NOW)
        assert old.file.path.read_bytes() == changed


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_cut_short_at_any_step_it_is_ended_by_doing_it_again(
    old: FindingStore, fault: Fault, tmp_path: Path
) -> None:
    """Either the old chain stands or the new one does, and the second time nothing is left in the clear."""
    before, complete = head_of(old), FaultyDisk()
    start = shutil.copytree(old.folder.path, tmp_path / "start")
    seal_anew(FindingStore(old.folder).file.__class__(old.file.path, complete), "kim", NOW)
    for step in range(0, len(complete.steps), 5):
        store = FindingStore(WatchFolder.open(shutil.copytree(start, tmp_path / str(step))))
        file = store.file.__class__(store.file.path, FaultyDisk(step, fault))
        try:
            seal_anew(file, "kim", NOW)
        except (FindingRefused, OSError, Died):
            CliRunner().invoke(main, ["finding", "seal", "--dir", str(store.folder.path)])
        assert len(verify_acts(store.folder, [before]).acts) == 5
        raw = b"".join(one.read_bytes() for one in store.file.path.parent.iterdir())
        assert b"jane doe" not in raw
