"""The bypass corpus: every attack through understanding, and against the wall alone."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.pq import DiagnosticField, ExecStatus

from ostiary.errors import BadSetting
from ostiary.session.settings import accept_foreign
from ostiary.sql.plan import Begin, Deallocate, NotAllowed, Savepoint, Select, SetSetting, Unsupported, Write
from ostiary.sql.statement import plan_statement
from ostiary.sql.wall_names import schema_of
from sql.bypass_world import GROUND, LEAK, PROFILE, Attack, attacks
from sql.conftest import Walled
from sql.meaning_world import subjects_of

ATTACKS = list(attacks())
pytestmark = pytest.mark.skipif(not ATTACKS, reason="the shared corpus is not beside the checkout")

# What the corpus lets run and this release refuses. This list may only shrink.
NOT_YET = {
    "ERR05": "regular expressions are not bounded by the size of their arguments",
}

# What the corpus refuses for what happens on the wire; the statements themselves may run.
ON_THE_WIRE = {"MUL11", "MUL18", "MUL19", "MUL21"}

# Settings and transactions, which the session decides on. RESET ALL and client_min_messages change nothing upstream,
# DEALLOCATE ALL forgets what the session itself has prepared, and a savepoint is refused outside a transaction; inside one
# it hides no probe: each is an entry, and counts for the budget of failures.
BY_THE_SESSION = {"ROL06", "ROL09", "ROL10", "ROL11", "ROL14", "ROL16", "ROL18", "ROL25", "CUR07", "CUR09"}
CHANGING_NOTHING = {"ROL16", "ROL25"}


VALUES = {"MUL07": b"Smith", "MUL09": b"100000", "MUL10": b"{Smith,Hidsur1}"}


def _of(*expected: str) -> list[Attack]:
    apart = NOT_YET.keys() | ON_THE_WIRE | BY_THE_SESSION
    return [each for each in ATTACKS if each.expected in expected and each.id not in apart]


def test_the_corpus_is_whole() -> None:
    """The corpus has 170 statements, and every exception names one of them."""
    assert len(ATTACKS) == 170
    assert {each.id for each in ATTACKS} >= NOT_YET.keys() | ON_THE_WIRE | BY_THE_SESSION


@pytest.mark.parametrize("attack", _of("deny"), ids=lambda each: each.id)
def test_what_must_be_denied_has_no_text_to_run(attack: Attack) -> None:
    """A statement that must be denied is not understood, not allowed, a write, or outside the profile."""
    match plan_statement(attack.text, GROUND):
        case Select(text):
            assert not text
        case other:
            assert isinstance(other, NotAllowed | Write | Unsupported)


@pytest.mark.parametrize("attack", _of("filtered", "masked", "scrub", "group"), ids=lambda each: each.id)
def test_what_may_run_shows_nothing_hidden(walled: Walled, attack: Attack) -> None:
    """A statement that may run as composed fails, or brings rows without a hidden value, each with its keys."""
    plan = plan_statement(attack.text, GROUND)
    assert isinstance(plan, Select)
    assert plan.text
    values = [VALUES[attack.id]] if plan.parameters else []
    result = walled.reader.pgconn.exec_params(plan.text.encode(), values)
    if result.status != ExecStatus.TUPLES_OK:
        # The session replaces whatever the database says: the statement is over.
        assert result.error_field(DiagnosticField.SQLSTATE)
        return
    rows = [
        [result.get_value(row, column) for column in range(result.nfields)] for row in range(result.ntuples)
    ]
    shown = [row[: plan.visible] for row in rows]
    subjects = [list(subjects_of(map(_key, row[plan.visible :]))) for row in rows]
    assert result.nfields == plan.visible + len(plan.hidden)
    assert LEAK.search(repr((shown, subjects))) is None


def _key(value: bytes | None) -> int | bytes | None:
    """A hidden value in its text form."""
    if value is None:
        return None
    return bytes.fromhex(value[2:].decode()) if value.startswith(b"\\x") else int(value)


@pytest.mark.parametrize("name", NOT_YET)
def test_what_is_not_supported_yet_is_still_refused(name: str) -> None:
    """What this release refuses beyond the corpus is refused; once it runs, it leaves the list."""
    attack = next(each for each in ATTACKS if each.id == name)
    assert attack.expected != "deny"
    assert isinstance(plan_statement(attack.text, GROUND), Unsupported)


@pytest.mark.parametrize("name", sorted(BY_THE_SESSION))
def test_settings_that_would_change_something_are_refused_by_the_session(name: str) -> None:
    """A setting of PostgreSQL's is refused by the session unless it changes nothing, and so is a writing transaction."""
    attack = next(each for each in ATTACKS if each.id == name)
    match plan_statement(attack.text, GROUND):
        case Begin(modes):
            assert modes.writable
        case Deallocate() | Savepoint():
            assert name in {"CUR07", "CUR09"}
        case SetSetting(setting, value) if name in CHANGING_NOTHING:
            if setting != "all":
                accept_foreign(setting, value)
        case SetSetting(setting, value):
            with pytest.raises(BadSetting):
                accept_foreign(setting, value)
        case other:
            pytest.fail(f"{other} is not the session's to decide")


@pytest.mark.parametrize("path", [schema_of(PROFILE.id), "city"], ids=["mask views", "raw tables"])
def test_the_wall_alone_keeps_hidden_values_in(walled: Walled, path: str) -> None:
    """The reader itself, with the corpus in its hands, brings no hidden value out in a row, a notice or an error."""
    said: list[str] = []
    with psycopg.connect(walled.reader_dsn, autocommit=True, prepare_threshold=None) as reader:
        reader.add_notice_handler(
            lambda notice: said.append(str(notice.message_detail or notice.message_primary))
        )
        for attack in ATTACKS:
            reader.execute("DISCARD ALL")
            reader.execute(f"SET search_path = \"{path}\"; SET statement_timeout = '2s'".encode())
            said.extend(_answer(reader, attack.text))
            reader.rollback()
    assert len(said) >= len(ATTACKS)
    assert [text for text in said if LEAK.search(text)] == []


def _answer(reader: psycopg.Connection, text: str) -> list[str]:
    try:
        cursor = reader.execute(text.encode())
        return [repr(cursor.fetchall() if cursor.description else cursor.statusmessage)]
    except psycopg.Error as error:
        diag = error.diag
        return [f"{error} {diag.message_detail} {diag.message_hint} {diag.context}"]


def test_the_leak_pattern_finds_leaks(walled: Walled) -> None:
    """The pattern that the tests look for is in every hidden row and in no row that the profile shows."""
    for table, hidden in (("person", "secret"), ("vehicle", "year < 1990"), ("incident", "kind ~ 'Hid'")):
        rows = walled.owner.execute(f"SELECT * FROM city.{table} WHERE {hidden}".encode()).fetchall()
        assert rows
        assert all(LEAK.search(repr(tuple(map(str, row)))) for row in rows)
        shown = walled.owner.execute(f"SELECT t::text FROM copies.{table} t".encode()).fetchall()
        assert not [row for row in shown if LEAK.search(str(row))]
