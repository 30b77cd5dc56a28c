"""What was worked out once is looked up the next time, as long as there is room.

Knows: how much may be held, and that it can be worked out again.
Must not know: what is worked out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memo(dict[K, V]):
    """Values of a pure function by its argument: ``memo[key]``. With ``most`` of them it starts anew.

    So do ``dependents``, which hold its values in their keys. Whoever chooses the keys can make it start anew as often as he
    likes, and never grow: it then saves nothing.
    """

    __slots__ = ("_dependents", "_make", "_most")

    def __init__(self, make: Callable[[K], V], most: int, *dependents: dict[Any, Any]) -> None:
        self._make, self._most, self._dependents = make, most, dependents

    def __missing__(self, key: K) -> V:
        """The value of a new key. Raises what making it raises, and then holds nothing of it."""
        value = self._make(key)
        if len(self) >= self._most:
            for full in (self, *self._dependents):
                full.clear()
        self[key] = value
        return value
