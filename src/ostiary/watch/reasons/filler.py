"""What says nothing that somebody could check, and what looks like the number of a case.

Knows: vague words, keyboard rows, the shapes of case numbers.
Must not know: packs of words, agencies' own grammars.
"""

from __future__ import annotations

import re
from typing import Final

from ostiary.watch.reasons.packs import Filler

_CASE: Final = re.compile(
    r"""(?<![\w/-])(?:
        [A-Za-z]{0,4}-?\d{2,4}-[A-Za-z]{0,3}\d{3,9}  # 25-01234, P25-01234, 2025-00012345
      | [A-Za-z]{1,3}\d{6,10}                        # JK123456
      | \d{6,12}                                     # 25001234; a section of a code has five figures
    )(?![\w/-])""",
    re.VERBOSE | re.ASCII,
)
_MAX_READ: Final = 10_000
_KEYBOARD_FROM: Final = 3
"""Letters in a row of the keyboard that are no word: `asd`; two are too often one."""
_SAME_FROM: Final = 2


def case_like(reason: str) -> tuple[str, ...]:
    """Each token that has the shape of a case number, in capitals, in order. Nobody has looked whether the case exists.

    A section of a penal or vehicle code (`10851`, `487pc`) and a date are none.
    """
    return tuple(found.group().upper() for found in _CASE.finditer(reason[:_MAX_READ]))


def is_placeholder(normal: str, filler: Filler) -> bool:
    """Whether it only fills the field: nothing but marks, one character over and over, a row of the keyboard, `n/a`."""
    joined = normal.replace(" ", "")
    if len(joined) < _SAME_FROM or normal in filler.placeholders:
        return True
    return len(set(joined)) == 1 or _is_keyboard(joined, filler.rows)


def _is_keyboard(joined: str, rows: tuple[str, ...]) -> bool:
    """`asdf`, `qwerty`, `asdasd`, `1234`: one run of a row, perhaps repeated."""
    if len(joined) < _KEYBOARD_FROM:
        return False
    runs = (joined[:size] for size in range(_KEYBOARD_FROM, len(joined) + 1) if len(joined) % size == 0)
    return any(run * (len(joined) // len(run)) == joined and any(run in row for row in rows) for run in runs)


def is_vague(normal: str, cases: tuple[str, ...], filler: Filler) -> bool:
    """Whether every word of it is a word that fits any search, and no number of a case stands beside them.

    An offence, a section of a code or a unit's own code is not vague: somebody can ask what it was about.
    """
    words = normal.split()
    if cases or not words:
        return False
    return all(word in filler.vague or word in filler.joiners or len(word) == 1 for word in words)
