"""A real log before real witnesses over HTTP: who cosigns, who hangs, lies or forgets, and what is published."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import re
import shutil
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from ostiary.door.events import Event
from ostiary.errors import LogDamaged, ProofInvalid, SettingsError
from ostiary.server.setting_sections import Witnesses
from ostiary.server.witnesses.watchers import watchers
from ostiary.store.durable_files import Disk
from ostiary.store.log.folder import LogFolder, read_signer
from ostiary.store.log.receipts import make_receipt
from ostiary.store.log.witnessed import publish_witnessed, read_trust, witnessed_file
from ostiary.tlog.checkpoint import Checkpoint, sign_checkpoint
from ostiary.tlog.cosignature import Cosigner
from ostiary.tlog.key_text import ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE
from ostiary.tlog.note import SignerKey, sign_line
from ostiary.tlog.proof_file import parse_proof
from ostiary.witness.folder import WitnessFolder, create_witness, settings_text
from server.witness_log import FAST, Told, asking, grow, is_size, size_of, trust, until, witnessed
from store.log_world import ORIGIN, append, log_of, payloads, publish, verify
from witness.witness_world import Running, serving


def cosigner(number: int, kind: int = ED25519_COSIGNATURE) -> Cosigner:
    return Cosigner(f"witness.example/{number}", kind, bytes([number] * 32))


def a_witness(directory: Path, number: int, log: LogFolder, kind: int = ED25519_COSIGNATURE) -> WitnessFolder:
    folder = WitnessFolder(directory / f"witness{number}")
    settings = settings_text("127.0.0.1", 0, [log.verifier_key.read_text().strip()])
    create_witness(folder, [cosigner(number, kind)], settings)
    return folder


def url(running: Running) -> str:
    return f"http://127.0.0.1:{running.port}"


@pytest.fixture
def log(tmp_path: Path) -> LogFolder:
    return log_of(tmp_path / "log", 300)


@contextlib.contextmanager
def one_witness(tmp_path: Path, log: LogFolder) -> Iterator[Running]:
    """A witness that the log's trust file names, with a quorum of it alone."""
    with serving(a_witness(tmp_path, 1, log)) as running:
        trust(log, [("ombudsman", cosigner(1).verifier(), url(running))], "quorum ombudsman")
        yield running


def test_a_quorum_of_two_cosigns_a_growing_log(tmp_path: Path, log: LogFolder) -> None:
    """Two witnesses, one by ML-DSA-44, cosign each checkpoint; what is published verifies, and grows with the log."""
    first, second = a_witness(tmp_path, 1, log), a_witness(tmp_path, 2, log, ML_DSA_44_COSIGNATURE)
    told = Told()

    async def run(one: Running, two: Running) -> None:
        keys = (cosigner(1).verifier(), cosigner(2, ML_DSA_44_COSIGNATURE).verifier())
        named = [("ombudsman", keys[0], url(one)), ("archive", keys[1], url(two) + "/")]
        trust(log, named, "group both all ombudsman archive", "quorum both")
        path = witnessed_file(log, ORIGIN)
        async with asking(log, told) as rounds:
            await until(lambda: size_of(path) == 300)
            for start, count in ((300, 1), (301, 700), (1_001, 3)):
                grow(log, start, count)
                await until(partial(is_size, path, start + count))
            assert rounds.counts.requests["cosigned"] >= 8

    with serving(first) as one, serving(second) as two:
        asyncio.run(run(one, two))
    assert told.events == []
    report = verify(log)
    assert report.strays == ()
    assert "1004 of them cosigned by ombudsman, archive as of 20" in report.sentence
    receipt = parse_proof(make_receipt(log.root, 17))
    assert {one.by.type for one in read_trust(log).verify(receipt.checkpoint).cosigned} == {4, 6}


def test_a_witness_that_hangs_stops_nothing(tmp_path: Path, log: LogFolder) -> None:
    """Two of three are enough: one accepts connections and never answers, and the others' cosignatures are published."""
    told = Told()

    async def run(one: Running, two: Running) -> None:
        async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read()
            writer.close()

        async with await asyncio.start_server(hang, "127.0.0.1", 0) as server:
            dead = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            named = [
                (f"w{number}", cosigner(number).verifier(), url(at)) for number, at in ((1, one), (2, two))
            ]
            named.append(("w3", cosigner(3).verifier(), dead))
            trust(log, named, "group most 2 w1 w2 w3", "quorum most")
            settings = Witnesses(interval_seconds=0.001, answer_seconds=0.5, quorum_seconds=60)
            async with asking(log, told, settings):
                await until(lambda: size_of(witnessed_file(log, ORIGIN)) == 300)
                await until(lambda: bool(told.events))

    with serving(a_witness(tmp_path, 1, log)) as one, serving(a_witness(tmp_path, 2, log)) as two:
        asyncio.run(run(one, two))
    assert told.of(Event.WITNESS_TROUBLE)[0] == {"witness": "w3", "why": "it has not answered in 0.5 seconds"}
    found = witnessed(log)
    assert found is not None
    assert (found.names, found.is_quorum) == (("w1", "w2"), True)


def test_answers_that_are_lost_or_drip_are_made_up_for(tmp_path: Path, log: LogFolder) -> None:
    """A line that loses every other answer, after the witness has remembered, and drips the rest, costs only time."""
    told = Told()
    lost = itertools.cycle([True, False])

    async def run(running: Running) -> None:
        async def line(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            there, back = await asyncio.open_connection("127.0.0.1", running.port)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(re.findall(rb"(?i)content-length: (\d+)", head)[0])
            back.write(head + await reader.readexactly(length))
            answer = await there.read()
            back.close()
            with contextlib.suppress(ConnectionError):
                for byte in b"" if next(lost) else answer:
                    writer.write(bytes([byte]))
                    await writer.drain()
                    await asyncio.sleep(0)
            writer.close()

        async with await asyncio.start_server(line, "127.0.0.1", 0) as server:
            at = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            trust(log, [("w1", cosigner(1).verifier(), at)], "quorum w1")
            async with asking(log, told):
                for size in (300, 310, 320, 330):
                    await until(partial(is_size, witnessed_file(log, ORIGIN), size))
                    grow(log, size, 10)

    with serving(a_witness(tmp_path, 1, log)) as running:
        asyncio.run(run(running))
    assert {str(facts["why"]) for facts in told.of(Event.WITNESS_TROUBLE)} == {
        "it hung up before it answered"
    }
    assert told.of(Event.WITNESS_CONTRADICTS) == []


@pytest.mark.parametrize(
    ("answer", "event", "why"),
    [
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlies",
            Event.WITNESS_TROUBLE,
            "its answer is not understood",
        ),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            Event.WITNESS_TROUBLE,
            "its answer is not understood",
        ),
        (
            b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 70_000,
            Event.WITNESS_TROUBLE,
            "its answer has more than 65536 bytes",
        ),
        (b"SSH-2.0-OpenSSH\r\n\r\n", Event.WITNESS_TROUBLE, "what it sends is not HTTP"),
        (
            b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n",
            Event.WITNESS_TROUBLE,
            "it answers 302",
        ),
        (
            b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n",
            Event.WITNESS_TROUBLE,
            "it does not know the key of this log",
        ),
        (
            b"HTTP/1.1 409 No\r\nContent-Type: text/x.tlog.size\r\nContent-Length: 2\r\n\r\n0\n",
            Event.WITNESS_CONTRADICTS,
            "it says that it has seen 0 entries, and other ones",
        ),
        (
            b"HTTP/1.1 409 No\r\nContent-Type: text/x.tlog.size\r\nContent-Length: 3\r\n\r\n99\n",
            Event.WITNESS_CONTRADICTS,
            "it says that it has seen 99 entries, and other ones",
        ),
        (
            b"HTTP/1.1 409 No\r\nContent-Length: 0\r\n\r\n",
            Event.WITNESS_CONTRADICTS,
            "it says that 300 entries do not continue what it has seen",
        ),
    ],
    ids=range(9),
)
def test_a_witness_that_lies_is_told(log: LogFolder, answer: bytes, event: Event, why: str) -> None:
    """Whatever it sends, nothing is published, and what is told is a sentence of ours."""
    told = Told()

    async def lie(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        with contextlib.suppress(ConnectionError):
            await writer.drain()
        writer.close()

    async def run() -> None:
        async with await asyncio.start_server(lie, "127.0.0.1", 0) as server:
            at = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            trust(log, [("w1", cosigner(1).verifier(), at)], "quorum w1")
            async with asking(log, told):
                await until(lambda: bool(told.events))

    asyncio.run(run())
    assert told.events[0] == (event, {"witness": "w1", "why": why})
    assert not witnessed_file(log, ORIGIN).exists()


def test_without_its_quorum_nothing_is_published_and_it_is_told(tmp_path: Path, log: LogFolder) -> None:
    """One of two is no quorum; when the other comes back, it is published and told."""
    second = a_witness(tmp_path, 2, log)
    told = Told()
    settings = Witnesses(interval_seconds=0.001, answer_seconds=20, quorum_seconds=0.001)

    async def run(one: Running) -> None:
        with serving(second) as two:
            port = two.port
        second.settings.write_text(second.settings.read_text().replace("port = 0", f"port = {port}"))
        named = [
            ("w1", cosigner(1).verifier(), url(one)),
            ("w2", cosigner(2).verifier(), f"http://127.0.0.1:{port}"),
        ]
        trust(log, named, "group both all w1 w2", "quorum both")
        async with asking(log, told, settings):
            await until(lambda: bool(told.of(Event.QUORUM_LOST)))
            assert not witnessed_file(log, ORIGIN).exists()
            with serving(second):
                await until(lambda: bool(told.of(Event.QUORUM_BACK)))

    with serving(a_witness(tmp_path, 1, log)) as one:
        asyncio.run(run(one))
    assert [facts["witness"] for facts in told.of(Event.WITNESS_BACK)] == ["w2"]
    assert size_of(witnessed_file(log, ORIGIN)) == 300


def test_a_log_restored_from_a_backup_is_contradicted(tmp_path: Path, log: LogFolder) -> None:
    """A log that goes on from an older state meets the witness's word; nothing of it is cosigned or published."""
    backup = tmp_path / "backup"
    shutil.copytree(log.root, backup)
    told = Told()

    async def run(running: Running) -> None:
        path = witnessed_file(log, ORIGIN)
        async with asking(log, told):
            grow(log, 300, 40)
            await until(lambda: size_of(path) == 340)
        restored = LogFolder(backup)
        shutil.copy(log.trust_policy, restored.trust_policy)
        async with asking(restored, told) as rounds:
            assert rounds.contradicted == frozenset()
            await until(lambda: len(told.of(Event.WITNESS_CONTRADICTS)) == 1)
            assert rounds.contradicted == {"ombudsman"}
            append(restored, [[b"another entry"], *([payload] for payload in payloads(301, 100))])
            publish(restored)
            await until(lambda: len(told.of(Event.WITNESS_CONTRADICTS)) == 2)
        assert size_of(witnessed_file(restored, ORIGIN)) == -1

    with one_witness(tmp_path, log) as running:
        asyncio.run(run(running))
    whys = [str(facts["why"]) for facts in told.of(Event.WITNESS_CONTRADICTS)]
    assert whys[0] == "it has seen 340 entries, and 300 are published"
    assert whys[1] == "it says that 401 entries do not continue what it has seen"
    shutil.copytree(log.root / "public/witnessed", backup / "public/witnessed")
    with pytest.raises(ProofInvalid, match="do not have the root that was signed"):
        verify(LogFolder(backup))


def test_what_somebody_waits_for_is_shown_at_once(tmp_path: Path, log: LogFolder) -> None:
    """Whatever the interval; and how long entries were the log's word alone is measured."""
    told, path = Told(), witnessed_file(log, ORIGIN)

    async def run(running: Running) -> None:
        async with asking(log, told, Witnesses(interval_seconds=86_400, answer_seconds=20)) as rounds:
            await until(lambda: size_of(path) == 300)
            grow(log, 300, 5)
            rounds.want(305)
            await until(lambda: size_of(path) == 305)
            await until(lambda: rounds.counts.exposure.last > 0)
            assert rounds.counts.exposure.seconds(time.time()) == 0

    with one_witness(tmp_path, log) as running:
        asyncio.run(run(running))


def test_a_witness_that_has_forgotten_is_told(tmp_path: Path, log: LogFolder) -> None:
    """A witness with an old state cosigns again only after it was told that it has forgotten."""
    told = Told()
    folder = a_witness(tmp_path, 1, log)
    empty = folder.state.read_bytes()
    path = witnessed_file(log, ORIGIN)

    async def run(running: Running) -> None:
        trust(log, [("w1", cosigner(1).verifier(), url(running))], "quorum w1")
        async with asking(log, told):
            await until(lambda: size_of(path) == 300)

    async def again(running: Running) -> None:
        trust(log, [("w1", cosigner(1).verifier(), url(running))], "quorum w1")
        grow(log, 300, 5)
        async with asking(log, told):
            await until(lambda: size_of(path) == 305)

    with serving(folder) as running:
        asyncio.run(run(running))
    folder.state.write_bytes(empty)
    with serving(folder) as running:
        asyncio.run(again(running))
    assert told.of(Event.WITNESS_CONTRADICTS) == [
        {"witness": "w1", "why": "it has cosigned 300 entries, and remembers 0"}
    ]


def test_a_witness_that_does_not_follow_the_log_is_told(tmp_path: Path, log: LogFolder) -> None:
    """404 is trouble, and not a contradiction."""
    told = Told()
    stranger = a_witness(tmp_path, 1, log)
    other = SignerKey("log.example/other", bytes(32)).verifier()
    stranger.settings.write_text(settings_text("127.0.0.1", 0, [other.format()]))

    async def run(running: Running) -> None:
        trust(log, [("w1", cosigner(1).verifier(), url(running))], "quorum w1")
        async with asking(log, told):
            await until(lambda: bool(told.events))

    with serving(stranger) as running:
        asyncio.run(run(running))
    assert told.events == [(Event.WITNESS_TROUBLE, {"witness": "w1", "why": "it does not follow this log"})]


def test_nothing_published_goes_back(log: LogFolder) -> None:
    """An older checkpoint never replaces a newer one, other cosignatures of the same one are kept, and a fork is refused."""
    key = read_signer(log)
    small = sign_checkpoint(Checkpoint(ORIGIN, 5, b"r" * 32), key)
    large = sign_checkpoint(Checkpoint(ORIGIN, 6, b"s" * 32), key)
    text = large.rpartition(b"\n\n")[0].decode() + "\n"
    first, second = (sign_line(text, cosigner(number).at(7)) for number in (1, 2))
    later = sign_line(text, cosigner(1).at(8))
    publish_witnessed(log, large, [first], Disk())
    publish_witnessed(log, large, [second], Disk())
    publish_witnessed(log, large, [later], Disk())
    assert publish_witnessed(log, small, [], Disk()).size == 6
    published = witnessed_file(log, ORIGIN).read_text()
    assert [published.count(line.format()) for line in (first, second, later)] == [0, 1, 1]
    with pytest.raises(LogDamaged, match="another tree of 6 entries"):
        publish_witnessed(log, sign_checkpoint(Checkpoint(ORIGIN, 6, b"t" * 32), key), [], Disk())


def test_a_quorum_speaks_as_of_its_slowest_member(log: LogFolder) -> None:
    """Of three cosignatures, two are enough: the time is the second latest. Without a quorum there is none."""
    note = log.checkpoint.read_bytes()
    text = note.rpartition(b"\n\n")[0].decode() + "\n"
    named = [(f"w{number}", cosigner(number).verifier(), "") for number in (1, 2, 3)]
    lines = [sign_line(text, cosigner(number).at(time)) for number, time in ((1, 500), (2, 900), (3, 700))]
    publish_witnessed(log, note, lines, Disk())
    for quorum, as_of in (
        (("group most 2 w1 w2 w3", "quorum most"), 700),
        (("group all all w1 w2 w3", "quorum all"), 500),
        (("quorum none",), 900),
    ):
        trust(log, named, *quorum)
        found = witnessed(log)
        assert found is not None
        assert (found.is_quorum, found.as_of) == (True, as_of)
    trust(log, [*named, ("w4", cosigner(4).verifier(), "")], "quorum w4")
    found = witnessed(log)
    assert found is not None
    assert (found.names, found.is_quorum, found.as_of) == (("w1", "w2", "w3"), False, 0)


def test_a_log_without_witnesses_asks_nobody(log: LogFolder) -> None:
    """The trust file that a log is made with names none; a witness without a URL is not asked either."""
    assert watchers(log, FAST, Told()) is None
    trust(log, [("w1", cosigner(1).verifier(), "")], "quorum w1")
    assert watchers(log, FAST, Told()) is None


def test_a_trust_file_that_cannot_be_used_is_refused(log: LogFolder) -> None:
    """Without the log's own key, with a URL that is none, or not readable as one."""
    trust(log, [("w1", cosigner(1).verifier(), "ftp://w.example")], "quorum none")
    with pytest.raises(SettingsError, match="not the URL of a witness"):
        watchers(log, FAST, Told())
    log.trust_policy.write_text("quorum none\n")
    with pytest.raises(SettingsError, match="does not name the key"):
        watchers(log, FAST, Told())
    log.trust_policy.write_text("quorum w9\n")
    with pytest.raises(ProofInvalid, match="not defined"):
        watchers(log, FAST, Told())
