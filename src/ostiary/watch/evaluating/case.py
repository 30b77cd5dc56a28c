"""A case: scripted misuse, in acts of a cast, with what is known beside it.

Knows: the form of a case and of its TOML.
Must not know: backgrounds, detectors, files.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

Value: TypeAlias = str | int | float | bool | None
Row: TypeAlias = dict[str, Value]
"""One access by the names of ``schema.EVENTS``, with ``subject`` beside them; a column that is not there is not known."""

_SPAN: Final = re.compile(r"(\d+)(?:-(\d+))?(?:/(\d+))?")
_OF_AN_ACT: Final = frozenset({"days", "at", "times", "every", "user", "subject", "lookback_days"})


@dataclass(frozen=True, slots=True)
class Act:
    """Accesses of one of the cast: on each of ``days`` (from the case's first) ``times``, ``every`` seconds from minute ``minute`` on.

    ``subjects`` and each of ``fields`` are gone through in turn.
    """

    user: str
    days: tuple[int, ...]
    minute: int
    times: int
    every: int
    subjects: tuple[str, ...]
    lookback_days: int | None
    fields: Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Case:
    """One case; ``types`` are the detectors that should see it.

    ``new`` are those of the cast without a history, ``day_shift`` those who work by day; ``agencies`` say whose they are where it is
    not the background's own. ``known`` are rows of ``schema.KNOWN`` with ``table``; their times are days from the first.
    """

    id: str
    types: tuple[str, ...]
    variant: str
    story: str
    source: str
    acts: tuple[Act, ...]
    new: frozenset[str]
    day_shift: frozenset[str]
    agencies: Mapping[str, str]
    known: tuple[Mapping[str, Value], ...]

    @property
    def cast(self) -> tuple[str, ...]:
        """Everybody in it, in order."""
        return tuple(dict.fromkeys(act.user for act in self.acts))

    @property
    def length(self) -> int:
        """Its days."""
        return 1 + max(day for act in self.acts for day in act.days)


def cases_in(text: str) -> tuple[Case, ...]:
    """The cases of a file. They are ours: one that is wrong raises KeyError or ValueError."""
    return tuple(_case(read) for read in tomllib.loads(text)["case"])


def _case(read: Mapping[str, Any]) -> Case:
    acts = tuple(_act(each) for each in read["act"])
    return Case(
        id=read["id"],
        types=tuple(read["types"]),
        variant=read["variant"],
        story=read["story"],
        source=read.get("source", "made up"),
        acts=acts,
        new=_cast(read, "new"),
        day_shift=_cast(read, "day-shift"),
        agencies=dict(read.get("agencies", {})),
        known=tuple(read.get("known", ())),
    )


def _cast(read: Mapping[str, Any], kind: str) -> frozenset[str]:
    return frozenset(name for name, said in read.get("cast", {}).items() if said == kind)


def _act(read: Mapping[str, Any]) -> Act:
    hour, minute = read["at"].split(":")
    return Act(
        user=read.get("user", "a"),
        days=tuple(_days(read["days"])),
        minute=int(hour) * 60 + int(minute),
        times=read.get("times", 1),
        every=read.get("every", 60),
        subjects=_several(read["subject"]),
        lookback_days=read.get("lookback_days"),
        fields={name: _several(value) for name, value in read.items() if name not in _OF_AN_ACT},
    )


def _several(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


def _days(written: str) -> Iterator[int]:
    """`0,4,9`, `0-30`, `0-30/3`."""
    for part in written.split(","):
        found = _SPAN.fullmatch(part.strip())
        if found is None:
            raise ValueError(f"`{part}` is no days of a case")
        first, last, step = found.groups()
        yield from range(int(first), int(last or first) + 1, int(step or 1))
