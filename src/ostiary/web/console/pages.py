"""The console's pages as one table: which function answers which route, and which fields its form has.

Knows: the routes of the console.
Must not know: what any page shows, who reaches it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, TypeAlias

from ostiary.web.console.accesses import accesses, accesses_csv
from ostiary.web.console.cutting import FIELDS as CUT_OFF_FIELDS
from ostiary.web.console.cutting import cut_off, order_cut_off
from ostiary.web.console.departing import FIELDS as DEPARTURE_FIELDS
from ostiary.web.console.departing import departure, order_departure
from ostiary.web.console.directives import (
    CONFIRM_FIELDS,
    REFUSE_FIELDS,
    confirm,
    directive,
    directives,
    refuse,
)
from ostiary.web.console.ground import Ground
from ostiary.web.console.health import health
from ostiary.web.console.one_access import one_access
from ostiary.web.console.people import agencies, agency
from ostiary.web.console.right_now import news, right_now
from ostiary.web.frame.face import Link
from ostiary.web.frame.visit import Answer, Pages, Served, Visit
from ostiary.web.guard.roles import Route

Drawn: TypeAlias = Callable[[Ground, Visit], Answer]

LINKS: Final = (
    Link("/", "Right now"),
    Link("/accesses", "Accesses"),
    Link("/directives", "Directives"),
    Link("/cut-off", "Cut off"),
    Link("/agencies", "Agencies"),
    Link("/log", "Log health"),
)

_SHOWN: Final[dict[str, Drawn]] = {
    "/": right_now,
    "/news": news,
    "/accesses": accesses,
    "/accesses.csv": accesses_csv,
    "/accesses/{index}": one_access,
    "/cut-off": cut_off,
    "/directives": directives,
    "/directives/{id}": directive,
    "/agencies": agencies,
    "/agencies/{code}": agency,
    "/members/{member}/departure": departure,
    "/log": health,
}


_DONE: Final[dict[str, tuple[Drawn, frozenset[str]]]] = {
    "/cut-off": (order_cut_off, CUT_OFF_FIELDS),
    "/members/{member}/departure": (order_departure, DEPARTURE_FIELDS),
    "/directives/{id}/confirm": (confirm, CONFIRM_FIELDS),
    "/directives/{id}/refuse": (refuse, REFUSE_FIELDS),
}


def pages(ground: Ground) -> Pages:
    """The pages of the console, on what they stand."""
    shown = {Route("GET", path): Served(partial(drawn, ground)) for path, drawn in _SHOWN.items()}
    done = {
        Route("POST", path): Served(partial(act, ground), fields) for path, (act, fields) in _DONE.items()
    }
    return shown | done
