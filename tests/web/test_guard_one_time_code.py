"""One-time codes are those of RFC 6238, and each is taken once."""

from __future__ import annotations

import base64
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.web.guard.one_time_code import STEP_SECONDS, code_of, enrolment_uri, maybe_step, step_at

SECRET = b"12345678901234567890"
NOW = 1_700_000_000
STEP = NOW // STEP_SECONDS


# RFC 6238, appendix B, gives eight digits for SHA-1; six digits are their end.
@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ],
)
def test_codes_are_those_of_the_specification(seconds: int, code: str) -> None:
    """The test vectors of RFC 6238."""
    assert code_of(SECRET, step_at(seconds)) == code
    assert maybe_step(SECRET, code, at=seconds, last_step=-1) == step_at(seconds)


# RFC 4226, appendix D.
@pytest.mark.parametrize(
    ("step", "code"),
    [*enumerate("755224 287082 359152 969429 338314 254676 287922 162583 399871 520489".split())],
)
def test_codes_of_the_first_steps_are_those_of_the_specification(step: int, code: str) -> None:
    """The test vectors of RFC 4226."""
    assert code_of(SECRET, step) == code


@pytest.mark.parametrize(("off", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off(off: int, *, is_taken: bool) -> None:
    """One step to each side is taken, two are not."""
    step = maybe_step(SECRET, code_of(SECRET, STEP + off), at=NOW, last_step=-1)
    assert step == (STEP + off if is_taken else None)


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_a_step_is_taken_once_and_no_older_one_after_it(off: int) -> None:
    """Who has seen a code being typed can do nothing with it, nor with the one before."""
    code = code_of(SECRET, STEP + off)
    assert maybe_step(SECRET, code, at=NOW, last_step=STEP + off - 1) == STEP + off
    assert maybe_step(SECRET, code, at=NOW, last_step=STEP + off) is None
    assert maybe_step(SECRET, code, at=NOW, last_step=STEP + off + 1) is None


@given(st.text(max_size=12))
def test_no_other_text_is_a_code(text: str) -> None:
    """Not with spaces, not with digits of another script, not with half a character."""
    open_codes = {code_of(SECRET, step) for step in (STEP - 1, STEP, STEP + 1)}
    assert (maybe_step(SECRET, text, at=NOW, last_step=-1) is not None) == (text in open_codes)


def test_text_that_cannot_be_encoded_is_no_code() -> None:
    """A lone surrogate, which a form can carry, is refused like every other text."""
    assert maybe_step(SECRET, "\ud800" * 6, at=NOW, last_step=-1) is None


def test_digits_of_another_script_are_no_code() -> None:
    """Arabic digits mean the same and are other bytes."""
    code = code_of(SECRET, STEP).translate({ord(str(n)): 0x660 + n for n in range(10)})
    assert maybe_step(SECRET, code, at=NOW, last_step=-1) is None


def test_a_short_secret_makes_no_codes() -> None:
    """An account whose secret is damaged lets nobody in."""
    with pytest.raises(ValueError, match="fewer than 16 bytes"):
        maybe_step(b"", "000000", at=NOW, last_step=-1)


def test_before_1970_there_are_no_codes() -> None:
    """A clock that is far off is an error and not a code."""
    with pytest.raises(ValueError, match="before 1970"):
        code_of(SECRET, -1)


def test_the_enrolment_holds_the_secret_and_names_that_cannot_break_out() -> None:
    """A city's name with signs in it stays a name; the secret reads back."""
    uri = urlsplit(enrolment_uri(SECRET, issuer="Example & City?", account="m.adams"))
    facts = parse_qs(uri.query, strict_parsing=True)
    assert (uri.scheme, uri.netloc, unquote(uri.path)) == ("otpauth", "totp", "/Example & City?:m.adams")
    assert base64.b32decode(facts["secret"][0]) == SECRET
    assert facts["issuer"] == ["Example & City?"]
    assert (facts["algorithm"], facts["digits"], facts["period"]) == (["SHA1"], ["6"], ["30"])
