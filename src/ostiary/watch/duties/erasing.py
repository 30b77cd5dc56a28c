"""What was said when a duty was done is erased, and the duty stays done.

Knows: what such an erasure has to say.
Must not know: how texts are sealed or destroyed, the command line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ostiary.errors import FindingRefused
from ostiary.watch.duties.done import DONE, duty_acts
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.findings.act import ERASED, Act, note_of
from ostiary.watch.findings.anchoring import DUTY_ACTS, write_first
from ostiary.watch.findings.chain import Chain
from ostiary.watch.findings.erasing import Doing, order_of
from ostiary.watch.findings.kept_chain import KeptChain

BEGINS: Final = "d-"
"""How the id of a duty begins."""


def erase_duty(folder: WatchFolder, duty: str, order: str, doing: Doing) -> None:
    """Erase the evidence with which a duty was done, in words and by a file's name and hash, because of an order.

    Raises FindingRefused where it was not done, or was erased already, WatchFolderDamaged, and what ``doing.log`` raises.
    """
    kept = KeptChain()
    act = Act(doing.at, doing.by, ERASED, duty, {"order": order_of(order), "note": note_of(doing.why)})

    def decide(acts: Sequence[Act]) -> list[Act]:
        if not any(one.on == duty and one.word == DONE and not one.is_erased for one in acts):
            raise FindingRefused(f"nothing is said of a duty `{duty}` that could be erased")
        write_first(doing.log, DUTY_ACTS, act, (kept.chain or Chain()).head)
        return [act]

    duty_acts(folder, kept).append(decide)
