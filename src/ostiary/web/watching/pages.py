"""The pages of the watch as one table: which function answers which route, and which fields its form has.

Knows: the routes of the watch.
Must not know: what any page shows, who reaches it.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from ostiary.web.frame.face import Link
from ostiary.web.frame.visit import Pages, Served
from ostiary.web.guard.roles import Route
from ostiary.web.watching.due_pages import FIELDS, done, due
from ostiary.web.watching.finding_pages import ACTS, act_on, one_finding
from ostiary.web.watching.ground import Watching
from ostiary.web.watching.queue_pages import findings, findings_csv, findings_json, reviewers

WATCHING_LINKS: Final = (Link("/findings", "Findings"), Link("/due", "Due"))


def watching_pages(watching: Watching) -> Pages:
    """The pages of the watch, on what they stand."""
    shown = {
        Route("GET", "/findings"): Served(partial(findings, watching)),
        Route("GET", "/findings.csv"): Served(partial(findings_csv, watching)),
        Route("GET", "/findings.json"): Served(partial(findings_json, watching)),
        Route("GET", "/findings/{id}"): Served(partial(one_finding, watching)),
        Route("GET", "/due"): Served(partial(due, watching)),
        Route("GET", "/reviewers"): Served(partial(reviewers, watching)),
    }
    done_on = {
        Route("POST", f"/findings/{{id}}/{name}"): Served(partial(act_on, word, watching), fields)
        for name, (word, fields) in ACTS.items()
    }
    duty = {Route("POST", "/due/{id}/done"): Served(partial(done, watching), FIELDS)}
    return shown | done_on | duty
