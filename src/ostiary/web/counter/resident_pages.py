"""The resident portal as it is served: the baked pages, the list that a slip opens, and letters.

Knows: its routes, which page answers which form, and which attempts are counted.
Must not know: HTTP, sessions, who visits; how a list was made, or who reads a letter.

There is no cookie and no session: the language is in the path, and what a page needs is on paper in somebody's hand. The same
page is drawn for everybody, but for the answer to a code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Final

from ostiary.store.control import control_connection
from ostiary.store.letters import letter_counts
from ostiary.web.content.model import ResidentPortal
from ostiary.web.content.pages import LIVE_PAGES, PAGES, Live, Page, choice_values, values_of, version_of
from ostiary.web.content.speaking import Speaker
from ostiary.web.counter.attempts import LETTERS_OF_NETWORK, Attempts, minutes
from ostiary.web.counter.code import Code, Mistyped, typed_code
from ostiary.web.counter.letters import Written, look_up, send_letter, why_not
from ostiary.web.counter.slips import open_slip
from ostiary.web.counter.told import base64_of, told_of
from ostiary.web.frame.visit import Absent, Answer, Elsewhere, Endpoint, Pages, Served, Shown, Visit
from ostiary.web.guard.roles import Open, Reach, Route
from ostiary.web.guard.throttle import TooOften

LIST: Final = Route("POST", "/{language}/list")
SENT: Final = Route("POST", "/{language}/sent")
STANDS: Final = Route("POST", "/{language}/stands")
RESIDENT_REACH: Final[Mapping[Route, Reach]] = dict.fromkeys(
    (Route("GET", "/"), Route("GET", "/{language}/{page}"), LIST, SENT, STANDS), Open.EVERYBODY
)
"""Its own table: none of the console's routes is served beside it."""

_BY_NAME: Final = {page.name: page for page in (*PAGES, *LIVE_PAGES)}
_AGAIN: Final = {"list": "slip", "sent": "complaint", "stands": "state"}
"""Where the page is to which a form belongs whose answer somebody has reloaded."""
_KINDS: Final = ("question", "complaint")
_MAX_NUMBER_DIGITS: Final = 18


@dataclass(frozen=True, slots=True)
class Standing:
    """What the site stands on. ``office`` is the public key to which letters are sealed; None: it takes none."""

    portal: ResidentPortal
    control_dsn: str
    office: bytes | None
    answer_days: int
    today: Callable[[], date]
    now_ms: Callable[[], int]
    codes: Attempts = field(default_factory=Attempts)
    """Tries to open a list, or to look a letter up."""
    letters: Attempts = field(default_factory=partial(Attempts, LETTERS_OF_NETWORK))


def resident_pages(standing: Standing) -> Pages:
    """The pages by route: the same routes as ``RESIDENT_REACH``."""
    site = _Site(standing)
    return {
        Route("GET", "/"): Served(site.choice),
        Route("GET", "/{language}/{page}"): Served(site.in_language(site.page)),
        LIST: Served(site.in_language(site.open_list), frozenset({"code"})),
        SENT: Served(site.in_language(site.send), frozenset({"kind", "text"})),
        STANDS: Served(site.in_language(site.look_up), frozenset({"number", "code"})),
    }


class _Site:
    def __init__(self, standing: Standing) -> None:
        self._on = standing
        self._version = version_of(standing.portal)
        self._live = Live(standing.answer_days if standing.office else 0)

    def choice(self, _visit: Visit) -> Answer:
        """The first page: every language in its own script."""
        return Shown("languages.html", choice_values(self._on.portal, self._on.today()))

    def in_language(self, endpoint: Endpoint) -> Endpoint:
        """The page, in the languages of the portal alone: where it could not be drawn, nothing is opened or taken in."""

        def asked(visit: Visit) -> Answer:
            return endpoint(visit) if visit.path["language"] in self._on.portal.languages else _NO_PAGE

        return asked

    def page(self, visit: Visit) -> Answer:
        """A page that answers no form."""
        name = visit.path["page"].removesuffix(".html")
        if name in _AGAIN:
            return Elsewhere(f"/{visit.path['language']}/{_AGAIN[name]}.html")
        if name not in _BY_NAME or not visit.path["page"].endswith(".html"):
            return _NO_PAGE
        return self._state(visit) if name == "state" else self._drawn(visit, name)

    def open_list(self, visit: Visit) -> Answer:
        """The list of a slip, once."""
        code = typed_code(visit.form["code"])
        if isinstance(code, Mistyped):
            # It costs nothing to notice, and nothing is looked up for it.
            return self._drawn(visit, "slip", 400, problem="mistyped")
        paid = self._on.codes.attempt(visit.network, self._on.now_ms())
        if isinstance(paid, TooOften):
            return self._drawn(visit, "slip", 429, problem="too often", minutes=minutes(paid))
        opened = open_slip(self._on.control_dsn, code)
        if opened is None:
            return self._drawn(visit, "slip", 404, problem="nothing waits")
        self._on.codes.succeeded(paid)
        return self._drawn(visit, "list", told=told_of(opened), zipped=base64_of(opened))

    def send(self, visit: Visit) -> Answer:
        """Number and code of a letter that was taken in, or the form again with what was written."""
        kind, text = visit.form["kind"], visit.form["text"].replace("\r\n", "\n")
        if kind not in _KINDS or not self._live.answer_days:
            return _NO_PAGE
        if problem := why_not(text):
            return self._not_sent(visit, 400, problem)
        paid = self._on.letters.attempt(visit.network, self._on.now_ms())
        if isinstance(paid, TooOften):
            return self._not_sent(visit, 429, "wait", minutes(paid))
        written = Written("complaint" if kind == "complaint" else "question", visit.path["language"], text)
        receipt = send_letter(self._on.control_dsn, self._on.office or b"", written, self._on.answer_days)
        if receipt is None:
            return self._not_sent(visit, 503, "full")
        return self._drawn(visit, "sent", problem="", receipt=receipt)

    def look_up(self, visit: Visit) -> Answer:
        """What became of a letter."""
        number, code = _number(visit.form["number"]), typed_code(visit.form["code"])
        if number is None or not isinstance(code, Code):
            return self._state(visit, 400, problem="not found")
        paid = self._on.codes.attempt(visit.network, self._on.now_ms())
        if isinstance(paid, TooOften):
            return self._state(visit, 429, problem="too often", minutes=minutes(paid))
        found = look_up(self._on.control_dsn, number, code)
        if found is None:
            return self._state(visit, 404, problem="not found")
        self._on.codes.succeeded(paid)
        is_late = found.letter.is_late(self._on.today()) and not found.answer
        return self._drawn(visit, "stands", letter=found.letter, answer=found.answer, is_late=is_late)

    def _state(self, visit: Visit, status: int = 200, **given: object) -> Answer:
        """The form for looking up, with how the office does: the counts are for everybody."""
        with control_connection(self._on.control_dsn) as connection:
            counts = letter_counts(connection)
        return self._drawn(visit, "state", status, counts=counts, **given)

    def _not_sent(self, visit: Visit, status: int, problem: str, wait: int = 0) -> Answer:
        given = {"problem": problem, "minutes": wait, "kind": visit.form["kind"], "text": visit.form["text"]}
        return self._drawn(visit, "sent", status, **given)

    def _drawn(self, visit: Visit, name: str, status: int = 200, **given: object) -> Answer:
        page: Page = _BY_NAME[name]
        speaker = Speaker(self._on.portal, visit.path["language"], self._on.today())
        values = values_of(speaker, page, self._version, self._live)
        return Shown(page.template, {"problem": "", "minutes": 0, **values, **given}, status)


_NO_PAGE: Final = Absent("The portal has no page of this name.")


def _number(typed: str) -> int | None:
    """A number as somebody typed it, in the digits of any script."""
    text = typed.strip()
    if not text.isdecimal() or len(text) > _MAX_NUMBER_DIGITS:
        return None
    return int(text)
