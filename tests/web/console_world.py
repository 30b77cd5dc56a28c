"""A console in one world: a log that a real writer keeps, a control database on a real server, and pages drawn from their templates."""

from __future__ import annotations

import base64
import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from cli.town import Town, make_town
from control_world import append_all
from directives.directive_world import Chain, enrolment
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.demo.made_log import START, made_up_payloads
from ostiary.directives.review import Review, Verdict
from ostiary.evidence.commitment import ACCESS
from ostiary.model.access import Answered, Asked, entry_payload
from ostiary.model.bundle import Bundle
from ostiary.model.request import Context, Deny, Reason
from ostiary.office.desk import Desk
from ostiary.office.eye import Eye
from ostiary.store.bundle_files import read_bundle_files
from ostiary.store.code_secrets import CodeSealer, make_sealer
from ostiary.store.endings import Ending
from ostiary.store.log.client import append_once
from ostiary.store.log.following import LogFollower
from ostiary.web.console.ground import CheckLine, Ground
from ostiary.web.console.kept_keys import KeptKeys, KeyKeeper
from ostiary.web.console.pages import LINKS, pages
from ostiary.web.console.recent import MAX_KEPT, Recent
from ostiary.web.console.reviews import Reviews
from ostiary.web.console.signing import Signing
from ostiary.web.frame.acts import LoggedActs
from ostiary.web.frame.drawing import around, draw
from ostiary.web.frame.face import Face
from ostiary.web.frame.kept_accounts import KeptAccounts
from ostiary.web.frame.users import Keeper
from ostiary.web.frame.visit import Answer, Shown, Visit
from ostiary.web.guard.console_session import ConsoleSession
from ostiary.web.guard.one_time_code import STEP_SECONDS, code_of, step_at
from ostiary.web.guard.roles import Role, Route
from store.log_world import make_log, writer

HOSTILE: Final = "<script>alert('x')</script>"
MADE: Final = 40
NOW: Final = START + timedelta(minutes=2)
PASSPHRASE: Final = "five words that nobody guesses"
ORIGIN: Final = "https://console.example"


@dataclass
class World:
    """Its pages, and what they stand on; the console's clock stands still."""

    ground: Ground
    desk: Desk
    town: Town
    socket: Path
    codes: Codes
    failures: Failed
    face: Face = field(init=False)

    def __post_init__(self) -> None:
        served = pages(self.ground)
        self.face = Face(
            "console",
            "Console",
            ORIGIN,
            {route: frozenset(Role) for route in served},
            served,
            sessions=_Nobody(),
            links=LINKS,
        )

    def ask(
        self,
        path: str,
        role: Role = Role.AUDITOR,
        *,
        form: dict[str, str] | None = None,
        query: dict[str, str] | None = None,
        who: str = "ada",
        **parts: str,
    ) -> Answer:
        """What the page at a route answers."""
        route = Route("GET" if form is None else "POST", path)
        visit = Visit(route, ConsoleSession(who, role, 0, 0), parts, query or {}, form or {})
        return self.face.pages[route].endpoint(visit)

    def html(
        self,
        path: str,
        role: Role = Role.AUDITOR,
        *,
        form: dict[str, str] | None = None,
        query: dict[str, str] | None = None,
        who: str = "ada",
        **parts: str,
    ) -> str:
        """The same, drawn."""
        answer = self.ask(path, role, form=form, query=query, who=who, **parts)
        assert isinstance(answer, Shown), answer
        return self.drawn(answer, role)

    def drawn(self, answer: Shown, role: Role) -> str:
        """A page as it is sent."""
        here = around(self.face, ConsoleSession("ada", role, 0, 0), "/")
        return draw(self.face, answer.template, answer.values, here).decode()

    def sign(self, path: str, who: str, form: dict[str, str], **parts: str) -> Answer:
        """Send a form that signs, with the right passphrase and a fresh code where it has none."""
        secrets = {"passphrase": PASSPHRASE, "code": form.get("code") or self.codes.fresh(who)}
        if path.endswith("/confirm") and "read" not in form:
            # As a browser does: the form says which review its page has shown.
            page = self.ask("/directives/{id}", Role.OFFICIAL, who=who, id=parts["id"])
            shown = self.drawn(page, Role.OFFICIAL) if isinstance(page, Shown) else ""
            secrets["read"] = "".join(re.findall(r'name="read" value="([^"]*)"', shown))
        return self.ask(path, Role.OFFICIAL, form=secrets | form, query=None, who=who, **parts)

    def append(self, kind: int, payload: bytes) -> None:
        """One more entry, durable."""
        append_once(self.socket, kind, payload)


class _Nobody:
    def maybe_session(self, token: str) -> None:
        """Nobody signs in here: pages are asked by themselves."""


@contextlib.contextmanager
def console_world(server: EmbeddedPostgres, folder: Path, most: int = MAX_KEPT) -> Iterator[World]:
    """A world of its own: two officials have accounts and keys at the console, a third has an account alone."""
    town = make_town(server, folder)
    chain = Chain()
    chain.order(enrolment("m-7"), "mayor")
    chain.confirm("E-1", "superintendent")
    append_all(town.dsn, chain.raws)
    texts = read_bundle_files(town.home / "policy")
    desk = Desk(texts, town.dsn, 24, _no_review, lambda _line: None)
    log = make_log(folder / "log")
    with writer(log) as running:
        for payload in made_up_payloads(MADE):
            append_once(running.socket, ACCESS, payload)
        append_once(running.socket, ACCESS, hostile_payload())
        follower = LogFollower(log.root, None, most)
        acts = LoggedActs("console", running.socket, lambda: NOW)
        sealer, codes, failures = make_sealer(folder / "codes.key"), Codes(), Failed()
        signing = Signing(
            KeptAccounts(town.dsn, sealer),
            KeptKeys(town.dsn),
            acts,
            lambda: Desk(texts, town.dsn, 24, _review, lambda _line: None),
            failures=failures,
            now=codes.clock,
            urgent_hours=24,
        )
        ground = Ground(
            follower,
            Recent(follower, lambda: NOW, most),
            Eye(town.dsn, desk.founding, desk.policy),
            acts,
            signing,
            Reviews(signing.desk),
            lambda: NOW,
            log.root,
            _checkup,
            lambda directive: (Ending("door-1", (directive,), 3, NOW),),
        )
        world = World(ground, desk, town, running.socket, codes, failures)
        for name, official in (("mona", "mayor"), ("sue", "superintendent"), ("keyless", "")):
            codes.secrets[name] = _enrolled(town, acts, sealer, name)
            if official:
                signatory = desk.signatory(town.home / f"{official}.key")
                KeyKeeper(town.dsn, acts, "root").put(name, signatory, PASSPHRASE)
        yield world


class Failed:
    """What failed, in order."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def wrong(self) -> None:
        """Keep it."""
        self.told.append("wrong")

    def too_often(self) -> None:
        """Keep it."""
        self.told.append("too often")


class Codes:
    """Authenticators, and the clock that codes are judged by: each code is of a step that comes later."""

    def __init__(self) -> None:
        self.secrets: dict[str, bytes] = {}
        self._now = 1_800_000_000.0

    def clock(self) -> float:
        """What time it is to whoever judges codes."""
        return self._now

    def fresh(self, account: str) -> str:
        """A code that was never shown before."""
        self._now += STEP_SECONDS
        return code_of(self.secrets[account], step_at(int(self._now)))


def _enrolled(town: Town, acts: LoggedActs, sealer: CodeSealer, name: str) -> bytes:
    made = Keeper(town.dsn, acts, "root").add(name, Role.OFFICIAL, "correct horse battery", sealer, "test")
    (written,) = parse_qs(urlsplit(made.uri).query)["secret"]
    return base64.b32decode(written + "=" * (-len(written) % 8))


def hostile_payload() -> bytes:
    """An access whose every text is what a browser must not take for markup."""
    context = Context(HOSTILE, "cpd", HOSTILE, HOSTILE, HOSTILE, case=HOSTILE)
    asked = Asked(
        access="hostile",
        gateway=HOSTILE,
        session=HOSTILE,
        client=HOSTILE,
        context=context,
        statement=f"SELECT '{HOSTILE}'",
        parameters=(HOSTILE,),
        asked_about=(("persons.surname", HOSTILE),),
        record_classes=("persons",),
        fields=("persons.surname",),
        decision=Deny((Reason("prohibited", HOSTILE, HOSTILE, HOSTILE),)),
        policy=HOSTILE,
        profile=HOSTILE,
        directive_head="",
    )
    return entry_payload(
        "whole",
        (NOW - timedelta(seconds=5)).isoformat(timespec="microseconds"),
        asked,
        Answered("refused", sqlstate="42501"),
    )


def _checkup() -> list[CheckLine]:
    return [CheckLine("log", "ok", HOSTILE, ""), CheckLine("witnesses", "warning", "nobody", HOSTILE)]


def _review(_before: Bundle, after: Bundle, /) -> Review:
    """What a desk's reviewer says of a change that keeps every promise; to prove it is another test's."""
    kept = tuple(Verdict(one.source.id, "KEPT", ()) for one in after.promises)
    return Review(("a word is another one",), kept, ("40 of 40 accesses as before",))


def _no_review(_before: Bundle, _after: Bundle, /) -> Review:
    raise AssertionError("nothing is reviewed here")
