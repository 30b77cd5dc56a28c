"""The door's readers reach a real PostgreSQL on another machine over TLS, and no other server in its place."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from external.debian_postgres import HOST, IS_INSTALLED, DebianPostgres, running
from ostiary.demo.certificates import SERVER, Certified, write_certificate
from ostiary.door.backend import Backend, Reader
from ostiary.door.connecting import Address
from ostiary.door.encryption.records import records_context
from ostiary.errors import UpstreamDown
from ostiary.pgwire.frontend import build_query
from ostiary.store.records_facts import try_reader

pytestmark = pytest.mark.skipif(not IS_INSTALLED, reason="Debian's postgresql-15 is not installed")

NOW = datetime.now(UTC)
ROOT = Certified.authority("root", NOW - timedelta(days=1))
STRANGER = Certified.authority("stranger", NOW - timedelta(days=1))
READER = Reader("abc", "a_reader", "a reader's password")
HIDDEN = "SELECT 'over TLS: ' || ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
GOOD_BYE_SECONDS = 0.2
ENDLESS = "SELECT count(*) FROM generate_series(1, 100000000000)"


@pytest.fixture(scope="module")
def server() -> Iterator[DebianPostgres]:
    """A cluster that lets readers in over TLS alone."""
    with running(ROOT.issue("records", NOW, SERVER, hosts=(HOST,))) as server:
        server.sql(
            f"CREATE ROLE {READER.role} LOGIN PASSWORD '{READER.password.replace(chr(39), chr(39) * 2)}'"
        )
        yield server


def address(server: DebianPostgres, folder: Path, root: Certified = ROOT) -> Address:
    write_certificate(folder / "root.pem", root.certificate)
    return Address(HOST, server.port, "postgres", records_context(folder / "root.pem", HOST))


def play(scene: Callable[[], Awaitable[None]]) -> None:
    async def run() -> None:
        async with asyncio.timeout(60):
            await scene()
        # What was closed says good-bye over TLS, and is gone when that has left.
        await asyncio.sleep(GOOD_BYE_SECONDS)

    asyncio.run(run())


async def answer(backend: Backend) -> bytes:
    said = b""
    while not backend.is_settled and not backend.is_lost:
        await asyncio.sleep(0.01)
        said += backend.take()
    return said + backend.take()


def test_a_reader_is_answered_over_tls(server: DebianPostgres, tmp_path: Path) -> None:
    """The log-in is bound to the channel; the server itself says that what it sends is encrypted."""

    async def scene() -> None:
        backend = await Backend.open(READER, address(server, tmp_path))
        backend.send(build_query(HIDDEN))
        assert b"over TLS: true" in await answer(backend)
        assert await backend.scrub()
        backend.close()

    play(scene)


def test_a_query_is_cancelled_over_tls(server: DebianPostgres, tmp_path: Path) -> None:
    """A cancel takes the same road; the server lets nobody in the clear cancel anything unseen."""

    async def scene() -> None:
        backend = await Backend.open(READER, address(server, tmp_path))
        backend.send(build_query(ENDLESS))
        while not server.sql(  # noqa: ASYNC110 - what is waited for sets no event.
            "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%generate_series%' AND usename = 'a_reader'"
        ):
            await asyncio.sleep(0.01)
        await backend.cancel()
        assert b"57014" in await answer(backend)
        backend.close()

    play(scene)


def test_a_server_with_another_root_gets_no_log_in(server: DebianPostgres, tmp_path: Path) -> None:
    """Nor does one that we speak to in the clear let the reader in."""

    async def strange() -> None:
        with pytest.raises(UpstreamDown, match="not trusted"):
            await Backend.open(READER, address(server, tmp_path, STRANGER))

    async def clear() -> None:
        with pytest.raises(UpstreamDown, match="28000"):
            await Backend.open(READER, Address(HOST, server.port, "postgres"))

    play(strange)
    play(clear)


def test_doctor_takes_the_same_way(server: DebianPostgres, tmp_path: Path) -> None:
    """Its log-in verifies and binds likewise, and fails where the door's would."""
    write_certificate(tmp_path / "root.pem", ROOT.certificate)
    write_certificate(tmp_path / "stranger.pem", STRANGER.certificate)
    way = f"host={HOST} port={server.port} dbname=postgres sslmode=verify-full channel_binding=require"
    assert not try_reader(f"{way} sslrootcert={tmp_path}/root.pem", READER.role, READER.password)
    assert try_reader(f"{way} sslrootcert={tmp_path}/stranger.pem", READER.role, READER.password)
