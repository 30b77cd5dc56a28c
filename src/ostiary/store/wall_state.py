"""What the catalogues say of a wall: its signature.

Knows: PostgreSQL's catalogues of roles, grants, policies, views and built-in functions.
Must not know: what the state should be, what a profile is for. Nothing is changed but the comment that is the signature.

A wall is signed with its state as it was applied, and compared with it ever after. Whatever could be granted to one of its
two roles, in whatever database of the server, leaves a trace in one of these queries.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

import psycopg
from psycopg import sql

from ostiary.model.canonical import canonical_hash
from ostiary.sql.wall_names import mask_role_of, reader_of, schema_of

# Each query lists one side of a wall's state; parameters are the reader, the mask role and the schema. Object numbers
# are not among what they list: a thing that is made again as it was is the same thing.
_OF_ONE_WALL: Final[Mapping[str, str]] = {
    "roles": """SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication,
        rolbypassrls, rolconnlimit, rolvaliduntil, rolconfig::text FROM pg_roles
        WHERE rolname IN (%(reader)s, %(mask)s) ORDER BY 1""",
    # PostgreSQL 16 says more of a membership than 15 does.
    "memberships": """SELECT m.member::regrole::text, m.roleid::regrole::text, m.grantor::regrole::text,
        (to_jsonb(m) - '{oid,roleid,member,grantor}'::text[])::text FROM pg_auth_members m
        JOIN pg_roles r ON r.oid IN (m.member, m.roleid) WHERE r.rolname IN (%(reader)s, %(mask)s) ORDER BY 1, 2, 3""",
    "settings": """SELECT r.rolname, d.datname, s.setconfig::text FROM pg_db_role_setting s
        JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase
        WHERE r.rolname IN (%(reader)s, %(mask)s) ORDER BY 1, 2""",
    # Everything that the two roles own or are named in the grants of, also in other databases of the server.
    "grants": """SELECT s.deptype::text, r.rolname, d.datname,
            CASE WHEN s.dbid IN (0, there.oid) THEN named.type || ' ' || named.identity
                ELSE s.classid || ' ' || s.objid || ' ' || s.objsubid END
        FROM pg_shdepend s JOIN pg_roles r ON s.refclassid = 'pg_authid'::regclass AND s.refobjid = r.oid
        JOIN pg_database there ON there.datname = current_database() LEFT JOIN pg_database d ON d.oid = s.dbid,
        LATERAL (SELECT * FROM pg_identify_object(s.classid, s.objid, s.objsubid) WHERE s.dbid IN (0, there.oid)
            UNION ALL SELECT NULL, NULL, NULL, NULL WHERE s.dbid NOT IN (0, there.oid)) AS named
        WHERE r.rolname IN (%(reader)s, %(mask)s) ORDER BY 1, 2, 3, 4""",
    "schema": """SELECT pg_get_userbyid(nspowner), nspacl::text FROM pg_namespace
        WHERE oid = to_regnamespace(%(schema)s)""",
    "objects": """SELECT c.relname, c.relkind::text, pg_get_userbyid(c.relowner), c.relacl::text, c.reloptions::text,
        pg_get_viewdef(c.oid), (SELECT string_agg(a.attname || a.attacl::text, ',' ORDER BY a.attnum)
            FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL)
        FROM pg_class c WHERE c.relnamespace = to_regnamespace(%(schema)s) ORDER BY 1""",
    "functions": """SELECT p.oid::regprocedure::text FROM pg_proc p
        WHERE p.pronamespace = to_regnamespace(%(schema)s) ORDER BY 1""",
    # All that bear upon what the mask role reads, whoever made them.
    "policies": """SELECT p.polrelid::regclass::text, p.polname, p.polpermissive, p.polcmd::text,
            pg_get_expr(p.polqual, p.polrelid), (SELECT string_agg(CASE WHEN u = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(u) END,
                ',' ORDER BY u) FROM unnest(p.polroles) u)
        FROM pg_policy p JOIN pg_roles m ON m.rolname = %(mask)s
        WHERE p.polcmd IN ('r', '*') AND has_any_column_privilege(m.oid, p.polrelid, 'SELECT')
            AND EXISTS (SELECT FROM unnest(p.polroles) u WHERE u = 0 OR pg_has_role(m.oid, u, 'USAGE')) ORDER BY 1, 2""",
    "row_security": """SELECT c.oid::regclass::text, c.relrowsecurity FROM pg_class c
        JOIN pg_policy p ON p.polrelid = c.oid JOIN pg_roles m ON m.rolname = %(mask)s AND m.oid = ANY (p.polroles)
        WHERE NOT p.polpermissive ORDER BY 1""",
    # First the tables of which it may read anything: most of a database's columns are in others.
    "raw_columns": """WITH readable AS MATERIALIZED (SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            AND n.oid <> to_regnamespace(%(schema)s) AND has_any_column_privilege(%(mask)s, c.oid, 'SELECT'))
        SELECT a.attrelid::regclass::text, a.attname FROM readable JOIN pg_attribute a ON a.attrelid = readable.oid
        WHERE a.attnum > 0 AND NOT a.attisdropped AND has_column_privilege(%(mask)s, a.attrelid, a.attnum, 'SELECT')
        ORDER BY 1, 2""",
}

# What all walls rest on: masks and filters are made of built-in functions, and which of those may look at a row before its
# filter does is what LEAKPROOF says. 16384 is the first number that PostgreSQL gives to what is made after initdb.
_OF_ALL_WALLS: Final[Mapping[str, str]] = {
    "built_ins": """SELECT count(*), md5(string_agg(concat_ws(' ', oid, prosrc, proowner, prosecdef, proleakproof,
            provolatile, proconfig), ',' ORDER BY oid)) FROM pg_proc
        WHERE oid < 16384 AND pronamespace = 'pg_catalog'::regnamespace""",
}


def names_of(profile_id: str) -> dict[str, str]:
    """The parameters of a query about one wall."""
    return {
        "reader": reader_of(profile_id),
        "mask": mask_role_of(profile_id),
        "schema": schema_of(profile_id),
    }


def common_state(connection: psycopg.Connection) -> dict[str, str]:
    """What all walls of a database rest on, each side as a hash."""
    return _hashes(connection, _OF_ALL_WALLS, {})


def state_of(connection: psycopg.Connection, profile_id: str) -> dict[str, str]:
    """Each side of one wall as the hash of what the catalogues say of it."""
    return _hashes(connection, _OF_ONE_WALL, names_of(profile_id))


def sign(connection: psycopg.Connection, profile_id: str, signature: Mapping[str, str]) -> None:
    """Write the state as applied beside the wall. It shows drift; whoever may rewrite it may bypass the wall anyway."""
    connection.execute(
        sql.SQL("COMMENT ON SCHEMA {} IS {}").format(
            sql.Identifier(schema_of(profile_id)), sql.Literal(json.dumps(signature, sort_keys=True))
        )
    )


def read_signature(text: str) -> Mapping[str, object]:
    """What a wall was signed with; nothing for what is no signature."""
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _hashes(
    connection: psycopg.Connection, queries: Mapping[str, str], names: Mapping[str, str]
) -> dict[str, str]:
    return {
        side: canonical_hash([[None if cell is None else str(cell) for cell in row] for row in rows])
        for side, rows in (
            (side, connection.execute(query.encode(), names).fetchall()) for side, query in queries.items()
        )
    }
