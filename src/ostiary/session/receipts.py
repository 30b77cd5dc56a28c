"""Receipts: which entries of the log the last access of a session has, and telling the client.

Knows: the setting that asks for notices, and how the numbers read.
Must not know: what an entry says, proofs, how an entry gets durable.

A number is known only once its entry is durable, and the client hears of it no earlier.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ostiary.errors import BadSetting
from ostiary.pgwire.backend import ErrorFields, notice_response

RECEIPTS: Final = "receipts"
"""``SET ostiary.receipts = on``: a notice with the numbers of each access, and what was masked or filtered said each time."""

RECEIPT: Final = "receipt"
"""``SHOW ostiary.receipt``: the numbers of the last access."""

MAX_NUMBERS: Final = 1_024
"""Numbers kept a session, at most some 40 kB. A full batch of rows has one, so that only streams of millions have more."""

_ON: Final = frozenset({"on", "true", "yes", "1"})
_OFF: Final = frozenset({"off", "false", "no", "0"})


@dataclass(slots=True)
class Receipts:
    """What one session knows of its entries. ``at_start`` is what came with the start-up: RESET goes back to it."""

    is_on: bool = False
    at_start: bool = False
    _access: str = ""
    _numbers: list[int] = field(default_factory=list)
    _left_out: bool = False

    def note(self, access: str, index: int) -> None:
        """An entry of this access is durable. The first one of another access takes the place of all before."""
        if access != self._access:
            self._access, self._left_out = access, False
            self._numbers.clear()
        if len(self._numbers) == MAX_NUMBERS:
            # The last one is always there: it says how the access ended.
            self._numbers.pop()
            self._left_out = True
        self._numbers.append(index)

    @property
    def shown(self) -> str:
        """The numbers with commas between them, in the order of the log; ``...`` for those that there was no room for."""
        numbers = [str(number) for number in self._numbers]
        if self._left_out:
            numbers.insert(-1, "...")
        return ",".join(numbers)

    def notice(self) -> bytes:
        """The notice of the last access; nothing where nobody has asked for any."""
        if not self.is_on:
            return b""
        noun = "entry" if len(self._numbers) == 1 else "entries"
        return notice_response(
            ErrorFields(
                "NOTICE", "00000", f"access log {noun} {self.shown}", detail=f"Access {self._access}."
            )
        )


def read_switch(value: str | None, *, otherwise: bool) -> bool:
    """The value of ``ostiary.receipts``; ``otherwise`` for None, which is RESET. Raises BadSetting."""
    if value is None:
        return otherwise
    word = value.lower()
    if word not in _ON | _OFF:
        raise BadSetting(f"`ostiary.{RECEIPTS}` is on or off", hint=f"SET ostiary.{RECEIPTS} = on")
    return word in _ON
