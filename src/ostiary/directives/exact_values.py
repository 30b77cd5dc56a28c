"""Values of a signed text, each exactly of the type that it must have.

Knows: what JSON gives, and that nothing is converted, left out or added.
Must not know: which text it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from ostiary.errors import DirectiveRefused


def exact_object(value: object, keys: str, what: str) -> dict[str, object]:
    """An object with these keys (words) and no other. Raises DirectiveRefused."""
    if not isinstance(value, dict) or value.keys() != set(keys.split()):
        raise DirectiveRefused(f"a {what} must have these fields and no other: {keys}")
    return value


def exact_list(value: object) -> Sequence[object]:
    """A list. Raises DirectiveRefused."""
    if not isinstance(value, list):
        raise DirectiveRefused("a list in the step is something else")
    return value


def exact_string(value: object) -> str:
    """A text. Raises DirectiveRefused."""
    if not isinstance(value, str):
        raise DirectiveRefused("a text in the step is something else")
    return value


def exact_strings(value: object) -> tuple[str, ...]:
    """A list of texts. Raises DirectiveRefused."""
    return tuple(exact_string(item) for item in exact_list(value))


def maybe_string(value: object) -> str | None:
    """A text or null. Raises DirectiveRefused."""
    return None if value is None else exact_string(value)


def exact_count(value: object, what: str) -> int:
    """A whole number; a boolean is one to Python, but not to a reader in another language. Raises DirectiveRefused."""
    if type(value) is not int:
        raise DirectiveRefused(f"the {what} of the step is not a whole number")
    return value
