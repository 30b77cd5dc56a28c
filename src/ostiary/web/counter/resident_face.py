"""The resident portal's face: an origin of its own, without a cookie, with a policy that names its one style sheet by hash.

Knows: what its pages need around them, and which headers differ from the console's.
Must not know: sockets, settings, what any page shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ostiary.web.content.pages import around_pages, choice_values
from ostiary.web.counter.resident_pages import RESIDENT_REACH, Standing, resident_pages
from ostiary.web.frame.face import Face

NAME: Final = "resident"


def resident_face(standing: Standing, templates: Mapping[str, str], origin: str) -> Face:
    """The face. Raises ValueError for what is no origin."""
    around = around_pages(templates, "'self'")
    return Face(
        name=NAME,
        title=standing.portal.name,
        origin=origin,
        table=RESIDENT_REACH,
        pages=resident_pages(standing),
        refusal_template="refused.html",
        extends={**around, **choice_values(standing.portal, standing.today())},
        content_security_policy=f"{around['policy']}; frame-ancestors 'none'",
    )
