"""What the tests of witnesses share: a log in memory that can lie, and a witness process that really runs."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ostiary.tlog.checkpoint import Checkpoint, encode_checkpoint, parse_checkpoint, sign_checkpoint
from ostiary.tlog.cosignature import Cosigner, verify_cosignatures
from ostiary.tlog.key_text import ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE
from ostiary.tlog.merkle import consistency_proof, leaf_hash, tree_hash
from ostiary.tlog.note import SignerKey, parse_lines, sign_note
from ostiary.tlog.witnessing import encode_add_checkpoint
from ostiary.witness.folder import WitnessFolder, create_witness, settings_text

ORIGIN = "log.example/gw1"
LOG_KEY = SignerKey(ORIGIN, bytes(range(32)))
COSIGNERS = (
    Cosigner("ombudsman.example/w1", ED25519_COSIGNATURE, bytes(range(1, 33))),
    Cosigner("ombudsman.example/w1", ML_DSA_44_COSIGNATURE, bytes(range(2, 34))),
)
KEYS = tuple(cosigner.verifier() for cosigner in COSIGNERS)


@dataclass(frozen=True, slots=True)
class FakeLog:
    """A log in memory. ``word`` stands in every entry from ``fork_at`` on, so that two logs agree up to there."""

    word: str = "a"
    fork_at: int = 0
    key: SignerKey = LOG_KEY

    def leaves(self, size: int) -> list[bytes]:
        words = ("a" if number < self.fork_at else self.word for number in range(size))
        return [leaf_hash(f"{word} {number}".encode()) for number, word in enumerate(words)]

    def checkpoint(self, size: int) -> Checkpoint:
        return Checkpoint(self.key.name, size, tree_hash(self.leaves(size)))

    def note(self, size: int) -> bytes:
        return sign_checkpoint(self.checkpoint(size), self.key)

    def extended_note(self, size: int, *extensions: str) -> bytes:
        text = encode_checkpoint(self.checkpoint(size)) + "".join(f"{line}\n" for line in extensions)
        return sign_note(text, [self.key])

    def request(self, old: int, size: int) -> bytes:
        proof = consistency_proof(old, self.leaves(size)) if old <= size else ()
        return encode_add_checkpoint(old, proof, self.note(size))


def make_witness(
    directory: Path, *, ml_dsa: bool = False, logs: Sequence[SignerKey] = (LOG_KEY,)
) -> WitnessFolder:
    folder = WitnessFolder(directory)
    vkeys = [key.verifier().format() for key in logs]
    create_witness(folder, COSIGNERS if ml_dsa else COSIGNERS[:1], settings_text("127.0.0.1", 0, vkeys))
    return folder


@dataclass(frozen=True, slots=True)
class Got:
    """An answer over HTTP."""

    status: int
    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Running:
    """A witness process that listens."""

    process: subprocess.Popen[str]
    port: int

    def ask(self, method: str, path: str, body: bytes | None = None) -> Got:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(connection):
            connection.request(method, path, body)
            answer = connection.getresponse()
            return Got(answer.status, answer.read(), answer.headers["Content-Type"])

    def add(self, body: bytes) -> Got:
        return self.ask("POST", "/add-checkpoint", body)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self.process.wait(30)

    @property
    def pid(self) -> int:
        """The witness's own process, which is the only child of a program in front of its command line."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return int(children) if children else self.process.pid


@contextlib.contextmanager
def serving(folder: WitnessFolder, *, before: Sequence[str] = ()) -> Iterator[Running]:
    """A real witness process, ready; ``before`` are words in front of its command line."""
    command = [*before, sys.executable, "-m", "ostiary.cli.main", "witness", "serve", str(folder.root)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            first = process.stderr.readline()
            assert '"started"' in first, first + process.stderr.read()
            yield Running(process, json.loads(first)["port"])
        finally:
            if process.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(Running(process, 0).pid, signal.SIGKILL)
                process.kill()


def cosigned(got: Got, checkpoint: Checkpoint) -> int:
    """How many of the witness's keys have cosigned; each line is verified."""
    return len(verify_cosignatures(checkpoint, parse_lines(got.body.decode()), KEYS))


def checkpoint_of(note: bytes) -> Checkpoint:
    return parse_checkpoint(note.rpartition(b"\n\n")[0].decode() + "\n")
