"""Passwords are kept as Argon2id of RFC 9106's second recommended cost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from ostiary.web.guard.password import _DECOY, MAX_BYTES, is_right, kept_form, why_not

SALT = bytes(range(16))
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def kept() -> str:
    return kept_form(PASSWORD, SALT)


def test_a_password_is_right_or_it_is_not(kept: str) -> None:
    """Only the very one that was chosen."""
    assert is_right(PASSWORD, kept)
    assert not is_right(PASSWORD + " ", kept)
    assert not is_right("", kept)


def test_the_cost_stands_in_what_is_kept(kept: str) -> None:
    """Three passes over 64 MiB in one lane."""
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert PASSWORD not in kept


@pytest.mark.timeout(20)
def test_several_who_sign_in_at_once_all_get_an_answer(kept: str) -> None:
    """Pages run in threads; with four lanes this test never ends."""
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(lambda one: is_right(one, kept), [PASSWORD, "another password", PASSWORD])) == [
            True,
            False,
            True,
        ]


@pytest.mark.parametrize("password", ["", PASSWORD])
def test_a_missing_account_has_no_right_password(password: str) -> None:
    """Not even an empty one; a real verification is made all the same."""
    assert not is_right(password, None)


def test_keyboards_write_one_character_in_several_ways() -> None:
    """An accent that is typed apart is the same password, and so is a digit in full width."""
    assert is_right("caf\u00e9 de la paix", kept_form("cafe\u0301 de la paix", SALT))
    assert is_right("room 101 room 101", kept_form("room \uff11\uff10\uff11 room 101", SALT))


def test_what_stands_for_a_missing_account_costs_what_a_real_one_does(kept: str) -> None:
    """The same algorithm, version and parameters, a salt and a tag of the same length."""
    assert _DECOY.split("$")[:4] == kept.split("$")[:4]
    assert list(map(len, _DECOY.split("$"))) == list(map(len, kept.split("$")))


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("short", "a password has at least 12 characters"),
        ("x" * (MAX_BYTES + 1), "a password has at most 1024 bytes"),
        ("abcde" + "x" * (MAX_BYTES - 5), ""),
        ("abcdeabcdeab", ""),
        ("abcdabcdabcd", "a password has at least 5 different characters"),
        ("x" * MAX_BYTES, "a password has at least 5 different characters"),
    ],
)
def test_a_password_has_a_length(password: str, problem: str) -> None:
    """Too short is guessed, too long is work for strangers to order."""
    assert why_not(password) == problem


def test_what_cannot_be_chosen_is_not_kept() -> None:
    """The rule holds wherever an account is made."""
    with pytest.raises(ValueError, match="at least 12"):
        kept_form("short", SALT)
    with pytest.raises(ValueError, match="a salt has 16 bytes"):
        kept_form(PASSWORD, b"")


def test_a_password_beyond_the_limit_is_wrong_without_work(kept: str) -> None:
    """A stranger cannot have a megabyte hashed: not even one that would be right is looked at."""
    assert not is_right("x" * 1_000_000, kept)
    long = "x" * (MAX_BYTES + 1)
    kdf = Argon2id(salt=SALT, length=32, iterations=1, lanes=1, memory_cost=8)
    assert not is_right(long, kdf.derive_phc_encoded(long.encode()))


def test_half_a_character_is_a_wrong_password(kept: str) -> None:
    """A form can carry what is no text."""
    assert not is_right("\ud800" * 20, kept)
