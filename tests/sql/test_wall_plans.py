"""What is asked through both walls uses the same indexes as without them, in tables of a million rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from ostiary.sql.plan import Select
from ostiary.sql.statement import plan_statement
from ostiary.sql.wall_names import reader_of
from ostiary.store.wall import apply_walls
from sql.bypass_world import CATALOGUE, GROUND, PROFILE, load
from store.wall_world import MAJORS, running_server

pytestmark = pytest.mark.xdist_group("sql_wall_plans")

ROWS: Final = 1_000_000

# Each row of each table is made from its number. Keys and indexes come after the rows, which is the faster way.
MILLION: Final = (
    "ALTER TABLE city.person DROP CONSTRAINT person_pkey",
    "ALTER TABLE city.vehicle DROP CONSTRAINT vehicle_pkey",
    f"""INSERT INTO city.person SELECT n, 'S' || n % 50000, 'G', '1980-07-23', '123-45-6000', 'City1', 77000, n % 50 = 0
        FROM generate_series(1000001, {1_000_000 + ROWS}) AS n""",
    f"""INSERT INTO city.vehicle SELECT n, n, 'P' || lpad((n * 7 % 1000003)::text, 8, '0'), 'Ford', 1985 + n % 40
        FROM generate_series(1000001, {1_000_000 + ROWS}) AS n""",
    "ALTER TABLE city.person ADD CONSTRAINT person_pkey PRIMARY KEY (person_id)",
    "CREATE INDEX person_surname ON city.person (surname text_pattern_ops)",
    "CREATE INDEX vehicle_owner ON city.vehicle (owner_id)",
    "CREATE INDEX vehicle_plate ON city.vehicle (plate text_pattern_ops)",
    "ANALYZE city.person, city.vehicle",
)


@pytest.fixture(scope="module", params=MAJORS)
def reader(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[psycopg.Connection]:
    """The reader of the profile in a database with a million people and a million vehicles."""
    with running_server(tmp_path_factory.mktemp("plans"), request.param) as server:
        load(server.admin_dsn())
        with psycopg.connect(server.admin_dsn(), autocommit=True) as owner:
            owner.execute("SET synchronous_commit = off; SET maintenance_work_mem = '256MB'")
            for statement in MILLION:
                owner.execute(statement.encode())
        passwords = apply_walls(server.admin_dsn(), [PROFILE], CATALOGUE)
        dsn = make_conninfo(server.admin_dsn(), user=reader_of(PROFILE.id), password=passwords[PROFILE.id])
        with psycopg.connect(dsn, autocommit=True, prepare_threshold=None) as connection:
            yield connection


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A plan's nodes, from the top down."""
    yield plan
    for each in plan.get("Plans", ()):
        yield from nodes(each)


def explained(
    reader: psycopg.Connection, text: str, *values: object, mode: str = "auto"
) -> list[dict[str, Any]]:
    """How the server goes about the composed text of a statement, as the reader."""
    plan = plan_statement(text, GROUND)
    assert isinstance(plan, Select)
    reader.execute(f"SET plan_cache_mode = {mode}".encode())
    reader.execute(f"PREPARE asked AS {plan.text}".encode())
    listed = f"({', '.join(map(str, values))})" if values else ""
    found = reader.execute(f"EXPLAIN (FORMAT JSON) EXECUTE asked{listed}".encode()).fetchone()
    reader.execute("DEALLOCATE asked")
    assert found is not None
    return list(nodes(found[0][0]["Plan"]))


def verify(found: list[dict[str, Any]], indexes: set[str]) -> None:
    """Exactly these indexes give all rows, each looked up by a condition, and nothing is read from end to end or sorted."""
    kinds = [node["Node Type"] for node in found]
    assert {node["Index Name"] for node in found if "Index Name" in node} == indexes, found
    assert not {"Seq Scan", "Parallel Seq Scan", "Sort", "Hash", "Materialize"} & set(kinds), kinds


LOOK_UPS: Final = {
    "a person by key": ("SELECT surname, dob FROM person WHERE person_id = 1500000", {"person_pkey"}),
    "a plate": ("SELECT make, year FROM vehicle WHERE plate = 'P00500000'", {"vehicle_plate"}),
    "a plate's owner": (
        "SELECT p.surname FROM vehicle v JOIN person p ON p.person_id = v.owner_id WHERE v.plate = 'P00500000'",
        {"vehicle_plate", "person_pkey"},
    ),
    "a person's vehicles": (
        "SELECT v.plate FROM person p JOIN vehicle v ON v.owner_id = p.person_id WHERE p.person_id = 1500000",
        {"vehicle_owner", "person_pkey"},
    ),
}


@pytest.mark.parametrize("what", LOOK_UPS)
def test_a_look_up_goes_through_the_index(reader: psycopg.Connection, what: str) -> None:
    """Masks and filters stand in between, and each table is read by its index alone."""
    text, indexes = LOOK_UPS[what]
    found = explained(reader, text)
    verify(found, indexes)
    assert all("Index Cond" in node for node in found if "Index Name" in node)
    if len(indexes) == 2:
        assert "Nested Loop" in [node["Node Type"] for node in found]


BEGINNINGS: Final = {
    "plates": ("SELECT plate FROM vehicle WHERE plate LIKE 'P001234%'", "vehicle_plate"),
    "surnames": ("SELECT surname FROM person WHERE surname LIKE 'S1234%'", "person_surname"),
    "an escaped wildcard": ("SELECT plate FROM vehicle WHERE plate LIKE 'P00\\_1%'", "vehicle_plate"),
}


@pytest.mark.parametrize("what", BEGINNINGS)
def test_like_with_a_beginning_goes_through_the_index(reader: psycopg.Connection, what: str) -> None:
    """The range of the beginning is the index's condition."""
    text, index = BEGINNINGS[what]
    found = explained(reader, text)
    assert {node["Index Name"] for node in found if "Index Name" in node} == {index}, found
    assert not [node for node in found if node["Node Type"].endswith("Seq Scan")]
    assert any("~>=~" in node.get("Index Cond", "") for node in found), found


def test_like_with_any_other_pattern_reads_the_table(reader: psycopg.Connection) -> None:
    """The tests above can fail: a pattern of another kind uses no index behind row filters."""
    found = explained(reader, "SELECT plate FROM vehicle WHERE plate LIKE 'P001234_%'")
    assert any(node["Node Type"].endswith("Seq Scan") for node in found)


def test_the_first_page_in_the_order_of_keys_is_not_sorted(reader: psycopg.Connection) -> None:
    """ORDER BY key LIMIT 10 stops after the rows that it shows."""
    found = explained(reader, "SELECT person_id, surname FROM person ORDER BY person_id LIMIT 10")
    verify(found, {"person_pkey"})
    assert found[0]["Total Cost"] < 100
    page = explained(
        reader, "SELECT person_id, surname FROM person WHERE person_id > 1500000 ORDER BY person_id LIMIT 10"
    )
    verify(page, {"person_pkey"})


@pytest.mark.parametrize("mode", ["force_generic_plan", "force_custom_plan"])
def test_a_look_up_with_a_parameter_goes_through_the_index(reader: psycopg.Connection, mode: str) -> None:
    """In a plan for one value and in one for all values."""
    verify(
        explained(reader, "SELECT surname FROM person WHERE person_id = $1", 1_500_000, mode=mode),
        {"person_pkey"},
    )
    verify(
        explained(reader, "SELECT make FROM vehicle WHERE plate = $1", "'P00500000'", mode=mode),
        {"vehicle_plate"},
    )
    verify(
        explained(
            reader,
            "SELECT p.surname FROM vehicle v JOIN person p ON p.person_id = v.owner_id WHERE v.plate = $1",
            "'P00500000'",
            mode=mode,
        ),
        {"vehicle_plate", "person_pkey"},
    )


def test_what_the_index_finds_is_filtered_all_the_same(reader: psycopg.Connection) -> None:
    """A hidden person and an old vehicle are not found by key or by plate."""
    shown = plan_statement("SELECT person_id FROM person WHERE person_id IN (1500001, 1500050)", GROUND)
    assert isinstance(shown, Select)
    assert [row[0] for row in reader.execute(shown.text.encode()).fetchall()] == [1_500_001]
