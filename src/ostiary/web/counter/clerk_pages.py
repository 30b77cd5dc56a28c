"""The counter in the console: a clerk who has seen somebody's papers issues a slip.

Knows: the clerk's form, the slip that is printed, and that issuing is an act.
Must not know: HTTP, how a disclosure is made or signed, what it says.

The clerk types the key of the person, which stays in this request: the act in the log names the clerk, and the disclosure's own entry
names the person by a pseudonym. Neither the form nor the slip can be fetched again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

from ostiary.errors import CounterRefused, LogUnavailable
from ostiary.web.content.speaking import Speaker
from ostiary.web.counter.slips import SLIP_HOURS, Slip, issue_slip
from ostiary.web.frame.acts import Acts
from ostiary.web.frame.face import Link
from ostiary.web.frame.visit import Absent, Answer, Pages, Served, Shown, Visit
from ostiary.web.guard.roles import Route

COUNTER: Final = Route("GET", "/counter")
ISSUE: Final = Route("POST", "/counter")
CLERK_LINKS: Final = (Link("/counter", "Counter"),)

MAX_KEY: Final = 2**63 - 1
"""A subject key is a number of 63 bits."""

Disclose: TypeAlias = Callable[[int], Mapping[str, bytes]]
"""Makes the disclosure to the person with that subject key, signed and logged; its files by name."""


@dataclass(frozen=True, slots=True)
class Counter:
    """What the clerk's pages stand on. ``disclose`` is None where no key is configured that signs disclosures here."""

    control_dsn: str
    disclose: Disclose | None
    speakers: Callable[[], tuple[Speaker, ...]]
    """One for each language of the portal, today."""
    site: str
    """Where the slip is used: the portal's origin; empty where it is not served."""
    acts: Acts


def clerk_pages(counter: Counter) -> Pages:
    """The pages of the counter."""
    return {
        COUNTER: Served(partial(_form, counter)),
        ISSUE: Served(partial(_issued, counter), frozenset({"key"})),
    }


def _form(counter: Counter, _visit: Visit) -> Answer:
    return _asked(counter, "")


def _asked(counter: Counter, problem: str, status: int = 200) -> Answer:
    values = {"problem": problem, "is_open": counter.disclose is not None, "hours": SLIP_HOURS}
    return Shown("console/counter.html", values, status)


def _issued(counter: Counter, visit: Visit) -> Answer:
    """A slip. The act is durable before the disclosure is made, which is durable before the slip is kept."""
    key = _key(visit.form["key"])
    if counter.disclose is None or visit.session is None:
        return Absent("No key is configured that signs disclosures at this counter.")
    if key is None:
        return _asked(counter, "A key is a number, as the records have it.", 400)
    counter.acts.write(visit.session, "issue-slip")
    try:
        slip = issue_slip(counter.control_dsn, counter.disclose(key))
    except (CounterRefused, LogUnavailable) as fault:
        return _asked(counter, f"No slip was issued: {fault.message}.", 503)
    return _printed(counter, slip)


def _printed(counter: Counter, slip: Slip) -> Answer:
    values = {"slip": slip, "site": counter.site, "speakers": counter.speakers()}
    return Shown("console/slip.html", values)


def _key(typed: str) -> int | None:
    text = typed.strip()
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(MAX_KEY)) or int(text) > MAX_KEY:
        return None
    return int(text)
