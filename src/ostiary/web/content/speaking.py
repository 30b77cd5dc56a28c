"""One language of a portal, as a page asks for it.

Knows: how a text, a fact, a review, a check of a helper and a number of a telephone are said.
Must not know: templates, where anything stands on a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, assert_never

from markupsafe import Markup, escape

from ostiary.web.content.filling import filled, isolated, phone_link
from ostiary.web.content.languages import ENGLISH, KNOWN, Language
from ostiary.web.content.model import Helper, ResidentPortal, RightsFact, Sheet, Text
from ostiary.web.content.reviews import (
    ChangedSince,
    Drafted,
    Fresh,
    Reviewed,
    Stale,
    Unchecked,
    check_of,
    is_overdue,
    standing_of,
)

SPOKEN: Final = frozenset(
    {
        "help.checked", "help.overdue", "help.unchecked", "rights.law", "site.changed", "site.draft", "site.late_number",
        "site.not_called", "site.overdue", "site.reviewed", "site.untranslated",
    }
)  # fmt: skip
"""The words that a speaker says by itself; a template asks for all others."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A line that says how far a page may be relied on, and whether that is a warning."""

    said: Markup
    warns: bool


@dataclass(frozen=True, slots=True)
class Speaker:
    """A portal in one language, on one day."""

    portal: ResidentPortal
    code: str
    day: date

    @property
    def language(self) -> Language:
        """The language."""
        return KNOWN[self.code]

    def say(self, text_id: str, **values: object) -> Markup:
        """One of the words around the facts, its gaps filled. Raises KeyError for what is not there."""
        return self._said(self.portal.words[text_id], values)

    def text(self, text: Text) -> Markup:
        """A text that has no gaps."""
        return self._said(text, {})

    def _said(self, text: Text, values: Mapping[str, object]) -> Markup:
        """The text in the speaker's language; in English where it is not translated and need not be yet."""
        if self.code in self.portal.partial and self.code not in text.said:
            return in_english(filled(text.in_language(ENGLISH), values))
        return filled(text.in_language(self.code), values)

    def law(self, fact: RightsFact) -> Markup:
        """The law that a fact cites, in English."""
        return self.say("rights.law", cite=in_english(fact.cite))

    def standing(self, sheet: Sheet) -> Notice:
        """Who stands behind a sheet."""
        match standing_of(sheet, self.code):
            case Drafted():
                return Notice(self.say("site.draft"), warns=True)
            case ChangedSince(by, on):
                return Notice(self.say("site.changed", by=in_english(by), on=on), warns=True)
            case Reviewed(by, on):
                return Notice(self.say("site.reviewed", by=in_english(by), on=on, due=sheet.due), warns=False)
            case _ as never:
                assert_never(never)

    def is_draft(self, sheet: Sheet) -> bool:
        """Whether nobody has read these very words: a changed sheet is a draft again."""
        return not isinstance(standing_of(sheet, self.code), Reviewed)

    def notices(self, *sheets: Sheet) -> tuple[Notice, ...]:
        """How far what is made of these sheets may be relied on: warnings where there are any, each once."""
        said = {notice.said: notice for sheet in sheets for notice in self._notices(sheet)}
        warnings = (*self._untranslated(), *(notice for notice in said.values() if notice.warns))
        return warnings or tuple(said.values())[:1]

    def _untranslated(self) -> tuple[Notice, ...]:
        if self.code not in self.portal.partial:
            return ()
        return (Notice(self.say("site.untranslated", phone=self.phone(self.portal.called)), warns=True),)

    def _notices(self, sheet: Sheet) -> tuple[Notice, ...]:
        late = (
            (Notice(self.say("site.overdue", due=sheet.due), warns=True),)
            if is_overdue(sheet, self.day)
            else ()
        )
        return (*late, self.standing(sheet))

    def check(self, helper: Helper) -> Notice:
        """When a helper's entry was checked."""
        match check_of(helper, self.day):
            case Unchecked():
                return Notice(self.say("help.unchecked"), warns=True)
            case Stale(_, on):
                return Notice(self.say("help.overdue", on=on), warns=True)
            case Fresh(by, on):
                return Notice(self.say("help.checked", by=in_english(by), on=on), warns=False)
            case _ as never:
                assert_never(never)

    def number_warning(self, helper: Helper) -> Markup | None:
        """What must stand beside a helper's number, or None when it is fresh."""
        match check_of(helper, self.day):
            case Unchecked():
                return self.say("site.not_called")
            case Stale(_, on):
                return self.say("site.late_number", on=on)
            case Fresh():
                return None
            case _ as never:
                assert_never(never)

    def phone(self, helper: Helper) -> Markup:
        """A helper's number, to touch."""
        return phone_link(helper.phone, helper.shown)

    def paper_phone(self, helper: Helper) -> Markup:
        """A helper's number on paper, where nothing can be touched."""
        return isolated(helper.shown)


def in_english(text: str) -> Markup:
    """English inside a page of another language: for eyes in its own direction, for ears in its own language."""
    return Markup('<bdi dir="ltr" lang="en">{}</bdi>').format(escape(text))
