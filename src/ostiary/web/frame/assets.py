"""The files that pages are drawn with: a fixed list, each under a name that holds its digest.

Knows: which style sheets and scripts there are, what each is made of, and their addresses.
Must not know: HTTP, pages.

An address that names its content can be kept by a browser for as long as it likes. What is not in the list is not served.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ostiary.web.frame.visit import Absent, Answer, Handed, Served, Visit
from ostiary.web.guard.roles import Route

STATIC: Final = Route("GET", "/static/{name}")

_WEB: Final = Path(__file__).resolve().parents[1]
_SHEET: Final = "text/css; charset=utf-8"
_SCRIPT: Final = "text/javascript; charset=utf-8"
_PARTS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    # The colours of all faces are one file, which stands first in each sheet.
    "console.css": (_SHEET, ("templates/tokens.css", "templates/console/console.css")),
    "portal.css": (_SHEET, ("templates/tokens.css", "templates/portal.css")),
    "icon.svg": ("image/svg+xml", ("assets/icon.svg",)),
    "htmx.js": (_SCRIPT, ("assets/htmx.js",)),
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its address below `/static/`, and its content."""

    name: str
    media_type: str
    content: bytes


@cache
def assets() -> Mapping[str, Asset]:
    """All of them, by the name that templates use."""
    return MappingProxyType({name: _asset(name, *parts) for name, parts in _PARTS.items()})


def address_of(name: str) -> str:
    """Where a file is served. Raises KeyError for one that is not in the list: a template names it wrongly."""
    return f"/static/{assets()[name].name}"


def serve_asset(visit: Visit) -> Answer:
    """The page of `/static/{name}`."""
    found = next((one for one in assets().values() if one.name == visit.path["name"]), None)
    if found is None:
        return Absent("No file of these pages has this name.")
    return Handed(found.content, found.media_type, is_lasting=True)


SERVED: Final = {STATIC: Served(serve_asset)}
"""For the pages of every face."""


def _asset(name: str, media_type: str, parts: tuple[str, ...]) -> Asset:
    content = b"".join((_WEB / part).read_bytes() for part in parts)
    stem, dot, kind = name.partition(".")
    digest = hashlib.sha256(content).hexdigest()[:16]
    return Asset(f"{stem}-{digest}{dot}{kind}", media_type, content)
