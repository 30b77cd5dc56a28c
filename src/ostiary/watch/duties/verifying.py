"""Whether the acts of a watch folder, on findings and on duties, are whole and are those that the log knows of.

Knows: which acts of a log name heads of which chain.
Must not know: logs, what an act did.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from ostiary.errors import KeyFileError, WatchFolderDamaged
from ostiary.watch.duties.done import ACTS as DUTIES
from ostiary.watch.duties.done import verify_duty_acts
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.verifying import Fault
from ostiary.watch.findings.acts_file import ActsFile
from ostiary.watch.findings.anchoring import DUTY_ACTS, FINDING_ACTS, heads_behind, not_logged
from ostiary.watch.findings.sealing_anew import is_unsealed
from ostiary.watch.findings.store import ACTS as FINDINGS
from ostiary.watch.findings.store import verify_acts

LoggedActs: TypeAlias = Sequence[tuple[str, str]]
"""Acts at the console and the command line as the log has them: the word of each, and what it was on."""

_CHAINS: Final = ((FINDINGS, FINDING_ACTS, verify_acts), (DUTIES, DUTY_ACTS, verify_duty_acts))


def acts_there(folder: WatchFolder) -> Mapping[str, int]:
    """How many acts each chain has now: to be asked before the log is read, since people go on acting while it is."""
    files = {path: folder.path / path for path, _, _ in _CHAINS}
    return {path: file.read_bytes().count(b"\n") for path, file in files.items() if file.exists()}


def acts_faults(
    folder: WatchFolder, logged: LoggedActs | None = None, there: Mapping[str, int] | None = None
) -> Iterator[Fault]:
    """What is wrong with the acts. ``logged`` is for the folder of that installation alone: another folder has other acts.

    ``there`` is how many acts each chain had before the log was read: of later ones it need not say anything.
    """
    for path, prefix, verify in _CHAINS:
        if is_unsealed(ActsFile(folder.path / path)):
            yield Fault("acts", path, "holds texts where no erasure reaches them: ostiary finding seal")
            continue
        try:
            chain = verify(folder, list(heads_behind(prefix, logged or ())))
        except (WatchFolderDamaged, KeyFileError) as fault:
            yield Fault("acts", path, f"was changed: {fault.message}")
            continue
        known = len(chain.acts) if there is None else there.get(path, 0)
        for act in not_logged(prefix, chain, logged) if logged is not None else ():
            if act.number >= known:
                break
            yield Fault(
                "acts",
                path,
                f"has act {act.number}, `{act.word}` by `{act.by}`, of which the log says nothing",
            )
