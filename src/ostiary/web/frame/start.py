"""The first page after the sign-in, where an installation has no other: what this role reaches.

Knows: that the navigation says it.
Must not know: what any page shows.
"""

from __future__ import annotations

from ostiary.web.frame.visit import Answer, Pages, Served, Shown, Visit
from ostiary.web.guard.roles import Route


def start_pages() -> Pages:
    """The route `/`."""
    return {Route("GET", "/"): Served(_start)}


def _start(visit: Visit) -> Answer:  # noqa: ARG001 - the frame says who it is
    return Shown("console/start.html", {})
