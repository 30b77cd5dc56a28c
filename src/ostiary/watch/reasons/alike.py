"""Texts that are the same but for one letter: each has a text that stands for it.

Knows: letters and marks of a normal form, and when two differ by one letter.
Must not know: events, who typed a text, how often, where all texts of a log lie.

Two texts of twenty letters or more are alike when one letter taken out of each, or of one, leaves the same, and their marks are the same: a letter
that is wrong, missing, too many, or swapped with its neighbour. Of twenty letters that is a ratio of 95 or more (twice the letters that are
shared, of the letters of both). Spaces are no letters. Marks are words with a figure in them and single letters but `a`: another case,
plate, unit or initial is another text.

A text that stands for others is one to which each of them is alike, so that nothing drifts from one to the next; and what stands for what
depends on the texts alone, not on the order in which they come. Every text is looked at once for each of its letters: what two have in
common is found by its hash, and nothing is compared with everything.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from rapidfuzz.distance import Indel

MIN_LETTERS: Final = 20
"""Below, one letter is more than one in twenty: `car stolen` is not `cat stolen`."""
MAX_LETTERS: Final = 400
"""Longer texts stand for themselves: the longest of 53,837 real reasons has some hundred characters, and each letter costs a hash."""
MAX_HASHES: Final = 2**22
"""Held at once: 4 million of 8 bytes, with their owners and their order three times that."""
_APART: Final = 2
"""One letter out of each: what the two may not share, in letters of both."""
_NUMBERS: Final = np.uint64
_BASE: Final = 0x9E3779B97F4A7C15
"""Odd, so that it has an inverse modulo 2**64. Hashes only say which texts are worth a look; letters decide."""
_INVERSE: Final = pow(_BASE, -1, 2**64)
_NOBODY: Final = -1

_Array: TypeAlias = Any
"""A numpy array: what its numbers are stands beside it."""


class _Text(NamedTuple):
    letters: str
    marks: str


@dataclass(frozen=True, slots=True)
class _Buckets:
    """Texts that have something in common: those of bucket ``b`` are ``texts[starts[b]:starts[b + 1]]``, as places among all."""

    texts: _Array
    starts: _Array

    def of(self, bucket: int) -> list[int]:
        """The texts of one."""
        found: list[int] = self.texts[self.starts[bucket] : self.starts[bucket + 1]].tolist()
        return found


def by_one_letter(normals: Iterable[str]) -> dict[str, str]:
    """Normal forms in; out, for each that another stands for, that other."""
    spelled: dict[_Text, list[str]] = defaultdict(list)
    for normal in set(normals):
        if text := _compared(normal):
            spelled[text].append(normal)
    numbered = Counter(text.marks for text in spelled)
    texts = sorted(text for text in spelled if numbered[text.marks] > 1 or len(spelled[text]) > 1)
    stands = _stands(texts)
    return {
        normal: first
        for place, text in enumerate(texts)
        for first in [min(spelled[texts[stands[place]]])]
        for normal in spelled[text]
        if normal != first
    }


def _compared(normal: str) -> _Text | None:
    """A text as it is compared; none of one that is too short or too long for that."""
    if len(normal) < MIN_LETTERS:
        return None
    words = normal.split()
    marks = [word for word in words if _is_mark(word)]
    letters = "".join(word for word in words if not _is_mark(word)) if marks else "".join(words)
    return _Text(letters, " ".join(marks)) if MIN_LETTERS <= len(letters) <= MAX_LETTERS else None


def _is_mark(word: str) -> bool:
    return not word.isalpha() or (len(word) == 1 and word != "a")


def _stands(texts: Sequence[_Text]) -> list[int]:
    """For each text, the place of the one that stands for it: those with the most that are alike come first, then by the alphabet."""
    buckets = _buckets(texts)
    size = np.diff(buckets.starts)
    bucket_of = np.repeat(np.arange(len(size)), size)
    common = np.bincount(buckets.texts, weights=np.repeat(size - 1, size), minlength=len(texts))
    by_text = np.argsort(buckets.texts, kind="stable")
    own = np.searchsorted(buckets.texts[by_text], np.arange(len(texts) + 1))
    stands, looked_at = [_NOBODY] * len(texts), bytearray(len(size))
    for place in np.argsort(-common, kind="stable").tolist():
        if stands[place] != _NOBODY:
            continue
        stands[place] = place
        for bucket in bucket_of[by_text[own[place] : own[place + 1]]].tolist():
            # All in a bucket are alike, so that it has nobody left after the first look: that keeps the work to one look at each.
            if not looked_at[bucket]:
                looked_at[bucket] = 1
                _take(place, buckets.of(bucket), texts, stands)
    return stands


def _take(place: int, others: Iterable[int], texts: Sequence[_Text], stands: list[int]) -> None:
    for other in others:
        if stands[other] == _NOBODY and _is_alike(texts[place], texts[other]):
            stands[other] = place


def _is_alike(one: _Text, other: _Text) -> bool:
    return one.marks == other.marks and Indel.distance(one.letters, other.letters) <= _APART


def _buckets(texts: Sequence[_Text]) -> _Buckets:
    """Every hash that two texts or more share, of a text itself or of one without one of its letters."""
    places: dict[int, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        places[len(text.letters)].append(place)
    lengths = sorted(places.keys() | {length - 1 for length in places})
    found = [_shared(*part) for length in lengths for part in _parts(texts, places, length)]
    none = np.empty(0, np.int64)
    members, sizes = (np.concatenate([none, *(each[side] for each in found)]) for side in (0, 1))
    return _Buckets(members, np.concatenate([[0], np.cumsum(sizes)]))


def _parts(
    texts: Sequence[_Text], places: Mapping[int, list[int]], length: int
) -> Iterator[tuple[_Array, _Array]]:
    """Hashes of all strings of one length, and whose they are: those that are equal come in one part."""
    whole, longer = places.get(length, []), places.get(length + 1, [])
    count = (len(whole) + len(longer) * (length + 1)) // MAX_HASHES + 1
    for part in range(count):
        found = [
            (hashes[mine], owners[mine])
            for hashes, owners in (*_hashes(texts, whole, 0), *_hashes(texts, longer, 1))
            for mine in [hashes % _NUMBERS(count) == part]
        ]
        yield np.concatenate([each for each, _ in found]), np.concatenate([each for _, each in found])


def _hashes(texts: Sequence[_Text], places: Sequence[int], missing: int) -> Iterator[tuple[_Array, _Array]]:
    """Hashes of texts of one length, whole or with one letter ``missing``, and whose they are."""
    length = len(texts[places[0]].letters) if places else 0
    step = MAX_HASHES // (8 * (length + 1))
    for start in range(0, len(places), step):
        some = places[start : start + step]
        before = _prefixes(texts, some, length)
        salts = np.array([_salt(texts[place].marks) for place in some], _NUMBERS)[:, None]
        if missing:
            # What stands behind the missing letter moves forward by one place, so that its powers are one less.
            hashes = before[:, :-1] + (before[:, -1:] - before[:, 1:]) * _NUMBERS(_INVERSE)
        else:
            hashes = before[:, -1:]
        yield (hashes + salts).ravel(), np.repeat(np.array(some), hashes.shape[1])


def _prefixes(texts: Sequence[_Text], places: Sequence[int], length: int) -> _Array:
    """A row a text: the hash of its first 0, 1, … all letters, modulo 2**64."""
    codes = "".join(texts[place].letters for place in places).encode("utf-32-le", "surrogatepass")
    letters = np.frombuffer(codes, np.uint32).reshape(len(places), length).astype(_NUMBERS)
    powers = np.cumprod(np.full(length, _BASE, _NUMBERS), dtype=_NUMBERS)
    found = np.zeros((len(places), length + 1), _NUMBERS)
    np.cumsum(letters * powers, axis=1, out=found[:, 1:])
    return found


@lru_cache(100_000)
def _salt(marks: str) -> int:
    return int.from_bytes(blake2b(marks.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _shared(hashes: _Array, owners: _Array) -> tuple[_Array, _Array]:
    """The owners of each hash that several have, one bucket after another, and the size of each bucket."""
    order = np.argsort(hashes)
    hashes, owners = hashes[order], owners[order]
    same = np.zeros(len(hashes) + 1, bool)
    same[1:-1] = hashes[1:] == hashes[:-1]
    several = same[1:] | same[:-1]
    # A text with a double letter has one hash twice.
    pairs = np.unique(np.stack([hashes[several], owners[several].astype(_NUMBERS)]), axis=1)
    _, bucket, sizes = np.unique(pairs[0], return_inverse=True, return_counts=True)
    return pairs[1][sizes[bucket] > 1].astype(np.int64), sizes[sizes > 1]
