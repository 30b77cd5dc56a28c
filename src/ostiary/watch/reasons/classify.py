"""The reading of one reason: which pattern speaks, how strongly, and where.

Knows: the order of strengths, contexts, what silences what.
Must not know: files, events, whether what was typed is true.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ostiary.watch.reasons.filler import case_like, is_placeholder, is_vague
from ostiary.watch.reasons.normal import Normal, normal_of
from ostiary.watch.reasons.packs import STRENGTHS, Class, Pack, Pattern, Strength, Typing
from ostiary.watch.reasons.shipped import Words
from ostiary.watch.reasons.typos import MIN_LETTERS, meant

_RANK: Final = {strength: rank for rank, strength in enumerate(STRENGTHS)}


@dataclass(frozen=True, slots=True)
class Spoke:
    """A pattern that spoke.

    ``span`` is in the reason as it was typed, ``words`` are as they were read, ``beside`` is the context that made it weaker, or empty.
    """

    pack: str
    pattern: str
    strength: Strength
    span: tuple[int, int]
    words: str
    is_federal: bool = False
    beside: str = ""

    @property
    def class_(self) -> Class:
        """Its strength in the words of published label sets."""
        if self.strength in {"strong", "strong-fuzzy"}:
            return "explicit"
        return "hsi_only" if self.is_federal else "ambiguous"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of ``reason`` say.

    ``spoke`` is strongest first; ``passed_over`` are benign words, which silence what stands inside them; ``cases`` are tokens that
    look like case numbers; ``unread`` characters were beyond what is read of one reason.
    """

    reason: str
    normal: str
    spoke: tuple[Spoke, ...]
    passed_over: tuple[Spoke, ...]
    vague: bool
    placeholder: bool
    cases: tuple[str, ...]
    unread: int

    @property
    def first(self) -> Spoke | None:
        """The one that counts."""
        return self.spoke[0] if self.spoke else None

    @property
    def strength(self) -> Strength:
        """That of the one that counts."""
        return self.first.strength if self.first else "none"

    @property
    def class_(self) -> Class:
        """That of the one that counts."""
        return self.first.class_ if self.first else "none"

    @property
    def of_packs(self) -> tuple[Spoke, ...]:
        """The strongest of each pack that speaks, strongest first."""
        first: dict[str, Spoke] = {}
        for one in self.spoke:
            first.setdefault(one.pack, one)
        return tuple(first.values())


def classify(reason: str, words: Words) -> Reading:
    """The reading of one reason. Never raises."""
    normal = normal_of(reason)
    cases = case_like(reason)
    benign = [one for pack in words.packs for one in _matches(pack.benign, normal)]
    spoke = [one for pack in words.packs for one in _spoke(pack, normal)]
    spoke += _typed_wrong(normal, words.typing)
    return Reading(
        reason=reason,
        normal=normal.text,
        spoke=tuple(sorted(spoke, key=lambda one: _RANK[one.strength])),
        passed_over=tuple(benign),
        vague=is_vague(normal.text, cases, words.filler),
        placeholder=is_placeholder(normal.text, words.filler),
        cases=cases,
        unread=normal.unread,
    )


def _spoke(pack: Pack, normal: Normal) -> Iterator[Spoke]:
    if not pack.any_of.search(normal.text):
        return
    silent = [one.span for one in _matches(pack.benign, normal)]
    for pattern in pack.speaking:
        for one in _matches((pattern,), normal):
            if not any(start <= one.span[0] and one.span[1] <= end for start, end in silent):
                yield _in_context(one, pattern, pack, normal)
                break


def _matches(patterns: tuple[Pattern, ...], normal: Normal) -> Iterator[Spoke]:
    for pattern in patterns:
        for found in pattern.expression.finditer(normal.text):
            span = normal.span(*found.span())
            yield Spoke(pattern.pack, pattern.id, pattern.strength, span, found.group(), pattern.is_federal)


def _in_context(one: Spoke, pattern: Pattern, pack: Pack, normal: Normal) -> Spoke:
    """The same, weaker where words beside it speak for something else."""
    rest = normal.text.replace(one.words, " ", 1)
    beside = next((name for name in pattern.contexts if pack.contexts[name].search(rest)), "")
    if not beside:
        return one
    return Spoke(one.pack, one.pattern, "ambiguous-context", one.span, one.words, one.is_federal, beside)


def _typed_wrong(normal: Normal, typing: Typing) -> Iterator[Spoke]:
    """Long words with typing errors, and two words that are one long word with a space in it."""
    words = list(_placed(normal.text))
    parted = [(a, end, left + right) for (a, _, left), (_, end, right) in itertools.pairwise(words)]
    for start, end, word in words:
        target = meant(word, typing) if len(word) >= MIN_LETTERS else ""
        if target and word != target:
            yield _typo(normal, start, end, target, typing)
    for start, end, word in parted:
        if word in typing.targets:
            yield _typo(normal, start, end, word, typing)


def _typo(normal: Normal, start: int, end: int, target: str, typing: Typing) -> Spoke:
    span = normal.span(start, end)
    return Spoke(typing.targets[target], f"typing:{target}", "strong-fuzzy", span, normal.text[start:end])


def _placed(text: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    for word in text.split():
        yield at, at + len(word), word
        at += len(word) + 1
