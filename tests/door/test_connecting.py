"""The way to the records database over TLS: verified, bound, and never half in the clear."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from door.door_world import PASSWORD, FakeDatabase
from door.tls_world import DOOR, NOW, ROOT, files_in
from ostiary.demo.certificates import SERVER, Certified, write_certificate
from ostiary.door import connecting
from ostiary.door.backend import Backend, Reader
from ostiary.door.connecting import Address, end_point_of_server
from ostiary.door.encryption.records import records_context
from ostiary.errors import SettingsError, UpstreamDown
from ostiary.pgwire.channel_binding import end_point_of
from ostiary.pgwire.startup import ssl_request

READER = Reader("abc", "ostiary_reader_abc", PASSWORD)
ELSEWHERE = ROOT.issue("elsewhere", NOW, SERVER, hosts=("records.city.example",))
STRANGER = Certified.authority("stranger", NOW - timedelta(days=1)).issue(
    "stranger", NOW, SERVER, hosts=("127.0.0.1",)
)

GOOD_BYE_SECONDS = 0.2

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def roots(folder: Path) -> ssl.SSLContext:
    write_certificate(folder / "root.pem", ROOT.certificate)
    return records_context(folder / "root.pem", "127.0.0.1")


def over_tls(
    folder: Path, database: FakeDatabase, certified: Certified = DOOR, answer: bytes = b"S"
) -> Serve:
    """A server that agrees to TLS with these bytes, and then goes on as that database."""
    files = files_in(folder, certified, "server")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            assert await reader.readexactly(len(ssl_request())) == ssl_request()
            writer.write(answer)
            await writer.start_tls(context)
        except (OSError, asyncio.IncompleteReadError):
            writer.close()
        else:
            await database.serve(reader, writer)

    return serve


def open_backend(serve: Serve, context: ssl.SSLContext) -> None:
    """Log a reader in at that server, cancel and close. Raises UpstreamDown."""

    async def run() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            async with asyncio.timeout(60):
                backend = await Backend.open(READER, Address("127.0.0.1", port, "city", context))
                await backend.cancel()
                backend.close()
        finally:
            server.close()
            # Everything that was closed has a turn of the loop to end in.
            async with asyncio.timeout(30):
                while len(asyncio.all_tasks()) > 1:  # noqa: ASYNC110 - what is waited for sets no event.
                    await asyncio.sleep(0.001)
            # What was closed says good-bye over TLS, and is gone when that has left.
            await asyncio.sleep(GOOD_BYE_SECONDS)

    asyncio.run(run())


def bound() -> FakeDatabase:
    """A database that asks for a log-in bound to the channel of ``DOOR``."""
    return FakeDatabase(end_point=end_point_of(DOOR.certificate.public_bytes(Encoding.DER)))


def test_a_reader_logs_in_over_tls_and_binds_its_proof(tmp_path: Path) -> None:
    """The log-in is SCRAM-SHA-256-PLUS with the server's own certificate; a cancel goes over TLS too."""
    database = bound()
    open_backend(over_tls(tmp_path, database), roots(tmp_path))
    assert database.mechanisms == ["SCRAM-SHA-256-PLUS"]
    assert database.cancels == [b"\0\0\0\x07\0\0\0\x09"]


@pytest.mark.parametrize("certified", [STRANGER, ELSEWHERE], ids=["another root", "another name"])
def test_a_server_that_is_not_the_database_learns_nothing(tmp_path: Path, certified: Certified) -> None:
    """Not even the reader's name: the log-in begins when the certificate is trusted."""
    database = bound()
    with pytest.raises(UpstreamDown, match="not trusted"):
        open_backend(over_tls(tmp_path, database, certified), roots(tmp_path))
    assert database.mechanisms == []


@pytest.mark.parametrize(
    "answer", [b"N", b"E", b"SR", b"S" + bytes(9)], ids=["no", "an error", "more", "much more"]
)
def test_nothing_is_said_or_believed_in_the_clear(tmp_path: Path, answer: bytes) -> None:
    """Exactly one byte agrees to TLS; what comes with it could be anybody's, and ends the connection."""
    with pytest.raises(UpstreamDown, match="does not speak TLS"):
        open_backend(over_tls(tmp_path, FakeDatabase(), answer=answer), roots(tmp_path))


def test_a_server_that_cannot_bind_is_refused(tmp_path: Path) -> None:
    """One that offers no PLUS over TLS may be somebody in between that takes it away."""
    with pytest.raises(UpstreamDown, match="SCRAM-SHA-256-PLUS"):
        open_backend(over_tls(tmp_path, FakeDatabase()), roots(tmp_path))


def test_a_server_that_goes_away_instead_of_answering_is_down(tmp_path: Path) -> None:
    """Whoever waits is told."""

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    with pytest.raises(UpstreamDown):
        open_backend(hang_up, roots(tmp_path))


def test_a_server_that_is_silent_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time limit of connecting holds for the question about TLS too."""
    monkeypatch.setattr(connecting, "CONNECT_SECONDS", 0.2)

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    with pytest.raises(UpstreamDown, match="cannot be reached"):
        open_backend(say_nothing, roots(tmp_path))


def test_a_certificate_that_cannot_be_bound_to_is_none_of_the_databases() -> None:
    """OpenSSL may take what our own reader does not understand: the connection ends, and whoever waits is told."""

    class Shown:
        aborted = False

        def get_extra_info(self, _: str) -> Shown:
            return self

        def getpeercert(self, *, binary_form: bool) -> bytes:
            assert binary_form
            return b"no certificate"

        def abort(self) -> None:
            self.aborted = True

    shown = Shown()
    with pytest.raises(UpstreamDown, match="not understood"):
        end_point_of_server(cast("asyncio.Transport", shown))
    assert shown.aborted


def test_roots_must_be_certificates_of_a_host(tmp_path: Path) -> None:
    """A missing file, one without a certificate, and a folder of sockets are told apart."""
    (tmp_path / "empty.pem").write_text("")
    for path, host, why in (
        (tmp_path / "nowhere.pem", "db", "no such file"),
        (tmp_path / "empty.pem", "db", "holds no certificate"),
        (tmp_path / "empty.pem", "/run/postgresql", "no TLS through the sockets"),
    ):
        with pytest.raises(SettingsError, match=why):
            records_context(path, host)
