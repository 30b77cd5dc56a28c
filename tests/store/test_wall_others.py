"""The second wall on a database that other applications share: nobody else notices it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import psycopg
import pytest

from ostiary.errors import WallMismatch
from ostiary.sql.wall_names import schema_of
from ostiary.store.wall import apply_walls, check_walls, remove_walls
from ostiary.store.wall_locks import Patience
from sql.bypass_world import CATALOGUE, PROFILE
from store.wall_world import (
    MAJORS,
    MASK,
    PROFILES,
    READER,
    SECOND,
    Server,
    connect_as,
    owner_of,
    shared_server,
)

TABLES: Final = ("person", "vehicle", "incident", "district")

ROLES: Final = ("application", "reports", "auditor", "records")
"""Grants on all tables; grants on all but the forced one, some by column; what PUBLIC has; the owner of the tables."""

SHARED: Final = """
CREATE ROLE reports LOGIN PASSWORD 'reports';
CREATE ROLE auditor LOGIN PASSWORD 'auditor';
CREATE ROLE records LOGIN PASSWORD 'records';
GRANT USAGE ON SCHEMA city TO reports, auditor, records;
GRANT SELECT ON city.person, city.incident TO reports;
GRANT SELECT (vehicle_id, plate) ON city.vehicle TO reports;
ALTER TABLE city.person OWNER TO records;
ALTER TABLE city.vehicle OWNER TO records;
ALTER TABLE city.incident OWNER TO records;
ALTER TABLE city.district OWNER TO records;
-- PUBLIC may read it, and only those who may use the schema can: no reader can reach it.
GRANT SELECT ON city.district TO PUBLIC;
-- Row security of the owner's own, permissive for some and for all, and restrictive.
CREATE POLICY own_reports ON city.incident FOR SELECT TO reports USING (district < 5);
CREATE POLICY own_limit ON city.incident AS RESTRICTIVE FOR SELECT TO PUBLIC USING (kind <> 'Hidkind');
-- And forced upon the owner.
CREATE TABLE city.forced AS SELECT * FROM city.district;
ALTER TABLE city.forced OWNER TO records;
ALTER TABLE city.forced ENABLE ROW LEVEL SECURITY;
ALTER TABLE city.forced FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON city.forced TO PUBLIC USING (district > 2);
-- A policy that is not in force, and widens nothing when it is.
CREATE POLICY sleeping ON city.person FOR SELECT TO reports USING (person_id < 10);
"""


@pytest.fixture(scope="module", params=MAJORS)
def server(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server on which four applications have rights of different kinds."""
    with shared_server(tmp_path_factory.mktemp("others"), request.param) as embedded:
        with owner_of(embedded) as owner:
            owner.execute(SHARED.encode())
        yield embedded


@pytest.fixture(autouse=True)
def no_walls(server: Server) -> Iterator[None]:
    """Each test begins and ends without walls."""
    yield
    remove_walls(server.admin_dsn())


def answers(server: Server) -> dict[tuple[str, str], list[str]]:
    """What each role gets of each table, and how the server says it would go about it; or which error."""
    found = {}
    for role in ROLES:
        with connect_as(server, role, role) as connection:
            for table in (*TABLES, "forced"):
                for query in QUERIES:
                    text = query.format(table=table)
                    found[role, text] = _answer(connection, text)
    return found


QUERIES: Final = (
    "SELECT * FROM city.{table}",
    "SELECT count(*) FROM city.{table}",
    "EXPLAIN (COSTS OFF) SELECT * FROM city.{table} WHERE {table} IS NOT NULL",
    "EXPLAIN (COSTS OFF) SELECT count(*) FROM city.{table}",
    "SELECT vehicle_id, plate FROM city.vehicle WHERE '{table}' = 'vehicle' AND plate LIKE 'AB1%'",
    "EXPLAIN (COSTS OFF) SELECT vehicle_id, plate FROM city.vehicle WHERE '{table}' = plate AND vehicle_id = 3",
)


def _answer(connection: psycopg.Connection, text: str) -> list[str]:
    try:
        return sorted(map(str, connection.execute(text.encode()).fetchall()))
    except psycopg.Error as error:
        return [str(error.sqlstate)]


def belongings(server: Server) -> list[tuple[object, ...]]:
    """Whatever the catalogues say of the shared schema: privileges as they take effect, policies, row security, comments."""
    with owner_of(server) as owner:
        return owner.execute(
            """SELECT 'table', c.relname, c.relrowsecurity::text, c.relforcerowsecurity::text, c.relowner::text,
                (SELECT string_agg(a::text, ',' ORDER BY a::text)
                    FROM aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a)
            FROM pg_class c WHERE c.relnamespace = 'city'::regnamespace
            UNION ALL SELECT 'column', a.attname, a.attrelid::regclass::text, a.attacl::text, '', '' FROM pg_attribute a
            JOIN pg_class c ON c.oid = a.attrelid AND c.relnamespace = 'city'::regnamespace WHERE a.attacl <> '{}'
            UNION ALL SELECT 'schema', n.nspname, '', '', '', (SELECT string_agg(a::text, ',' ORDER BY a::text)
                FROM aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a) FROM pg_namespace n
            UNION ALL SELECT 'policy', polname, polrelid::regclass::text, polroles::text, polpermissive::text,
                pg_get_expr(polqual, polrelid) FROM pg_policy
            UNION ALL SELECT 'role', rolname, '', rolconfig::text, '', '' FROM pg_roles
            UNION ALL SELECT 'membership', roleid::text, member::text, grantor::text, '', '' FROM pg_auth_members
            UNION ALL SELECT 'comment', objoid::text, classoid::text, objsubid::text, description, '' FROM pg_description
            ORDER BY 1, 2, 3, 4, 5, 6"""
        ).fetchall()


def test_nobody_else_notices_a_wall(server: Server) -> None:
    """Before, behind and after the walls, four kinds of roles have the same answers, errors and plans."""
    before, owned = answers(server), belongings(server)
    assert len(before["auditor", "SELECT * FROM city.district"]) == 9
    assert len(before["records", "SELECT * FROM city.forced"]) == 7
    assert (
        0
        < len(before["reports", "SELECT * FROM city.incident"])
        < len(before["records", "SELECT * FROM city.incident"])
    )
    assert before["auditor", "SELECT * FROM city.person"] == ["42501"]
    for _ in range(2):
        apply_walls(server.admin_dsn(), PROFILES, CATALOGUE)
        assert answers(server) == before
        assert check_walls(server.admin_dsn(), PROFILES, CATALOGUE).differences == ()
    apply_walls(server.admin_dsn(), [SECOND], CATALOGUE)
    assert answers(server) == before
    remove_walls(server.admin_dsn())
    assert answers(server) == before
    assert belongings(server) == owned


def test_others_write_as_before(server: Server) -> None:
    """Behind the walls an application inserts, changes and deletes what its grants let it."""
    apply_walls(server.admin_dsn(), PROFILES, CATALOGUE)
    with connect_as(server, "application", "application") as application:
        application.execute("INSERT INTO city.person (person_id) VALUES (5000)")
        assert (
            application.execute("UPDATE city.person SET surname = 'x' WHERE person_id = 5000").rowcount == 1
        )
        assert application.execute("DELETE FROM city.person WHERE person_id = 5000").rowcount == 1


def test_the_profile_and_not_the_owners_policy_says_what_a_reader_sees(server: Server) -> None:
    """Behind row security of the owner's own, also where the profile filters nothing, all rows of the profile are there."""
    with owner_of(server) as owner:
        owner.execute("ALTER TABLE city.district ENABLE ROW LEVEL SECURITY")
    passwords = apply_walls(server.admin_dsn(), PROFILES, CATALOGUE)
    with connect_as(server, READER, passwords[PROFILE.id]) as reader:
        districts = reader.execute(f'SELECT * FROM "{schema_of(PROFILE.id)}".district'.encode()).fetchall()
    with owner_of(server) as owner:
        owner.execute("ALTER TABLE city.district DISABLE ROW LEVEL SECURITY")
    assert len(districts) == 9


def test_who_can_no_longer_load_a_table_is_told(server: Server) -> None:
    """COPY into a table with row security is the one thing that others lose, and applying says who loses it."""
    told: list[str] = []
    apply_walls(server.admin_dsn(), PROFILES, CATALOGUE, patience=Patience(tell=told.append))
    assert told == [
        f"`application` may INSERT into `city.{table}`, but no longer COPY into it: row security forbids that"
        for table in ("person", "vehicle")
    ]
    for role, refused in (("application", True), ("records", False)):
        with connect_as(server, role, role) as connection, connection.transaction():
            try:
                with connection.cursor().copy("COPY city.person (person_id) FROM STDIN") as copy:
                    copy.write("6000\n")
            except psycopg.errors.FeatureNotSupported:
                assert refused
            else:
                assert not refused
                connection.execute("DELETE FROM city.person WHERE person_id = 6000")
    remove_walls(server.admin_dsn())
    with connect_as(server, "application", "application") as connection, connection.transaction():
        with connection.cursor().copy("COPY city.person (person_id) FROM STDIN") as copy:
            copy.write("6000\n")
        connection.execute("DELETE FROM city.person WHERE person_id = 6000")


def test_who_wants_no_row_security_is_refused_and_not_filtered(server: Server) -> None:
    """``row_security = off``, as pg_dump sets it, is an error for others than the owner; the owner dumps as before."""
    apply_walls(server.admin_dsn(), PROFILES, CATALOGUE)
    for role, expected in (("application", None), ("records", 45)):
        with connect_as(server, role, role) as connection:
            connection.execute("SET row_security = off")
            if expected is None:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute("SELECT count(*) FROM city.person")
            else:
                found = connection.execute("SELECT count(*) FROM city.person").fetchone()
                assert found == (expected,)


def test_a_sleeping_restrictive_policy_stops_activation(server: Server) -> None:
    """Row security would bring it into force, and others would see less: nothing is built."""
    with owner_of(server) as owner:
        owner.execute("CREATE POLICY asleep ON city.vehicle AS RESTRICTIVE TO PUBLIC USING (year > 2000)")
        before = answers(server)
        with pytest.raises(WallMismatch, match=r"`asleep` on `city\.vehicle` is not in force"):
            apply_walls(server.admin_dsn(), PROFILES, CATALOGUE)
        assert answers(server) == before
        owner.execute("DROP POLICY asleep ON city.vehicle")
    assert remove_walls(server.admin_dsn()) == 0


def test_row_security_that_others_have_built_on_stays(server: Server) -> None:
    """A policy that somebody made behind the wall is in force; taking row security away would undo it."""
    apply_walls(server.admin_dsn(), PROFILES, CATALOGUE)
    told: list[str] = []
    with owner_of(server) as owner:
        owner.execute("CREATE POLICY since ON city.vehicle AS RESTRICTIVE TO application USING (year > 2000)")
        before = answers(server)
        remove_walls(server.admin_dsn(), Patience(tell=told.append))
        assert answers(server) == before
        assert told == ["row security stays on for `city.vehicle`: others have policies there now"]
        owner.execute("DROP POLICY since ON city.vehicle")
    remove_walls(server.admin_dsn())
    assert not [row for row in belongings(server) if row[:2] == ("policy", "ostiary_open")]


def test_what_public_may_read_and_readers_reach_stops_activation(server: Server) -> None:
    """A grant to PUBLIC in a schema for everybody would let readers past the masks: nothing is built or revoked."""
    with owner_of(server) as owner:
        owner.execute("GRANT USAGE ON SCHEMA city TO PUBLIC")
        before, owned = answers(server), belongings(server)
        with pytest.raises(WallMismatch, match=r"can reach city\.district past its mask views"):
            apply_walls(server.admin_dsn(), PROFILES, CATALOGUE)
        assert (answers(server), belongings(server)) == (before, owned)
        owner.execute("REVOKE USAGE ON SCHEMA city FROM PUBLIC")


ENTANGLED: Final = {
    "a view": (
        f'CREATE VIEW city.theirs AS SELECT * FROM "{schema_of(PROFILE.id)}".person',
        "DROP VIEW city.theirs",
    ),
    "a function": (
        f'CREATE FUNCTION city.theirs() RETURNS int8 BEGIN ATOMIC SELECT count(*) FROM "{schema_of(PROFILE.id)}".person; END',
        "DROP FUNCTION city.theirs()",
    ),
    "a table of the reader's": (
        f'ALTER TABLE city.district OWNER TO "{READER}"',
        "ALTER TABLE city.district OWNER TO records",
    ),
    "a table of the mask role's": (
        f'ALTER TABLE city.district OWNER TO "{MASK}"',
        "ALTER TABLE city.district OWNER TO records",
    ),
}


@pytest.mark.parametrize("what", ENTANGLED)
@pytest.mark.parametrize("undo", [remove_walls, lambda dsn: apply_walls(dsn, [SECOND], CATALOGUE)])
def test_nothing_of_others_goes_with_a_wall(server: Server, what: str, undo: Callable[[str], object]) -> None:
    """What others built on a mask view, or gave to its roles, is not dropped: the wall stays until they take it away."""
    there, back = ENTANGLED[what]
    apply_walls(server.admin_dsn(), PROFILES, CATALOGUE)
    with owner_of(server) as owner:
        owner.execute(there.encode())
        owned = belongings(server)
        with pytest.raises(WallMismatch, match="something that is not of the wall would go with it"):
            undo(server.admin_dsn())
        assert belongings(server) == owned
        owner.execute(back.encode())
    undo(server.admin_dsn())
