"""That a duty was done: an act with its evidence, in a chain of its own.

Knows: what such an act says, where the acts of a folder stand.
Must not know: how duties are found, pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ostiary.errors import FindingRefused
from ostiary.watch.duties.duty import KINDS, ClockedDuty
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.findings.act import Act, note_of
from ostiary.watch.findings.acts_file import ActsFile
from ostiary.watch.findings.anchoring import DUTY_ACTS, Log, write_first
from ostiary.watch.findings.chain import Chain
from ostiary.watch.findings.kept_chain import KeptChain

ACTS: Final = "duties/acts.jsonl"
DONE: Final = "done"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that it was done: words, such as the text of a certificate, and the bytes of a file, of which the hash is kept."""

    words: str
    file_name: str = ""
    file: bytes = b""


def done_in(folder: WatchFolder, kept: KeptChain | None = None) -> dict[str, Act]:
    """The acts by which duties were done, by duty. Raises WatchFolderDamaged where history was changed."""
    return {act.on: act for act in duty_acts(folder, kept).read().acts if act.word == DONE}


def done_act(duty: ClockedDuty, evidence: Evidence, *, by: str, at: int) -> Act:
    """The act. Raises FindingRefused for a duty that ends where the thing itself is done, and for evidence without words."""
    described = KINDS[duty.kind]
    if not described.is_done_here:
        raise FindingRefused(f"nobody can say that `{duty.id}` is done: {described.name}", hint=described.way)
    says = {
        "note": note_of(evidence.words),
        "said": duty.said,
        "due": duty.due.isoformat(),
        "kind": duty.kind,
    }
    if evidence.file:
        says |= {"file": evidence.file_name, "sha256": hashlib.sha256(evidence.file).hexdigest()}
    return Act(at, by, DONE, duty.id, says)


def do_duty(folder: WatchFolder, act: Act, log: Log | None = None) -> None:
    """Write such an act, once; ``log`` is written first.

    Raises FindingRefused when it was done already or cannot be written, WatchFolderDamaged, and what ``log`` raises.
    """
    kept = KeptChain()

    def decide(acts: Sequence[Act]) -> Sequence[Act]:
        for one in acts:
            if one.on == act.on:
                raise FindingRefused(f"`{one.by}` has done `{act.on}` already")
        write_first(log, DUTY_ACTS, act, (kept.chain or Chain()).head)
        return [act]

    duty_acts(folder, kept).append(decide)


def verify_duty_acts(folder: WatchFolder, kept_heads: Sequence[str] = ()) -> Chain:
    """The acts on duties, whole, with every head that was kept elsewhere. Raises WatchFolderDamaged."""
    return duty_acts(folder).verify(kept_heads)


def duty_acts(folder: WatchFolder, kept: KeptChain | None = None) -> ActsFile:
    """Where the acts on duties stand; ``kept`` is what was read of them before."""
    return ActsFile(folder.path / ACTS, kept=kept or KeptChain())
