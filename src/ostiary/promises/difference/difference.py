"""The difference between two policies, whole.

Knows: its parts, and that each example is decided by the reference evaluator before anybody sees it.
Must not know: words, files, how regions are found, how anything is proved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Literal, TypeAlias

from ostiary.model.bundle import Bundle
from ostiary.model.request import Decision
from ostiary.promises.boxes import Box
from ostiary.promises.difference.aspects import Aspect
from ostiary.promises.difference.changes import Change
from ostiary.promises.difference.regions import Source
from ostiary.promises.examples import Example
from ostiary.promises.space import Space

Kind: TypeAlias = Literal["newly-allowed", "newly-refused", "more-asked", "less-asked"]
"""``more-asked``: allowed by both, with a duty of the new policy that the old one does not ask; ``less-asked``: the reverse."""


@dataclass(frozen=True, slots=True)
class Region:
    """Requests whose answer changes alike, one of them, what each policy says to it, and the rules that did it.

    ``aspect`` is what duties ask there more or less; None where the answer itself changes. ``is_checked``: the reference
    evaluator says of the example what is said of the region; if not, that is a fault of ours and nothing is proved.
    """

    kind: Kind
    box: Box
    examples: tuple[Example, Example]
    before: Decision
    after: Decision
    rules: tuple[str, ...]
    is_checked: bool
    aspect: Aspect | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """All regions of one kind, or the first of them. ``is_settled``: it is known whether there are more."""

    regions: tuple[Region, ...]
    is_all: bool
    is_settled: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes from one policy to another, from a day on; not yet that nothing else does.

    Only what lies ``within`` a box was looked at: all requests or, where two policies are compared, what both know.
    """

    old: Bundle
    new: Bundle
    space: Space
    since: date
    newly_allowed: Part
    newly_refused: Part
    duties: Part
    rules: tuple[Change, ...]
    others: tuple[Change, ...]
    aspects: tuple[Aspect, ...]
    sources: tuple[Source, ...]
    within: Box

    @property
    def parts(self) -> tuple[Part, Part, Part]:
        """All three parts."""
        return self.newly_allowed, self.newly_refused, self.duties

    @property
    def regions(self) -> Iterator[Region]:
        """All regions that are listed."""
        return chain.from_iterable(part.regions for part in self.parts)

    @property
    def is_checked(self) -> bool:
        """Whether the reference evaluator agrees with every region."""
        return all(region.is_checked for region in self.regions)
