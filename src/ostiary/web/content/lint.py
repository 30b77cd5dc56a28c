"""Everything that is wrong with a portal on a day, at once.

Knows: which checks there are, and what a problem is and what is only not reviewed yet.
Must not know: files, clocks, or how findings are printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ostiary.errors import PortalError
from ostiary.policy.reading import Problems
from ostiary.web.content.checks_pages import check_pages
from ostiary.web.content.checks_reviews import check_helpers, check_languages, check_reviews
from ostiary.web.content.checks_texts import check_facts, check_texts, check_words
from ostiary.web.content.model import ResidentPortal
from ostiary.web.content.pages import bake
from ostiary.web.content.reading import read_portal


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that somebody must do something about."""

    file: str
    """A file of texts, or the address of a page."""
    line: int
    message: str

    def __str__(self) -> str:
        """As compilers say it."""
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Report:
    """A portal as it stands on a day."""

    day: date
    problems: tuple[Finding, ...]
    """None of these may be shown to anybody."""
    unreviewed: tuple[Finding, ...]
    """What no person has read, checked or counted: it may be shown, and says so itself."""
    pages: Mapping[str, str]
    """By address; none when there are problems in the texts."""
    languages: tuple[str, ...]


def lint(files: Mapping[str, str], templates: Mapping[str, str], day: date) -> Report:
    """Reads the texts of a portal and looks at everything. Pages are made only from texts that are whole."""
    problems, unreviewed = Problems(), Problems()
    portal = read_portal(files, problems)
    check_portal(portal, templates, day, problems, unreviewed)
    pages: Mapping[str, str] = {}
    if not problems.found():
        pages = bake(portal, templates, day)
        check_pages(pages, problems)
    return Report(day, _findings(problems), _findings(unreviewed), pages, portal.languages)


def check_portal(
    portal: ResidentPortal, templates: Mapping[str, str], day: date, problems: Problems, unreviewed: Problems
) -> None:
    """Notes everything that is wrong with the texts; the pages are looked at by themselves."""
    check_texts(portal, problems, unreviewed)
    check_words(portal, templates, problems)
    check_facts(portal, problems)
    check_reviews(portal, day, problems, unreviewed)
    check_helpers(portal, day, problems, unreviewed)
    check_languages(portal, problems, unreviewed)


def _findings(problems: Problems) -> tuple[Finding, ...]:
    return tuple(Finding(*one) for one in problems.found())


def sound_pages(files: Mapping[str, str], templates: Mapping[str, str], day: date) -> Report:
    """The report of a portal that may be shown. Raises PortalError with every problem."""
    report = lint(files, templates, day)
    if report.problems:
        many = "1 problem" if len(report.problems) == 1 else f"{len(report.problems)} problems"
        raise PortalError(
            f"the portal has {many} on {day}, so nothing is baked",
            problems=tuple(map(str, report.problems)),
            hint="mend them; `ostiary portal lint` says when none is left",
        )
    return report
