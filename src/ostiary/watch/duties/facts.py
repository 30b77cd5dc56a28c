"""The facts that duties come from, as values.

Knows: what of each fact counts for a duty.
Must not know: where facts are read from, which duty comes of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ostiary.watch.findings.finding import Finding


@dataclass(frozen=True, slots=True)
class Limits:
    """Days: see ``[watch]`` in the settings. ``notify`` None: nobody has to be told unasked."""

    finding: int = 14
    dormant: int = 90
    ahead: int = 30
    deletion: int = 30
    notify: int | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement of an agency; ``ends`` is the first day on which it holds no more. ``rules`` of the policy need one of its kind."""

    agency: str
    kind: str
    ends: date | None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """An account that may be used; ``used`` is its last use that anybody knows of, or its beginning."""

    agency: str
    user: str
    used: date | None
    trained_until: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Persons whose records were answered on a day and who were not told by that; ``held_until`` is the end of an order (exclusive).

    ``within`` are the days that a rule of the policy gives; None: those of the installation. ``is_most``: a question named some of
    them, and two names of one person, such as a number and a plate, count as two.
    """

    day: date
    persons: int
    held_until: date | None = None
    within: int | None = None
    is_most: bool = False


@dataclass(frozen=True, slots=True)
class LetterDue:
    """A letter that nobody has answered."""

    number: int
    due: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known on ``today``. ``ended`` are agencies that had answers and lost their access, with the day.

    ``unread`` says in words what could not be read: no duty can come of it, and nobody may take that for none. ``behind`` says how
    far the log has gone on since the last import, as it does all the time.
    """

    today: date
    agreements: tuple[Agreed, ...] = ()
    accounts: tuple[Account, ...] = ()
    ended: Mapping[str, date] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    letters: tuple[LetterDue, ...] = ()
    told: tuple[Told, ...] = ()
    unread: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
