"""The second wall changes while the gateway runs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import psycopg
import pytest
from psycopg import sql

from ostiary.demo.people import AGENT, DETECTIVE, Person
from server.gateway_world import World, builder, wait_until

pytestmark = pytest.mark.xdist_group("server_wall_drift")

# Longer than any test: what is found here is found by a glance, not by the comparison that comes every so often.
TOP = "wall_check_seconds = 3600"
QUESTION = "SELECT iucr FROM offence_codes LIMIT 1"


def is_refused(world: World, person: Person) -> Callable[[], bool]:
    """Whether this person's profile is not served now, with 57P03."""

    def ask() -> bool:
        with psycopg.connect(world.conninfo(person), autocommit=True) as connection:
            result = connection.pgconn.exec_(QUESTION.encode())
            sqlstate = result.error_field(psycopg.pq.DiagnosticField.SQLSTATE)
            assert sqlstate in {None, b"57P03"}
            return sqlstate is not None

    return ask


def is_answered(world: World, person: Person) -> bool:
    """Whether this person gets an answer now."""
    try:
        with psycopg.connect(world.conninfo(person), autocommit=True) as connection:
            return bool(connection.execute(QUESTION).fetchall())
    except psycopg.OperationalError:
        return False


def reader_of_agent(world: World) -> sql.Identifier:
    connection = world.connect(AGENT)
    connection.execute("SELECT iucr AS whose FROM offence_codes LIMIT 1")
    found = world.admin().execute(
        "SELECT usename FROM pg_stat_activity WHERE query LIKE '%\"whose\"%' AND usename <> 'postgres'"
    )
    ((name,),) = found.fetchall()
    return sql.Identifier(name)


def test_a_grant_past_the_mask_views_stops_that_profile_until_it_is_taken_back(world: World) -> None:
    """One more grant to a reader: its profile is refused, also in sessions that are open; others go on."""
    reader, admin = reader_of_agent(world), world.admin()
    before = world.connect(AGENT)
    before.execute(QUESTION)
    admin.execute(sql.SQL("GRANT USAGE ON SCHEMA city TO {}").format(reader))
    admin.execute(sql.SQL("GRANT SELECT ON city.persons TO {}").format(reader))
    wait_until(is_refused(world, AGENT), "the agent is refused")
    with pytest.raises(psycopg.OperationalError, match="the second wall for profile"):
        before.execute(QUESTION)
    world.assert_serves(DETECTIVE)
    assert any("can reach city.persons" in str(event) for event in world.gateway.events("wall_differs"))
    admin.execute(sql.SQL("REVOKE SELECT ON city.persons FROM {}").format(reader))
    admin.execute(sql.SQL("REVOKE USAGE ON SCHEMA city FROM {}").format(reader))
    wait_until(lambda: not is_refused(world, AGENT)(), "the agent is served again")


def test_a_changed_setting_of_a_reader_stops_its_profile(world: World) -> None:
    """A reader with a longer time limit is not the reader that was set up; setting it back mends the wall."""
    reader, admin = reader_of_agent(world), world.admin()
    admin.execute(sql.SQL("ALTER ROLE {} SET statement_timeout = '1h'").format(reader))
    wait_until(is_refused(world, AGENT), "the agent is refused")
    world.assert_serves(DETECTIVE)
    admin.execute(sql.SQL("ALTER ROLE {} SET statement_timeout = '30s'").format(reader))
    wait_until(lambda: not is_refused(world, AGENT)(), "the agent is served again")


DRIFT = {
    "a dropped filter": ("DROP POLICY {rows} ON city.persons", "{make_rows}"),
    "a filter that lets all through": ("ALTER POLICY {rows} ON city.persons USING (true)", "{mend_rows}"),
    "row security off": (
        "ALTER TABLE city.persons DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE city.persons ENABLE ROW LEVEL SECURITY",
    ),
    "a replaced view": (
        "CREATE OR REPLACE VIEW {schema}.offence_codes AS {codes} WHERE true LIMIT 1000",
        "CREATE OR REPLACE VIEW {schema}.offence_codes AS {codes}",
    ),
    "a new permissive policy": (
        "CREATE POLICY wide ON city.persons TO PUBLIC USING (true)",
        "DROP POLICY wide ON city.persons",
    ),
    "row filters no more": ("ALTER ROLE {mask} BYPASSRLS", "ALTER ROLE {mask} NOBYPASSRLS"),
    "a member of another role": ("GRANT pg_monitor TO {reader}", "REVOKE pg_monitor FROM {reader}"),
    "a setting in one database": (
        "ALTER ROLE {reader} IN DATABASE city SET search_path = city",
        "ALTER ROLE {reader} IN DATABASE city RESET search_path",
    ),
    "a column of a table": (
        "GRANT SELECT (ssn) ON city.persons TO {reader}; GRANT USAGE ON SCHEMA city TO {reader}",
        "REVOKE SELECT (ssn) ON city.persons FROM {reader}; REVOKE USAGE ON SCHEMA city FROM {reader}",
    ),
    "a grant in another database": (
        "GRANT CONNECT ON DATABASE control TO {reader}",
        "REVOKE CONNECT ON DATABASE control FROM {reader}",
    ),
    "a function that gets its owner's rights": (
        "ALTER FUNCTION public.helper() SECURITY DEFINER SET search_path = city",
        "ALTER FUNCTION public.helper() SECURITY INVOKER RESET search_path",
    ),
    "a column of a catalogue for everybody": (
        "GRANT SELECT (rolpassword) ON pg_authid TO PUBLIC",
        "REVOKE SELECT (rolpassword) ON pg_authid FROM PUBLIC",
    ),
    "a built-in that may look first": (
        "ALTER FUNCTION pg_catalog.int4div(int4, int4) LEAKPROOF",
        "ALTER FUNCTION pg_catalog.int4div(int4, int4) NOT LEAKPROOF",
    ),
}


@pytest.mark.parametrize("change", DRIFT)
def test_a_changed_wall_is_noticed_soon_and_served_again_when_mended(world: World, change: str) -> None:
    """Within a glance the profile is refused with 57P03; within a glance after mending it is served."""
    admin = world.admin()
    names = _names(world)
    there, back = (text.format(**names) for text in DRIFT[change])
    admin.execute("CREATE OR REPLACE FUNCTION public.helper() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    assert not is_refused(world, AGENT)()
    admin.execute(there.encode())
    wait_until(is_refused(world, AGENT), "the agent is refused")
    admin.execute(back.encode())
    wait_until(lambda: not is_refused(world, AGENT)(), "the agent is served again")


def _names(world: World) -> dict[str, str]:
    """The parts of the agent's wall, and how to make those again that a test takes away."""
    reader = reader_of_agent(world).as_string()
    profile = reader.strip('"').removeprefix("ostiary_reader_")
    rows, mask, schema = (f'"ostiary_{part}"' for part in (f"{profile}_rows", f"mask_{profile}", profile))
    admin = world.admin()
    found = admin.execute(
        "SELECT pg_get_expr(polqual, polrelid), pg_get_viewdef(%s::regclass) FROM pg_policy "
        "WHERE polname = %s AND polrelid = 'city.persons'::regclass",
        [f"{schema}.offence_codes", rows.strip('"')],
    ).fetchone()
    assert found is not None
    condition, codes = found
    return {
        "reader": reader,
        "mask": mask,
        "schema": schema,
        "rows": rows,
        "codes": codes.rstrip(";"),
        "make_rows": f"CREATE POLICY {rows} ON city.persons AS RESTRICTIVE FOR SELECT TO {mask} USING ({condition})",
        "mend_rows": f"ALTER POLICY {rows} ON city.persons USING ({condition})",
    }


def test_a_keeper_that_is_cut_off_comes_back(world: World) -> None:
    """The glance's connection is ended again and again: nobody notices, and changes are found as before."""
    admin = world.admin()
    ended = admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'ostiary_keeper'"
    ).fetchall()
    assert ended
    admin.execute("CREATE POLICY wide ON city.persons TO PUBLIC USING (true)")
    wait_until(is_refused(world, DETECTIVE), "the detective is refused")
    admin.execute("DROP POLICY wide ON city.persons")
    wait_until(lambda: not is_refused(world, DETECTIVE)(), "the detective is served again")


def test_a_keeper_that_may_not_connect_stops_everybody(world: World) -> None:
    """Walls that cannot be looked at do not stand; with a keeper that may look again, they do."""
    admin = world.admin()
    admin.execute("ALTER ROLE ostiary_keeper NOLOGIN")
    admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'ostiary_keeper'")
    wait_until(is_refused(world, DETECTIVE), "the detective is refused")
    admin.execute("ALTER ROLE ostiary_keeper LOGIN")
    wait_until(lambda: not is_refused(world, DETECTIVE)(), "the detective is served again")


def test_walls_that_cannot_be_looked_at_do_not_stand(world: World) -> None:
    """Without the wall keeper's account nobody is served; with it, everybody again."""
    keeper = world.home / "secrets" / "keeper.dsn"
    hidden = keeper.rename(keeper.with_suffix(".away"))
    wait_until(is_refused(world, DETECTIVE), "the detective is refused")
    hidden.rename(keeper)
    wait_until(lambda: not is_refused(world, DETECTIVE)(), "the detective is served again")


def test_a_comparison_that_is_not_answered_stops_everybody_until_it_is(world: World) -> None:
    """A database that holds the comparison up says nothing of the walls: 57P03 for all, and all again afterwards."""
    admin = world.admin()
    with admin.transaction():
        admin.execute("LOCK TABLE pg_catalog.pg_policy IN ACCESS EXCLUSIVE MODE")
        for person in (AGENT, DETECTIVE):
            wait_until(is_refused(world, person), "nobody is served")
    assert any("no answer in time" in str(event["why"]) for event in world.gateway.events("wall_differs"))
    for person in (AGENT, DETECTIVE):
        wait_until(lambda person=person: is_answered(world, person), "all are served again")  # type: ignore[misc]  # a default binds the loop's value


def test_a_wall_that_is_applied_again_disturbs_nobody(world: World) -> None:
    """What stands is left alone: an open session goes on, and new ones log in with the readers' new passwords."""
    before = world.connect(AGENT)
    before.execute(QUESTION)
    passwords = {path: path.read_text() for path in (world.home / "secrets" / "readers").iterdir()}
    done = _apply(world)
    assert "walls stand" in done.stdout
    assert all(path.read_text() != old for path, old in passwords.items())
    for person in (AGENT, DETECTIVE):
        wait_until(lambda person=person: is_answered(world, person), "served with new passwords")  # type: ignore[misc]  # a default binds the loop's value
    assert before.execute(QUESTION).fetchall()


def test_a_wall_that_is_built_anew_is_taken_over(world: World) -> None:
    """A wall that differed is built again: an open session learns that it changed, never that its statement is wrong."""
    before = world.connect(AGENT)
    before.execute(QUESTION)
    world.admin().execute(
        sql.SQL("ALTER ROLE {} SET statement_timeout = '1h'").format(reader_of_agent(world))
    )
    wait_until(is_refused(world, AGENT), "the agent is refused")
    _apply(world)
    wait_until(lambda: is_answered(world, AGENT), "served under the new wall")
    assert is_answered(world, DETECTIVE)


def test_applying_says_who_is_in_the_way_and_gives_up_with_75(world: World) -> None:
    """Progress goes to standard error; the last line names table, user and process, and running sessions go on."""
    admin, holder = world.admin(), world.admin()
    reader = reader_of_agent(world)
    admin.execute(sql.SQL("ALTER ROLE {} SET statement_timeout = '1h'").format(reader))
    holder.execute("BEGIN")
    holder.execute("SELECT 1 FROM city.persons LIMIT 1")
    options = [*builder(world.home), "--patience", "3"]
    done = subprocess.run(
        [sys.executable, "-m", "ostiary.cli.main", "wall", "apply", *options],
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stderr.splitlines()
    assert done.returncode == 75
    assert said[0].startswith("waiting, ")
    assert f"`city.persons` is in use by `postgres` (process {holder.info.backend_pid})" in done.stderr
    assert "error: the wall cannot be built: " in done.stderr
    assert done.stdout == ""
    world.assert_serves(DETECTIVE)
    holder.execute("ROLLBACK")
    admin.execute(sql.SQL("ALTER ROLE {} SET statement_timeout = '30s'").format(reader))
    wait_until(lambda: not is_refused(world, AGENT)(), "the agent is served again")


def test_a_check_tells_what_reduces_the_wall(world: World) -> None:
    """What PUBLIC may do is told, in words and as JSON, and is no difference."""
    admin = world.admin()
    admin.execute("GRANT TEMPORARY ON DATABASE city TO PUBLIC")
    told = world.ostiary("wall", "check")
    as_json = world.ostiary("wall", "check", "--json")
    admin.execute("REVOKE TEMPORARY ON DATABASE city FROM PUBLIC")
    assert told.returncode == 0
    assert "reduced: PUBLIC may make temporary tables" in told.stdout
    assert json.loads(as_json.stdout)["reduced"] == ["make temporary tables"]
    assert "reduced" not in world.ostiary("wall", "check").stdout


def test_the_plan_is_every_statement_in_its_order(world: World) -> None:
    """Views of all profiles first, then row security, then the filters, which take their tables."""
    told = world.ostiary("wall", "plan").stdout
    first, last = told.index("CREATE POLICY"), told.rindex("CREATE VIEW")
    assert last < told.index("ENABLE ROW LEVEL SECURITY") < told.index("AS RESTRICTIVE")
    assert last < first


def _apply(world: World) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ostiary.cli.main", "wall", "apply", *builder(world.home)],
        capture_output=True,
        text=True,
        check=True,
    )
