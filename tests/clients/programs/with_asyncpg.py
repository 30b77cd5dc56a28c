"""asyncpg as applications use it: its introspection of types and the reset of its pool included."""

from __future__ import annotations

import os
import ssl
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg

from clients.programs.trials import CODES, PERSONS, attempt_async, expect, say


def _ssl() -> ssl.SSLContext | bool:
    root = os.environ.get("PGSSLROOTCERT", "")
    return ssl.create_default_context(cafile=root) if root else False


def _declared() -> dict[str, str]:
    """PGOPTIONS as asyncpg wants it: start-up parameters of their own."""
    words = os.environ.get("PGOPTIONS", "").split()
    return dict(word.split("=", 1) for word in words if "=" in word)


def connected(trial: Callable[[Any], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    async def whole() -> None:
        connection = await asyncpg.connect(ssl=_ssl(), server_settings=_declared())
        try:
            await trial(connection)
        finally:
            await connection.close()

    return whole


async def plain(connection: Any) -> None:
    expect(len(await connection.fetch(CODES)) > 10, wanted=True)


async def parameters(connection: Any) -> None:
    expect(await connection.fetchval("SELECT iucr FROM offence_codes WHERE iucr = $1", "0110"), "0110")


async def transaction(connection: Any) -> None:
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        expect([row["person_id"] for row in await connection.fetch(PERSONS)], [1, 2, 3])


async def cursor(connection: Any) -> None:
    async with connection.transaction(readonly=True):
        codes = [row["iucr"] async for row in connection.cursor(CODES, prefetch=7)]
        expect(len(codes) > 10, wanted=True)


async def introspection(connection: Any) -> None:
    await connection.set_type_codec("json", encoder=str, decoder=str, schema="pg_catalog")
    statement = await connection.prepare("SELECT iucr FROM offence_codes")
    expect([column.type.name for column in statement.get_attributes()], ["text"])


async def catalogue(connection: Any) -> None:
    """Arrays of a type that the driver does not know by heart: it asks what that is."""
    asked = "SELECT relname FROM pg_class WHERE relname = ANY($1::name[]) AND oid = ANY($2::oid[])"
    expect(await connection.fetch(asked, ["persons"], [1]), [])


async def array(connection: Any) -> None:
    found = await connection.fetchval(
        "SELECT array_agg(iucr) FROM offence_codes WHERE iucr = ANY($1)", ["0110"]
    )
    expect(found, ["0110"])


async def pool() -> None:
    async with asyncpg.create_pool(ssl=_ssl(), server_settings=_declared(), min_size=1, max_size=1) as made:
        for _ in range(3):
            async with made.acquire() as connection:
                await plain(connection)


async def copy_out(connection: Any) -> None:
    chunks: list[bytes] = []

    async def take(data: bytes) -> None:
        chunks.append(data)

    await connection.copy_from_query("SELECT iucr FROM offence_codes ORDER BY iucr", output=take)
    expect(len(b"".join(chunks).splitlines()) > 10, wanted=True)


def main() -> None:
    say("client", f"asyncpg {asyncpg.__version__}")
    attempt_async("query", connected(plain))
    attempt_async("parameters", connected(parameters))
    attempt_async("transaction", connected(transaction))
    attempt_async("cursor", connected(cursor))
    attempt_async("introspection of types", connected(introspection))
    attempt_async("questions about tables", connected(catalogue))
    attempt_async("array", connected(array))
    attempt_async("pool with reset", pool)
    attempt_async("COPY TO STDOUT", connected(copy_out))


if __name__ == "__main__":
    main()
