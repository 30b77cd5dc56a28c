"""The words of made-up reasons, purposes and rules.

Knows: which shares are blank, vague, copied and specific, as released logs show them.
Must not know: who writes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from ostiary.demo.at_scale.rows import NONE, Numbers
from ostiary.demo.traffic.habits import ARTEFACT, SPECIFIC, VAGUE

BLANK: Final = 0.188
"""Of all searches of agencies whose logs have the field at all."""
ONLY_VAGUE: Final = 0.264
COPIED: Final = 0.03
"""Of users: those who write the same words every time."""

VARIANTS: Final = 3_000
"""Of each specific phrase, with a number behind it: 57,000 distinct reasons, about as many a million as real logs have."""

PROHIBITED: Final = ("ICE detainer", "assist ERO removal", "deportation warrant", "immigration enforcement")
PURPOSES: Final = ("criminal-investigation", "vehicle-theft", "missing-person", "fugitive", "narcotics")
RULES: Final = (
    "case-required",
    "purpose-needs-basis",
    "window-too-long",
    "own-jurisdiction",
    "sealed-records",
)

REASONS: Final[Sequence[str]] = (
    *VAGUE,
    ARTEFACT,
    *PROHIBITED,
    *SPECIFIC,
    *(f"{phrase} {number}" for phrase in SPECIFIC for number in range(100, 100 + VARIANTS)),
)
"""Every reason that is ever written; the numbers of ``draw_reasons`` are places in it."""

FIRST_PROHIBITED: Final = len(VAGUE) + 1
FIRST_PLAIN: Final = FIRST_PROHIBITED + len(PROHIBITED)


def draw_reasons(rng: np.random.Generator, task: Numbers, habit: Numbers) -> Numbers:
    """A reason for each access: ``task`` says which belong together, ``habit`` the words of who always writes the same, or NONE."""
    tasks = int(task.max()) + 1 if len(task) else 0
    of_task = rng.integers(FIRST_PLAIN, len(REASONS), tasks)
    drawn = rng.random(len(task))
    reason = np.where(drawn < BLANK, NONE, of_task[task])
    vague = (drawn >= BLANK) & (drawn < BLANK + ONLY_VAGUE)
    reason = np.where(vague, rng.integers(0, len(VAGUE) + 1, len(task)), reason)
    return np.where(habit != NONE, habit, reason)


def draw_habits(rng: np.random.Generator, users: int) -> Numbers:
    """The words of each user who always writes the same; NONE for the others."""
    words = rng.integers(0, FIRST_PLAIN + len(SPECIFIC), users)
    words = np.where((words >= FIRST_PROHIBITED) & (words < FIRST_PLAIN), 0, words)
    return np.where(rng.random(users) < COPIED, words, NONE)
