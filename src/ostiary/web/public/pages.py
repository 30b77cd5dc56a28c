"""The pages of the public site: HTML from a publication.

Knows: which pages there are, what each shows, how numbers and days are said.
Must not know: files, where anything was found out.

Templates are given what ``ostiary.web.public.model`` has and functions over it, and nothing else. A page needs nothing but itself.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from ostiary.evidence.disclosure.english import counted, day, moment
from ostiary.promises.proofs import DECLARED
from ostiary.promises.report import COVERS
from ostiary.web.public import sums
from ostiary.web.public.model import Counts, DirectiveRow, Place, Publication
from ostiary.web.public.reports import UNREVIEWED, immigration_scope, reports
from ostiary.web.public.tables import tables

STYLE: Final = "public.css"
MAX_PAGE_BYTES: Final = 60_000
"""With its style sheet. An old telephone on a line of 20 kB a second has it in three seconds."""
DIRECTIVES_A_PAGE: Final = 12
"""A title and a reason have up to 1,000 characters each, and both stand in the story and in the text again: 4 kB."""

_NOTICES: Final = "notices.html"
_SECTIONS: Final[tuple[tuple[str, str], ...]] = (
    ("index.html", "Summary"),
    ("directives.html", "Directives"),
    ("promises.html", "Promises"),
    ("notices.html", "Notices"),
    ("reports.html", "Reports"),
    ("coverage.html", "Coverage"),
    ("log.html", "Log"),
)

Page = tuple[str, str, str, dict[str, object]]
"""The name of its file, its template, the section that it stands in, what else it is given."""


def pages(publication: Publication, templates: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Every page by the name of its file. Raises jinja2.TemplateError for a broken template."""
    environment = _environment(publication, templates)
    for name, template, section, values in _pages(publication):
        yield name, environment.get_template(template).render(section=section, **values)


def _pages(publication: Publication) -> Iterator[Page]:
    yield _index(publication)
    yield from _agencies(publication)
    yield from _months(publication)
    yield from _directives(publication)
    kept = sum(one.is_kept for one in publication.promises)
    yield (
        "promises.html",
        "promises.html",
        "promises.html",
        {"kept": kept, "declared": DECLARED, "covers": COVERS},
    )
    yield "notices.html", "notices.html", "notices.html", {}
    found = reports(publication)
    yield "reports.html", "reports.html", "reports.html", {"reports": found, "unreviewed": UNREVIEWED}
    for one in found:
        yield f"report-{one.id}.html", "report.html", "reports.html", {"one": one, "unreviewed": UNREVIEWED}
    turned_away = sum(publication.turned_away.values())
    yield "coverage.html", "coverage.html", "coverage.html", {"turned_away": turned_away}
    yield "log.html", "log.html", "log.html", {"tables": tables(publication)}


def _index(publication: Publication) -> Page:
    counts = publication.counts
    values = {
        "all": sums.total(counts),
        "asking": len({place.agency for place, one in counts.items() if one.answered and place.agency}),
        "immigration": sums.total(sums.concerning(counts, immigration_scope(publication))),
        "bars": _bars(publication, counts),
        "by_purpose": sums.by(counts, sums.purpose),
        "months": sums.months(publication),
        "kept": sum(one.is_kept for one in publication.promises),
        "reports": reports(publication),
    }
    return "index.html", "index.html", "index.html", values


def _agencies(publication: Publication) -> Iterator[Page]:
    for one in publication.agencies:
        counts = sums.concerning(publication.counts, [one.code])
        values = {
            "code": one.code,
            "all": sums.total(counts),
            "by_purpose": sums.by(counts, sums.purpose),
            "by_month": sums.by(counts, sums.month),
            "under": [other.code for other in publication.agencies if other.parent == one.code],
            "zeros": [zero for zero in publication.zeros if one.code in zero.scope],
        }
        yield f"agency-{one.code}.html", "agency.html", "", values


def _months(publication: Publication) -> Iterator[Page]:
    every = sums.months(publication)
    for one in every:
        counts = sums.only(publication.counts, partial(_is_in, one))
        keys = sorted({(place.agency, place.purpose) for place in counts})
        first, last = max(f"{one}-01", publication.since), min(_last_day(one), publication.until)
        values = {
            "one": one,
            "all": sums.total(counts),
            "bars": _bars(publication, counts),
            "rows": [(*key, sums.total(sums.only(counts, _at(key)))) for key in keys],
            "months": every,
            "first": first,
            "last": last,
            "is_whole": (first, last) == (f"{one}-01", _last_day(one)),
        }
        yield f"month-{one}.html", "month.html", "", values


def _directives(publication: Publication) -> Iterator[Page]:
    parts = list(_parts(publication.directives))
    names = [_directive_file(at) for at in range(len(parts))]
    for at, rows in enumerate(parts):
        yield (
            names[at],
            "directives.html",
            "directives.html",
            {"rows": rows, "number": at + 1, "pages": names},
        )


def _parts(directives: Sequence[DirectiveRow]) -> Iterator[Sequence[DirectiveRow]]:
    newest = directives[::-1]
    for start in range(0, max(len(newest), 1), DIRECTIVES_A_PAGE):
        yield newest[start : start + DIRECTIVES_A_PAGE]


def _directive_file(at: int) -> str:
    return f"directives-{at + 1}.html" if at else "directives.html"


def _directive_pages(publication: Publication) -> dict[str, str]:
    return {
        one.id: _directive_file(at) for at, rows in enumerate(_parts(publication.directives)) for one in rows
    }


def _at(key: tuple[str, str]) -> Callable[[Place], bool]:
    return lambda place: (place.agency, place.purpose) == key


def _bars(publication: Publication, counts: Counts) -> list[tuple[str, Any, int, int]]:
    """Those who asked, and those who are cut off: a row of nothing says something of them."""
    asked = sums.by(counts, sums.agency)
    cut_off = {code for zero in publication.zeros for code in zero.scope if code in publication.names}
    return sums.bars(asked, {*asked, *cut_off})


def _is_in(month: str, place: Place) -> bool:
    return sums.month(place) == month


def _last_day(month: str) -> str:
    year, number = map(int, month.split("-"))
    after = date(year + number // 12, number % 12 + 1, 1)
    return date.fromordinal(after.toordinal() - 1).isoformat()


def _environment(publication: Publication, templates: Mapping[str, str]) -> Environment:
    environment = Environment(
        autoescape=True,
        loader=DictLoader(dict(templates)),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    style = templates[STYLE]
    if "<" in style:
        raise ValueError("a style sheet has no `<`")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment.globals |= {
        "csp": f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        "style": Markup(style),  # noqa: S704 - ours, and it cannot end its element
        "navigation": [one for one in _SECTIONS if one[0] != _NOTICES or publication.notices],
        "site": publication,
        "log": publication.log,
        "policy": publication.policy,
        "pages_of": {one.code: f"agency-{one.code}.html" for one in publication.agencies},
        "directive_page": _directive_pages(publication),
        "name_of": lambda code: sums.agency_name(publication, code),
        "names_of": lambda codes, but: _names(publication, codes, but),
        "purpose_of": lambda code: sums.purpose_name(publication, code),
        "counted": counted,
        "delay": _delay(publication.delay_days),
        "counted_big": lambda count, one, many: f"{count:,} {one if count == 1 else many}",
        "day": day,
        "moment": moment,
        "month": lambda one: day(f"{one}-01").split(" ", 1)[1],
        "period": lambda since, until: (
            f"On {day(since)}" if since == until else f"From {day(since)} to {day(until)}"
        ),
    }
    return environment


def _delay(days: int) -> str:
    if not days:
        return "days are counted without any delay, which nothing but a demonstration does"
    return f"a day is counted {counted(days, 'day', 'days')} after it is over"


def _names(publication: Publication, codes: Iterable[str], but: str) -> str:
    return ", ".join(sums.agency_name(publication, code) for code in codes if code != but)
