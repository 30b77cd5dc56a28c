"""A member whose questions fail too often, at a gateway that runs: division by zero against success is a short game."""

from __future__ import annotations

import psycopg
import pytest

from ostiary.demo.people import AGENT, DETECTIVE
from server.gateway_world import World

pytestmark = pytest.mark.xdist_group("server_failures")

LISTEN = "max_member_failures = 3"

PROBE = "SELECT 1 / (CASE WHEN surname < %s THEN 0 ELSE 1 END) FROM persons WHERE person_id = 1"


def test_a_game_of_errors_against_success_ends_after_its_rounds(world: World) -> None:
    """A bisection of a value by errors: three rounds fail, all look alike, then nothing is answered, in no session."""
    connection, first = world.connect(DETECTIVE), world.size()
    said = []
    for _ in range(3):
        with pytest.raises(psycopg.errors.DataError) as caught:
            connection.execute(PROBE, ["zzzz"])
        said.append((caught.value.sqlstate, caught.value.diag.message_primary))
    assert set(said) == {("22000", "the records database could not compute this statement")}
    for asking in (connection, world.connect(DETECTIVE)):
        with pytest.raises(
            psycopg.errors.ConfigurationLimitExceeded, match="too many of your questions have failed"
        ):
            asking.execute(PROBE, ["A"])
    entries = world.entries(first)
    assert [entry["outcome"] for entry in entries] == ["failed"] * 3 + ["refused"] * 2
    (told,) = world.gateway.events("budget_spent")
    assert told["member"] == DETECTIVE.member.code
    world.assert_serves(AGENT)
