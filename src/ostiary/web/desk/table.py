"""Who reaches what at the query desk: the sign-in is open, and the rest is for whoever has a sitting.

Knows: the desk's routes.
Must not know: what they show.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ostiary.web.guard.roles import Open, Reach, Role, Route

_SITTING: Final = frozenset({Role.MEMBER})

SIGN_IN_PAGE: Final = Route("GET", "/sign-in")
SIGN_IN: Final = Route("POST", "/sign-in")
SIGN_OUT: Final = Route("POST", "/sign-out")
START: Final = Route("GET", "/")
DECLARE: Final = Route("POST", "/declare")
SEARCH: Final = Route("POST", "/search")
"""A search is an access and stands in the log under the member's name, so no link from elsewhere may start one."""
LOCK: Final = Route("POST", "/lock")
UNLOCK: Final = Route("POST", "/unlock")

TABLE: Final[Mapping[Route, Reach]] = {
    Route("GET", "/static/{name}"): Open.EVERYBODY,
    SIGN_IN_PAGE: Open.EVERYBODY,
    SIGN_IN: Open.EVERYBODY,
    SIGN_OUT: _SITTING,
    START: _SITTING,
    DECLARE: _SITTING,
    SEARCH: _SITTING,
    LOCK: _SITTING,
    UNLOCK: _SITTING,
}
