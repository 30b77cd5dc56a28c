"""The letter to an officer or an agency about a finding: a draft.

Knows: what such a letter has to say, and what it must never say.
Must not know: files, how a finding was made, law of any one place.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ostiary.watch.events.moments import utc_day
from ostiary.watch.findings.finding import Described, Finding

WIDTH: Final = 78
DRAFT: Final = (
    "DRAFT. Not reviewed by counsel. It must not be sent before counsel has reviewed it for the place, the agreement and"
    " the rules of employment that apply."
)


@dataclass(frozen=True, slots=True)
class Addressed:
    """To whom, from which office, whom to ask, and the day by which an answer is asked for."""

    to: str
    office: str
    contact: str
    written_on: date
    answer_by: date


def notice(finding: Finding, described: Described, addressed: Addressed) -> str:
    """The letter as plain text, lines of at most 78 characters, ending with a line end."""
    return "\n".join(_paragraphs(finding, described, addressed)) + "\n"


def _paragraphs(finding: Finding, described: Described, addressed: Addressed) -> Iterator[str]:
    yield from _filled(DRAFT)
    yield from _filled(f"From: {addressed.office}")
    yield from _filled(f"To: {addressed.to}")
    yield from _filled(f"Date: {addressed.written_on.isoformat()}")
    yield from _filled(f"About: accesses to records, our reference {finding.id}")
    yield from _filled(
        "We look at how shared records are used. A rule that looks for patterns has pointed at accesses made under your name"
        " or by your agency. This is a question, not an accusation: the rule sees what was searched and when, and"
        " it cannot see why. No conclusion has been drawn, and nothing follows from this letter by itself."
    )
    yield from _headed("What was seen")
    yield from _filled(finding.told(named=True))
    yield from _filled(
        f"{finding.events:,} {'access' if finding.events == 1 else 'accesses'}, from {utc_day(finding.since)} to"
        f" {utc_day(finding.until)} (UTC). Rule {finding.detector}, {described.name}, version {finding.version}."
    )
    yield from _headed("What often explains it")
    yield from _listed(described.innocent or ("Work that the log does not show.",))
    yield from _headed(f"What we ask, by {addressed.answer_by.isoformat()}")
    yield from _listed(
        (
            "Tell us which case, call, assignment or request the accesses belong to, with its number.",
            "If one of the explanations above holds, say so in a sentence.",
            "If you did not make these accesses, say so: somebody else may have used your log-in.",
        )
    )
    yield from _headed("Whom to ask")
    yield from _filled(
        f"{addressed.contact}. You may ask for the list of the accesses meant, and have a"
        " representative answer for you where your agreement gives you one."
    )


def _headed(title: str) -> Sequence[str]:
    return [title, "-" * len(title), ""]


def _listed(points: Sequence[str]) -> Sequence[str]:
    lines = [
        line
        for point in points
        for line in textwrap.wrap(_sentence(point), WIDTH, initial_indent="* ", subsequent_indent="  ")
    ]
    return [*lines, ""]


def _filled(text: str) -> Sequence[str]:
    return [*textwrap.wrap(text, WIDTH), ""]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")
