"""Acts in a chain: each line holds the hash of the line before it.

Knows: how lines follow each other, what a torn end is, and which acts an erasure has reached.
Must not know: files, what an act does, how a text is sealed.

Whoever changes, drops or inserts a line in the middle breaks every hash behind it. Whoever drops lines from the end leaves a
shorter chain that is whole, and whoever writes all of it anew has one too: that shows against a head that somebody else has kept
(acts of an installation's folder are written into its log first, with the head that they continue).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ostiary.errors import WatchFolderDamaged
from ostiary.watch.findings.act import ERASED, Act
from ostiary.watch.findings.act_line import read_act, write_act

START: Final = hashlib.sha256(b"ostiary/watch-acts/v2\n").hexdigest()
"""What the first line names as the one before it."""
OLD_START: Final = hashlib.sha256(b"ostiary/watch-acts/v1\n").hexdigest()
"""What it named when a chain still held its texts."""


@dataclass(frozen=True, slots=True)
class Chain:
    """``heads`` are START and the hash behind each act; ``length`` is in bytes, without the ``torn`` end.

    ``former`` are heads of a chain that was sealed anew. What an act says beside the chain is in it once somebody has opened it.
    """

    acts: tuple[Act, ...] = ()
    heads: tuple[str, ...] = (START,)
    length: int = 0
    torn: int = 0
    former: frozenset[str] = frozenset()

    @property
    def head(self) -> str:
        """The hash of the last act."""
        return self.heads[-1]

    @property
    def texts_end(self) -> int:
        """Where the sealed texts of its acts end: those of the next act stand behind them."""
        return next((each.place.at + each.place.length for each in reversed(self.acts) if each.place), 0)

    @property
    def to_destroy(self) -> tuple[Act, ...]:
        """The acts whose sealed texts nobody may be able to open any more."""
        return tuple(each for each in self.acts if each.is_erased and each.place)


def read_on(chain: Chain, data: bytes) -> Chain:
    """The chain with all acts in the bytes behind its own. Raises WatchFolderDamaged where one was changed.

    A last line without its end was never acknowledged to anybody: a crash tore it, and it counts as not written.
    """
    if not chain.acts and is_old(data):
        raise WatchFolderDamaged(
            "these acts are of an earlier release, which kept their texts within the chain, where no erasure reaches them",
            hint="seal them, with all their history: ostiary finding seal --dir DIR",
        )
    *lines, rest = data.split(b"\n")
    acts, heads, former = list(chain.acts), list(chain.heads), set(chain.former)
    for number, line in enumerate(lines, start=len(acts)):
        act, was = read_act(line, number, heads[-1])
        acts.append(act)
        heads.append(hash_of(line))
        former.update((was,) if was else ())
    length = chain.length + len(data) - len(rest)
    return Chain(without_erased(acts), tuple(heads), length, len(rest), frozenset(former))


def is_old(data: bytes) -> bool:
    """Whether the bytes of a file are those of a chain that holds its texts."""
    return f'"before":"{OLD_START}"'.encode() in data.partition(b"\n")[0]


def read_chain(data: bytes) -> Chain:
    """All acts in a file's bytes, likewise."""
    return read_on(Chain(), data)


def extended(chain: Chain, acts: Sequence[Act], was: Sequence[str] = ()) -> tuple[bytes, Chain]:
    """The lines of further acts, each with its end, and the chain with them. Raises FindingRefused when one is too long.

    ``was``: the hash that each had in a chain that is sealed anew.
    """
    heads, lines = list(chain.heads), []
    numbered = [replace(act, number=number) for number, act in enumerate(acts, start=len(chain.acts))]
    for at, act in enumerate(numbered):
        line = write_act(act, act.number, heads[-1], was[at] if at < len(was) else "")
        heads.append(hash_of(line))
        lines.append(line + b"\n")
    data = b"".join(lines)
    after = without_erased([*chain.acts, *numbered])
    return data, Chain(
        after, tuple(heads), chain.length + len(data), former=chain.former | set(filter(None, was))
    )


def without_erased(acts: Sequence[Act]) -> tuple[Act, ...]:
    """The acts, without what was erased: of each act before an erasure on the same thing only what stands in the chain is left."""
    until = {act.on: number for number, act in enumerate(acts) if act.word == ERASED}
    if not until:
        return tuple(acts)
    return tuple(
        replace(act, says=act.said_openly, is_erased=True)
        if number < until.get(act.on, 0) and not act.is_erased
        else act
        for number, act in enumerate(acts)
    )


def check_heads(chain: Chain, kept: Sequence[str], name: str) -> None:
    """Each head that was kept elsewhere is one of this chain. Raises WatchFolderDamaged when acts are gone from its end."""
    missing = set(kept) - set(chain.heads) - chain.former
    if missing:
        raise WatchFolderDamaged(
            f"`{name}` lacks acts that were there: {len(missing)} heads kept elsewhere are not in it",
            hint="acts were dropped from its end, or another file was put in its place",
        )


def hash_of(line: bytes) -> str:
    """The SHA-256 of a line without its end, as 64 hexadecimal digits."""
    return hashlib.sha256(line).hexdigest()
