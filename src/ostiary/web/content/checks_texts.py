"""What is wrong with what is said.

Knows: every text is said in every language of the portal, and says the same there: the same gaps, the same numbers.
Must not know: reviews, pages, HTML.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Final

from ostiary.policy.reading import Problems
from ostiary.web.content.filling import gaps, has_phone
from ostiary.web.content.languages import ENGLISH, KNOWN
from ostiary.web.content.model import Place, ResidentPortal, RightsFact, Sheet, Text
from ostiary.web.content.sentences import GRADE, grade, length, sentences
from ostiary.web.content.speaking import SPOKEN

GAPS: Final[Mapping[str, frozenset[str]]] = {
    "site.reviewed": frozenset({"by", "on", "due"}),
    "site.changed": frozenset({"by", "on"}),
    "site.overdue": frozenset({"due"}),
    "site.as_of": frozenset({"day"}),
    "site.call": frozenset({"phone"}),
    "site.late_number": frozenset({"on"}),
    "site.untranslated": frozenset({"phone"}),
    "rights.law": frozenset({"cite"}),
    "rights.place": frozenset({"place"}),
    "card.help": frozenset({"who", "phone"}),
    "help.checked": frozenset({"by", "on"}),
    "help.overdue": frozenset({"on"}),
    "complaint.clock_days": frozenset({"days"}),
    "list.too_often": frozenset({"minutes"}),
    "list.save": frozenset({"size"}),
    "list.period": frozenset({"since", "until", "made"}),
    "list.delay": frozenset({"days"}),
    "list.until": frozenset({"until"}),
    "letter.wait": frozenset({"minutes"}),
    "about.rule": frozenset({"percent", "people"}),
    "about.due": frozenset({"due"}),
}
"""The gaps that pages fill; every other text has none. In each language a text has all of its gaps."""

_NUMBER: Final = re.compile(r"[A-Z]+-\d+|\d+(?:[-./:]\d+)*")
_SAID: Final = re.compile(r"""\bsays?\(["']([a-z_]+\.[a-z_]+)["']""")
"""How a template asks for a text: always by its whole id, so that what is missing or never shown is found."""
NEEDED: Final = frozenset({"site.draft", "site.exit", "site.languages", "site.name", "site.untranslated"})
"""What a page says in its own language even where little else is translated."""
SAME_WORDS: Final = 4
"""A text of at least so many words that is the same as in English has not been translated. Names are shorter."""


def check_texts(portal: ResidentPortal, problems: Problems, unreviewed: Problems) -> None:
    """Notes everything that is wrong with any text of a portal, and apart from that what is not translated yet."""
    for text in all_texts(portal):
        _check_languages(portal, text, problems, unreviewed)
        for code in text.said:
            for message in _faults(text, code):
                problems.add(*text.places[code], message)
    for sheet in portal.all_sheets:
        _check_grade(sheet, problems)


def all_texts(portal: ResidentPortal) -> Iterator[Text]:
    """Every text that a page can show, once."""
    facts = (fact.text for fact in portal.facts.values())
    titles = (situation.title for situation in portal.situations)
    helpers = ((one.scope, one.cost, one.hours) for one in portal.helpers)
    yield from chain(facts, titles, portal.words.values())
    yield from (text for text in chain.from_iterable(helpers) if text is not None)


def _check_languages(portal: ResidentPortal, text: Text, problems: Problems, unreviewed: Problems) -> None:
    for code in portal.languages:
        if not text.said.get(code):
            is_late = code in portal.partial and text.id not in NEEDED
            (unreviewed if is_late else problems).add(
                *text.place, f"`{text.id}` is not said in `{code}` ({KNOWN[code].own_name})"
            )
    for code in text.said.keys() - set(portal.languages):
        problems.add(*text.places[code], f"`{text.id}` is said in `{code}`, which the portal does not offer")


def _faults(text: Text, code: str) -> Iterator[str]:
    said = text.said[code]
    yield from _long_sentences(said, code)
    yield from _bad_characters(said)
    if has_phone(said):
        yield "a number to call stands in the text; it belongs in help.toml, and a page isolates it"
    if gaps(said) != GAPS.get(text.id, frozenset()):
        wanted = ", ".join(f"{{{name}}}" for name in sorted(GAPS.get(text.id, ()))) or "no gaps"
        yield f"`{text.id}` must have {wanted}"
    if code != ENGLISH and ENGLISH in text.said:
        yield from _differs(text, said, text.said[ENGLISH])


def _long_sentences(said: str, code: str) -> Iterator[str]:
    language = KNOWN[code]
    for sentence in sentences(said):
        count = length(sentence, language)
        if count > language.longest:
            start = sentence[:30]
            yield f"a sentence has {count} {language.unit.value}, at most {language.longest} are right: `{start}...`"


def _bad_characters(said: str) -> Iterator[str]:
    if unicodedata.normalize("NFC", said) != said:
        yield "the text is not in the composed form of Unicode (NFC)"
    if any(mark in said for mark in "<>&"):
        yield "the text holds a mark of HTML; texts are plain"


def _differs(text: Text, said: str, english: str) -> Iterator[str]:
    if numbers(said) != numbers(english):
        yield f"`{text.id}` has other numbers than in English: {_listed(said)}, not {_listed(english)}"
    if said == english and len(said.split()) >= SAME_WORDS:
        yield f"`{text.id}` is the same as in English: it is not translated"


def numbers(said: str) -> Counter[str]:
    """The numbers, dates and forms that a text names, how often each; digits of any script are the same."""
    plain = "".join(str(unicodedata.decimal(mark)) if mark.isdecimal() else mark for mark in said)
    return Counter(_NUMBER.findall(plain))


def _listed(said: str) -> str:
    return ", ".join(sorted(numbers(said).elements())) or "none"


def _check_grade(sheet: Sheet, problems: Problems) -> None:
    found = grade(text.said.get(ENGLISH, "") for text in sheet.texts)
    if found > GRADE:
        problems.add(
            *sheet.place,
            f"the English of `{sheet.name}` is for grade {found:.1f}; at most {GRADE:.0f} is right",
        )


def check_words(portal: ResidentPortal, templates: Mapping[str, str], problems: Problems) -> None:
    """Notes words that a page needs and nobody wrote, and those that were written and no page shows."""
    shown = SPOKEN | {text_id for text in templates.values() for text_id in _SAID.findall(text)}
    for text_id in sorted(shown - portal.words.keys()):
        problems.add(*portal.place, f"no file has the text `{text_id}`, which a page shows")
    for text_id in portal.words.keys() - shown:
        problems.add(*portal.words[text_id].place, f"no page shows the text `{text_id}`")


def check_facts(portal: ResidentPortal, problems: Problems) -> None:
    """Notes facts that no card names, cards that say one thing twice, and sentences to say that are none."""
    named = {fact.id for one in portal.situations for fact in one.facts} | {
        fact.id for fact in portal.card_says
    }
    for fact in portal.facts.values():
        if fact.id not in named:
            problems.add(*fact.text.place, f"no card names the fact `{fact.id}`")
    for one in portal.situations:
        for name, count in Counter(fact.id for fact in one.facts).items():
            if count > 1:
                problems.add(*one.sheet.place, f"the card `{one.id}` names the fact `{name}` {count} times")
        _check_phrases(one.sheet.place, one.say, is_phrase=True, problems=problems)
        _check_phrases(one.sheet.place, one.can + one.need_not + one.know, is_phrase=False, problems=problems)
    _check_phrases(portal.place, portal.card_says, is_phrase=True, problems=problems)


def _check_phrases(place: Place, facts: Iterable[RightsFact], *, is_phrase: bool, problems: Problems) -> None:
    for fact in facts:
        if (fact.kind == "phrase") is not is_phrase:
            wanted = (
                "what is said to an officer" if is_phrase else "a fact and not what is said to an officer"
            )
            problems.add(*place, f"`{fact.id}` must be {wanted}")
