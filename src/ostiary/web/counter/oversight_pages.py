"""Letters in the console: their clocks, and answers. What a letter says is opened elsewhere, with a key that is not on this machine.

Knows: the list, one letter, and that answering is an act.
Must not know: HTTP, the office's private key, what a letter says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from ostiary.errors import CounterRefused
from ostiary.store.control import control_connection
from ostiary.store.letters import Letter, all_letters, letter_counts, read_letter
from ostiary.web.counter.letters import MAX_CHARACTERS, send_answer, why_not
from ostiary.web.frame.acts import Acts
from ostiary.web.frame.face import Link
from ostiary.web.frame.visit import Absent, Answer, Elsewhere, Pages, Served, Shown, Visit
from ostiary.web.guard.roles import Route

LETTERS: Final = Route("GET", "/letters")
LETTER: Final = Route("GET", "/letters/{number}")
ANSWER: Final = Route("POST", "/letters/{number}")
OVERSIGHT_LINKS: Final = (Link("/letters", "Letters"),)

MAX_LISTED: Final = 500
"""Letters on one page: more than an office has waiting. The command lists all."""
MAX_DIGITS: Final = 18
"""Of a number in an address: the database counts to 63 bits."""

_NONE: Final = Absent("There is no letter of this number.")
_PROBLEMS: Final = {
    "empty": "There is no answer yet: write one.",
    "long": f"An answer has at most {MAX_CHARACTERS} characters.",
}


@dataclass(frozen=True, slots=True)
class Oversight:
    """What these pages stand on."""

    control_dsn: str
    today: Callable[[], date]
    acts: Acts
    most: int = MAX_LISTED


def oversight_pages(oversight: Oversight) -> Pages:
    """The pages of the oversight office."""
    return {
        LETTERS: Served(partial(_listed, oversight)),
        LETTER: Served(partial(_one, oversight)),
        ANSWER: Served(partial(_answered, oversight), frozenset({"text"})),
    }


def _listed(oversight: Oversight, _visit: Visit) -> Answer:
    with control_connection(oversight.control_dsn) as connection:
        letters, counts = all_letters(connection, oversight.most), letter_counts(connection)
    today = oversight.today()
    rows = [(one, one.is_late(today)) for one in letters]
    more = counts.open + counts.late + counts.in_time + counts.too_late - len(rows)
    return Shown(
        "console/letters.html", {"rows": rows, "counts": counts, "today": today, "more": max(0, more)}
    )


def _one(oversight: Oversight, visit: Visit) -> Answer:
    letter = _maybe_letter(oversight, visit)
    return _NONE if letter is None else _drawn(oversight, letter)


def _drawn(oversight: Oversight, letter: Letter, problem: str = "", text: str = "") -> Answer:
    values = {
        "letter": letter,
        "is_late": letter.is_late(oversight.today()),
        "problem": problem,
        "text": text,
        "most": MAX_CHARACTERS,
    }
    return Shown("console/letter.html", values, 400 if problem else 200)


def _answered(oversight: Oversight, visit: Visit) -> Answer:
    """Answer a letter, once. The act is durable first; what is answered already is refused, and nothing is changed."""
    letter = _maybe_letter(oversight, visit)
    if letter is None or visit.session is None:
        return _NONE
    text = visit.form["text"].replace("\r\n", "\n")
    if problem := why_not(text):
        return _drawn(oversight, letter, _PROBLEMS[problem], text)
    oversight.acts.write(visit.session, "answer-letter", f"letter {letter.number}")
    send_answer(oversight.control_dsn, letter.number, text)
    return Elsewhere(f"/letters/{letter.number}")


def _maybe_letter(oversight: Oversight, visit: Visit) -> Letter | None:
    text = visit.path["number"]
    if not (text.isascii() and text.isdigit()) or len(text) > MAX_DIGITS:
        return None
    try:
        with control_connection(oversight.control_dsn) as connection:
            return read_letter(connection, int(text))
    except CounterRefused:
        return None
