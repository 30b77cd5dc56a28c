"""Signing in to a console that runs: both factors as one, each code once, an account's end bites at the next request."""

from __future__ import annotations

import json
import re
import signal
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import httpx2
import psycopg
import pytest

from copied_postgres import fresh_server
from ostiary.cli.web_faces import console_face
from ostiary.demo.certificates import SERVER, Certified, write_certificate
from ostiary.demo.place import free_port
from ostiary.door.events import Event
from ostiary.evidence.commitment import CONSOLE_ACT, TURNED_AWAY
from ostiary.server.settings import load_home
from ostiary.store.console_sessions import maybe_found
from ostiary.store.control import control_connection
from ostiary.store.key_files import write_private
from ostiary.store.log.reader import read_entries
from ostiary.web.frame.failed_sign_ins import FailedSignIns
from ostiary.web.frame.kept_sessions import KeptSessions
from ostiary.web.frame.sign_in import WRONG_SENTENCE
from ostiary.web.guard.console_session import Lifetime, token_digest
from ostiary.web.guard.cookie import NAME
from ostiary.web.guard.roles import ALL_ROLES, REACH, Open
from ostiary.web.guard.throttle import OF_ACCOUNT
from web.faces import ORIGIN, RolesByToken, Told, client_of, signed_in
from web.served_console import PASSWORD, ConsoleWorld, User, console_world, served

EMPTY_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleWorld]:
    folder = tmp_path_factory.mktemp("console")
    with fresh_server(folder / "pg") as server, console_world(folder, server) as world:
        world.add("opal", "official")
        yield world


@pytest.fixture(scope="module")
def process(world: ConsoleWorld) -> Iterator[subprocess.Popen[str]]:
    with served(world) as process:
        yield process


def acts(world: ConsoleWorld) -> list[tuple[str, str, str]]:
    """Who did what on what, as the log has it."""
    return [
        (said["account"], said["act"], said["on"])
        for one in read_entries(world.log_dir)
        if one.kind == CONSOLE_ACT
        for said in [json.loads(one.payload)]
    ]


def test_whoever_brings_both_is_let_in_and_the_log_says_so(
    world: ConsoleWorld, process: subprocess.Popen[str]
) -> None:
    """A new cookie, which holds until the sign-out and not a request longer."""
    ada = world.add("ada", "auditor")
    assert ("add-account", "ada auditor") in [found[1:] for found in acts(world)]
    with world.client() as client:
        assert client.get("/").headers["Location"] == "/sign-in"
        reply = world.sign_in(client, ada)
    cookie = reply.headers["Set-Cookie"]
    assert (reply.status_code, reply.headers["Location"]) == (303, "/")
    assert cookie.startswith(f"{NAME}=")
    assert "; Path=/; Secure; HttpOnly; SameSite=Strict" in cookie
    assert ("ada", "sign-in", "") in acts(world)
    with world.signed_in(ada) as client:
        page = client.get("/")
        assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
        assert "ada" in page.text
        out = client.post("/sign-out", headers=EMPTY_FORM)
        assert out.headers["Set-Cookie"].startswith(f"{NAME}=; Max-Age=0")
        assert client.get("/").headers["Location"] == "/sign-in"
    assert acts(world)[-1] == ("ada", "sign-out", "")


def test_nobody_is_told_what_was_wrong(world: ConsoleWorld, process: subprocess.Popen[str]) -> None:
    """Another name, another password, another code, a code again: one answer, and no cookie."""
    bea = world.add("bea", "custodian")
    used = bea.code()
    with world.client() as client:
        assert world.sign_in(client, bea, code=used).status_code == 303
        replies = [
            world.sign_in(client, bea, code=used),
            world.sign_in(client, bea, code="000000"),
            world.sign_in(client, bea, password=f"{PASSWORD}!"),
            world.sign_in(client, User("nobody", "official", bea.secret)),
            world.sign_in(client, bea, name="", password="", code="1"),
        ]
    assert {reply.status_code for reply in replies} == {401}
    assert len({reply.text for reply in replies}) == 1
    assert WRONG_SENTENCE in replies[0].text
    assert not any("Set-Cookie" in reply.headers for reply in replies)


def test_attempts_are_bounded_by_account(world: ConsoleWorld, process: subprocess.Popen[str]) -> None:
    """Beyond the limit not even what is right is looked at, and how long that lasts is said."""
    cid = world.add("cid", "auditor")
    with world.client() as client:
        # Attempts are counted by subscriber too, and others of this file have some of those.
        for _ in range(OF_ACCOUNT.burst):
            reply = world.sign_in(client, cid, code="000000", password="x")
        reply = world.sign_in(client, cid)
    assert reply.status_code == 429
    assert "Try again in" in reply.text


def test_an_account_that_ends_is_out_at_the_next_request(
    world: ConsoleWorld, process: subprocess.Popen[str]
) -> None:
    """Its sessions are gone, nobody signs in with it, and its name is not given again."""
    dov = world.add("dov", "official")
    with world.signed_in(dov) as client:
        assert client.get("/").status_code == 200
        world.run("user", "end", "dov", "--dsn-file", str(world.keeper_dsn), "--home", str(world.home))
        assert client.get("/").headers["Location"] == "/sign-in"
        assert client.post("/sign-out", headers=EMPTY_FORM).status_code == 401
    with world.client() as client:
        assert world.sign_in(client, dov).status_code == 401
    assert acts(world)[-1][1:] == ("end-account", "dov")
    words = ("--role", "auditor", "--password-file", str(world.home / "dov.password"))
    more = ("--dsn-file", str(world.keeper_dsn), "--home", str(world.home))
    world.run("user", "add", "dov", *words, *more, exit_code=1)
    listed = json.loads(world.run("user", "list", "--dsn-file", str(world.keeper_dsn), "--json"))
    assert [one["role"] for one in listed if one["name"] == "dov" and one["ended_at"]] == ["official"]


@pytest.mark.parametrize(
    ("name", "password", "problem"),
    [
        ("gabriela", "Gabriela likes boats", "does not hold the account's name"),
        ("gabriela", "short", "at least 12 characters"),
        ("Gabriela", PASSWORD, "cannot be the name of an account"),
        ("g@", PASSWORD, "cannot be the name of an account"),
    ],
)
def test_an_account_has_a_name_and_a_password_that_will_do(
    world: ConsoleWorld, tmp_path: Path, name: str, password: str, problem: str
) -> None:
    """What will not is refused before anything is written."""
    file = tmp_path / "password"
    write_private(file, f"{password}\n".encode())
    words = ("--role", "auditor", "--password-file", str(file), "--dsn-file", str(world.keeper_dsn))
    said = world.run("user", "add", name, *words, "--home", str(world.home), exit_code=1, of="stderr")
    assert problem in said
    assert password not in said


def test_a_session_ends_when_it_is_not_used_and_when_it_is_old(world: ConsoleWorld) -> None:
    """By the clock of the web process, whatever the browser does."""
    clock = [1_000_000.0]
    sessions = KeptSessions(world.console_dsn, Lifetime(idle=100, whole=250), lambda: clock[0])
    token = sessions.begin("opal")
    for passed in (60, 60, 60, 60):
        clock[0] += passed
        assert sessions.maybe_session(token) is not None
    clock[0] += 10
    assert sessions.maybe_session(token) is None
    token = sessions.begin("opal")
    clock[0] += 100
    assert sessions.maybe_session(token) is None
    with control_connection(world.console_dsn) as connection:
        assert maybe_found(connection, token_digest(token)) is None


@pytest.mark.parametrize(
    ("who", "statement"),
    [
        (
            "console",
            "INSERT INTO ostiary.console_account (name, role, kept_password, code_secret) VALUES ('x', 'auditor', '', '')",
        ),
        ("console", "UPDATE ostiary.console_account SET role = 'official'"),
        ("console", "UPDATE ostiary.console_account SET kept_password = ''"),
        ("console", "UPDATE ostiary.console_account SET ended_at = NULL"),
        ("console", "DELETE FROM ostiary.console_account"),
        ("console", "SELECT FROM ostiary.directive_step"),
        ("keeper", "SELECT kept_password FROM ostiary.console_account"),
        ("keeper", "SELECT code_secret FROM ostiary.console_account"),
        ("keeper", "UPDATE ostiary.console_account SET role = 'official'"),
        ("keeper", "SELECT digest FROM ostiary.console_session"),
        ("keeper", "INSERT INTO ostiary.console_session VALUES ('', 'opal', 0, 0)"),
    ],
)
def test_each_account_of_the_database_may_do_its_part_alone(
    world: ConsoleWorld, who: str, statement: str
) -> None:
    """Whoever takes the web process over makes no account; whoever keeps accounts signs nobody in."""
    dsn = world.console_dsn if who == "console" else world.keeper_dsn.read_text().strip()
    with psycopg.connect(dsn) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.encode())


def test_a_copy_of_the_database_opens_nothing(world: ConsoleWorld, process: subprocess.Popen[str]) -> None:
    """Neither a token nor the secret of codes stands in it."""
    eve = world.add("eve", "auditor")
    with world.signed_in(eve) as client:
        token = client.headers["Cookie"].partition("=")[2]
    with psycopg.connect(world.admin_dsn) as connection:
        rows = connection.execute("SELECT a::text FROM ostiary.console_account a").fetchall()
        rows += connection.execute("SELECT s::text FROM ostiary.console_session s").fetchall()
    kept = str(rows)
    assert "eve" in kept
    assert PASSWORD not in kept
    assert eve.secret.hex() not in kept
    assert token not in kept


def test_a_console_that_listens_to_other_machines_needs_tls(world: ConsoleWorld, tmp_path: Path) -> None:
    """It does not start, and says what to do; without a port there is nothing to start."""
    text = (world.home / "ostiary.toml").read_text()
    for name, old, new in (
        ("open", "[web]", '[web]\nhost = "0.0.0.0"'),
        ("closed", f"port = {world.port}", ""),
    ):
        home = tmp_path / name
        home.mkdir()
        for shared in ("secrets", "policy"):
            (home / shared).symlink_to(world.home / shared)
        (home / "ostiary.toml").write_text(text.replace(old, new))
        assert "hint:" in world.run("serve", "--home", str(home), exit_code=1, of="stderr")


def test_over_tls_a_browser_keeps_the_cookie_by_itself(world: ConsoleWorld, tmp_path: Path) -> None:
    """The whole way as other machines have it: the certificate is verified, and browsers are told to stay with TLS."""
    home, port = tmp_path / "tls", free_port()
    home.mkdir()
    for shared in ("secrets", "policy"):
        (home / shared).symlink_to(world.home / shared)
    authority = Certified.authority("an authority of this test", datetime.now(UTC))
    write_certificate(home / "root.pem", authority.certificate)
    console = authority.issue("the console", datetime.now(UTC), SERVER, hosts=("127.0.0.1", "localhost"))
    console.write(home / "console.pem", home / "console.key")
    text = (world.home / "ostiary.toml").read_text().replace(f"port = {world.port}", f"port = {port}")
    tls = 'host = "0.0.0.0"\norigin = "https://localhost:{}"\n[web.tls]\ncertificate_file = "console.pem"\nkey_file = "console.key"\n'
    (home / "ostiary.toml").write_text(text + tls.format(port))
    hal = world.add("hal", "auditor")
    over_tls = replace(world, home=home, port=port)
    origin, trusted = f"https://localhost:{port}", ssl.create_default_context(cafile=str(home / "root.pem"))
    with (
        served(over_tls),
        httpx2.Client(base_url=origin, verify=trusted, headers={"Origin": origin}, timeout=20) as client,
    ):
        assert over_tls.sign_in(client, hal).status_code == 303
        page = client.get("/")
        assert (page.status_code, "hal" in page.text) == (200, True)
        assert page.headers["Strict-Transport-Security"].startswith("max-age=")
        with pytest.raises(httpx2.TransportError):
            httpx2.get(f"http://localhost:{port}/sign-in")


def test_each_route_of_the_console_is_reached_by_its_roles_alone(world: ConsoleWorld) -> None:
    """Every page that is served, with every role and with nobody: as the one table says, and none of them breaks."""
    failures = FailedSignIns("console", world.log.socket, lambda: datetime.now(UTC))
    face = replace(console_face(load_home(world.home), failures), origin=ORIGIN, sessions=RolesByToken())
    told = Told()
    with client_of(face, told) as client:
        for route, role in product(REACH, (None, *sorted(ALL_ROLES))):
            reply = client.request(
                route.method,
                re.sub(r"\{[a-z_]+\}", "0", route.path),
                headers=signed_in(role) | (EMPTY_FORM if route.method == "POST" else {}),
            )
            where = f"{route.method} {route.path} as {role or 'nobody'}: {reply.status_code}"
            reach = REACH[route]
            if isinstance(reach, Open) or role in reach:
                assert reply.status_code not in {401, 403, 500}, where
                assert reply.headers.get("Location") != "/sign-in" or route.path == "/sign-out", where
            elif role is None:
                assert reply.headers.get("Location") == "/sign-in" or reply.status_code == 401, where
            else:
                assert reply.status_code == 403, where
                assert "It is done by" in reply.text, where
    assert [facts for event, facts in told.events if event is Event.PAGE_BROKEN] == []


def test_it_stops_cleanly_and_notes_what_failed(world: ConsoleWorld, process: subprocess.Popen[str]) -> None:
    """SIGTERM ends it with 0, and the failures that were counted stand in the log as numbers."""
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    noted = [json.loads(one.payload) for one in read_entries(world.log_dir) if one.kind == TURNED_AWAY]
    assert noted[-1]["gateway"] == "console"
    assert sum(one["refused"].get("28P01", 0) for one in noted) >= 5
    assert sum(one["refused"].get("53300", 0) for one in noted) >= 1
    assert "nobody" not in str(noted)


def test_nobody_signs_in_while_the_log_cannot_be_written(world: ConsoleWorld) -> None:
    """A sign-in that nobody could find later is none: 503, and no session."""
    fay = world.add("fay", "auditor")
    with served(world), world.client() as client:
        assert world.log.stop() == 0
        reply = world.sign_in(client, fay)
    assert reply.status_code == 503
    assert "Set-Cookie" not in reply.headers
