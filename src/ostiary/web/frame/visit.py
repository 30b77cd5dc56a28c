"""What a page is given and what it gives back: a page is a function from a visit to an answer.

Knows: the words of both, and that a set of pages is a table from routes to such functions.
Must not know: HTTP, a framework, templates, who may come in.

By the time a page sees a visit, it has been let in: its route is in the table of roles, its form comes from our own pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from ostiary.web.guard.console_session import ConsoleSession
from ostiary.web.guard.roles import Route


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that was let in.

    ``session`` is None on routes that need no account. ``path`` holds the parts of the route that vary, ``query`` what
    stands behind the question mark (the last value of each name), ``form`` the fields that were sent, as text.
    """

    route: Route
    session: ConsoleSession | None = None
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    token_digest: bytes = b""
    """Which session it is: the digest of its token; empty without one."""
    pending: str = field(default="", repr=False)
    """What this browser remembers of a sign-in that it has begun elsewhere; empty where it remembers nothing."""
    network: str = ""
    """What attempts are counted under: ``guard.network.counted_as`` of the visitor's address."""


class SignedOut(Enum):
    """The browser forgets its session; the page has ended it."""

    SIGNED_OUT = "signed out"


@dataclass(frozen=True, slots=True)
class Begun:
    """The browser is given a new session; the token is kept nowhere else."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page, drawn from a template; ``status`` is HTTP's."""

    template: str
    values: Mapping[str, object]
    status: int = 200
    session: Begun | None = None
    """A session that begins with this page; only for a page that may not lead on, see ``Elsewhere``."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The act is done (303): the browser goes on to a page of ours, so that reloading it does nothing twice."""

    path: str
    session: Begun | SignedOut | None = None


@dataclass(frozen=True, slots=True)
class Abroad:
    """On to another site (303), where somebody signs in; the browser remembers ``pending`` until it comes back."""

    address: str
    pending: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Absent:
    """There is no such thing (404), said in words; ``what`` is ours and never what was asked for: `no access has this number`."""

    what: str


@dataclass(frozen=True, slots=True)
class Handed:
    """A file: CSV, JSON, a picture. With a ``name`` it is offered for saving."""

    body: bytes
    media_type: str
    name: str = ""
    is_lasting: bool = False
    """Whether its address names its content, so that browsers may keep it; never for anything of the records."""


Answer: TypeAlias = Shown | Elsewhere | Abroad | Handed | Absent

Endpoint: TypeAlias = Callable[[Visit], Answer]
"""A page. It may block: it runs in a thread of a bounded pool. What it raises becomes a page that says nothing of data."""


@dataclass(frozen=True, slots=True)
class Served:
    """One route with its page, and the fields that its form may have; another field is refused before the page is asked."""

    endpoint: Endpoint
    fields: frozenset[str] = frozenset()


Pages: TypeAlias = Mapping[Route, Served]
"""What an area serves. Each area has a function from what it stands on (a log, a database) to its pages."""
