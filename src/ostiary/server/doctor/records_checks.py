"""Checks of the records database and its second wall.

Knows: which versions will do, what the keeper and the readers need, what reduces a wall.
Must not know: SQL, the log, directives.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, NamedTuple

from psycopg.conninfo import make_conninfo

from ostiary.policy.profiles import all_profiles
from ostiary.server.doctor.finding import Result, error, ok, warning
from ostiary.server.doctor.patient import Patient
from ostiary.sql.versions import version_fault
from ostiary.sql.wall_names import reader_of
from ostiary.store.reader_passwords import read_reader_passwords
from ostiary.store.records_facts import RecordsFacts, look_at_records, try_reader
from ostiary.store.wall import check_walls

SKEW_WARNING: Final = 2.0
"""Seconds; a lease is as long."""
SKEW_ERROR: Final = 60.0

FEW_CONNECTIONS: Final = 50
"""A session that asks holds a connection to the database until it leaves."""


def check_records(patient: Patient) -> Result:
    """The wall keeper can look at the right database."""
    patient.records = look_at_records(patient.home.keeper_dsn)
    found, wanted = patient.records.database, patient.home.settings.database.name
    if found != wanted:
        return error(
            f"the wall keeper looks at the database `{found}`, and clients ask `{wanted}`",
            "Correct the connection string of the wall keeper, or `name` under [database].",
        )
    return ok(f"`{found}` answers `{patient.records.account}`")


def check_version(patient: Patient) -> Result:
    """A major version that was looked at, with the repairs that the wall rests on."""
    version = patient.records.version
    fault = version_fault(version)
    return ok(f"PostgreSQL {version}") if fault is None else error(fault.what, fault.hint)


def check_clock(patient: Patient) -> Result:
    """Both clocks show the same time: cut-offs, agreements and entries are dated."""
    ahead = patient.records.ahead_seconds
    said = f"the database's clock is {abs(ahead):.1f} s {'ahead of' if ahead > 0 else 'behind'} ours"
    hint = "Let both machines follow the same time servers (chrony, systemd-timesyncd)."
    if abs(ahead) > SKEW_ERROR:
        return error(said, hint)
    return warning(said, hint) if abs(ahead) > SKEW_WARNING else ok(said)


def check_keeper(patient: Patient) -> Result:
    """The keeper has what it needs, and no more than that."""
    facts = patient.records
    if facts.is_superuser:
        return warning(
            f"the wall keeper `{facts.account}` is a superuser: whoever holds the gateway's secrets holds the database",
            "Use an account that may only connect, and build walls with another; see docs/install.md, `2. Accounts`.",
        )
    if facts.may_build and not facts.may_limit:
        return warning(
            f"`{facts.account}` may not set temp_file_limit, so `ostiary wall apply` fails with it",
            f"As a superuser: GRANT SET ON PARAMETER temp_file_limit TO {facts.account};",
        )
    said = "may build walls" if facts.may_build else "may look at walls, and not build them"
    return ok(f"`{facts.account}` {said}")


def check_connections(patient: Patient) -> Result:
    """The database has room for sessions."""
    said = f"the database takes {patient.records.connections} connections, one for each session that asks"
    if patient.records.connections < FEW_CONNECTIONS:
        return warning(said, "Raise max_connections, and restart the database.")
    return ok(said)


class Reduction(NamedTuple):
    """Something that everybody may do, and a reader with them: what, and the statement that ends it."""

    may: str
    revoke: str


def reductions(facts: RecordsFacts) -> list[Reduction]:
    """What reduces the second wall without being a difference: PUBLIC had it before, and others may rest on it."""
    found = []
    if facts.public_has_temporary:
        revoke = f"REVOKE TEMPORARY ON DATABASE {facts.database} FROM PUBLIC;"
        found.append(Reduction("make temporary tables", revoke))
    if facts.public_connects:
        names = ", ".join(f"`{name}`" for name in facts.public_connects)
        revoke = f"REVOKE CONNECT ON DATABASE {', '.join(facts.public_connects)} FROM PUBLIC;"
        found.append(Reduction(f"connect to {names}", revoke))
    if facts.public_creates:
        names = ", ".join(f"`{name}`" for name in facts.public_creates)
        revoke = f"REVOKE CREATE ON SCHEMA {', '.join(facts.public_creates)} FROM PUBLIC;"
        found.append(Reduction(f"make things in {names}", revoke))
    return found


def check_public(patient: Patient) -> Result:
    """What everybody may do in the database, a reader may do too."""
    found = reductions(patient.records)
    if found:
        return warning(
            f"the second wall is reduced: PUBLIC may {', and '.join(one.may for one in found)}",
            f"Grant these to those who need them, then: {' '.join(one.revoke for one in found)}",
        )
    return ok("PUBLIC has no rights that reduce the second wall")


def check_standing(patient: Patient) -> Result:
    """Each profile's wall is what the policy says."""
    patient.profiles = all_profiles(patient.bundle, datetime.now(UTC).date())
    checked = check_walls(patient.home.keeper_dsn, patient.profiles, patient.bundle.catalogue)
    if checked.differences:
        more = len(checked.differences) - 1
        return error(
            f"{checked.differences[0]}{f', and {more} more differences' if more else ''}",
            "Find out who changed it (`ostiary wall check` lists all), then `ostiary wall apply`.",
        )
    return ok(f"{len(checked.standing)} walls stand as the policy says")


def check_readers(patient: Patient) -> Result:
    """The door can log in as each profile's reader."""
    hint = "Run `ostiary wall apply`: it gives all readers new passwords."
    passwords = read_reader_passwords(patient.home.readers_dir)
    for profile in patient.profiles:
        password = passwords.get(profile.id)
        if password is None:
            return error(f"there is no password for the reader of profile {profile.id}", hint)
        said = try_reader(_readers_way(patient), reader_of(profile.id), password)
        if said:
            return error(f"the reader of profile {profile.id} cannot log in: {said}", hint)
    return ok(f"{len(patient.profiles)} readers can log in")


def _readers_way(patient: Patient) -> str:
    """How readers come to the database, in libpq's words."""
    where, root = patient.home.settings.database, patient.home.records_root_file
    # What the door itself does: see `ostiary.door.connecting`.
    over_tls = (
        {}
        if root is None
        else {"sslmode": "verify-full", "sslrootcert": str(root), "channel_binding": "require"}
    )
    return make_conninfo(host=where.host, port=where.port, dbname=where.name, **over_tls)
