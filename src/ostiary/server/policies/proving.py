"""Whether a policy keeps its promises, for those who serve under it.

Knows: that officials and gateways judge a policy by the same proofs.
Must not know: how anything is proved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from ostiary.directives.review import Review, Verdict, verify_confirmable
from ostiary.model.bundle import Bundle

Prove: TypeAlias = Callable[[Bundle], tuple[Verdict, ...] | None]
"""What is found about each promise of a bundle; None where nothing can be. It may take a second."""


def verify_kept(bundle: Bundle, prove: Prove) -> None:
    """Raises DirectiveRefused unless every promise is proved to be kept in the strength that it was given with."""
    if bundle.promises:
        verify_confirmable(Review((), prove(bundle)), bundle)
