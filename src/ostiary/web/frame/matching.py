"""Which route a request is for.

Knows: methods, paths and the routes of a table.
Must not know: who may use a route.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ostiary.web.guard.roles import Route

_PART: Final = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Match:
    """A route, and the parts of it that vary."""

    route: Route
    path: Mapping[str, str]


class Matcher:
    """The routes of one table."""

    def __init__(self, routes: Iterable[Route]) -> None:
        # Routes without parts that vary come first: `/accesses/new` is not the access named `new`.
        ordered = sorted(routes, key=lambda route: (route.path.count("{"), route.path))
        self._patterns = tuple((route, _pattern(route.path)) for route in ordered)

    def match(self, method: str, path: str) -> Match:
        """The route of a request; one outside the table comes back as it was asked, and is nobody's. HEAD asks as GET does."""
        asked = "GET" if method == "HEAD" else method
        for route, pattern in self._patterns:
            found = pattern.fullmatch(path) if route.method == asked else None
            if found is not None:
                return Match(route, found.groupdict())
        return Match(Route(asked, path), {})


def _pattern(path: str) -> re.Pattern[str]:
    pieces = _PART.split(path)
    # Texts and names of parts take turns. A part holds no slash, and no zero byte, which no database takes.
    return re.compile(
        "".join(
            f"(?P<{piece}>[^/\0]+)" if index % 2 else re.escape(piece) for index, piece in enumerate(pieces)
        )
    )
