"""Cedar's words: strings, sets, references to entities.

Knows: how Cedar writes a string and a set.
Must not know: rules.
"""

from __future__ import annotations

from collections.abc import Iterable

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}


def quoted(text: str) -> str:
    """A string in quotation marks. What is not printable is written by its number."""
    return f'"{"".join(_ESCAPES.get(letter) or _letter(letter) for letter in text)}"'


def entity(kind: str, code: str) -> str:
    """A reference to an entity."""
    return f"{kind}::{quoted(code)}"


def listed(words: Iterable[str]) -> str:
    """A set of expressions."""
    return f"[{', '.join(words)}]"


def any_of(parts: Iterable[str]) -> str:
    """At least one of these holds; of none, none."""
    every = list(parts) or ["false"]
    return every[0] if len(every) == 1 else f"({' || '.join(every)})"


def _letter(letter: str) -> str:
    return letter if letter.isprintable() else f"\\u{{{ord(letter):x}}}"
