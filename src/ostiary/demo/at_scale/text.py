"""Numbers as text, a million at a time.

Knows: how a number becomes a token, a code or a case number, in Arrow's arrays.
Must not know: what they name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ostiary.demo.at_scale.rows import Numbers

TOKEN_BYTES: Final = 16
_HEX: Final = np.array([int.from_bytes(f"{byte:02x}".encode(), "little") for byte in range(256)], np.uint16)
_GAMMA: Final = 0x9E3779B97F4A7C15


def tokens(numbers: Numbers, salt: int) -> pa.Array:
    """32 hexadecimal digits for each number, the same for the same, as a keyed hash looks (two rounds of SplitMix64; no secret)."""
    first = _mixed(numbers.astype(np.uint64) + np.uint64(salt * _GAMMA % 2**64))
    both = np.stack([first, _mixed(first + np.uint64(_GAMMA))], axis=1)
    digits = _HEX[both.view(np.uint8)].view(np.uint8)
    offsets = np.arange(len(numbers) + 1, dtype=np.int32) * (2 * TOKEN_BYTES)
    return pa.StringArray.from_buffers(len(numbers), pa.py_buffer(offsets), pa.py_buffer(digits))


def _mixed(values: Numbers) -> Numbers:
    mixed: Numbers = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed


def codes(numbers: Numbers, before: str, digits: int) -> pa.Array:
    """`before` and the number with so many digits; nothing where the number is negative."""
    padded = pc.utf8_lpad(pc.cast(pa.array(numbers, mask=numbers < 0), pa.string()), digits, "0")
    return pc.binary_join_element_wise(before, padded, "")


def words(numbers: Numbers, vocabulary: Sequence[str]) -> pa.Array:
    """The word at each place; nothing where the number is negative."""
    return pc.take(pa.array(vocabulary, pa.string()), pa.array(numbers, mask=numbers < 0))


def numbers_or_none(numbers: Numbers, kind: pa.DataType) -> pa.Array:
    """The numbers; nothing where one is not a number."""
    return pa.array(numbers, kind, mask=np.isnan(numbers))
