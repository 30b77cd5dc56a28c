"""A code that a person reads from paper and types: fourteen characters drawn at random, and one that tells a slip of the finger.

Knows: the alphabet, how a code is grouped, which keyboards write its letters differently, and the check character.
Must not know: what a code opens, where randomness comes from, what is kept of it.

The alphabet has 32 characters, so one is five bits and a code has 70. It has no 0, O, 1 and I: whoever types I or 1 has read
L. The check character is a sum over GF(32) in which each place has a weight of its own, so that one wrong character, and any two that
changed places, are always noticed before anything is computed or looked up.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final, TypeAlias

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
DRAWN: Final = 14
"""Characters that are drawn."""
RANDOM_BYTES: Final = DRAWN
"""A byte for each of them: five of its eight bits are taken, and every character is as likely as every other."""
BITS: Final = 5 * DRAWN
"""70 bits. Each guess costs an Argon2id of 19 MiB (``code_keys``): 2^69 of them on average, at 0.05 s of a core, are 10^12 years."""
GROUP: Final = 5
MAX_TYPED: Final = 100
"""Characters that are looked at: a code with a space behind each character is 30."""

# x^5 + x^2 + 1 over GF(2); x generates all 31 of its non-zero elements, so no two of fifteen places have one weight.
_POLYNOMIAL: Final = 0b10_0101
_SPACES: Final = "-‐‑‒–—−.·_/ \t\r\n"
# Letters of other keyboards that are drawn like ours, as a reader of Ukrainian or Greek types them.
_DRAWN_ALIKE: Final = str.maketrans("АВЕКМНРСТУХІЈЅΑΒΕΗΚΜΝΡΤΥΧΖ1I", "ABEKMHPCTYXLJSABEHKMNPTYXZLL")


@dataclass(frozen=True, slots=True)
class Code:
    """A code that is spelled rightly; whether it opens anything is another matter. Its text has no groups."""

    text: str

    def __repr__(self) -> str:
        """Never the text: it is as secret as what it opens."""
        return "Code(...)"

    @property
    def grouped(self) -> str:
        """As it is printed."""
        return "-".join(self.text[at : at + GROUP] for at in range(0, len(self.text), GROUP))


@dataclass(frozen=True, slots=True)
class Mistyped:
    """What was typed is no code: a character is wrong, or one too many or too few."""


Typed: TypeAlias = Code | Mistyped


def drawn_code(random: bytes) -> Code:
    """The code of 14 random bytes. Raises ValueError for another number of them."""
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"a code is drawn from {RANDOM_BYTES} bytes")
    values = [byte & 0b1_1111 for byte in random]
    return Code("".join(ALPHABET[value] for value in (*values, _check(values))))


def typed_code(typed: str) -> Typed:
    """What a person has typed: in small letters or large ones, in groups or none, on whichever keyboard."""
    if len(typed) > MAX_TYPED:
        return Mistyped()
    plain = "".join(_plain(mark) for mark in unicodedata.normalize("NFKC", typed) if mark not in _SPACES)
    text = plain.upper().translate(_DRAWN_ALIKE)
    if len(text) != DRAWN + 1 or any(mark not in ALPHABET for mark in text):
        return Mistyped()
    *values, check = (ALPHABET.index(mark) for mark in text)
    return Code(text) if check == _check(values) else Mistyped()


def _plain(mark: str) -> str:
    """A digit of any script as ours."""
    digit = unicodedata.decimal(mark, None)
    return mark if digit is None else str(digit)


def _check(values: list[int]) -> int:
    """The sum of all values, each times its place's weight. No weight is 1, which is that of the check character itself."""
    total, weight = 0, 1
    for value in values:
        weight = _times_x(weight)
        total ^= _product(value, weight)
    return total


def _product(left: int, right: int) -> int:
    """The product in GF(32)."""
    found = 0
    while right:
        if right & 1:
            found ^= left
        left, right = _times_x(left), right >> 1
    return found


def _times_x(value: int) -> int:
    shifted = value << 1
    return shifted ^ _POLYNOMIAL if shifted >= len(ALPHABET) else shifted
