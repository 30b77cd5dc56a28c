"""What a reviewer does with a finding: each act with what it has to say.

Knows: which act needs which words, and how long a suppression lasts at most.
Must not know: how acts are kept, the command line, pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from ostiary.errors import FindingRefused
from ostiary.model.canonical import Plain
from ostiary.watch.findings.act import Act, note_of
from ostiary.watch.findings.anchoring import FINDING_ACTS, Log, write_first
from ostiary.watch.findings.finding import Finding
from ostiary.watch.findings.life import OUTCOMES, Word
from ostiary.watch.findings.register import Register
from ostiary.watch.findings.store import FindingStore

MAX_SUPPRESSION_DAYS: Final = 366
"""After a year somebody has to say again that it needs no looking at."""
DAY: Final = 86_400_000
MAX_NAME: Final = 200
"""Characters of who acts, and of where something is referred to."""

Says: TypeAlias = Mapping[str, Plain]


def do(
    store: FindingStore, name: str, word: Word, says: Says, *, by: str, at: int, log: Log | None = None
) -> Finding:
    """Do one act on the finding of that id; the finding behind it, once the act is durable.

    ``log`` is written first: what would be refused is not logged as if it had been done, and nobody acts between the two. Raises
    FindingRefused where something is missing or may not follow, WatchFolderDamaged where history was changed, and what ``log`` raises.
    """
    done: list[str] = []

    def decide(register: Register) -> list[Act]:
        act = planned(register, name, word, says, by=by, at=at)
        # If we crash behind this, the log has an act that was not done: never the other way round.
        write_first(log, FINDING_ACTS, act, store.head)
        done.append(act.on)
        return [act]

    return store.decide(decide).findings[done[-1]]


def planned(register: Register, name: str, word: Word, says: Says, *, by: str, at: int) -> Act:
    """The act, if it may be done now. Raises FindingRefused.

    ``says`` has, for ``explained``, ``reopened`` and ``opened``: ``note``; for ``referred``: ``note`` and ``to``; for ``closed``:
    ``note`` and ``outcome``; for ``suppressed``: ``reason`` and ``until`` (ms); for ``noticed``: ``to`` and ``answer_by``; for
    ``taken``: ``chosen``.
    """
    if not by.strip() or len(by) > MAX_NAME:
        raise FindingRefused("an act needs somebody with a name")
    act = Act(at, by, word, register.finding(name).id, _CHECKED[word](says, at))
    register.check(act)
    return act


def _noted(says: Says, _at: int) -> Says:
    return {"note": note_of(str(says.get("note", "")))}


def _referred(says: Says, at: int) -> Says:
    return {**_noted(says, at), "to": _short(says, "to", "say to whom it is referred")}


def _closed(says: Says, at: int) -> Says:
    if says.get("outcome") not in OUTCOMES:
        raise FindingRefused(f"say what came of it: {', '.join(OUTCOMES)}")
    return {**_noted(says, at), "outcome": says["outcome"]}


def _suppressed(says: Says, at: int) -> Says:
    until = says.get("until")
    if not isinstance(until, int) or not at < until <= at + MAX_SUPPRESSION_DAYS * DAY:
        raise FindingRefused(f"a suppression ends on a day to come, within {MAX_SUPPRESSION_DAYS} days")
    return {"reason": note_of(str(says.get("reason", ""))), "until": until}


def _noticed(says: Says, _at: int) -> Says:
    return {
        "to": _short(says, "to", "say to whom the notice goes"),
        "answer_by": _short(says, "answer_by", "say by which day an answer is asked for"),
    }


def _taken(says: Says, _at: int) -> Says:
    return {"chosen": "sample" if says.get("chosen") == "sample" else "ranked"}


def _short(says: Says, name: str, hint: str) -> str:
    text = note_of(str(says[name])) if says.get(name) else ""
    if not text or len(text) > MAX_NAME or "\n" in text:
        raise FindingRefused(f"`{name}` is one line of at most {MAX_NAME} characters", hint=hint)
    return text


def _never(_says: Says, _at: int) -> Says:
    raise FindingRefused("only a run of the detectors finds something")


_CHECKED: Final[Mapping[Word, Callable[[Says, int], Says]]] = {
    "found": _never,
    "found-again": _never,
    "taken": _taken,
    "opened": _noted,
    "explained": _noted,
    "referred": _referred,
    "closed": _closed,
    "reopened": _noted,
    "suppressed": _suppressed,
    "noticed": _noticed,
}
