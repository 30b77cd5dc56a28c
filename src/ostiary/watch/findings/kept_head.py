"""A head of the acts that somebody keeps elsewhere, as a note that they sign.

Knows: the note's text, of which any change is a new version of it.
Must not know: files, whose key it is, clocks.

    ostiary/watch-findings-head/v1
    42                                  how many acts
    7d0f...                             the hash of the last of them
    2026-11-26T19:00:00.000Z            when the signer says that it was

Whoever holds such a note can show to anybody that these acts were there: a chain that has not this head is another one, or lacks acts. It
says nothing of acts that came later, and of the instant only what the signer says. Nor does it show who did an act: whoever may write the
folder can write an act under any name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ostiary.errors import ProofInvalid
from ostiary.tlog.note import NoteSigner, NoteVerifier, open_note, sign_note

FORMAT: Final = "ostiary/watch-findings-head/v1"

_TEXT: Final = re.compile(
    rf"{FORMAT}\n(0|[1-9]\d{{0,9}})\n([0-9a-f]{{64}})\n([0-9TZ:.+-]{{1,40}})\n", re.ASCII
)


@dataclass(frozen=True, slots=True)
class KeptHead:
    """How many acts there were, the hash of the last one, and when, as the signer says (ISO 8601 in UTC)."""

    acts: int
    head: str
    at: str

    def text(self) -> str:
        """The text that is signed."""
        return f"{FORMAT}\n{self.acts}\n{self.head}\n{self.at}\n"

    def signed(self, signer: NoteSigner) -> bytes:
        """The note."""
        return sign_note(self.text(), [signer])


def open_kept_head(raw: bytes, verifiers: Sequence[NoteVerifier]) -> KeptHead:
    """What a note says that one of these keys signed. Raises ProofInvalid when none did, or when it is no such note."""
    found = _TEXT.fullmatch(open_note(raw, verifiers).text)
    if found is None:
        raise ProofInvalid("the note is none of a head of findings")
    return KeptHead(int(found[1]), found[2], found[3])
