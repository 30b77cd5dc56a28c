"""The reviewer of an installation, imported when it is used.

Knows: where it stands, and what to say where a part of it is not installed.
Must not know: what a review says.

An official who cuts an agency off must not wait for a solver to be loaded, nor need one.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final

from ostiary.directives.review import Review, Reviewer
from ostiary.errors import DirectiveRefused
from ostiary.model.bundle import Bundle
from ostiary.office.replaying import ReplayedLog

_REVIEWER: Final = "ostiary.office.reviewer"


def reviewer_for(log: ReplayedLog) -> Reviewer:
    """The reviewer beside a log. It raises DirectiveRefused where it cannot be loaded: nothing is signed unseen."""

    def review(before: Bundle, after: Bundle, /) -> Review:
        try:
            module = import_module(_REVIEWER)
        except ImportError as fault:
            raise DirectiveRefused(
                "nothing can be proved about a policy here: a part is not installed",
                hint="pip install 'ostiary[gateway]'",
            ) from fault
        found: Reviewer = module.reviewer_for(log)
        return found(before, after)

    return review
