from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import ProtocolViolation
from ostiary.pgwire import authentication, backend
from ostiary.pgwire.backend import ColumnDescription, ErrorFields, TransactionStatus

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
UINT32 = st.integers(0, 2**32 - 1)
INT16 = st.integers(-(2**15), 2**15 - 1)
COLUMNS = st.lists(
    st.builds(
        ColumnDescription,
        TEXT,
        UINT32,
        INT16,
        UINT32,
        INT16,
        st.integers(-(2**31), 2**31 - 1),
        st.integers(0, 1),
    ),
    max_size=5,
).map(tuple)
PARSERS: list[Callable[[bytes], object]] = [
    authentication.parse_authentication,
    backend.parse_backend_key_data,
    backend.parse_command_complete,
    backend.parse_error_fields,
    backend.parse_parameter_description,
    backend.parse_parameter_status,
    backend.parse_ready_for_query,
    backend.parse_row_description,
]


@given(columns=COLUMNS)
def test_row_descriptions_come_back(columns: tuple[ColumnDescription, ...]) -> None:
    """A RowDescription is read as it was written."""
    assert backend.parse_row_description(backend.row_description(columns)[5:]) == columns


@given(
    oids=st.lists(UINT32, max_size=5),
    name=TEXT,
    value=TEXT,
    pid=UINT32,
    secret=st.binary(min_size=4, max_size=256),
)
def test_small_messages_come_back(oids: list[int], name: str, value: str, pid: int, secret: bytes) -> None:
    """Types, settings, tags and cancel keys are read as they were written."""
    assert backend.parse_parameter_description(backend.parameter_description(oids)[5:]) == tuple(oids)
    assert backend.parse_parameter_status(backend.parameter_status(name, value)[5:]) == (name, value)
    assert backend.parse_command_complete(backend.command_complete(value)[5:]) == value
    assert backend.parse_backend_key_data(backend.backend_key_data(pid, secret)[5:]) == (pid, secret)


@pytest.mark.parametrize("status", ["I", "T", "E"])
def test_transaction_status_comes_back(status: TransactionStatus) -> None:
    """ReadyForQuery says idle, in a transaction, or in a failed one."""
    assert backend.parse_ready_for_query(backend.ready_for_query(status)[5:]) == status


@pytest.mark.parametrize(
    ("message", "octets"),
    [
        (backend.parse_complete(), b"1\0\0\0\4"),
        (backend.bind_complete(), b"2\0\0\0\4"),
        (backend.close_complete(), b"3\0\0\0\4"),
        (backend.no_data(), b"n\0\0\0\4"),
        (backend.portal_suspended(), b"s\0\0\0\4"),
        (backend.empty_query_response(), b"I\0\0\0\4"),
        (backend.data_row([b"on", None, b""]), b"D\0\0\0\x14\0\3\0\0\0\2on\xff\xff\xff\xff\0\0\0\0"),
        (backend.negotiate_protocol_version(2, ["_pq_.x"]), b"v\0\0\0\x13\0\3\0\2\0\0\0\1_pq_.x\0"),
    ],
)
def test_messages_have_the_documented_bytes(message: bytes, octets: bytes) -> None:
    """Messages that are only written are compared with bytes written by hand; the version is what libpq expects."""
    assert message == octets


def test_error_carries_every_field_under_its_letter() -> None:
    """Severity goes out twice, the rule as the constraint's name, the position in decimal."""
    error = ErrorFields("ERROR", "42501", "no", "why", "way out", 12, "public", "arrests", "name", "P-3")
    message = backend.error_response(error)
    assert message[:1] == b"E"
    assert backend.parse_error_fields(message[5:]) == {
        "S": "ERROR", "V": "ERROR", "C": "42501", "M": "no", "D": "why", "H": "way out", "P": "12",
        "s": "public", "t": "arrests", "c": "name", "n": "P-3",
    }  # fmt: skip


def test_empty_fields_are_left_out_of_a_notice() -> None:
    """A notice holds only what there is to say."""
    message = backend.notice_response(ErrorFields("NOTICE", "00000", "2 columns masked"))
    assert message[:1] == b"N"
    assert backend.parse_error_fields(message[5:]) == {
        "S": "NOTICE",
        "V": "NOTICE",
        "C": "00000",
        "M": "2 columns masked",
    }


@given(detail=st.text())
def test_no_text_can_break_an_error(detail: str) -> None:
    """Whatever text gets into a refusal, NUL and lone surrogates included, the refusal arrives with all its fields."""
    message = backend.error_response(ErrorFields("ERROR", "42501", "no", detail, "hint", constraint="P-3"))
    found = backend.parse_error_fields(message[5:])
    assert (found["M"], found["H"], found["n"]) == ("no", "hint", "P-3")
    assert len(found.get("D", "")) == len(detail)


@pytest.mark.parametrize("parse", PARSERS)
@given(body=st.binary(max_size=60))
def test_any_body_is_read_or_a_violation(parse: Callable[[bytes], object], body: bytes) -> None:
    """Whatever a database sends, a parser gives a value or a ProtocolViolation."""
    try:
        parse(body)
    except ProtocolViolation:
        return


@pytest.mark.parametrize(
    ("parse", "body"),
    [
        (backend.parse_row_description, b""),
        (backend.parse_row_description, b"\0\1a\0"),
        (backend.parse_row_description, b"\xff\xff"),
        (backend.parse_row_description, b"\0\0\0"),
        (backend.parse_row_description, b"\0\1a\0" + bytes(16) + b"\0\2"),
        (backend.parse_parameter_description, b"\0\1\0\0\0"),
        (backend.parse_parameter_status, b"a\0b"),
        (backend.parse_backend_key_data, bytes(7)),
        (backend.parse_backend_key_data, bytes(261)),
        (backend.parse_ready_for_query, b""),
        (backend.parse_ready_for_query, b"X"),
        (backend.parse_ready_for_query, b"II"),
        (backend.parse_command_complete, b"SELECT 1"),
        (backend.parse_command_complete, b"SELECT 1\0x"),
        (backend.parse_error_fields, b"SERROR\0"),
        (backend.parse_error_fields, b"SERROR\0\0x"),
        (backend.parse_error_fields, b"SA\0SB\0\0"),
    ],
)
def test_malformed_answer_is_refused(parse: Callable[[bytes], object], body: bytes) -> None:
    """Answers that are cut, extended, doubled or out of range are violations."""
    with pytest.raises(ProtocolViolation):
        parse(body)


def test_cancel_key_of_another_size_is_not_given_out() -> None:
    """A key that no CancelRequest could carry is refused before a client relies on it."""
    with pytest.raises(ProtocolViolation):
        backend.backend_key_data(1, b"abc")
