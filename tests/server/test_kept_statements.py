"""Statements that a backend keeps, on a real PostgreSQL."""

from __future__ import annotations

import psycopg
import pytest

from ostiary.door.kept import MAX_KEPT
from server.gateway_world import World

BY_CODE = "SELECT iucr FROM offence_codes WHERE iucr = %s"
FAILS_FOR_ZERO = "SELECT iucr FROM offence_codes WHERE length(iucr) / %s::int4 = 4"


def test_a_statement_asked_again_is_answered_for_its_parameters(world: World) -> None:
    """What is kept is the statement, never its parameters."""
    with world.connect() as connection:
        codes = [code for (code,) in connection.execute("SELECT iucr FROM offence_codes LIMIT 5").fetchall()]
        for code in [*codes, *codes]:
            assert connection.execute(BY_CODE, [code]).fetchall() == [(code,)]


def test_a_statement_that_failed_can_be_asked_again(world: World) -> None:
    """Alone and in a transaction, before and after it was prepared."""
    with world.connect() as connection:
        for divisor, is_right in ((0, False), (1, True), (0, False), (0, False), (1, True)):
            if is_right:
                assert connection.execute(FAILS_FOR_ZERO, [divisor]).fetchall()
            else:
                with pytest.raises(psycopg.Error):
                    connection.execute(FAILS_FOR_ZERO, [divisor])
        for _ in range(2):
            connection.execute("BEGIN")
            connection.execute(BY_CODE, ["0110"])
            with pytest.raises(psycopg.Error):
                connection.execute(FAILS_FOR_ZERO, [0])
            connection.execute("ROLLBACK")
            assert connection.execute(FAILS_FOR_ZERO, [1]).fetchall()


def test_more_statements_than_are_kept_are_answered(world: World) -> None:
    """The first is prepared again when its turn comes again."""
    with world.connect() as connection:
        for _ in range(2):
            for number in range(MAX_KEPT + 3):
                rows = connection.execute(f"{BY_CODE} AND iucr <> 'x{number}'", ["0110"]).fetchall()
                assert len(rows) <= 1


def test_the_next_member_on_a_backend_finds_none_of_it(world: World) -> None:
    """A backend that is lent again was scrubbed: the same statement is prepared again, for the next session."""
    for _ in range(3):
        with world.connect() as connection:
            for _ in range(2):
                assert len(connection.execute(f"{BY_CODE} OR iucr = 'x'", ["0110"]).fetchall()) <= 1


def test_a_wall_that_changes_under_a_statement_does_not_change_its_answer(world: World) -> None:
    """The server makes a kept plan anew when what it reads has changed."""
    with world.connect() as connection:
        before = connection.execute(BY_CODE, ["0110"]).fetchall()
        world.admin().execute("ALTER TABLE city.offence_codes ADD COLUMN measured int")
        try:
            assert connection.execute(BY_CODE, ["0110"]).fetchall() == before
        finally:
            world.admin().execute("ALTER TABLE city.offence_codes DROP COLUMN measured")
        assert connection.execute(BY_CODE, ["0110"]).fetchall() == before
