"""The second wall in a real database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from ostiary.errors import UpstreamDown, WallMismatch
from ostiary.model.catalogue import Catalogue, Column, RecordClass
from ostiary.model.profile import Profile, View
from ostiary.model.rules import RowPredicate
from ostiary.sql.versions import MINIMUM_MINOR
from ostiary.sql.wall_names import reader_of, schema_of
from ostiary.store.wall import apply_walls, check_walls, remove_walls, server_version
from sql.bypass_world import CATALOGUE, LEAK, PROFILE
from store.wall_drift import DRIFT, DRIFT_OF_ALL
from store.wall_world import (
    MAJORS,
    MASK,
    PROFILES,
    READER,
    SCHEMA,
    SECOND,
    Server,
    all_rows,
    connect_as,
    owner_of,
    shared_server,
)


@pytest.fixture(scope="module", params=MAJORS)
def server(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server with the demonstration tables, and an application that has grants of its own."""
    with shared_server(tmp_path_factory.mktemp("wall"), request.param) as embedded:
        yield embedded


@pytest.fixture
def walls(server: Server) -> Iterator[dict[str, str]]:
    """Both walls, as applied; the readers' passwords."""
    yield apply_walls(server.admin_dsn(), PROFILES, CATALOGUE)
    remove_walls(server.admin_dsn())


def _check(server: Server) -> tuple[set[str], str]:
    found = check_walls(server.admin_dsn(), PROFILES, CATALOGUE)
    return set(found.standing), "\n".join(found.differences)


def test_walls_stand_after_applying_and_go_after_removing(server: Server) -> None:
    """Apply, check and remove each do the same the second time."""
    for _ in range(2):
        apply_walls(server.admin_dsn(), PROFILES, CATALOGUE)
        assert _check(server) == ({PROFILE.id, SECOND.id}, "")
        assert _check(server) == ({PROFILE.id, SECOND.id}, "")
    assert remove_walls(server.admin_dsn()) == 2
    assert remove_walls(server.admin_dsn()) == 0
    standing, differences = _check(server)
    assert standing == set()
    assert differences.count("is not there") == 2
    with owner_of(server) as owner:
        left = owner.execute(
            "SELECT (SELECT count(*) FROM pg_roles WHERE rolname LIKE 'ostiary%'), "
            "(SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'ostiary%'), "
            "(SELECT count(*) FROM pg_policies WHERE policyname LIKE 'ostiary%' AND policyname <> 'ostiary_open')"
        ).fetchone()
    assert left == (0, 0, 0)


def test_a_profile_that_is_no_longer_wanted_loses_its_wall(server: Server, walls: dict[str, str]) -> None:
    """Applying other profiles takes the walls of the former away."""
    apply_walls(server.admin_dsn(), [SECOND], CATALOGUE)
    standing, differences = _check(server)
    assert standing == {SECOND.id}
    assert differences == f"the wall of profile {PROFILE.id} is not there"


def test_each_reader_sees_its_profile_and_nothing_else(server: Server, walls: dict[str, str]) -> None:
    """Two profiles over one table: each shows its own rows, masks and columns; the raw tables and the other's views are shut."""
    with owner_of(server) as owner:
        owner.execute("SET search_path = pg_catalog")
        copies = all_rows(owner, "copies", "person vehicle incident")
    with connect_as(server, READER, walls[PROFILE.id]) as reader:
        shown = all_rows(reader, SCHEMA, "person vehicle incident district")
        assert {name: len(rows) for name, rows in shown.items() if name != "district"} == {
            name: len(rows) for name, rows in copies.items()
        }
        assert LEAK.search(str(shown)) is None
        for name in (
            "city.person",
            "copies.person",
            f"{schema_of(SECOND.id)}.person",
            "pg_catalog.pg_authid",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(f"SELECT 1 FROM {name}".encode())
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            reader.execute("CREATE TEMP TABLE t (a int)")
    with connect_as(server, reader_of(SECOND.id), walls[SECOND.id]) as reader:
        rows = reader.execute(f'SELECT * FROM "{schema_of(SECOND.id)}".person ORDER BY 1'.encode()).fetchall()
        assert len(rows) == 14
        assert rows[0] == (1, "J.", 1)


def test_nobody_can_log_in_as_the_mask_role(server: Server, walls: dict[str, str]) -> None:
    """The role that may read raw columns has no login, and no reader can become it."""
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        connect_as(server, MASK, walls[PROFILE.id])
    with (
        connect_as(server, READER, walls[PROFILE.id]) as reader,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        reader.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(MASK)))


def test_a_permissive_policy_of_the_owners_widens_nothing(server: Server, walls: dict[str, str]) -> None:
    """An open policy for everybody leaves the reader's filter as it is."""
    with owner_of(server) as owner, connect_as(server, READER, walls[PROFILE.id]) as reader:
        before = all_rows(reader, SCHEMA, "person incident")
        owner.execute("CREATE POLICY wide ON city.incident TO PUBLIC USING (true)")
        owner.execute("CREATE POLICY wide ON city.person TO PUBLIC USING (true)")
        assert all_rows(reader, SCHEMA, "person incident") == before
        owner.execute("DROP POLICY wide ON city.incident; DROP POLICY wide ON city.person")


@pytest.mark.parametrize("change", DRIFT)
def test_drift_of_one_wall_is_found_and_the_other_stands(
    server: Server, walls: dict[str, str], change: str
) -> None:
    """Whatever is changed of one profile's wall is reported for that profile and no other."""
    with owner_of(server) as owner:
        owner.execute("CREATE TABLE city.extra (a int)")
        owner.execute(DRIFT[change].encode())
        standing, differences = _check(server)
        owner.execute("ALTER TABLE city.extra OWNER TO CURRENT_USER; DROP TABLE city.extra")
        owner.execute("SELECT lo_unlink(oid) FROM pg_largeobject_metadata")
    assert standing == {SECOND.id}, change
    assert PROFILE.id in differences
    assert SECOND.id not in differences


MENDED = (
    "a view of another's rights",
    "a view more",
    "a function in the schema",
    "a filter dropped",
    "another as a member",
    "an attribute",
    "a login for the mask role",
    "a grant to the reader in a catalogue",
    "a grant for what will be made",
    "a large object",
    "the comment",
)


@pytest.mark.parametrize("change", MENDED)
def test_applying_again_mends_what_differs_and_leaves_the_other(
    server: Server, walls: dict[str, str], change: str
) -> None:
    """Whatever was changed of one wall, it is built anew; the other's views are the ones that they were."""
    with owner_of(server) as owner:
        owner.execute("CREATE TABLE city.extra (a int)")
        owner.execute(DRIFT[change].encode())
        views = f"SELECT array_agg(oid ORDER BY oid) FROM pg_class WHERE relnamespace = '{schema_of(SECOND.id)}'::regnamespace"
        before = owner.execute(views.encode()).fetchall()
        apply_walls(server.admin_dsn(), PROFILES, CATALOGUE)
        assert _check(server) == ({PROFILE.id, SECOND.id}, "")
        assert owner.execute(views.encode()).fetchall() == before
        owner.execute("DROP TABLE city.extra")
        owner.execute("SELECT lo_unlink(oid) FROM pg_largeobject_metadata")


@pytest.mark.parametrize("change", ["row security off", "a new permissive policy"])
def test_applying_again_mends_what_differs_for_all(
    server: Server, walls: dict[str, str], change: str
) -> None:
    """Row security is switched on again; what others have made is part of what is signed."""
    there, back = DRIFT_OF_ALL[change]
    with owner_of(server) as owner:
        owner.execute(there.encode())
        apply_walls(server.admin_dsn(), PROFILES, CATALOGUE)
        assert _check(server) == ({PROFILE.id, SECOND.id}, "")
        owner.execute(back.encode())


@pytest.mark.parametrize(
    ("change", "road"),
    [
        ("a built-in that may look first", r"hidden rows through int4div\(integer,integer\)"),
        ("a catalogue for everybody", "pg_statistic"),
        ("a column of a catalogue for everybody", "pg_authid"),
        ("a function of the server for everybody", r"pg_read_file\(text\)"),
        ("a sequence for everybody", r"public\.numbers"),
        ("a function that gets its owner's rights", r"public\.mine\(\)"),
    ],
)
def test_no_wall_is_applied_while_there_is_a_road_past_it(server: Server, change: str, road: str) -> None:
    """Nothing of it remains, and it is said what the road is."""
    there, back = DRIFT_OF_ALL[change]
    with owner_of(server) as owner:
        owner.execute(there.encode())
        with pytest.raises(WallMismatch, match=f"can reach {road} past its mask views"):
            apply_walls(server.admin_dsn(), PROFILES, CATALOGUE)
        owner.execute(back.encode())
    assert remove_walls(server.admin_dsn()) == 0


@pytest.mark.parametrize("change", DRIFT_OF_ALL)
def test_drift_that_opens_every_wall_is_found_for_each(
    server: Server, walls: dict[str, str], change: str
) -> None:
    """What PUBLIC may do, every reader may; undone, the walls stand again."""
    there, back = DRIFT_OF_ALL[change]
    with owner_of(server) as owner:
        owner.execute(there.encode())
        standing, differences = _check(server)
        owner.execute(back.encode())
    assert standing == set()
    assert all(profile.id in differences for profile in PROFILES)
    assert _check(server) == ({PROFILE.id, SECOND.id}, "")


NO_DRIFT = {
    "a grant to somebody": (
        "GRANT SELECT ON pg_catalog.pg_stat_activity TO clerks",
        "REVOKE SELECT ON pg_catalog.pg_stat_activity FROM clerks",
    ),
    "a right of everybody's taken": (
        "REVOKE SELECT ON pg_catalog.pg_views FROM PUBLIC",
        "GRANT SELECT ON pg_catalog.pg_views TO PUBLIC",
    ),
    "a table of others'": (
        "CREATE TABLE city.theirs (a int); GRANT SELECT ON city.theirs TO clerks",
        "DROP TABLE city.theirs",
    ),
    "a policy for somebody": (
        "CREATE POLICY clerks ON city.person TO clerks USING (true)",
        "DROP POLICY clerks ON city.person",
    ),
    "an index": ("CREATE INDEX theirs ON city.person (surname)", "DROP INDEX city.theirs"),
    "a function of others'": (
        "CREATE FUNCTION city.f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        "DROP FUNCTION city.f()",
    ),
}


@pytest.mark.parametrize("change", NO_DRIFT)
def test_what_others_do_with_their_own_is_no_drift(
    server: Server, walls: dict[str, str], change: str
) -> None:
    """What gives a reader nothing leaves the walls standing."""
    there, back = NO_DRIFT[change]
    with owner_of(server) as owner:
        owner.execute(there.encode())
        found = _check(server)
        owner.execute(back.encode())
    assert found == ({PROFILE.id, SECOND.id}, "")


def test_row_security_off_is_no_matter_where_nothing_is_filtered(
    server: Server, walls: dict[str, str]
) -> None:
    """Only the profile that filters a table depends on its row security."""
    with owner_of(server) as owner:
        owner.execute("ALTER TABLE city.vehicle DISABLE ROW LEVEL SECURITY")
        standing, _ = _check(server)
        owner.execute("ALTER TABLE city.vehicle ENABLE ROW LEVEL SECURITY")
    assert standing == {SECOND.id}


def test_other_rules_are_not_the_wall_that_was_applied(server: Server, walls: dict[str, str]) -> None:
    """A catalogue that says otherwise, with the same profile id, is another wall."""
    person = CATALOGUE.classes["person"]
    other = RecordClass(person.name, person.schema, person.title, person.columns, None)
    found = check_walls(server.admin_dsn(), PROFILES, Catalogue({**CATALOGUE.classes, "person": other}))
    assert found.standing == frozenset()
    assert all("was applied from other rules" in each for each in found.differences)


def test_no_wall_is_applied_where_readers_could_pass_it(server: Server) -> None:
    """A table that PUBLIC may read stops activation, and nothing of it remains."""
    with owner_of(server) as owner:
        owner.execute("CREATE TABLE public.open AS SELECT 1 AS a; GRANT SELECT ON public.open TO PUBLIC")
        with pytest.raises(WallMismatch, match=r"can reach public\.open past its mask views"):
            apply_walls(server.admin_dsn(), PROFILES, CATALOGUE)
        owner.execute("DROP TABLE public.open")
    assert remove_walls(server.admin_dsn()) == 0


@pytest.mark.parametrize(("name", "column"), [("nothing", "a"), ("district", "nothing")])
def test_a_table_or_column_that_is_not_there_stops_activation(server: Server, name: str, column: str) -> None:
    """The catalogue may be wrong about the database: then no wall is built, and the former ones stay."""
    catalogue = Catalogue({name: RecordClass(name, "city", name, (Column(column, "int4"),))})
    wrong = Profile({name: View(name, ((column, None),), (RowPredicate(name, column, "=", 1),))})
    apply_walls(server.admin_dsn(), PROFILES, CATALOGUE)
    with pytest.raises(WallMismatch):
        apply_walls(server.admin_dsn(), [wrong], catalogue)
    assert _check(server) == ({PROFILE.id, SECOND.id}, "")
    remove_walls(server.admin_dsn())


def test_the_version_of_the_records_database_is_told(server: Server) -> None:
    """The version as the server gives it; when nobody answers, what libpq says of it and a way out."""
    assert re.match(r"1[58]\.\d+$", server_version(server.admin_dsn()))
    with pytest.raises(UpstreamDown, match='server on socket "/nowhere/') as caught:
        server_version("host=/nowhere dbname=nothing password=S3cret")
    assert caught.value.hint == "Start it, or correct the connection string."
    assert "S3cret" not in str(caught.value)


def test_no_wall_stands_on_a_release_that_leaks(
    server: Server, walls: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the server's release is known to leak past row filters, walls neither stand nor are built."""
    for major in (15, 18):
        monkeypatch.setitem(cast("dict[int, int]", MINIMUM_MINOR), major, 99)
    standing, differences = _check(server)
    assert standing == set()
    assert "lacks the repair of CVE" in differences
    with pytest.raises(WallMismatch, match="lacks the repair of CVE") as caught:
        apply_walls(server.admin_dsn(), PROFILES, CATALOGUE)
    assert re.fullmatch(r"Upgrade to 1[58]\.99 or later\.", caught.value.hint)


def test_an_account_that_is_no_superuser_builds_and_another_looks(server: Server) -> None:
    """The builder may make roles, owns the tables, and is in no mask role afterwards; the looker may only connect."""
    with owner_of(server) as owner:
        owner.execute("CREATE ROLE builder LOGIN CREATEROLE PASSWORD 'builder'; CREATE ROLE tables")
        owner.execute("GRANT tables TO builder; GRANT CREATE ON DATABASE postgres TO builder")
        owner.execute("GRANT SET ON PARAMETER temp_file_limit TO builder")
        owner.execute("GRANT USAGE ON SCHEMA city TO builder WITH GRANT OPTION")
        owner.execute("CREATE ROLE looker LOGIN PASSWORD 'looker'")
        tables = [
            name
            for (name,) in owner.execute(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'city'::regnamespace"
            ).fetchall()
        ]
        for name in tables:
            owner.execute(sql.SQL("ALTER TABLE city.{} OWNER TO tables").format(sql.Identifier(name)))
        before = owner.execute("SELECT current_user::text").fetchone()
    assert before is not None
    builder = make_conninfo(server.admin_dsn(), user="builder", password="builder")
    looker = make_conninfo(server.admin_dsn(), user="looker", password="looker")
    try:
        for _ in range(2):
            apply_walls(builder, PROFILES, CATALOGUE)
        assert check_walls(looker, PROFILES, CATALOGUE).differences == ()
        with (
            connect_as(server, "builder", "builder") as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(MASK)))
        assert remove_walls(builder) == 2
    finally:
        with owner_of(server) as owner:
            for name in tables:
                owner.execute(
                    sql.SQL("ALTER TABLE city.{} OWNER TO {}").format(
                        sql.Identifier(name), sql.Identifier(before[0])
                    )
                )
            owner.execute("DROP OWNED BY builder; DROP ROLE builder, tables, looker")
