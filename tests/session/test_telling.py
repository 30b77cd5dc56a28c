"""What the door knows by itself, and what it adds to a catalogue question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ostiary.errors import UpstreamDown
from ostiary.model.profile import Profile
from ostiary.pgwire.backend import ColumnDescription, parse_row_description
from ostiary.pgwire.frontend import (
    Bind,
    Parse,
    build_bind,
    build_describe,
    build_execute,
    build_parse,
    build_sync,
)
from ostiary.session.client import Client
from ostiary.session.conversation import Conversation
from ostiary.session.prepared import Portal, Prepared
from ostiary.session.refusals import Refused
from ostiary.session.settings import Declared
from ostiary.session.telling import fact, told_description, with_facts
from ostiary.session.world import Received
from ostiary.sql.plan import Answer as Told
from ostiary.sql.plan import Select, Tell
from ostiary.testing.client import ROBBERY, FakeClient, error_of, letters
from ostiary.testing.example import DETECTIVE, NOON, enrolled, example_connection, example_snapshot
from ostiary.testing.fake_database import Answer, FakeDatabase
from ostiary.testing.world import World

ROLES = "SELECT rolname FROM pg_roles WHERE rolname = $1 AND current_database() <> ''"


def logged_in(settings: dict[str, str] | None = None) -> FakeClient:
    client = FakeClient(World(database=FakeDatabase(lambda _: Answer(("rolname",), 0, ((b"p-1",),)))))
    client.log_in("p-1", ROBBERY if settings is None else settings)
    return client


def test_what_the_door_knows_is_told_without_a_purpose_and_without_a_database() -> None:
    """Drivers ask for it on connecting, before anybody could declare anything; it is no access, and has no entry."""
    client = logged_in({})
    said = client.query("SELECT pg_catalog.version(), current_user, current_schema()")
    assert letters(said) == "TDCZ"
    version, member, schema = said[1].values
    assert (version or b"").startswith(b"PostgreSQL ")
    assert (member, schema) == (b"p-1", b"public")
    assert client.world.database.flights == []
    assert client.world.log.entries == []


def test_it_is_told_in_the_extended_protocol_too() -> None:
    """Described as a statement and as a portal, and executed; both formats write it alike."""
    client = logged_in({})
    parse = build_parse("", "SELECT current_user")
    bound = build_bind("", "", result_formats=(1,))
    said = client.send(
        parse + build_describe("S", "") + bound + build_describe("P", "") + build_execute("") + build_sync()
    )
    assert letters(said) == "1tT2TDCZ"
    alone = client.send(parse + bound + build_describe("P", "") + build_sync())
    assert letters(alone) == "12TZ"


def test_without_a_purpose_the_catalogue_is_not_asked() -> None:
    """A question about tables waits until it is known what the member may know."""
    client = logged_in({})
    said = client.query("SELECT relname FROM pg_class")
    assert error_of(said)["C"] == "22023"
    assert client.world.database.flights == []


def test_a_catalogue_question_is_an_access_to_no_record() -> None:
    """It is decided and recorded like any other statement, with no record class, no field and nobody."""
    client = logged_in()
    said = client.query("SELECT rolname FROM pg_roles")
    assert letters(said) == "TDCZ"
    (entry,) = client.world.log.entries
    assert (entry["statement"], entry["outcome"], entry["rows"]) == (
        "SELECT rolname FROM pg_roles",
        "answered",
        1,
    )
    assert (entry["record_classes"], entry["fields"], entry["subjects"], entry["asked_about"]) == (
        [],
        [],
        [],
        [],
    )


def test_facts_are_bound_behind_the_parameters_of_the_client() -> None:
    """The client's parameters stay what they were, also in the entry; the member's code is nobody else's to say."""
    client = logged_in()
    parse, bind = build_parse("", ROLES), build_bind("", "", parameters=[b"p-9"])
    client.send(parse + bind + build_execute("") + build_sync())
    flight = client.world.database.flights[-1]
    (parsed,) = (message for message in flight if isinstance(message, Parse))
    (bound,) = (message for message in flight if isinstance(message, Bind))
    assert parsed.parameter_types[0] == 0
    assert set(parsed.parameter_types[1:]) == {25}
    assert bound.parameters[0] == b"p-9"
    assert b"p-1" in bound.parameters
    (entry,) = client.world.log.entries
    assert entry["parameters"] == ["p-9"]


def conversing() -> Conversation:
    """A detective's conversation at noon, without a client."""
    client = Client()
    client.note(Received(b"", NOON, example_snapshot()))
    return Conversation(
        client, example_connection(), enrolled(DETECTIVE), Declared("robbery"), database="city"
    )


@pytest.mark.parametrize(
    ("formats", "count", "sent"),
    [((), 2, ()), ((0,), 2, ()), ((1,), 2, (1, 1, 0, 0)), ((1, 0), 2, (1, 0, 0, 0)), ((), 0, ())],
)
def test_facts_are_text_whatever_the_client_sends_in(
    formats: tuple[int, ...], count: int, sent: tuple[int, ...]
) -> None:
    """One format each as soon as any parameter is binary."""
    conversation = conversing()
    select = Select("", 0, (), (), (), count, facts=("member", "database"), is_open=True)
    prepared = Prepared("", (), select, Profile({}), "")
    portal = Portal(prepared, formats, (b"x",) * count, (), conversation.grounds)
    told = with_facts(conversation, portal, select)
    assert told.parameter_formats == sent
    assert told.parameters == (*(b"x",) * count, b"p-1", b"city")
    assert told.prepared.parameter_types == (*(0,) * count, 25, 25)


@pytest.mark.parametrize(
    ("version", "number"),
    [("18.4", "180004"), ("15.18 (Debian 15.18-0+deb12u1)", "150018")],
)
def test_the_number_of_a_version_is_written_as_postgresql_writes_it(version: str, number: str) -> None:
    """The major version, and the minor in four digits."""
    conversation = conversing()
    snapshot = conversation.snapshot
    server = {**snapshot.server, "server_version": version}
    conversation.client.note(Received(b"", NOON, replace(snapshot, server=server)))
    assert fact(conversation, "server_version_num") == number


def test_a_fact_that_nobody_knows_is_no_answer() -> None:
    """The parser's process is not trusted to ask for anything else."""
    with pytest.raises(UpstreamDown):
        fact(conversing(), "password")


def test_a_description_names_each_type_and_format() -> None:
    """Text and name, in the format that was bound for each."""
    plan = Tell((Told("a", "text", "version"), Told("b", "name", text="city")))
    said = told_description(plan, (0, 1))
    assert list(parse_row_description(said[5:])) == [
        ColumnDescription("a", 0, 0, 25, -1, -1, 0),
        ColumnDescription("b", 0, 0, 19, 64, -1, 1),
    ]
    with pytest.raises(Refused):
        told_description(plan, (0, 1, 0))
