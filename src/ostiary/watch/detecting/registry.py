"""All detectors, in the order in which they run and are told.

Knows: which detectors there are.
Must not know: what any of them looks for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ostiary.errors import RunRefused
from ostiary.watch.detecting import travel, vague
from ostiary.watch.detecting.detector import Detector

DETECTORS: Final[tuple[Detector, ...]] = (
    *vague.DETECTORS,
    *travel.DETECTORS,
)


def chosen(codes: Iterable[str], detectors: tuple[Detector, ...] = DETECTORS) -> tuple[Detector, ...]:
    """Those with one of the codes; ``M4`` is all of M4a to M4e. No code: all. Raises RunRefused for a code of none."""
    asked = tuple(code.strip() for code in codes)
    for code in asked:
        if not any(_is_of(code, each) for each in detectors):
            raise RunRefused(
                f"there is no detector `{code}`",
                hint=f"they are {', '.join(each.code for each in detectors)}",
            )
    return tuple(each for each in detectors if not asked or any(_is_of(code, each) for code in asked))


def family(code: str) -> str:
    """M4 of ``M4e``."""
    return code.rstrip("abcdefgh")


def _is_of(code: str, detector: Detector) -> bool:
    return code.upper() in {detector.code.upper(), family(detector.code).upper()}
