"""The factory of applications: a face with its own pool of threads.

Knows: what a face needs around it, and the pages that every face has.
Must not know: sockets, settings, which faces there are.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette

from ostiary.door.events import Events
from ostiary.web.frame.assets import SERVED
from ostiary.web.frame.face import Face
from ostiary.web.frame.pool import Pool
from ostiary.web.frame.visit import Pages
from ostiary.web.frame.way_in import WayIn


def application(face: Face, events: Events, pool: Pool | None = None) -> Starlette:
    """An ASGI application that serves one face. Its threads end with it."""
    threads = pool or Pool()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        threads.close()

    app = Starlette(lifespan=lifespan)
    # No route of the framework's own: it would answer what none of them fits by itself, without our headers.
    app.router.redirect_slashes = False
    app.router.default = WayIn(face, threads, events)
    return app


def union(*areas: Pages) -> Pages:
    """The pages of several areas, and the files that they are drawn with.

    Raises ValueError for a route that two of them have: which of them would be served is nothing to guess.
    """
    together = dict(SERVED)
    for area in areas:
        if twice := together.keys() & area.keys():
            named = ", ".join(sorted(f"{route.method} {route.path}" for route in twice))
            raise ValueError(f"two areas serve the same: {named}")
        together |= area
    return together
