"""A witness that runs, over real HTTP: every answer of tlog-witness, and what is not one."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ostiary.tlog.merkle import EMPTY_ROOT, consistency_proof
from ostiary.tlog.note import SignerKey, add_lines, open_note, sign_line, sign_note
from ostiary.tlog.witnessing import MAX_REQUEST_BYTES, encode_add_checkpoint, witnessed_path
from ostiary.witness.state import encode_state
from witness.witness_world import (
    KEYS,
    LOG_KEY,
    ORIGIN,
    FakeLog,
    Running,
    cosigned,
    make_witness,
    serving,
)

OTHER = SignerKey("log.example/second", bytes(reversed(range(32))))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Path]]:
    """One witness for the tests of this module, each of which has a log of its own."""
    logs = [
        LOG_KEY,
        OTHER,
        *(SignerKey(f"log.example/{number}", bytes([number] * 32)) for number in range(20)),
    ]
    folder = make_witness(tmp_path_factory.mktemp("witness") / "w", ml_dsa=True, logs=logs)
    with serving(folder) as running:
        yield running, folder.root


_NUMBERS = iter(range(20))


@pytest.fixture
def log() -> FakeLog:
    """A log that the witness follows and nobody else has used."""
    number = next(_NUMBERS)
    return FakeLog(key=SignerKey(f"log.example/{number}", bytes([number] * 32)))


def forked(log: FakeLog, at: int) -> FakeLog:
    return FakeLog("b", at, log.key)


def test_a_growing_log_is_cosigned_by_every_key(shared: tuple[Running, Path], log: FakeLog) -> None:
    """200: one line by Ed25519 and one by ML-DSA-44, both over the submitted checkpoint."""
    witness, _ = shared
    for old, size in ((0, 3), (3, 8), (8, 8), (8, 300)):
        got = witness.add(log.request(old, size))
        assert (got.status, cosigned(got, log.checkpoint(size))) == (200, 2)


def test_the_last_checkpoint_is_given_out(shared: tuple[Running, Path], log: FakeLog) -> None:
    """The monitoring path has the log's own signature and the witness's, and 404 before there is one."""
    witness, _ = shared
    path = f"/{witnessed_path(log.key.name)}"
    assert witness.ask("GET", path).status == 404
    witness.add(log.request(0, 7))
    opened = open_note(witness.ask("GET", path).body, [log.key.verifier(), *KEYS])
    assert len(opened.signatures) == 3


def test_extension_lines_are_covered(shared: tuple[Running, Path], log: FakeLog) -> None:
    """Another log may have extension lines; the Ed25519 cosignature is over the whole text."""
    witness, _ = shared
    note = log.extended_note(4, "time 12", "more")
    got = witness.add(encode_add_checkpoint(0, (), note))
    assert got.status == 200
    assert open_note(note + got.body.split(b"\n")[0] + b"\n", [KEYS[0]]).signed_by == (KEYS[0].name,)


def test_an_unknown_log_is_404(shared: tuple[Running, Path]) -> None:
    """Also when its note is signed well."""
    stranger = FakeLog(key=SignerKey("log.example/stranger", bytes(32)))
    assert shared[0].add(stranger.request(0, 3)).status == 404


def test_a_log_that_did_not_sign_is_403(shared: tuple[Running, Path], log: FakeLog) -> None:
    """No signature by its key, or one that bears its name and id and does not hold."""
    witness, _ = shared
    forged = FakeLog(key=SignerKey(log.key.name, bytes([9] * 32)))
    assert witness.add(forged.request(0, 3)).status == 403
    mixed = log.note(3).split(b"\n\n")[1]
    broken = encode_add_checkpoint(0, (), forged.note(4).split(b"\n\n")[0] + b"\n\n" + mixed)
    assert witness.add(broken).status == 403


def test_signatures_by_others_are_ignored_and_not_kept(shared: tuple[Running, Path], log: FakeLog) -> None:
    """Whoever submits cannot have a line of theirs published by the witness."""
    witness, _ = shared
    other = SignerKey("somebody.example", bytes([7] * 32))
    text = log.note(5).rpartition(b"\n\n")[0].decode() + "\n"
    note = add_lines(log.note(5), [sign_line(text, other)])
    assert witness.add(encode_add_checkpoint(0, (), note)).status == 200
    assert b"somebody" not in witness.ask("GET", f"/{witnessed_path(log.key.name)}").body


def test_another_old_size_is_409_with_the_size(shared: tuple[Running, Path], log: FakeLog) -> None:
    """The body is the size that was seen and a newline, of the type text/x.tlog.size."""
    witness, _ = shared
    assert witness.add(log.request(2, 5)).body == b"0\n"
    witness.add(log.request(0, 5))
    for old, size in ((0, 9), (3, 9), (7, 9)):
        got = witness.add(log.request(old, size))
        assert (got.status, got.body, got.content_type) == (409, b"5\n", "text/x.tlog.size")


def test_a_shrunk_or_replayed_log_is_not_cosigned(shared: tuple[Running, Path], log: FakeLog) -> None:
    """An older checkpoint with its old size is a conflict; with the size that was seen, a bad request."""
    witness, _ = shared
    witness.add(log.request(0, 5))
    witness.add(log.request(5, 9))
    assert witness.add(log.request(0, 5)).status == 409
    assert witness.add(log.request(5, 9)).status == 409
    assert witness.add(encode_add_checkpoint(9, (), log.note(5))).status == 400


def test_another_root_of_the_same_size_is_422_and_kept(shared: tuple[Running, Path], log: FakeLog) -> None:
    """Both notes are kept: together they prove that the log has signed two histories."""
    witness, root = shared
    witness.add(log.request(0, 6))
    assert witness.add(encode_add_checkpoint(6, (), forked(log, 4).note(6))).status == 422
    kept = [path.read_bytes() for path in sorted((root / "evidence").glob("*-6-*.note"))]
    opened = [open_note(note, [log.key.verifier()]).text for note in kept]
    assert len(opened) == 2
    assert opened[0] != opened[1]


def test_a_fork_is_422(shared: tuple[Running, Path], log: FakeLog) -> None:
    """A larger tree that does not continue what was seen, with its own proof, with none and with a wrong one."""
    witness, _ = shared
    witness.add(log.request(0, 6))
    fork = forked(log, 4)
    for proof in (consistency_proof(6, fork.leaves(9)), (), consistency_proof(5, log.leaves(9))):
        assert witness.add(encode_add_checkpoint(6, proof, fork.note(9))).status == 422
    assert witness.add(log.request(6, 9)).status == 200


def test_proofs_where_none_may_be_are_422(shared: tuple[Running, Path], log: FakeLog) -> None:
    """From size 0 and between equal sizes the proof is empty."""
    witness, _ = shared
    assert witness.add(encode_add_checkpoint(0, (EMPTY_ROOT,), log.note(3))).status == 422
    witness.add(log.request(0, 3))
    assert witness.add(encode_add_checkpoint(3, (EMPTY_ROOT,), log.note(3))).status == 422


def test_an_empty_log_has_the_empty_root(shared: tuple[Running, Path], log: FakeLog) -> None:
    """Size 0 with another root is 422."""
    witness, _ = shared
    text = f"{log.key.name}\n0\n{'A' * 43}=\n"
    assert witness.add(encode_add_checkpoint(0, (), sign_note(text, [log.key]))).status == 422
    assert witness.add(log.request(0, 0)).status == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 0",
        b"old 0\n\n",
        b"old 00\n\n" + FakeLog().note(1),
        b"old -1\n\n" + FakeLog().note(1),
        b"old 9223372036854775808\n\n" + FakeLog().note(1),
        b"new 0\n\n" + FakeLog().note(1),
        b"old 0\nAAAA\n\n" + FakeLog().note(1),
        b"old 0\n" + b"\n".join([b"A" * 43 + b"="] * 64) + b"\n\n" + FakeLog().note(1),
        b"old 0\n\n" + FakeLog().note(1).replace(b"\n1\n", b"\n01\n"),
        b"old 0\n\n\xff\xfe\n\n",
        b"\x00" * 1000,
    ],
    ids=range(12),
)
def test_garbage_is_400(shared: tuple[Running, Path], body: bytes) -> None:
    """What is not a request is answered, and the next request too."""
    witness, _ = shared
    assert witness.add(body).status == 400
    assert witness.ask("GET", "/").status == 200


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GARBAGE\r\n\r\n", 400),
        (b"GET / HTTP/2.0\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n", 400),
        (b"POST /add-checkpoint HTTP/1.1\r\nHost: a\r\n\r\n", 411),
        (b"POST /add-checkpoint HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
        (b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", 400),
        (b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: +5\r\n\r\n", 400),
        (b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (MAX_REQUEST_BYTES + 1), 413),
        (b"GET / HTTP/1.1\r\nA: " + b"x" * 20_000 + b"\r\n\r\n", 431),
        (b"GET /add-checkpoint HTTP/1.1\r\nConnection: close\r\n\r\n", 405),
        (b"DELETE / HTTP/1.1\r\nConnection: close\r\n\r\n", 405),
        (b"GET /nothing HTTP/1.1\r\nConnection: close\r\n\r\n", 404),
        (b"HEAD / HTTP/1.0\r\n\r\n", 200),
    ],
)
def test_framing_is_read_in_one_way(shared: tuple[Running, Path], sent: bytes, status: int) -> None:
    """Each is answered with its status, and the connection ends."""
    with socket.create_connection(("127.0.0.1", shared[0].port), timeout=30) as client:
        client.sendall(sent)
        got = b"".join(iter(lambda: client.recv(65_536), b""))
    assert got.startswith(b"HTTP/1.1 %d " % status)


def test_two_requests_come_over_one_connection(shared: tuple[Running, Path]) -> None:
    """A connection is kept, also for a body that is announced before it is sent."""
    body = FakeLog(key=OTHER).request(0, 2)
    head = (
        b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
        % len(body)
    )
    with socket.create_connection(("127.0.0.1", shared[0].port), timeout=30) as client:
        reader = client.makefile("rb")
        client.sendall(head)
        assert reader.readline() == b"HTTP/1.1 100 Continue\r\n"
        assert reader.readline() == b"\r\n"
        client.sendall(body + b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
        assert [line for line in reader if line.startswith(b"HTTP/")] == [b"HTTP/1.1 200 OK\r\n"] * 2


def test_a_stop_ends_it_and_a_second_process_is_refused(tmp_path: Path) -> None:
    """SIGTERM ends a witness with 0; while it runs, nobody else serves its folder."""
    folder = make_witness(tmp_path / "w")
    command = [sys.executable, "-m", "ostiary.cli.main", "witness", "serve", str(folder.root)]
    with serving(folder) as running:
        second = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert second.returncode == 75
        assert "another process serves" in second.stderr
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(30) == 0


@pytest.mark.parametrize("loss", ["missing", "damaged", "another's"])
def test_it_does_not_start_without_its_state(tmp_path: Path, loss: str) -> None:
    """A witness whose state is lost ends with 5, says why, and says what to do."""
    folder = make_witness(tmp_path / "w")
    match loss:
        case "missing":
            folder.state.unlink()
        case "damaged":
            folder.state.write_bytes(folder.state.read_bytes()[:-2])
        case _:
            folder.state.write_bytes(encode_state("somebody.example+00000000+AAAA", {}))
    command = [sys.executable, "-m", "ostiary.cli.main", "witness", "serve", str(folder.root)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 5
    assert ("Never restore a backup" in done.stderr) or ("never mix two folders" in done.stderr)


def test_a_state_that_is_exchanged_while_it_runs_ends_it(tmp_path: Path) -> None:
    """An older state put back under a running witness is noticed before anything is signed on it."""
    folder = make_witness(tmp_path / "w")
    log = FakeLog()
    with serving(folder) as running:
        older = folder.state.read_bytes()
        assert running.add(log.request(0, 5)).status == 200
        folder.state.write_bytes(older)
        assert running.add(log.request(5, 6)).status == 500
        assert running.process.wait(30) == 5
    assert json.loads(older.splitlines()[0])["logs"] == {}


def test_only_the_origin_of_the_key_is_followed(shared: tuple[Running, Path]) -> None:
    """A log cannot sign for another log that the witness follows."""
    note = sign_note(f"{ORIGIN}\n0\n{'A' * 43}=\n", [OTHER])
    assert shared[0].add(encode_add_checkpoint(0, (), note)).status == 403
