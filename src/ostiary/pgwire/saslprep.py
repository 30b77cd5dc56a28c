"""One form for a password that can be typed in several ways.

Knows: SASLprep (RFC 4013) as PostgreSQL applies it to passwords.
Must not know: what the password is for.

As in PostgreSQL, a password that SASLprep refuses is used as its UTF-8 bytes, and an all-ASCII one as it stands.
Normalisation is that of the interpreter's Unicode version, not Unicode 3.2; the tables are those of RFC 3454.
"""

from __future__ import annotations

import stringprep
import unicodedata
from collections.abc import Callable
from typing import Final

_PROHIBITED: Final[tuple[Callable[[str], bool], ...]] = (
    stringprep.in_table_a1,
    stringprep.in_table_c12,
    stringprep.in_table_c21_c22,
    stringprep.in_table_c3,
    stringprep.in_table_c4,
    stringprep.in_table_c5,
    stringprep.in_table_c6,
    stringprep.in_table_c7,
    stringprep.in_table_c8,
    stringprep.in_table_c9,
)


def prepare_password(password: str) -> bytes:
    """The bytes that stand for a password in SCRAM."""
    if password.isascii():
        return password.encode()
    prepared = unicodedata.normalize("NFKC", _mapped(password))
    if not prepared or _has_prohibited(prepared) or _has_mixed_directions(prepared):
        prepared = password
    # A lone surrogate cannot come from UTF-8 input; it must not make a log-in crash either.
    return prepared.encode(errors="surrogatepass")


def _mapped(text: str) -> str:
    kept = (character for character in text if not stringprep.in_table_b1(character))
    return "".join(" " if stringprep.in_table_c12(character) else character for character in kept)


def _has_prohibited(text: str) -> bool:
    return any(in_table(character) for character in text for in_table in _PROHIBITED)


def _has_mixed_directions(text: str) -> bool:
    """Whether text with right-to-left letters has left-to-right ones too, or an end that is neither (RFC 3454, 6)."""
    if not any(map(stringprep.in_table_d1, text)):
        return False
    return any(map(stringprep.in_table_d2, text)) or not (
        stringprep.in_table_d1(text[0]) and stringprep.in_table_d1(text[-1])
    )
