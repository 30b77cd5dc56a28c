"""What is served at one origin: its table of who reaches what, its pages, and who keeps its sessions.

Knows: that the table and the pages must name the same routes, and that an origin is written one way.
Must not know: HTTP, a framework, what any page shows.

The console, the query desk and the resident portal are one face each, at an origin of its own. A face without sessions knows
no cookie: nobody who visits it can be told from anybody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from ostiary.web.frame.visit import Pages
from ostiary.web.guard.console_session import ConsoleSession
from ostiary.web.guard.cookie import NAME
from ostiary.web.guard.headers import CONTENT_SECURITY_POLICY
from ostiary.web.guard.roles import Open, Reach, Reached, Role, Route, admission


class Sessions(Protocol):
    """Who keeps the sessions of a face. It may block: it is asked in a thread."""

    def maybe_session(self, token: str) -> ConsoleSession | None:
        """The session of a token, marked as used now; None where there is none, or it is over.

        Raises ControlDown and the like when that cannot be known; then nobody is let in.
        """


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation; it is shown to those who reach ``path`` with GET."""

    path: str
    label: str


@dataclass(frozen=True, slots=True)
class Face:
    """One origin. ``name`` is for events and templates, ``title`` for people."""

    name: str
    title: str
    origin: str
    """As a browser writes it in Origin: ``https://console.example``, without a path, a default port or capitals."""
    table: Mapping[Route, Reach]
    pages: Pages
    sessions: Sessions | None = None
    cookie: str = NAME
    """The cookie's name. Ports share cookies, so two faces at one host have two names."""
    links: tuple[Link, ...] = ()
    refusal_template: str = "console/refusal.html"
    """Draws every refusal: it is given ``title``, ``sentences`` and what every page is given."""
    extends: Mapping[str, object] = field(default_factory=dict)
    """Further values that each template of this face is given."""
    content_security_policy: str = CONTENT_SECURITY_POLICY

    def __post_init__(self) -> None:
        """Refuse what cannot be served as it is meant. Raises ValueError: it is our mistake, found before anybody is served."""
        if self.pages.keys() != self.table.keys():
            unlike = self.pages.keys() ^ self.table.keys()
            named = ", ".join(sorted(f"{route.method} {route.path}" for route in unlike))
            raise ValueError(
                f"the pages of `{self.name}` and its table of roles do not name the same: {named}"
            )
        if self.sessions is None and not all(isinstance(reach, Open) for reach in self.table.values()):
            raise ValueError(f"`{self.name}` has no sessions, and a route that needs one")
        if problem := why_no_origin(self.origin):
            raise ValueError(problem)

    @property
    def host(self) -> str:
        """What the Host header must say."""
        return urlsplit(self.origin).netloc

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach it over TLS."""
        return self.origin.startswith("https://")

    def links_of(self, role: Role | None) -> tuple[Link, ...]:
        """The navigation for somebody of this role."""
        return tuple(
            link
            for link in self.links
            if isinstance(admission(Route("GET", link.path), role, self.table), Reached)
        )


def why_no_origin(origin: str) -> str:
    """Why this is no origin as a browser writes it, or nothing."""
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return f"`{origin}` is no origin"
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or origin != f"{parts.scheme}://{parts.netloc}"
    ):
        return f"`{origin}` is no origin: write it like https://console.example"
    if "@" in parts.netloc or origin != origin.lower() or not origin.isascii():
        return f"`{origin}` is no origin as a browser writes it: no account, no capitals, ASCII alone"
    if (parts.scheme, port) in {("http", 80), ("https", 443)}:
        return f"`{origin}` names the port that browsers leave out"
    return ""
