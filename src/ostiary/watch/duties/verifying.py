"""Whether the acts of a watch folder, on findings and on duties, are whole and are those that the log knows of.

Knows: which acts of a log name heads of which chain.
Must not know: logs, what an act did.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from ostiary.errors import WatchFolderDamaged
from ostiary.watch.duties.done import ACTS as DUTIES
from ostiary.watch.duties.done import verify_duty_acts
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.verifying import Fault
from ostiary.watch.findings.anchoring import DUTY_ACTS, FINDING_ACTS, heads_behind
from ostiary.watch.findings.store import ACTS as FINDINGS
from ostiary.watch.findings.store import verify_acts

LoggedActs: TypeAlias = Sequence[tuple[str, str]]
"""Acts of a console as its log has them: the word of each, and what it was on."""

_CHAINS: Final = ((FINDINGS, FINDING_ACTS, verify_acts), (DUTIES, DUTY_ACTS, verify_duty_acts))


def acts_faults(folder: WatchFolder, logged: LoggedActs = ()) -> Iterator[Fault]:
    """What is wrong with the acts. ``logged`` is for the folder of that console alone: another folder has other acts."""
    for path, prefix, verify in _CHAINS:
        try:
            verify(folder, list(heads_behind(prefix, logged)))
        except WatchFolderDamaged as fault:
            yield Fault("acts", path, f"was changed: {fault.message}")
