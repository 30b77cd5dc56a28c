"""Variants of a case: the same story on other minutes, in other numbers, in another hand.

Knows: what may change in a story without making it another one.
Must not know: detectors, backgrounds, files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Final

from ostiary.watch.evaluating.case import Act, Case, Value

LATEST: Final = 25
"""Minutes that a variant begins later, at most; never earlier, so that what a call or a grant explains stays explained."""
FEWEST: Final = 3
"""Times in a row from which a variant may have more or fewer."""
TIMES: Final = (0.8, 1.25)
PAUSES: Final = (0.8, 1.25)
"""How much fewer and more, as shares of what the story says."""
_HANDS: Final[Sequence[Callable[[str], str]]] = (
    str,
    str.upper,
    str.title,
    str.lower,
    lambda text: f"{text} ",
)


def varied(case: Case, seed: int) -> Case:
    """The variant of that seed. Days, subjects, devices, places and what is known beside the case stay as they are."""
    rng = Random(f"{seed} {case.id} variant")
    later, turn, hand = rng.randint(0, LATEST), rng.randrange(8), rng.choice(_HANDS)
    acts = tuple(
        replace(
            act,
            minute=act.minute + later,
            times=_times(act, rng),
            every=max(2, round(act.every * rng.uniform(*PAUSES))),
            fields=_fields(act, turn, hand),
        )
        for act in case.acts
    )
    return replace(case, id=f"{case.id}~{seed}", acts=acts)


def _times(act: Act, rng: Random) -> int:
    return act.times if act.times < FEWEST else max(FEWEST, round(act.times * rng.uniform(*TIMES)))


def _fields(act: Act, turn: int, hand: Callable[[str], str]) -> Mapping[str, tuple[Value, ...]]:
    """Reasons begin elsewhere in their round, in another hand; a round of numbers beside them goes on as it was."""
    said = act.fields.get("reason")
    if said is None:
        return act.fields
    first = turn % len(said)
    turned = tuple(hand(text) if isinstance(text, str) else text for text in (*said[first:], *said[:first]))
    return {**act.fields, "reason": turned}
