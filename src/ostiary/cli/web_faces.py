"""What `ostiary web serve` serves: each face put together from the settings of a home.

Knows: every area that has pages, and what each stands on.
Must not know: what any page shows.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from starlette.applications import Starlette

from ostiary.cli.web_console import console_ground
from ostiary.door.events import Events
from ostiary.errors import SettingsError
from ostiary.server.setting_sections import Web, WebPlace
from ostiary.server.settings import Home
from ostiary.store.code_secrets import read_sealer
from ostiary.web.console.pages import LINKS, pages
from ostiary.web.frame.acts import LoggedActs
from ostiary.web.frame.app import application, union
from ostiary.web.frame.face import Face, why_no_origin
from ostiary.web.frame.failed_sign_ins import FailedSignIns
from ostiary.web.frame.kept_accounts import KeptAccounts
from ostiary.web.frame.kept_sessions import KeptSessions
from ostiary.web.frame.serving import Place, Tls
from ostiary.web.frame.sign_in import SignIn
from ostiary.web.guard.console_session import Lifetime
from ostiary.web.guard.roles import REACH

CONSOLE: Final = "console"


@dataclass(frozen=True, slots=True)
class Served:
    """Faces on their places, and what is to be called beside them each minute."""

    places: tuple[Place, ...]
    beside: tuple[Callable[[], None], ...]


def places_of(home: Home, events: Events) -> Served:
    """All faces that the settings give a port. Raises SettingsError when that is none; KeyFileError for secrets that are missing."""
    together = [face(home, events) for face in (_console,)]
    if not any(one.places for one in together):
        raise SettingsError(
            "no face has a port",
            hint="set `port` under [web] in ostiary.toml; docs/console.md says what else",
        )
    return Served(
        tuple(place for one in together for place in one.places),
        tuple(call for one in together for call in one.beside),
    )


def console_origin(web: Web) -> str:
    """The console's origin. Raises SettingsError for one that no browser would write."""
    return _origin(web)


def _console(home: Home, events: Events) -> Served:
    web = home.settings.web
    if web.port is None:
        return Served((), ())
    failures = FailedSignIns(CONSOLE, home.log_socket, _now)
    app = application(console_face(home, failures), events)
    return Served((_place(home, CONSOLE, app, web),), (failures.note,))


def console_face(home: Home, failures: FailedSignIns) -> Face:
    """The console of a home. Raises SettingsError, KeyFileError, and BundleError for a founding policy that is not sound."""
    web = home.settings.web
    sessions = KeptSessions(home.console_dsn, Lifetime(web.idle_seconds, web.whole_seconds), time.time)
    acts = LoggedActs(CONSOLE, home.log_socket, _now)
    accounts = KeptAccounts(home.console_dsn, read_sealer(home.code_key_file))
    sign_in = SignIn(accounts, sessions, acts, failures, time.time)
    return Face(
        name=CONSOLE,
        title=f"Ostiary {home.settings.gateway}",
        origin=console_origin(web),
        table=REACH,
        pages=union(sign_in.pages(), pages(console_ground(home, acts, _now))),
        sessions=sessions,
        links=LINKS,
    )


def _place(home: Home, name: str, app: Starlette, place: WebPlace) -> Place:
    tls = place.tls
    files = None if tls is None else Tls(home.folder / tls.certificate_file, home.folder / tls.key_file)
    return Place(name, app, place.host, place.port or 0, files)


def _origin(place: WebPlace) -> str:
    host = f"[{place.host}]" if ":" in place.host else place.host
    scheme = "http" if place.tls is None else "https"
    origin = place.origin or f"{scheme}://{host}:{place.port or 443}"
    if problem := why_no_origin(origin):
        raise SettingsError(problem, hint="the setting `origin` is what people type, without a path")
    return origin


def _now() -> datetime:
    return datetime.now(UTC)
