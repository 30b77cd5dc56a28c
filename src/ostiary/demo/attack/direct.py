"""The same attacks over the second wall alone: the reader itself, with a corpus in its hands.

Knows: the reader's connection, and what hides in whatever the database says to it.
Must not know: the door. Nothing is decided, recorded or scrubbed here, so only hidden values count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import psycopg
from psycopg import sql
from psycopg.pq import DiagnosticField, ExecStatus
from psycopg.pq.abc import PGconn, PGresult

from ostiary.demo.attack.corpus import Attack
from ostiary.demo.attack.judging import Verdict, worst
from ostiary.demo.attack.records import hidden_in
from ostiary.demo.attack.world import AttackWorld

MAX_SHOWN: Final = 80

_FIELDS: Final = (DiagnosticField.MESSAGE_PRIMARY, *DiagnosticField)


def direct(world: AttackWorld, attacks: Iterable[Attack], seconds: float) -> Iterator[tuple[Attack, Verdict]]:
    """Each attack as the reader, once with the names of the mask views and once with those of the tables.

    A statement may take so many seconds. Raises UpstreamDown when the database does not answer.
    """
    for attack in attacks:
        verdicts = [_attacked(world, attack, schema, seconds) for schema in (world.mask_schema, "city")]
        yield attack, worst(verdicts)


def _attacked(world: AttackWorld, attack: Attack, schema: str, seconds: float) -> Verdict:
    said: list[str] = []
    # A session of its own: an attack may change whatever a session can change.
    with psycopg.connect(world.reader_dsn, autocommit=True) as reader:
        settings = (
            "SET search_path = {}, attacker; SET statement_timeout = {}; SET client_min_messages = debug1"
        )
        reader.execute(sql.SQL(settings).format(sql.Identifier(schema), sql.Literal(int(seconds * 1000))))
        reader.pgconn.notice_handler = lambda notice: said.extend(_fields(notice))
        said.extend(_said(reader.pgconn, attack.text.encode()))
    found = hidden_in("\n".join(said), attack.text)
    form = f"the reader, over `{schema}`"
    if found:
        return Verdict("leak", form, said[0][:MAX_SHOWN], f"hidden values: {', '.join(found[:3])}")
    return Verdict("expected", form, said[0][:MAX_SHOWN] if said else "nothing")


def _said(pgconn: PGconn, text: bytes) -> Iterator[str]:
    """Every value, name and error field that a text brings."""
    pgconn.send_query(text)
    while (result := pgconn.get_result()) is not None:
        match result.status:
            case ExecStatus.TUPLES_OK:
                yield from _values(result)
            case ExecStatus.COPY_OUT:
                yield from _copied(pgconn)
            case ExecStatus.COPY_IN | ExecStatus.COPY_BOTH:
                # The server waits for us, and ends with the session.
                return
            case _:
                yield from _fields(result)


def _values(result: PGresult) -> Iterator[str]:
    for column in range(result.nfields):
        yield (result.fname(column) or b"").decode(errors="replace")
        for row in range(result.ntuples):
            yield (result.get_value(row, column) or b"").decode(errors="replace")


def _copied(pgconn: PGconn) -> Iterator[str]:
    while True:
        size, data = pgconn.get_copy_data(0)
        if size < 0:
            return
        yield bytes(data).decode(errors="replace")


def _fields(result: PGresult) -> Iterator[str]:
    yield from filter(None, ((result.error_field(each) or b"").decode(errors="replace") for each in _FIELDS))
