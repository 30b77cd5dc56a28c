"""Acts in a chain: each line holds the hash of the line before it.

Knows: how lines follow each other, and what a torn end is.
Must not know: files, what an act does.

Whoever changes, drops or inserts a line in the middle breaks every hash behind it. Whoever drops lines from the end leaves a
shorter chain that is whole, and whoever writes all of it anew has one too: that shows against a head that somebody else has kept
(the console writes it into the log).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ostiary.errors import WatchFolderDamaged
from ostiary.watch.findings.act import Act, read_act, write_act

START: Final = hashlib.sha256(b"ostiary/watch-acts/v1\n").hexdigest()
"""What the first line names as the one before it."""


@dataclass(frozen=True, slots=True)
class Chain:
    """``heads`` are START and the hash behind each act; ``length`` is in bytes, without the ``torn`` end."""

    acts: tuple[Act, ...] = ()
    heads: tuple[str, ...] = (START,)
    length: int = 0
    torn: int = 0

    @property
    def head(self) -> str:
        """The hash of the last act."""
        return self.heads[-1]


def read_chain(data: bytes) -> Chain:
    """All acts in a file's bytes. Raises WatchFolderDamaged where one was changed.

    A last line without its end was never acknowledged to anybody: a crash tore it, and it counts as not written.
    """
    *lines, rest = data.split(b"\n")
    acts: list[Act] = []
    heads = [START]
    for number, line in enumerate(lines):
        acts.append(read_act(line, number, heads[-1]))
        heads.append(_hash(line))
    return Chain(tuple(acts), tuple(heads), len(data) - len(rest), len(rest))


def extended(chain: Chain, acts: Sequence[Act]) -> tuple[bytes, Chain]:
    """The lines of further acts, each with its end, and the chain with them. Raises FindingRefused when one is too long."""
    heads, lines = list(chain.heads), []
    for number, act in enumerate(acts, start=len(chain.acts)):
        line = write_act(act, number, heads[-1])
        heads.append(_hash(line))
        lines.append(line + b"\n")
    data = b"".join(lines)
    return data, Chain((*chain.acts, *acts), tuple(heads), chain.length + len(data))


def check_heads(chain: Chain, kept: Sequence[str], name: str) -> None:
    """Each head that was kept elsewhere is one of this chain. Raises WatchFolderDamaged when acts are gone from its end."""
    missing = set(kept) - set(chain.heads)
    if missing:
        raise WatchFolderDamaged(
            f"`{name}` lacks acts that were there: {len(missing)} heads kept elsewhere are not in it",
            hint="acts were dropped from its end, or another file was put in its place",
        )


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()
