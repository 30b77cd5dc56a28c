"""A replay reads what was signed, all of it, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from ostiary.errors import LogDamaged, ProofInvalid
from ostiary.evidence.commitment import DIRECTIVE
from ostiary.policy.load import load_bundle
from ostiary.policy.reference import decide
from ostiary.promises.replay.counting import Replay
from ostiary.promises.replay.result import Replayed
from ostiary.store.log.folder import LogFolder
from ostiary.store.replaying import replay_log
from policy_worlds import ask, small_files
from promises.replay_world import SCOPE, entry_of
from store.log_world import append, entry, make_log, opened, publish

OLD = load_bundle(small_files('[[permit]]\nid = "P"\ncite = "s. 1"\nwhen.record_class = "persons"\n'))
NEW = load_bundle(small_files('[[permit]]\nid = "P"\ncite = "s. 1"\nwhen.record_class = "codes"\n'))
ASKED = entry_of(OLD, ask("bureau", "robbery", "persons", "surname"))


def replay(folder: LogFolder) -> Replayed:
    return replay_log(folder.root, Replay(OLD, NEW, SCOPE, decide), lambda _done, _total: None)


@pytest.fixture
def folder(tmp_path: Path) -> LogFolder:
    """A log of three frames with five questions and a directive."""
    folder = make_log(tmp_path / "log")
    append(folder, [[ASKED, ASKED], [ASKED]])
    with opened(folder) as (journal, _):
        journal.append([entry(b"a step", DIRECTIVE), entry(ASKED), entry(ASKED)])
    return folder


def test_every_question_under_the_checkpoint_is_judged(folder: LogFolder) -> None:
    """Directives are none; the result names the size and the root that were signed."""
    signed = publish(folder)
    found = replay(folder)
    assert (found.questions, found.then["now-refused"].count) == (5, 5)
    assert (found.log.size, found.log.root) == (6, signed.root.hex())


def test_what_is_not_published_yet_is_left_out(folder: LogFolder) -> None:
    """Entries beyond the checkpoint wait for the next one."""
    publish(folder)
    append(folder, [[ASKED]])
    assert replay(folder).questions == 5


def test_a_torn_tail_loses_nothing_that_was_signed(folder: LogFolder) -> None:
    """Bytes that are no whole frame stand beyond the checkpoint."""
    publish(folder)
    with folder.journal.open("ab") as journal:
        journal.write(b"OSF1 and no more")
    assert replay(folder).questions == 5


def test_a_journal_that_is_shorter_than_what_was_signed_has_no_result(folder: LogFolder) -> None:
    """A cut journal is an error, not fewer questions."""
    publish(folder)
    folder.journal.write_bytes(folder.journal.read_bytes()[:-1])
    with pytest.raises(LogDamaged, match="6 entries were signed and only 3"):
        replay(folder)


def test_entries_that_are_not_those_that_were_signed_have_no_result(
    tmp_path: Path, folder: LogFolder
) -> None:
    """A journal written anew, sound by itself, does not have the root."""
    publish(folder)
    other = make_log(tmp_path / "other")
    append(other, [[ASKED] * 6])
    folder.journal.write_bytes(other.journal.read_bytes())
    with pytest.raises(ProofInvalid, match="the root that was signed"):
        replay(folder)


def test_a_foreign_entry_is_counted_and_loses_nothing(folder: LogFolder) -> None:
    """The log is whole, so that everything else is judged."""
    append(folder, [[b"not of our making", ASKED]])
    publish(folder)
    found = replay(folder)
    assert (found.questions, found.unreadable, found.unreadable_entries) == (6, 1, (6,))


def test_an_empty_log_has_a_result(tmp_path: Path) -> None:
    """Nothing was asked."""
    assert replay(make_log(tmp_path / "new")).questions == 0
