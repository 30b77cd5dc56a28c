"""Pages from templates: whatever a page is given is escaped, and what it is not given is an error.

Knows: the templates' folder, and what every template is given beside its own values.
Must not know: HTTP, what a page means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ostiary.web.frame.assets import address_of
from ostiary.web.frame.face import Face, Link
from ostiary.web.guard.console_session import ConsoleSession

TEMPLATES: Final = Path(__file__).resolve().parents[1] / "templates"


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around each page; templates know it as ``frame``."""

    face: str
    title: str
    session: ConsoleSession | None
    links: tuple[Link, ...]
    here: str
    """The path that was asked for, as the browser has it without its query."""


def around(face: Face, session: ConsoleSession | None, here: str) -> Around:
    """What stands around a page of this face for somebody."""
    role = None if session is None else session.role
    return Around(face.name, face.title, session, face.links_of(role), here)


def draw(face: Face, template: str, values: Mapping[str, object], frame: Around) -> bytes:
    """One page. Raises jinja2.TemplateError for a template that is missing, broken, or not given what it uses."""
    # A page cannot name a value `frame` or `static`: it would speak for the frame.
    given = {**face.extends, **values, "frame": frame, "static": address_of}
    return environment().get_template(template).render(given).encode()


@cache
def environment() -> Environment:
    """All templates that are drawn for each request. Nothing is loaded again while it runs."""
    return Environment(
        autoescape=True,
        auto_reload=False,
        loader=FileSystemLoader(TEMPLATES),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
