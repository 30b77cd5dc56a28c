"""Slips and letters in a real control database: once, for whoever has the code, and nobody else."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from control_world import fresh_control
from copied_postgres import fresh_server
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.errors import ControlDown, CounterRefused, ProofInvalid
from ostiary.store.control import READER_ROLE, WRITER_ROLE, control_connection
from ostiary.store.letters import LetterCounts, all_letters, letter_counts, read_letter
from ostiary.store.resident_tables import MAX_LETTERS_A_DAY, MAX_SLIPS, RESIDENT_ROLE
from ostiary.store.slips import DayCounts, day_counts
from ostiary.web.counter.code import drawn_code
from ostiary.web.counter.letters import (
    MAX_CHARACTERS,
    Written,
    look_up,
    read_written,
    send_answer,
    send_letter,
)
from ostiary.web.counter.sealed import public_of
from ostiary.web.counter.slips import issue_slip, open_slip, pack

FILES = {"index.html": b"<p>somebody looked</p>", "receipts/7.tlog-proof": b"proof"}
OFFICE = b"o" * 32
UNKNOWN = drawn_code(bytes(14))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    with fresh_server(tmp_path_factory.mktemp("counter")) as running:
        yield running


@pytest.fixture
def control(server: EmbeddedPostgres) -> str:
    return fresh_control(server)


def letter(text: str = "Who is CPD 1042?") -> Written:
    return Written("question", "uk", text)


def test_a_slip_opens_once(control: str) -> None:
    """What was handed in comes back, and then there is nothing any more; only counts stay."""
    slip = issue_slip(control, FILES)
    opened = open_slip(control, slip.code)
    assert opened is not None
    assert (opened.files, opened.zipped) == (FILES, pack(FILES))
    assert open_slip(control, slip.code) is None
    assert open_slip(control, UNKNOWN) is None
    with control_connection(control) as connection:
        assert connection.execute("SELECT count(*) FROM ostiary.slip").fetchone() == (0,)
        (counts,) = day_counts(connection)
    assert counts == DayCounts(counts.day, issued=1, shown=1)


def test_of_two_who_come_at_once_one_gets_it(control: str) -> None:
    """The row is taken by whoever is first."""
    slip = issue_slip(control, FILES)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: open_slip(control, slip.code), range(4)))
    assert sum(one is not None for one in found) == 1


def test_the_database_says_nothing_of_a_slip(control: str) -> None:
    """A digest, a full hour, and bytes of a size that others have too."""
    slip = issue_slip(control, FILES)
    with control_connection(control) as connection:
        row = connection.execute("SELECT digest, sealed, expires_at FROM ostiary.slip").fetchone()
        assert row is not None
        digest, sealed, ends = row
        assert (ends.minute, ends.second) == (0, 0)
        assert connection.execute(
            "SELECT %s - clock_timestamp() > interval '24 hours'", [ends]
        ).fetchone() == (True,)
    stored = bytes(digest) + bytes(sealed)
    assert b"looked" not in stored
    assert slip.code.text.encode() not in stored
    assert (slip.ends, len(sealed)) == (ends, 8 * 1024 + 29)


def test_a_slip_ends(control: str) -> None:
    """After its hour the row goes, whoever asks for what, and is counted."""
    slip = issue_slip(control, FILES)
    with control_connection(control) as connection:
        connection.execute("UPDATE ostiary.slip SET expires_at = clock_timestamp()")
    assert open_slip(control, slip.code) is None
    with control_connection(control) as connection:
        assert connection.execute("SELECT count(*) FROM ostiary.slip").fetchone() == (0,)
        assert [(one.issued, one.shown, one.expired) for one in day_counts(connection)] == [(1, 0, 1)]


def test_a_slip_that_was_changed_or_moved_does_not_open(control: str) -> None:
    """Whoever writes in the database cannot show somebody another person's list."""
    mine, other = issue_slip(control, FILES), issue_slip(control, {"index.html": b"other"})
    with control_connection(control) as connection:
        sealed = [
            bytes(row[0]) for row in connection.execute("SELECT sealed FROM ostiary.slip ORDER BY digest")
        ]
        connection.execute(
            "UPDATE ostiary.slip SET sealed = CASE sealed WHEN %s THEN %s ELSE %s END", [*sealed, sealed[0]]
        )
    for code in (mine.code, other.code):
        with pytest.raises(ProofInvalid):
            open_slip(control, code)


def test_no_more_slips_wait_than_may_and_none_is_too_large(control: str) -> None:
    """Both are refused at the counter, which can hand the answer over on paper."""
    with control_connection(control) as connection:
        connection.execute(
            "INSERT INTO ostiary.slip SELECT sha256(n::text::bytea), 'x', now() + interval '1 hour'"
            " FROM generate_series(1, %s) n",
            [MAX_SLIPS],
        )
    with pytest.raises(CounterRefused, match="slips wait"):
        issue_slip(control, FILES)
    with pytest.raises(CounterRefused, match="too large"):
        issue_slip(control, {"evidence.json": secrets.token_bytes(5_000_000)})


def test_a_letter_is_read_by_the_office_and_answered_to_its_writer(control: str) -> None:
    """Number and code lead to its clock, then to the answer; nobody else reads either."""
    receipt = send_letter(control, public_of(OFFICE), letter(), 30)
    assert receipt is not None
    assert (receipt.filed.due_on - receipt.filed.received_on).days == 30
    waiting = look_up(control, receipt.filed.number, receipt.code)
    assert waiting is not None
    assert (waiting.letter.answered_on, waiting.answer) == (None, "")
    with control_connection(control) as connection:
        kept = read_letter(connection, receipt.filed.number)
    assert read_written(OFFICE, kept) == letter()
    with pytest.raises(ProofInvalid):
        read_written(b"x" * 32, kept)
    send_answer(control, receipt.filed.number, "Дякуємо.")
    answered = look_up(control, receipt.filed.number, receipt.code)
    assert answered is not None
    assert answered.answer == "Дякуємо."
    assert answered.letter.answered_on == receipt.filed.received_on
    with pytest.raises(CounterRefused, match="answered already"):
        send_answer(control, receipt.filed.number, "again")


def test_number_and_code_belong_together(control: str) -> None:
    """A number is easily guessed; alone it opens nothing."""
    first, second = (send_letter(control, public_of(OFFICE), letter(), 30) for _ in range(2))
    assert first is not None
    assert second is not None
    assert look_up(control, first.filed.number, second.code) is None
    assert look_up(control, 99, first.code) is None
    with pytest.raises(CounterRefused, match="there is no"):
        send_answer(control, 99, "text")


def test_letters_have_a_size_and_a_number_a_day(control: str) -> None:
    """The longest letter of the widest characters fits; one more a day than the office can read does not."""
    assert send_letter(control, public_of(OFFICE), letter("𠮷" * MAX_CHARACTERS), 30) is not None
    for text in ("", " \n", "x" * (MAX_CHARACTERS + 1)):
        with pytest.raises(ValueError, match=r"empty|long"):
            send_letter(control, public_of(OFFICE), letter(text), 30)
        with pytest.raises(ValueError, match=r"empty|long"):
            send_answer(control, 1, text)
    with control_connection(control) as connection:
        connection.execute(
            "INSERT INTO ostiary.resident_letter SELECT n, sha256(n::text::bytea), sha256('k'), 'question', 'x', ostiary.today(),"
            " ostiary.today() + 1 FROM generate_series(2, %s) n",
            [MAX_LETTERS_A_DAY],
        )
    assert send_letter(control, public_of(OFFICE), letter(), 30) is None


def test_the_clock_is_counted(control: str) -> None:
    """Waiting in time, waiting too long, answered in time, answered too late."""
    with control_connection(control) as connection:
        connection.execute(
            "INSERT INTO ostiary.resident_letter"
            " SELECT n, sha256(n::text::bytea), sha256('k'), 'complaint', 'x', ostiary.today() - 40, ostiary.today() - 40 + due, "
            " ostiary.today() - 40 + answered, CASE WHEN answered IS NULL THEN NULL ELSE 'x'::bytea END"
            " FROM (VALUES (1, 50, NULL), (2, 30, NULL), (3, 30, 30), (4, 30, 31), (5, 30, 2)) AS one(n, due, answered)"
        )
        assert letter_counts(connection) == LetterCounts(open=1, late=1, in_time=2, too_late=1)
        assert [one.number for one in all_letters(connection)] == [2, 1, 3, 4, 5]
        today = connection.execute("SELECT ostiary.today()").fetchone()
        assert today is not None
        late = [one.number for one in all_letters(connection) if one.is_late(today[0])]
    assert late == [2, 4]


def _allowed(control: str, role: str, statement: str) -> bool:
    with psycopg.connect(control, autocommit=True) as connection:
        connection.execute(f"SET ROLE {role}")
        try:
            connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            return False
        return True


READ_SLIPS = "SELECT * FROM ostiary.slip"
READ_LETTERS = "SELECT * FROM ostiary.resident_letter"
TAKE = "SELECT ostiary.take_slip('x')"
ISSUE = r"SELECT ostiary.issue_slip(sha256('x'), 'x', 1)"
ANSWER = "SELECT ostiary.answer_letter(1, 'x')"
COUNT = "SELECT * FROM ostiary.resident_counts(), ostiary.letter_counts()"


@pytest.mark.parametrize(
    ("role", "may"),
    [(RESIDENT_ROLE, {TAKE}), (WRITER_ROLE, {READ_LETTERS, ISSUE, ANSWER, COUNT}), (READER_ROLE, {COUNT})],
)
def test_each_account_does_its_own_part(control: str, role: str, may: set[str]) -> None:
    """The site lists nothing; officials open no slip; the gateway counts."""
    everything = (READ_SLIPS, READ_LETTERS, TAKE, ISSUE, ANSWER, COUNT)
    assert {statement for statement in everything if _allowed(control, role, statement)} == may


def test_a_control_database_that_is_away_is_said(control: str) -> None:
    """Nothing is shown, and nothing is lost."""
    with pytest.raises(ControlDown):
        open_slip(control.replace("control", "nowhere"), UNKNOWN)
