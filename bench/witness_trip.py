"""What a log waits for a witness: one checkpoint there, its cosignature back, the state durable in between.

Knows: a real witness process on loopback, and the requests of a log that grows.
Must not know: our log's files, quorums.
"""

from __future__ import annotations

import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from bench.series import Ledger
from ostiary.tlog.checkpoint import Checkpoint, sign_checkpoint
from ostiary.tlog.cosignature import Cosigner
from ostiary.tlog.key_text import ED25519_COSIGNATURE
from ostiary.tlog.merkle import consistency_proof, leaf_hash, tree_hash
from ostiary.tlog.note import SignerKey
from ostiary.tlog.witnessing import encode_add_checkpoint
from ostiary.witness.folder import WitnessFolder, create_witness, settings_text

TRIPS: Final = 100
GROWTH: Final = 7
"""Entries between two checkpoints."""
_LOG: Final = SignerKey("bench.example/log", bytes(range(32)))
_LEAVES: Final = [leaf_hash(b"%d" % number) for number in range(TRIPS * GROWTH)]
_OK: Final = 200


def measure(folder: Path, ledger: Ledger) -> None:
    """The median and the worst of a hundred, each over a connection of its own, as the log's client makes them."""
    with tempfile.TemporaryDirectory(dir=folder) as name, _witness(Path(name) / "witness") as port:
        trips = [_trip(port, size) for size in range(0, len(_LEAVES), GROWTH)]
    ledger.note("log/witness/p50", "ms", statistics.median(trips) * 1e3)
    ledger.note("log/witness/max", "ms", max(trips) * 1e3)


@contextmanager
def _witness(directory: Path) -> Iterator[int]:
    signer = Cosigner("bench.example/witness", ED25519_COSIGNATURE, bytes(range(1, 33)))
    create_witness(
        WitnessFolder(directory), (signer,), settings_text("127.0.0.1", 0, [_LOG.verifier().format()])
    )
    process = subprocess.Popen(  # noqa: S603 - our own program, no shell
        [sys.executable, "-m", "ostiary.cli.main", "witness", "serve", str(directory)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        if process.stderr is None:
            raise RuntimeError("the witness did not start")
        yield int(json.loads(process.stderr.readline())["port"])
    finally:
        process.terminate()
        process.communicate()


def _trip(port: int, size: int) -> float:
    """From a tree of one size to the next; the seconds from connecting to the whole answer."""
    new = size + GROWTH
    note = sign_checkpoint(Checkpoint(_LOG.name, new, tree_hash(_LEAVES[:new])), _LOG)
    body = encode_add_checkpoint(size, consistency_proof(size, _LEAVES[:new]), note)
    started = time.perf_counter()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("POST", "/add-checkpoint", body)
        answer = connection.getresponse()
        answer.read()
    if answer.status != _OK:
        raise RuntimeError(f"the witness answers {answer.status}")
    return time.perf_counter() - started
