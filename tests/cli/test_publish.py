"""`ostiary publish`: from a real log to the public site, verified from inside and from outside, and whatever is altered is named."""

from __future__ import annotations

import base64
import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import psycopg
import pytest
from click.testing import CliRunner, Result

from cli.town import Town, make_town
from ostiary.cli.main import main
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.evidence.commitment import ACCESS, DIRECTIVE, TURNED_AWAY
from ostiary.evidence.partial_file import read_partial, write_partial
from ostiary.model.access import Answered, Asked, entry_payload
from ostiary.model.entry_form import entry_text
from ostiary.model.turned_away import TurnedAway, turned_away_payload
from ostiary.store.control import read_steps
from ostiary.store.log.client import append_once
from ostiary.store.log.folder import create_log
from ostiary.tlog.cosignature import Cosigner
from ostiary.tlog.key_text import ED25519_COSIGNATURE
from ostiary.web.public.manifest import NAME, digest, read_manifest, write_manifest
from ostiary.web.public.model import Place, Publication, Tally
from ostiary.web.public.pages import MAX_PAGE_BYTES
from ostiary.web.public.site import site_files
from ostiary.web.public_check import day_head
from ostiary.web.public_files import read_public_templates, read_site, write_site
from store.disclosure_world import asked

TODAY = datetime.now(UTC).date()
FIRST = TODAY - timedelta(days=13)
LAST = TODAY - timedelta(days=10)
"""The days of the accesses, the last of which is due today."""
PLANTED = "SECRET"
"""Stands in every place of an entry where somebody may type, and may stand nowhere in a site."""


def whole(day: int, question: Asked, answered: Answered, part: Any = "whole") -> bytes:
    at = datetime.combine(FIRST, datetime.min.time(), UTC) + timedelta(days=day, hours=12)
    return entry_payload(part, at.isoformat(), question, answered)


def on_behalf_of(question: Asked, beneficiary: str) -> Asked:
    return replace(question, context=replace(question.context, beneficiary=beneficiary))


def before_the_cut_off() -> Iterator[tuple[int, bytes]]:
    """Two days: answers, an empty one, a stream, a failure, what somebody typed in place of codes; strangers."""
    cpd = asked("SECRET-1", "cpd", case="SECRET-case")
    yield ACCESS, whole(0, cpd, Answered("answered", 2, (1, 2)))
    yield ACCESS, whole(0, cpd, Answered("answered"))
    yield ACCESS, whole(0, cpd, Answered("open"), "asked")
    yield ACCESS, whole(0, cpd, Answered("open", 1, (3,)), "answered")
    yield ACCESS, whole(0, cpd, Answered("answered"), "ended")
    yield ACCESS, whole(0, asked("SECRET-2", "ice-ero", purpose="audit"), Answered("answered", 1, (4,)))
    yield ACCESS, whole(1, asked("SECRET-3", "cpd", purpose="SECRET purpose"), Answered("failed"))
    # As entries were written before they opened part by part.
    old = entry_text(whole(1, asked("SECRET-9", "fbi"), Answered("answered")))
    yield ACCESS, old.replace(b'"form":2', b'"form":1')
    denied = asked("SECRET-4", "fbi", is_allowed=False, about=[("persons.surname", "SECRET")])
    yield ACCESS, whole(1, on_behalf_of(denied, "SECRET beneficiary"), Answered("refused"))
    counted = TurnedAway("gw", 0, f"{FIRST}T00:00:00+00:00", f"{FIRST}T00:01:00+00:00", {"28P01": 3})
    yield TURNED_AWAY, turned_away_payload(counted)


def behind_the_cut_off() -> Iterator[tuple[int, bytes]]:
    """Two more days: an agency under it is refused twice, and once somebody else for it."""
    yield ACCESS, whole(2, asked("SECRET-5", "ice-ero", is_allowed=False), Answered("refused"))
    yield ACCESS, whole(2, asked("SECRET-6", "fbi"), Answered("answered", 1, (5,)))
    for_ice = on_behalf_of(asked("SECRET-7", "cpd", is_allowed=False, purpose="removal"), "ice")
    yield ACCESS, whole(3, for_ice, Answered("refused"))
    yield ACCESS, whole(3, asked("SECRET-8", "ice-ero", is_allowed=False), Answered("refused"))


@pytest.fixture(scope="module")
def town(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Town:
    """A town whose log has all that, with ICE cut off in between; its days are indexed and its site is baked."""
    town = make_town(server, tmp_path_factory.mktemp("publish"))
    ice = ("ice", "--permanent", "--reason", "the announcement of July 2019", town.key("mayor"))
    assert town.cutoff("order", *ice).exit_code == 0
    assert town.cutoff("confirm", "D-1", town.key("superintendent")).exit_code == 0
    announce(town, "reported", "Raids are <said> to begin on Sunday & last a week.")
    announce(town, "postponed", "They were put off.", "--corrects=B-1")
    with psycopg.connect(town.dsn) as connection:
        steps = read_steps(connection)
    create_log(town.home / "log", "log.example/public", bytes(32))
    (town.home / "run").mkdir()
    socket = town.home / "run" / "log.sock"
    command = [
        sys.executable,
        "-m",
        "ostiary.store.log.writer",
        str(town.home / "log"),
        "--socket",
        str(socket),
    ]
    with subprocess.Popen(
        [*command, "--publish-interval", "0.01"], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline().startswith("writing ")
        for kind, payload in (
            *before_the_cut_off(),
            *((DIRECTIVE, raw) for raw in steps),
            *behind_the_cut_off(),
        ):
            append_once(socket, kind, payload)
        assert ostiary("log", "index", f"--home={town.home}").exit_code == 0
        writer.terminate()
    baked = ostiary("publish", f"--out={town.home / 'site'}", f"--home={town.home}")
    assert baked.exit_code == 0, baked.output
    return town


def announce(town: Town, status: str, statement: str, *more: str) -> None:
    """Two officials announce something."""
    words = (
        "Raids",
        f"--status={status}",
        f"--statement={statement}",
        "--source=a newspaper of 11 July 2019",
    )
    ordered = town.directive("order", "notice", *words, *more, town.key("mayor"), "--json")
    assert ordered.exit_code == 0, ordered.output
    number = json.loads(ordered.stdout)["id"]
    assert town.directive("confirm", number, town.key("superintendent")).exit_code == 0


@pytest.fixture
def site(town: Town, tmp_path: Path) -> Path:
    """A copy of the site, for tests that alter it."""
    return Path(shutil.copytree(town.home / "site", tmp_path / "site"))


def ostiary(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def rows(site: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((site / "data" / f"{table}.json").read_bytes())["rows"]
    return found


def outside(site: Path, town: Town) -> Result:
    """What somebody sees who has the site and a trust file."""
    return ostiary("publish", f"--verify={site}", f"--trust={town.home / 'log' / 'trust.policy'}")


def test_every_access_is_counted_once_and_exactly(town: Town) -> None:
    """A stream counts where it was asked; what is no code has no name; small numbers stand as they are."""
    found = {
        (row["day"], row["agency"], row["on_behalf_of"], row["purpose"]): (
            row["answered"], row["empty"], row["refused"], row["unfinished"],
        )
        for row in rows(town.home / "site", "counts")
    }  # fmt: skip
    days = [(FIRST + timedelta(days=number)).isoformat() for number in range(4)]
    assert found == {
        (days[0], "cpd", "cpd", "homicide"): (3, 1, 0, 0),
        (days[0], "ice-ero", "ice-ero", "audit"): (1, 0, 0, 0),
        (days[1], "cpd", "cpd", ""): (0, 0, 0, 1),
        (days[1], "", "", "homicide"): (0, 0, 1, 0),
        (days[1], "fbi", "fbi", "homicide"): (1, 1, 0, 0),
        (days[2], "ice-ero", "ice-ero", "homicide"): (0, 0, 1, 0),
        (days[2], "fbi", "fbi", "homicide"): (1, 0, 0, 0),
        (days[3], "cpd", "ice", "removal"): (0, 0, 1, 0),
        (days[3], "ice-ero", "ice-ero", "homicide"): (0, 0, 1, 0),
    }
    assert rows(town.home / "site", "turned-away") == [{"sqlstate": "28P01", "log_ins": 3}]


def test_a_cut_off_has_its_certified_zero(town: Town) -> None:
    """What came before the step's entry does not count, all under the agency and all for it does, and tries are counted."""
    (zero,) = rows(town.home / "site", "cut-off")
    assert (zero["directive"], zero["agency"], zero["entry"], zero["end"]) == ("D-1", "ice", 11, 20)
    assert (zero["answered"], zero["refused"]) == (0, 3)
    page = (town.home / "site" / "index.html").read_text()
    assert "Immigration and Customs Enforcement: 0 accesses since" in page
    assert "none of the entries 12 to 19 is an answered access" in page


def test_nothing_that_was_typed_is_in_the_site(town: Town) -> None:
    """In no page, table, feed or line: neither plain, nor in base64, whatever stands before it."""
    secret = PLANTED.encode()
    spelled = {base64.b64encode(b" " * at + secret)[at + 1 : at + 7] for at in range(3)}
    for path in (town.home / "site").rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            assert not [one for one in (secret, *spelled) if one in raw], path


def test_a_page_is_small_and_loads_nothing(town: Town) -> None:
    """At most 60 kB with its style sheet; no script, no form, no address of anybody else's."""
    pages = list((town.home / "site").glob("*.html"))
    assert len(pages) > 20
    for page in pages:
        text = page.read_text()
        assert len(text.encode()) <= MAX_PAGE_BYTES, page
        assert not [one for one in ("<script", "<form", "http://", "https://", " style=") if one in text], (
            page
        )


def test_both_sides_verify_it(town: Town) -> None:
    """The office compares every byte; outside, every access is counted again."""
    own = ostiary("publish", f"--verify={town.home / 'site'}", f"--home={town.home}")
    assert (own.exit_code, own.stdout.splitlines()[0]) == (
        0,
        "the site holds: every number was counted again, and every byte of every file is what the log comes to",
    ), own.output
    told = outside(town.home / "site", town)
    assert told.exit_code == 0, told.output
    counted = "each access was counted again from the log, but for 1 that nobody outside can open"
    assert f"{counted}: {FIRST} to {LAST}, entries 0 to 19" in told.stdout
    assert "not computed again: which answers were empty;" in told.stdout


def test_the_statutory_reports_have_their_numbers(town: Town) -> None:
    """Immigration agencies, what was asked for them, and the purposes of civil enforcement."""
    year = json.loads((town.home / "site" / "data" / f"report-{LAST.year}.json").read_bytes())
    assert sum(row["refused"] for row in year["rows"]) >= 1
    assert all("ice" in row["asked_by"] or row["on_behalf_of"] == "ice" for row in year["rows"])
    assert "No lawyer has reviewed this form" in (town.home / "site" / f"report-{LAST.year}.html").read_text()


def number(site: Path) -> None:
    path = site / "data" / "counts.csv"
    path.write_text(path.read_text().replace(",3,1,0,0", ",2,1,0,0"))


def row(site: Path) -> None:
    path = site / "data" / "counts.json"
    path.write_text(path.read_text().replace('"refused":1', '"refused":0', 1))


def page(site: Path) -> None:
    path = site / "index.html"
    path.write_text(path.read_text().replace("0 accesses since", "1 access since"))


def line(site: Path) -> None:
    path = site / "recount" / f"{FIRST}.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def whom_to_believe(site: Path) -> None:
    path = site / "log" / "trust.policy"
    path.write_text(path.read_text() + "# and me\n")


def copied(site: Path) -> None:
    path = next((site / "log" / "public").rglob("entries/**/*"))
    path = path if path.is_file() else next(one for one in path.rglob("*") if one.is_file())
    path.write_bytes(bytes(byte ^ 1 for byte in path.read_bytes()))


@pytest.mark.parametrize("alter", [whom_to_believe, copied], ids=lambda one: one.__name__)
def test_the_copy_of_the_log_is_compared_too(site: Path, town: Town, alter: Callable[[Path], None]) -> None:
    """No digest in the manifest is of it, and every byte of every file is said to be compared."""
    alter(site)
    found = ostiary("publish", f"--verify={site}", f"--home={town.home}")
    assert (found.exit_code, "is not what the log has" in found.stderr) == (5, True), found.output


def more(site: Path) -> None:
    (site / "data" / "other.csv").write_text("x")


def stale_root(site: Path) -> None:
    path = site / "publication.json"
    root = json.loads(path.read_bytes())["root"]
    path.write_text(path.read_text().replace(root, base64.b64encode(bytes(32)).decode()))


ALTERED: dict[Callable[[Path], None], str] = {
    number: "data/counts.csv",
    row: "data/counts.json",
    page: "index.html",
    line: f"recount/{FIRST}.jsonl",
    more: "data/other.csv",
    stale_root: "publication.json",
}


@pytest.mark.parametrize("alter", ALTERED, ids=lambda one: one.__name__)
def test_what_is_altered_is_named(site: Path, town: Town, alter: Callable[[Path], None]) -> None:
    """From inside and from outside, with status 5."""
    alter(site)
    for found in (ostiary("publish", f"--verify={site}", f"--home={town.home}"), outside(site, town)):
        assert found.exit_code == 5, found.output
        assert f"`{ALTERED[alter]}`" in found.stderr


def forged(site: Path, **said: Any) -> None:
    """What somebody does who owns the web server: other numbers, and every page and every digest made anew for them."""
    publication = replace(read_site((site / "site.json").read_bytes()), **said)
    manifest = read_manifest((site / NAME).read_bytes())
    files = dict(manifest.files)
    made = {"site.json": write_site(publication), **dict(site_files(publication, read_public_templates()))}
    for name, data in made.items():
        (site / name).write_bytes(data)
        files[name] = digest(data)
    (site / NAME).write_bytes(write_manifest(replace(manifest, files=files)))


def test_a_number_that_is_forged_everywhere_is_counted_again(site: Path, town: Town) -> None:
    """Digests alone would not show it: the log does."""
    said = read_site((site / "site.json").read_bytes())
    place, tally = next(iter(said.counts.items()))
    forged(site, counts={**said.counts, place: replace(tally, answered=tally.answered - 1)})
    found = outside(site, town)
    assert found.exit_code == 5
    assert f"`data/counts.json`: {place.day}, cpd for homicide: 3 answered" in found.stderr


def test_no_more_is_believed_than_what_is_closed(site: Path, town: Town) -> None:
    """One access is of an older form and cannot be counted outside; a second one that only the pages know is found."""
    said = read_site((site / "site.json").read_bytes())
    place, tally = next(iter(said.counts.items()))
    forged(site, counts={**said.counts, place: replace(tally, answered=tally.answered + 1)})
    found = outside(site, town)
    assert (found.exit_code, "were counted, and" in found.stderr) == (5, True)


def test_a_zero_that_is_forged_everywhere_is_counted_again(site: Path, town: Town) -> None:
    """Also where the counts themselves are left alone."""
    (zero,) = read_site((site / "site.json").read_bytes()).zeros
    for tally in (Tally(refused=2), Tally(refused=2, unfinished=1), Tally(refused=3, unfinished=2)):
        forged(site, zeros=(replace(zero, tally=tally),))
        found = outside(site, town)
        assert (found.exit_code, "`data/cut-off.json`, D-1: 0 answered, 3 refused" in found.stderr) == (
            5,
            True,
        )


def shut_line(raw: bytes, name: str) -> bytes:
    """The same line with one more field closed, as whoever has the opening can make it."""
    opened = read_partial(raw)
    return write_partial(opened.only([one for one in opened.opened if one != name]))


def test_an_access_that_is_shut_is_told(site: Path, town: Town) -> None:
    """Whoever closes the agency of an access takes it out of that agency's numbers, and not without its being said."""
    path = site / "recount" / f"{FIRST + timedelta(days=2)}.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    altered(site, f"recount/{path.name}", b"".join((*lines[:2], shut_line(lines[2], "agency"), *lines[3:])))
    said = read_site((site / "site.json").read_bytes())
    place = Place((FIRST + timedelta(days=2)).isoformat(), "ice-ero", "ice-ero", "homicide")
    counts = {**said.counts, replace(place, agency="", beneficiary=""): said.counts[place]}
    del counts[place]
    (zero,) = said.zeros
    less = replace(zero, tally=replace(zero.tally, refused=zero.tally.refused - 1))
    forged(site, counts=dict(sorted(counts.items())), zeros=(less,))
    found = outside(site, town)
    assert (found.exit_code, "is closed, and of" in found.stderr) == (5, True)
    forged(site, veiled=said.veiled + 1)
    assert "1 of no agency" in outside(site, town).stderr
    forged(site, zeros=(replace(less, veiled=1),))
    found = outside(site, town)
    assert (found.exit_code, "of 3 the agency or the purpose is closed" in found.stdout) == (0, True), (
        found.output
    )
    assert "but for 1 access of which nobody can say" in (site / "index.html").read_text()


def unsaid(said: Publication) -> dict[str, Any]:
    return {"zeros": ()}


def of_another(said: Publication) -> dict[str, Any]:
    return {"zeros": (replace(said.zeros[0], agency="fbi", scope=("fbi",), tally=Tally(1)),)}


def of_another_step(said: Publication) -> dict[str, Any]:
    return {"zeros": (replace(said.zeros[0], entry=said.zeros[0].entry + 1),)}


def of_another_hash(said: Publication) -> dict[str, Any]:
    return {"directives": (replace(said.directives[0], hash="0" * 64), *said.directives[1:])}


def refused_for_show(said: Publication) -> dict[str, Any]:
    return {"directives": (replace(said.directives[0], status="refused"), *said.directives[1:]), "zeros": ()}


def of_no_log(said: Publication) -> dict[str, Any]:
    return {"directives": (*said.directives[:-1], replace(said.directives[-1], entries=(10_000, 10_001)))}


def announced_by_nobody(said: Publication) -> dict[str, Any]:
    notice = said.notices[0]
    return {"notices": (replace(notice, versions=(replace(notice.versions[0], statement="It is over."),)),)}


def more_empty_than_answered(said: Publication) -> dict[str, Any]:
    return {"counts": {one: replace(tally, empty=tally.answered + 1) for one, tally in said.counts.items()}}


def of_no_day(said: Publication) -> dict[str, Any]:
    return {"counts": {**said.counts, Place("SOON", "cpd", "cpd", ""): Tally(1)}}


@pytest.mark.parametrize(
    ("forge", "told"),
    [
        (unsaid, "has not the cut-offs"),
        (of_another, "has not the cut-offs"),
        (of_another_step, "not counted from its own step"),
        (of_another_hash, "the hash is not that of the text"),
        (refused_for_show, "does not say what its text says"),
        (of_no_log, "an entry that the log has not"),
        (announced_by_nobody, "does not say what was signed"),
        (more_empty_than_answered, "a number cannot be"),
        (of_no_day, "`"),
    ],
    ids=lambda one: getattr(one, "__name__", None),
)
def test_a_site_that_does_not_agree_with_itself_is_refused(
    site: Path, town: Town, forge: Callable[[Publication], dict[str, Any]], told: str
) -> None:
    """Also from outside, where what it says cannot all be computed; and whatever a stranger puts in is a fault of the site."""
    try:
        forged(site, **forge(read_site((site / "site.json").read_bytes())))
    except (ValueError, LookupError):
        # No page can be made of it: only the model is altered.
        said = read_site((site / "site.json").read_bytes())
        altered(site, "site.json", write_site(replace(said, **forge(said))))
    found = outside(site, town)
    assert (found.exit_code, told in found.stderr) == (5, True), found.output


def altered(site: Path, name: str, raw: bytes) -> None:
    """One file, with its digest in the manifest."""
    manifest = read_manifest((site / NAME).read_bytes())
    (site / name).write_bytes(raw)
    (site / NAME).write_bytes(write_manifest(replace(manifest, files={**manifest.files, name: digest(raw)})))


@pytest.mark.parametrize("entry", [0, 10_000])
def test_a_day_of_no_entry_is_refused(site: Path, town: Town, entry: int) -> None:
    """Two files of one entry, and one of an entry that no log has."""
    days = sorted((site / "recount").iterdir())
    lines = days[0].read_bytes().splitlines(keepends=True)
    head = day_head(entry) if entry else days[1].read_bytes().splitlines(keepends=True)[0]
    altered(site, f"recount/{days[0].name}", b"".join((head, *lines[1:])))
    found = outside(site, town)
    assert found.exit_code == 5, found.output


def test_a_witness_who_has_not_cosigned_is_found(site: Path, town: Town, tmp_path: Path) -> None:
    """A page that says who watches the log is held against whoever trusts them; of others it is told that nobody looked."""
    said = read_site((site / "site.json").read_bytes())
    forged(site, log=replace(said.log, witnesses=("w",), quorum="w"))
    told = outside(site, town)
    assert (told.exit_code, "your trust file does not name w" in told.stdout) == (0, True), told.output
    vkey = Cosigner("witness.example", ED25519_COSIGNATURE, bytes(32)).verifier().format()
    trust = tmp_path / "trust.policy"
    own = (town.home / "log" / "trust.policy").read_text().splitlines()[0]
    trust.write_text(f"{own}\nwitness w {vkey}\nquorum none\n")
    found = ostiary("publish", f"--verify={site}", f"--trust={trust}")
    assert (found.exit_code, "`w` has not cosigned" in found.stderr) == (5, True), found.output


def test_a_site_without_what_is_counted_from_says_so(town: Town, tmp_path: Path) -> None:
    """It holds, and nobody is made to believe that its accesses were counted."""
    baked = ostiary("publish", f"--out={tmp_path / 's'}", f"--home={town.home}", "--no-recount", "--no-log")
    assert baked.exit_code == 0
    assert not (tmp_path / "s" / "recount").exists()
    trust = f"--trust={town.home / 'log' / 'trust.policy'}"
    found = ostiary("publish", f"--verify={tmp_path / 's'}", trust, f"--log={town.home / 'log'}")
    assert (found.exit_code, "cannot be counted again" in found.stdout) == (0, True)


def test_a_folder_of_something_else_is_left_alone(town: Town, tmp_path: Path) -> None:
    """Nothing is written over."""
    (tmp_path / "mine").write_text("mine")
    refused = ostiary("publish", f"--out={tmp_path}", f"--home={town.home}")
    assert (refused.exit_code, [one.name for one in tmp_path.iterdir()]) == (1, ["mine"])


def test_a_log_without_its_quorum_is_not_published(town: Town, tmp_path: Path) -> None:
    """Where the trust file asks for witnesses, nothing counts that they have not seen."""
    home = Path(shutil.copytree(town.home, tmp_path / "home", ignore=shutil.ignore_patterns("site", "run")))
    trust = home / "log" / "trust.policy"
    vkey = Cosigner("witness.example", ED25519_COSIGNATURE, bytes(32)).verifier().format()
    trust.write_text(f"{trust.read_text().splitlines()[0]}\nwitness w {vkey}\nquorum w\n")
    refused = ostiary("publish", f"--out={tmp_path / 's'}", f"--home={home}")
    assert (refused.exit_code, "no quorum of witnesses" in refused.stderr) == (75, True)


def test_a_notice_keeps_what_it_said_before(town: Town) -> None:
    """The newest version on top, the others below it, each with its source and who signed."""
    page = (town.home / "site" / "notices.html").read_text()
    now, before = (
        page.index("They were put off."),
        page.index("Raids are &lt;said&gt; to begin on Sunday &amp; last a week."),
    )
    assert now < before
    assert "A. Mayor, Office of the Mayor and A. Superintendent, Office of the Superintendent" in page
    assert [row["status"] for row in rows(town.home / "site", "notices")] == ["reported", "postponed"]


CAP = "urn:oasis:names:tc:emergency:cap:1.2"
ALERT = "identifier sender sent status msgType source? scope restriction? addresses? code* note? references? incidents? info*"
INFO = (
    "language? category+ event responseType* urgency severity certainty audience? eventCode* effective? onset? expires?"
    " senderName? headline? description? instruction? web? contact? parameter* resource* area*"
)
ENUMERATIONS = {
    "status": "Actual Exercise System Test Draft",
    "msgType": "Alert Update Cancel Ack Error",
    "scope": "Public Restricted Private",
    "category": "Geo Met Safety Security Rescue Fire Health Env Transport Infra CBRNE Other",
    "urgency": "Immediate Expected Future Past Unknown",
    "severity": "Extreme Severe Moderate Minor Unknown",
    "certainty": "Observed Likely Possible Unlikely Unknown",
}


def is_in_order(element: Element, model: str) -> bool:
    """Whether the children are those of a content model of the schema, in its order."""
    pattern = "".join(
        f"(?:<{one.rstrip('?*+')}>){one[-1] if one[-1] in '?*+' else ''}" for one in model.split()
    )
    names = "".join(f"<{child.tag.removeprefix(f'{{{CAP}}}')}>" for child in element)
    return re.fullmatch(pattern, names) is not None


@pytest.mark.parametrize(("number", "kind"), [("B-1", "Alert"), ("B-2", "Update")])
def test_each_version_is_a_message_of_cap(town: Town, number: str, kind: str) -> None:
    """Required elements, their order, their enumerations and their forms, as the schema of OASIS CAP 1.2 has them."""
    alert = ET.parse(town.home / "site" / "cap" / f"{number}.xml").getroot()
    info = alert.find(f"{{{CAP}}}info")
    assert alert.tag == f"{{{CAP}}}alert"
    assert info is not None
    assert is_in_order(alert, ALERT)
    assert is_in_order(info, INFO)
    values = {child.tag.removeprefix(f"{{{CAP}}}"): child.text or "" for child in (*alert, *info)}
    assert [name for name, words in ENUMERATIONS.items() if values[name] not in words.split()] == []
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d", values["sent"])
    assert not re.search(r"[\s,<&]", values["identifier"] + values["sender"])
    assert values["msgType"] == kind
    if kind == "Update":
        assert re.fullmatch(r"log\.example/public,chicago-2019-B-1,\S+-00:00", values["references"])
    else:
        assert values["description"] == "Raids are <said> to begin on Sunday & last a week."


@pytest.mark.parametrize("name", ["directives", "publications", "notices"])
def test_each_feed_has_what_a_feed_must_have(town: Town, name: str) -> None:
    """RFC 4287: id, title, updated and an author of the feed; id, title and updated of each entry; no id twice."""
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ET.parse(town.home / "site" / f"{name}.atom").getroot()
    entries = feed.findall(f"{atom}entry")
    assert entries
    for one in (feed, *entries):
        assert all(len(one.findall(f"{atom}{part}")) == 1 for part in ("id", "title", "updated"))
        assert datetime.fromisoformat(one.findtext(f"{atom}updated", "")).utcoffset() == timedelta(0)
    ids = [one.findtext(f"{atom}id") for one in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    assert feed.find(f"{atom}author/{atom}name") is not None


def test_every_table_is_of_the_one_schema(town: Town) -> None:
    """Members and types of each row are those that the schema has for its table, and CSV has the same rows."""
    schema = json.loads((town.home / "site" / "data" / "schema.json").read_bytes())
    of_rows = {
        one["if"]["properties"]["table"]["const"]: one["then"]["properties"]["rows"]["items"]
        for one in schema["allOf"]
    }
    kinds = {"string": str, "integer": int, "boolean": bool}
    tables = [path for path in (town.home / "site" / "data").glob("*.json") if path.name != "schema.json"]
    assert {path.stem for path in tables} == set(of_rows) == set(schema["properties"]["table"]["enum"])
    for path in tables:
        found = json.loads(path.read_bytes())
        assert set(found) == set(schema["required"])
        expected = of_rows[path.stem]
        for one in found["rows"]:
            assert sorted(one) == sorted(expected["required"])
            for name, value in one.items():
                types = expected["properties"][name]["type"]
                allowed = [types] if isinstance(types, str) else types
                assert (value is None) or type(value) in {kinds[at] for at in allowed if at in kinds}
        with path.with_suffix(".csv").open(newline="") as file:
            lines = list(csv.reader(file))
        assert lines[0] == [one["name"] for one in found["columns"]]
        assert len(lines) == 1 + len(found["rows"])
