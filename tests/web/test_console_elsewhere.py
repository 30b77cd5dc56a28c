"""Signing in through an OpenID provider that runs, in a browser that keeps its cookies."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from copied_postgres import fresh_server
from ostiary.store.key_files import write_private
from ostiary.web.guard.cookie import NAME, PENDING
from web.served_console import ConsoleWorld, console_world, served

GROUPS: Final = {"ada@city.example": ["ig"], "eve@city.example": ["law"], "two@city.example": ["ig", "law"]}

SETTINGS: Final = """
[web.oidc]
issuer = "http://127.0.0.1:{port}"
client_id = "console"
client_secret_file = "secrets/oidc.secret"
label = "City ID"
auditors = ["ig"]
officials = ["law"]
"""


@dataclass
class Away:
    """The provider, and who may be signed in there."""

    issuer: str

    def tell(self, name: str, **claims: Any) -> None:
        """What it says of somebody."""
        known = {"email": name, "email_verified": True, "groups": GROUPS.get(name, [])}
        httpx2.put(f"{self.issuer}/users/{name}", json=known | claims).raise_for_status()

    def sign_in(self, address: str, name: str) -> str:
        """Fill in its form; the address that it sends the browser back to."""
        reply = httpx2.post(address, data={"sub": name})
        assert reply.status_code == 302, reply.text
        return str(reply.headers["Location"])


@pytest.fixture(scope="module")
def away(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Away]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = int(listening.getsockname()[1])
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "oidc_provider_mock",
        "--port",
        str(port),
        "--require-nonce",
    ]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ)
    ) as process:
        found = Away(f"http://127.0.0.1:{port}")
        for _ in range(600):
            with contextlib.suppress(httpx2.TransportError):
                httpx2.get(found.issuer)
                break
            time.sleep(0.05)
        yield found
        process.terminate()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, away: Away) -> Iterator[ConsoleWorld]:
    folder = tmp_path_factory.mktemp("elsewhere")
    settings = SETTINGS.format(port=urlsplit(away.issuer).port)
    with (
        fresh_server(folder / "pg") as server,
        console_world(folder, server, settings) as world,
    ):
        write_private(world.home / "secrets" / "oidc.secret", b"shared\n")
        world.add("opal", "official")
        more = ("--elsewhere", "--dsn-file", str(world.keeper_dsn), "--home", str(world.home))
        for name, role in (("ada", "auditor"), ("eve", "custodian"), ("two", "auditor")):
            world.run("user", "add", f"{name}@city.example", "--role", role, *more)
        with served(world):
            yield world


def leave(world: ConsoleWorld) -> tuple[str, str]:
    """Begin: where the browser is sent, and the cookie that it keeps."""
    with world.client() as client:
        reply = client.get("/sign-in/elsewhere")
    assert reply.status_code == 303, reply.text
    return reply.headers["Location"], reply.headers["Set-Cookie"].partition(";")[0]


def back(world: ConsoleWorld, address: str, cookie: str) -> httpx2.Response:
    """Come back, as from another site: no header of ours."""
    headers = {"Sec-Fetch-Site": "cross-site"} | ({"Cookie": cookie} if cookie else {})
    return httpx2.get(address, headers=headers)


def test_somebody_signs_in_elsewhere_and_is_in(world: ConsoleWorld, away: Away) -> None:
    """The question is bound to the browser, the answer to the question, and the session lasts as any other."""
    away.tell("ada@city.example")
    with world.client() as client:
        assert "Sign in with City ID" in client.get("/sign-in").text
    address, cookie = leave(world)
    asked = parse_qs(urlsplit(address).query)
    assert address.startswith(away.issuer)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"{world.origin}/sign-in/back"]
    assert cookie.startswith(PENDING)
    reply = back(world, away.sign_in(address, "ada@city.example"), cookie)
    assert reply.status_code == 200, reply.text
    session = reply.headers["Set-Cookie"].partition(";")[0]
    assert session.startswith(f"{NAME}=")
    with world.client() as client:
        page = client.get("/", headers={"Cookie": session})
    assert page.status_code == 200
    assert "ada@city.example" in page.text


def test_an_answer_is_good_once_and_in_its_browser_alone(world: ConsoleWorld, away: Away) -> None:
    """Somebody else's browser, no browser's, another question's, or the same again: nobody is let in."""
    away.tell("ada@city.example")
    address, cookie = leave(world)
    _, another = leave(world)
    returned = away.sign_in(address, "ada@city.example")
    state = parse_qs(urlsplit(returned).query)["state"][0]
    for where, remembered in (
        (returned, ""),
        (returned, another),
        (returned, f"{PENDING}=AAAA"),
        (returned.replace(state, "x" * 43), cookie),
        (f"{world.origin}/sign-in/back?state={state}", cookie),
    ):
        reply = back(world, where, remembered)
        assert (reply.status_code, reply.headers.get("Set-Cookie")) == (400, None)
    assert back(world, returned, cookie).status_code == 200
    again = back(world, returned, cookie)
    assert (again.status_code, again.headers.get("Set-Cookie")) == (503, None)


@pytest.mark.parametrize(
    ("name", "claims"),
    [
        ("ada@city.example", {"email_verified": False}),
        ("ada@city.example", {"groups": ["law"]}),
        ("two@city.example", {}),
        ("eve@city.example", {}),
        ("stranger@city.example", {"groups": ["ig"]}),
        ("x@city.example", {"email": "opal", "groups": ["law"]}),
    ],
)
def test_who_is_not_known_here_in_that_role_is_not_let_in(
    world: ConsoleWorld, away: Away, name: str, claims: dict[str, Any]
) -> None:
    """Another role, two roles, no account, an address that is not verified, and an account that signs in with a password."""
    away.tell(name, **claims)
    address, cookie = leave(world)
    reply = back(world, away.sign_in(address, name), cookie)
    assert (reply.status_code, reply.headers.get("Set-Cookie")) == (403, None)
    assert "stranger" not in reply.text


def test_an_account_that_ends_does_not_come_back(world: ConsoleWorld, away: Away) -> None:
    """Whatever the provider says."""
    more = ("--dsn-file", str(world.keeper_dsn), "--home", str(world.home))
    world.run("user", "add", "gus@city.example", "--role", "auditor", "--elsewhere", *more)
    world.run("user", "end", "gus@city.example", *more)
    away.tell("gus@city.example", groups=["ig"])
    address, cookie = leave(world)
    assert back(world, away.sign_in(address, "gus@city.example"), cookie).status_code == 403


def test_an_account_elsewhere_has_no_password_here(world: ConsoleWorld, away: Away) -> None:
    """An empty one does not open it."""
    with world.client() as client:
        reply = client.post("/sign-in", data={"name": "ada@city.example", "password": "", "code": ""})
    assert reply.status_code == 401


def test_an_issuer_in_the_clear_is_refused_beyond_this_machine(world: ConsoleWorld, tmp_path: Path) -> None:
    """It could be anybody."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("secrets", "policy"):
        (home / name).symlink_to(world.home / name)
    text = (world.home / "ostiary.toml").read_text()
    (home / "ostiary.toml").write_text(
        text.replace('issuer = "http://127.0.0.1', 'issuer = "http://id.example')
    )
    assert "over https alone" in world.run("serve", "--home", str(home), exit_code=1, of="stderr")
