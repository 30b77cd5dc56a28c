"""A case: scripted misuse, in acts of a cast, with what is known beside it.

Knows: the form of a case and of its TOML.
Must not know: backgrounds, detectors, files.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

Value: TypeAlias = str | int | float | bool | None
Row: TypeAlias = dict[str, Value]
"""One access by the names of ``schema.EVENTS``, with ``subject`` beside them; a column that is not there is not known."""

_SPAN: Final = re.compile(r"(\d+)(?:-(\d+))?(?:/(\d+))?")
_OF_AN_ACT: Final = frozenset(
    {"days", "at", "times", "every", "user", "subject", "lookback_days", "innocent", "in_copy"}
)
BENIGN: Final = "benign"
"""The variant of conduct that is in order and looks otherwise."""


@dataclass(frozen=True, slots=True)
class Act:
    """Accesses of one of the cast: on each of ``days`` (from the case's first) ``times``, ``every`` seconds from minute ``minute`` on.

    ``on_shift`` (written `+1:30`) counts the user's own days of duty, and minutes from the beginning of the shift, in place of the clock.
    ``subjects`` and each of ``fields`` are gone through in turn. An ``innocent`` act belongs to the story and is no misuse: what somebody
    did before they left. ``copied`` is what another copy of the log says in these columns; none: there is no other copy.
    """

    user: str
    days: tuple[int, ...]
    minute: int
    times: int
    every: int
    subjects: tuple[str, ...]
    lookback_days: int | None
    fields: Mapping[str, tuple[Value, ...]]
    innocent: bool = False
    on_shift: bool = False
    copied: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """One case; ``types`` are the detectors that should see it.

    ``new`` are those of the cast without a history, ``day_shift`` those who work by day; ``agencies`` say whose they are where it is
    not the background's own. ``known`` are rows of ``schema.KNOWN`` with ``table``; their times are days from the first, with parts of a
    day. ``lookalike`` are the types that conduct which is in order looks like, ``evasion`` the patterns of domain.md, section 3, that it
    uses, ``gap`` the first and last day of which the log has nothing.
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
    lookalike: tuple[str, ...] = ()
    evasion: tuple[str, ...] = ()
    gap: tuple[int, int] | None = None

    @property
    def is_benign(self) -> bool:
        """Whether nobody should look into it."""
        return self.variant == BENIGN

    @property
    def cast(self) -> tuple[str, ...]:
        """Everybody in it, in order."""
        return tuple(dict.fromkeys(act.user for act in self.acts))

    @property
    def length(self) -> int:
        """Its days."""
        return 1 + max(_calendar_days(act) for act in self.acts)


def _calendar_days(act: Act) -> int:
    """Until the last of its days: a week has five of duty."""
    last = max(act.days)
    return last if not act.on_shift else last * 7 // 5 + 2


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
        known=(*read.get("known", ()), *_assigned(read, acts)),
        lookalike=tuple(read.get("lookalike", ())),
        evasion=tuple(read.get("evasion", ())),
        gap=(read["gap"][0], read["gap"][1]) if "gap" in read else None,
    )


def _assigned(read: Mapping[str, Any], acts: Sequence[Act]) -> Iterator[Mapping[str, Value]]:
    """The case numbers of ``assigned``: open cases of the first one's agency on which everybody of the cast works."""
    cast = list(dict.fromkeys(act.user for act in acts))
    for number in read.get("assigned", ()):
        yield {"table": "cases", "case_no": number, "agency": f"@{cast[0]}", "opened": -2}
        yield from ({"table": "assignments", "case_no": number, "user": user, "since": -1} for user in cast)


def _cast(read: Mapping[str, Any], kind: str) -> frozenset[str]:
    return frozenset(name for name, said in read.get("cast", {}).items() if said == kind)


def _act(read: Mapping[str, Any]) -> Act:
    hour, minute = read["at"].removeprefix("+").split(":")
    return Act(
        user=read.get("user", "a"),
        days=tuple(_days(read["days"])),
        minute=int(hour) * 60 + int(minute),
        times=read.get("times", 1),
        every=read.get("every", 60),
        subjects=_several(read["subject"]),
        lookback_days=read.get("lookback_days"),
        fields={name: _several(value) for name, value in read.items() if name not in _OF_AN_ACT},
        innocent=read.get("innocent", False),
        on_shift=read["at"].startswith("+"),
        copied={name: _several(value) for name, value in read.get("in_copy", {}).items()},
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
