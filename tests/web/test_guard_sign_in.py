"""A password and a code are judged as one, and the answer does not say what was wrong."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from ostiary.web.guard.one_time_code import SECRET_BYTES, code_of, step_at
from ostiary.web.guard.password import SALT_BYTES, kept_form
from ostiary.web.guard.roles import Role
from ostiary.web.guard.sign_in import Account, Right, Wrong, judged

NOW = 1_700_000_000
SECRET = bytes(range(SECRET_BYTES))
PASSWORD = "correct horse battery"
CODE = code_of(SECRET, step_at(NOW))
BAD_CODE = f"{(int(CODE) + 1) % 10**6:06}"


@pytest.fixture(scope="module")
def account() -> Account:
    return Account("m.adams", Role.OFFICIAL, kept_form(PASSWORD, bytes(SALT_BYTES)), SECRET, last_step=-1)


@pytest.mark.parametrize(
    ("password", "code"), [*product([PASSWORD, "wrong horse battery", ""], [CODE, BAD_CODE, ""])]
)
def test_both_must_be_right(account: Account, password: str, code: str) -> None:
    """Of nine pairs one lets somebody in, and the eight others get the same answer."""
    right = Right(account, step_at(NOW)) if (password, code) == (PASSWORD, CODE) else Wrong()
    assert judged(account, password, code, at=NOW) == right


def test_an_account_that_there_is_not_is_wrong() -> None:
    """With the same answer as a wrong password."""
    assert judged(None, PASSWORD, CODE, at=NOW) == Wrong()


def test_a_code_lets_in_once(account: Account) -> None:
    """Once its step is stored, the same form sent again is wrong."""
    first = judged(account, PASSWORD, CODE, at=NOW)
    assert isinstance(first, Right)
    assert judged(replace(account, last_step=first.step), PASSWORD, CODE, at=NOW) == Wrong()
