"""The account of a disclosure: its entries as accesses, and what they come to.

Knows: that several entries may be one access, how one ended for the person, what is counted.
Must not know: proofs, bytes, words for codes, pages.

It is computed from what was opened and from nothing else, so that whoever verifies computes it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from ostiary.evidence.disclosure.content import Chapter, Disclosure, Part, State
from ostiary.evidence.disclosure.exact import each, exact_text
from ostiary.evidence.index.lists import ASKED, NAMED
from ostiary.model.canonical import Plain

Result: TypeAlias = Literal["given", "nothing", "refused", "described", "failed", "unknown"]
"""What came of an access for the person: something about them was given, nothing was, or it was refused."""

_QUESTION_PARTS: Final = frozenset({"whole", "asked"})


@dataclass(frozen=True, slots=True)
class Access:
    """One access about the person. Codes are empty where they are not told.

    ``entries`` are its entries about the person, the first of which it is called by. ``held_until`` is the day (exclusive)
    at which it stops being held back at the latest. ``is_of_groups``: rows of the answer may stand for many people. ``log`` is
    the log that has it, where the disclosure is of more than one.
    """

    entries: tuple[int, ...]
    state: State
    at: str = ""
    agency: str = ""
    beneficiary: str = ""
    role: str = ""
    purpose: str = ""
    basis: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    record_classes: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    policy: str = ""
    result: Result = "unknown"
    was_asked_for: bool = False
    is_of_groups: bool = False
    held_until: str = ""
    log: str = ""

    @property
    def is_told(self) -> bool:
        """Whether anything is told of it but that there is one."""
        return self.state in {"shown", "third-party"}

    @property
    def entry(self) -> int:
        """The number that it is called by."""
        return self.entries[0]


@dataclass(frozen=True, slots=True)
class Account:
    """All accesses, log by log, by the numbers of their first entries; and how many there are of each result and state."""

    accesses: tuple[Access, ...]

    def of(self, *results: Result) -> tuple[Access, ...]:
        """Those that are told and ended so."""
        return tuple(one for one in self.accesses if one.is_told and one.result in results)

    def in_state(self, state: State) -> tuple[Access, ...]:
        """Those in a state."""
        return tuple(one for one in self.accesses if one.state == state)

    def by_agency(self) -> tuple[tuple[str, str, Counter[Result]], ...]:
        """Agency, purpose and results of those that are shown in full, most accesses first."""
        found: dict[tuple[str, str], Counter[Result]] = {}
        for one in self.in_state("shown"):
            found.setdefault((one.agency, one.purpose), Counter())[one.result] += 1
        ordered = sorted(found.items(), key=lambda item: (-item[1].total(), item[0]))
        return tuple((agency, purpose, results) for (agency, purpose), results in ordered)


def account_of(disclosure: Disclosure, *hows: Mapping[int, int]) -> Account:
    """The account; ``hows`` says of each log's entries how each is about the person. Raises ProofInvalid for values of another type."""
    untils = {hold.directive: hold.until for hold in disclosure.holds}
    accesses: list[Access] = []
    for chapter, how in zip(disclosure.chapters, hows, strict=True):
        log = chapter.origin if disclosure.before else ""
        accesses += [replace(one, log=log) for one in _accesses(chapter, how, untils)]
    return Account(tuple(accesses))


def _accesses(chapter: Chapter, hows: Mapping[int, int], untils: Mapping[str, str]) -> list[Access]:
    groups: dict[str, list[Part]] = {}
    accesses: list[Access] = []
    for part in chapter.parts:
        if part.opening is None:
            # Which of them are one access would tell something of what is held back: each entry counts.
            accesses.append(Access((part.entry,), part.state, held_until=untils.get(part.hold, "")))
        else:
            groups.setdefault(_text(part, "access"), []).append(part)
    accesses += [_access(parts, hows) for parts in groups.values()]
    return sorted(accesses, key=lambda one: one.entry)


def _access(parts: list[Part], hows: Mapping[int, int]) -> Access:
    how = 0
    for part in parts:
        how |= hows.get(part.entry, 0)
    question = next((part for part in parts if _text(part, "part") in _QUESTION_PARTS), parts[0])
    return Access(
        entries=tuple(part.entry for part in parts),
        # An access part of which may not be told is told like that part.
        state="third-party" if any(part.state == "third-party" for part in parts) else "shown",
        at=_text(question, "at"),
        agency=_text(question, "agency"),
        beneficiary=_text(question, "beneficiary"),
        role=_text(question, "role"),
        purpose=_text(question, "purpose"),
        basis=_texts(question, "basis"),
        rules=_texts(question, "rules"),
        citations=_texts(question, "citations"),
        record_classes=tuple(dict.fromkeys(_texts(question, "record_classes"))),
        fields=_texts(question, "fields"),
        policy=_text(question, "policy"),
        result=_result(parts, how),
        was_asked_for=bool(how & ASKED),
        is_of_groups=_text(question, "accounting") == "G",
    )


def _result(parts: Iterable[Part], how: int) -> Result:
    outcomes = {_text(part, "outcome") for part in parts}
    if "refused" in outcomes:
        return "refused"
    # Whoever was named was named before a row left, also where the answer was broken off after that.
    if how & NAMED:
        return "given"
    if outcomes & {"failed", "cancelled"}:
        return "failed"
    return "described" if "described" in outcomes else "nothing"


def _text(part: Part, name: str) -> str:
    value = _value(part, name)
    return "" if value is None else exact_text(value)


def _texts(part: Part, name: str) -> tuple[str, ...]:
    value = _value(part, name)
    return () if value is None else each(value, exact_text)


def _value(part: Part, name: str) -> Plain:
    opened = part.opening.opened if part.opening is not None else {}
    return opened[name][1] if name in opened else None
