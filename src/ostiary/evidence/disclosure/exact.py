"""Values of a file that a stranger may have made, each exactly of the type that it must have.

Knows: what JSON gives, the one spelling of bytes.
Must not know: which file it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from ostiary.errors import ProofInvalid
from ostiary.tlog.key_text import decode_base64

Value = TypeVar("Value")

_MAX_NUMBER = 2**63 - 1


def exact_object(value: object, names: str, what: str) -> dict[str, object]:
    """An object with these names (words) and no other. Raises ProofInvalid."""
    if not isinstance(value, dict) or value.keys() != set(names.split()):
        raise ProofInvalid(f"a {what} must have these members and no other: {names}")
    return value


def exact_text(value: object) -> str:
    """A text. Raises ProofInvalid."""
    if not isinstance(value, str):
        raise ProofInvalid("a text in the file is something else")
    return value


def exact_day(value: object) -> str:
    """A day (ISO 8601) in its one spelling: whatever else stood there would be shown as if it had been proved. Raises ProofInvalid."""
    text = exact_text(value)
    try:
        if date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise ProofInvalid("a day in the file is something else")


def exact_instant(value: object) -> str:
    """An instant (ISO 8601, UTC, to the second) in its one spelling. Raises ProofInvalid."""
    text = exact_text(value)
    try:
        at = datetime.fromisoformat(text)
        if at.utcoffset() == timedelta(0) and at.isoformat(timespec="seconds") == text:
            return text
    except ValueError:
        pass
    raise ProofInvalid("an instant in the file is something else")


def exact_number(value: object) -> int:
    """A whole number from 0 on; true is one to Python, and to nobody else. Raises ProofInvalid."""
    if type(value) is not int or not 0 <= value <= _MAX_NUMBER:
        raise ProofInvalid("a number in the file is something else")
    return value


def exact_bytes(value: object) -> bytes:
    """Bytes as canonical base64. Raises ProofInvalid."""
    return decode_base64(exact_text(value))


def exact_items(value: object) -> Sequence[object]:
    """A list. Raises ProofInvalid."""
    if not isinstance(value, list):
        raise ProofInvalid("a list in the file is something else")
    return value


def each(value: object, read: Callable[[object], Value]) -> tuple[Value, ...]:
    """A list, each item of which is read alike. Raises ProofInvalid."""
    return tuple(read(item) for item in exact_items(value))


def exact_map(value: object, read: Callable[[object], Value]) -> dict[str, Value]:
    """An object of which only the values have a form. Raises ProofInvalid."""
    if not isinstance(value, dict):
        raise ProofInvalid("an object in the file is something else")
    return {exact_text(name): read(item) for name, item in value.items()}


def exact_list(value: object, length: int) -> Sequence[object]:
    """A list of so many items. Raises ProofInvalid."""
    items = exact_items(value)
    if len(items) != length:
        raise ProofInvalid("a list in the file is too short or too long")
    return items
