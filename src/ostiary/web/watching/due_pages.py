"""What is due, in the console, and that something was done.

Knows: what the page shows, the form of an act.
Must not know: how a fact becomes a duty, where facts come from.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from ostiary.errors import FindingRefused, OstiaryError
from ostiary.watch.duties.done import Evidence, do_duty, done_act, done_in
from ostiary.watch.duties.duty import ClockedDuty
from ostiary.watch.duties.telling import due_object
from ostiary.watch.duties.work_list import work_list
from ostiary.watch.findings.act import MAX_NOTE
from ostiary.watch.findings.store import FindingStore
from ostiary.web.console.ground import account_of
from ostiary.web.frame.visit import Absent, Answer, Elsewhere, Shown, Visit
from ostiary.web.guard.roles import Role
from ostiary.web.watching.ground import Due, Watching

FIELDS: Final = frozenset({"evidence"})
DOERS: Final = frozenset({Role.AUDITOR, Role.CUSTODIAN})

_NONE: Final = Absent("There is no duty of this id.")


def due(watching: Watching, visit: Visit) -> Answer:
    """The work list, overdue first."""
    return _page(watching, visit)


def done(watching: Watching, visit: Visit) -> Answer:
    """Say that one was done: in the log first, with the head of the chain that it continues, then in the chain."""
    store, found = watching.store(), watching.due()
    one = next((each for each in _duties(found, store) if each.id == visit.path["id"]), None)
    if one is None or store is None:
        return _NONE
    try:
        act = done_act(
            one, Evidence(visit.form.get("evidence", "")), by=account_of(visit).account, at=watching.now_ms()
        )
        do_duty(store.folder, act, partial(watching.acts.write, account_of(visit)))
    except FindingRefused as fault:
        return _page(watching, visit, f"{fault.message[:1].upper()}{fault.message[1:]}.", one.id)
    return Elsewhere("/due")


def _page(watching: Watching, visit: Visit, problem: str = "", wrong: str = "") -> Answer:
    values: dict[str, object] = {
        "now": watching.now(),
        "problem": problem,
        "wrong": wrong,
        "typed": visit.form.get("evidence", ""),
        "most": MAX_NOTE,
        "may_do": account_of(visit).role in DOERS,
        "trouble": "",
    }
    try:
        found = watching.due()
        duties = _duties(found, watching.store())
    except OstiaryError as fault:
        return Shown("console/due.html", values | {"due": None, "trouble": fault.message})
    return Shown(
        "console/due.html", values | {"due": due_object(duties, found.facts)}, 422 if problem else 200
    )


def _duties(found: Due, store: FindingStore | None) -> list[ClockedDuty]:
    return work_list(found.facts, found.limits, done_in(store.folder, store.kept.duties) if store else ())
