"""A real writer under strace: one system call of it fails, and what clients were told meanwhile is remembered."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from faults.logs import FaultLog
from ostiary.errors import LogUnavailable
from ostiary.evidence.commitment import ACCESS
from ostiary.store.log.client import append_once
from ostiary.store.log.wire import DURABLE_BYTES

APPENDS = 4
PATIENCE = 60.0
"""Seconds after which a process that neither answers nor ends is called hanging. Only a failure takes them."""

# How many bytes a call has sent. A greeting is shorter than an answer.
_SENT = re.compile(r"sendto\(.* = (\d+)$")
# strace has one name for each system call; a question mark in front lets a machine be without it.
CALLS = {
    "rename": "?rename,?renameat,?renameat2",
    "mkdir": "?mkdir,?mkdirat",
    "remove": "?unlink,?unlinkat,?rmdir",
}


@dataclass(slots=True)
class Outcome:
    """How a writer fared under one fault."""

    status: int | None = None
    said: str = ""
    told: dict[int, bytes] = field(default_factory=dict)
    refused: int = 0
    trace: str = ""

    @property
    def was_hit(self) -> bool:
        """Whether the call was made often enough for its failure to be injected."""
        return "INJECTED" in self.trace

    @property
    def has_ended_itself(self) -> bool:
        """With status 1 and one line of its own that says why."""
        lines = [
            line for line in self.said.splitlines() if "torn bytes; a recovery entry says so" not in line
        ]
        return self.status == 1 and len(lines) == 1 and lines[0].startswith("ostiary log writer: ")

    @property
    def answered_after_a_failed_sync(self) -> bool:
        """Whether the thread that a sync failed in has sent a client anything afterwards."""
        failed: set[str] = set()
        for line in self.trace.splitlines():
            thread, _, call = line.partition(" ")
            if "sync(" in call and "INJECTED" in call and "EINTR" not in call:
                failed.add(thread)
            elif thread in failed and (sent := _SENT.search(call)) and int(sent[1]) >= DURABLE_BYTES:
                return True
        return False


def command(log: FaultLog, socket: Path) -> list[str]:
    """The command line of the log's writer; it publishes at every turn."""
    words = [sys.executable, "-m", "ostiary.store.log.writer", str(log.folder.root), "--socket", str(socket)]
    return [*words, "--publish-interval", "0", "--end-with-stdin", *log.options]


@contextlib.contextmanager
def started(words: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    """A process that does not outlive the block.

    A writer ends when its standard input is closed. A signal could come when it is just ending by itself, and would hide
    its last words.
    """
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, text=True, **pipes) as process:  # type: ignore[call-overload]
        try:
            yield process
        finally:
            process.kill()


def inject(call: str, error: str, at: int, output: Path) -> list[str]:
    """strace, with the call failing the ``at``-th time that a thread makes it; what is sent is traced beside it."""
    name = CALLS.get(call, call)
    words = ["strace", "-f", "-qq", "-o", str(output), "-e", f"trace={name},sendto"]
    return [*words, "-e", f"inject={name}:error={error}:when={at}"]


def fail_while_running(log: FaultLog, call: str, error: str, at: int, place: Path) -> Outcome:
    """The writer listens already; from now on the ``at``-th such call fails. Four entries are asked for, then it is stopped."""
    socket, output = place / "s", place / "trace"
    with started(command(log, socket)) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline().startswith("writing ")
        with started([*inject(call, error, at, output), "-p", str(writer.pid)]) as tracer:
            _wait_until_traced(writer.pid, tracer)
            outcome = _ask(socket, writer)
            _finish(writer, outcome)
            tracer.wait(PATIENCE)
    outcome.trace = output.read_text()
    return outcome


def fail_while_starting(log: FaultLog, call: str, error: str, at: int, place: Path) -> Outcome:
    """The ``at``-th such call on a file of the log fails, from the first one on; the interpreter's own files are spared."""
    socket, output = place / "s", place / "trace"
    words = inject(call, error, at, output)
    for path in (log.folder.root, log.folder.staging, *log.folder.root.rglob("*")):
        words += ["-P", str(path)]
    with started([*words, *command(log, socket)]) as tracer:
        assert tracer.stdout is not None
        is_up = tracer.stdout.readline().startswith("writing ")
        outcome = _ask(socket, tracer, 1) if is_up else Outcome()
        _finish(tracer, outcome)
    outcome.trace = output.read_text()
    return outcome


def _ask(socket: Path, process: subprocess.Popen[str], count: int = APPENDS) -> Outcome:
    outcome = Outcome()
    for number in range(count):
        payload = f"entry {number} of a trial ".encode() * 20
        try:
            outcome.told[append_once(socket, ACCESS, payload)] = payload
        except LogUnavailable:
            outcome.refused += 1
            if process.poll() is not None:
                break
    return outcome


def _finish(writer: subprocess.Popen[str], outcome: Outcome) -> None:
    # This closes its standard input.
    outcome.said = writer.communicate(timeout=PATIENCE)[1]
    outcome.status = writer.returncode


def _wait_until_traced(pid: int, tracer: subprocess.Popen[str]) -> None:
    until = time.monotonic() + PATIENCE
    while not all(_is_traced(task) for task in Path(f"/proc/{pid}/task").iterdir()):
        if tracer.poll() is not None:
            pytest.skip("strace may not attach to a running process (kernel.yama.ptrace_scope)")
        assert time.monotonic() < until, "strace does not attach"
        time.sleep(0.005)


def _is_traced(task: Path) -> bool:
    return "\nTracerPid:\t0\n" not in (task / "status").read_text()
