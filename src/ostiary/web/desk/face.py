"""The query desk as a face: its own table of routes, its own cookie, its own origin.

Knows: what the frame needs to serve the desk's pages.
Must not know: settings, sockets, what a page shows.
"""

from __future__ import annotations

from typing import Final

from ostiary.web.desk.pages import Desk, pages
from ostiary.web.desk.table import TABLE
from ostiary.web.frame.app import union
from ostiary.web.frame.face import Face

NAME: Final = "desk"
COOKIE: Final = "__Host-ostiary-desk"
"""Another name than the console's: ports of one host share cookies."""


def desk_face(desk: Desk, origin: str, title: str) -> Face:
    """The desk at an origin. Raises ValueError for one that no browser would write."""
    return Face(
        name=NAME,
        title=title,
        origin=origin,
        table=TABLE,
        pages=union(pages(desk)),
        sessions=desk.sittings,
        cookie=COOKIE,
    )
