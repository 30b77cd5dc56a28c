"""Row security on the tables that walls filter: switched on without a change for others, and off again.

Knows: policies of tables, whose they are, what a table was like before.
Must not know: profiles, what a filter says.

A table that had no row security gets an open policy with it, so that everybody sees what their grants give. When no wall
needs it any more, both go, unless somebody has built on them since: then taking them away would change what others see.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Final

import psycopg

from ostiary.errors import WallMismatch
from ostiary.model.catalogue import RecordClass
from ostiary.sql.wall import OPEN_POLICY, row_security_off, row_security_on
from ostiary.sql.wall_names import MARK

# Policies of ours are no others'. Those for writing count too: row security brings all of a table's into force.
_BEFORE: Final = """SELECT c.relrowsecurity, coalesce(json_agg(p.polname ORDER BY p.polname)
            FILTER (WHERE p.oid IS NOT NULL), '[]')::text, min(p.polname) FILTER (WHERE NOT p.polpermissive)
    FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid AND NOT starts_with(p.polname, %s)
    WHERE c.relnamespace = to_regnamespace(quote_ident(%s)) AND c.relname = %s GROUP BY c.oid, c.relrowsecurity"""

_SWITCHED: Final = """SELECT n.nspname, c.relname, obj_description(o.oid, 'pg_policy'),
        (SELECT coalesce(json_agg(p.polname ORDER BY p.polname), '[]')::text FROM pg_policy p
            WHERE p.polrelid = c.oid AND NOT starts_with(p.polname, %(mark)s))
    FROM pg_policy o JOIN pg_class c ON c.oid = o.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE o.polname = %(open)s AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid
        AND starts_with(p.polname, %(mark)s) AND NOT p.polpermissive) ORDER BY 1, 2"""

# Row security stops COPY ... FROM for everybody whom it holds for, whatever the policies say.
_LOADERS: Final = """SELECT c.oid::regclass::text, r.rolname FROM pg_policy o JOIN pg_class c ON c.oid = o.polrelid
        JOIN pg_roles r ON r.rolcanlogin AND NOT r.rolsuper AND NOT r.rolbypassrls
            AND (c.relforcerowsecurity OR NOT pg_has_role(r.oid, c.relowner, 'USAGE'))
    WHERE o.polname = %s AND c.relrowsecurity AND has_schema_privilege(r.oid, c.relnamespace, 'USAGE')
        AND has_any_column_privilege(r.oid, c.oid, 'INSERT') ORDER BY 1, 2"""


def switch_on(connection: psycopg.Connection, classes: Iterable[RecordClass]) -> None:
    """Row security for these tables, where there was none.

    Raises WallMismatch for a table that is not there, and for one with restrictive policies that are not in force: they
    would be, and other applications would see less.
    """
    for record_class in classes:
        table = f"`{record_class.schema}.{record_class.name}`"
        found = connection.execute(_BEFORE, [f"{MARK}_", record_class.schema, record_class.name]).fetchone()
        if found is None:
            raise WallMismatch(f"there is no table {table}")
        is_on, others, dormant = found
        if is_on:
            continue
        if dormant is not None:
            raise WallMismatch(
                f"the restrictive policy `{dormant}` on {table} is not in force, and would be with the wall",
                hint="Drop that policy, or switch row security on for the table yourself; then apply again.",
            )
        _execute_all(connection, row_security_on(record_class, others))


def switch_off(connection: psycopg.Connection) -> list[str]:
    """No row security for tables that no wall filters any more. Gives one line for each that must keep it."""
    parameters = {"mark": f"{MARK}_", "open": OPEN_POLICY}
    kept = []
    for schema, table, before, now in connection.execute(_SWITCHED, parameters).fetchall():
        if before is None or json.loads(now) == _names(before):
            _execute_all(connection, row_security_off(schema, table))
        else:
            kept.append(f"row security stays on for `{schema}.{table}`: others have policies there now")
    return kept


def loaders(connection: psycopg.Connection) -> Iterator[str]:
    """One line for each account that may no longer load a table with COPY, because row security holds for it."""
    for table, role in connection.execute(_LOADERS, [OPEN_POLICY]).fetchall():
        yield f"`{role}` may INSERT into `{table}`, but no longer COPY into it: row security forbids that"


def _names(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _execute_all(connection: psycopg.Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.execute(statement.encode())
