"""Statements become plans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import SettingsError
from ostiary.pgwire.copying import CopyForm
from ostiary.sql.plan import (
    Begin,
    CloseCursor,
    CopyOut,
    Deallocate,
    DeclareCursor,
    Empty,
    End,
    Fetch,
    Footprint,
    Modes,
    NotAllowed,
    Plan,
    ResetSession,
    Savepoint,
    Select,
    SetSetting,
    SetTransaction,
    ShowSetting,
    Unlisten,
    Unsupported,
    Write,
)
from ostiary.sql.statement import Ground, plan_statement
from sql.bypass_world import CATALOGUE, GROUND, PROFILE

PLANS: dict[str, Plan] = {
    "": Empty(),
    " ; -- nothing\n /* at all */": Empty(),
    "SET ostiary.case = 'JA-1'": SetSetting("ostiary.case", "JA-1"),
    "set session OSTIARY.Case to 'it''s' ;": SetSetting("ostiary.case", "it's"),
    "SET LOCAL ostiary.purpose = drug-crime": SetSetting("ostiary.purpose", "drug-crime", local=True),
    "SET ostiary.purpose TO DEFAULT": SetSetting("ostiary.purpose", None),
    "SET ostiary.purpose = 'DEFAULT'": SetSetting("ostiary.purpose", "DEFAULT"),
    "RESET ostiary.case": SetSetting("ostiary.case", None),
    "SHOW ostiary.case": ShowSetting("ostiary.case"),
    'SET "ostiary"."purpose" = \'x\'': SetSetting("ostiary.purpose", "x"),
    "SET a = 1, 'b', 2.5, on": SetSetting("a", "1, b, 2.5, on"),
    "SET a TO true": SetSetting("a", "true"),
    "SET LOCAL a = 'x'": SetSetting("a", "x", local=True),
    "SET TIME ZONE 'UTC'": SetSetting("timezone", "UTC"),
    "SET ROLE postgres": SetSetting("role", "postgres"),
    "SET SESSION AUTHORIZATION postgres": SetSetting("session_authorization", "postgres"),
    "RESET ROLE": SetSetting("role", None),
    "RESET ALL": SetSetting("all", None),
    "SHOW search_path": ShowSetting("search_path"),
    "BEGIN": Begin(),
    "START TRANSACTION": Begin(),
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY": Begin(Modes("REPEATABLE READ")),
    "BEGIN READ WRITE": Begin(Modes(writable=True)),
    "COMMIT": End("COMMIT"),
    "END": End("COMMIT"),
    "ROLLBACK": End("ROLLBACK"),
    "ABORT": End("ROLLBACK"),
    "INSERT INTO person VALUES (1)": Write("INSERT"),
    "CREATE TABLE x (a int)": Write("CREATE"),
    "CREATE TABLE x AS SELECT 1": Write("CREATE TABLE AS"),
    "COPY person FROM STDIN": Write("COPY FROM"),
    "COPY person FROM PROGRAM 'x'": Write("COPY FROM"),
    "COPY nowhere TO STDOUT": NotAllowed("nowhere", 14, ("nowhere",)),
    "DECLARE c CURSOR FOR SELECT 1 FROM nowhere": NotAllowed("nowhere", 35, ("nowhere",)),
    "SET TRANSACTION READ WRITE": SetTransaction(Modes(writable=True)),
    "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE": SetTransaction(
        Modes("SERIALIZABLE", deferrable=True)
    ),
    "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY": SetTransaction(Modes(), session=True),
    "SHOW TRANSACTION ISOLATION LEVEL": ShowSetting("transaction_isolation"),
    "BEGIN NOT DEFERRABLE": Begin(Modes(deferrable=False)),
    "COMMIT AND CHAIN": End("COMMIT", chain=True),
    "ROLLBACK AND NO CHAIN": End("ROLLBACK"),
    'SAVEPOINT "A b"': Savepoint("SAVEPOINT", "A b"),
    "ROLLBACK TO SAVEPOINT a": Savepoint("ROLLBACK TO", "a"),
    "ROLLBACK TO A": Savepoint("ROLLBACK TO", "a"),
    "RELEASE a": Savepoint("RELEASE", "a"),
    "FETCH c": Fetch("c", 1),
    "FETCH NEXT FROM c": Fetch("c", 1),
    "FETCH FORWARD 5 IN c": Fetch("c", 5),
    "FETCH 5 c": Fetch("c", 5),
    'FETCH ALL FROM "C d"': Fetch("C d"),
    "FETCH FORWARD ALL FROM c": Fetch("c"),
    "CLOSE c": CloseCursor("c"),
    "CLOSE ALL": CloseCursor(None),
    "DEALLOCATE PREPARE q": Deallocate("q"),
    "DEALLOCATE ALL": Deallocate(None),
    'DEALLOCATE "all"': Deallocate("all"),
    "UNLISTEN *": Unlisten(),
    "SELECT pg_advisory_unlock_all();\nCLOSE ALL;\nUNLISTEN *;\nRESET ALL;": ResetSession(
        ("SELECT 1", "CLOSE CURSOR ALL", "UNLISTEN", "RESET")
    ),
    "SET DateStyle=ISO; SET client_min_messages=notice; SELECT set_config('bytea_output','hex',false) FROM "
    "pg_show_all_settings() WHERE name = 'bytea_output'; SET client_encoding='utf-8';": ResetSession(
        ("SET", "SET", "SET bytea_output", "SET")
    ),
    "ROLLBACK;\nCLOSE ALL;\nRESET ALL;\n": ResetSession(("ROLLBACK", "CLOSE CURSOR ALL", "RESET")),
    "SELECT 1 FROM nowhere": NotAllowed("nowhere", 14, ("nowhere",)),
    "SELECT nothing FROM person": NotAllowed("nothing", 7, ("person",)),
    "SELECT person.nothing FROM person": NotAllowed("person.nothing", 7, ("person",)),
    "SELECT p.* FROM person": NotAllowed("p", 7, ("person",)),
    "SELECT ctid FROM person": NotAllowed("ctid", 7, ("person",)),
}


@pytest.mark.parametrize("text", PLANS)
def test_a_statement_is_what_it_is(text: str) -> None:
    """Settings, transactions, writes and unknown names each have their plan."""
    assert plan_statement(text, GROUND) == PLANS[text]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("SELECT 1; SELECT 2", "one statement"),
        ("SELECT 1 /* ; */ ; DROP TABLE person", "one statement"),
        ("SET ostiary.case = 'a'; DROP TABLE person", "syntax"),
        ("SET ostiary.case = 'a' 'b'", "syntax"),
        ("SET ostiary.case = 'a' -- b", "syntax"),
        ("SET a FROM CURRENT", "form of SET"),
        ("SET TRANSACTION SNAPSHOT 'x'", "form of SET"),
        ("SET TIME ZONE INTERVAL '1' HOUR TO MINUTE", "form of SET"),
        ("PREPARE TRANSACTION 'x'", "gid|prepared"),
        ("EXPLAIN SELECT 1", "explain"),
        ("DO 'x'", "`do`"),
        ("CALL f()", "call"),
        ("LISTEN x", "listen"),
        ("PREPARE q AS SELECT 1", "prepare"),
        ("DISCARD ALL", "discard"),
        ("DECLARE c CURSOR WITH HOLD FOR SELECT 1", "WITH HOLD"),
        ("DECLARE c SCROLL CURSOR FOR SELECT 1", "SCROLL"),
        ("DECLARE c BINARY CURSOR FOR SELECT 1", "BINARY"),
        ("MOVE 1 FROM c", "MOVE"),
        ("FETCH PRIOR FROM c", "forward"),
        ("FETCH FIRST FROM c", "forward"),
        ("FETCH ABSOLUTE 1 FROM c", "forward"),
        ("FETCH RELATIVE 1 FROM c", "forward"),
        ("FETCH BACKWARD ALL FROM c", "forward"),
        ("FETCH -1 FROM c", "forward"),
        ("FETCH 0 FROM c", "forward"),
        ("NOTIFY x", "notify"),
        ("EXECUTE q", "execute"),
        ("SELECT pg_advisory_unlock_all()", "function"),
        ("SELECT pg_advisory_unlock_all();\nRESET ALL;\nCLOSE ALL;", "one statement"),
        ("CLOSE ALL;\nCLOSE ALL;", "one statement"),
        ("CLOSE ALL;\nRESET ALL;\nSELECT 1;", "one statement"),
        ("CLOSE ALL; RESET ALL;", "one statement"),
        ("COPY person TO PROGRAM 'id'", "STDOUT"),
        ("COPY person TO '/tmp/x'", "STDOUT"),
        ("COPY (DELETE FROM person) TO STDOUT", "SELECT"),
        ("COPY person TO STDOUT (FORMAT xml)", "format"),
        ("COPY person TO STDOUT (FREEZE)", "freeze"),
        ("COPY person TO STDOUT (HEADER match)", "header"),
        ("COPY person TO STDOUT (FORMAT binary, HEADER)", "binary"),
        ("COPY person TO STDOUT (DELIMITER 'ab')", "one character"),
        ("COPY person TO STDOUT (DELIMITER 'ä')", "one character"),
        ("COPY person TO STDOUT (DELIMITER E'\\n')", "one character"),
        ("COPY person TO STDOUT (DELIMITER 'a')", "delimiter"),
        ("COPY person TO STDOUT (DELIMITER ',', NULL 'a,b')", "delimiter"),
        ("COPY person TO STDOUT (NULL E'a\\nb')", "null"),
        ("COPY person TO STDOUT (QUOTE 'x')", "csv"),
        ("COPY person TO STDOUT (FORMAT csv, QUOTE ',')", "quote"),
        ("COPY person TO STDOUT (FORMAT csv, FORCE_QUOTE 'a')", "force_quote"),
        ("COPY person TO STDOUT (ENCODING latin1)", "UTF-8"),
        ("COPY person TO STDOUT (FORMAT csv, FORMAT csv)", "twice|conflicting"),
        ("COPY person TO STDOUT (DELIMITER)", "takes text"),
        ("LOCK TABLE person", "lock"),
        ("SELECT 1\0; DROP TABLE person", "NUL"),
    ],
)
def test_what_is_not_understood_says_why(text: str, why: str) -> None:
    """Everything else is unsupported, with a reason."""
    plan = plan_statement(text, GROUND)
    assert isinstance(plan, Unsupported)
    assert why.split("|", maxsplit=1)[0] in plan.why or why.rsplit("|", maxsplit=1)[-1] in plan.why


@pytest.mark.parametrize("text", ["SET ostiary.case = 'x'", "SET ostiary.x", "SET", "RESET ostiary.x"])
def test_a_long_setting_costs_no_more_than_its_length(text: str) -> None:
    """64 kB of space around a setting are answered at once: a quadratic pattern would run into the test's timeout."""
    assert isinstance(plan_statement(text + " " * 65_000 + "! ", GROUND), Unsupported)
    assert isinstance(plan_statement(" " * 65_000 + text + "!", GROUND), Unsupported)


def test_a_footprint_is_exactly_what_is_read() -> None:
    """Record classes in the order met, fields in the order read, wherever in the statement they stand."""
    plan = plan_statement(
        "SELECT surname, CASE WHEN dob > DATE '1990-01-01' THEN 1 END FROM person p JOIN incident i USING (person_id) "
        "WHERE kind LIKE 'T%' ORDER BY at",
        GROUND,
    )
    assert isinstance(plan, Select)
    assert plan.footprints == (
        Footprint("person", ("person_id", "surname", "dob")),
        Footprint("incident", ("person_id", "kind", "at")),
    )
    assert (plan.visible, len(plan.hidden), plan.parameters) == (2, 2, 0)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("SELECT 1 FROM person", ()),
        ("SELECT FROM person", ()),
        ("SELECT * FROM person", ("person_id", "surname", "given_name", "dob", "ssn", "city")),
        ("SELECT a FROM person AS q(a)", ("person_id",)),
        ("SELECT x FROM (SELECT city AS x, dob FROM person) s", ("city", "dob")),
        ("WITH unread AS (SELECT ssn FROM person) SELECT 1", ("ssn",)),
    ],
)
def test_the_footprint_of_one_table(text: str, fields: tuple[str, ...]) -> None:
    """The mere presence of rows has no fields; a star reads what the profile shows; what is never read counts too."""
    plan = plan_statement(text, GROUND)
    assert isinstance(plan, Select)
    assert plan.footprints == (Footprint("person", fields),)
    assert plan.text


@pytest.mark.parametrize(
    "place",
    ["SELECT {} FROM person", "SELECT 1 FROM person WHERE {} IS NULL", "SELECT 1 FROM person ORDER BY {}",
     "SELECT 1 FROM person JOIN person p USING ({})", "SELECT 1 FROM person JOIN district ON person.{} IS NULL",
     "SELECT upper({}::text) FROM person", "WITH w AS (SELECT {} FROM person) SELECT 1",
     "SELECT 1 FROM (SELECT {} AS surname FROM person) s"],
)  # fmt: skip
@pytest.mark.parametrize("column", ["secret", "risk"])
def test_a_field_outside_the_profile_leaves_nothing_to_run(place: str, column: str) -> None:
    """A hidden field may be named, and is in the footprint to be decided on; the plan has no text."""
    plan = plan_statement(place.format(column), GROUND)
    assert isinstance(plan, Select)
    assert not plan.text
    assert column in plan.footprints[0].fields


def test_a_table_outside_the_profile_leaves_nothing_to_run() -> None:
    """The mere presence of rows of a record class that the profile lacks is not answered either."""
    views = {name: view for name, view in PROFILE.views.items() if name != "incident"}
    plan = plan_statement("SELECT 1 FROM incident", Ground(CATALOGUE, type(PROFILE)(views), 18))
    assert isinstance(plan, Select)
    assert plan.footprints == (Footprint("incident", ()),)
    assert not plan.text


def test_an_unknown_major_version_is_the_operators_fault() -> None:
    """A server that nobody has looked at has no allow-list."""
    with pytest.raises(SettingsError):
        plan_statement("SELECT 1", Ground(CATALOGUE, PROFILE, 14))


WORDS = st.sampled_from(
    "SELECT FROM WHERE person surname , ( ) * = 1 'a' AND JOIN USING ON AS p . WITH LIMIT ORDER BY CASE WHEN THEN END "
    "IN BETWEEN NULL $1 -- /* */ ; :: int [ ] __key1 SET ostiary.case IS NOT ANY ARRAY".split()
)


@given(st.lists(WORDS, max_size=25))
def test_whatever_is_sent_becomes_a_plan(words: list[str]) -> None:
    """No text makes planning raise."""
    assert isinstance(plan_statement(" ".join(words), GROUND), Plan)


SELECTED = plan_statement("SELECT surname, dob FROM person", GROUND)

FORMS = {
    "": CopyForm(),
    "(FORMAT text, DELIMITER '|', NULL 'none')": CopyForm(delimiter="|", null="none"),
    "WITH CSV HEADER": CopyForm("csv", header=True, delimiter=",", null=""),
    "CSV DELIMITER ';' QUOTE '#' FORCE QUOTE dob": CopyForm(
        "csv", delimiter=";", null="", quote="#", escape="#", force_quote=("dob",)
    ),
    "(FORMAT csv, FORCE_QUOTE *, ESCAPE '!', HEADER false)": CopyForm(
        "csv", delimiter=",", null="", escape="!", force_quote=None
    ),
    "(FORMAT csv, HEADER 1, ENCODING 'UTF-8')": CopyForm("csv", header=True, delimiter=",", null=""),
    "(FORMAT binary)": CopyForm("binary"),
}


@pytest.mark.parametrize("options", FORMS)
@pytest.mark.parametrize("what", ["(SELECT surname, dob FROM person)", "person (surname, dob)"])
def test_a_copy_is_its_query_and_a_form(what: str, options: str) -> None:
    """Of a table the columns that it names, which is the same query; the options in both of their spellings."""
    plan = plan_statement(f"COPY {what} TO STDOUT {options}", GROUND)
    assert isinstance(plan, CopyOut)
    assert isinstance(SELECTED, Select)
    assert (plan.query.text, plan.form) == (SELECTED.text, FORMS[options])


@pytest.mark.parametrize(
    "text",
    ["DECLARE c CURSOR FOR SELECT version()", "COPY (SELECT current_user) TO STDOUT"],
)
def test_what_the_door_knows_by_itself_is_in_no_cursor_and_no_copy(text: str) -> None:
    """Planned as that alone, it would be answered with rows where none are due."""
    plan = plan_statement(text, GROUND)
    assert isinstance(plan, Unsupported)
    assert "SELECT by itself" in plan.why


def test_a_clock_with_a_precision_is_refused_in_a_catalogue_question() -> None:
    """As in one about records: its precision would be lost."""
    assert isinstance(plan_statement("SELECT CURRENT_TIMESTAMP FROM pg_class", GROUND), Select)
    assert isinstance(plan_statement("SELECT CURRENT_TIMESTAMP(3) FROM pg_class", GROUND), Unsupported)


def test_a_cursor_is_its_query_and_a_name() -> None:
    """The query is planned as it would be by itself."""
    declared = 'DECLARE "C" NO SCROLL INSENSITIVE CURSOR WITHOUT HOLD FOR SELECT surname, dob FROM person'
    plan = plan_statement(declared, GROUND)
    assert isinstance(plan, DeclareCursor)
    assert isinstance(SELECTED, Select)
    assert (plan.name, plan.query.text) == ("C", SELECTED.text)
