"""Whether it is settled that nothing else changes: both engines must say so.

Knows: what the boxes leave outside, what the solver says of it, and that anything but agreement is no proof.
Must not know: words, how either engine works.

The boxes know by construction that whatever changes lies in their regions or, where only some of these are listed, in what
rules cover of which the other policy has not the same. The solver has both bundles and nothing from the boxes but what it is told to
stay outside of. It must find no request there that is answered otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ostiary.promises.boxes import Box
from ostiary.promises.boxes import outside as outside_of
from ostiary.promises.difference.difference import Difference
from ostiary.promises.difference.proof import Question
from ostiary.promises.proving import count_rules

Outside: TypeAlias = Literal["regions", "changed rules"]


@dataclass(frozen=True, slots=True)
class Settlement:
    """Whether it is proved that outside some requests nothing changes.

    ``outside``: of the listed regions, or of what ``rules`` cover. ``encoded`` of ``count`` rules were taken in by both
    engines. ``why`` says what is missing where nothing is proved.
    """

    is_proved: bool
    outside: Outside
    rules: tuple[str, ...]
    encoded: int
    count: int
    why: str = ""


def settle_rest(found: Difference) -> Settlement:
    """What is proved of everything that a difference does not list. Never raises: whatever goes wrong, nothing is proved."""
    is_all = all(part.is_all for part in found.parts)
    outside: Outside = "regions" if is_all else "changed rules"
    boxes: Iterable[Box] = (
        (region.box for region in found.regions) if is_all else (source.box for source in found.sources)
    )
    rules = () if is_all else tuple(sorted({source.rule for source in found.sources}))
    count = count_rules(found.old) + count_rules(found.new)
    try:
        question = Question(found.old, found.new, found.space, found.aspects)
        left_out = outside_of(found.space.everything, (found.within,))
        answer = question.differs_outside(tuple(dict.fromkeys([*boxes, *left_out])))
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in here, nothing is proved
        return Settlement(
            is_proved=False,
            outside=outside,
            rules=rules,
            encoded=0,
            count=count,
            why=f"a mistake of ours: {type(error).__name__}",
        )
    why = "" if found.is_checked else "the reference evaluator does not say of an example what was found"
    if answer != "no":
        why = _WHY[answer]
    if question.rules != count:
        why = f"only {question.rules} of {count} rules were taken in"
    return Settlement(not why, outside, rules, question.rules, count, why)


_WHY = {"yes": "the engines disagree: the solver finds more that changes", "unknown": "the solver gave up"}
