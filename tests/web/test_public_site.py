"""The pure part of the public site: sums, periods, reports, and pages that stay small and safe."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from ostiary.errors import ProofInvalid
from ostiary.web.public import sums
from ostiary.web.public.manifest import Manifest, read_manifest, write_manifest
from ostiary.web.public.model import Place, Publication, Tally
from ostiary.web.public.pages import MAX_PAGE_BYTES
from ostiary.web.public.reports import reports
from ostiary.web.public.tables import as_csv, tables
from ostiary.web.public.tally import scope_of
from ostiary.web.public_files import read_site, write_site
from web.public_world import AGENCIES, ROOT, files, publication

PUBLICATION = publication()
FILES = files(PUBLICATION)


class _Links(HTMLParser):
    """The addresses and the ids of a page, and every element that it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links = set[str]()
        self.ids = set[str]()
        self.tags = set[str]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links |= {value for name, value in attrs if name in {"href", "src"} and value}
        self.ids |= {value for name, value in attrs if name == "id" and value}


PAGES = {name: _Links(data.decode()) for name, data in FILES.items() if name.endswith(".html")}


def test_every_page_is_small() -> None:
    """With three months, thirty directives and every agency."""
    assert {name: len(FILES[name]) for name in PAGES if len(FILES[name]) > MAX_PAGE_BYTES} == {}


def test_every_link_leads_somewhere() -> None:
    """To a file of the site, or to a place in one."""
    elsewhere = {"checkpoint", "publication.json"}
    for name, page in PAGES.items():
        for link in page.links:
            file, _, place = link.partition("#")
            assert file in FILES or file in elsewhere or not file, (name, link)
            if place and file in PAGES:
                assert place in PAGES[file].ids, (name, link)


def test_nothing_that_somebody_signed_becomes_markup() -> None:
    """Texts of officials are shown as they were signed, and never run."""
    for name, page in PAGES.items():
        assert not page.tags & {"script", "b", "form", "iframe", "img"}, name
    assert b"&lt;script&gt;alert(0)" in FILES["notices.html"]
    assert b"<script" not in FILES["notices.atom"] + FILES["cap/B-1.xml"]


def test_the_counts_of_all_pages_add_up() -> None:
    """The months, the agencies that asked, and the whole."""
    whole = sums.total(PUBLICATION.counts)
    for key in (sums.month, sums.agency, sums.purpose):
        assert sum(sums.by(PUBLICATION.counts, key).values(), Tally()) == whole
    assert f"{whole.answered:,} times".encode() in FILES["index.html"]


def test_a_cut_off_without_a_counted_day_certifies_nothing() -> None:
    """It says that no day is counted yet, and no zero."""
    page = FILES["agency-cbp.html"].decode()
    assert "Customs and Border Protection: cut off since 25 November 2026" in page
    assert "No day since the cut-off is counted yet: a day is counted 10 days after it is over." in page


def test_a_cut_off_that_did_not_hold_is_told() -> None:
    """Never as a zero."""
    zero = replace(PUBLICATION.zeros[0], tally=Tally(answered=2, refused=14))
    page = files(replace(PUBLICATION, zeros=(zero,)))["index.html"].decode()
    assert "Immigration and Customs Enforcement: 2 accesses since" in page
    assert "This is not the zero that the cut-off promises" in page


def test_without_a_counted_day_nothing_is_zero() -> None:
    """A site before the first day has no number at all."""
    empty = replace(PUBLICATION, since="", until="", end=0, counts={}, zeros=())
    page = files(empty)["index.html"].decode()
    assert "No day is counted yet" in page
    assert "0 times" not in page
    assert reports(empty) == ()


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2026-12-31", "2027-01-01", ("2026-12", "2027-01")),
        ("2026-11-26", "2026-11-26", ("2026-11",)),
        ("2025-12-01", "2026-02-28", ("2025-12", "2026-01", "2026-02")),
    ],
)
def test_months_have_no_gap(since: str, until: str, expected: tuple[str, ...]) -> None:
    """Over the end of a year too."""
    assert sums.months(replace(PUBLICATION, since=since, until=until)) == expected


def test_reports_are_of_quarters_and_years() -> None:
    """Each with its bounds, the newest first; what is not covered whole says so."""
    found = {one.id: one for one in reports(PUBLICATION)}
    assert list(found) == ["2026-Q4", "2026", "2026-Q3"]
    assert (found["2026-Q4"].since, found["2026-Q4"].until) == ("2026-10-01", "2026-12-31")
    assert (found["2026-Q3"].since, found["2026-Q3"].until) == ("2026-07-01", "2026-09-30")
    assert not any(one.is_whole for one in found.values())
    assert found["2026"].total.refused == sum(
        tally.refused
        for place, tally in PUBLICATION.counts.items()
        if place.agency == "ice-ero" or place.purpose == "removal"
    )


def test_a_period_without_requests_has_a_nil_return() -> None:
    """With its page, and with tables that have their heads and no row."""
    quiet = {place: tally for place, tally in PUBLICATION.counts.items() if place.agency == "cpd"}
    made = files(replace(PUBLICATION, counts=quiet, since="2026-10-01", until="2026-12-31"))
    assert b"2026-Q4: nil return" in made["report-2026-Q4.html"]
    assert json.loads(made["data/report-2026-Q4.json"])["rows"] == []
    assert made["data/report-2026-Q4.csv"].count(b"\n") == 1
    assert b"not counted whole" not in made["report-2026-Q4.html"]


def test_a_report_is_about_whom_it_was_asked_for() -> None:
    """A police department that asks for an immigration agency is in it, under both names."""
    place = Place("2026-10-02", "oak-lawn-pd", "ice", "robbery")
    found = reports(replace(PUBLICATION, counts={place: Tally(refused=1)}))[0]
    assert found.by_agency_and_purpose == {("oak-lawn-pd", "ice", "robbery"): Tally(refused=1)}


def test_one_access_among_thousands_is_drawn() -> None:
    """And nothing where nobody asked."""
    drawn = sums.bars({"cpd": Tally(answered=100_000), "ice": Tally(refused=1)}, ["cpd", "ice", "cbp"])
    assert [(code, wide, more) for code, _, wide, more in drawn] == [
        ("cpd", 1000, 0),
        ("ice", 0, 3),
        ("cbp", 0, 0),
    ]


def test_a_scope_is_everything_under_an_agency() -> None:
    """However deep."""
    assert scope_of("dhs", AGENCIES) == {"dhs", "ice", "ice-ero", "ice-hsi", "cbp"}
    assert scope_of("not-there", AGENCIES) == {"not-there"}


def test_no_cell_is_a_formula() -> None:
    """What officials sign may begin with `=`, and a spreadsheet must not compute it."""
    said = replace(PUBLICATION.notices[0].versions[0], statement="=HYPERLINK(1)")
    of = replace(PUBLICATION, notices=(replace(PUBLICATION.notices[0], versions=(said,)),))
    (table,) = [one for one in tables(of) if one.name == "notices"]
    assert b"'=HYPERLINK(1)" in as_csv(table)


def test_what_the_pages_are_made_of_is_read_back() -> None:
    """The same value, and the same bytes from it; another spelling is refused."""
    raw = write_site(PUBLICATION)
    assert read_site(raw) == PUBLICATION
    assert files(read_site(raw)) == FILES
    for other in (
        raw.replace(b'"empty":', b'"empty": ', 1),
        raw[:-1],
        raw.replace(b'"end":17204', b'"end":17204.0'),
        b"{}",
    ):
        with pytest.raises(ProofInvalid):
            read_site(other)


def test_a_model_has_no_place_for_what_is_never_published() -> None:
    """No field of any of its values is named after a case, a statement of SQL, a member or a person."""
    never = {
        "case",
        "cases",
        "member",
        "members",
        "subject",
        "subjects",
        "officer",
        "parameters",
        "rows",
        "sqlstate",
    }
    assert not never & set(json.loads(write_site(PUBLICATION)))
    assert not never & set(Publication.__slots__)


MANIFEST = Manifest(
    origin="log.example",
    size=7,
    root=ROOT,
    made_at="2026-11-26T13:00:00+00:00",
    delay_days=10,
    since="",
    until="",
    end=0,
    policy="p",
    is_recountable=True,
    files={"index.html": "a" * 64},
)


def test_a_manifest_has_one_spelling() -> None:
    """It is read back."""
    assert read_manifest(write_manifest(MANIFEST)) == MANIFEST


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "a/b/c", "log/../x", "", ".hidden", "a\nb", "data/.x"]
)
def test_a_manifest_names_no_file_outside(name: str) -> None:
    """Whatever stands in a site that a stranger hands over."""
    with pytest.raises(ProofInvalid):
        read_manifest(write_manifest(replace(MANIFEST, files={name: "a" * 64})))


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"{}", write_manifest(MANIFEST)[:-1], write_manifest(MANIFEST).replace(b'":7', b'":7.0')],
)
def test_another_manifest_is_refused(raw: bytes) -> None:
    """Half of one, and other spellings."""
    with pytest.raises(ProofInvalid):
        read_manifest(raw)
