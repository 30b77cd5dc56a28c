"""That no change of policy ends a cut-off for good.

Knows: a cut-off names a code and covers what stands under it, so that whoever moves, drops or renames a code ends it there.
Must not know: the chain, promises, files.

What is cut off for a time, and what is suspended, is not held here: two officials can end either anyway.
"""

from __future__ import annotations

from collections.abc import Iterable

from ostiary.errors import DirectiveRefused
from ostiary.model.bundle import Bundle


def verify_cut_off_stays(cut_off: Iterable[str], before: Bundle, after: Bundle) -> None:
    """Raises DirectiveRefused where an agency that one of these codes covers in ``before`` is covered no more in ``after``.

    One that ``after`` does not have is not covered: a later policy could register it anew, under somebody else. Nor may an
    agency of the same name come in beside it.
    """
    for root in sorted(cut_off):
        covered, still = before.agency_tree.under(root), after.agency_tree.under(root)
        lost = sorted((covered - still) | _namesakes(covered, before, after) - still)
        if lost:
            raise DirectiveRefused(
                f"`{root}` is cut off for good, and this policy would let out what is under it: {', '.join(lost)}",
                hint=f"leave the agencies under `{root}` where they stand; others can be added there",
            )


def _namesakes(covered: frozenset[str], before: Bundle, after: Bundle) -> frozenset[str]:
    names = {before.agencies[code].name.casefold() for code in covered}
    new = after.agencies.keys() - before.agencies.keys()
    return frozenset(code for code in new if after.agencies[code].name.casefold() in names)
