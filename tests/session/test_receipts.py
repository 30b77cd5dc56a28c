"""Each access has numbers in the log: shown when asked, told with a notice on request, known only when durable."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ostiary.errors import BadSetting
from ostiary.pgwire.kinds import NOTICE_RESPONSE
from ostiary.session.receipts import MAX_NUMBERS, Receipts, read_switch
from ostiary.testing.client import ROBBERY, FakeClient, Said, error_of, letters
from ostiary.testing.fake_database import Answer, FakeDatabase, people
from ostiary.testing.world import World

SELECT = "SELECT surname FROM persons"


ASKED_AT_START = {"ostiary.receipts": "on"}


def logged_in(answer: Answer | None = None, more: Mapping[str, str] | None = None) -> FakeClient:
    client = FakeClient(World(database=FakeDatabase(lambda _: answer or people(1, 2))))
    client.log_in("p-1", {**ROBBERY, **(more or {})})
    return client


def shown(client: FakeClient, name: str = "receipt") -> str:
    (value,) = client.query(f"SHOW ostiary.{name}")[1].values
    assert value is not None
    return value.decode()


def notice_of(said: list[Said]) -> Mapping[str, str]:
    """The fields of the one notice."""
    (fields,) = [one.fields for one in said if one.kind == NOTICE_RESPONSE]
    assert fields is not None
    return fields


def test_each_access_has_its_number() -> None:
    """Nothing at first; then the last access's number, also of a refusal; SHOW itself is no access."""
    client = logged_in()
    assert shown(client) == ""
    client.query(SELECT)
    assert (shown(client), shown(client)) == ("0", "0")
    client.query(SELECT)
    assert shown(client) == "1"
    assert error_of(client.query("DELETE FROM persons"))["D"].endswith("Access log entry 2.")
    assert shown(client) == "2"
    client.query("BEGIN")
    assert shown(client) == "2"


def test_a_stream_has_the_numbers_of_all_its_parts() -> None:
    """Asked, each batch, and how it ended."""
    client = logged_in(Answer(rows=people(*range(8_000)).rows, chunk=4_096))
    client.query(SELECT)
    parts = [entry["part"] for entry in client.world.log.entries]
    assert parts == ["asked", "answered", "answered", "ended"]
    assert shown(client) == "0,1,2,3"


def test_a_notice_comes_on_request() -> None:
    """After the rows and before the end of the answer, with the access id; until it is turned off."""
    client = logged_in()
    assert letters(client.query("SET ostiary.receipts = on")) == "CZ"
    said = client.query(SELECT)
    assert letters(said) == "TDDNCZ"
    assert (notice_of(said)["M"], notice_of(said)["D"]) == ("access log entry 0", "Access s1-1.")
    assert (shown(client, "receipts"), letters(client.query("RESET ostiary.receipts"))) == ("on", "CZ")
    assert letters(client.query(SELECT)) == "TDDCZ"
    assert shown(client, "receipts") == "off"


def test_a_notice_names_all_parts_of_a_stream() -> None:
    """In the order of the log."""
    client = logged_in(Answer(rows=people(*range(8_000)).rows, chunk=4_096), more=ASKED_AT_START)
    assert notice_of(client.query(SELECT))["M"] == "access log entries 0,1,2,3"


def test_it_may_come_with_the_start_up() -> None:
    """RESET and RESET ALL go back to it; it is no declaration, so a transaction may change it."""
    client = logged_in(more=ASKED_AT_START)
    client.query("BEGIN")
    assert letters(client.query("SET ostiary.receipts TO off")) == "CZ"
    client.query("COMMIT")
    assert shown(client, "receipts") == "off"
    client.query("RESET ALL")
    assert shown(client, "receipts") == "on"


def test_what_is_read_of_a_cursor_in_portions_has_numbers_of_its_own() -> None:
    """DECLARE is recorded, and so is each FETCH."""
    client = logged_in()
    client.query("SET ostiary.receipts = on")
    client.query("BEGIN")
    assert letters(client.query(f"DECLARE c CURSOR FOR {SELECT}")) == "NCZ"
    assert shown(client) == "0"
    client.query("FETCH 1 FROM c")
    assert shown(client) == "1"


@pytest.mark.parametrize("text", ["SET ostiary.receipts = maybe", "SET LOCAL ostiary.receipts = on"])
def test_what_it_cannot_be_is_refused(text: str) -> None:
    """With the way out; nothing has changed."""
    client = logged_in()
    assert error_of(client.query(text))["C"] == "22023"
    assert shown(client, "receipts") == "off"


def test_a_start_up_with_another_value_is_turned_away() -> None:
    """As with every setting that cannot be."""
    client = FakeClient(World())
    said = client.log_in("p-1", {**ROBBERY, "ostiary.receipts": "perhaps"})
    assert error_of(said)["H"] == "SET ostiary.receipts = on"
    assert client.is_over


def test_a_log_that_fails_has_no_number() -> None:
    """Nothing is shown of an entry that is not durable."""
    client = logged_in()
    client.query("SET ostiary.receipts = on")
    client.world.log.syncs_left = 0
    assert letters(client.query(SELECT)) == "E"


@pytest.mark.parametrize(
    ("value", "is_on"), [("on", True), ("TRUE", True), ("yes", True), ("1", True), ("off", False), ("No", False), (None, True)]
)  # fmt: skip
def test_a_switch_is_read_as_postgresql_reads_one(value: str | None, is_on: bool) -> None:  # noqa: FBT001
    """None is RESET, and means what came with the start-up."""
    assert read_switch(value, otherwise=True) is is_on


def test_another_word_is_no_switch() -> None:
    """With the line to type."""
    with pytest.raises(BadSetting, match="on or off"):
        read_switch("", otherwise=True)


def test_numbers_are_bounded() -> None:
    """Beyond the limit dots stand for those between, and the last one is always there; the next access begins anew."""
    receipts = Receipts()
    for index in range(MAX_NUMBERS + 5):
        receipts.note("s1-1", index)
    assert receipts.shown.startswith("0,1,2,")
    assert receipts.shown.endswith(f",{MAX_NUMBERS - 2},...,{MAX_NUMBERS + 4}")
    receipts.note("s1-2", 7)
    assert receipts.shown == "7"
