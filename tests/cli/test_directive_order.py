"""Suspensions, approvals, changes of policy and the public register, at the desks of two officials."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import psycopg
import pytest

from cli.town import CHICAGO, OFFICIALS_TEXT, Town, make_town
from control_world import append_all
from directives.directive_world import OFFICIALS, Chain, enrolment
from ostiary.cli import opening_desk as desk_module
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.directives.review import Finding, Review, Reviewer, Verdict
from ostiary.model.bundle import Bundle
from ostiary.office import desk as clock_module
from ostiary.office.replaying import ReplayedLog

NEXT_YEAR = f"{datetime.now(UTC).year + 1}-01-01"
PERMIT = '[[permit]]\nid = "R90"\ncite = "s. 90"\nwhen.agency = "fbi"\nwhen.record_class = "offence_codes"\n'
PROMISE = '[[promise]]\nid = "PR-1"\ncite = "s. 1"\nstrength = "{}"\nnever.purpose = "civil-immigration-enforcement"\n'


@pytest.fixture
def town(server: EmbeddedPostgres, tmp_path: Path) -> Town:
    """A town whose policy makes no promises, so that a test can say which there are."""
    town = make_town(server, tmp_path)
    (town.home / "policy" / "promises.toml").unlink()
    return town


def ordered(town: Town, *words: str, by: str = "mayor") -> dict[str, Any]:
    result = town.directive("order", *words, town.key(by), "--json")
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def policy_of(town: Town, tmp_path: Path, more: str, name: str = "next") -> str:
    """A folder with the town's policy and a further file."""
    folder = tmp_path / name
    shutil.copytree(town.home / "policy", folder)
    (folder / "more.toml").write_text(more)
    return str(folder)


@pytest.fixture
def reviewing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Finding | None], None]:
    """From now on the desk's reviewer finds this about every promise; None: it can prove nothing."""

    def find(finding: Finding | None) -> None:
        def review(_before: Bundle, after: Bundle) -> Review:
            if finding is None:
                return Review(("new permit R90 (s. 90)",))
            verdicts = tuple(
                Verdict(one.source.id, finding, ("as the test has it",)) for one in after.promises
            )
            return Review(("new permit R90",), verdicts, ("2 of 2 accesses as before",))

        def reviewer_for(_log: ReplayedLog) -> Reviewer:
            return review

        monkeypatch.setattr(desk_module, "reviewer_for", reviewer_for)

    return find


def test_two_officials_suspend_and_reinstate(town: Town) -> None:
    """Each takes two; the list says how each stands."""
    found = ordered(town, "suspend", "ice", "--reason", "audit")
    assert (found["id"], found["act"]["kind"], found["in_force"]) == ("S-1", "suspension", False)
    assert found["act"]["covers"] == ["ice", "ice-ero", "ice-hsi"]
    assert town.directive("confirm", "S-1", town.key("mayor")).exit_code == 1
    confirmed = town.directive("confirm", "S-1", town.key("inspector"))
    assert "suspends Immigration and Customs Enforcement (`ice`)" in confirmed.stdout
    again = town.directive("order", "suspend", "ice", "--reason", "x", town.key("mayor"))
    assert (again.exit_code, "suspended already, by `S-1`" in again.stderr) == (1, True)
    ordered(town, "reinstate", "ice", "--reason", "done")
    assert town.directive("confirm", "S-2", town.key("inspector")).exit_code == 0
    lines = town.directive("list").stdout.splitlines()
    assert lines[0].startswith("S-1  ended by S-2  suspends")
    assert lines[1].startswith("S-2  in force  sets Immigration")


def test_an_agency_that_there_is_not_is_not_suspended(town: Town) -> None:
    """With the nearest code; and one that was not suspended is not set active."""
    wrong = town.directive("order", "suspend", "icee", "--reason", "x", town.key("mayor"))
    assert (wrong.exit_code, "did you mean `ice`?" in wrong.stderr) == (1, True)
    active = town.directive("order", "reinstate", "ice", "--reason", "x", town.key("mayor"))
    assert (active.exit_code, "not suspended by any directive" in active.stderr) == (1, True)


def test_two_officials_approve_a_case(town: Town) -> None:
    """For a member, in the form in which cases are declared, and until a day to come."""
    append_all(town.dsn, Chain().order(enrolment("p-1", "mayor")).confirm("E-1").raws)
    words = ["approval", "p-1", "--case", "JK123456", "--until", NEXT_YEAR, "--reason", "asked for"]
    assert ordered(town, *words)["act"] == {
        "kind": "approval", "member": "p-1", "case": "JK123456", "until": NEXT_YEAR, "reason": "asked for",
    }  # fmt: skip
    confirmed = town.directive("confirm", "A-1", town.key("superintendent"))
    assert f"approves that p-1 asks for case JK123456 until {NEXT_YEAR}" in confirmed.stdout
    for changed, why in (
        (["approval", "p-2", *words[2:]], "`p-2` is no member"),
        (["approval", "mayor", *words[2:]], "`mayor` cannot approve"),
        ([*words[:3], "1 OR 1=1", *words[4:]], "case"),
        ([*words[:5], "2019-01-01", *words[6:]], "an approval until 2019-01-01 would never hold"),
    ):
        result = town.directive("order", *changed, town.key("mayor"))
        assert (result.exit_code, result.stdout) == (1, "")
        assert why in result.stderr


def test_an_urgent_cut_off_is_in_force_at_once(town: Town) -> None:
    """On one signature, for the hours of the settings unless others are said; confirmed it stays."""
    words = ["order", "ice", "--permanent", "--reason", "raid", "--now", town.key("mayor")]
    first = town.cutoff(*words)
    assert first.exit_code == 0
    assert first.stdout.startswith(
        "D-1 ordered by A. Mayor, Office of the Mayor; it is in force now, and lapses at "
    )
    (found,) = town.listed()
    assert (found["status"], found["in_force"], found["act"]["urgent_hours"]) == ("ordered", True, 24)
    lapse = datetime.fromisoformat(found["lapses_at"]) - datetime.fromisoformat(found["ordered_at"])
    assert lapse == timedelta(hours=24)
    assert town.directive("list").stdout.startswith("D-1  in force on one signature, lapses at ")
    assert "nobody renews that alone" in town.cutoff(*words).stderr
    assert town.cutoff("confirm", "D-1", town.key("inspector")).exit_code == 0
    (found,) = town.listed()
    assert (found["status"], found["in_force"], found["lapses_at"]) == ("confirmed", True, None)


def test_the_hours_are_said_with_now_only(town: Town) -> None:
    """Within is of an urgent one, and 72 hours are the most."""
    words = ["order", "cbp", "--permanent", "--reason", "raid", town.key("mayor")]
    assert town.cutoff(*words, "--within", "3").exit_code == 2
    assert town.cutoff(*words, "--now", "--within", "73").exit_code == 2
    assert town.cutoff(*words, "--now", "--within", "3").exit_code == 0
    assert [one["act"]["urgent_hours"] for one in town.listed()] == [3]


def test_the_settings_say_for_how_long(town: Town) -> None:
    """Where the command does not."""
    file = town.home / "ostiary.toml"
    file.write_text(f"urgent_cut_off_hours = 6\n{file.read_text()}")
    town.cutoff("order", "cbp", "--permanent", "--reason", "raid", "--now", town.key("mayor"))
    assert [one["act"]["urgent_hours"] for one in town.listed()] == [6]


def test_an_urgent_cut_off_is_refused_at_once(town: Town) -> None:
    """By the very official who ordered it."""
    town.cutoff("order", "cbp", "--permanent", "--reason", "raid", "--now", town.key("mayor"))
    refused = town.cutoff("refuse", "D-1", "--reason", "a mistake", town.key("mayor"))
    assert refused.exit_code == 0
    assert [one["in_force"] for one in town.listed()] == [False]


def test_two_officials_lift_a_cut_off(town: Town) -> None:
    """It ends when the lift is confirmed; what keeps the agency out besides is told."""
    for agency in ("ice", "dhs"):
        town.cutoff("order", agency, "--until", NEXT_YEAR, "--reason", "why", town.key("mayor"))
    for directive in ("D-1", "D-2"):
        town.cutoff("confirm", directive, town.key("inspector"))
    lifted = town.cutoff("lift", "D-1", "--reason", "ruled on", town.key("mayor"))
    assert (lifted.exit_code, lifted.stderr) == (0, "warning: `ice` stays cut off by D-2\n")
    assert f"    ostiary cutoff confirm L-1 --key FILE --home {town.home}" in lifted.stdout
    assert town.cutoff("confirm", "L-1", town.key("inspector")).exit_code == 0
    standing = {one["id"]: (one["in_force"], one["ended_by"]) for one in town.listed()}
    assert standing == {"D-1": (False, "L-1"), "D-2": (True, None), "L-1": (True, None)}
    assert town.cutoff("list").stdout.startswith("D-1  ended by L-1  ends all access of")


def test_a_permanent_cut_off_has_no_lift(town: Town) -> None:
    """It says so, and nothing is ordered."""
    town.cutoff("order", "ice", "--permanent", "--reason", "why", town.key("mayor"))
    town.cutoff("confirm", "D-1", town.key("inspector"))
    result = town.cutoff("lift", "D-1", "--reason", "why", town.key("mayor"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "there is no lift for it" in result.stderr
    assert len(town.listed()) == 1


def clock_off_by(difference: timedelta) -> type[datetime]:
    """A clock that is wrong."""

    class Wrong(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + difference

    return Wrong


def test_a_clock_that_is_wrong_signs_nothing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ahead, every gateway would refuse the chain; behind, an act would seem older than it is."""
    for minutes, word in ((61, "61 minutes ahead of"), (-61, "61 minutes behind")):
        monkeypatch.setattr(clock_module, "datetime", clock_off_by(timedelta(minutes=minutes)))
        result = town.cutoff("order", "ice", "--permanent", "--reason", "why", town.key("mayor"))
        assert (result.exit_code, result.stdout) == (1, "")
        assert f"the clock here is {word} the control database's" in result.stderr
    monkeypatch.undo()
    assert town.listed() == []


def test_a_policy_that_nobody_has_proved_is_ordered_and_not_confirmed(
    town: Town, tmp_path: Path, reviewing: Callable[[Finding | None], None]
) -> None:
    """What changes is shown; that nothing was proved is said, and is no proof."""
    reviewing(None)
    found = ordered(town, "policy", policy_of(town, tmp_path, PERMIT), "--reason", "asked for")
    assert (found["id"], found["act"]["kind"]) == ("P-1", "policy-change")
    shown = town.directive("show", "P-1")
    assert "new permit R90 (s. 90)" in shown.stdout
    assert "nothing has been proved about this policy" in shown.stdout
    assert "nothing was replayed" in shown.stdout
    assert "it cannot be confirmed: nothing has been proved" in shown.stdout
    confirmed = town.directive("confirm", "P-1", town.key("inspector"), "--yes")
    assert (confirmed.exit_code, confirmed.stdout) == (1, "")
    assert "not known to keep its promises" in confirmed.stderr
    assert [one["status"] for one in town.listed()] == ["ordered"]


def test_where_nothing_is_proved_a_policy_with_permanent_promises_is_not_even_ordered(
    town: Town, tmp_path: Path, reviewing: Callable[[Finding | None], None]
) -> None:
    """Nobody knows whether it breaks one."""
    reviewing(None)
    folder = policy_of(town, tmp_path, (CHICAGO / "promises.toml").read_text())
    result = town.directive("order", "policy", folder, "--reason", "a", town.key("mayor"))
    assert (result.exit_code, "nothing has been proved about this policy" in result.stderr) == (1, True)
    assert town.listed() == []


def test_two_officials_change_the_policy(
    town: Town, tmp_path: Path, reviewing: Callable[[Finding | None], None]
) -> None:
    """One orders it from a folder, the other reads what it changes and confirms; then it is the policy of all desks."""
    reviewing("KEPT")
    agency = '[[agency]]\ncode = "evanston-pd"\nname = "Evanston"\nlevel = "city"\nkind = "police"\n'
    folder = policy_of(town, tmp_path, PERMIT + agency)
    result = town.directive(
        "order", "policy", folder, "--reason", "asked for", "--title", "R90", town.key("mayor")
    )
    assert result.exit_code == 0, result.stderr
    assert "what changes:\n    new permit R90\npromises:\n    the policy makes none\n" in result.stderr
    shutil.rmtree(folder)
    author = town.directive("confirm", "P-1", town.key("mayor"), "--yes")
    assert (author.exit_code, "takes two people" in author.stderr) == (1, True)
    unknown = town.directive("order", "suspend", "evanston-pd", "--reason", "x", town.key("mayor"))
    assert unknown.exit_code == 1
    confirmed = town.directive("confirm", "P-1", town.key("inspector"), "--yes")
    assert confirmed.exit_code == 0, confirmed.stderr
    assert "2 of 2 accesses as before" in confirmed.stderr
    assert confirmed.stdout.startswith("P-1 is confirmed and takes effect now:\nP-1  in force  puts policy ")
    known = town.directive("order", "suspend", "evanston-pd", "--reason", "x", town.key("mayor"))
    assert known.exit_code == 0, known.stderr
    assert json.loads(town.directive("show", "P-1", "--json").stdout)["act"]["title"] == "R90"


def test_a_change_against_a_policy_that_is_no_more_in_force_is_stale(
    town: Town, tmp_path: Path, reviewing: Callable[[Finding | None], None]
) -> None:
    """Of two changes that were ordered against one policy, the one that is confirmed first is the only one."""
    reviewing("KEPT")
    ordered(town, "policy", policy_of(town, tmp_path, PERMIT, "first"), "--reason", "a")
    ordered(
        town, "policy", policy_of(town, tmp_path, PERMIT.replace("R90", "R91"), "second"), "--reason", "b"
    )
    assert town.directive("confirm", "P-2", town.key("inspector"), "--yes").exit_code == 0
    stale = town.directive("confirm", "P-1", town.key("inspector"), "--yes")
    assert (stale.exit_code, "it was written against policy" in stale.stderr) == (1, True)
    assert "it cannot be confirmed: it was written against" in town.directive("show", "P-1").stdout


@pytest.mark.parametrize(
    ("strength", "finding", "is_ordered", "is_confirmed"),
    [
        ("permanent", "KEPT TODAY", False, False),
        ("kept", "KEPT TODAY", True, True),
        ("kept", "NOT SETTLED", True, False),
    ],
)
def test_a_policy_that_breaks_a_promise_is_not_signed(
    town: Town,
    tmp_path: Path,
    reviewing: Callable[[Finding | None], None],
    strength: str,
    finding: Finding,
    is_ordered: bool,  # noqa: FBT001
    is_confirmed: bool,  # noqa: FBT001
) -> None:
    """A permanent one is not even ordered broken; any other is ordered and not confirmed."""
    reviewing(finding)
    folder = policy_of(town, tmp_path, PROMISE.format(strength))
    order = town.directive("order", "policy", folder, "--reason", "a", town.key("mayor"))
    assert (order.exit_code == 0) == is_ordered, order.stderr
    if is_ordered:
        confirmed = town.directive("confirm", "P-1", town.key("inspector"), "--yes")
        assert (confirmed.exit_code == 0) == is_confirmed
    if not is_confirmed:
        assert all(one["status"] == "ordered" for one in town.listed())


def test_a_policy_is_not_confirmed_before_its_first_day(
    town: Town, tmp_path: Path, reviewing: Callable[[Finding | None], None]
) -> None:
    """Gateways would serve nobody until then."""
    reviewing("KEPT")
    folder = Path(policy_of(town, tmp_path, PERMIT))
    name = next(one for one in folder.glob("*.toml") if "[policy]" in one.read_text())
    text = name.read_text()
    first = re.sub(r"(?m)^effective = .*$\n", "", text).replace(
        "[policy]", f"[policy]\neffective = {NEXT_YEAR}"
    )
    name.write_text(first)
    ordered(town, "policy", str(folder), "--reason", "from next year on")
    result = town.directive("confirm", "P-1", town.key("inspector"), "--yes")
    assert (result.exit_code, f"in force from {NEXT_YEAR} on" in result.stderr) == (1, True)


def test_a_promise_is_withdrawn_by_a_directive_that_names_the_law(
    town: Town, tmp_path: Path, reviewing: Callable[[Finding | None], None]
) -> None:
    """And by no other, and that one does nothing else."""
    reviewing("KEPT")
    bare = policy_of(town, tmp_path, "", "bare")
    (town.home / "policy" / "promises.toml").write_text(PROMISE.format("permanent"))
    silent = town.directive("order", "policy", bare, "--reason", "a", town.key("mayor"))
    assert (silent.exit_code, "withdrawn or weakened: PR-1" in silent.stderr) == (1, True)
    more = Path(bare) / "more.toml"
    more.write_text(PERMIT)
    withdrawing = ["--reason", "a", "--withdraw", "PR-1", "--law", "Ordinance 9"]
    both = town.directive("order", "policy", bare, *withdrawing, town.key("mayor"))
    assert (both.exit_code, "does nothing else" in both.stderr) == (1, True)
    more.unlink()
    assert (
        town.directive(
            "order", "policy", bare, "--reason", "a", "--withdraw", "PR-1", town.key("mayor")
        ).exit_code
        == 2
    )
    found = ordered(town, "policy", bare, *withdrawing)
    assert (found["act"]["withdraws"], found["act"]["law"]) == (["PR-1"], "Ordinance 9")
    confirmed = town.directive("confirm", found["id"], town.key("inspector"), "--yes")
    assert confirmed.exit_code == 0, confirmed.stderr
    assert "by law: Ordinance 9" in confirmed.stdout


def test_officials_are_not_changed(
    town: Town, tmp_path: Path, reviewing: Callable[[Finding | None], None]
) -> None:
    """Nor does a policy come in that is none."""
    reviewing("KEPT")
    folder = policy_of(town, tmp_path, PERMIT)
    (Path(folder) / "officials.toml").write_text(OFFICIALS_TEXT.replace("A. Mayor", "B. Mayor"))
    result = town.directive("order", "policy", folder, "--reason", "a", town.key("mayor"))
    assert (result.exit_code, "the officials are not the same" in result.stderr) == (1, True)
    (Path(folder) / "more.toml").write_text("[[permit]]\n")
    assert town.directive("order", "policy", folder, "--reason", "a", town.key("mayor")).exit_code == 1
    assert town.listed() == []


def test_texts_that_were_exchanged_are_not_confirmed(
    town: Town, tmp_path: Path, reviewing: Callable[[Finding | None], None]
) -> None:
    """What two officials sign is the hash, and what lies under it in the database must compile to it."""
    reviewing("KEPT")
    version = ordered(town, "policy", policy_of(town, tmp_path, PERMIT), "--reason", "a")["act"]["version"]
    with psycopg.connect(town.dsn, autocommit=True) as connection:
        other = "UPDATE ostiary.policy_version SET texts = (SELECT texts FROM ostiary.policy_version WHERE version <> %s) WHERE version = %s"
        connection.execute(other.encode(), [version, version])
    result = town.directive("confirm", "P-1", town.key("inspector"), "--yes")
    assert (result.exit_code, f"the texts kept as policy {version[:12]} compile to" in result.stderr) == (
        1,
        True,
    )
    assert "it cannot be confirmed: the texts kept" in town.directive("show", "P-1").stdout
    seen = json.loads(town.directive("show", "P-1", "--json").stdout)
    assert (seen["review"], "compile to" in seen["why_not"]) == (None, True)


def test_nobody_confirms_a_policy_unread(
    town: Town, tmp_path: Path, reviewing: Callable[[Finding | None], None]
) -> None:
    """Without a terminal it takes --yes."""
    reviewing("KEPT")
    ordered(town, "policy", policy_of(town, tmp_path, PERMIT), "--reason", "a")
    result = town.directive("confirm", "P-1", town.key("inspector"))
    assert (result.exit_code, "nobody is here to read" in result.stderr) == (1, True)
    assert [one["status"] for one in town.listed()] == ["ordered"]


PROGRAM = """
import sys
from ostiary.cli import opening_desk
from ostiary.directives.review import Review
opening_desk.reviewer_for = lambda log: lambda before, after: Review(("as it is",), (), ())
from ostiary.cli.directive import directive
directive(sys.argv[1:])
"""


@pytest.mark.parametrize(("typed", "exit_code"), [("P-1", 0), ("p-1", 1)])
def test_a_person_at_a_terminal_types_the_id(
    town: Town, tmp_path: Path, reviewing: Callable[[Finding | None], None], typed: str, exit_code: int
) -> None:
    """After the review was shown; anything else confirms nothing."""
    reviewing("KEPT")
    ordered(town, "policy", policy_of(town, tmp_path, PERMIT), "--reason", "a")
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "wb", buffering=0) as terminal, os.fdopen(theirs, "rb") as stdin:
        terminal.write(f"{typed}\n".encode())
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM, "confirm", "P-1", town.key("inspector"), f"--home={town.home}"],
            stdin=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert run.returncode == exit_code, run.stderr
    before, asked, _ = run.stderr.partition("type `P-1` to confirm this")
    assert asked
    assert "what changes:\n    as it is" in before
    assert [one["status"] for one in town.listed()] == ["confirmed" if exit_code == 0 else "ordered"]


def test_the_public_register_is_published(town: Town, tmp_path: Path) -> None:
    """Both files, whole, for everybody to read; nothing of members in them."""
    append_all(town.dsn, Chain().order(enrolment("p-secret")).confirm("E-1").raws)
    town.cutoff("order", "ice", "--permanent", "--reason", "raid", town.key("mayor"))
    folder = tmp_path / "www" / "register"
    result = town.directive("publish", str(folder), "--json")
    assert json.loads(result.stdout)["directives"] == 2
    found = json.loads((folder / "directives.json").read_text())
    assert [one["id"] for one in found["directives"]] == ["E-1", "D-1"]
    feed = ET.fromstring((folder / "directives.atom").read_bytes())
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 2
    assert sorted(one.name for one in folder.iterdir()) == ["directives.atom", "directives.json"]
    assert all(one.stat().st_mode & 0o777 == 0o644 for one in folder.iterdir())
    assert not any(b"p-secret" in one.read_bytes() for one in folder.iterdir())
    assert "2 directives, in " in town.directive("publish", str(folder)).stdout
    (tmp_path / "file").touch()
    refused = town.directive("publish", str(tmp_path / "file" / "below"))
    assert (refused.exit_code, "cannot be written" in refused.stderr) == (1, True)
    assert OFFICIALS["mayor"].name in (folder / "directives.json").read_text()


def test_a_desk_without_a_log_shows_no_replay_and_says_why(town: Town, tmp_path: Path) -> None:
    """Its reviewer is the real one: what changes is told, and that it is proved that nothing else does."""
    folder = policy_of(town, tmp_path, PERMIT)
    rules = next(file for file in Path(folder).glob("*.toml") if 'id = "R01"' in file.read_text())
    rules.write_text(rules.read_text().replace('id = "R01"', 'id = "R01a"', 1))
    result = town.directive("order", "policy", folder, "--reason", "a", town.key("mayor"))
    assert "Rules: R01 (prohibition removed), R01a (prohibition added), R90 (permit added)" in result.stderr
    assert "It is proved that nothing else changes" in result.stderr
    assert "    nothing was replayed\nthe log was not replayed: " in result.stderr


def test_the_log_is_replayed_for_those_who_sign(town: Town, tmp_path: Path, home: Path) -> None:
    """The real log of a home, and the counts that `ostiary policy replay` gives."""
    (home / "log").rename(town.home / "log")
    result = town.directive(
        "order", "policy", policy_of(town, tmp_path, PERMIT), "--reason", "a", town.key("mayor")
    )
    assert "would now be refused" in result.stderr
    assert "whether a statement was true, no replay shows" in result.stderr
    seen = json.loads(town.directive("show", "P-1", "--json").stdout)["review"]
    assert any(line.startswith("result ") for line in seen["replay"])
    assert seen["lacks"] == []


def test_a_cut_off_is_possible_while_the_policy_in_force_cannot_be_read(
    town: Town, tmp_path: Path, reviewing: Callable[[Finding | None], None]
) -> None:
    """Names are the founding policy's then, with a warning; a change of policy is not possible."""
    reviewing("KEPT")
    ordered(town, "policy", policy_of(town, tmp_path, PERMIT), "--reason", "a")
    assert town.directive("confirm", "P-1", town.key("inspector"), "--yes").exit_code == 0
    with psycopg.connect(town.dsn, autocommit=True) as connection:
        connection.execute("TRUNCATE ostiary.policy_version")
    cut_off = town.cutoff("order", "ice", "--permanent", "--reason", "why", town.key("mayor"))
    assert cut_off.exit_code == 0
    assert cut_off.stderr.startswith("warning: the control database has no policy ")
    assert town.cutoff("confirm", "D-1", town.key("inspector")).exit_code == 0
    other = policy_of(town, tmp_path, PERMIT.replace("R90", "R91"), "other")
    lost = town.directive("order", "policy", other, "--reason", "b", town.key("mayor"))
    assert (lost.exit_code, "has no policy" in lost.stderr) == (1, True)
    words = ("order", "policy", str(tmp_path / "next"), "--reason", "c", town.key("mayor"))
    assert "is in force already; its texts are kept for all gateways" in town.directive(*words).stdout
    assert json.loads(town.directive(*words, "--json").stdout).keys() == {"kept"}
    found = town.directive("order", "policy", other, "--reason", "b", town.key("mayor"))
    assert found.stdout.startswith("P-2 ordered by")


def test_a_solver_is_loaded_for_those_who_review_and_nobody_else(town: Town) -> None:
    """A cut-off neither waits for it nor needs it."""
    told = "import sys; from ostiary.cli.main import main; main(sys.argv[1:], standalone_mode=False); print('z3' in sys.modules)"
    words = ["cutoff", "order", "ice", "--permanent", "--reason", "raid", "--now", town.key("mayor")]
    run = subprocess.run(
        [sys.executable, "-c", told, *words, f"--home={town.home}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert run.stdout.splitlines()[-1] == "False"


def test_where_no_solver_is_installed_no_policy_is_signed(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said what to install; nothing is ordered."""
    monkeypatch.setitem(sys.modules, "ostiary.office.reviewer", None)
    result = town.directive(
        "order", "policy", policy_of(town, tmp_path, PERMIT), "--reason", "a", town.key("mayor")
    )
    assert (result.exit_code, "a part is not installed" in result.stderr) == (1, True)
    assert town.listed() == []


def test_the_promises_of_the_policy_are_proved_for_those_who_sign(town: Town, tmp_path: Path) -> None:
    """By both engines, for real: what keeps them is ordered and confirmed, what breaks a permanent one is not ordered."""
    promises = (CHICAGO / "promises.toml").read_text()
    (town.home / "policy" / "promises.toml").write_text(promises)
    folder = policy_of(town, tmp_path, PERMIT)
    result = town.directive("order", "policy", folder, "--reason", "a", town.key("mayor"))
    assert result.exit_code == 0, result.stderr
    assert "    P01: KEPT\n" in result.stderr
    assert "rules encoded by both engines" in result.stderr
    assert "A proof is about declared facts" in result.stderr
    assert town.directive("confirm", "P-1", town.key("inspector"), "--yes").exit_code == 0
    broken = Path(policy_of(town, tmp_path, PERMIT, "broken"))
    rules = next(file for file in broken.glob("*.toml") if 'id = "R01"' in file.read_text())
    blocks = rules.read_text().split("\n[[prohibit]]\n")
    rules.write_text("\n[[prohibit]]\n".join(one for one in blocks if 'id = "R01"' not in one))
    refused = town.directive("order", "policy", str(broken), "--reason", "a", town.key("mayor"))
    assert (refused.exit_code, "permanent promises would be broken: " in refused.stderr) == (1, True)
