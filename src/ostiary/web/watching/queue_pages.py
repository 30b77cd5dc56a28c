"""The queue of findings on the screen, as CSV and as JSON; all findings by state; how reviewers work.

Knows: what these pages show.
Must not know: how findings are ranked or kept (it asks), acts on them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, get_args

from ostiary.errors import WatchFolderDamaged
from ostiary.watch.findings.effort import QUICK_SECONDS, efforts
from ostiary.watch.findings.finding import NO_VERDICT
from ostiary.watch.findings.life import STATES, State
from ostiary.watch.findings.queue import Queue, queue_of
from ostiary.watch.findings.register import Register
from ostiary.watch.findings.telling import finding_line, queue_csv, queue_object
from ostiary.web.console.ground import account_of
from ostiary.web.frame.visit import Absent, Answer, Handed, Shown, Visit
from ostiary.web.watching.ground import Watching

MAX_LISTED: Final = 500
"""Findings of one state on one page; the command lists all."""
NONE_YET: Final = "There is no watch folder yet."


def findings(watching: Watching, visit: Visit) -> Answer:
    """Today's queue, or all findings in one state. It names nobody: of whom a finding is, its own page tells, which is logged."""
    values: dict[str, object] = {
        "now": watching.now(),
        "caution": NO_VERDICT,
        "states": STATES,
        "trouble": "",
    }
    try:
        store = watching.store()
        if store is None:
            return Shown("console/findings_none.html", values)
        register = store.read()
        queue = queue_of(register, store.key(), watching.now_ms(), watching.budget)
    except WatchFolderDamaged as fault:
        return Shown(
            "console/findings_none.html", values | {"trouble": f"{fault.message}. {fault.hint}".strip()}
        )
    state = visit.query.get("state", "")
    counts: Counter[str] = Counter(one.state for one in register.findings.values())
    listed = _listed(register, state) if state in get_args(State) else []
    return Shown(
        "console/findings.html",
        values
        | {
            "queue": queue_object(queue, is_named=False),
            "state": state if state in get_args(State) else "",
            "listed": listed,
            "more": counts[state] - len(listed) if listed else 0,
            "counts": counts,
        },
    )


def findings_csv(watching: Watching, visit: Visit) -> Answer:
    """Today's queue as CSV, which is logged: it leaves the console."""
    queue = _saved(watching, visit, "csv")
    if queue is None:
        return Absent(NONE_YET)
    return Handed(queue_csv(queue).encode(), "text/csv; charset=utf-8", "findings.csv")


def findings_json(watching: Watching, visit: Visit) -> Answer:
    """The same as JSON."""
    queue = _saved(watching, visit, "json")
    if queue is None:
        return Absent(NONE_YET)
    return Handed(json.dumps(queue_object(queue)).encode(), "application/json", "findings.json")


def reviewers(watching: Watching, visit: Visit) -> Answer:  # noqa: ARG001 - it is the same for everybody who reaches it
    """How reviewers work: for the public to trust a review, it must be seen to be one."""
    store = watching.store()
    found = [] if store is None else efforts(store.read().findings.values())
    return Shown(
        "console/reviewers.html", {"now": watching.now(), "efforts": found, "quick": int(QUICK_SECONDS)}
    )


def _listed(register: Register, state: str) -> list[Mapping[str, Any]]:
    """The findings in one state, as many as a page has, changed last first."""
    chosen = sorted(
        (one for one in register.findings.values() if one.state == state),
        key=lambda one: (-one.changed_at, one.id),
    )
    return [finding_line(one, named=False) for one in chosen[:MAX_LISTED]]


def _saved(watching: Watching, visit: Visit, form: str) -> Queue | None:
    store = watching.store()
    if store is None:
        return None
    watching.acts.write(account_of(visit), "save-findings", form)
    return queue_of(store.read(), store.key(), watching.now_ms(), watching.budget)
