"""An act at the console, as it stands in the log: somebody with an account did something, or looked at something.

Knows: who, in which role, which act, on what, when.
Must not know: who may do it, what came of it, texts and rows. A signed directive or an access has an entry of its own: this one names it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ostiary.model.canonical import canonical_bytes

FORM: Final = 1
"""The version of the entry's form. Fields are only ever added; a reader ignores those it does not know."""

MAX_ON_CHARACTERS: Final = 400
"""A directive's id, an entry's number, an agency's code: some ten characters. A filter of a list has more of them."""

_ACT: Final = re.compile(r"[a-z][a-z-]{1,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ConsoleAct:
    """``at`` is an ISO 8601 instant in UTC; ``face`` is where it was done; ``act`` a word such as `sign-in` or `view-access`.

    ``on`` is what it was done to, by its number or id in this system: `#4711`, `26-019`, `agency fbi`. It names nobody of the
    records, because an entry of this kind cannot be erased. Raises ValueError for an act that is no such word, and for more.
    """

    at: str
    face: str
    account: str
    role: str
    act: str
    on: str = ""

    def __post_init__(self) -> None:
        """Refuse what no entry may hold."""
        if not _ACT.fullmatch(self.act):
            raise ValueError(f"`{self.act}` is no word for an act")
        if len(self.on) > MAX_ON_CHARACTERS:
            raise ValueError(f"what an act is on has at most {MAX_ON_CHARACTERS} characters")


def console_act_payload(done: ConsoleAct) -> bytes:
    """The bytes of the entry: canonical JSON."""
    return canonical_bytes(
        {
            "form": FORM,
            "at": done.at,
            "face": done.face,
            "account": done.account,
            "role": done.role,
            "act": done.act,
            "on": done.on,
        }
    )
