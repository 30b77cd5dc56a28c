from __future__ import annotations

import contextlib
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from door.door_world import profile, small_bundle
from ostiary.door.planning.wire import (
    LENGTH,
    Hello,
    Question,
    decode_hello,
    decode_plan,
    decode_question,
    encode,
    encode_plan,
)
from ostiary.errors import UpstreamDown
from ostiary.pgwire.copying import CopyForm
from ostiary.sql.plan import (
    AskedAbout,
    Begin,
    CloseCursor,
    CopyOut,
    Deallocate,
    DeclareCursor,
    Empty,
    End,
    Fetch,
    Footprint,
    Hidden,
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

SELECT = Select(
    "SELECT 1",
    2,
    (Hidden("t"), Hidden("t", "group"), Hidden("u", "window")),
    (Footprint("t", ("a", "b")),),
    (AskedAbout("t.a", "x"), AskedAbout("t.b", None, 1)),
    1,
    collects=True,
)

PLANS: tuple[Plan, ...] = (
    SELECT,
    DeclareCursor("c", SELECT),
    CopyOut(SELECT, CopyForm("csv", header=True, delimiter=";", null="", force_quote=None)),
    Fetch("c", 5),
    CloseCursor(None),
    Deallocate("s"),
    Unlisten(),
    ResetSession(("ROLLBACK", "CLOSE CURSOR ALL", "RESET")),
    Savepoint("ROLLBACK TO", "s"),
    SetTransaction(Modes(deferrable=True), session=True),
    NotAllowed("nowhere", 14),
    SetSetting("ostiary.case", None, local=True),
    ShowSetting("timezone"),
    Begin(Modes("REPEATABLE READ")),
    End("COMMIT", chain=True),
    Write("delete"),
    Unsupported("too deep", 3, "be brief", syntax=True),
    Empty(),
)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: type(plan).__name__)
def test_a_plan_is_the_same_on_the_other_side(plan: Plan) -> None:
    """Every kind of plan crosses the border unchanged."""
    frame = encode_plan(plan)
    assert LENGTH.unpack_from(frame) == (len(frame) - LENGTH.size,)
    assert decode_plan(frame[LENGTH.size :]) == plan


def test_every_kind_of_plan_is_tried() -> None:
    """A kind that is added is tried too."""
    assert {type(plan) for plan in PLANS} == set(get_args(Plan))


def test_a_question_is_the_same_on_the_other_side() -> None:
    """Catalogue and profile too: the profile's id, which is a hash of all of it, is the same."""
    asked = Question("SELECT 1", profile("a", "b"))
    assert decode_question(encode(asked)[LENGTH.size :]).profile.id == asked.profile.id
    hello = Hello(small_bundle().catalogue, 18)
    assert decode_hello(encode(hello)[LENGTH.size :]).catalogue == hello.catalogue


@given(st.binary(max_size=200))
def test_bytes_that_are_no_plan_are_refused(data: bytes) -> None:
    """Whatever the parser's process sends becomes a known plan or UpstreamDown, nothing else."""
    try:
        plan = decode_plan(data)
    except UpstreamDown:
        return
    assert isinstance(plan, Plan)


@pytest.mark.parametrize(
    "reply",
    [
        {"number": 0, "kind": "Superuser", "body": {}},
        {"number": 0, "kind": "Select", "body": {}},
        {"number": 0, "kind": "Select", "body": ["SELECT 1", "two", 1, [], [], 0]},
        {"number": 0, "kind": "End", "body": {"how": "DROP"}},
        {"number": 0, "kind": "Write", "body": {"what": 5}},
        {"number": 0, "kind": 5, "body": {}},
        {"number": 1, "kind": "Empty", "body": {}},
        {"number": "0", "kind": "Empty", "body": {}},
        ["Select"],
        None,
    ],
)
def test_a_reply_of_a_wrong_form_is_refused(reply: object) -> None:
    """An unknown kind, missing fields, fields of other types, words that are no choice, another question's number."""
    with pytest.raises(UpstreamDown):
        decode_plan(msgspec.msgpack.encode(reply))


@given(st.sampled_from(PLANS), st.data())
def test_a_plan_with_a_changed_byte_is_a_plan_or_refused(plan: Plan, data: st.DataObject) -> None:
    """No changed byte brings another exception."""
    frame = bytearray(encode_plan(plan)[LENGTH.size :])
    frame[data.draw(st.integers(0, len(frame) - 1))] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(UpstreamDown):
        assert isinstance(decode_plan(bytes(frame)), Plan)
