"""From the counter to a telephone without script: a slip, its list, once; a letter, its number, its answer."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect
from psycopg import sql

from browser.portal_browser import PHONES, needs_chromium, overflow, violations
from cli.test_disclose import opened_office, ostiary
from cli.town import Town, make_town
from copied_postgres import fresh_server
from ostiary.cli.main import main
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.store.key_files import write_private
from ostiary.store.resident_tables import RESIDENT_ROLE

pytestmark = needs_chromium


LOOKS = 3
"""Entries about the person that are due."""


@dataclass
class Served:
    """A town whose portal is served."""

    town: Town
    origin: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An office whose days are indexed, and `ostiary portal serve` with an account that can only open and take in."""
    with (
        fresh_server(tmp_path_factory.mktemp("server")) as server,
        opened_office(make_town(server, tmp_path_factory.mktemp("town"))) as town,
    ):
        ostiary("log", "index", f"--home={town.home}")
        with _portal(server, town) as origin:
            yield Served(town, origin)


@contextmanager
def _portal(server: EmbeddedPostgres, town: Town) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = int(listening.getsockname()[1])
    write_private(town.home / "portal.dsn", f"{_login(server, town)}\n".encode())
    key = ostiary("complaint", "key", str(town.home / "office.key")).stdout.strip()
    settings = f'[portal]\nport = {port}\ndsn_file = "portal.dsn"\nletters_sealed_to = "{key}"\n'
    with (town.home / "ostiary.toml").open("a") as file:
        file.write(settings)
    command = [sys.executable, "-m", "ostiary.cli.main", "portal", "serve", f"--home={town.home}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        assert process.stderr is not None
        first = process.stderr.readline()
        assert '"code": "OST6000I"' in first, first + process.stderr.read()
        yield f"http://127.0.0.1:{port}"
        process.send_signal(signal.SIGTERM)
        told = process.stderr.read()
        process.wait(30)
    assert "127.0.0.1" not in told


def _login(server: EmbeddedPostgres, town: Town) -> str:
    password = secrets.token_urlsafe(12)
    with psycopg.connect(town.dsn, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS portal_login")
        create = sql.SQL("CREATE ROLE portal_login LOGIN PASSWORD {} IN ROLE {}")
        connection.execute(create.format(sql.Literal(password), sql.Identifier(RESIDENT_ROLE)))
    return f"host={server.socket_dir} port={server.port} dbname=control user=portal_login password={password}"


@contextmanager
def telephone(browser: Browser, *, script: bool = False) -> Iterator[Page]:
    """An old telephone: no script, and nothing kept from before."""
    width, height = PHONES[0]
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=script)
    try:
        yield context.new_page()
    finally:
        assert context.cookies() == []
        context.close()


def issued(served: Served) -> str:
    done = ostiary("slip", "issue", "42", served.town.key("mayor"), f"--home={served.town.home}")
    assert done.exit_code == 0, done.output
    return done.stdout.strip()


def test_a_slip_opens_a_list_once(served: Served, browser: Browser, tmp_path: Path) -> None:
    """Four touches from the first page; the folder is taken along and holds; the second time there is nothing."""
    code = issued(served)
    with telephone(browser) as page:
        page.goto(served.origin)
        page.click("text=Español")
        page.click("a[href='who.html']")
        page.fill("#code", code.lower().replace("-", " "))
        page.click("text=Abrir mi lista")
        expect(page.locator("h1")).to_have_text("¿Quién miró mis registros?")
        expect(page.locator("article.look")).to_have_count(LOOKS)
        assert "Federal" in page.inner_text("main")
        with page.expect_download() as download:
            page.click("a[download]")
        download.value.save_as(tmp_path / "taken.zip")
        page.goto(f"{served.origin}/es/slip.html")
        page.fill("#code", code)
        page.click("text=Abrir mi lista")
        assert "Ninguna lista espera con este código." in page.inner_text("[role=alert]")
    subprocess.run([sys.executable, "-m", "zipfile", "-e", tmp_path / "taken.zip", tmp_path], check=True)
    trust = served.town.home / "log" / "trust.policy"
    verified = ostiary("log", "verify", str(tmp_path / "who-looked"), f"--trust={trust}")
    assert "the disclosure holds" in verified.stdout


def test_a_letter_is_answered(served: Served, browser: Browser) -> None:
    """Sent without a name, read with the office's key, answered once, found again with what is on paper."""
    home, key = f"--home={served.town.home}", f"--key={served.town.home / 'office.key'}"
    with telephone(browser) as page:
        page.goto(f"{served.origin}/ar/complaint.html")
        page.check("input[value=complaint]")
        page.fill("#text", "من اطّلع على سجلي؟ \N{RIGHT-TO-LEFT OVERRIDE}x")
        page.click("form.ask button")
        expect(page.locator("dd.code")).to_have_count(2)
        number, code = page.locator("dd.code").all_inner_texts()
        shown = ostiary("complaint", "show", number, key, home)
        assert "من اطّلع على سجلي؟ \N{REPLACEMENT CHARACTER}x" in shown.stdout
        assert "language ar" in shown.stdout
        answer = CliRunner().invoke(main, ["complaint", "answer", number, home], input="كانت مراجعة.\n")
        assert answer.exit_code == 0, answer.output
        page.click("a[href='state.html']")
        page.fill("#number", number)
        page.fill("#code", code)
        page.click("form.ask button")
        assert page.inner_text(".written").strip() == "كانت مراجعة."
    listed = ostiary("complaint", "list", home).stdout
    assert "answered in time 1" in listed
    assert ostiary("complaint", "answer", number, home).exit_code == 1


def test_live_pages_are_accessible_on_a_telephone(served: Served, browser: Browser) -> None:
    """Forms, what went wrong, a list; in the direction that most programs forget. `make browser` does it in every language."""
    with telephone(browser, script=True) as page:
        assert faults_of_live_pages(page, served, "ar") == {}


def faults_of_live_pages(page: Page, served: Served, code: str) -> dict[str, list[str]]:
    """What is wrong with the live pages of a language, by name."""
    found = {}
    for name in ("complaint", "state"):
        page.goto(f"{served.origin}/{code}/{name}.html")
        found[name] = _faults(page)
    page.goto(f"{served.origin}/{code}/slip.html")
    page.fill("#code", "nonsense")
    page.click("form.ask button")
    found["a code that is none"] = _faults(page)
    page.fill("#code", issued(served))
    page.click("form.ask button")
    expect(page.locator("article.look")).to_have_count(LOOKS)
    found["list"] = _faults(page)
    return {name: said for name, said in found.items() if said}


def _faults(page: Page) -> list[str]:
    wide = overflow(page)
    return [*violations(page), *([f"{wide} pixels too wide"] if wide else [])]
