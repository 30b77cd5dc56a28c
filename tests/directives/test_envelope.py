from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directives.directive_world import ICE, KEYS, at
from ostiary.directives.envelope import open_step, sign_step, step_hash
from ostiary.directives.step_text import write_step
from ostiary.errors import DirectiveRefused, ProofInvalid
from ostiary.model.directive import Step
from ostiary.tlog.note import SignerKey, sign_note

STEP = Step(0, "0" * 64, "D-1", "ordered", "mayor", at(0), ICE)
RAW = sign_step(STEP, KEYS["mayor"])
VERIFIERS = {code: key.verifier() for code, key in KEYS.items()}


def test_a_signed_step_opens() -> None:
    """A step that its own official signed is read back."""
    assert open_step(RAW, VERIFIERS) == STEP


@settings(max_examples=12)
@given(st.integers(1, 255))
def test_no_byte_can_be_changed(difference: int) -> None:
    """Any change of any one byte of a signed step is refused."""
    for position in range(len(RAW)):
        changed = bytearray(RAW)
        changed[position] ^= difference
        with pytest.raises((ProofInvalid, DirectiveRefused)):
            open_step(bytes(changed), VERIFIERS)


@given(st.binary(max_size=200))
def test_random_bytes_are_refused(raw: bytes) -> None:
    """Bytes that are no note are refused with one of our errors."""
    with pytest.raises((ProofInvalid, DirectiveRefused)):
        open_step(raw, VERIFIERS)


def test_nobody_signs_for_somebody_else() -> None:
    """A step that names one official and is signed by another is refused."""
    with pytest.raises(ProofInvalid, match="somebody else"):
        open_step(sign_step(STEP, KEYS["inspector"]), VERIFIERS)


def test_a_key_of_the_same_name_is_not_the_same_person() -> None:
    """Two officials whose keys bear one name cannot sign for each other."""
    names = {"mayor": SignerKey("city", bytes([1]) * 32), "clerk": SignerKey("city", bytes([4]) * 32)}
    verifiers = {code: key.verifier() for code, key in names.items()}
    assert open_step(sign_step(STEP, names["mayor"]), verifiers) == STEP
    with pytest.raises(ProofInvalid, match="somebody else"):
        open_step(sign_step(STEP, names["clerk"]), verifiers)


def test_a_stranger_is_refused() -> None:
    """A step signed with a key that no official has is refused."""
    with pytest.raises(ProofInvalid, match="no signature by a known key"):
        open_step(sign_step(STEP, SignerKey("mayor.example.gov", bytes([9]) * 32)), VERIFIERS)


def test_an_official_must_name_an_official() -> None:
    """A step signed by an official in the name of nobody known is refused."""
    raw = sign_step(Step(0, "0" * 64, "D-1", "ordered", "governor", at(0), ICE), KEYS["mayor"])
    with pytest.raises(DirectiveRefused, match="`governor` is not an official"):
        open_step(raw, VERIFIERS)


@pytest.mark.parametrize("other", [KEYS["inspector"], SignerKey("stranger", bytes([9]) * 32)])
def test_a_second_signature_is_refused(other: SignerKey) -> None:
    """A step that somebody else signed too is refused: one step is one official's."""
    raw = sign_note(write_step(STEP), [KEYS["mayor"], other])
    with pytest.raises(ProofInvalid, match="more than one signature"):
        open_step(raw, VERIFIERS)


def test_the_hash_is_of_the_text() -> None:
    """The hash is the SHA-256 of the signed text, whoever signs it."""
    expected = hashlib.sha256(write_step(STEP).encode()).hexdigest()
    assert step_hash(RAW) == expected
    assert step_hash(sign_step(STEP, KEYS["inspector"])) == expected


def test_bytes_without_a_text_have_no_hash() -> None:
    """Bytes that are no note have no hash."""
    with pytest.raises(ProofInvalid, match="no empty line"):
        step_hash(b"ostiary/directive/v1\n{}\n")
