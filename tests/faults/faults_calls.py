"""Each interesting system call of an append and a publication fails, each time that it is made, in a real writer."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from faults.logs import FaultLog, Say, judge, litter, make_fault_log
from faults.traced import Outcome, fail_while_running, fail_while_starting
from machine_world import needs_strace

pytestmark = [needs_strace, pytest.mark.timeout(600)]

ENDS, GOES_ON, EITHER = "ends", "goes on", "ends or goes on"

RUNNING = {
    # What a disk refuses ends the writer. Nothing of it is tried again: after a failed sync the kernel may have dropped the bytes.
    ("pwrite64", "EIO"): ENDS,
    ("pwrite64", "ENOSPC"): ENDS,
    ("fdatasync", "EIO"): ENDS,
    ("fdatasync", "ENOSPC"): ENDS,
    ("fsync", "EIO"): ENDS,
    ("fsync", "ENOSPC"): ENDS,
    ("fallocate", "EIO"): ENDS,
    ("fallocate", "ENOSPC"): ENDS,
    ("rename", "EIO"): ENDS,
    ("rename", "ENOSPC"): ENDS,
    ("mkdir", "EIO"): ENDS,
    ("mkdir", "ENOSPC"): ENDS,
    ("openat", "EIO"): EITHER,  # not when it is a partial tile's directory that is about to be removed.
    ("openat", "ENOSPC"): EITHER,
    ("openat", "EINTR"): GOES_ON,
    ("read", "EIO"): EITHER,  # not when it is the head, which is then signed again.
    ("pread64", "EIO"): ENDS,
    ("pread64", "EINTR"): GOES_ON,
    ("close", "EIO"): EITHER,  # not when it is a client's connection, or such a directory.
    (
        "remove",
        "EIO",
    ): EITHER,  # a superseded partial tile that stays is no harm; a socket that stays is told.
    # Interrupted calls did nothing, and are made again.
    ("pwrite64", "EINTR"): GOES_ON,
    ("fallocate", "EINTR"): GOES_ON,
    ("fdatasync", "EINTR"): GOES_ON,
    ("fsync", "EINTR"): GOES_ON,
    # A client that is lost is that client's loss.
    ("sendto", "EIO"): EITHER,  # not when it is how the writer wakes itself up in order to end.
    ("sendto", "EINTR"): GOES_ON,
    ("recvfrom", "EIO"): GOES_ON,
    ("recvfrom", "EINTR"): GOES_ON,
    ("accept4", "EIO"): GOES_ON,
    ("accept4", "EINTR"): GOES_ON,
    ("epoll_wait", "EINTR"): GOES_ON,
}

STARTING = {
    ("openat", "EIO"): EITHER,
    ("read", "EIO"): EITHER,  # a checkpoint that cannot be read has the head stand in for it.
    ("pread64", "EIO"): ENDS,
    ("pwrite64", "EIO"): ENDS,
    ("pwrite64", "ENOSPC"): ENDS,
    ("fdatasync", "EIO"): ENDS,
    ("fsync", "EIO"): ENDS,
    ("fallocate", "ENOSPC"): ENDS,
    ("ftruncate", "EIO"): ENDS,
    ("rename", "EIO"): ENDS,
    ("flock", "EIO"): ENDS,
    ("close", "EIO"): EITHER,
}


def in_both_forms(table: Mapping[tuple[str, str], str]) -> list[ParameterSet]:
    """Each row for a sealed log, which makes every call that one in the clear makes; those of EIO for both."""
    return [
        pytest.param(call, error, sealed, id=f"{call} {error} {'sealed' if sealed else 'clear'}")
        for call, error in table
        for sealed in (False, True)
        if sealed or error == "EIO"
    ]


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, FaultLog]:
    """One log in the clear and one that is sealed, copied for each trial."""
    return {sealed: make_fault_log(tmp_path_factory.mktemp("log"), sealed=sealed) for sealed in (False, True)}


def verify_outcome(outcome: Outcome, expected: str, log: FaultLog) -> str:
    """Raises AssertionError unless the writer did what the rule says, and the log is whole afterwards."""
    assert not outcome.answered_after_a_failed_sync, outcome.trace
    has_ended = outcome.has_ended_itself
    assert has_ended or outcome.status == 0, (outcome.status, outcome.said)
    assert expected != GOES_ON or not has_ended, outcome.said
    assert expected != ENDS or has_ended, outcome.trace
    judge(log, outcome.told)
    return ENDS if has_ended else GOES_ON


@pytest.mark.parametrize(("call", "error", "sealed"), in_both_forms(RUNNING))
def test_a_call_that_fails_while_entries_come(
    call: str, error: str, logs: dict[bool, FaultLog], tmp_path: Path, record_property: Say, *, sealed: bool
) -> None:
    """Wherever it fails, the writer ends with one line or goes on, as the rule says, and nothing acknowledged is lost."""
    fared: Counter[str] = Counter()
    for at in range(1, 200):
        log = logs[sealed].copied(tmp_path / "log")
        outcome = fail_while_running(log, call, error, at, tmp_path)
        if not outcome.was_hit:
            break
        fared[verify_outcome(outcome, RUNNING[call, error], log)] += 1
        shutil.rmtree(log.folder.root)
    assert fared, "the writer makes no such call: the table is out of date"
    record_property("trials", fared.total())
    record_property("said", ", ".join(f"{count} {name}" for name, count in fared.items()))


@pytest.mark.parametrize(("call", "error", "sealed"), in_both_forms(STARTING))
def test_a_call_that_fails_while_a_torn_log_starts(
    call: str, error: str, logs: dict[bool, FaultLog], tmp_path: Path, record_property: Say, *, sealed: bool
) -> None:
    """A start that repairs a torn tail fails at each of its calls on the log's files: it says so, and repairs it the next time."""
    fared: Counter[str] = Counter()
    for at in range(1, 200):
        log = logs[sealed].copied(tmp_path / "log")
        litter(log)
        outcome = fail_while_starting(log, call, error, at, tmp_path)
        if not outcome.was_hit:
            break
        fared[verify_outcome(outcome, STARTING[call, error], log)] += 1
        shutil.rmtree(log.folder.root)
    assert fared, "the writer makes no such call: the table is out of date"
    record_property("trials", fared.total())
    record_property("said", ", ".join(f"{count} {name}" for name, count in fared.items()))
