"""All detectors, in the order in which they run and are told.

Knows: which detectors there are, and the word by which the limits of each family are named.
Must not know: what any of them looks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Final

from ostiary.errors import RunRefused
from ostiary.watch.detecting import (
    bulk,
    case_number,
    copied,
    fixation,
    odd_hours,
    onward_sharing,
    probing,
    reappearance,
    relations,
    shared_account,
    side_door,
    stale_account,
    travel,
    unexplained,
    vague,
)
from ostiary.watch.detecting.detector import Detector
from ostiary.watch.joining import agreements, copies, gaps, labels, look_back, rosters, without_grant

BY_NAME: Final[Mapping[str, tuple[Detector, ...]]] = {
    "side_door": side_door.DETECTORS,
    "vague": vague.DETECTORS,
    "copied": copied.DETECTORS,
    "case_number": case_number.DETECTORS,
    "bulk": bulk.DETECTORS,
    "odd_hours": odd_hours.DETECTORS,
    "shared_account": shared_account.DETECTORS,
    "travel": travel.DETECTORS,
    "fixation": fixation.DETECTORS,
    "relations": relations.DETECTORS,
    "stale": stale_account.DETECTORS,
    "onward": onward_sharing.DETECTORS,
    "reappearance": reappearance.DETECTORS,
    "probing": probing.DETECTORS,
    "unexplained": unexplained.DETECTORS,
    "without_grant": without_grant.DETECTORS,
    "agreements": agreements.DETECTORS,
    "rosters": rosters.DETECTORS,
    "look_back": look_back.DETECTORS,
    "copies": copies.DETECTORS,
    "gaps": gaps.DETECTORS,
    "labels": labels.DETECTORS,
}
"""Name of a family: its rules. Limits are written with the name (``vague.share``) or a code (``M2a.share``)."""

DETECTORS: Final[tuple[Detector, ...]] = tuple(chain.from_iterable(BY_NAME.values()))


def chosen(codes: Iterable[str]) -> tuple[Detector, ...]:
    """Those with one of the codes or names; ``M4`` is all of M4a to M4e. No code: all. Raises RunRefused for a code of none."""
    asked = tuple(code.strip() for code in codes)
    for code in asked:
        if not any(is_meant(code, each) for each in DETECTORS):
            raise RunRefused(
                f"there is no detector `{code}`",
                hint=f"they are {', '.join(each.code for each in DETECTORS)}",
            )
    return tuple(each for each in DETECTORS if not asked or any(is_meant(code, each) for code in asked))


def is_meant(word: str, detector: Detector) -> bool:
    """Whether a code (``m4e``), a family's code (``M4``) or its name means this detector."""
    return word.upper() in {detector.code.upper(), family(detector.code).upper()} or detector in BY_NAME.get(
        word, ()
    )


def family(code: str) -> str:
    """M4 of ``M4e``."""
    return code.rstrip("abcdefgh")
