"""A console that is served, with an hour of a small city in its log, and people at it in a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from playwright.sync_api import Browser, Page

from browser.portal_browser import (
    DESKTOP,
    overflow,
)
from control_world import append_all
from copied_postgres import fresh_server
from directives.directive_world import KEYS, VERIFIER, Chain
from ostiary.evidence.commitment import ACCESS
from ostiary.model.access import Answered, Asked, entry_payload
from ostiary.model.agency import Member
from ostiary.model.directive import Enrolled, Enrolment
from ostiary.model.request import Allow, Context, Request
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.load import load_bundle
from ostiary.store.bundle_files import read_bundle_files
from ostiary.store.key_files import write_private
from ostiary.store.log.client import append_once
from ostiary.watch.findings.reviewing import do
from watch.events_world import folder_of
from watch.finding_world import some_leads
from watch.finding_world import world as finding_world
from web.served_console import PASSWORD, ConsoleWorld, User, console_world, served

PASSPHRASE: Final = "five words that nobody guesses"
HOSTILE: Final = "<script>alert('x')</script>"
ENTRIES: Final = 160
PEOPLE: Final = {
    "ada": "auditor",
    "amy": "auditor",
    "cai": "custodian",
    "max": "official",
    "mona": "official",
    "sue": "official",
}
"""Each signs in once in a file: a code is good once, and the next one is half a minute away."""


@dataclass
class Town:
    """The console that is served, and who may sign in."""

    world: ConsoleWorld
    users: dict[str, User]


@contextmanager
def console_town(folder: Path) -> Iterator[Town]:
    """The town, served; the officials have keys at the console."""
    with fresh_server(folder / "pg") as server, console_world(folder, server) as world:
        write_private(world.home / "secrets" / "officials.dsn", f"{world.admin_dsn}\n".encode())
        chain = Chain()
        people = [(one, agency) for one, agency, _, _ in _WHO]
        members = (Enrolled(Member(code, agency, "officer"), VERIFIER) for code, agency in people)
        chain.order(Enrolment(tuple(members)), "mayor")
        chain.confirm("E-1", "superintendent")
        append_all(world.admin_dsn, chain.raws)
        for payload in an_hour(world):
            append_once(world.log.socket, ACCESS, payload)
        users = {name: world.add(name, role) for name, role in PEOPLE.items()}
        _find(world)
        for name, official in (("mona", "mayor"), ("sue", "superintendent"), ("max", "inspector")):
            _put_key(world, folder, name, official)
        with served(world):
            yield Town(world, users)


def _find(world: ConsoleWorld) -> None:
    """What the watch found: some of it new, one that ada has taken and opened, five that amy has waved through."""
    now = int(datetime.now(UTC).timestamp() * 1000)
    leads = [*some_leads(14), *some_leads(14, "M1")]
    mine = replace(leads[0], agency=HOSTILE, evidence=("log.example/city/7",))
    dormant = {"agency": "cpd", "user": HOSTILE, "last_use": "2020-01-01", "as_of": "2020-01-01"}
    folder_of(world.home / "watch", [], known={"accounts": [dormant]})
    store = finding_world(world.home / "watch", *leads, mine, at=now)
    names = list(store.read().findings)
    for name in names[:5]:
        do(store, name, "taken", {}, by="amy", at=now)
        do(store, name, "explained", {"note": "work"}, by="amy", at=now)
    do(store, names[-1], "taken", {}, by="ada", at=now)
    do(store, names[-1], "opened", {"note": "26-104"}, by="ada", at=now)
    OPENED.append(names[-1])


OPENED: Final[list[str]] = []
"""The finding that ada has opened, in the town that was made last."""


def _put_key(world: ConsoleWorld, folder: Path, name: str, official: str) -> None:
    key, passphrase = folder / f"{name}.key", folder / f"{name}.passphrase"
    write_private(key, f"{KEYS[official].format()}\n".encode())
    write_private(passphrase, f"{PASSPHRASE}\n".encode())
    words = ("--key", str(key), "--passphrase-file", str(passphrase), "--dsn-file", str(world.keeper_dsn))
    said = world.run("key", "add", name, *words, "--home", str(world.home), of="stderr")
    assert "signs at the console as" in said


def an_hour(world: ConsoleWorld) -> Iterator[bytes]:
    """An hour of a small city, decided by its own policy; the last of them tries to be markup."""
    bundle = load_bundle(read_bundle_files(world.home / "policy"))
    policy, random, now = IndexedPolicy(bundle), Random(2019), datetime.now(UTC)
    moments = sorted(now - timedelta(seconds=random.randrange(30, 3_500)) for _ in range(ENTRIES))
    for number, at in enumerate(moments):
        yield _access(policy, bundle.version, random, number, at)


_WHO: Final = (
    ("cpd-1042", "cpd", "criminal-investigation", 9),
    ("cpd-1077", "cpd", "missing-person", 5),
    ("ccso-0310", "cook-county-sheriff", "criminal-investigation", 4),
    ("fbi-7731", "fbi", "criminal-investigation", 3),
    ("ice-2290", "ice-ero", "immigration-enforcement-civil", 2),
)


def _access(policy: IndexedPolicy, version: str, random: Random, number: int, at: datetime) -> bytes:
    member, agency, purpose, _ = random.choices(_WHO, [one[3] for one in _WHO])[0]
    case = HOSTILE if number == ENTRIES - 1 else f"JK{random.randrange(100_000, 999_999)}"
    context = Context(member, agency, "officer", purpose, agency, case=case)
    decision = policy.decide(
        Request(context, "persons", frozenset({"person_id", "surname"}), date(2026, 11, 26))
    )
    subject = random.randrange(1, 90_000)
    asked = Asked(
        access=f"a-{number}",
        gateway="gw1",
        session=f"{member}-{number % 3}",
        client="192.0.2.14:50112",
        context=context,
        statement="SELECT person_id, surname FROM persons WHERE person_id = $1",
        parameters=(str(subject),),
        asked_about=(("persons.person_id", str(subject)),),
        record_classes=("persons",),
        fields=("persons.person_id", "persons.surname"),
        decision=decision,
        policy=version,
        profile="p",
        directive_head="",
    )
    let_in = isinstance(decision, Allow)
    answered = Answered("answered", 1, (subject,)) if let_in else Answered("refused", sqlstate="42501")
    return entry_payload("whole", at.isoformat(timespec="microseconds"), asked, answered)


@contextmanager
def at_console(
    browser: Browser, town: Town, name: str, size: tuple[int, int] = DESKTOP, *, script: bool = True
) -> Iterator[tuple[Page, list[str]]]:
    """Somebody who is signed in, and a list of what their pages must not do."""
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=script)
    page, faults = context.new_page(), list[str]()
    page.on("console", lambda message: faults.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on(
        "request",
        lambda asked: faults.append(asked.url) if not asked.url.startswith(town.world.origin) else None,
    )
    try:
        page.goto(f"{town.world.origin}/sign-in")
        page.fill("[name=name]", name)
        page.fill("[name=password]", PASSWORD)
        page.fill("[name=code]", town.users[name].code())
        page.click("main button")
        assert page.url == f"{town.world.origin}/", page.inner_text("main")
        yield page, faults
    finally:
        context.close()


def pages_of(page: Page) -> list[str]:
    """The addresses in the navigation, and one of each kind that it does not have."""
    found = [str(link.get_attribute("href")) for link in page.locator(".top nav a").all()]
    more = ["/agencies/cpd", "/directives/E-1"]
    more += ["/accesses?agency=fbi&outcome=refused&since=nonsense"] if "/accesses" in found else []
    more += (
        ["/findings?state=explained", f"/findings/{OPENED[-1]}", "/reviewers"] if "/findings" in found else []
    )
    more += ["/cut-off?agency=ice-ero", "/members/cpd-1042/departure"] if "/cut-off" in found else []
    return [*found, *more]


def kept(page: Page, name: str) -> None:
    """Keep a picture, where somebody wants to look."""
    if place := os.environ.get("OSTIARY_SCREENS"):
        page.screenshot(path=f"{place}/console-{name}.png", full_page=True)


def named(path: str) -> str:
    """What a picture of a page is called."""
    return path.partition("?")[0].strip("/").replace("/", "-") or "right-now"


def wide(page: Page) -> list[str]:
    """Whether a page is wider than its window, in words."""
    pixels = overflow(page)
    return [f"{pixels} pixels too wide"] if pixels > 0 else []
