"""A glance at the second wall: whether anything has changed that a comparison looks at.

Knows: what of the catalogues a comparison depends on, and one connection that stays.
Must not know: what a wall should be, profiles. Nothing is changed.

A comparison of all walls is too much to do every second; one look at the same catalogues is not. The look may take a change
for one that is none; it must not miss one that the comparison would find.
"""

from __future__ import annotations

import contextlib
from typing import Final

import psycopg

from ostiary.errors import UpstreamDown
from ostiary.sql.wall_names import MARK
from ostiary.store.answered import answered
from ostiary.store.control import first_line

# One number a catalogue: the sum of a hash of each row that counts. A row that is written again has another xmin; columns
# stand in its place where statements write rows that change no rights (TRUNCATE, VACUUM FULL, temporary tables).
_LOOK: Final = """SELECT format('%%s %%s %%s %%s %%s %%s %%s %%s %%s %%s %%s',
    (SELECT sum(hashtextextended(r::text, 0)) FROM pg_roles r WHERE starts_with(r.rolname, %(mark)s)),
    (SELECT sum(hashtextextended(concat_ws(' ', roleid, member, xmin), 0)) FROM pg_auth_members),
    (SELECT sum(hashtextextended(concat_ws(' ', setdatabase, setrole, xmin), 0)) FROM pg_db_role_setting),
    (SELECT sum(hashtextextended(s::text, 0)) FROM pg_shdepend s WHERE s.refclassid = 'pg_authid'::regclass
        AND s.refobjid IN (SELECT oid FROM pg_roles WHERE starts_with(rolname, %(mark)s))),
    (SELECT sum(hashtextextended(concat_ws(' ', oid, datacl), 0)) FROM pg_database),
    (SELECT sum(hashtextextended(concat_ws(' ', n.oid, n.xmin, d.xmin), 0)) FROM pg_namespace n
        LEFT JOIN pg_description d ON d.classoid = 'pg_namespace'::regclass AND d.objoid = n.oid),
    (SELECT sum(hashtextextended(concat_ws(' ', oid, relname, relnamespace, relowner, relkind, relrowsecurity, relacl,
        reloptions), 0)) FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relpersistence <> 't'),
    (SELECT sum(hashtextextended(concat_ws(' ', attrelid, attnum, attacl), 0)) FROM pg_attribute WHERE attacl IS NOT NULL),
    (SELECT sum(hashtextextended(concat_ws(' ', w.oid, w.xmin), 0)) FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class
        JOIN pg_namespace n ON n.oid = c.relnamespace WHERE starts_with(n.nspname, %(mark)s)),
    (SELECT sum(hashtextextended(concat_ws(' ', oid, xmin), 0)) FROM pg_policy),
    (SELECT sum(hashtextextended(concat_ws(' ', oid, xmin), 0)) FROM pg_proc))"""


ANSWER_SECONDS: Final = 10.0
"""A glance takes 3 ms, 10 with 2,000 tables (docs/adr/0030): by that, half a second with 100,000. Ten are for a busy database."""


class WallGlance:
    """Glances with one account, for one running event loop. ``has_changed`` must not run twice at a time."""

    def __init__(self, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._answer_seconds = answer_seconds
        self._connection: psycopg.AsyncConnection | None = None
        self._seen: object = None

    async def has_changed(self, dsn: str) -> bool:
        """Whether something is other than at the last glance, also when this is the first.

        What is seen counts as seen from the moment of looking: whoever compares afterwards finds that and what came later,
        and what came later is a change for the next glance too. Raises UpstreamDown, and TimeoutError when there is no
        answer in time.
        """
        try:
            seen = await answered(self._look(dsn), self._answer_seconds)
        except psycopg.Error as error:
            await self.close()
            raise UpstreamDown(f"the walls cannot be glanced at: {first_line(error)}") from error
        except TimeoutError:
            await self.close()
            raise
        changed, self._seen = seen != self._seen, seen
        return changed

    async def close(self) -> None:
        """Let go of the connection; the next glance opens another, and what it sees is a change."""
        connection, self._connection, self._seen = self._connection, None, None
        if connection is not None:
            with contextlib.suppress(psycopg.Error):
                await connection.close()

    async def _look(self, dsn: str) -> object:
        if self._connection is None:
            self._connection = await psycopg.AsyncConnection.connect(dsn, autocommit=True, connect_timeout=5)
            await self._connection.execute("SET search_path = pg_catalog")
        cursor = await self._connection.execute(_LOOK, {"mark": f"{MARK}_"}, prepare=True)
        return await cursor.fetchone()
