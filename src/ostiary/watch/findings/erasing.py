"""What a finding says is erased: because somebody ordered it, or because the events that it rests on were.

Knows: which findings rest on which events, and what an erasure has to say.
Must not know: how texts are sealed or destroyed, logs, the command line.

An erasure is an act. It stands in the chain, with who had it done and why, and the key to all that was said about the finding before
it is destroyed: whom it was about, its evidence, its sentence, what reviewers wrote. That there was a finding, of which detector, who acted
on it when, and its outcome stay. What of it still stands in the events is found anew by the next run, as another finding.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from ostiary.errors import FindingRefused
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.findings.act import ERASED, Act, note_of
from ostiary.watch.findings.anchoring import FINDING_ACTS, Log, write_first
from ostiary.watch.findings.finding import Finding
from ostiary.watch.findings.register import Register
from ostiary.watch.findings.store import ACTS, FindingStore

OrderFor: TypeAlias = Callable[[Finding, Sequence[str]], str | None]
"""By whose order a finding that names these events is erased; None where it is not."""

PROGRAM: Final = "watch import"
"""Who erases what rests on events that are gone."""
WHY: Final = "an event that it rests on was erased in the log"
MAX_ORDER: Final = 200


@dataclass(frozen=True, slots=True)
class Touched:
    """An event of which something was erased, as it stood before, as far as that is known: ``order`` is by whose order."""

    event: str
    at: int | None
    user: str = ""
    agency: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Doing:
    """When something is erased (ms), where it is written first, by whom, and why."""

    at: int
    log: Log | None = None
    by: str = PROGRAM
    why: str = WHY


def erase(store: FindingStore, name: str, order: str, doing: Doing) -> Finding:
    """Erase what one finding says, because of an order; the finding behind it, once its texts are destroyed.

    ``order`` and ``doing.why`` stay for ever. Raises FindingRefused where one is missing, and where nothing is left to be erased, and what
    ``doing.log`` raises.
    """
    acts: list[Act] = []

    def decide(register: Register) -> list[Act]:
        said = {"order": order_of(order), "note": note_of(doing.why)}
        act = Act(doing.at, doing.by, ERASED, register.finding(name).id, said)
        register.check(act)
        write_first(doing.log, FINDING_ACTS, act, store.head)
        acts[:] = [act]
        return acts

    return store.decide(decide).findings[acts[0].on]


def order_of(text: str) -> str:
    """By whose order, fit to be kept. Raises FindingRefused."""
    order = note_of(text)
    if len(order) > MAX_ORDER or "\n" in order:
        raise FindingRefused(f"an order is one line of at most {MAX_ORDER} characters")
    return order


def erase_resting_on(folder: WatchFolder, touched: Collection[Touched], doing: Doing) -> int:
    """Erase what every finding says that rests on one of these events; how many did.

    Raises WatchFolderDamaged where the findings cannot be read, and what ``doing.log`` raises: then nothing may be taken for erased.
    """
    if not touched or not (folder.path / ACTS).exists():
        return 0
    by_event = {one.event: one for one in touched}

    def order_for(finding: Finding, named: Sequence[str]) -> str | None:
        return _resting(finding, named, by_event)

    return _erase_those(FindingStore(folder), order_for, doing)


def erase_of_log(folder: WatchFolder, origin: str, order: str, doing: Doing) -> int:
    """The same for all events of one log, whose keys are gone."""
    if not (folder.path / ACTS).exists():
        return 0

    def why(finding: Finding, named: Sequence[str]) -> str | None:
        is_of_it = any(event.startswith(f"{origin}/") for event in named)
        return order if is_of_it or finding.events > len(named) else None

    return _erase_those(FindingStore(folder), why, doing)


def rests_on(finding: Finding, named: Collection[str], one: Touched) -> bool:
    """Whether an event is among a finding's, of which ``named`` are the earliest.

    Where it has more than are named, it may be one of the others: that is so unless its time, its user or its agency says that it is not.
    """
    if one.event in named:
        return True
    if finding.events <= len(named):
        return False
    if one.at is not None and not finding.since <= one.at <= finding.until:
        return False
    if finding.entity_kind == "user":
        return one.user in {"", finding.entity}
    return finding.agency in {"", one.agency} or not one.agency


def _resting(finding: Finding, named: Sequence[str], by_event: Mapping[str, Touched]) -> str | None:
    known = set(named)
    found = next((by_event[event] for event in named if event in by_event), None)
    if found is None and finding.events > len(named):
        found = next((one for one in by_event.values() if rests_on(finding, known, one)), None)
    return None if found is None else found.order


def _erase_those(store: FindingStore, order_for: OrderFor, doing: Doing) -> int:
    """Erase each finding for which there is an order; how many there were."""
    count: list[int] = []

    def decide(register: Register) -> list[Act]:
        acts = list(_acts(store, register, order_for, doing))
        for act in acts:
            write_first(doing.log, FINDING_ACTS, act, store.head)
        count.append(len(acts))
        return acts

    store.decide(decide)
    return count[-1]


def _acts(store: FindingStore, register: Register, order_for: OrderFor, doing: Doing) -> Iterator[Act]:
    left = [one for one in register.findings.values() if one.state != "erased"]
    for finding, evidence in zip(left, store.evidence_of(left), strict=True):
        order = order_for(finding, evidence)
        if order is not None:
            yield Act(doing.at, doing.by, ERASED, finding.id, {"order": order, "note": doing.why})
