"""What is called a leak, what otherwise, and what as expected, whatever door it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

import pytest

from ostiary.demo.attack.corpus import Attack, Expected
from ostiary.demo.attack.judging import Verdict, judge, worst
from ostiary.demo.attack.records import RECOGNISED, hidden_in
from ostiary.demo.attack.shapes import Sent
from ostiary.demo.attack.wire import Heard, Row
from ostiary.demo.attack.witnesses import Access, Witnessed
from ostiary.pgwire import kinds
from ostiary.pgwire.backend import (
    ColumnDescription,
    ErrorFields,
    command_complete,
    data_row,
    error_response,
    notice_response,
    ready_for_query,
    row_description,
)
from ostiary.pgwire.fields import frame
from ostiary.pgwire.framing import MAX_BACKEND_FRAME, FrameBuffer

INT8, TEXT = 20, 25


class FakeReferee:
    """Has one opinion of everybody, and one of those whom the log names."""

    def __init__(
        self, rows: Sequence[Row] | None = None, narrow: Sequence[Row] | None = None, constant: str = ""
    ) -> None:
        self._rows = rows
        self._narrow = rows if narrow is None else narrow
        self._constant = constant

    def is_constant(self, ran: str) -> bool:
        return ran == self._constant

    def answer(
        self, text: str, parameters: Sequence[str | None] = (), subjects: Collection[int] | None = None
    ) -> Counter[Row] | None:
        rows = self._rows if subjects is None else self._narrow
        return None if rows is None else Counter(rows)


def heard(*messages: bytes) -> Heard:
    frames = FrameBuffer(MAX_BACKEND_FRAME)
    frames.feed(b"".join(messages))
    found = []
    while (frame := frames.next_frame()) is not None:
        found.append(frame)
    return Heard(bytearray(b"".join(messages)), found)


def answered(rows: Sequence[Row], name: str = "surname", oid: int = TEXT) -> Heard:
    return heard(
        row_description((ColumnDescription(name, 0, 0, oid, -1, -1, 0),)),
        *(data_row([None if cell is None else cell.encode() for cell in row]) for row in rows),
        command_complete(f"SELECT {len(rows)}"),
        ready_for_query("I"),
    )


def refused(sqlstate: str = "42501", **more: Any) -> Heard:
    return heard(error_response(ErrorFields("ERROR", sqlstate, "no", **more)), ready_for_query("I"))


def witnessed(
    *subjects: int, outcome: str = "answered", accounting: str = "R", ran: str = "SELECT x"
) -> Witnessed:
    access = Access(outcome, accounting, frozenset(subjects))
    return Witnessed((access,), (ran,) if ran else ())


DENIED = witnessed(outcome="refused", ran="")


def verdict(
    expected: Expected,
    said: Heard,
    witnesses: Witnessed,
    referee: FakeReferee | None = None,
    text: str = "SELECT surname FROM person",
    **sent: Any,
) -> Verdict:
    attack = Attack("a", "class", expected, "why", text)
    return judge(attack, Sent("Query", said, **sent), witnesses, referee or FakeReferee())


def test_what_is_refused_and_runs_nothing_is_denied() -> None:
    """An error, an entry that says refused, and a server that heard nothing."""
    assert verdict("deny", refused(), DENIED) == Verdict("expected", "Query", "42501 no")


@pytest.mark.parametrize(
    ("said", "witnesses", "why"),
    [
        (answered([("Smith",)]), witnessed(5), "the database ran `SELECT x`"),
        (refused(), witnessed(outcome="failed", ran=""), "it was not refused: the log says failed"),
        (refused(), witnessed(outcome="described", ran=""), "it was not refused: the log says described"),
        (refused(), witnessed(outcome="refused"), "the database ran `SELECT x`"),
    ],
)
def test_whatever_else_happens_is_not_denied(said: Heard, witnesses: Witnessed, why: str) -> None:
    """The log and the server each count, whatever the client was told."""
    assert (verdict("deny", said, witnesses).result, verdict("deny", said, witnesses).why) == (
        "otherwise",
        why,
    )


def test_what_the_door_knows_by_itself_is_denied() -> None:
    """An answer out of a constant, or out of nothing that ran, tells nothing of what the database holds."""
    said = answered([("person_id",)])
    assert (
        verdict("deny", said, witnessed(ran="SELECT 'c'"), FakeReferee(constant="SELECT 'c'")).result
        == "expected"
    )
    assert verdict("deny", said, witnessed(ran=""), FakeReferee()).result == "expected"
    assert (
        verdict("deny", said, witnessed(ran="SELECT x"), FakeReferee(constant="SELECT 'c'")).result
        == "otherwise"
    )


def test_of_itself_each_server_tells_something_else() -> None:
    """The referee is not asked there; it is asked of the query inside COPY."""
    referee = FakeReferee([("elsewhere",)])
    assert (
        verdict("scrub", answered([("city",)]), witnessed(), referee, "SELECT current_database()").result
        == "expected"
    )
    assert verdict("scrub", answered([("city",)]), witnessed(), referee).result == "otherwise"
    copied = heard(frame(kinds.COPY_DATA, b"city\t\\N\n"), command_complete("COPY 1"), ready_for_query("I"))
    text = "COPY (SELECT surname FROM person) TO STDOUT"
    assert verdict("filtered", copied, witnessed(1), FakeReferee([("city", None)]), text).result == "expected"
    assert (
        verdict("filtered", copied, witnessed(1), FakeReferee([("town", None)]), text).result == "otherwise"
    )


def test_what_the_door_takes_without_an_effect_is_denied() -> None:
    """A setting that the door answers itself reaches nothing."""
    assert (
        verdict("deny", heard(command_complete("RESET"), ready_for_query("I")), Witnessed((), ())).result
        == "expected"
    )


@pytest.mark.parametrize("expected", ["deny", "filtered", "masked", "group", "scrub"])
@pytest.mark.parametrize(
    "said",
    [
        answered([("ΨΩ",)]),
        answered([("Smith",)], name="xξx"),
        refused(detail="invalid input: 1980-07-23"),
        heard(notice_response(ErrorFields("NOTICE", "00000", "732000001"))),
        answered([('{"a": "\\u03a8"}',)]),
        answered([("\\xcea8cea9",)]),
        answered([("informant",)]),
    ],
)
def test_a_hidden_value_in_any_byte_is_a_leak(expected: Expected, said: Heard) -> None:
    """In a row, a column's name, an error, a notice, escaped or in hexadecimal, and whatever was expected."""
    found = verdict(expected, said, witnessed(1, accounting="G"))
    assert found.result == "leak"
    assert found.why.startswith("hidden values: ")


def test_what_the_statement_says_itself_is_no_leak() -> None:
    """Only other hidden values count in an answer that repeats the statement."""
    text = "SELECT '1980-07-23'"
    assert hidden_in("1980-07-23", text) == ()
    assert hidden_in("1980-07-23 Ψ", text) == ("Ψ",)


def test_a_row_about_somebody_whom_the_log_does_not_name_is_a_leak() -> None:
    """A value that one row alone holds says whom it is about, whatever its column is called."""
    plate = next(value for value in RECOGNISED if value.startswith("AB"))
    owner = RECOGNISED[plate]
    assert verdict("filtered", answered([(plate,)]), witnessed(owner)).result == "expected"
    found = verdict("filtered", answered([(plate,)]), witnessed(owner + 1))
    assert (found.result, found.why) == ("leak", f"rows about {owner}, whom no entry of this access names")


def test_a_subject_key_in_an_answer_must_be_named() -> None:
    """By the column's name and type; a number that is no key is none."""
    assert verdict("filtered", answered([("7",)], "person_id", INT8), witnessed(7)).result == "expected"
    assert verdict("filtered", answered([("7",)], "person_id", INT8), witnessed(8)).result == "leak"
    assert verdict("filtered", answered([("7",)], "count", INT8), witnessed(8)).result == "expected"
    assert verdict("filtered", answered([(None,)], "owner_id", INT8), witnessed()).result == "expected"


def test_rows_that_do_not_come_of_the_named_are_a_leak() -> None:
    """Over the named subjects alone the row does not come back, so somebody else has shaped it."""
    rows = [("3",)]
    found = verdict("group", answered(rows), witnessed(1, accounting="G"), FakeReferee(rows, narrow=[("2",)]))
    assert (found.result, found.why) == (
        "leak",
        "rows that do not come of those whom the log names: ('3',)",
    )


def test_an_answer_that_the_copies_do_not_give_is_otherwise() -> None:
    """More rows, or fewer: a condition saw what may not be seen, or something was lost."""
    more = verdict(
        "masked", answered([("a",), ("b",)]), witnessed(1), FakeReferee([("a",)], [("a",), ("b",)])
    )
    assert (more.result, "1 of these are not among them" in more.why) == ("otherwise", True)
    fewer = verdict("masked", answered([("a",)]), witnessed(1), FakeReferee([("a",), ("b",)]))
    assert (fewer.result, "1 are missing" in fewer.why) == ("otherwise", True)
    part = verdict("masked", answered([("a",)]), witnessed(1), FakeReferee([("a",), ("b",)]), is_part=True)
    assert part.result == "expected"


def test_what_should_run_and_is_refused_is_otherwise() -> None:
    """Too strict is not as expected either, except where a failure is allowed."""
    assert verdict("filtered", refused(), DENIED).why == "it should run"
    assert verdict("scrub", refused("22000"), witnessed(outcome="failed")).result == "expected"


def test_an_answer_needs_an_entry() -> None:
    """Rows without an entry that says answered, and groups that are accounted for row by row."""
    said = answered([("a",)])
    assert (
        verdict("filtered", said, Witnessed((), ("SELECT x",))).why
        == "no entry of the log says that it was answered"
    )
    assert verdict("group", said, witnessed(1)).why == "it is not accounted for by groups"
    assert verdict("group", said, witnessed(1, accounting="G")).result == "expected"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Heard(is_late=True), "there was no answer in time"),
        (Heard(is_over=True), "something failed inside the door"),
        (refused("XX000"), "something failed inside the door"),
    ],
)
def test_a_door_that_fails_is_otherwise(said: Heard, why: str) -> None:
    """Also where a refusal was expected: whoever can break the door has found something."""
    assert verdict("deny", said, DENIED).why == why


def test_a_shape_can_settle_it_alone() -> None:
    """A cancel of others is judged by whether it cancelled, not by the rows of whom it was meant for."""
    said = answered([("a",)])
    assert verdict("deny", said, witnessed(1), settled=True).result == "expected"
    assert (
        verdict("deny", said, witnessed(1), settled=True, broken="it was cancelled").why == "it was cancelled"
    )


def test_the_worst_of_several_counts() -> None:
    """A leak before what is otherwise before what is expected; the first of those alike."""
    found = [
        Verdict("expected", "1", ""),
        Verdict("leak", "2", ""),
        Verdict("otherwise", "3", ""),
        Verdict("leak", "4", ""),
    ]
    assert worst(found) == found[1]
    assert worst(found[::2]) == found[2]
