"""A console session ends by itself, and is kept as a digest."""

from __future__ import annotations

import hashlib

import pytest

from ostiary.web.guard.console_session import (
    TOKEN_CHARACTERS,
    ConsoleSession,
    Ending,
    Lifetime,
    Live,
    Over,
    Standing,
    standing,
    token_digest,
)
from ostiary.web.guard.roles import Role

LIFETIME = Lifetime(idle=900, whole=28_800)
TOKEN = "A" * TOKEN_CHARACTERS


@pytest.mark.parametrize(
    ("began", "used", "now", "expected"),
    [
        (0, 0, 899, Live()),
        (0, 0, 900, Over(Ending.IDLE)),
        (0, 28_000, 28_799, Live()),
        (0, 28_799, 28_800, Over(Ending.WHOLE)),
        (0, 0, 28_800, Over(Ending.WHOLE)),
        (10, 10, 9, Over(Ending.AHEAD)),
        (0, 10, 9, Over(Ending.AHEAD)),
        (9, 9, 9, Live()),
    ],
)
def test_a_session_holds_until_one_of_its_limits(began: int, used: int, now: int, expected: Standing) -> None:
    """At the limit it is over, and a clock that was set back ends it."""
    session = ConsoleSession("a", Role.AUDITOR, began=began, used=used)
    assert standing(session, LIFETIME, now) == expected


@pytest.mark.parametrize(
    "token", ["", "A", "A" * (TOKEN_CHARACTERS + 1), "é" * TOKEN_CHARACTERS, "A" * 10**6]
)
def test_what_cannot_be_a_token_is_refused_before_it_is_looked_up(token: str) -> None:
    """Cookies are anybody's text."""
    with pytest.raises(ValueError, match="no token"):
        token_digest(token)


def test_the_digest_is_of_the_whole_token_and_for_this_use_alone() -> None:
    """Who reads the store can use nothing of it, here or elsewhere."""
    assert token_digest(TOKEN) == hashlib.sha256(b"ostiary/console-session/v1\0" + TOKEN.encode()).digest()
    assert token_digest(TOKEN) != token_digest(TOKEN[:-1] + "B")
