"""The second wall in a real database: applied, removed, and compared with what the policy says.

Knows: connections, which walls are installed, in which order they are built and taken down.
Must not know: what a profile is for.

A wall that stands as it should is one whose effective state is what it was when it was applied from the same profile,
and whose reader can read its mask views and nothing else, whoever granted what to whom.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import psycopg

from ostiary.errors import UpstreamDown, WallMismatch
from ostiary.model.catalogue import Catalogue
from ostiary.model.profile import Profile
from ostiary.pgwire.scram import SALT_SIZE, derive_verifier
from ostiary.sql.text import quoted
from ostiary.sql.versions import version_fault
from ostiary.sql.wall import (
    filter_statements,
    filtered_classes,
    password_statement,
    removal_statements,
    view_statements,
    wall_hash,
)
from ostiary.sql.wall_names import MARK
from ostiary.store.control import first_line, noticing_cuts
from ostiary.store.wall_locks import Builder, Patience
from ostiary.store.wall_reach import reach
from ostiary.store.wall_row_security import loaders, switch_off, switch_on
from ostiary.store.wall_state import common_state, names_of, read_signature, sign, state_of

_INSTALLED: Final = """SELECT nspname, obj_description(oid, 'pg_namespace') FROM pg_namespace
    WHERE nspname ~ %s ORDER BY 1"""

# What would go with a wall and is not of it: what its two roles own elsewhere, and what others have built on its views.
_ENTANGLED: Final = """SELECT r.rolname || ' owns ' || i.type || ' ' || i.identity FROM pg_shdepend s
        JOIN pg_roles r ON s.refclassid = 'pg_authid'::regclass AND s.refobjid = r.oid AND s.deptype = 'o'
        JOIN pg_database d ON d.oid = s.dbid AND d.datname = current_database(),
        LATERAL pg_identify_object(s.classid, s.objid, s.objsubid) i
    WHERE r.rolname IN (%(reader)s, %(mask)s) AND i.schema IS DISTINCT FROM %(schema)s
    UNION SELECT o.oid::regclass::text || ' rests on ' || c.oid::regclass::text
    FROM pg_class c JOIN pg_depend p ON p.refclassid = 'pg_class'::regclass AND p.refobjid = c.oid
        JOIN pg_rewrite w ON p.classid = 'pg_rewrite'::regclass AND p.objid = w.oid
        JOIN pg_class o ON o.oid = w.ev_class
    WHERE c.relnamespace = to_regnamespace(%(schema)s) AND o.relnamespace <> c.relnamespace
    UNION SELECT f.oid::regprocedure::text || ' rests on ' || c.oid::regclass::text
    FROM pg_class c JOIN pg_depend p ON p.refclassid = 'pg_class'::regclass AND p.refobjid = c.oid
        JOIN pg_proc f ON p.classid = 'pg_proc'::regclass AND p.objid = f.oid
    WHERE c.relnamespace = to_regnamespace(%(schema)s) AND f.pronamespace <> c.relnamespace
    ORDER BY 1"""

Keep = Callable[[Mapping[str, str]], None]


@dataclass(frozen=True, slots=True)
class WallCheck:
    """Which profiles' walls stand as they should, and what is wrong with the others, one line each."""

    standing: frozenset[str]
    differences: tuple[str, ...]


def apply_walls(
    dsn: str,
    profiles: Iterable[Profile],
    catalogue: Catalogue,
    keep: Keep = lambda _: None,
    patience: Patience = Patience(),  # noqa: B008 - frozen
) -> dict[str, str]:
    """Let exactly these profiles' walls stand; all readers' fresh passwords by profile id, which ``keep`` is given too.

    A wall that stands as it should is left alone but for the password. Everything is one transaction: if we crash before
    its commit, all walls are as they were. ``keep`` runs after it and before another builder can begin, so that of two who
    apply at once the later's passwords are the ones that are kept; if we crash in between, nobody has them, and whoever
    applies again draws new ones.

    Raises WallMismatch when a table cannot be walled or would change for others, WallBusy when a lock is not to be had,
    UpstreamDown when the database cannot be reached.
    """
    wanted = {profile.id: profile for profile in profiles}
    passwords = {profile_id: secrets.token_urlsafe(24) for profile_id in wanted}
    with records_connection(dsn) as connection:
        fault = version_fault(_version(connection))
        if fault is not None:
            raise WallMismatch(fault.what, hint=fault.hint)
        builder = Builder(connection, _tables(wanted.values(), catalogue), patience)
        builder.take_place()
        builder.build(lambda: _let_stand(connection, wanted, catalogue, passwords))
        for line in loaders(connection):
            patience.tell(line)
        keep(passwords)
    return passwords


def remove_walls(dsn: str, patience: Patience = Patience()) -> int:  # noqa: B008 - frozen
    """Take every profile's wall away, and row security where walls brought it; how many walls there were.

    ``patience`` is told of tables that must keep their row security. Raises what ``apply_walls`` does.
    """

    def take_all() -> tuple[int, list[str]]:
        installed = dict(_installed(connection))
        _take_down(connection, installed)
        return len(installed), switch_off(connection)

    with records_connection(dsn) as connection:
        builder = Builder(connection, [], patience)
        builder.take_place()
        count, kept = builder.build(take_all)
    for line in kept:
        patience.tell(line)
    return count


def check_walls(dsn: str, profiles: Iterable[Profile], catalogue: Catalogue) -> WallCheck:
    """Compare what stands with what the profiles say. Raises UpstreamDown when the database cannot be reached.

    On a server whose release leaks past row filters no wall stands.
    """
    with records_connection(dsn) as connection:
        fault = version_fault(_version(connection))
        if fault is not None:
            return WallCheck(frozenset(), (fault.what,))
        connection.execute("SET statement_timeout = '60s'")
        return _compare(connection, profiles, catalogue)


def server_version(dsn: str) -> str:
    """The records database's version, such as ``18.4``. Raises UpstreamDown."""
    with records_connection(dsn) as connection:
        return _version(connection)


def _version(connection: psycopg.Connection) -> str:
    return str(connection.info.parameter_status("server_version") or "").split(" ")[0]


def _let_stand(
    connection: psycopg.Connection,
    wanted: Mapping[str, Profile],
    catalogue: Catalogue,
    passwords: Mapping[str, str],
) -> None:
    """Old walls go first, for a changed one has the names of the one that replaces it. What takes tables comes last.

    All are signed anew: row security that one brings is seen by others that read the same table.
    """
    standing = _compare(connection, wanted.values(), catalogue).standing
    verifiers = {
        profile_id: derive_verifier(password, secrets.token_bytes(SALT_SIZE)).format()
        for profile_id, password in passwords.items()
    }
    fresh = [profile for profile_id, profile in wanted.items() if profile_id not in standing]
    _take_down(connection, (each for each, _ in _installed(connection) if each not in standing))
    for profile in fresh:
        _execute_all(connection, view_statements(profile, catalogue, verifiers[profile.id]))
    _execute_all(connection, (password_statement(each, verifiers[each]) for each in sorted(standing)))
    switch_on(connection, filtered_classes(wanted.values(), catalogue))
    for profile in fresh:
        _execute_all(connection, filter_statements(profile, catalogue))
    switch_off(connection)
    common = common_state(connection)
    for profile in wanted.values():
        _sign(connection, profile, catalogue, common)


def _sign(
    connection: psycopg.Connection, profile: Profile, catalogue: Catalogue, common: Mapping[str, str]
) -> None:
    """Sign a wall as it stands; one whose reader gets past it is none."""
    found = list(reach(connection, profile.id))
    if found:
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        raise WallMismatch(
            f"{found[0]}{more}",
            hint="Revoke that grant, or grant it to a role instead of PUBLIC; then apply again.",
        )
    sign(connection, profile.id, _signature(connection, profile, catalogue, common))


def _signature(
    connection: psycopg.Connection, profile: Profile, catalogue: Catalogue, common: Mapping[str, str]
) -> dict[str, str]:
    return {"wall": wall_hash(profile, catalogue), **common, **state_of(connection, profile.id)}


def _compare(connection: psycopg.Connection, profiles: Iterable[Profile], catalogue: Catalogue) -> WallCheck:
    standing: set[str] = set()
    differences: list[str] = []
    installed, common = dict(_installed(connection)), common_state(connection)
    for profile in profiles:
        signed = installed.get(profile.id)
        if signed is None:
            differences.append(f"the wall of profile {profile.id} is not there")
            continue
        found = list(
            _differences(profile.id, signed, _signature(connection, profile, catalogue, common))
        ) + list(reach(connection, profile.id))
        differences += found
        if not found:
            standing.add(profile.id)
    return WallCheck(frozenset(standing), tuple(differences))


def _differences(profile_id: str, signed: str, found: Mapping[str, str]) -> Iterator[str]:
    says = read_signature(signed)
    for side, state in found.items():
        if says.get(side) != state:
            how = "applied from other rules" if side == "wall" else f"changed after it was applied: {side}"
            yield f"the wall of profile {profile_id} was {how}"


def _take_down(connection: psycopg.Connection, profile_ids: Iterable[str]) -> None:
    """Raises WallMismatch where something that is not of the wall would go with it."""
    for profile_id in profile_ids:
        found = connection.execute(_ENTANGLED.encode(), names_of(profile_id)).fetchone()
        if found is not None:
            raise WallMismatch(
                f"something that is not of the wall would go with it: {found[0]}",
                hint="Give it to another owner, or take it away yourself.",
            )
        _execute_all(connection, removal_statements(profile_id))


def _installed(connection: psycopg.Connection) -> Iterator[tuple[str, str | None]]:
    for schema, comment in connection.execute(_INSTALLED, [f"^{MARK}_[0-9a-f]{{12}}$"]).fetchall():
        yield str(schema).removeprefix(f"{MARK}_"), comment


def _tables(profiles: Iterable[Profile], catalogue: Catalogue) -> list[str]:
    found = (catalogue.classes[name] for profile in profiles for name in profile.views)
    return sorted({f"{quoted(each.schema)}.{quoted(each.name)}" for each in found})


def _execute_all(connection: psycopg.Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.execute(statement.encode())


@contextmanager
def records_connection(dsn: str) -> Iterator[psycopg.Connection]:
    """A connection for the life of the block. Whatever the database refuses is told without quoting rows.

    Its search_path is pinned: what the catalogues print of a view depends on it, and two accounts must read the same.
    """
    try:
        with psycopg.connect(noticing_cuts(dsn), autocommit=True, connect_timeout=5) as connection:
            connection.execute("SET search_path = pg_catalog")
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
