"""What each kind of statement does, asked simply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from ostiary.session.client import Client
from ostiary.session.commands import Admit, AnyCommand, Append, AwaitDurable, Look, PlanStatement, Release
from ostiary.session.conversation import NO_PROFILE, Conversation
from ostiary.session.portals.forms import AsRows
from ostiary.session.prepared import Portal, Prepared
from ostiary.session.queries import answer_query
from ostiary.session.refusals import Refused
from ostiary.session.settings import Declared
from ostiary.session.statements import prepare
from ostiary.session.world import Received
from ostiary.sql.limits import MAX_STATEMENT_BYTES
from ostiary.testing.client import ROBBERY, FakeClient, error_of, letters
from ostiary.testing.example import (
    CASE,
    NOON,
    RULES,
    cut_off,
    enrol,
    enrolled,
    example_connection,
    example_snapshot,
)
from ostiary.testing.example import DETECTIVE as P1
from ostiary.testing.fake_database import Answer, FakeDatabase, people
from ostiary.testing.world import World, plan

SELECT = "SELECT surname FROM persons"


def logged_in(
    user: str = "p-1",
    answers: Callable[[str], Answer] = lambda _: people(1, 2),
    settings: dict[str, str] | None = None,
) -> FakeClient:
    """A client that has logged in and declared a robbery, in a world of its own."""
    client = FakeClient(World(database=FakeDatabase(answers)))
    client.log_in(user, ROBBERY if settings is None else settings)
    return client


def test_a_query_is_described_answered_and_completed() -> None:
    """RowDescription, rows, CommandComplete, ReadyForQuery; the entry names everybody and stands before them."""
    client = logged_in()
    said = client.query(SELECT)
    assert letters(said) == "TDDCZ"
    assert [one.values for one in said[1:3]] == [(b"name-1",), (b"name-2",)]
    assert (said[3].text, said[4].text) == ("SELECT 2", "I")
    (entry,) = client.world.log.entries
    assert (entry["part"], entry["outcome"], entry["rows"], entry["subjects"]) == (
        "whole",
        "answered",
        2,
        [1, 2],
    )


def test_an_answer_without_rows_is_an_access_too() -> None:
    """No rows: the entry says what was asked about."""
    client = logged_in(answers=lambda _: people())
    assert letters(client.query(f"{SELECT} WHERE surname = 'Doe'")) == "TCZ"
    (entry,) = client.world.log.entries
    assert (entry["outcome"], entry["rows"]) == ("answered", 0)
    assert entry["asked_about"] == [["persons.surname", "Doe"]]


REFUSED = [
    ("SELECT surname FROM nowhere", "42501"),
    ("SELECT nothing FROM persons", "42501"),
    ("DELETE FROM persons", "25006"),
    ("COPY persons FROM STDIN", "25006"),
    ("COPY persons TO PROGRAM 'id'", "0A000"),
    ("LISTEN x", "0A000"),
    ("SELECT pg_sleep(1)", "0A000"),
    ("SELECT 1; SELECT 2", "0A000"),
    ("SELEC", "42601"),
]


@pytest.mark.parametrize(("text", "sqlstate"), REFUSED)
def test_a_refusal_has_its_code_and_its_entry(text: str, sqlstate: str) -> None:
    """Each refusal of a statement is recorded, and its DETAIL gives the entry's number."""
    client = logged_in()
    said = client.query(text)
    assert letters(said) == "EZ"
    assert error_of(said)["C"] == sqlstate
    (entry,) = client.world.log.entries
    assert (entry["outcome"], entry["sqlstate"], entry["statement"]) == ("refused", sqlstate, text)
    assert client.world.log.durable == 1
    assert error_of(said)["D"].endswith("Access log entry 0.")
    assert not client.world.database.flights


def test_a_refusal_by_a_rule_names_rule_citation_table_and_way_out() -> None:
    """42501 with DETAIL (rule, citation), HINT (what is open), table and the rule as the constraint."""
    error = error_of(logged_in("r-1").query("SELECT ssn FROM persons"))
    assert (error["S"], error["C"], error["t"], error["n"]) == ("ERROR", "42501", "persons", "X1")
    assert "s. 3" in error["D"]
    assert "surname" in error["H"]


def test_a_query_without_a_purpose_shows_the_line_to_type() -> None:
    """22023, recorded, with the line to type."""
    client = logged_in(settings={})
    error = error_of(client.query(SELECT))
    assert error["C"] == "22023"
    assert "SET ostiary.purpose" in error["H"]
    assert client.world.log.entries[0]["purpose"] == ""


def test_a_purpose_can_be_set_and_shown_and_reset() -> None:
    """SET takes effect for the next statement; RESET ALL takes everything back."""
    client = logged_in(settings={})
    assert letters(client.query("SET ostiary.purpose = 'robbery'")) == "CZ"
    assert letters(client.query(f"SET ostiary.case = '{CASE}'")) == "CZ"
    assert letters(client.query(SELECT)) == "TDDCZ"
    assert client.query("SHOW ostiary.purpose")[1].values == (b"robbery",)
    client.query("RESET ALL")
    assert client.query("SHOW ostiary.purpose")[1].values == (b"",)
    assert error_of(client.query(SELECT))["C"] == "22023"


@pytest.mark.parametrize(
    ("text", "sqlstate"),
    [
        ("SET ostiary.purpose = 'robery'", "22023"),
        ("SET LOCAL ostiary.purpose = 'robbery'", "25001"),
        ("SET search_path = secret", "22023"),
        ("SHOW nothing", "42704"),
        ("BEGIN READ WRITE", "25006"),
    ],
)
def test_what_cannot_be_set_or_begun_is_refused(text: str, sqlstate: str) -> None:
    """One error, one readiness, and the session goes on."""
    client = logged_in()
    said = client.query(text)
    assert letters(said) == "EZ"
    assert error_of(said)["C"] == sqlstate
    assert letters(client.query(SELECT)) == "TDDCZ"


def test_settings_of_drivers_and_of_the_server() -> None:
    """A setting that changes nothing is accepted, and the server's can be shown."""
    client = logged_in()
    assert letters(client.query("SET application_name = 'x'")) == "CZ"
    assert client.query("SHOW server_version")[1].values == (b"18.1",)
    assert client.query("SHOW transaction_isolation")[1].values == (b"read committed",)


def test_a_purpose_is_not_changed_inside_a_transaction() -> None:
    """25001, and the transaction has failed."""
    client = logged_in()
    client.query("BEGIN")
    said = client.query("SET ostiary.purpose = 'removal'")
    assert (error_of(said)["C"], said[-1].text) == ("25001", "E")


def test_a_transaction_says_its_state_and_ends() -> None:
    """ReadyForQuery says T inside, E after an error, I after the end; COMMIT of a failed one is a ROLLBACK."""
    client = logged_in()
    assert client.query("BEGIN ISOLATION LEVEL REPEATABLE READ")[-1].text == "T"
    assert letters(client.query("BEGIN")) == "CZ"
    assert client.query(SELECT)[-1].text == "T"
    assert client.query("SELECT nothing FROM persons")[-1].text == "E"
    assert error_of(client.query(SELECT))["C"] == "25P02"
    assert letters(client.query("")) == "IZ"
    done = client.query("COMMIT")
    assert (done[0].text, done[1].text) == ("ROLLBACK", "I")
    assert client.query("COMMIT")[0].text == "COMMIT"
    assert client.world.database.texts[0] == "BEGIN READ ONLY ISOLATION LEVEL REPEATABLE READ"
    assert client.world.database.texts[-1] == "ROLLBACK"


def test_an_error_of_the_database_fails_the_transaction() -> None:
    """The state that the database reports is taken over."""
    client = logged_in(answers=lambda _: Answer(sqlstate="22012"))
    client.query("BEGIN")
    assert client.query(SELECT)[-1].text == "E"


def test_a_transaction_lives_a_minute_and_no_longer() -> None:
    """Exactly 60 s is allowed; after that 25P04, recorded."""
    client = logged_in()
    client.query("BEGIN")
    client.world.at += timedelta(seconds=60)
    assert letters(client.query(SELECT)) == "TDDCZ"
    client.world.at += timedelta(microseconds=1)
    assert error_of(client.query(SELECT))["C"] == "25P04"
    assert client.world.log.entries[-1]["sqlstate"] == "25P04"


def test_a_transaction_cannot_be_stretched_by_sending_everything_at_once() -> None:
    """Time also passes with the database's bytes: statements sent in one packet do not run on the instant of the first."""
    world = World()

    def minutes(_: str) -> Answer:
        world.at += timedelta(seconds=61)
        return people(1)

    world.database = FakeDatabase(minutes)
    client = FakeClient(world)
    client.log_in("p-1")
    packet = b"".join(
        b"Q" + (5 + len(text)).to_bytes(4) + text + b"\0" for text in (b"BEGIN", *[SELECT.encode()] * 2)
    )
    assert letters(client.send(packet)) == "CZTDCZEZ"


@pytest.mark.parametrize("change", ["directive", "policy"])
def test_a_change_of_the_rules_ends_the_transaction(change: str) -> None:
    """40001, recorded, and the way out is a ROLLBACK that works."""
    client = logged_in()
    world = client.world
    client.query("BEGIN")
    if change == "directive":
        world.snapshot = cut_off(world.snapshot, "bureau")
    else:
        world.snapshot = replace(world.snapshot, bundle=replace(world.snapshot.bundle, version="other"))
    said = client.query(SELECT)
    assert (error_of(said)["C"], said[-1].text) == ("40001", "E")
    assert world.log.entries[-1]["sqlstate"] == "40001"
    assert client.query("ROLLBACK")[-1].text == "I"
    assert letters(client.query(SELECT)) == "TDDCZ"


def test_a_transaction_can_be_ended_when_its_wall_is_gone() -> None:
    """ROLLBACK goes to the backend that holds the transaction, whatever stands now."""
    client = logged_in()
    client.query("BEGIN")
    client.world.snapshot = replace(client.world.snapshot, walls=frozenset())
    assert client.query(SELECT)[-1].text == "E"
    done = client.query("ROLLBACK")
    assert (letters(done), done[-1].text) == ("CZ", "I")
    assert len(set(client.world.database.profiles)) == 1


def test_a_transaction_that_the_database_lost_ends_the_session() -> None:
    """Rows of another transaction than the client's would be passed off as its own."""
    client = logged_in()
    client.query("BEGIN")
    client.world.database.status = "I"
    said = client.query(SELECT)
    assert (letters(said), error_of(said)["C"]) == ("E", "57P03")
    assert client.is_over
    assert client.world.log.entries[-1]["outcome"] == "failed"


def test_a_commit_that_fails_ends_the_transaction_all_the_same() -> None:
    """After a failed COMMIT the session is idle and asks on."""
    client = logged_in()
    client.query("BEGIN")
    told = client.world.database._told

    def failing(text: str) -> Answer:
        answer = told(text)
        return Answer(sqlstate="40001") if text == "COMMIT" else answer

    client.world.database._told = failing  # type: ignore[method-assign]  # the fake is made to fail for one test
    said = client.query("COMMIT")
    assert (error_of(said)["C"], said[-1].text) == ("40001", "I")
    client.world.at += timedelta(minutes=5)
    assert letters(client.query(SELECT)) == "TDDCZ"


def test_nothing_begins_where_nothing_is_permitted_or_declared() -> None:
    """BEGIN needs a purpose and a wall, because it needs a backend."""
    assert error_of(logged_in(settings={}).query("BEGIN"))["C"] == "22023"
    client = logged_in()
    client.world.snapshot = replace(client.world.snapshot, walls=frozenset())
    assert error_of(client.query("BEGIN"))["C"] == "57P03"


def test_without_its_wall_a_query_is_refused() -> None:
    """57P03, recorded, and not forwarded, as long as the second wall does not stand."""
    client = logged_in()
    client.world.snapshot = replace(client.world.snapshot, walls=frozenset())
    assert error_of(client.query(SELECT))["C"] == "57P03"
    assert client.world.log.entries[0]["outcome"] == "refused"
    assert not client.world.database.flights


def test_speaking_for_an_agency_that_is_cut_off_is_refused() -> None:
    """SET ostiary.beneficiary is refused with the directive, recorded, and the session goes on as it was."""
    client = logged_in()
    client.world.snapshot = cut_off(client.world.snapshot, "removal")
    error = error_of(client.query("SET ostiary.beneficiary = 'removal-east'"))
    assert (error["S"], error["C"]) == ("ERROR", "28000")
    assert error["M"] == "`removal-east`, for which you ask, was cut off by directive D-1"
    assert error["D"] == "Reason: announced. For good. Access log entry 0."
    assert error["H"] == "To ask for your own agency, leave ostiary.beneficiary away. Ask the clerk."
    assert client.query("SHOW ostiary.beneficiary")[1].values == (b"",)
    (entry,) = client.world.log.entries
    assert (entry["outcome"], entry["beneficiary"]) == ("refused", "removal-east")
    assert entry["statement"] == "SET ostiary.beneficiary = 'removal-east'"
    assert (entry["agency"], entry["purpose"], entry["case"]) == ("city-police", "robbery", CASE)
    assert letters(client.query(SELECT)) == "TDDCZ"


def test_a_beneficiary_that_was_cut_off_a_moment_ago_ends_the_session() -> None:
    """The cut-off came after the session had looked at what is in force: Admit is where it bites."""
    client = logged_in()
    world = client.world

    def cut(command: AnyCommand) -> None:
        if isinstance(command, Admit):
            world.snapshot = cut_off(world.snapshot, "removal")

    world.before = cut
    assert error_of(client.query("SET ostiary.beneficiary = 'removal'"))["C"] == "57P01"
    assert client.is_over
    (entry,) = client.world.log.entries
    assert (entry["outcome"], entry["beneficiary"]) == ("refused", "removal")


def test_answers_for_one_agency_leave_before_the_session_stands_for_another() -> None:
    """Otherwise a cut-off of the first would no longer find rows that still wait in the outbox."""
    client = logged_in(settings={**ROBBERY, "ostiary.beneficiary": "removal"})
    start = len(client.world.commands)
    packet = b"".join(
        b"Q" + (5 + len(text)).to_bytes(4) + text + b"\0"
        for text in (SELECT.encode(), b"SET ostiary.beneficiary = ''")
    )
    client.send(packet)
    kinds = [type(command) for command in client.world.commands[start:]]
    assert kinds.index(Release) < kinds.index(Admit)


def test_a_session_of_a_member_who_was_enrolled_anew_ends() -> None:
    """Another password, agency or affiliation: the session rests on what is no longer so."""
    client = logged_in()
    changed = replace(P1, affiliations=frozenset({"removal"}))
    client.world.snapshot = enrol(client.world.snapshot, enrolled(changed))
    error = error_of(client.query(SELECT))
    assert (error["S"], error["C"]) == ("FATAL", "57P01")
    assert client.is_over
    assert not client.world.database.flights


def test_a_cut_off_is_looked_for_again_at_every_query() -> None:
    """Also when nothing was thrown into the session: it sees the directive itself, and ends with 57P01."""
    client = logged_in("r-1")
    client.world.snapshot = cut_off(client.world.snapshot, "removal")
    error = error_of(client.query(SELECT))
    assert (error["S"], error["C"]) == ("FATAL", "57P01")
    assert client.is_over
    assert not client.world.database.flights


def test_masks_and_filters_are_noticed_once() -> None:
    """The first answer with masked columns or filtered rows carries a NOTICE with the rule; later ones do not."""
    client = logged_in("b-1")
    said = client.query("SELECT ssn FROM persons")
    assert letters(said) == "NTDDCZ"
    assert said[0].fields is not None
    assert "persons.ssn (last-4)" in said[0].fields["M"]
    assert "D1" in said[0].fields["D"]
    assert letters(client.query("SELECT ssn FROM persons")) == "TDDCZ"


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("SELECT surname FROM persons WHERE ssn = '1'", True),
        ("SELECT surname FROM (SELECT surname, ssn AS x FROM persons) AS p WHERE x LIKE '1%'", True),
        ("SELECT p.surname FROM persons AS p JOIN codes AS c ON p.ssn = c.code", True),
        ("SELECT ssn FROM persons WHERE surname = 'Doe'", False),
        ("SELECT ssn FROM persons", False),
    ],
)
def test_a_condition_on_a_masked_column_is_told_each_time(text: str, *, is_told: bool) -> None:
    """A mask can hide whoever is looked for, so that no rows does not mean nobody; the other notice comes once."""
    client = logged_in("b-1")
    client.query("SELECT ssn FROM persons")
    for _ in range(2):
        said = [one.fields["M"] for one in client.query(text) if one.fields is not None]
        told = "conditions compare masked values of persons.ssn: no rows does not mean nobody"
        assert said == ([told] if is_told else [])


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("SELECT surnam FROM persons", "Perhaps `surname` is meant."),
        ("SELECT surname FROM persons AS p WHERE p.surnam = 'x'", "Perhaps `surname` is meant."),
        ("SELECT nothing FROM persons", "you may read `codes`, `persons`."),
        ("SELECT surname FROM person", "you may read `codes`, `persons`."),
        ("SELECT surnam FROM person", "you may read `codes`, `persons`."),
        ("SELECT 1 FROM persons, surnam", "you may read `codes`, `persons`."),
    ],
)
def test_a_column_that_is_not_known_shows_the_nearest_that_one_may_read(text: str, hint: str) -> None:
    """Of the tables of the statement; nothing is offered for a table, which would tell which tables there are."""
    error = error_of(logged_in().query(text))
    assert error["C"] == "42501"
    assert hint in error["H"]
    assert "the clerk" in error["H"]
    assert ("Perhaps" in error["H"]) is ("Perhaps" in hint)


def test_a_column_of_a_table_that_is_not_shown_is_refused_as_the_table_is() -> None:
    """Under a purpose for which nothing of it may be read: like a table that is not there, whatever the column."""
    client = logged_in(settings={"ostiary.purpose": "removal"})
    told = [
        {**error_of(client.query(f"SELECT {column} FROM {table}")), "D": "", "P": ""}
        for column, table in (("surnam", "persons"), ("surnam", "nowhere"), ("surname", "persons"))
    ]
    texts = [
        {key: value.replace("persons", "*").replace("nowhere", "*") for key, value in one.items()}
        for one in told
    ]
    # The table is open for other purposes, and that is no secret: only its own refusals show it.
    assert texts[0] == texts[2]
    assert (
        texts[0]["M"] == texts[1]["M"] == "`city-police` is not permitted to read `*` for purpose `removal`"
    )


def test_without_a_purpose_those_that_are_open_are_shown() -> None:
    """Never one under which nobody may read a record about people; whoever has none is told whom to ask."""
    error = error_of(logged_in(settings={}).query(SELECT))
    assert error["D"] == "Every question needs one. Open to you: investigation, robbery. Access log entry 0."
    assert error["H"].startswith("SET ostiary.purpose = 'investigation', or")
    client = FakeClient(World(example_snapshot(RULES.replace('"city-police", ', ""))))
    client.log_in("p-1", {})
    error = error_of(client.query(SELECT))
    assert error["D"].startswith("Every question needs one. None is open to you.")
    assert error["H"] == "Ask the clerk."


def test_a_simple_statement_has_no_parameters() -> None:
    """42P02, and nothing is forwarded."""
    client = logged_in()
    assert error_of(client.query(f"{SELECT} WHERE person_id = $1"))["C"] == "42P02"
    assert not client.world.database.flights


def test_the_longest_statement_is_understood_and_a_longer_one_is_not_looked_at() -> None:
    """Length is checked before the parser sees the text, and what is too long is not recorded in full."""
    client = logged_in()
    assert letters(client.query(SELECT + " " * (MAX_STATEMENT_BYTES - len(SELECT)))) == "TDDCZ"
    client.world.commands.clear()
    assert error_of(client.query(SELECT + " " * MAX_STATEMENT_BYTES))["C"] == "42601"
    assert not any(isinstance(one, PlanStatement | Append) for one in client.world.commands)


def test_when_the_log_is_gone_refusals_are_not_answered_either() -> None:
    """58030 instead of the refusal, and the session may try again."""
    client = logged_in()
    client.world.log.appends_left = 0
    said = client.query("DELETE FROM persons")
    assert (letters(said), error_of(said)["C"], error_of(said)["S"]) == ("EZ", "58030", "ERROR")
    client.world.log.appends_left = None
    assert letters(client.query(SELECT)) == "TDDCZ"


def test_a_query_where_nothing_is_permitted_at_all_is_refused() -> None:
    """Also one that reads no record: there is no wall to ask through."""
    rules = RULES.replace(
        'when.record_class = "codes"', 'when.agency = "bureau"\nwhen.record_class = "codes"'
    )
    client = FakeClient(World(example_snapshot(rules)))
    client.log_in("p-1", {"ostiary.purpose": "removal"})
    assert error_of(client.query("SELECT 1"))["C"] == "42501"
    assert client.world.log.entries[0]["outcome"] == "refused"
    assert not client.world.database.flights


def test_a_plan_for_other_rules_is_not_run() -> None:
    """The parser's answer came for a profile that is no longer the session's: refused, recorded, not forwarded."""
    client, conversation = logged_in(), conversing()
    portal = Portal(
        Prepared(SELECT, (), plan(SELECT, NO_PROFILE, client.world.snapshot), NO_PROFILE, "another policy"),
        (), (), (), conversation.grounds,
    )  # fmt: skip
    flow = answer_query(conversation, portal, AsRows(describe=True))
    assert next(flow) == Look()
    assert isinstance(flow.send(client.world.received(b"")), Append)
    assert flow.send(1) == AwaitDurable(1)
    with pytest.raises(Refused) as caught:
        flow.send(0)
    assert caught.value.refusal.sqlstate == "57P03"


def test_a_nul_in_a_statement_is_refused() -> None:
    """The wire cannot carry one, but whoever calls with one is refused all the same."""
    with pytest.raises(Refused, match="NUL"):
        next(prepare(conversing(), "SELECT \0"))


@pytest.mark.parametrize("text", ["BEGIN", "COMMIT"])
def test_a_database_that_dies_at_a_transaction_command_ends_the_session(text: str) -> None:
    """57P03, fatal."""
    client = logged_in()
    if text == "COMMIT":
        client.query("BEGIN")
    client.world.database.is_reachable = False
    error = error_of(client.query(text))
    assert (error["S"], error["C"]) == ("FATAL", "57P03")
    assert client.is_over


def conversing() -> Conversation:
    """A detective's conversation at noon, without a client."""
    client = Client()
    client.note(Received(b"", NOON, example_snapshot()))
    return Conversation(client, example_connection(), enrolled(P1), Declared("robbery", CASE))
