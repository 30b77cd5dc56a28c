"""One act: somebody did something at an instant, on something, and said this.

Knows: which of an act's words stand in the chain for ever, and which stand beside it, where they can be erased.
Must not know: what an act does to a finding, files, how a text is sealed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ostiary.errors import FindingRefused
from ostiary.model.canonical import Plain

MAX_NOTE: Final = 4000
"""Characters of what a reviewer writes: two pages."""

LAST_INSTANT: Final = 253_402_300_799_999
"""The end of the year 9999 in ms, beyond which no calendar of ours goes. A folder may come from somebody else."""

DESCRIBED: Final = "described"
"""The one word that is not about a finding but about a detector."""
ERASED: Final = "erased"
"""What all acts before it on the same thing said beside the chain is gone."""
SEALED_ANEW: Final = "sealed-anew"
"""The acts before it were written by a release that kept texts within the chain."""

_OPEN: Final[Mapping[str, frozenset[str]]] = {
    # The words of a program about itself.
    DESCRIBED: frozenset({"innocent", "name", "next_step", "question", "severity", "version"}),
    # Who had it erased, and why, is what stays.
    ERASED: frozenset({"note", "order"}),
    SEALED_ANEW: frozenset({"acts", "head"}),
    # By these alone detectors and reviewers are still judged when the rest is gone.
    "found": frozenset({"detector", "version"}),
    "found-again": frozenset({"detector", "version"}),
    "taken": frozenset({"chosen"}),
    "closed": frozenset({"outcome"}),
    "done": frozenset({"due", "kind"}),
}
"""What stands in the chain itself, by the word of the act. Whatever is not named here is sealed beside it."""


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Where the sealed text of an act stands: its first byte, how many bytes; and what the chain has to it, 64 hexadecimal digits."""

    at: int
    length: int
    commitment: str


@dataclass(frozen=True, slots=True)
class Act:
    """``at`` in ms since 1970 UTC; ``by`` who acted, or the program that did; ``word`` what was done; ``on`` the id of what.

    ``number`` and ``place`` are those of an act that stands in a chain. ``is_erased``: ``says`` is what stands in the chain alone.
    """

    at: int
    by: str
    word: str
    on: str
    says: Mapping[str, Plain] = field(default_factory=dict)
    number: int = field(default=-1, compare=False)
    place: TextPlace | None = field(default=None, compare=False)
    is_erased: bool = False

    def text(self, name: str) -> str:
        """One text of what it says; empty where it says nothing of the kind."""
        value = self.says.get(name, "")
        return value if isinstance(value, str) else ""

    def whole_number(self, name: str) -> int:
        """One whole number of what it says; 0 where it says none, or one beyond every instant."""
        value = self.says.get(name, 0)
        return value if isinstance(value, int) and abs(value) <= LAST_INSTANT else 0

    def texts(self, name: str) -> tuple[str, ...]:
        """One list of texts of what it says."""
        value = self.says.get(name, ())
        return (
            tuple(each for each in value if isinstance(each, str)) if isinstance(value, list | tuple) else ()
        )

    @property
    def said_openly(self) -> dict[str, Plain]:
        """What of it stands in the chain."""
        names = _OPEN.get(self.word, frozenset())
        return {name: value for name, value in self.says.items() if name in names}

    @property
    def said_beside(self) -> dict[str, Plain]:
        """What of it stands beside the chain."""
        names = _OPEN.get(self.word, frozenset())
        return {name: value for name, value in self.says.items() if name not in names}


def note_of(text: str) -> str:
    """What a reviewer wrote, fit to be kept. Raises FindingRefused when it is empty, too long or has control characters."""
    note = text.strip()
    if not note:
        raise FindingRefused("it needs a reason in words", hint="say what you looked at and what it showed")
    if len(note) > MAX_NOTE:
        raise FindingRefused(f"the reason has {len(note):,} characters; at most {MAX_NOTE:,} are kept")
    if any(not one.isprintable() and one not in "\n\t" for one in note):
        raise FindingRefused("the reason has control characters", hint="write plain text")
    return note
