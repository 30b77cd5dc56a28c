"""The findings of a watch folder: read, and acted upon durably.

Knows: where acts and the folder's secret lie, and that an act counts once it is durable.
Must not know: how a lead was found, what a page shows.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ostiary.errors import WatchFolderDamaged
from ostiary.store.key_files import read_private_line
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.findings.act import Act
from ostiary.watch.findings.acts_file import ActsFile
from ostiary.watch.findings.chain import Chain
from ostiary.watch.findings.identity import KEY_BYTES
from ostiary.watch.findings.register import Register, register_of

ACTS: Final = "findings/acts.jsonl"
KEY: Final = "findings/key"


@dataclass(frozen=True, slots=True)
class FindingStore:
    """The findings of one folder."""

    folder: WatchFolder

    @property
    def file(self) -> ActsFile:
        """Where its acts stand."""
        return ActsFile(self.folder.path / ACTS)

    def read(self) -> Register:
        """All findings as they stand. Raises WatchFolderDamaged where history was changed."""
        return register_of(self.file.read().acts)

    def act(self, *acts: Act) -> Register:
        """Do acts, all or none; they are durable when this returns the findings behind them.

        Raises FindingRefused when one may not follow, or cannot be written, and WatchFolderDamaged where history was changed.
        """
        return self.decide(lambda _register: acts)

    def decide(self, decide: Callable[[Register], Sequence[Act]]) -> Register:
        """Do what ``decide`` answers to the findings as they stand, with nobody acting in between. Raises as ``act``."""
        seen: list[Register] = []

        def checked(before: Sequence[Act]) -> Sequence[Act]:
            seen.append(register_of(before))
            acts = decide(seen[-1])
            for act in acts:
                seen[-1].apply(act)
            return acts

        self.file.append(checked)
        return seen[-1]

    def key(self) -> bytes:
        """The folder's secret key, drawn when it is first asked for. Raises KeyFileError when others may read it."""
        path = self.folder.path / KEY
        # Two that begin at once draw one secret between them.
        with self.file.alone():
            if not path.exists():
                self.folder.replace(KEY, f"{secrets.token_hex(KEY_BYTES)}\n".encode())
        try:
            return bytes.fromhex(read_private_line(path))
        except ValueError:
            raise WatchFolderDamaged(f"`{path}` is not the key of a watch folder") from None


def verify_acts(folder: WatchFolder, kept_heads: Sequence[str] = ()) -> Chain:
    """The acts of a folder, whole, each allowed where it stands, with every head that was kept elsewhere.

    Raises WatchFolderDamaged, which says which act was changed, or that acts are gone from the end.
    """
    chain = FindingStore(folder).file.verify(kept_heads)
    register_of(chain.acts)
    return chain
