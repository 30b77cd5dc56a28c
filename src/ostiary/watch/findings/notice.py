"""The letter to an officer or an agency about a finding: a draft.

Knows: what such a letter has to say, in which order, and that what a rule says stands in English in every language.
Must not know: files, how a finding was made, law of any one place, any language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ostiary.watch.events.moments import utc_day
from ostiary.watch.findings.finding import Described, Finding
from ostiary.watch.findings.letter_words import ENGLISH, LetterWords, letter_words
from ostiary.watch.findings.wrapping import width_of, wrapped

WIDTH: Final = 78
_ASKS: Final = ("ask_case", "ask_explanation", "ask_other")


@dataclass(frozen=True, slots=True)
class Addressed:
    """To whom, the day on which it is written and the day by which an answer is asked for; from which office, and whom to ask.

    Where no office or nobody to ask is named, the words of the language say who it is.
    """

    to: str
    written_on: date
    answer_by: date
    office: str = ""
    contact: str = ""


def notice(
    finding: Finding, described: Described, addressed: Addressed, words: LetterWords | None = None
) -> str:
    """The letter as plain text, lines of at most 78 columns, ending with a line end; in another language the English one follows."""
    words = words or letter_words(ENGLISH)
    lines = list(_paragraphs(finding, described, addressed, words))
    if words.language != ENGLISH:
        lines += ["=" * WIDTH, "", *_paragraphs(finding, described, addressed, letter_words(ENGLISH))]
    return "\n".join(lines).rstrip("\n") + "\n"


def _paragraphs(
    finding: Finding, described: Described, addressed: Addressed, words: LetterWords
) -> Iterator[str]:
    office, contact = (_plain(one) or words.said["office"] for one in (addressed.office, addressed.contact))
    yield from _filled(words.say("draft"))
    if words.is_reviewed or words.language != ENGLISH:
        yield from _filled(_standing(words))
    yield from _filled(words.say("from", office=office))
    yield from _filled(words.say("to", to=_plain(addressed.to)))
    yield from _filled(words.say("date", day=addressed.written_on.isoformat()))
    yield from _filled(words.say("about", reference=finding.id))
    yield from _filled(words.say("question"))
    yield from _seen(finding, described, words)
    yield from _headed(words.say("explains"))
    yield from _explained(described, words)
    yield from _headed(words.say("asks", day=addressed.answer_by.isoformat()))
    yield from _listed([words.say(one) for one in _ASKS])
    yield from _headed(words.say("whom"))
    yield from _filled(words.say("contact", contact=contact))


def _standing(words: LetterWords) -> str:
    return words.say("reviewed", by=words.by, on=words.on) if words.is_reviewed else words.say("unreviewed")


def _seen(finding: Finding, described: Described, words: LetterWords) -> Iterator[str]:
    since, until = utc_day(finding.since), utc_day(finding.until)
    yield from _headed(words.say("seen"))
    yield from _said_in_english([finding.told(named=True)], words)
    # What a sentence counts and what is named with it may be two numbers: a month of searches has its first one as evidence.
    form = "evidence" if since != until else "evidence_one_day"
    yield from _filled(words.say(form, count=f"{finding.events:,}", since=since, until=until))
    yield from _filled(
        words.say("rule", code=finding.detector, version=finding.version, name=_plain(described.name))
    )


def _explained(described: Described, words: LetterWords) -> Iterator[str]:
    if described.innocent:
        yield from _said_in_english(described.innocent, words, is_listed=True)
    else:
        yield from _listed([words.say("unknown_work")])


def _said_in_english(texts: Sequence[str], words: LetterWords, *, is_listed: bool = False) -> Iterator[str]:
    """What a rule says, on lines of its own: nobody has translated rules, and a sentence of two languages can be misread."""
    if words.language != ENGLISH:
        yield from _filled(words.say("as_said"))
    if is_listed:
        yield from _listed([_plain(text) for text in texts])
    else:
        for text in texts:
            yield from _filled(_plain(text))


def _plain(text: str) -> str:
    """A text that somebody else wrote, without what a screen would obey and not show."""
    return "".join(mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in text)


def _headed(title: str) -> Sequence[str]:
    return [title, "-" * width_of(title), ""]


def _listed(points: Sequence[str]) -> Sequence[str]:
    lines = [line for point in points for line in wrapped(_sentence(point), WIDTH, first="* ", rest="  ")]
    return [*lines, ""]


def _filled(text: str) -> Sequence[str]:
    return [*wrapped(text, WIDTH), ""]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "。")) else ".")
