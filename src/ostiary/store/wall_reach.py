"""What a reader can touch past its mask views, by any road.

Knows: PostgreSQL's privileges, and what initdb grants to everybody.
Must not know: profiles, what a view shows. Nothing is changed.

The roads: its own grants, PUBLIC's, those of a role that it is in, functions that run with the rights of their owner, and
built-ins that are run before a row filter.
What the server itself grants to PUBLIC from the start is no road; more than that on a built-in is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import psycopg

from ostiary.store.wall_state import names_of

# Relations outside the reader's own schema, in schemas that it may use.
_OUTSIDE: Final = """SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND n.oid IS DISTINCT FROM to_regnamespace(%(schema)s) AND has_schema_privilege(%(reader)s, n.oid, 'USAGE')
        AND CASE WHEN c.relkind IN ('r', 'p', 'v', 'm', 'f')
                THEN has_any_column_privilege(%(reader)s, c.oid, 'SELECT, INSERT, UPDATE')
                    OR has_table_privilege(%(reader)s, c.oid, 'DELETE, TRUNCATE')
            WHEN c.relkind = 'S' THEN has_sequence_privilege(%(reader)s, c.oid, 'SELECT, USAGE, UPDATE') END"""

_DEFINERS: Final = """SELECT p.oid::regprocedure::text FROM pg_proc p
    WHERE p.prosecdef AND has_schema_privilege(%(reader)s, p.pronamespace, 'USAGE')
        AND has_function_privilege(%(reader)s, p.oid, 'EXECUTE')"""

# Where PUBLIC may make things is a reduction, which the doctor tells of; where the reader may beyond that is not.
_MAKING: Final = """SELECT 'CREATE in schema ' || n.nspname FROM pg_namespace n
    WHERE has_schema_privilege(%(reader)s, n.oid, 'CREATE') AND NOT has_schema_privilege('public', n.oid, 'CREATE')
    UNION SELECT 'CREATE in database ' || d.datname FROM pg_database d
    WHERE has_database_privilege(%(reader)s, d.oid, 'CREATE')"""

# Arithmetic and reading a value from text fail on some values and say which. Where one is marked LEAKPROOF, which none is from
# the start, it is run on rows before their filter.
_FAILING: Final = """SELECT 'hidden rows through ' || p.oid::regprocedure FROM pg_proc p
    WHERE p.proleakproof AND p.pronamespace = 'pg_catalog'::regnamespace AND (p.oid IN (SELECT oprcode FROM pg_operator
            WHERE oprname IN ('+', '-', '*', '/', '%%'))
        OR p.oid IN (SELECT typinput FROM pg_type))"""

# What the reader has of the built-ins beyond what was given away when the server was made.
_OPENED: Final = """SELECT {name} FROM {catalogue} o
        LEFT JOIN pg_init_privs i ON i.classoid = '{kind}'::regclass AND i.objoid = o.{number} AND i.objsubid = {part},
        LATERAL aclexplode(o.{acl}) a
    WHERE {where} AND (a.grantee = 0 OR pg_has_role(%(reader)s, a.grantee, 'USAGE')) AND NOT EXISTS (
        SELECT FROM aclexplode(coalesce(i.initprivs, {default})) b
        WHERE b.grantee = a.grantee AND b.privilege_type = a.privilege_type)"""

_REACH: Final = "\nUNION ".join(
    (
        _OUTSIDE,
        _DEFINERS,
        _MAKING,
        _FAILING,
        _OPENED.format(
            name="o.oid::regclass::text",
            catalogue="pg_class",
            kind="pg_class",
            number="oid",
            part="0",
            acl="relacl",
            default="acldefault('r', o.relowner)",
            where="o.relnamespace = 'pg_catalog'::regnamespace",
        ),
        _OPENED.format(
            name="o.attrelid::regclass::text",
            catalogue="pg_attribute",
            kind="pg_class",
            number="attrelid",
            part="o.attnum",
            acl="attacl",
            default="NULL::aclitem[]",
            where="o.attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace)",
        ),
        _OPENED.format(
            name="o.oid::regprocedure::text",
            catalogue="pg_proc",
            kind="pg_proc",
            number="oid",
            part="0",
            acl="proacl",
            default="acldefault('f', o.proowner)",
            where="o.pronamespace = 'pg_catalog'::regnamespace",
        ),
    )
)


def reach(connection: psycopg.Connection, profile_id: str) -> Iterator[str]:
    """What the reader of a profile can touch and should not, one sentence each, in the order of its names."""
    found = connection.execute(_REACH.encode(), names_of(profile_id)).fetchall()
    for relation in sorted(str(name) for (name,) in found):
        yield f"the reader of profile {profile_id} can reach {relation} past its mask views"
