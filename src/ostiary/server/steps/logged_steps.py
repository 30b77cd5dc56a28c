"""The steps of directives that the log holds: the floor that nobody can take away with the floor file.

Knows: which entries are directives, the sequence and hash of the step in each.
Must not know: whether a step is admitted, who signed it, witnesses.

A control database that was set back, and the floor file with it, still lacks what the log of this gateway holds. Every
entry's frame is read once at the start; the log writer has just read the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ostiary.directives.envelope import step_hash
from ostiary.directives.step_text import read_step
from ostiary.errors import DirectiveRefused, LogDamaged, ProofInvalid
from ostiary.evidence.commitment import DIRECTIVE
from ostiary.store.directive_floor import Floor
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.sealer import read_entry
from ostiary.store.log.unlocking import log_keys
from ostiary.tlog.merkle import leaf_hash
from ostiary.tlog.note import split_note


@dataclass(frozen=True, slots=True)
class Logged:
    """A step in the log: where it stands, its leaf in the tree (empty: just appended), its sequence and hash."""

    index: int
    leaf: bytes
    sequence: int
    hash: str

    @property
    def floor(self) -> Floor:
        """What no chain may be without."""
        return Floor(self.sequence, self.hash)


def read_logged_steps(directory: Path, master_key: Path | None = None) -> tuple[Logged, ...]:
    """The first entry of each step, in the order of sequences.

    Raises LogDamaged when the journal is damaged, holds two steps of one sequence, or a directive that is no step;
    KeyFileError as ``log_keys``.
    """
    steps: dict[int, Logged] = {}
    for one in _directives(directory, master_key):
        before = steps.setdefault(one.sequence, one)
        if before.hash != one.hash:
            raise LogDamaged(
                f"entries {before.index} and {one.index} of the log hold two different steps {one.sequence} of the chain",
                hint="The officials' chain was forked: two histories were signed. Keep everything as it is.",
            )
    return tuple(steps[sequence] for sequence in sorted(steps))


def highest(floor: Floor, logged: Iterable[Logged]) -> Floor:
    """The floor of the file, or that of the log where it is higher.

    Raises DirectiveRefused when both name one step and not the same.
    """
    last = max((one.floor for one in logged), key=lambda one: one.sequence, default=Floor())
    if last.sequence == floor.sequence and last.hash != floor.hash:
        raise DirectiveRefused(
            f"the floor of directives names another step {floor.sequence} than the log",
            hint="One of the two was restored or changed; find out which before anything is removed.",
        )
    return last if last.sequence > floor.sequence else floor


def _directives(directory: Path, master_key: Path | None) -> Iterator[Logged]:
    with log_keys(directory, master_key) as keys, JournalReader(LogFolder(directory).journal) as reader:
        for frame, _ in reader.read_frames(reader.start):
            for index, entry in enumerate(frame.entries, frame.first):
                if entry.kind == DIRECTIVE:
                    payload = read_entry(entry, index, keys).payload
                    yield _logged(index, leaf_hash(entry.commitment), payload)


def _logged(index: int, leaf: bytes, payload: bytes) -> Logged:
    try:
        step = read_step(split_note(payload)[0])
        return Logged(index, leaf, step.sequence, step_hash(payload))
    except (DirectiveRefused, ProofInvalid) as fault:
        raise LogDamaged(
            f"entry {index} of the log is a directive and holds no step: {fault.message}"
        ) from fault
