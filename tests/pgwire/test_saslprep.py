from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.pgwire.saslprep import prepare_password


@pytest.mark.parametrize(
    ("password", "prepared"),
    [
        ("I\u00adX", "IX"),
        ("user", "user"),
        ("USER", "USER"),
        ("\u00aa", "a"),
        ("\u2168", "IX"),
        ("caf\u0065\u0301", "caf\u00e9"),
        ("a\u00a0b", "a b"),
        ("\u0627a\u0628", "\u0627a\u0628"),
        ("\u0627\u2168\u0628", "\u0627\u2168\u0628"),
        ("\u0627\u00b2", "\u0627\u00b2"),
        ("\u0627\u00b2\u0628", "\u06272\u0628"),
        ("\u00ad", "\u00ad"),
        ("\u2168\ue000", "\u2168\ue000"),
        ("pass\tword", "pass\tword"),
    ],
)
def test_passwords_are_prepared_as_postgresql_does(password: str, prepared: str) -> None:
    """The examples of RFC 4013 section 3 hold; what it prohibits is used as typed."""
    assert prepare_password(password) == prepared.encode()


@given(password=st.text())
def test_any_password_has_bytes(password: str) -> None:
    """No password makes a log-in crash, and preparing what is prepared ASCII changes nothing."""
    prepared = prepare_password(password)
    if password.isascii():
        assert prepared == password.encode()
