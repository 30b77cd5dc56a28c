"""Signed notes: the format's rules, the specification's example, and forgeries."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import KeyFileError, ProofInvalid
from ostiary.tlog.note import (
    MAX_NOTE_BYTES,
    MAX_SIGNATURES,
    SignerKey,
    VerifierKey,
    open_note,
    sign_note,
)

# The example of the signed-note specification.
VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SIGNATURE = "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
NOTE = f"This is an example message.\n\n— example.com/foo {SIGNATURE}\n".encode()

ALICE = SignerKey.generate("alice", bytes(range(32)))
BOB = SignerKey.generate("bob.example/key", bytes(32))


def line(name: str, blob: bytes) -> bytes:
    return f"— {name} {base64.b64encode(blob).decode()}\n".encode()


def test_the_published_example_opens() -> None:
    """The example note of the specification is signed by its example key."""
    opened = open_note(NOTE, [VerifierKey.parse(VKEY)])
    assert opened.text == "This is an example message.\n"
    assert opened.signed_by == ("example.com/foo",)


def test_keys_read_back() -> None:
    """Both halves of a key have one text form each."""
    assert VerifierKey.parse(VKEY).format() == VKEY
    assert SignerKey.parse(ALICE.format()) == ALICE
    assert VerifierKey.parse(ALICE.verifier().format()) == ALICE.verifier()
    assert ALICE.format().startswith("PRIVATE+KEY+alice+" + ALICE.verifier().key_id.hex() + "+")


def test_a_signer_key_does_not_show_its_seed() -> None:
    """The representation, which lands in logs, has no secret in it."""
    assert "seed" not in repr(ALICE)
    assert str(ALICE.seed) not in repr(ALICE)


@pytest.mark.parametrize("text", [VKEY, ALICE.format()], ids=["verifier", "signer"])
def test_any_changed_byte_of_a_key_is_refused(text: str) -> None:
    """Each character of a key, changed in its lowest bit, its case or replaced, makes it no key."""
    parse = VerifierKey.parse if text == VKEY else SignerKey.parse
    for at, character in enumerate(text):
        for other in {chr(ord(character) ^ 1), character.swapcase(), "A", "\n", "\udcff"} - {character}:
            with pytest.raises((ProofInvalid, KeyFileError)):
                parse(text[:at] + other + text[at + 1 :])


@pytest.mark.parametrize(
    "text", ["", "a", "a+b", "a+b+c", VKEY + "\n", " " + VKEY, VKEY + "=", "a+00000000+"]
)
def test_what_is_no_key_is_refused(text: str) -> None:
    """Texts that are not of the form of a key are refused, and a signer key never quotes them."""
    with pytest.raises(ProofInvalid):
        VerifierKey.parse(text)
    with pytest.raises(KeyFileError) as fault:
        SignerKey.parse(text)
    assert not text or text not in fault.value.message or text == "a"


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\tb", "a\nb", "\x01", "\ud800"])
def test_a_name_has_no_space_and_no_plus(name: str) -> None:
    """Names that could be read in two ways cannot be made."""
    with pytest.raises(ProofInvalid):
        SignerKey.generate(name, bytes(32))


def test_a_seed_and_a_public_key_have_32_bytes() -> None:
    """Keys of another length are refused."""
    with pytest.raises(KeyFileError):
        SignerKey.generate("alice", bytes(31))
    with pytest.raises(ProofInvalid):
        VerifierKey("alice", bytes(33))


@given(st.text(st.characters(codec="utf-8", min_codepoint=32) | st.just("\n"), max_size=200))
def test_any_text_reads_back(text: str) -> None:
    """Text with empty lines, dashes and any script opens as it was signed."""
    opened = open_note(sign_note(text + "\n", [ALICE, BOB]), [BOB.verifier(), ALICE.verifier()])
    assert opened.text == text + "\n"
    assert opened.signed_by == ("alice", "bob.example/key")


def test_a_text_that_looks_like_a_note_stays_text() -> None:
    """Signature lines inside the text count for nothing: the last empty line divides."""
    inner = sign_note("pay 1\n", [BOB]).decode()
    opened = open_note(sign_note(inner, [ALICE]), [ALICE.verifier(), BOB.verifier()])
    assert opened.text == inner
    assert opened.signed_by == ("alice",)


def test_signatures_by_strangers_are_ignored() -> None:
    """A line by an unknown key, of whatever type and length, neither helps nor hurts."""
    note = sign_note("hello\n", [ALICE]) + line("witness", b"abcd" + bytes(2428))
    assert open_note(note, [ALICE.verifier()]).signed_by == ("alice",)


def test_a_known_name_with_another_key_is_a_stranger() -> None:
    """A name alone does not make a known key: the id must be known too."""
    other = SignerKey.generate("alice", b"x" * 32)
    with pytest.raises(ProofInvalid, match="no signature by a known key"):
        open_note(sign_note("hello\n", [other]), [ALICE.verifier()])


def test_a_known_key_that_fails_rejects_the_note() -> None:
    """One bad signature under a known name and id rejects, however many others hold."""
    note = sign_note("hello\n", [ALICE]) + line("bob.example/key", BOB.verifier().key_id + bytes(64))
    assert open_note(note, [ALICE.verifier()]).signed_by == ("alice",)
    with pytest.raises(ProofInvalid, match=r"bob\.example/key"):
        open_note(note, [ALICE.verifier(), BOB.verifier()])


def test_every_changed_byte_of_a_note_is_found() -> None:
    """Each byte of a note, changed in any one bit, makes it fail."""
    note = sign_note("origin\n7\nroot\n", [ALICE])
    for at in range(len(note)):
        for bit in range(8):
            changed = bytearray(note)
            changed[at] ^= 1 << bit
            with pytest.raises(ProofInvalid):
                open_note(bytes(changed), [ALICE.verifier()])


SIGNED = sign_note("hello\n", [ALICE])
SIGNATURES = SIGNED[len(b"hello\n\n") :]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"hello\n",
        b"hello\n\n",
        b"hello\n" + SIGNATURES,
        b"hello\n\n" + SIGNATURES[:-1],
        SIGNED + b"\n",
        SIGNED + b"not a signature\n",
        SIGNED + "— alice\n".encode(),
        SIGNED + "—  AAAAAAAAAA==\n".encode(),
        SIGNED + "— eve AAAA\n".encode(),
        SIGNED + "— eve AAAAAA==\n".encode(),
        SIGNED + "— eve !!!!\n".encode(),
        SIGNED + "— e+e AAAAAAAA\n".encode(),
        b"hel\tlo\n\n" + SIGNATURES,
        b"hel\xfflo\n\n" + SIGNATURES,
        b"\n\n" + SIGNATURES,
        b"a" * MAX_NOTE_BYTES + SIGNED,
    ],
)
def test_a_malformed_note_is_refused(raw: bytes) -> None:
    """Every rule of the format, broken once."""
    with pytest.raises(ProofInvalid):
        open_note(raw, [ALICE.verifier()])


def test_a_note_has_a_bounded_number_of_signatures() -> None:
    """More than 16 signatures are read, as the specification demands, and no more than the limit."""
    stranger = line("witness", b"abcd" + bytes(64))
    open_note(SIGNED + stranger * (MAX_SIGNATURES - 1), [ALICE.verifier()])
    with pytest.raises(ProofInvalid, match="signatures"):
        open_note(SIGNED + stranger * MAX_SIGNATURES, [ALICE.verifier()])
    with pytest.raises(ProofInvalid, match="signatures"):
        sign_note("hello\n", [])
    assert MAX_SIGNATURES >= 16


@pytest.mark.parametrize("text", ["", "no newline", "tab\t\n", "\x00\n", "half \ud800\n"])
def test_a_text_that_cannot_be_a_note_is_not_signed(text: str) -> None:
    """A signer refuses what no verifier would accept."""
    with pytest.raises(ProofInvalid):
        sign_note(text, [ALICE])
