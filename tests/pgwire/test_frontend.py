from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import ProtocolViolation
from ostiary.pgwire import frontend, kinds
from ostiary.pgwire.frontend import (
    Bind,
    Close,
    CopyData,
    CopyDone,
    CopyFail,
    Describe,
    Execute,
    Flush,
    FrontendMessage,
    FunctionCall,
    Parse,
    PasswordResponse,
    Query,
    Sync,
    Target,
    Terminate,
    parse_frontend,
)

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
VALUES = st.lists(st.none() | st.binary(max_size=20), max_size=6)
OIDS = st.lists(st.integers(0, 2**32 - 1), max_size=6)
FORMATS = st.lists(st.integers(0, 1), max_size=1)
TARGETS = st.sampled_from(["S", "P"])


def read(message: bytes) -> FrontendMessage:
    """The value of one whole message, whose length word must be right."""
    kind, length = struct.unpack_from("!BI", message)
    assert length == len(message) - 1
    return parse_frontend(kind, message[5:])


@given(text=TEXT)
def test_queries_come_back(text: str) -> None:
    """A Query is read as it was written."""
    assert read(frontend.build_query(text)) == Query(text)


@given(name=TEXT, text=TEXT, oids=OIDS)
def test_parse_messages_come_back(name: str, text: str, oids: list[int]) -> None:
    """A Parse is read as it was written."""
    assert read(frontend.build_parse(name, text, oids)) == Parse(name, text, tuple(oids))


@given(names=st.tuples(TEXT, TEXT), values=VALUES, formats=FORMATS, results=st.lists(st.integers(0, 1)))
def test_bind_messages_come_back(
    names: tuple[str, str], values: list[bytes | None], formats: list[int], results: list[int]
) -> None:
    """A Bind is read as it was written, NULL and empty values told apart."""
    built = frontend.build_bind(*names, formats, values, results)
    assert read(built) == Bind(*names, tuple(formats), tuple(values), tuple(results))


@given(kind=TARGETS, name=TEXT)
def test_describe_and_close_messages_come_back(kind: Target, name: str) -> None:
    """Describe and Close name a statement or a portal."""
    assert read(frontend.build_describe(kind, name)) == Describe(kind, name)
    assert read(frontend.build_close(kind, name)) == Close(kind, name)


@given(portal=TEXT, rows=st.integers(0, 2**31 - 1))
def test_execute_messages_come_back(portal: str, rows: int) -> None:
    """An Execute is read as it was written."""
    assert read(frontend.build_execute(portal, rows)) == Execute(portal, rows)


def test_messages_without_fields_come_back() -> None:
    """Sync, Flush and Terminate are their kind byte."""
    assert read(frontend.build_sync()) == Sync()
    assert read(frontend.build_flush()) == Flush()
    assert read(frontend.build_terminate()) == Terminate()


@given(mechanism=TEXT, data=st.binary())
def test_sasl_messages_come_back(mechanism: str, data: bytes) -> None:
    """Both SASL messages arrive as a PasswordResponse; the first is then opened."""
    initial = read(frontend.build_sasl_initial(mechanism, data))
    assert isinstance(initial, PasswordResponse)
    assert frontend.parse_sasl_initial(initial.data) == (mechanism, data)
    assert read(frontend.build_sasl_response(data)) == PasswordResponse(data)


def test_mechanism_may_come_without_a_first_message() -> None:
    """A SASLInitialResponse of length -1 has no data, which is not the same as empty data."""
    assert frontend.parse_sasl_initial(b"X\0\xff\xff\xff\xff") == ("X", None)
    assert frontend.parse_sasl_initial(b"X\0\0\0\0\0") == ("X", b"")


def test_secrets_are_not_in_a_repr() -> None:
    """What answers an authentication request does not get into a log by way of a repr."""
    assert "hunter2" not in repr(PasswordResponse(b"hunter2"))


@pytest.mark.parametrize(
    ("kind", "body", "message"),
    [
        (kinds.COPY_DATA, b"a\0b", CopyData(b"a\0b")),
        (kinds.COPY_DONE, b"", CopyDone()),
        (kinds.COPY_FAIL, b"why\0", CopyFail("why")),
        (
            kinds.FUNCTION_CALL,
            b"\0\0\0\x07" + b"\0\1\0\1" + b"\0\2\0\0\0\1x\xff\xff\xff\xff" + b"\0\1",
            FunctionCall(7, (1,), (b"x", None), 1),
        ),
    ],
)
def test_messages_that_are_refused_later_are_read(kind: int, body: bytes, message: FrontendMessage) -> None:
    """COPY messages and function calls are values, so that the session can refuse them in words."""
    assert parse_frontend(kind, body) == message


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (0x21, b""),
        (kinds.QUERY, b""),
        (kinds.QUERY, b"SELECT 1"),
        (kinds.QUERY, b"SELECT 1\0\0"),
        (kinds.QUERY, b"SELECT\0 1\0"),
        (kinds.QUERY, b"\xff\0"),
        (kinds.PARSE, b"\0\0"),
        (kinds.PARSE, b"\0\0\xff\xff"),
        (kinds.PARSE, b"\0\0\0\1\0\0\0"),
        (kinds.PARSE, b"\0\0\0\0\0"),
        (kinds.BIND, b"\0\0\0\0\0\1\0\0\0\5abc\0\0"),
        (kinds.BIND, b"\0\0\0\0\0\1\xff\xff\xff\xfe\0\0"),
        (kinds.BIND, b"\0\0\0\2\0\0\0\0\0\1\0\0\0\0\0\0"),
        (kinds.BIND, b"\0\0\0\1\0\2\0\0\0\0"),
        (kinds.BIND, b"\0\0\0\0\0\0\0\1\xff\xff"),
        (kinds.BIND, b"\0\0\0\0\x80\0\0\0"),
        (kinds.DESCRIBE, b"X\0"),
        (kinds.DESCRIBE, b""),
        (kinds.CLOSE, b"Sname"),
        (kinds.EXECUTE, b"\0\xff\xff\xff\xff"),
        (kinds.EXECUTE, b"\0\0\0\0"),
        (kinds.SYNC, b"\0"),
        (kinds.FLUSH, b"x"),
        (kinds.TERMINATE, b"x"),
        (kinds.COPY_DONE, b"x"),
        (kinds.FUNCTION_CALL, b"\0\0\0\x07\0\0\0\0\0\2"),
    ],
)
def test_malformed_message_is_refused(kind: int, body: bytes) -> None:
    """Unknown kinds, trailing bytes, missing terminators, negative counts, lying lengths and bad formats are violations."""
    with pytest.raises(ProtocolViolation):
        parse_frontend(kind, body)


@pytest.mark.parametrize(
    "body", [b"", b"X", b"X\0", b"X\0\0\0\0\1", b"X\0\xff\xff\xff\xfe", b"X\0\0\0\0\0\0"]
)
def test_malformed_sasl_initial_is_refused(body: bytes) -> None:
    """A SASLInitialResponse with a lying length or without its fields is a violation."""
    with pytest.raises(ProtocolViolation):
        frontend.parse_sasl_initial(body)


@given(kind=st.sampled_from(sorted(kinds.FRONTEND_NAMES)), body=st.binary(max_size=40))
def test_any_body_is_a_message_or_a_violation(kind: int, body: bytes) -> None:
    """On any bytes a message is a value or a ProtocolViolation."""
    for parse in (lambda: parse_frontend(kind, body), lambda: frontend.parse_sasl_initial(body)):
        try:
            parse()
        except ProtocolViolation:
            continue


@given(
    names=st.tuples(TEXT, TEXT),
    values=VALUES,
    cut=st.integers(1, 40),
    extra=st.binary(min_size=1, max_size=3),
)
def test_bind_cut_or_extended_is_refused(
    names: tuple[str, str], values: list[bytes | None], cut: int, extra: bytes
) -> None:
    """No shorter and no longer sequence of bytes reads as the same message."""
    body = frontend.build_bind(*names, (), values)[5:]
    for wrong in (body[: max(0, len(body) - cut)], body + extra):
        with pytest.raises(ProtocolViolation):
            parse_frontend(kinds.BIND, wrong)


def test_statement_with_a_nul_is_not_sent() -> None:
    """A NUL would end the statement that the database sees before the one that was decided on."""
    with pytest.raises(ProtocolViolation):
        frontend.build_parse("", "SELECT 1\0 FROM persons")
