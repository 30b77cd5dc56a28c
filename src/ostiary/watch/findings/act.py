"""One act: somebody did something at an instant, on something, and said this.

Knows: an act's words, its JSON form, of which any change is a new version of the chain.
Must not know: what an act does to a finding, files.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ostiary.errors import FindingRefused, WatchFolderDamaged
from ostiary.model.canonical import Plain, canonical_bytes

MAX_LINE_BYTES: Final = 256 * 1024
"""Of one act. A lead names at most 50 events of some 100 bytes and one entity; a note has 4,000 characters: 30 KiB together."""

MAX_NOTE: Final = 4000
"""Characters of what a reviewer writes: two pages."""


@dataclass(frozen=True, slots=True)
class Act:
    """``at`` in ms since 1970 UTC; ``by`` who acted, or the program that did; ``word`` what was done; ``on`` the id of what."""

    at: int
    by: str
    word: str
    on: str
    says: Mapping[str, Plain] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """One text of what it says; empty where it says nothing of the kind."""
        value = self.says.get(name, "")
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int:
        """One whole number of what it says; 0 where it says none."""
        value = self.says.get(name, 0)
        return value if isinstance(value, int) else 0

    def texts(self, name: str) -> tuple[str, ...]:
        """One list of texts of what it says."""
        value = self.says.get(name, ())
        return (
            tuple(each for each in value if isinstance(each, str)) if isinstance(value, list | tuple) else ()
        )


def write_act(act: Act, number: int, before: str) -> bytes:
    """Its line, without the line end. ``before`` is the hash of the line before. Raises FindingRefused when it is too long."""
    try:
        line = canonical_bytes(
            {
                "at": act.at,
                "before": before,
                "by": act.by,
                "number": number,
                "on": act.on,
                "says": act.says,
                "word": act.word,
            }
        )
    except UnicodeEncodeError as error:
        raise FindingRefused("an act has a character that no text may hold (half a surrogate)") from error
    if len(line) > MAX_LINE_BYTES:
        raise FindingRefused(f"an act of {len(line):,} bytes; one has at most {MAX_LINE_BYTES:,}")
    return line


def read_act(line: bytes, number: int, before: str) -> Act:
    """The act in a line that must be the one of this number, after that hash. Raises WatchFolderDamaged when it is not."""
    try:
        found = json.loads(line)
        if found["number"] != number or found["before"] != before:
            raise WatchFolderDamaged(f"act {number} does not follow the one before it: history was changed")
        act = Act(int(found["at"]), str(found["by"]), str(found["word"]), str(found["on"]), found["says"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise WatchFolderDamaged(f"act {number} cannot be read: it was damaged or changed") from error
    return act


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
