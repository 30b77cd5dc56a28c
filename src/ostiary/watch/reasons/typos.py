"""Long words with typing errors.

Knows: how far apart two words are, and when that is an error of one and not another word.
Must not know: packs, reasons.
"""

from __future__ import annotations

from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from ostiary.watch.reasons.packs import Typing

MIN_LETTERS: Final = 8
"""Shorter words lie too close to others: at one edit from `hsi` stand `hs`, `his` and `ro`'s neighbours (misuse.md, 1d)."""
MAX_LETTERS: Final = 20
"""A word longer than the longest target by more than the errors allowed is none; this ends the look early."""
ONE_ERROR_BELOW: Final = 10
"""Words of eight and nine letters may have one error, longer ones two: two errors in eight letters reach another word."""
_FIGURES: Final = str.maketrans("01345@$7", "oieasast")
"""Figures that stand for letters. They are read so in long words alone: `ic3` is an office of the FBI, `1ce` a licence plate."""


def meant(word: str, typing: Typing) -> str:
    """The target that ``word`` is an error of, or an empty string.

    An error keeps the first letter: most typing errors do, and `exportation` is two edits away from `deportation`.
    """
    plain = _letters(word)
    if not MIN_LETTERS <= len(plain) <= MAX_LETTERS or not plain.isalpha() or plain in typing.near:
        return ""
    near = [(_distance(plain, target), target) for target in typing.targets if target[0] == plain[0]]
    allowed = [(distance, target) for distance, target in near if distance <= errors_allowed(target)]
    return min(allowed)[1] if allowed else ""


def errors_allowed(target: str) -> int:
    """How many letters may be wrong, missing, too many, or swapped with their neighbour."""
    return 1 if len(target) < ONE_ERROR_BELOW else 2


def _letters(word: str) -> str:
    """The word as letters; one without a letter is left alone."""
    return word.translate(_FIGURES) if any(each.isalpha() for each in word) else word


def _distance(word: str, target: str) -> int:
    return int(DamerauLevenshtein.distance(word, target, score_cutoff=errors_allowed(target)))
