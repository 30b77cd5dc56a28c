"""psycopg 3 as applications use it."""

from __future__ import annotations

from itertools import pairwise

import psycopg
from psycopg.types import TypeInfo

from clients.programs.trials import CODES, PERSONS, attempt, attempt_async, expect, say


def connect(*, autocommit: bool = True) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect("", autocommit=autocommit)


def plain() -> None:
    with connect() as connection:
        rows = connection.execute(CODES).fetchall()
        expect(rows, sorted(rows))
        expect(len(rows) > 10, wanted=True)


def parameters() -> None:
    with connect() as connection:
        found = connection.execute("SELECT iucr FROM offence_codes WHERE iucr = %s", ["0110"]).fetchall()
        expect(found, [("0110",)])


def binary() -> None:
    with connect() as connection, connection.cursor(binary=True) as cursor:
        expect([row[0] for row in cursor.execute(PERSONS)], [1, 2, 3])


def transaction() -> None:
    with connect(autocommit=False) as connection:
        first = connection.execute(CODES).fetchall()
        with connection.transaction():
            expect(connection.execute(CODES).fetchall(), first)
        connection.commit()


def pipeline() -> None:
    with connect() as connection, connection.pipeline():
        asked = "SELECT iucr FROM offence_codes WHERE iucr = %s"
        cursors = [connection.execute(asked, [code]) for code in ("0110", "none", "0110")]
        expect([cursor.fetchall() for cursor in cursors], [[("0110",)], [], [("0110",)]])


def server_side_cursor() -> None:
    with connect(autocommit=False) as connection, connection.cursor("portion") as cursor:
        cursor.itersize = 7
        codes = [row[0] for row in cursor.execute("SELECT iucr FROM offence_codes ORDER BY iucr")]
        expect(all(one < other for one, other in pairwise(map(str, codes))), wanted=True)


def copy_out() -> None:
    with connect() as connection, connection.cursor() as cursor:
        with cursor.copy("COPY (SELECT iucr FROM offence_codes ORDER BY iucr) TO STDOUT") as copy:
            rows = list(copy.rows())
        expect(len(rows) > 10, wanted=True)


def type_lookup() -> None:
    with connect() as connection:
        found = TypeInfo.fetch(connection, "date")
        expect((found.oid, found.array_oid) if found else None, (1082, 1182))
        expect(TypeInfo.fetch(connection, "hstore"), None)


async def asynchronous() -> None:
    async with await psycopg.AsyncConnection.connect("", autocommit=True) as connection:
        cursor = await connection.execute(CODES)
        expect(len(await cursor.fetchall()) > 10, wanted=True)


def main() -> None:
    say("client", f"psycopg {psycopg.__version__}")
    attempt("query", plain)
    attempt("parameters", parameters)
    attempt("binary format", binary)
    attempt("transaction and savepoint", transaction)
    attempt("pipeline", pipeline)
    attempt("server-side cursor", server_side_cursor)
    attempt("COPY TO STDOUT", copy_out)
    attempt("TypeInfo.fetch", type_lookup)
    attempt_async("async", asynchronous)


if __name__ == "__main__":
    main()
