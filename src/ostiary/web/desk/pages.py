"""The pages of the query desk, as functions from a visit to an answer.

Knows: what each page does with a sitting, and what its template is given.
Must not know: HTTP, the door's protocol, SQL.

Each act ends in the start page (303): reloading it asks nothing again, and no access is made by going back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from ostiary.web.desk.line import MAX_NAME, Line, LoginRefused
from ostiary.web.desk.searches import MAX_TYPED, Search
from ostiary.web.desk.sitting import Declared, Sitting, StillAsking
from ostiary.web.desk.sittings import DeskFull, Sittings
from ostiary.web.desk.table import (
    DECLARE,
    LOCK,
    SEARCH,
    SIGN_IN,
    SIGN_IN_PAGE,
    SIGN_OUT,
    START,
    UNLOCK,
)
from ostiary.web.desk.terms import Terms
from ostiary.web.desk.words import Refusal, Said, refusal_of
from ostiary.web.frame.turns import SharedThrottle
from ostiary.web.frame.visit import Answer, Begun, Elsewhere, Pages, Served, Shown, SignedOut, Visit
from ostiary.web.guard.throttle import TooOften

WAIT_SECONDS: Final = 1.0
"""How long a second request of one member waits for the first. A search that takes longer is told to be running."""

_BACK: Final = Elsewhere("/")


@dataclass(frozen=True, slots=True)
class Desk:
    """What the pages stand on. ``open_line`` logs a member in at the door; ``now_ms`` is the time for counting attempts."""

    sittings: Sittings
    searches: tuple[Search, ...]
    terms: Callable[[], Terms]
    open_line: Callable[[str, str], Line]
    now_ms: Callable[[], int]
    throttle: SharedThrottle = field(default_factory=SharedThrottle)

    def log_in(self, member: str, password: str, network: str) -> Line:
        """A line for a member. Raises LoginRefused, also where it is tried too often."""
        # A stranger's name is kept for as long as it is counted: what is longer than any is counted under its beginning.
        counted = member[:MAX_NAME].casefold() or "nobody"
        paid = self.throttle.attempt(counted, network, self.now_ms())
        if isinstance(paid, TooOften):
            hint = f"Try again in {paid.seconds} s."
            raise LoginRefused(Said("53400", "there were too many attempts to sign in", hint=hint))
        line = self.open_line(member, password)
        self.throttle.succeeded(paid)
        return line


def pages(desk: Desk) -> Pages:
    """The desk's pages."""
    return {
        SIGN_IN_PAGE: Served(lambda _: _sign_in_page()),
        SIGN_IN: Served(lambda visit: _sign_in(desk, visit), frozenset({"member", "password"})),
        SIGN_OUT: Served(lambda visit: _sign_out(desk, visit)),
        START: Served(lambda visit: _start(desk, visit)),
        DECLARE: Served(lambda visit: _declare(desk, visit), frozenset({"purpose", "case", "basis"})),
        SEARCH: Served(lambda visit: _search(desk, visit), frozenset({"typed"})),
        LOCK: Served(lambda visit: _lock(desk, visit)),
        UNLOCK: Served(lambda visit: _unlock(desk, visit), frozenset({"password"})),
    }


def _sign_in_page(member: str = "", refused: Refusal | None = None) -> Shown:
    status = 200 if refused is None else 403
    return Shown("desk/sign_in.html", {"member": member, "refused": refused}, status)


def _sign_in(desk: Desk, visit: Visit) -> Answer:
    member = visit.form["member"].strip()
    try:
        line = desk.log_in(member, visit.form["password"], visit.network)
        token = desk.sittings.begin(member, line)
    except LoginRefused as refused:
        return _sign_in_page(member, refusal_of(refused.said))
    except DeskFull:
        said = Said("53300", "the desk has as many sittings as it may", hint="Try again in a few minutes.")
        return _sign_in_page(member, refusal_of(said))
    return Elsewhere("/", Begun(token))


def _sign_out(desk: Desk, visit: Visit) -> Answer:
    desk.sittings.end(visit.token_digest)
    return Elsewhere("/sign-in", SignedOut.SIGNED_OUT)


def _start(desk: Desk, visit: Visit) -> Answer:
    sitting = _sitting(desk, visit)
    if sitting is None:
        return Elsewhere("/sign-in", SignedOut.SIGNED_OUT)
    try:
        with sitting.held(seconds=WAIT_SECONDS):
            sitting.look()
            return _shown(desk, sitting)
    except StillAsking:
        return Shown("desk/busy.html", {}, 503)


def _shown(desk: Desk, sitting: Sitting) -> Shown:
    values: dict[str, object] = {"sitting": sitting, "terms": desk.terms(), "most": MAX_TYPED}
    if sitting.farewell is not None:
        return Shown("desk/ended.html", values)
    if sitting.is_locked:
        return Shown("desk/locked.html", values)
    return Shown("desk/desk.html", {**values, "searches": desk.searches})


def _declare(desk: Desk, visit: Visit) -> Answer:
    form = visit.form
    declared = Declared(form["purpose"].strip(), form["case"].strip(), form["basis"].strip())
    return _with_sitting(desk, visit, lambda sitting: sitting.declare(declared))


def _search(desk: Desk, visit: Visit) -> Answer:
    cites, typed = desk.terms().cites, visit.form["typed"]
    return _with_sitting(desk, visit, lambda sitting: sitting.search(typed, desk.searches, cites))


def _lock(desk: Desk, visit: Visit) -> Answer:
    return _with_sitting(desk, visit, Sitting.lock)


def _unlock(desk: Desk, visit: Visit) -> Answer:
    def unlock(sitting: Sitting) -> None:
        if not sitting.is_locked:
            return
        try:
            sitting.unlock(desk.log_in(sitting.member, visit.form["password"], visit.network))
        except LoginRefused as refused:
            sitting.refused = refusal_of(refused.said)

    return _with_sitting(desk, visit, unlock)


def _with_sitting(desk: Desk, visit: Visit, act: Callable[[Sitting], None]) -> Answer:
    sitting = _sitting(desk, visit)
    if sitting is None:
        return Elsewhere("/sign-in", SignedOut.SIGNED_OUT)
    try:
        with sitting.held(seconds=WAIT_SECONDS):
            act(sitting)
    except StillAsking:
        return Shown("desk/busy.html", {}, 503)
    return _BACK


def _sitting(desk: Desk, visit: Visit) -> Sitting | None:
    return desk.sittings.sitting(visit.token_digest)
