"""The console's pages as one table: which function answers which route, and which fields its form has.

Knows: the routes of the console.
Must not know: what any page shows, who reaches it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, TypeAlias

from ostiary.web.console.accesses import accesses, accesses_csv
from ostiary.web.console.ground import Ground
from ostiary.web.console.one_access import one_access
from ostiary.web.console.right_now import news, right_now
from ostiary.web.frame.face import Link
from ostiary.web.frame.visit import Answer, Pages, Served, Visit
from ostiary.web.guard.roles import Route

Drawn: TypeAlias = Callable[[Ground, Visit], Answer]

LINKS: Final = (
    Link("/", "Right now"),
    Link("/accesses", "Accesses"),
)

_SHOWN: Final[dict[str, Drawn]] = {
    "/": right_now,
    "/news": news,
    "/accesses": accesses,
    "/accesses.csv": accesses_csv,
    "/accesses/{index}": one_access,
}


def pages(ground: Ground) -> Pages:
    """The pages of the console, on what they stand."""
    return {Route("GET", path): Served(partial(drawn, ground)) for path, drawn in _SHOWN.items()}
