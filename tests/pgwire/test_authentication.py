from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import ProtocolViolation
from ostiary.pgwire import authentication
from ostiary.pgwire.authentication import (
    AuthenticationOk,
    AuthenticationOther,
    AuthenticationSasl,
    AuthenticationSaslContinue,
    AuthenticationSaslFinal,
    parse_authentication,
)


def test_authentication_messages_have_the_documented_bytes() -> None:
    """AuthenticationOk and AuthenticationSASL are written as the documentation says."""
    assert authentication.authentication_ok() == b"R\0\0\0\x08\0\0\0\0"
    assert authentication.authentication_sasl(["AB", "C"]) == b"R\0\0\0\x0e\0\0\0\x0aAB\0C\0\0"


@given(data=st.binary())
def test_authentication_messages_come_back(data: bytes) -> None:
    """What we write as a server we read as a client."""
    assert parse_authentication(authentication.authentication_ok()[5:]) == AuthenticationOk()
    assert parse_authentication(authentication.authentication_sasl(["A", "B"])[5:]) == AuthenticationSasl(
        ("A", "B")
    )
    assert parse_authentication(authentication.sasl_continue(data)[5:]) == AuthenticationSaslContinue(data)
    assert parse_authentication(authentication.sasl_final(data)[5:]) == AuthenticationSaslFinal(data)


def test_other_methods_are_named_by_their_number() -> None:
    """A database that asks for MD5 gets no password: the request is a value of its own, whatever follows the number."""
    assert parse_authentication(b"\0\0\0\x05salt") == AuthenticationOther(5)


@pytest.mark.parametrize(
    "body", [b"", b"\0\0\0", b"\0\0\0\0x", b"\0\0\0\x0aA", b"\0\0\0\x0aA\0", b"\0\0\0\x0aA\0\0x"]
)
def test_malformed_authentication_is_refused(body: bytes) -> None:
    """Short numbers, trailing bytes and unterminated lists are violations."""
    with pytest.raises(ProtocolViolation):
        parse_authentication(body)
