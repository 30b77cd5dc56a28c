"""A small face to be asked over HTTP, in this process: three pages, three roles, and events that are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.testclient import TestClient

from ostiary.door.events import Event
from ostiary.errors import ControlDown
from ostiary.web.frame.app import application, union
from ostiary.web.frame.assets import STATIC
from ostiary.web.frame.face import Face, Link
from ostiary.web.frame.visit import Absent, Answer, Elsewhere, Handed, Served, Shown, Visit
from ostiary.web.guard.console_session import ConsoleSession
from ostiary.web.guard.cookie import NAME
from ostiary.web.guard.roles import Open, Reach, Role, Route

ORIGIN: Final = "https://console.example"
OURS: Final = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
HOSTILE: Final = "<script>alert('x')</script>"

TABLE: Final[Mapping[Route, Reach]] = {
    STATIC: Open.EVERYBODY,
    Route("GET", "/sign-in"): Open.EVERYBODY,
    Route("GET", "/"): frozenset(Role),
    Route("GET", "/things/{name}"): frozenset({Role.AUDITOR}),
    Route("GET", "/things/new"): frozenset({Role.AUDITOR}),
    Route("POST", "/act"): frozenset({Role.OFFICIAL}),
    Route("GET", "/broken"): frozenset(Role),
    Route("GET", "/down"): frozenset(Role),
    Route("GET", "/none"): frozenset(Role),
    Route("GET", "/file.csv"): frozenset(Role),
}


def _shown(visit: Visit) -> Answer:
    said = {"title": visit.query.get("say", "a page"), "sentences": [*visit.path.values(), visit.network]}
    return Shown("console/refusal.html", said)


def _act(visit: Visit) -> Answer:
    return Elsewhere(f"/things/{visit.form['name']}")


def _broken(visit: Visit) -> Answer:
    raise RuntimeError(f"secret of {visit.session}")


def _down(visit: Visit) -> Answer:
    raise ControlDown("host db.secret does not answer")


PAGES: Final = {
    Route("GET", "/sign-in"): Served(_shown),
    Route("GET", "/"): Served(_shown),
    Route("GET", "/things/{name}"): Served(_shown),
    Route("GET", "/things/new"): Served(
        lambda _: Shown("console/refusal.html", {"title": "new", "sentences": []})
    ),
    Route("POST", "/act"): Served(_act, frozenset({"name", "why"})),
    Route("GET", "/broken"): Served(_broken),
    Route("GET", "/down"): Served(_down),
    Route("GET", "/none"): Served(lambda _: Absent("No thing has this name.")),
    Route("GET", "/file.csv"): Served(lambda _: Handed(b"a,b\n", "text/csv", "städte.csv")),
}


@dataclass
class Told:
    """Events as they were told."""

    events: list[tuple[Event, dict[str, str | int]]] = field(default_factory=list)

    def tell(self, event: Event, **facts: str | int) -> None:
        """Keep one."""
        self.events.append((event, facts))


class RolesByToken:
    """Sessions whose tokens begin with the name of a role."""

    def maybe_session(self, token: str) -> ConsoleSession | None:
        """The role is the token's beginning."""
        role = next((one for one in Role if token.startswith(one)), None)
        return None if role is None else ConsoleSession(f"{role}.{HOSTILE}", role, 0, 0)


def face(**changes: object) -> Face:
    """The face, or one with something else in it."""
    known: dict[str, object] = {
        "name": "console",
        "title": "Console",
        "origin": ORIGIN,
        "table": TABLE,
        "pages": union(PAGES),
        "sessions": RolesByToken(),
        "links": (Link("/", "Right now"), Link("/things/new", "New")),
    }
    return Face(**(known | changes))  # type: ignore[arg-type]  # as each test says


def client_of(served: Face, told: Told | None = None) -> TestClient:
    """A browser without memory: it follows nothing, and says the host of the origin."""
    app = application(served, told or Told())
    return TestClient(app, base_url=ORIGIN, follow_redirects=False)


def signed_in(role: Role | None) -> dict[str, str]:
    """The headers of somebody of a role, at one of our pages."""
    if role is None:
        return dict(OURS)
    return OURS | {"Cookie": f"{NAME}={role + (43 - len(role)) * 'x'}"}
