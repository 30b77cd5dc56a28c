"""The findings of a watch folder: read, and acted upon durably.

Knows: where acts and the folder's secret lie, and that an act counts once it is durable.
Must not know: how a lead was found, what a page shows.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ostiary.errors import WatchFolderDamaged
from ostiary.store.key_files import read_private_line
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.findings.act import ERASED, Act
from ostiary.watch.findings.acts_file import ActsFile
from ostiary.watch.findings.chain import Chain
from ostiary.watch.findings.finding import Finding
from ostiary.watch.findings.identity import KEY_BYTES
from ostiary.watch.findings.kept_chain import KeptChain
from ostiary.watch.findings.register import Register, further, register_of

ACTS: Final = "findings/acts.jsonl"
KEY: Final = "findings/key"

_LEFT: Final = frozenset({"evidence"})
"""Fifty ids of events a finding are most of what acts say, and are shown one finding at a time."""


@dataclass(slots=True)
class KeptFindings:
    """What a process has read of the findings of a folder: whoever keeps it reads only what is added. ``duties``: of acts on duties."""

    chain: KeptChain = field(default_factory=KeptChain)
    duties: KeptChain = field(default_factory=KeptChain)
    folded: tuple[Chain, Register] = field(default_factory=lambda: (Chain(), Register()))
    lock: threading.RLock = field(default_factory=threading.RLock)

    def register(self, chain: Chain) -> Register:
        """The register after a chain's acts. Raises WatchFolderDamaged where one may not stand where it does."""
        with self.lock:
            before, register = self.folded
            if chain is not before:
                known = len(before.acts)
                new = chain.acts[known:]
                # A head stands for all acts up to it. An erasure takes from those before it, which are folded anew.
                is_further = chain.heads[known : known + 1] == (before.head,) and _erases_nothing(new)
                self.folded = chain, further(register, new) if is_further else register_of(chain.acts)
            return self.folded[1]


@dataclass(frozen=True, slots=True)
class FindingStore:
    """The findings of one folder."""

    folder: WatchFolder
    kept: KeptFindings = field(default_factory=KeptFindings, compare=False)

    @property
    def file(self) -> ActsFile:
        """Where its acts stand."""
        return ActsFile(self.folder.path / ACTS, left=_LEFT, kept=self.kept.chain)

    def read(self) -> Register:
        """All findings as they stand. Nobody changes it. Raises WatchFolderDamaged where history was changed."""
        return self.kept.register(self.file.read())

    @property
    def head(self) -> str:
        """The head of the acts as they were read last: within ``decide``, that which the next act continues."""
        return (self.kept.chain.chain or Chain()).head

    def evidence(self, finding: Finding) -> tuple[str, ...]:
        """The ids of its events, the earliest first, at most fifty; none where they were erased. Raises WatchFolderDamaged."""
        (found,) = self.evidence_of([finding])
        return found

    def evidence_of(self, findings: Iterable[Finding]) -> Iterator[tuple[str, ...]]:
        """The same for many."""
        return (act.texts("evidence") for act in self.file.whole(one.told_by for one in findings))

    def act(self, *acts: Act) -> Register:
        """Do acts, all or none; they are durable when this returns the findings behind them.

        Raises FindingRefused when one may not follow, or cannot be written, and WatchFolderDamaged where history was changed.
        """
        return self.decide(lambda _register: acts)

    def decide(self, decide: Callable[[Register], Sequence[Act]]) -> Register:
        """Do what ``decide`` answers to the findings as they stand, with nobody acting in between. Raises as ``act``."""

        def checked(_before: Sequence[Act]) -> Sequence[Act]:
            # Nobody else writes while this lasts: what was read last are the acts before.
            register = self.kept.register(self.kept.chain.chain or Chain())
            acts = decide(register)
            tried = register.copy()
            for act in acts:
                tried.apply(act)
            return acts

        return self.kept.register(self.file.append(checked))

    def key(self) -> bytes:
        """The folder's secret key, drawn when it is first asked for. Raises KeyFileError when others may read it."""
        path = self.folder.path / KEY
        if not path.exists():
            # Two that begin at once draw one secret between them.
            with self.file.alone():
                self._draw(path)
        try:
            return bytes.fromhex(read_private_line(path))
        except ValueError:
            raise WatchFolderDamaged(f"`{path}` is not the key of a watch folder") from None

    def _draw(self, path: Path) -> None:
        if not path.exists():
            self.folder.replace(KEY, f"{secrets.token_hex(KEY_BYTES)}\n".encode())


def verify_acts(folder: WatchFolder, kept_heads: Sequence[str] = ()) -> Chain:
    """The acts of a folder, whole, each allowed where it stands, with every head that was kept elsewhere.

    Raises WatchFolderDamaged, which says which act was changed, or that acts are gone from the end; KeyFileError.
    """
    chain = FindingStore(folder).file.verify(kept_heads)
    register_of(chain.acts)
    return chain


def _erases_nothing(acts: Sequence[Act]) -> bool:
    return not any(act.word == ERASED for act in acts)
