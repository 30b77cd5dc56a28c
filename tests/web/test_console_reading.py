"""What the console reads: right now, the list of accesses, one of them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import click
import pytest

from copied_postgres import fresh_server
from ostiary.cli.main import main as program
from ostiary.demo.made_log import made_up_payloads
from ostiary.evidence.commitment import CONSOLE_ACT, ERASURE
from ostiary.evidence.disclosure.tables import cell
from ostiary.evidence.erasure import Erasure, write_erasure
from ostiary.model.entry_form import entry_object
from ostiary.store.log.following import LogFollower
from ostiary.store.log.reader import read_entries
from ostiary.web.console.access_row import AccessRow, row_of
from ostiary.web.console.filters import filter_of
from ostiary.web.console.lanes import MAX_LANES, hour_of
from ostiary.web.console.recent import Recent
from ostiary.web.frame.drawing import TEMPLATES
from ostiary.web.frame.visit import Absent, Handed, Shown
from ostiary.web.guard.roles import ALL_ROLES, Role
from store.log_world import entry, make_log, opened
from web.console_world import HOSTILE, MADE, NOW, World, console_world


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with (
        fresh_server(tmp_path_factory.mktemp("pg")) as server,
        console_world(server, tmp_path_factory.mktemp("town")) as found,
    ):
        yield found


def acts_of(world: World) -> list[bytes]:
    return [one.payload for one in read_entries(world.ground.log_dir) if one.kind == CONSOLE_ACT]


@pytest.mark.parametrize("role", sorted(ALL_ROLES))
def test_right_now_says_what_was_asked(world: World, role: Role) -> None:
    """In a sentence, a picture and a table; single accesses only to who may read them."""
    page = world.html("/", role)
    assert "41 accesses in the last hour by 4 agencies, 9 of them denied" in page
    assert '<svg class="picture broad"' in page
    assert ("The latest accesses" in page) == (role is not Role.CUSTODIAN)
    assert ("Cut off…" in page) == (role is Role.OFFICIAL)
    assert HOSTILE not in page


def test_the_live_line_says_what_is_new_and_stops_by_itself(world: World) -> None:
    """It asks for itself again, a while long, so that a session may end."""
    page = world.html("/news", query={"since": str(MADE - 2), "looks": "3"})
    assert "2 new accesses, 1 denied" in page
    assert "looks=4" in page
    assert "hx-get" not in world.html("/news", query={"since": "5", "looks": "59"})


def test_filters_stand_in_the_address(world: World) -> None:
    """By agency, outcome, member and time; the next page goes on below the last number."""
    page = world.ask("/accesses", query={"agency": "ice-ero", "outcome": "refused"})
    assert isinstance(page, Shown)
    shown = page.values["page"]
    assert [row.agency for row in shown.rows] == ["ice-ero"] * 8  # type: ignore[attr-defined]  # a page of the list
    nobody = world.html("/accesses", query={"until": "2026-01-01T07:00"})
    assert "0 accesses match these filters" in nobody
    assert "write a day and a time" in world.html("/accesses", query={"since": HOSTILE, "agency": HOSTILE})
    for since in ("0001-01-01T00:00+10:00", "9999-12-31T23:59-10:00"):
        assert "write a day and a time" in world.html("/accesses", query={"since": since})


def test_the_list_names_nobody_whom_an_access_was_about(world: World) -> None:
    """Neither its page nor its file has a subject, a statement or a parameter in it; hostile text is escaped."""
    page = world.html("/accesses")
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page
    assert "SELECT" not in page


def test_the_file_is_logged_and_computes_nothing(world: World) -> None:
    """As many rows as were shown; that it was saved stands in the log."""
    before = len(acts_of(world))
    answer = world.ask("/accesses.csv", query={"agency": "fbi"})
    assert isinstance(answer, Handed)
    rows = list(csv.DictReader(io.StringIO(answer.body.decode())))
    assert {row["agency"] for row in rows} == {"fbi"}
    assert len(acts_of(world)) == before + 1


def test_an_opening_is_logged_before_it_is_shown(world: World) -> None:
    """Who opened which entry, and then its whole text, escaped."""
    before = len(acts_of(world))
    page = world.html("/accesses/{index}", index=str(MADE))
    assert HOSTILE not in page
    assert "SELECT &#39;&lt;script&gt;" in page
    assert f'"on":"#{MADE}"'.encode() in acts_of(world)[before]


@pytest.mark.parametrize("index", ["999999", "x", "-1", "9" * 40, "٣"])
def test_what_is_no_entry_is_not_there(world: World, index: str) -> None:
    """And nothing is logged for it."""
    before = len(acts_of(world))
    assert isinstance(world.ask("/accesses/{index}", index=index), Absent)
    assert len(acts_of(world)) == before


def test_an_erased_access_says_nothing_in_the_list_either(tmp_path: Path) -> None:
    """Its row stays, with the order; who it was is gone from memory. What was erased before is in no list."""
    folder = make_log(tmp_path / "log")
    recent = Recent(LogFollower(folder.root, None, 100), lambda: NOW)
    made = list(made_up_payloads(4))
    with opened(folder) as (journal, _):
        journal.append([entry(one) for one in made])
        assert recent.look().rows[1].member == "fbi-7731"
        journal.append([entry(write_erasure(Erasure((2,), "court order 7")), kind=ERASURE)])
    seen = recent.look()
    assert [(row.index, row.state, row.erased_by) for row in seen.rows][1] == (2, "erased", "court order 7")
    assert "fbi-7731" not in repr(seen)


def test_a_log_that_cannot_be_read_is_said_and_the_last_rows_stay(tmp_path: Path) -> None:
    """The page stands, and says that it is old."""
    folder = make_log(tmp_path / "log")
    recent = Recent(LogFollower(folder.root, None, 100), lambda: NOW)
    with opened(folder) as (journal, _):
        journal.append([entry(next(made_up_payloads(1)))])
    assert (recent.look().trouble, len(recent.look().rows)) == ("", 1)
    folder.journal.rename(tmp_path / "aside")
    seen = recent.look()
    assert (len(seen.rows), "missing" in seen.trouble) == (1, True)


def test_no_more_are_kept_than_may_be(tmp_path: Path) -> None:
    """The oldest goes first, and that the list is not whole is said."""
    folder = make_log(tmp_path / "log")
    with opened(folder) as (journal, _):
        journal.append([entry(one) for one in made_up_payloads(5)])
    recent = Recent(LogFollower(folder.root, None, 100), lambda: NOW, most=3)
    seen = recent.look()
    assert ([row.index for row in seen.rows], seen.is_whole) == ([4, 3, 2], False)
    assert Recent(LogFollower(folder.root, None, 100), lambda: NOW).look().is_whole


@pytest.mark.parametrize(
    "template", sorted((TEMPLATES / "console").glob("*.html")), ids=lambda path: path.name
)
def test_every_command_that_a_page_shows_is_there(template: Path) -> None:
    """What somebody copies from a page must run: each noun and verb of it exists, and each option."""
    for line in re.findall(r"\bostiary (?=[a-z])([^<'\\\n]*)", template.read_text("utf-8")):
        command: click.Command = program
        for word in line.split():
            if word.startswith("--"):
                assert any(word in one.opts for one in command.params), line
            elif isinstance(command, click.Group):
                assert "{{" in word or word == "~" or word in command.list_commands(click.Context(command)), (
                    line
                )
                command = command.get_command(click.Context(command), word) or command


def rows_at(*seconds: float, agency: str = "fbi", outcome: str = "answered") -> tuple[AccessRow, ...]:
    """Accesses so many seconds before now, newest first."""
    row = AccessRow(0, "a", NOW, "m", agency, agency, "p", "", "s", "c", outcome, 1, (), "v")
    return tuple(
        replace(row, index=1_000 - at, at=NOW - timedelta(seconds=before))
        for at, before in enumerate(seconds)
    )


def test_the_picture_has_a_tick_for_each_slot_in_which_somebody_asked() -> None:
    """Longer for more of them; denied ones apart; what is older than an hour, or of the future, stands in no slot of its own."""
    rows = {"fbi": rows_at(1, 2, 3, 3_590), "ice": rows_at(100, agency="ice", outcome="refused")}
    hour = hour_of(rows, NOW)
    fbi, ice = hour.lanes
    assert ([tick.count for tick in fbi.allowed], fbi.denied) == ([1, 3], ())
    assert fbi.allowed[1].height > fbi.allowed[0].height
    assert (ice.allowed, [tick.count for tick in ice.denied]) == ((), [1])
    assert hour.sentence == "5 accesses in the last hour by 2 agencies, 1 of them denied"
    assert hour_of({"fbi": rows_at(-5)}, NOW).lanes[0].allowed[0].x < hour.width
    assert hour_of({}, NOW).sentence == "Nothing was accessed in the last hour"


def test_the_picture_is_bounded() -> None:
    """However many agencies ask; how many are left out is said."""
    hour = hour_of({f"a-{number}": rows_at(9, agency=f"a-{number}") for number in range(MAX_LANES + 7)}, NOW)
    assert (len(hour.lanes), hour.left_out) == (MAX_LANES, 7)


def test_an_address_says_the_filter_again() -> None:
    """Also with changes, and nothing of it where nothing is filtered; the log is told the names of filters alone."""
    wanted = filter_of(
        {"agency": "fbi", "since": "2026-01-01T08:00", "case": "a&b", "x": "y", "before": "-1"}
    )
    assert wanted.address("/a") == "/a?agency=fbi&case=a%26b&since=2026-01-01T08%3A00"
    assert wanted.address("/a", agency="", case="", since="") == "/a"
    assert (wanted.named, wanted.before, filter_of({}).is_empty) == ("agency, case, since", None, True)


def test_what_a_spreadsheet_would_compute_is_text() -> None:
    """A purpose is typed by members, and a CSV is opened by auditors."""
    row = replace(rows_at(1)[0], purpose="=HYPERLINK(1)", member="-1", case="ok")
    assert [cell(value) for value in (row.purpose, row.member, row.case)] == ["'=HYPERLINK(1)", "'-1", "ok"]


def test_a_case_that_was_not_declared_is_empty() -> None:
    """Entries say null."""
    fields = entry_object(next(made_up_payloads(1)))
    row = row_of(0, fields | {"case": None})
    assert row is not None
    assert row.case == ""
