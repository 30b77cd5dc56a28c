"""What officials do at the console: cut off, confirm, refuse; each with a key of theirs that is opened for one signature."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from copied_postgres import fresh_server
from ostiary.evidence.commitment import CONSOLE_ACT
from ostiary.model.directive import CutOff, UrgentCutOff
from ostiary.store.console_keys import KeptKey, maybe_key, put_key
from ostiary.store.control import control_connection
from ostiary.store.log.reader import read_entries
from ostiary.web.console.signing import NO_KEY, WRONG
from ostiary.web.frame.visit import Absent, Answer, Elsewhere, Shown
from ostiary.web.guard.key_box import open_box
from ostiary.web.guard.roles import ALL_ROLES, Role
from web.console_world import HOSTILE, PASSPHRASE, World, console_world

ORDER = {
    "agency": "fbi",
    "when": "order",
    "length": "until",
    "until": "2031-01-01",
    "reason": HOSTILE,
    "typed": "fbi",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with (
        fresh_server(tmp_path_factory.mktemp("pg")) as server,
        console_world(server, tmp_path_factory.mktemp("town")) as found,
    ):
        yield found


def ids(world: World) -> list[str]:
    return list(world.desk.register().directives)


def acts(world: World) -> list[bytes]:
    return [one.payload for one in read_entries(world.ground.log_dir) if one.kind == CONSOLE_ACT]


def said(world: World, answer: Answer) -> str:
    assert isinstance(answer, Shown), answer
    return world.drawn(answer, Role.OFFICIAL)


def ordered(world: World, who: str = "mona", **changes: str) -> str:
    """Order a cut-off; the id of the directive."""
    answer = world.sign("/cut-off", who, ORDER | changes)
    assert isinstance(answer, Elsewhere), said(world, answer)
    return answer.path.removeprefix("/directives/").removesuffix("?signed=1")


def test_what_would_end_is_shown_before(world: World) -> None:
    """Sessions, members, agreements, and everything under the agency; the command that does the same."""
    page = world.html("/cut-off", Role.OFFICIAL, query={"agency": "fbi"}, who="mona")
    assert "Cut off Federal Bureau of Investigation" in page
    assert "<strong>8</strong> accesses of theirs in the last hour" in page
    assert "<strong>1</strong> session that asked in the last hour" in page
    assert "ostiary cutoff order fbi" in page
    assert "Which agency" in world.html("/cut-off", Role.OFFICIAL, query={"agency": HOSTILE}, who="mona")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"typed": "FBI"}, "Type the agency"),
        ({"reason": " "}, "Say why"),
        ({"until": ""}, "Say until which day"),
        ({"length": "ever"}, "Say from when on"),
        ({"passphrase": f"{PASSPHRASE}!"}, WRONG),
        ({"code": "000000"}, WRONG),
        ({"until": "1999-01-01"}, "Look"),
        ({"agency": "nobody", "typed": "nobody"}, "has no agency"),
    ],
)
def test_what_is_wrong_orders_nothing(world: World, changes: dict[str, str], why: str) -> None:
    """And the page says what, with everything that was typed but the secrets."""
    before = ids(world)
    answer = world.sign("/cut-off", "mona", ORDER | changes)
    page = said(world, answer)
    assert (ids(world), PASSPHRASE in page, HOSTILE in page) == (before, False, False)
    assert isinstance(answer, Shown)
    assert (answer.status, why in page or why == "Look") == (422, True)


def test_a_cut_off_is_ordered_by_one_and_confirmed_by_another(world: World) -> None:
    """Whoever ordered it cannot confirm it: the page says so, and the register refuses. Each act stands in the log."""
    one = ordered(world)
    assert (world.desk.register().find(one).status, world.desk.register().find(one).act) == (
        "ordered",
        CutOff("fbi", HOSTILE, "2031-01-01"),
    )
    mine = world.html("/directives/{id}", Role.OFFICIAL, who="mona", id=one)
    assert "You ordered this; somebody else must confirm it" in mine
    assert HOSTILE not in mine
    page = said(world, world.sign("/directives/{id}/confirm", "mona", {"typed": one}, id=one))
    assert "ordered `D-" in page
    assert "that takes two people" in page
    wrong = world.sign("/directives/{id}/confirm", "sue", {"typed": "D-99"}, id=one)
    assert f"Type {one} to confirm it" in said(world, wrong)
    done = world.sign("/directives/{id}/confirm", "sue", {"typed": one}, id=one)
    assert done == Elsewhere(f"/directives/{one}?signed=1")
    found = world.desk.register().find(one)
    assert (found.status, found.settled_by) == ("confirmed", "superintendent")
    assert b'"act":"confirm-directive"' in acts(world)[-1]
    page = world.html("/directives/{id}", Role.OFFICIAL, query={"signed": "1"}, who="sue", id=one)
    assert "<strong>Signed.</strong>" in page
    # Nobody is told that they have signed because an address says so.
    page = world.html("/directives/{id}", Role.AUDITOR, query={"signed": "1"}, id=one)
    assert "<strong>Signed.</strong>" not in page
    assert "No access that began after it was answered" in page
    assert "3 sessions ended at once:</strong> 3 at gateway <bdi>door-1</bdi>" in page
    assert "cut off by" in world.html("/", Role.AUDITOR)


def test_an_urgent_one_is_in_force_at_once_and_can_be_taken_back(world: World) -> None:
    """By whoever ordered it too; a reason is asked for."""
    one = ordered(world, agency="ice-hsi", typed="ice-hsi", when="now", length="permanent", until="")
    assert world.desk.register().find(one).act == UrgentCutOff("ice-hsi", HOSTILE, None, 24)
    assert "Say why" in said(world, world.sign("/directives/{id}/refuse", "mona", {"reason": ""}, id=one))
    assert "lapses 24 hours after its order" in world.html("/directives/{id}", id=one)
    assert isinstance(
        world.sign("/directives/{id}/refuse", "mona", {"reason": "a mistake"}, id=one), Elsewhere
    )
    assert world.desk.register().find(one).status == "refused"
    page = world.html("/directives/{id}", id=one)
    assert "What came after it is not told here" in page
    assert "No access that began after it was answered" not in page


def test_a_code_signs_once(world: World) -> None:
    """Also when everything else is right."""
    code = world.codes.fresh("sue")
    assert isinstance(world.sign("/cut-off", "sue", ORDER | {"code": code}), Elsewhere)
    before = ids(world)
    world.failures.told.clear()
    assert WRONG in said(world, world.sign("/cut-off", "sue", ORDER | {"code": code}))
    assert ids(world) == before
    assert world.failures.told == ["wrong"]


def test_without_a_key_nothing_is_signed(world: World) -> None:
    """The page says which command does it elsewhere."""
    page = world.html("/cut-off", Role.OFFICIAL, query={"agency": "fbi"}, who="keyless")
    assert ("No signing key of yours" in page, 'name="passphrase"' in page) == (True, False)
    assert NO_KEY in said(world, world.sign("/cut-off", "keyless", ORDER))


def test_a_key_that_was_exchanged_opens_nothing(world: World) -> None:
    """Who writes to the table can put somebody else's box there, and it does not open for this account."""
    with control_connection(world.town.dsn) as connection:
        mine, theirs = maybe_key(connection, "mona"), maybe_key(connection, "sue")
        assert mine is not None
        assert theirs is not None
        put_key(connection, KeptKey("mona", mine.official, theirs.vkey, theirs.box))
    try:
        before = ids(world)
        assert WRONG in said(world, world.sign("/cut-off", "mona", ORDER))
        assert ids(world) == before
    finally:
        with control_connection(world.town.dsn) as connection:
            put_key(connection, mine)
    assert open_box(mine.box, mine.vkey, "mona", PASSPHRASE) is not None
    assert open_box(mine.box[:-1] + b"x", mine.vkey, "mona", PASSPHRASE) is None


def test_there_is_no_directive_but_those_that_were_ordered(world: World) -> None:
    """Whatever stands in the address."""
    assert isinstance(world.ask("/directives/{id}", id=HOSTILE), Absent)
    assert isinstance(world.sign("/directives/{id}/confirm", "sue", {"typed": "D-999"}, id="D-999"), Absent)


@pytest.mark.parametrize("path", ["/directives", "/agencies", "/log"])
@pytest.mark.parametrize("role", sorted(ALL_ROLES))
def test_the_other_pages_are_drawn_and_escape_what_they_show(world: World, path: str, role: Role) -> None:
    """With directives whose reasons are hostile, and a check-up whose words are."""
    assert HOSTILE not in world.html(path, role)


def test_an_agency_is_shown_with_its_members(world: World) -> None:
    """Who may log in, since which directive, and when they last asked."""
    agency = world.desk.register().members["m-7"].member.agency
    page = world.html("/agencies/{code}", Role.CUSTODIAN, code=agency)
    assert "m-7" in page
    assert "/directives/E-1" in page
    assert isinstance(world.ask("/agencies/{code}", code=HOSTILE), Absent)


def test_the_health_of_the_log_is_told_in_figures_and_words(world: World) -> None:
    """What is signed and published, a picture that says the same, the check-up with the worst first."""
    page = world.html("/log", Role.CUSTODIAN)
    assert "The log grew by 40 entries" in page
    assert "names no witness" in page
    assert "1 of 2 checks say what to look at" in page
    assert page.index(">witnesses<") < page.index("1 checks found all as it should be") < page.index(">log<")


def test_an_urgent_one_that_was_confirmed_is_said_to_be_like_any_other(world: World) -> None:
    """Nothing lapses any more."""
    one = ordered(world, agency="dea", typed="dea", when="now")
    assert isinstance(world.sign("/directives/{id}/confirm", "sue", {"typed": one}, id=one), Elsewhere)
    page = world.html("/directives/{id}", id=one)
    assert "until 2031-01-01" in page
    assert "lapses" not in page


def test_a_change_of_policy_is_confirmed_once_its_review_was_there(world: World, tmp_path: Path) -> None:
    """Until then the page says that it is worked out, and what is sent all the same signs nothing."""
    shutil.copytree(world.town.home / "policy", tmp_path / "policy")
    rules = tmp_path / "policy" / "purposes.toml"
    rules.write_text(rules.read_text().replace('title = "', 'title = "The ', 1))
    done = world.town.directive(
        "order", "policy", str(tmp_path / "policy"), "--reason", "a", world.town.key("mayor")
    )
    assert done.exit_code == 0, done.output
    unread = {"read": "0" * 64, "typed": "P-1"}
    refused = said(world, world.sign("/directives/{id}/confirm", "sue", unread, id="P-1"))
    assert "must be worked out first" in refused
    for _ in range(600):
        page = world.html("/directives/{id}", Role.OFFICIAL, who="sue", id="P-1")
        if "being worked out" not in page:
            break
        time.sleep(0.1)
    assert "what changes:" in page
    # Another review may have taken the place of the one that a page has shown.
    refused = said(world, world.sign("/directives/{id}/confirm", "sue", unread, id="P-1"))
    assert "The review has changed: read it again" in refused
    answer = world.sign("/directives/{id}/confirm", "sue", {"typed": "P-1"}, id="P-1")
    assert (answer, world.desk.register().find("P-1").status) == (
        Elsewhere("/directives/P-1?signed=1"),
        "confirmed",
    )


def test_one_member_is_ended_by_two(world: World) -> None:
    """What would end is shown; the code is typed; then the person is no member any more."""
    page = world.html("/members/{member}/departure", Role.OFFICIAL, who="mona", member="m-7")
    assert "End the enrolment of <bdi>m-7</bdi>" in page
    path, form = "/members/{member}/departure", {"reason": HOSTILE, "typed": "m-7"}
    assert "Type the member" in said(world, world.sign(path, "mona", form | {"typed": "m7"}, member="m-7"))
    assert "Say why" in said(world, world.sign(path, "mona", form | {"reason": ""}, member="m-7"))
    assert isinstance(world.sign(path, "mona", form | {"typed": "x"}, member="x"), Absent)
    answer = world.sign(path, "mona", form, member="m-7")
    assert answer == Elsewhere("/directives/X-1?signed=1")
    assert isinstance(world.sign("/directives/{id}/confirm", "sue", {"typed": "X-1"}, id="X-1"), Elsewhere)
    assert "m-7" not in world.desk.register().members
    assert "No access that began after it was answered" in world.html("/directives/{id}", id="X-1")
    assert isinstance(
        world.ask("/members/{member}/departure", Role.OFFICIAL, who="mona", member="m-7"), Absent
    )
