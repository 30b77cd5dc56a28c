"""What of a damaged journal is left, and which of two copies is right: each entry hashed, and compared with its signed leaf.

Knows: the published entries that a signed root covers, and whole frames wherever they stand.
Must not know: how damage came about; nothing is ever repaired here.

What was signed decides, not the number of copies: of two journals that differ, the one whose entry hashes to the leaf
under the signed root is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal, TypeAlias

from ostiary.errors import EvidenceFault
from ostiary.evidence.commitment import COMMITMENT_BYTES
from ostiary.store.log.folder import LogFolder, read_part, read_verifier
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.tile_check import published_entries
from ostiary.tlog.checkpoint import open_checkpoint
from ostiary.tlog.merkle import Frontier, leaf_hash

State: TypeAlias = Literal["right", "other", "absent"]
"""Of an entry in a journal: it hashes to the signed leaf, to something else, or no whole frame holds it."""

_STATES: Final[tuple[State, ...]] = ("absent", "other", "right")


@dataclass(frozen=True, slots=True)
class Damage:
    """Entries that one journal no longer has as they were signed, and how the mirror has them; None: there is no mirror."""

    first: int
    last: int
    here: State
    mirror: State | None

    @property
    def sentence(self) -> str:
        """The damage in one sentence."""
        entries = f"entry {self.first}" if self.first == self.last else f"entries {self.first} to {self.last}"
        here = {
            "absent": "cannot be read",
            "other": "are not what was signed",
            "right": "are what was signed",
        }
        mirror = {
            None: "",
            "right": "; the mirror's are what was signed: it is the right copy of them",
            "other": "; the mirror's are not what was signed either",
            "absent": "; the mirror does not have them",
        }
        return f"{entries} {here[self.here]}{mirror[self.mirror]}"


def signed_entries(folder: LogFolder, trusted: LogFolder) -> bytes | None:
    """The published entries of a copy, one after the other, when they have the root that the trusted log's key signed.

    None when they do not, or cannot be read: then this copy says nothing about what was signed.
    """
    tree, entries = Frontier(), bytearray()
    try:
        checkpoint = open_checkpoint(read_part(folder, folder.checkpoint), read_verifier(trusted))
        for entry in published_entries(folder, checkpoint.size):
            tree.append(leaf_hash(entry))
            entries += entry
    except (EvidenceFault, OSError):
        return None
    is_whole = len(entries) == COMMITMENT_BYTES * checkpoint.size and tree.root() == checkpoint.root
    return bytes(entries) if is_whole else None


def find_damage(folder: LogFolder, mirror: LogFolder | None, signed: bytes) -> Iterator[Damage]:
    """What the journal lacks of the entries that were signed, in runs of one kind; nothing when it lacks none."""
    here = _states(folder, signed)
    there = None if mirror is None else _states(mirror, signed)
    pairs = ((at, (here[at], None if there is None else there[at])) for at in range(len(here)))
    for (state, other), run in groupby(pairs, key=lambda pair: pair[1]):
        if _STATES[state] != "right":
            indexes = [at for at, _ in run]
            yield Damage(indexes[0], indexes[-1], _STATES[state], None if other is None else _STATES[other])


def _states(folder: LogFolder, signed: bytes) -> bytearray:
    """For each signed entry, how the journal has it: a place in ``_STATES``."""
    states = bytearray(len(signed) // COMMITMENT_BYTES)
    try:
        with JournalReader(folder.journal) as reader:
            for frame in reader.find_whole_frames():
                for index, entry in enumerate(frame.entries, frame.first):
                    if index < len(states):
                        at = index * COMMITMENT_BYTES
                        is_right = entry.commitment == signed[at : at + COMMITMENT_BYTES]
                        states[index] = _STATES.index("right") if is_right else max(states[index], 1)
    except (EvidenceFault, OSError):
        # What cannot be read is absent; the scrub has said why already.
        pass
    return states
