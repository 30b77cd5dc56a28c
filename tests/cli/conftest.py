"""A small home with a small log, for commands that only read; and a town for those who sign."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.town import Town, make_town
from copied_postgres import fresh_server
from directives.directive_world import ICE, Chain, enrolment
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.evidence.commitment import ACCESS, DIRECTIVE
from ostiary.model.access import Answered, Asked, entry_payload
from ostiary.model.request import Allow, Context, Deny, Duties, Reason
from ostiary.store.log.client import append_once
from ostiary.store.log.folder import create_log

AT = "2026-11-22T06:27:33.034164+00:00"
POLICIES = Path(__file__).resolve().parents[2] / "policies"


def asked(statement: str, decision: Allow | Deny, *, agency: str, policy: str = "0" * 64) -> Asked:
    """A question of a member of that agency."""
    context = Context(
        "m-1", agency, "detective", "homicide", agency, case="JK123456", affiliations=frozenset({"ice-hsi"})
    )
    return Asked(
        access="a-1",
        gateway="gw",
        session="s",
        client="127.0.0.1:1",
        context=context,
        statement=statement,
        parameters=("7", None),
        asked_about=(("persons.surname", "Salter"),),
        record_classes=("persons",),
        fields=("persons.surname",),
        decision=decision,
        policy=policy,
        profile="p",
        directive_head="h",
    )


def payloads() -> list[tuple[int, bytes]]:
    """An allowed access, a refused one with a hostile statement, three steps of directives."""
    allow = Allow(("R30",), Duties(rules=("R40",)))
    deny = Deny((Reason("prohibited", "R01", "City of Chicago", "`ice` may not read `persons`"),))
    hostile = "SELECT '\x1b[2J\x07'"
    return [
        (
            ACCESS,
            entry_payload(
                "whole", AT, asked("SELECT surname", allow, agency="cpd"), Answered("answered", 2, (5, 6))
            ),
        ),
        (ACCESS, entry_payload("whole", AT, asked(hostile, deny, agency="ice"), Answered("refused"))),
        *((DIRECTIVE, raw) for raw in steps()),
    ]


def steps() -> list[bytes]:
    """An enrolment and a cut-off that are ordered, and the cut-off's confirmation."""
    chain = Chain()
    chain.order(enrolment("m-7"), "mayor")
    chain.order(ICE, "mayor")
    chain.confirm("D-1", "superintendent")
    return chain.raws


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose log holds five entries, under the policy pack chicago-2019."""
    folder = tmp_path / "home"
    folder.mkdir()
    create_log(folder / "log", "log.example/cli", bytes(32))
    socket = folder / "s"
    command = [sys.executable, "-m", "ostiary.store.log.writer", str(folder / "log"), "--socket", str(socket)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline().startswith("writing ")
        for kind, payload in payloads():
            append_once(socket, kind, payload)
        writer.terminate()
    (folder / "ostiary.toml").write_text(
        f'gateway = "gw"\npolicy_dir = "{POLICIES / "chicago-2019"}"\n'
        '[database]\nhost = "/tmp"\nname = "city"\nkeeper_dsn_file = "none"\n'
    )
    return folder


@pytest.fixture
def small_log(home: Path) -> str:
    """The log of that home."""
    return str(home / "log")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """A real server of one module alone."""
    with fresh_server(tmp_path_factory.mktemp("town")) as running:
        yield running


@pytest.fixture
def town(server: EmbeddedPostgres, tmp_path: Path) -> Town:
    """A fresh town."""
    return make_town(server, tmp_path)
