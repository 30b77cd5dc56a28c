"""The pages of a portal: HTML from content, a language and a day.

Knows: which pages there are, which template and which sheets each is made of, and what its address is.
Must not know: files, or how a text is said.

A page needs nothing but itself: no script, no second file, no address elsewhere. It can be saved, mailed and printed.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from ostiary.web.content.languages import ENGLISH, KNOWN
from ostiary.web.content.model import SITUATIONS, ResidentPortal, RightsCard, Sheet
from ostiary.web.content.reviews import in_order, text_digest
from ostiary.web.content.speaking import Speaker, in_english

STYLES: Final = ("tokens.css", "portal.css")
"""The templates that together are the style sheet of every page."""
MAX_PAGE_BYTES: Final = 60_000
"""With its style sheet. An old telephone on a line of 20 kB a second has it in three seconds."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page in every language."""

    name: str
    template: str
    sheets: tuple[str, ...]
    """The sheets of words that it is made of, beside those of the site."""
    situation: str = ""
    is_once: bool = False
    """Whether it answers a form: it has no address, so no other language leads to it."""

    @property
    def file(self) -> str:
        """The name of its file, in the folder of a language."""
        return f"{self.name}.html"


PAGES: Final = (
    Page("index", "home.html", ("words-home",)),
    Page("rights", "rights.html", ("words-rights", "words-card")),
    *(Page(f"rights-{one}", "situation.html", ("words-rights",), one) for one in SITUATIONS),
    Page("card", "card.html", ("words-card",)),
    Page("card-black", "card.html", ("words-card",)),
    Page("who", "who.html", ("words-who",)),
    Page("help", "help.html", ("words-help", "help")),
    Page("complaint", "complaint.html", ("words-complaint",)),
    Page("about", "about.html", ("words-about",)),
)

LIVE_PAGES: Final = (
    Page("slip", "slip.html", ("words-list",)),
    Page("list", "list.html", ("words-list", "words-who"), is_once=True),
    Page("sent", "sent.html", ("words-letter",), is_once=True),
    Page("state", "state.html", ("words-letter",)),
    Page("stands", "stands.html", ("words-letter",), is_once=True),
)
"""What there is beside them where the pages are served by the gateway."""


@dataclass(frozen=True, slots=True)
class Live:
    """What the pages can do where they are served; baked ones can do none of it. ``answer_days``: 0 where letters are not taken."""

    answer_days: int


def bake(portal: ResidentPortal, templates: Mapping[str, str], day: date) -> dict[str, str]:
    """Every page by its address: one folder a language, and the page that offers the languages.

    The portal must be sound. Raises KeyError for a text that is missing, and jinja2.TemplateError for a broken template.
    """
    environment, version = environment_of(templates), version_of(portal)
    return {"index.html": _choice(portal, environment, day)} | {
        f"{code}/{page.file}": page_of(Speaker(portal, code, day), environment, page, version)
        for code in portal.languages
        for page in PAGES
    }


def environment_of(templates: Mapping[str, str]) -> Environment:
    """The templates by name; whatever they are given is escaped, and what they are not given is an error."""
    environment = Environment(
        autoescape=True,
        loader=DictLoader(dict(templates)),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals |= around_pages(templates, sends_to="'none'")
    return environment


def around_pages(templates: Mapping[str, str], sends_to: str) -> dict[str, object]:
    """What every template is given: the style sheet, the page's own policy, and how English is marked.

    ``sends_to`` is where forms may go, as the policy says it. Raises ValueError for a style sheet that could end its element.
    """
    style = "".join(templates[name] for name in STYLES)
    if "<" in style:
        raise ValueError("a style sheet has no `<`")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    # Only this very style sheet is honoured, wherever the page is opened; nothing else is loaded or sent.
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action {sends_to}"
    return {
        "policy": policy,
        "style": Markup(style),  # noqa: S704 - ours, and it cannot end its element
        "in_english": in_english,
    }


def version_of(portal: ResidentPortal) -> str:
    """Eight hex digits that stand for all that is said in any language; cards print them."""
    said = "".join(text_digest(sheet.texts, code) for sheet in portal.all_sheets for code in portal.languages)
    return hashlib.sha256(said.encode()).hexdigest()[:8]


def sheets_of(portal: ResidentPortal, page: Page) -> tuple[Sheet, ...]:
    """Everything that must be reviewed before the page is."""
    card = tuple(one.sheet for one in portal.situations if one.id == page.situation)
    return (*card, *(portal.sheets[name] for name in ("words-site", *page.sheets)))


def page_of(speaker: Speaker, environment: Environment, page: Page, version: str) -> str:
    """One page in the speaker's language; ``version`` is that of the portal. Raises as ``bake`` does."""
    return environment.get_template(page.template).render(values_of(speaker, page, version))


def values_of(speaker: Speaker, page: Page, version: str, live: Live | None = None) -> dict[str, object]:
    """What the template of a page is given; ``live`` where the page is served by the gateway."""
    portal = speaker.portal
    return {
        "portal": portal,
        "speaker": speaker,
        "say": speaker.say,
        "language": speaker.language,
        "languages": [KNOWN[code] for code in portal.languages],
        "known": KNOWN,
        "page": page,
        "live": live,
        "situation": _situation(portal, page),
        "english": Speaker(portal, ENGLISH, speaker.day),
        "hotline": portal.called,
        "helpers": in_order(portal.helpers, speaker.day, speaker.code),
        "notices": speaker.notices(*sheets_of(portal, page)),
        "version": version,
        "day": speaker.day,
    }


def _situation(portal: ResidentPortal, page: Page) -> RightsCard | None:
    return next((one for one in portal.situations if one.id == page.situation), None)


def _choice(portal: ResidentPortal, environment: Environment, day: date) -> str:
    return environment.get_template("languages.html").render(choice_values(portal, day))


def choice_values(portal: ResidentPortal, day: date) -> dict[str, object]:
    """What the first page is given: every language in its own script."""
    return {"portal": portal, "speakers": list(_speakers(portal, day)), "day": day}


def _speakers(portal: ResidentPortal, day: date) -> Iterator[Speaker]:
    return (Speaker(portal, code, day) for code in portal.languages)
