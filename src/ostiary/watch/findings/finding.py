"""A finding as it stands after all acts on it.

Knows: what a finding says, who holds it, what was done.
Must not know: files, ranking, pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ostiary.watch.findings.act import Act
from ostiary.watch.findings.life import State

GONE: Final = "what this finding said was erased"
"""Stands in the place of its sentence."""

NO_VERDICT: Final = (
    "A finding is a lead for a person to look at. It says nothing about guilt, and nobody is accused by it."
)
"""Stands wherever a finding is shown."""


@dataclass(frozen=True, slots=True)
class Described:
    """What a detector said of itself when it found something. ``severity`` is from 1 (ask sometime) to 5 (act today)."""

    code: str
    name: str
    version: int
    severity: int
    question: str
    innocent: tuple[str, ...]
    next_step: str


@dataclass(frozen=True, slots=True)
class Suppression:
    """Findings of one detector about one entity, not shown in the queue before ``until`` (ms): who said so, and why."""

    by: str
    reason: str
    at: int
    until: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``entity`` is the real one; ``alias`` is what is shown before it is opened, and stands in ``sentence``.

    ``since`` and ``until`` bound its evidence, in ms; ``events`` counts all of it, ``told_by`` is the act that names the earliest.
    ``holder`` has taken it at ``taken_at`` (0: nobody); ``opened`` says that its holder has opened names and evidence since then.
    ``before`` is the state in which it was erased; then it says nothing but its id, its detector and what was done.
    """

    id: str
    group: str
    state: State
    detector: str
    version: int
    entity_kind: str
    entity: str
    alias: str
    agency: str
    period: str
    since: int
    until: int
    events: int
    measure: float
    detail: str
    sentence: str
    told_by: Act
    found_at: int
    changed_at: int
    holder: str = ""
    taken_at: int = 0
    opened: bool = False
    outcome: str = ""
    before: State | None = None
    again: int = 0
    history: tuple[Act, ...] = ()

    @property
    def identity(self) -> tuple[str, str, str, str, str]:
        """By what it is known again: a lead that has the same is this finding."""
        return self.detector, self.entity_kind, self.entity, self.agency, self.period

    @property
    def target(self) -> tuple[str, str, str, str]:
        """What a suppression is about: the same in every period."""
        return self.detector, self.entity_kind, self.entity, self.agency

    def told(self, *, named: bool) -> str:
        """Its sentence: with the entity where it may be named, else with its pseudonym."""
        return self.sentence.replace(self.alias, self.entity) if named and self.alias else self.sentence

    def shown(self, *, named: bool) -> str:
        """Whom or what it is about, as far as it may be named."""
        return self.entity if named else self.alias
