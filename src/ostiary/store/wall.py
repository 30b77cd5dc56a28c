"""The second wall in a real database: applied, removed, and compared with what the policy says.

Knows: connections, PostgreSQL's catalogues of roles, grants, policies and views.
Must not know: what a profile is for.

A wall that stands as it should is one whose effective state is what it was when it was applied from the same profile,
and whose reader can read its mask views and nothing else, whoever granted what to whom.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import psycopg
from psycopg import sql

from ostiary.errors import UpstreamDown, WallMismatch
from ostiary.model.canonical import canonical_hash
from ostiary.model.catalogue import Catalogue
from ostiary.model.profile import Profile
from ostiary.pgwire.scram import SALT_SIZE, derive_verifier
from ostiary.sql.wall import removal_statements, row_security_statements, wall_hash, wall_statements
from ostiary.sql.wall_names import MARK, mask_role_of, reader_of, schema_of
from ostiary.store.control import first_line, noticing_cuts

LOCK_TIMEOUT: Final = "2s"
"""The longest that activation may make other applications wait for a table."""

# Each query lists one side of a wall's state; parameters are the reader, the mask role and the schema.
_STATE: Final[Mapping[str, str]] = {
    "roles": """SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication,
        rolbypassrls, rolconfig::text FROM pg_roles WHERE rolname IN (%(reader)s, %(mask)s) ORDER BY 1""",
    "memberships": """SELECT m.member::regrole::text, m.roleid::regrole::text FROM pg_auth_members m
        JOIN pg_roles r ON r.oid IN (m.member, m.roleid) WHERE r.rolname IN (%(reader)s, %(mask)s) ORDER BY 1, 2""",
    "settings": """SELECT r.rolname, d.datname, s.setconfig::text FROM pg_db_role_setting s
        JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase
        WHERE r.rolname IN (%(reader)s, %(mask)s) ORDER BY 1, 2""",
    "schema": """SELECT pg_get_userbyid(nspowner), nspacl::text FROM pg_namespace
        WHERE oid = to_regnamespace(%(schema)s)""",
    "objects": """SELECT c.relname, c.relkind::text, pg_get_userbyid(c.relowner), c.relacl::text, c.reloptions::text,
        pg_get_viewdef(c.oid), (SELECT string_agg(a.attname || a.attacl::text, ',' ORDER BY a.attnum)
            FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL)
        FROM pg_class c WHERE c.relnamespace = to_regnamespace(%(schema)s) ORDER BY 1""",
    "functions": """SELECT p.oid::regprocedure::text FROM pg_proc p
        WHERE p.pronamespace = to_regnamespace(%(schema)s) ORDER BY 1""",
    "policies": """SELECT schemaname, tablename, policyname, permissive, cmd, qual FROM pg_policies
        WHERE %(mask)s = ANY (roles) ORDER BY 1, 2, 3""",
    "row_security": """SELECT c.oid::regclass::text, c.relrowsecurity FROM pg_class c
        JOIN pg_policies p ON p.tablename = c.relname AND to_regnamespace(p.schemaname) = c.relnamespace
        WHERE %(mask)s = ANY (p.roles) GROUP BY 1, 2 ORDER BY 1""",
    "raw_columns": """SELECT a.attrelid::regclass::text, a.attname FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            AND n.oid <> to_regnamespace(%(schema)s)
        WHERE a.attnum > 0 AND NOT a.attisdropped AND has_column_privilege(%(mask)s, a.attrelid, a.attnum, 'SELECT')
        ORDER BY 1, 2""",
}

# What a reader could touch outside its own schema, by any road: its own grants, PUBLIC's, a role's, or a function that
# runs with the rights of its owner.
_REACH: Final = """SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND n.oid IS DISTINCT FROM to_regnamespace(%(schema)s) AND has_schema_privilege(%(reader)s, n.oid, 'USAGE')
        AND (has_any_column_privilege(%(reader)s, c.oid, 'SELECT, INSERT, UPDATE')
            OR has_table_privilege(%(reader)s, c.oid, 'DELETE, TRUNCATE'))
    UNION ALL SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND has_schema_privilege(%(reader)s, n.oid, 'USAGE') AND has_function_privilege(%(reader)s, p.oid, 'EXECUTE')
    ORDER BY 1"""

_INSTALLED: Final = """SELECT nspname, obj_description(oid, 'pg_namespace') FROM pg_namespace
    WHERE nspname ~ %s ORDER BY 1"""

_HAS_ROW_SECURITY: Final = """SELECT relrowsecurity FROM pg_class
    WHERE relnamespace = to_regnamespace(%s) AND relname = %s"""


@dataclass(frozen=True, slots=True)
class WallCheck:
    """Which profiles' walls stand as they should, and what is wrong with the others, one line each."""

    standing: frozenset[str]
    differences: tuple[str, ...]


def apply_walls(dsn: str, profiles: Iterable[Profile], catalogue: Catalogue) -> dict[str, str]:
    """Build the wall of every profile anew, and take away those of others; the readers' fresh passwords by profile id.

    One transaction: if we crash before its commit, every wall is as it was, and if the commit fails, nobody has the new
    passwords. Raises WallMismatch when a table cannot be walled, UpstreamDown when the database cannot be reached.
    """
    wanted = {profile.id: profile for profile in profiles}
    passwords = {profile_id: secrets.token_urlsafe(24) for profile_id in wanted}
    with records_connection(dsn) as connection, connection.transaction():
        _execute(connection, f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        for profile_id, _ in _installed(connection):
            _execute_all(connection, removal_statements(profile_id))
        _switch_row_security_on(connection, wanted.values(), catalogue)
        for profile_id, profile in wanted.items():
            verifier = derive_verifier(passwords[profile_id], secrets.token_bytes(SALT_SIZE)).format()
            _execute_all(connection, wall_statements(profile, catalogue, verifier))
            _sign(connection, profile, catalogue)
            for difference in _reach(connection, profile_id):
                raise WallMismatch(
                    difference,
                    hint="Revoke that grant, or grant it to a role instead of PUBLIC; then apply again.",
                )
    return passwords


def remove_walls(dsn: str) -> int:
    """Take every profile's wall away; how many there were. Row security and its open policies stay."""
    with records_connection(dsn) as connection, connection.transaction():
        installed = list(_installed(connection))
        for profile_id, _ in installed:
            _execute_all(connection, removal_statements(profile_id))
    return len(installed)


def check_walls(dsn: str, profiles: Iterable[Profile], catalogue: Catalogue) -> WallCheck:
    """Compare what stands with what the profiles say. Raises UpstreamDown when the database cannot be reached."""
    standing: set[str] = set()
    differences: list[str] = []
    with records_connection(dsn) as connection:
        installed = dict(_installed(connection))
        for profile in profiles:
            found = list(_differences(connection, profile, catalogue, installed.get(profile.id)))
            differences += found
            if not found:
                standing.add(profile.id)
    return WallCheck(frozenset(standing), tuple(differences))


def server_version(dsn: str) -> str:
    """The records database's version, such as ``18.4``. Raises UpstreamDown."""
    with records_connection(dsn) as connection:
        return str(connection.info.parameter_status("server_version") or "").split(" ")[0]


def _differences(
    connection: psycopg.Connection, profile: Profile, catalogue: Catalogue, signed: str | None
) -> Iterator[str]:
    name = f"the wall of profile {profile.id}"
    if signed is None:
        yield f"{name} is not there"
        return
    says = _read_signature(signed)
    if says.get("wall") != wall_hash(profile, catalogue):
        yield f"{name} was applied from other rules"
    for side, state in _state(connection, profile.id).items():
        if says.get(side) != state:
            yield f"{name} was changed after it was applied: {side}"
    yield from _reach(connection, profile.id)


def _sign(connection: psycopg.Connection, profile: Profile, catalogue: Catalogue) -> None:
    """Write the state as applied beside the wall. It shows drift; whoever may rewrite it may bypass the wall anyway."""
    signature = {"wall": wall_hash(profile, catalogue), **_state(connection, profile.id)}
    connection.execute(
        sql.SQL("COMMENT ON SCHEMA {} IS {}").format(
            sql.Identifier(schema_of(profile.id)), sql.Literal(json.dumps(signature, sort_keys=True))
        )
    )


def _read_signature(text: str) -> Mapping[str, object]:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _state(connection: psycopg.Connection, profile_id: str) -> dict[str, str]:
    """Each side of the wall as the hash of what the catalogues say of it."""
    names = _names(profile_id)
    return {
        side: canonical_hash([[None if cell is None else str(cell) for cell in row] for row in rows])
        for side, rows in (
            (side, connection.execute(query.encode(), names).fetchall()) for side, query in _STATE.items()
        )
    }


def _reach(connection: psycopg.Connection, profile_id: str) -> Iterator[str]:
    for (relation,) in connection.execute(_REACH.encode(), _names(profile_id)).fetchall():
        yield f"the reader of profile {profile_id} can reach {relation} past its mask views"


def _names(profile_id: str) -> dict[str, str]:
    return {
        "reader": reader_of(profile_id),
        "mask": mask_role_of(profile_id),
        "schema": schema_of(profile_id),
    }


def _installed(connection: psycopg.Connection) -> Iterator[tuple[str, str | None]]:
    for schema, comment in connection.execute(_INSTALLED, [f"^{MARK}_[0-9a-f]{{12}}$"]).fetchall():
        yield str(schema).removeprefix(f"{MARK}_"), comment


def _switch_row_security_on(
    connection: psycopg.Connection, profiles: Iterable[Profile], catalogue: Catalogue
) -> None:
    filtered = sorted({name for profile in profiles for name, view in profile.views.items() if view.rows})
    for name in filtered:
        record_class = catalogue.classes[name]
        found = connection.execute(_HAS_ROW_SECURITY, [record_class.schema, record_class.name]).fetchone()
        if found is None:
            raise WallMismatch(f"there is no table `{record_class.schema}.{record_class.name}`")
        if not found[0]:
            _execute_all(connection, row_security_statements(record_class))


def _execute_all(connection: psycopg.Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        _execute(connection, statement)


def _execute(connection: psycopg.Connection, statement: str) -> None:
    connection.execute(statement.encode())


@contextmanager
def records_connection(dsn: str) -> Iterator[psycopg.Connection]:
    """A connection for the life of the block. Whatever the database refuses is told without quoting rows."""
    try:
        with psycopg.connect(noticing_cuts(dsn), autocommit=True, connect_timeout=5) as connection:
            yield connection
    except psycopg.OperationalError as error:
        # What ends a statement, such as a lock that is not to be had, is an OperationalError too, and has an SQLSTATE.
        hint = "Start it, or correct the connection string." if error.sqlstate is None else ""
        raise UpstreamDown(
            f"the records database cannot be reached: {first_line(error)}", hint=hint
        ) from error
    except psycopg.Error as error:
        said = error.diag.message_primary or type(error).__name__
        raise WallMismatch(f"the records database refused a part of the wall: {said}") from error
