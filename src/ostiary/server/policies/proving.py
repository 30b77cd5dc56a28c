"""Whether a policy keeps its promises, for those who serve under it.

Knows: that there may be no prover, and that then nothing is known.
Must not know: how anything is proved.
"""

from __future__ import annotations

from ostiary.directives.review import Verdict
from ostiary.model.bundle import Bundle


def prove_promises(bundle: Bundle) -> tuple[Verdict, ...] | None:  # noqa: ARG001 - there is no prover yet
    """What both engines find about each promise; None where there is no prover."""
    return None
