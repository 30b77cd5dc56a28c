"""``ostiary desk``: serve the query desk, and see what a text would be searched as.

Knows: the command line, and which settings the desk stands on.
Must not know: pages, the door's protocol, accounts: there is none to know.
"""

from __future__ import annotations

import json
import sys
import time
from functools import partial
from pathlib import Path

import click
import uvloop

from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.home import home_folder
from ostiary.cli.options import home_option, json_option
from ostiary.cli.web_faces import origin_of, place_of
from ostiary.errors import SettingsError
from ostiary.server.event_log import EventLog
from ostiary.server.setting_sections import Desk as DeskSettings
from ostiary.server.settings import Home, load_home
from ostiary.store.bundle_files import read_bundle
from ostiary.web.desk.face import NAME, desk_face
from ostiary.web.desk.line import door_at, open_line
from ostiary.web.desk.pages import Desk
from ostiary.web.desk.reading import read_searches
from ostiary.web.desk.searches import Search, recognised
from ostiary.web.desk.sittings import Sittings, Tending
from ostiary.web.desk.terms import terms_of
from ostiary.web.frame.app import application
from ostiary.web.frame.serving import is_this_machine
from ostiary.web.frame.serving import serve as serve_places
from ostiary.web.guard.console_session import Lifetime


@click.group(cls=ExplainingGroup)
def desk() -> None:
    """The query desk, for officers without an SQL client."""


@desk.command()
@home_option
def serve(home: Path | None) -> None:
    """Serve the query desk until it is told to stop; events go to standard error as JSON lines.

    It signs nobody in by itself: whoever comes has a session of the gateway, by the name and password that the gateway takes.
    """
    found = load_home(home_folder(home))
    settings = found.settings.desk
    if settings.port is None:
        raise SettingsError(
            "the query desk has no port",
            hint="set `port` under [desk] in ostiary.toml; docs/desk.md says what else",
        )
    events = EventLog(sys.stderr, gateway=found.settings.gateway)
    sittings = Sittings(Lifetime(settings.idle_seconds, settings.whole_seconds), lambda: int(time.time()))
    face = desk_face(_desk(found, sittings), origin_of(settings), "Query desk")
    with Tending(sittings):
        uvloop.run(serve_places([place_of(found, NAME, application(face, events), settings)], events))


@desk.command()
@click.argument("text")
@home_option
@json_option
def recognise(text: str, home: Path | None, *, as_json: bool) -> None:
    """Say what TEXT would be searched as. Nothing is asked, and nothing is recorded."""
    found = recognised(text, _searches(load_home(home_folder(home))))
    if as_json:
        click.echo(json.dumps([{"kind": one.search.kind, "values": dict(one.values)} for one in found]))
        return
    for one in found:
        bound = ", ".join(f"{name} {value!r}" for name, value in one.values.items() if value)
        click.echo(f"{one.search.label}: {bound}; {len(one.search.sections)} statements")
    if not found:
        click.echo("this is none of what can be searched", err=True)


def _desk(home: Home, sittings: Sittings) -> Desk:
    # For reading alone, and as it was at the start: which policy is in force, the door knows.
    terms = terms_of(read_bundle(home.policy_dir))
    where, certificate = _door(home), _certificate(home, home.settings.desk)
    return Desk(
        sittings,
        _searches(home),
        lambda: terms,
        partial(open_line, where, certificate=certificate),
        lambda: time.monotonic_ns() // 1_000_000,
    )


def _searches(home: Home) -> tuple[Search, ...]:
    path = home.folder / home.settings.desk.searches_file
    try:
        return read_searches(path.read_bytes(), str(path))
    except OSError as error:
        why = (error.strerror or "unknown reason").lower()
        raise SettingsError(
            f"`{path}` cannot be read: {why}", hint="docs/desk.md says what stands in it"
        ) from error


def _door(home: Home) -> str:
    settings = home.settings
    host, root = settings.desk.door_host, settings.desk.door_root_file
    if root is None and not is_this_machine(host):
        raise SettingsError(
            f"the desk would speak with the door at {host} in the clear",
            hint="set `door_root_file` under [desk] to the root certificates of the door",
        )
    return door_at(
        host, settings.listen.port, settings.database.name, None if root is None else str(home.folder / root)
    )


def _certificate(home: Home, settings: DeskSettings) -> dict[str, str]:
    certificate, key = settings.agency_certificate_file, settings.agency_key_file
    if certificate is None or key is None:
        if certificate is not key:
            raise SettingsError("`agency_certificate_file` and `agency_key_file` under [desk] go together")
        return {}
    return {"sslcert": str(home.folder / certificate), "sslkey": str(home.folder / key)}
