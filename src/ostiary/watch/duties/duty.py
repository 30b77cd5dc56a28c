"""What a duty is: what has to be done, about whom, until which day.

Knows: the kinds of duty, and by what each of them ends.
Must not know: facts, files.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from ostiary.model.canonical import canonical_bytes

Kind: TypeAlias = Literal[
    "agreement", "training", "dormant", "finding", "notice", "deletion", "letter", "notify"
]


@dataclass(frozen=True, slots=True)
class Described:
    """``way`` is what ends it; ``is_done_here``: an act with evidence ends it. Others end where the thing itself is done."""

    name: str
    way: str
    is_done_here: bool


KINDS: Final[Mapping[Kind, Described]] = {
    "agreement": Described(
        "an agreement ends",
        "renew it in the policy (two officials), or let the access end with it",
        is_done_here=False,
    ),
    "training": Described(
        "a training lapses",
        "have it renewed in the roster, or take the account's use away",
        is_done_here=True,
    ),
    "dormant": Described(
        "an account nobody uses",
        "end the enrolment: ostiary member depart; or say why it stays",
        is_done_here=True,
    ),
    "finding": Described("a finding waits", "act on it: ostiary finding", is_done_here=False),
    "notice": Described(
        "a notice was not answered", "decide on the finding: ostiary finding", is_done_here=False
    ),
    "deletion": Described(
        "a deletion certificate is due", "have the agency certify what it deleted", is_done_here=True
    ),
    "letter": Described(
        "a letter was not answered", "answer it: ostiary complaint answer", is_done_here=False
    ),
    "notify": Described("persons are to be told", "tell them: ostiary disclose person", is_done_here=True),
}


@dataclass(frozen=True, slots=True)
class ClockedDuty:
    """One duty. ``due`` is the last day on which it is in time. ``rules`` of the policy refuse the agency from then on by themselves."""

    kind: Kind
    about: str
    due: date
    said: str
    rules: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Its id, such as `d-7q2m5xk4`: another day is another duty, so that what was done once is not done for ever."""
        digest = hashlib.sha256(canonical_bytes([self.kind, self.about, self.due.isoformat()])).digest()
        return f"d-{base64.b32encode(digest).decode().lower()[:10]}"

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed."""
        return today > self.due

    @property
    def way(self) -> str:
        """What ends it."""
        return KINDS[self.kind].way
