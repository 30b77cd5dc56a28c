"""The head of the acts, as it is written into somebody else's log with each act at the console.

Knows: the words in which an act names a finding and the head before it.
Must not know: logs, files.

Who drops acts from the end of the file leaves a chain that is whole. The log still says which head it had.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

FINDING_ACTS: Final = "finding-"
"""How the console's words for acts on findings begin."""
DUTY_ACTS: Final = "duty-"
"""And those for acts on duties."""

_ANCHOR: Final = re.compile(r"behind ([0-9a-f]{64})\b")


def anchored(on: str, head: str) -> str:
    """What an act is on, with the head of the chain that it continues."""
    return f"{on} behind {head}".strip()


def heads_behind(prefix: str, acts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The heads that stand in acts whose word begins so; ``acts`` are words with what each was on."""
    return heads_of(on for word, on in acts if word.startswith(prefix))


def heads_of(texts: Iterable[str]) -> Iterator[str]:
    """The heads that stand in what acts were on, in their order; texts without one have none."""
    for text in texts:
        yield from _ANCHOR.findall(text)
