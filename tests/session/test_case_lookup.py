"""A case that must be open: asked of the case table, known for a minute, and told of by nothing but a refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ostiary.errors import UpstreamDown
from ostiary.model.bundle import Bundle
from ostiary.pgwire.backend import bind_complete, command_complete, data_row, parse_complete, ready_for_query
from ostiary.pgwire.frontend import build_bind, build_execute, build_parse, build_query, build_sync
from ostiary.policy.load import load_bundle
from ostiary.policy.profiles import all_profiles
from ostiary.session.case_lookup import answer_in
from ostiary.session.commands import AnyCommand, LookUpCase
from ostiary.session.known_case import NOT_OPEN_FOR, OPEN_FOR
from ostiary.session.world import Snapshot
from ostiary.testing.client import FakeClient, error_of, letters
from ostiary.testing.example import CASE, CATALOGUE, NOON, RULES, TEXTS, example_snapshot
from ostiary.testing.fake_database import FakeDatabase, people
from ostiary.testing.world import World

SELECT = "SELECT surname FROM persons"
CASES = """
[[record_class]]
name = "cases"
schema = "city"
title = "Cases"
column = [{ name = "number", type = "text" }, { name = "opened", type = "date" }, { name = "closed", type = "date" }]
[case_table]
record_class = "cases"
number = "number"
opened = "opened"
closed = "closed"
"""
OPEN_CASE = RULES.replace('when.needs = ["case-number"]', 'when.needs = ["open-case"]')
OTHER_CASE = "KK654321"


def bundle(rules: str = OPEN_CASE) -> Bundle:
    return load_bundle(TEXTS | {"catalogue.toml": CATALOGUE + CASES, "rules.toml": rules})


def snapshot(rules: str = OPEN_CASE) -> Snapshot:
    found = bundle(rules)
    walls = frozenset(profile.id for profile in all_profiles(found, NOON.date()))
    return replace(example_snapshot(), bundle=found, walls=walls)


def logged_in(*open_cases: str, rules: str = OPEN_CASE) -> FakeClient:
    database = FakeDatabase(lambda _: people(1, 2))
    client = FakeClient(World(snapshot(rules), open_cases=frozenset(open_cases), database=database))
    client.log_in("p-1")
    return client


def look_ups(client: FakeClient) -> list[LookUpCase]:
    return [one for one in client.world.commands if isinstance(one, LookUpCase)]


def test_whoever_declares_an_open_case_is_answered() -> None:
    """One question to the case table, with the day of the session's instant."""
    client = logged_in(CASE)
    assert letters(client.query(SELECT)) == "TDDCZ"
    (asked,) = look_ups(client)
    assert (asked.case, asked.day) == (CASE, NOON.date())


@pytest.mark.parametrize("open_cases", [frozenset({OTHER_CASE}), frozenset[str]()])
def test_a_case_that_is_not_known_to_be_open_is_refused_in_one_way(open_cases: frozenset[str]) -> None:
    """One that is closed and one that is not there read alike; the refusal is recorded with the number that was tried."""
    client = logged_in(*open_cases)
    fields = error_of(client.query(SELECT))
    assert (fields["C"], fields["n"]) == ("42501", "P1")
    assert "a case that is known to be open" in fields["M"]
    assert "cannot be asked" not in fields["D"]
    assert client.world.log.entries[-1]["case"] == CASE
    assert not client.world.database.flights


def test_the_set_itself_asks_nothing() -> None:
    """Numbers are not tried without a trace: the first question under one has an entry, whatever comes of it."""
    client = logged_in()
    client.world.commands.clear()
    assert letters(client.query(f"SET ostiary.case = '{OTHER_CASE}'")) == "CZ"
    assert OTHER_CASE not in {one.case for one in look_ups(client)}


def test_where_no_rule_needs_an_open_case_none_is_looked_up() -> None:
    """A case number alone is a matter of its form."""
    client = logged_in(rules=RULES)
    assert letters(client.query(SELECT)) == "TDDCZ"
    assert look_ups(client) == []


def test_an_open_case_is_asked_for_again_when_a_minute_has_passed() -> None:
    """Not before; and one that was closed meanwhile opens nothing any more."""
    client = logged_in(CASE)
    client.query(SELECT)
    client.world.open_cases = frozenset()
    client.world.at += OPEN_FOR - timedelta(seconds=1)
    assert letters(client.query(SELECT)) == "TDDCZ"
    assert len(look_ups(client)) == 1
    client.world.at += timedelta(seconds=1)
    assert error_of(client.query(SELECT))["C"] == "42501"


def test_a_case_that_was_not_open_is_asked_for_again_soon() -> None:
    """Whoever has had it opened need not wait for a minute, nor can anybody have it asked for without end."""
    client = logged_in()
    assert error_of(client.query(SELECT))["C"] == "42501"
    client.world.open_cases = frozenset({CASE})
    assert error_of(client.query(SELECT))["C"] == "42501"
    client.world.at += NOT_OPEN_FOR
    assert letters(client.query(SELECT)) == "TDDCZ"
    assert len(look_ups(client)) == 2


def test_a_clock_that_was_set_back_asks_again() -> None:
    """What would be known in the future is not known."""
    client = logged_in(CASE)
    client.query(SELECT)
    client.world.at -= timedelta(hours=1)
    client.query(SELECT)
    assert len(look_ups(client)) == 2


def test_another_case_is_another_question() -> None:
    """What is known of one vouches for no other."""
    client = logged_in(CASE)
    client.query(SELECT)
    client.query(f"SET ostiary.case = '{OTHER_CASE}'")
    assert error_of(client.query(SELECT))["C"] == "42501"
    client.query(f"SET ostiary.case = '{CASE}'")
    assert letters(client.query(SELECT)) == "TDDCZ"


def test_a_look_up_that_fails_is_no_yes() -> None:
    """The refusal says that the case table cannot be asked; what was known before does not come back."""
    client = logged_in(CASE)
    client.query(SELECT)
    client.world.open_cases = None
    client.world.at += OPEN_FOR
    fields = error_of(client.query(SELECT))
    assert fields["C"] == "42501"
    assert "The case table cannot be asked now." in fields["D"]


def test_entries_tell_what_was_found_and_nothing_where_nobody_was_asked() -> None:
    """A replay under another policy must not take a question that nobody asked for a no."""
    client = logged_in(CASE)
    client.query(SELECT)
    assert client.world.log.entries[-1]["vouched"] == {"approval": False, "open-case": True}
    client.world.open_cases = frozenset()
    client.world.at += OPEN_FOR
    client.query(SELECT)
    assert client.world.log.entries[-1]["vouched"] == {"approval": False, "open-case": False}
    client.world.open_cases = None
    client.world.at += NOT_OPEN_FOR
    client.query(SELECT)
    assert client.world.log.entries[-1]["vouched"] == {"approval": False}
    unasked = logged_in(CASE, rules=RULES)
    unasked.query(SELECT)
    assert unasked.world.log.entries[-1]["vouched"] == {"approval": False}


def test_without_the_clerks_wall_nobody_is_asked() -> None:
    """The case table is read through a wall like all else."""
    client = logged_in(CASE)
    clerk = client.world.snapshot.profiles.clerk(bundle())
    assert clerk is not None
    client.world.snapshot = replace(client.world.snapshot, walls=client.world.snapshot.walls - {clerk.id})
    assert "The case table cannot be asked now." in error_of(client.query(SELECT))["D"]
    assert look_ups(client) == []


def test_a_case_that_is_closed_ends_portals_and_transactions() -> None:
    """What is vouched for is part of the grounds: when it is no more, they are other grounds."""
    client = logged_in(CASE)
    client.send(build_query("BEGIN"))
    bound = build_parse("", SELECT) + build_bind("a", "") + build_execute("a", 1) + build_sync()
    assert "D" in letters(client.send(bound))
    client.world.open_cases = frozenset()
    client.world.at += OPEN_FOR
    assert error_of(client.send(build_execute("a", 1) + build_sync()))["C"] == "40001"


def test_another_policy_version_asks_anew() -> None:
    """Its case table may be another one. A statement that a new version overtakes is understood under that one."""
    client = logged_in(CASE)
    client.query(SELECT)
    world, after = client.world, snapshot(OPEN_CASE.replace("s. 2", "s. 2a"))

    def switch(_: AnyCommand) -> None:
        world.snapshot = after

    world.before = switch
    assert letters(client.query(SELECT)) == "TDDCZ"
    assert len(look_ups(client)) == 2
    assert [entry["policy"] for entry in world.log.entries] == [bundle().version, after.bundle.version]


@pytest.mark.parametrize("received", [b"", b"t", ready_for_query("I")])
def test_an_answer_is_understood_from_the_first_byte_to_the_last(received: bytes) -> None:
    """Anything but one row with one truth value is no answer."""
    whole = parse_complete() + bind_complete() + data_row((b"t",)) + command_complete("SELECT 1")
    assert answer_in(whole + ready_for_query("I"))
    assert not answer_in(whole.replace(b"\x01t", b"\x01f") + ready_for_query("I"))
    for wrong in (received, whole, whole + ready_for_query("T"), whole + whole + ready_for_query("I")):
        with pytest.raises(UpstreamDown):
            answer_in(wrong)
