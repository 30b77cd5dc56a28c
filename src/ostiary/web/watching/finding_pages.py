"""One finding: what was seen, why it may be nothing, what was done, and the forms of what may be done.

Knows: which fields each act has, and that an act stands in the log before it is done.
Must not know: which act may follow which (it asks), how acts are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Final, TypeAlias

from ostiary.directives.instants import read_day
from ostiary.errors import DirectiveRefused, FindingRefused, OstiaryError
from ostiary.watch.findings.act import MAX_NOTE
from ostiary.watch.findings.finding import Finding
from ostiary.watch.findings.letter_words import ENGLISH, letter_languages, letter_words
from ostiary.watch.findings.life import OUTCOMES, STATES, Word, open_acts
from ostiary.watch.findings.notice import Addressed, notice
from ostiary.watch.findings.queue import queue_of
from ostiary.watch.findings.register import Register
from ostiary.watch.findings.reviewing import MAX_SUPPRESSION_DAYS, Says, do
from ostiary.watch.findings.store import FindingStore
from ostiary.watch.findings.telling import finding_object, may_name
from ostiary.web.console.ground import account_of
from ostiary.web.content.languages import KNOWN
from ostiary.web.frame.visit import Absent, Answer, Elsewhere, Handed, Shown, Visit
from ostiary.web.guard.roles import Role
from ostiary.web.watching.ground import Watching

ANSWER_DAYS: Final = 14
"""Days that a notice gives for an answer unless it says another day."""

Made: TypeAlias = Callable[[Watching, Visit, Finding], Says]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with an act that was asked for: which one, and what is said."""

    word: Word
    said: str


_NONE: Final = Absent("There is no finding of this id.")


def one_finding(watching: Watching, visit: Visit) -> Answer:
    """The page."""
    store, _, found = _found(watching, visit)
    if store is None or found is None:
        return _NONE
    return _page(watching, visit, store, found)


def act_on(word: Word, watching: Watching, visit: Visit) -> Answer:
    """Do one act: in the log first, with the head of the chain that it continues, then in the chain."""
    store, register, found = _found(watching, visit)
    if store is None or found is None:
        return _NONE
    by, at = account_of(visit).account, watching.now_ms()
    try:
        says = _MADE[word](watching, visit, found)
        after = do(
            store, found.id, word, says, by=by, at=at, log=partial(watching.acts.write, account_of(visit))
        )
    except (FindingRefused, DirectiveRefused) as fault:
        return _page(watching, visit, store, found, Wrong(word, _said(fault)))
    if word == "noticed":
        return _letter(watching, register, after, says, _language(visit))
    return Elsewhere(f"/findings/{found.id}")


def _said(fault: OstiaryError) -> str:
    """A sentence for the page. The hints are for the command line, where they name commands."""
    return f"{fault.message[:1].upper()}{fault.message[1:]}."


def _found(watching: Watching, visit: Visit) -> tuple[FindingStore | None, Register, Finding | None]:
    store = watching.store()
    if store is None:
        return None, Register(), None
    register = store.read()
    return store, register, register.findings.get(visit.path["id"])


def _page(
    watching: Watching,
    visit: Visit,
    store: FindingStore,
    found: Finding,
    wrong: Wrong | None = None,
) -> Answer:
    """Where it names somebody, that it was looked at is logged before it is shown: also under an act that was refused."""
    register, account = store.read(), account_of(visit)
    found = register.findings[found.id]
    if may_name(found):
        watching.acts.write(account, "view-finding", found.id)
    is_auditor = account.role is Role.AUDITOR
    allowed: tuple[str, ...] = open_acts(found.state) if is_auditor else ()
    if found.state == "looking" and found.holder != account.account:
        allowed = tuple(one for one in allowed if one in {"taken", "suppressed"})
    elif found.state == "looking":
        allowed = tuple(one for one in allowed if one != "taken")
    evidence = store.evidence(found)
    return Shown(
        "console/finding.html",
        {
            "now": watching.now(),
            "finding": finding_object(found, register, evidence, named=may_name(found)),
            "evidence": [(one, _entry(one, watching.log_name())) for one in evidence]
            if may_name(found)
            else [],
            "meaning": STATES[found.state],
            "allowed": allowed,
            "is_auditor": is_auditor,
            "problem": wrong.said if wrong else "",
            "wrong": wrong.word if wrong else "",
            "typed": dict(visit.form),
            "outcomes": OUTCOMES,
            "most": MAX_NOTE,
            "year": MAX_SUPPRESSION_DAYS,
            "languages": [(code, KNOWN[code].own_name) for code in letter_languages()],
        },
        422 if wrong else 200,
    )


def _entry(event: str, log_name: str) -> int | None:
    """The number of the entry of our log that an event is; None for an event of another log."""
    origin, _, number = event.rpartition("/")
    is_ours = bool(log_name) and origin == log_name and number.isascii() and number.isdigit()
    return int(number) if is_ours else None


def _letter(watching: Watching, register: Register, found: Finding, says: Says, language: str) -> Answer:
    today = watching.now().date()
    addressed = Addressed(str(says["to"]), today, date.fromisoformat(str(says["answer_by"])))
    text = notice(found, register.described[found.detector], addressed, letter_words(language))
    name = f"notice-{found.id}{'' if language == ENGLISH else f'-{language}'}.txt"
    return Handed(text.encode(), "text/plain; charset=utf-8", name)


def _language(visit: Visit) -> str:
    return visit.form.get("language", "") or ENGLISH


def _with(names: tuple[str, ...], _watching: Watching, visit: Visit, _found: Finding) -> Says:
    return {name: visit.form.get(name, "") for name in names}


def _taken(watching: Watching, _visit: Visit, found: Finding) -> Says:
    store = watching.store()
    if store is None:
        return {}
    queue = queue_of(store.read(), store.key(), watching.now_ms(), watching.budget)
    sampled = {item.finding.id for item in queue.items if item.chosen == "sample"}
    return {"chosen": "sample" if found.id in sampled else "ranked"}


def _suppressed(_watching: Watching, visit: Visit, _found: Finding) -> Says:
    day = read_day(visit.form.get("until", ""))
    until = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return {"reason": visit.form.get("note", ""), "until": int(until.timestamp() * 1000)}


def _noticed(watching: Watching, visit: Visit, found: Finding) -> Says:
    if not found.opened:
        raise FindingRefused("a letter names somebody: open the finding first")
    if _language(visit) not in letter_languages():
        raise FindingRefused("there is no letter in that language")
    typed = visit.form.get("answer_by", "")
    by = read_day(typed) if typed else watching.now().date() + timedelta(days=ANSWER_DAYS)
    return {"to": visit.form.get("to", ""), "answer_by": by.isoformat()}


_MADE: Final[Mapping[Word, Made]] = {
    "taken": _taken,
    "opened": partial(_with, ("note",)),
    "explained": partial(_with, ("note",)),
    "referred": partial(_with, ("note", "to")),
    "closed": partial(_with, ("note", "outcome")),
    "reopened": partial(_with, ("note",)),
    "suppressed": _suppressed,
    "noticed": _noticed,
}

ACTS: Final[Mapping[str, tuple[Word, frozenset[str]]]] = {
    "take": ("taken", frozenset()),
    "open": ("opened", frozenset({"note"})),
    "explain": ("explained", frozenset({"note"})),
    "refer": ("referred", frozenset({"note", "to"})),
    "close": ("closed", frozenset({"note", "outcome"})),
    "reopen": ("reopened", frozenset({"note"})),
    "suppress": ("suppressed", frozenset({"note", "until"})),
    "notice": ("noticed", frozenset({"to", "answer_by", "language"})),
}
"""The last part of an act's address: the act, and the fields of its form."""
