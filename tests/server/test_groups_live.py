"""Groups through the real door: right counts, everybody named, nobody seen alone where only groups may be."""

from __future__ import annotations

import psycopg
import pytest

from ostiary.demo.people import AUDITOR, DETECTIVE
from server.gateway_world import CASE, World, psql

SEEN = "NOT (a.juvenile OR a.sealed)"
BY_DISTRICT = "SELECT district, count(*) FROM arrests GROUP BY district ORDER BY district"


def people_of(world: World, condition: str) -> set[int]:
    """The persons in the arrests of which that is true, asked past the door."""
    rows = world.admin().execute(f"SELECT person_id FROM city.arrests a WHERE {condition}".encode())
    return {person for (person,) in rows}


def test_a_count_is_right_and_names_everybody(world: World) -> None:
    """Each district's arrests as the filter shows them, and their persons in the entry, each once."""
    start = world.size()
    found = world.connect(DETECTIVE, purpose="homicide", case=CASE).execute(BY_DISTRICT).fetchall()
    expected = world.admin().execute(
        f"SELECT district, count(*) FROM city.arrests a WHERE {SEEN} GROUP BY 1 ORDER BY 1".encode()
    )
    assert found == expected.fetchall()
    entry = world.entries(start)[-1]
    assert sorted(entry["subjects"]) == sorted(people_of(world, SEEN))
    assert (entry["accounting"], entry["rows"]) == ("G", len(found))


def test_small_groups_of_statistics_never_leave(world: World) -> None:
    """Every charge with eleven people or more, and no other, in rows, in counts and in the entry."""
    start = world.size()
    question = "SELECT charge, count(*) AS n FROM arrests GROUP BY charge ORDER BY charge"
    found = world.connect(DETECTIVE, purpose="statistics").execute(question).fetchall()
    expected = world.admin().execute(
        f"SELECT charge, count(*) FROM city.arrests a WHERE {SEEN} GROUP BY 1"
        ' HAVING count(DISTINCT person_id) >= 11 ORDER BY charge COLLATE "C"'.encode()
    )
    assert found == expected.fetchall()
    everything = world.admin().execute(
        f"SELECT count(DISTINCT charge) FROM city.arrests a WHERE {SEEN}".encode()
    )
    assert 0 < len(found) < everything.fetchall()[0][0]
    subjects = set(world.entries(start)[-1]["subjects"])
    charges = [charge for charge, _ in found]
    listed = world.admin().execute(
        f"SELECT person_id FROM city.arrests a WHERE {SEEN} AND charge = ANY (%s)".encode(), [charges]
    )
    assert subjects == {person for (person,) in listed}


def test_a_group_inside_is_held_back_by_the_door(world: World) -> None:
    """Where no HAVING of ours can count, because the outermost query groups nothing, the door does."""
    question = (
        "SELECT g.charge FROM (SELECT charge, count(*) AS n FROM arrests GROUP BY charge) AS g WHERE g.n < 11"
    )
    assert world.connect(DETECTIVE, purpose="statistics").execute(question).fetchall() == []
    assert world.connect(DETECTIVE, purpose="homicide", case=CASE).execute(question).fetchall()


@pytest.mark.parametrize(
    "question",
    [
        "SELECT max(dob) FROM persons WHERE person_id < 100",
        "SELECT district, string_agg(charge, ',') FROM arrests GROUP BY district",
        "SELECT count(*) FILTER (WHERE person_id = 50) FROM persons WHERE person_id < 100",
        "SELECT sum(l) FROM (SELECT lag(n) OVER (ORDER BY n) AS l FROM (SELECT count(*) AS n FROM arrests WHERE person_id < 300 GROUP BY person_id) g) s",
        (
            "SELECT c.iucr FROM offence_codes c LEFT JOIN (SELECT charge, count(*) AS n FROM arrests WHERE person_id = 50 GROUP BY 1)"
            " AS a ON a.charge = c.primary_type"
        ),
    ],
)
def test_nobody_is_seen_inside_a_group_of_statistics(world: World, question: str) -> None:
    """Refused without anything reaching the database, and recorded; for a case the same may be asked."""
    start = world.size()
    with pytest.raises(psycopg.errors.FeatureNotSupported, match="only groups are shown"):
        world.connect(DETECTIVE, purpose="statistics").execute(question)
    assert [entry["outcome"] for entry in world.entries(start)] == ["refused"]
    assert world.connect(DETECTIVE, purpose="homicide", case=CASE).execute(question).fetchall()


def test_what_is_there_does_not_tell_what_is_missing_from_statistics(world: World) -> None:
    """Offences beside the charges of one person: none is missing, because none is shown."""
    question = "SELECT primary_type FROM offence_codes UNION SELECT charge FROM arrests WHERE person_id < 20"
    assert world.connect(DETECTIVE, purpose="statistics").execute(question).fetchall() == []
    assert world.connect(DETECTIVE, purpose="homicide", case=CASE).execute(question).fetchall()


@pytest.mark.parametrize("binary", [False, True])
def test_formats_prepared_statements_and_parameters_work_with_groups(world: World, *, binary: bool) -> None:
    """Ten times the same with parameters: prepared, text and binary, in a transaction."""
    connection = world.connect(DETECTIVE, purpose="homicide", case=CASE)
    expected = world.admin().execute(
        f"SELECT date_part('month', arrested_at), count(*) FROM city.arrests a WHERE {SEEN} AND person_id < 400"
        " GROUP BY 1 ORDER BY 1".encode()
    )
    rows = expected.fetchall()
    question = "SELECT date_part('month', arrested_at), count(*) FROM arrests WHERE person_id < %s GROUP BY 1 ORDER BY 1"
    with connection.transaction():
        for _ in range(10):
            with connection.cursor(binary=binary) as cursor:
                assert cursor.execute(question, [400], prepare=True).fetchall() == rows


def test_a_window_shows_its_rows_and_names_whom_it_looked_at(world: World) -> None:
    """A rank over everybody before: the entry names them, though one row alone is sent."""
    start = world.size()
    question = (
        "SELECT n FROM (SELECT person_id, row_number() OVER (ORDER BY person_id) AS n FROM persons) AS s"
        " WHERE person_id = 50"
    )
    ((number,),) = world.connect(AUDITOR, purpose="audit").execute(question).fetchall()
    assert number == 50
    assert set(world.entries(start)[-1]["subjects"]) == set(range(1, 51))


def test_what_does_not_group_is_told_so(world: World) -> None:
    """The database's own words stay where they are; the code says that it is about groups."""
    connection = world.connect(DETECTIVE, purpose="homicide", case=CASE)
    with pytest.raises(psycopg.errors.GroupingError, match="does not group as it must"):
        connection.execute("SELECT surname, count(*) FROM persons")


def test_psql_shows_groups(world: World) -> None:
    """An ordinary client, an ordinary report."""
    said = psql(world, "-At", "-c", "SELECT DISTINCT primary_type FROM offence_codes ORDER BY 1 LIMIT 2")
    assert (said.returncode, len(said.stdout.split("\n"))) == (0, 3)
