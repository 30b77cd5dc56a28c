"""Longer texts that are the same but for one letter in each half.

Knows: what one letter is to a half, which texts may still be taken by another.
Must not know: events, who typed a text, how letters are compared.

A text of forty letters or more is cut after half of its words. Where both halves are alike to those of another text, and a ratio of 95 holds for
the whole, that text stands for it. Only a text that stands for nobody is taken, so that every text is alike to the one that stands for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from rapidfuzz.distance import Indel

from ostiary.watch.reasons.alike import MAX_LETTERS, MIN_LETTERS, by_one_letter

RATIO: Final = 0.95
"""Twice the letters that two texts share, of the letters of both (misuse.md, M3)."""
MAX_LOOKS: Final = 8
"""Texts of one bucket that others are compared with: halves are alike to one and the same, so that the first takes nearly all."""


def alike_of(normals: Iterable[str]) -> dict[str, str]:
    """Normal forms in; out, for each that another stands for, that other: by one letter, or by one in each half."""
    texts = set(normals)
    stands = by_one_letter(texts)
    return stands | dict(_in_halves(sorted(texts - stands.keys()), Counter(stands.values())))


def _in_halves(texts: Sequence[str], standing: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Of texts that stand for themselves, each that another of them can stand for; ``standing``: for how many each stands already."""
    cut = {text: _halves(text) for text in texts if 2 * MIN_LETTERS <= len(text) <= 2 * MAX_LETTERS}
    same = by_one_letter(half for halves in cut.values() for half in halves)
    buckets: dict[tuple[str, str], list[str]] = defaultdict(list)
    for text, (first, second) in cut.items():
        buckets[same.get(first, first), same.get(second, second)].append(text)
    for halves, bucket in buckets.items():
        # Those that stand for others come first, then the text whose halves stand for the others' halves.
        bucket.sort(key=lambda text: (-standing.get(text, 0), cut[text] != halves, text))
        yield from _taken(bucket, standing)


def _halves(text: str) -> tuple[str, str]:
    words = text.split()
    return " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])


def _taken(bucket: list[str], standing: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for _ in range(MAX_LOOKS):
        if len(bucket) < 2:  # noqa: PLR2004  # one text has no other
            return
        head, *rest = bucket
        taken = {text for text in rest if text not in standing and _is_alike(head, text)}
        yield from ((text, head) for text in sorted(taken))
        bucket = [text for text in rest if text not in taken]


def _is_alike(one: str, other: str) -> bool:
    return Indel.normalized_similarity(one.replace(" ", ""), other.replace(" ", "")) >= RATIO
