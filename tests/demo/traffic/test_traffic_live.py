"""Traffic through a real door."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from psycopg.conninfo import make_conninfo

from copied_postgres import copied_installation
from ostiary.demo.gateway_process import GatewayProcess
from ostiary.demo.installation import Installation
from ostiary.demo.place import MARK, free_port
from ostiary.demo.traffic.cast import Player
from ostiary.demo.traffic.clients import Client
from ostiary.demo.traffic.enrolling import FILE as PASSWORDS
from ostiary.demo.traffic.enrolling import enrol
from ostiary.demo.traffic.intentions import Intention, Question, Stated
from ostiary.demo.traffic.performance import Performance
from ostiary.demo.traffic.sights import SAMPLE, look
from ostiary.demo.traffic.tally import Outcome
from ostiary.demo.traffic.truth import FILE as TRUTH
from ostiary.errors import UpstreamDown
from ostiary.evidence.commitment import ACCESS
from ostiary.server.entries import entries_of

NAMES = Question("SELECT surname FROM persons WHERE person_id = $1", ("1",))
RIGHT = Stated("criminal-investigation", "QA100000")


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A demonstration whose door is open."""
    home = tmp_path_factory.mktemp("traffic") / "home"
    home.mkdir()
    (home / MARK).touch()
    with (
        copied_installation(home) as installation,
        GatewayProcess(home),
    ):
        yield installation


def command(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "ostiary.cli.main", "demo", "traffic", "--home", str(home), *arguments]


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(home, *arguments),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def entries(home: Path, start: int = 0) -> list[dict[str, Any]]:
    return [json.loads(one.payload) for one in entries_of(home, start) if one.kind == ACCESS]


def lines(home: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (home / TRUTH).read_text().splitlines()]


def wait_until(what: Callable[[], object], why: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if what():
            return
        time.sleep(0.05)
    raise AssertionError(f"this never came: {why}")


def test_traffic_passes_the_door_and_the_log_has_it(installation: Installation) -> None:
    """Members of many agencies are answered and refused; each planted access is found in the log by its truth."""
    home = installation.folder
    before = len(list(entries_of(home)))
    done = run(home, "--rate", "60", "--seconds", "6", "--day", "6", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["answered"] > 100
    assert told["refused"] > 10
    assert told["failed"] == 0
    assert len(told["agencies"]) > 10
    logged = entries(home, before)
    assert len({entry["agency"] for entry in logged if "agency" in entry}) > 10
    planted = [line for line in lines(home) if line["kind"] == "access"]
    assert {line["story"] for line in planted} >= {"for-ice", "harvest", "one-case"}
    sought = {
        (entry["member"], entry["statement"], tuple(entry["parameters"]))
        for entry in logged
        if "statement" in entry
    }
    # A refused declaration or log-in is no access, and has no entry with a statement.
    assert all(
        (line["member"], line["statement"], tuple(line["parameters"])) in sought
        for line in planted
        if line["sqlstate"] in {"", "42501"}
    )


def test_a_second_time_nobody_is_enrolled_again(installation: Installation, cast: Sequence[Player]) -> None:
    """The passwords are those of the first time, in a file of their own for its owner alone."""
    first = enrol(installation.folder, cast)
    kept = (installation.folder / PASSWORDS).read_bytes()
    assert enrol(installation.folder, cast) == first
    assert (installation.folder / PASSWORDS).read_bytes() == kept
    assert (installation.folder / PASSWORDS).stat().st_mode & 0o777 == 0o600


def test_ctrl_c_ends_with_the_summary(installation: Installation) -> None:
    """Exit 0, and what came of it in words; where nobody looks there is no table."""
    shown = installation.folder.parent / "shown"
    with (
        shown.open("wb") as output,
        subprocess.Popen(
            command(installation.folder, "--rate", "30"),
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
        ) as process,
    ):
        size = len(entries(installation.folder))
        wait_until(lambda: len(entries(installation.folder)) > size + 20, "somebody asks")
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    said = shown.read_text()
    assert "agency  " not in said
    assert "answered," in said
    assert TRUTH in said


def performed(installation: Installation, cast: Sequence[Player], *meant: Intention) -> list[Outcome]:
    """What came of these intentions, one after the other, by one client."""
    password = enrol(installation.folder, cast)[meant[0].member]
    conninfo = make_conninfo(
        installation.verified,
        host="127.0.0.1",
        port=installation.port,
        dbname="city",
        user=meant[0].member,
        password=password,
    )

    async def work() -> list[Outcome]:
        client = Client("cpd", conninfo)
        try:
            return [await client.perform(one) for one in meant]
        finally:
            await client.close()

    return asyncio.run(work())


def test_a_session_is_kept_and_declares_what_changes(
    installation: Installation, cast: Sequence[Player]
) -> None:
    """Purpose and case of each access are those meant, also after one that was refused as a setting."""
    before = len(list(entries_of(installation.folder)))
    member = cast[0].member.code
    wrong = Stated("criminal-investigation", "no case")
    outcomes = performed(
        installation,
        cast,
        Intention(0, member, RIGHT, NAMES),
        Intention(0, member, wrong, NAMES),
        Intention(0, member, Stated("robbery", "QA100001"), NAMES),
        Intention(0, member, Stated("robbery"), NAMES),
    )
    assert [outcome.sqlstate for outcome in outcomes] == ["", "22023", "", "42501"]
    logged = [entry for entry in entries(installation.folder, before) if entry["member"] == member]
    assert [(entry["purpose"], entry["case"]) for entry in logged] == [
        ("criminal-investigation", "QA100000"), ("robbery", "QA100001"), ("robbery", None),
    ]  # fmt: skip
    assert len({entry["session"] for entry in logged}) == 1


def test_a_refused_log_in_is_an_outcome(installation: Installation, cast: Sequence[Player]) -> None:
    """A case number that is none, already at log-in, has the door's code."""
    wrong = Intention(0, cast[0].member.code, Stated("homicide", "2026-1"), NAMES)
    unknown = Intention(0, cast[0].member.code, Stated("homicyde", "QA100000"), NAMES)
    assert [outcome.sqlstate for outcome in performed(installation, cast, wrong, unknown)] == [
        "22023",
        "22023",
    ]


def test_a_door_that_is_gone_is_said(cast: Sequence[Player]) -> None:
    """When nothing is ever answered, the performance ends with an error."""
    nobody = Performance(
        f"host=127.0.0.1 port={free_port()}", cast, {one.member.code: "x" for one in cast}, lambda _: None
    )
    script = [Intention(0, cast[0].member.code, RIGHT, NAMES)] * 5

    async def play() -> None:
        await nobody.play(script, 1.0, asyncio.Event())

    with pytest.raises(UpstreamDown, match="does not answer any more"):
        asyncio.run(play())


def test_sights_are_the_citys(installation: Installation) -> None:
    """Samples of what is there, the same each time; nobody who is juvenile or sealed."""
    dsn = installation.postgres.admin_dsn("city")
    sights = look(dsn)
    assert look(dsn) == sights
    assert 100 < len(sights.people) <= SAMPLE
    assert sights.persons == installation.counts.persons
    assert not set(sights.open_cases) & set(sights.closed_cases)
    assert set(sights.involved) <= {*sights.open_cases, *sights.closed_cases}


def test_a_city_that_is_gone_is_said(installation: Installation) -> None:
    """With the way out."""
    with pytest.raises(UpstreamDown) as failure:
        look(installation.postgres.admin_dsn("nowhere"))
    assert "ostiary demo" in failure.value.hint


def test_made_up_members_come_into_no_real_installation(installation: Installation, tmp_path: Path) -> None:
    """A home without the mark, named before or after `traffic`, is refused before anything is written."""
    (tmp_path / "ostiary.toml").write_text((installation.folder / "ostiary.toml").read_text())
    after, before = command(tmp_path, "--seconds", "1"), command(tmp_path)[:-3]
    for line in (after, [*before, "--home", str(tmp_path), "traffic", "--seconds", "1"]):
        done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 1
        assert f"`{tmp_path}` is no demonstration" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["ostiary.toml"]
