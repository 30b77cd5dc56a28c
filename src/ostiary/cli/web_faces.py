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
from ostiary.cli.web_portal import counter_of, oversight_of, resident_standing
from ostiary.cli.web_watching import watching_of
from ostiary.door.events import Events
from ostiary.errors import SettingsError
from ostiary.server.setting_sections import Web, WebOidc, WebPlace
from ostiary.server.settings import Home
from ostiary.store.code_secrets import read_sealer
from ostiary.store.key_files import read_private_line
from ostiary.web.console.pages import LINKS, pages
from ostiary.web.counter.clerk_pages import CLERK_LINKS, clerk_pages
from ostiary.web.counter.oversight_pages import OVERSIGHT_LINKS, oversight_pages
from ostiary.web.counter.resident_face import NAME as RESIDENT
from ostiary.web.counter.resident_face import resident_face
from ostiary.web.frame.acts import LoggedActs
from ostiary.web.frame.app import application, union
from ostiary.web.frame.face import Face, why_no_origin
from ostiary.web.frame.failed_sign_ins import FailedSignIns
from ostiary.web.frame.kept_accounts import KeptAccounts
from ostiary.web.frame.kept_sessions import KeptSessions
from ostiary.web.frame.provider import Client, Provider
from ostiary.web.frame.serving import Place, Tls
from ostiary.web.frame.sign_in import SignIn
from ostiary.web.frame.sign_in_elsewhere import SignInElsewhere, nowhere_else
from ostiary.web.guard.console_session import Lifetime
from ostiary.web.guard.elsewhere import Meaning
from ostiary.web.guard.roles import REACH, Role
from ostiary.web.portal_files import read_templates
from ostiary.web.watching.pages import WATCHING_LINKS, watching_pages

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


def resident_place(home: Home, events: Events) -> Place:
    """The resident portal, which runs by itself. Raises SettingsError, KeyFileError, PortalError."""
    portal = home.settings.portal
    if portal.port is None:
        raise SettingsError(
            "the resident portal has no port",
            hint="set `port` under [portal] in ostiary.toml; docs/portal.md says what else",
        )
    face = resident_face(resident_standing(home), read_templates(), origin_of(portal))
    return place_of(home, RESIDENT, application(face, events), portal)


def _resident_site(home: Home) -> str:
    """What a slip says where to go; nothing where the portal is not served."""
    portal = home.settings.portal
    return "" if portal.port is None and not portal.origin else origin_of(portal)


def console_origin(web: Web) -> str:
    """The console's origin. Raises SettingsError for one that no browser would write."""
    return origin_of(web)


def _console(home: Home, events: Events) -> Served:
    web = home.settings.web
    if web.port is None:
        return Served((), ())
    failures = FailedSignIns(CONSOLE, home.log_socket, _now)
    app = application(console_face(home, failures), events)
    return Served((place_of(home, CONSOLE, app, web),), (failures.note,))


def console_face(home: Home, failures: FailedSignIns) -> Face:
    """The console of a home. Raises SettingsError, KeyFileError, and BundleError for a founding policy that is not sound."""
    web = home.settings.web
    sessions = KeptSessions(home.console_dsn, Lifetime(web.idle_seconds, web.whole_seconds), time.time)
    acts = LoggedActs(CONSOLE, home.log_socket, _now)
    accounts = KeptAccounts(home.console_dsn, read_sealer(home.code_key_file))
    called = "" if web.oidc is None else web.oidc.label
    sign_in = SignIn(accounts, sessions, acts, failures, time.time, elsewhere=called)
    away = nowhere_else()
    if web.oidc is not None:
        provider, meaning = _provider(home, web.oidc)
        away = SignInElsewhere(
            provider,
            meaning,
            accounts=accounts,
            sessions=sessions,
            acts=acts,
            failures=failures,
            origin=console_origin(web),
            now=time.time,
        ).pages()
    return Face(
        name=CONSOLE,
        title=f"Ostiary {home.settings.gateway}",
        origin=console_origin(web),
        table=REACH,
        pages=union(
            sign_in.pages(),
            away,
            pages(console_ground(home, acts, failures, _now)),
            clerk_pages(counter_of(home, acts, _resident_site(home))),
            oversight_pages(oversight_of(home, acts)),
            watching_pages(watching_of(home, acts, _now)),
        ),
        sessions=sessions,
        links=(*LINKS, *WATCHING_LINKS, *CLERK_LINKS, *OVERSIGHT_LINKS),
    )


def _provider(home: Home, oidc: WebOidc) -> tuple[Provider, Meaning]:
    secret = read_private_line(home.folder / oidc.client_secret_file)
    values = {Role.CUSTODIAN: oidc.custodians, Role.AUDITOR: oidc.auditors, Role.OFFICIAL: oidc.officials}
    roles = {role: frozenset(words) for role, words in values.items()}
    return Provider(Client(oidc.issuer, oidc.client_id, secret)), Meaning(
        oidc.name_claim, oidc.role_claim, roles
    )


def place_of(home: Home, name: str, app: Starlette, place: WebPlace) -> Place:
    """Where a face is served, by its section of the settings."""
    tls = place.tls
    files = None if tls is None else Tls(home.folder / tls.certificate_file, home.folder / tls.key_file)
    return Place(name, app, place.host, place.port or 0, files)


def origin_of(place: WebPlace) -> str:
    """The origin of a face, by its section of the settings. Raises SettingsError for one that no browser would write."""
    host = f"[{place.host}]" if ":" in place.host else place.host
    scheme = "http" if place.tls is None else "https"
    origin = place.origin or f"{scheme}://{host}:{place.port or 443}"
    if problem := why_no_origin(origin):
        raise SettingsError(problem, hint="the setting `origin` is what people type, without a path")
    return origin


def _now() -> datetime:
    return datetime.now(UTC)
