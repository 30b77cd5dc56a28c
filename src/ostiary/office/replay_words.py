"""A replay in words.

Knows: how counts are said, which of them come first.
Must not know: how they were counted, entries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from ostiary.office.access_words import printable
from ostiary.promises.replay.judging import Outcome
from ostiary.promises.replay.result import Example, Group, Groups, Replayed

OUTCOME_WORDS: Final[dict[Outcome, str]] = {
    "now-refused": "would now be refused",
    "now-allowed": "would now be allowed",
    "cannot-tell": "cannot tell",
    "same": "same answer",
    "not-by-rules": "not decided by rules",
}
DETAILED: Final[tuple[Outcome, ...]] = ("now-refused", "now-allowed", "cannot-tell")

MAX_SHOWN: Final = 6
"""Names on one line; `--json` has them all."""

STATED: Final = (
    "Purposes, cases and bases are taken as they were stated: whether a statement was true, no replay shows."
)
CANNOT_TELL: Final = (
    "Cannot tell: a rule tests what the entry does not say, and no policy at hand is of its version."
)


def report(found: Replayed) -> Iterator[str]:
    """The lines of a report: the counts, then whom each outcome that differs concerns."""
    yield f"{_many(found.questions, 'question')}{_span(found)}, in a log of {_many(found.log.size, 'entry')} with root {found.log.root}"
    as_if = f"as if the rules of {found.rules_of} had been in force"
    yield f"{'':24}{'on its own day':>16}  {as_if}"
    for outcome, words in OUTCOME_WORDS.items():
        yield f"  {words:22}{found.then[outcome].count:>16,}  {found.as_if[outcome].count:>{len(as_if)},}"
    yield from _details(found.as_if, f"\n{{}}, {as_if}:")
    if any(found.then[outcome].count != found.as_if[outcome].count for outcome in DETAILED):
        yield from _details(found.then, "\n{}, by the rules of its own day:")
    yield ""
    if found.then["cannot-tell"].count or found.as_if["cannot-tell"].count:
        yield CANNOT_TELL
    if found.erased:
        yield f"{_many(found.erased, 'entry')} erased by order: what was asked there is in no count."
    if found.unreadable:
        numbers = ", ".join(f"#{number}" for number in found.unreadable_entries)
        yield f"{_many(found.unreadable, 'entry')} cannot be read and are not counted, first {numbers}."
    yield STATED
    yield f"result {found.hash}"


def _span(found: Replayed) -> str:
    since = f" from {found.since} on" if found.since else ""
    return since + (f" before {found.until}" if found.until else "")


def _details(groups: Groups, heading: str) -> Iterator[str]:
    for outcome in DETAILED:
        group = groups[outcome]
        if group.count:
            yield heading.format(OUTCOME_WORDS[outcome].capitalize())
            yield from _group(group)


def _group(group: Group) -> Iterator[str]:
    yield f"  by agency   {_counts(group.agencies)}"
    yield f"  by purpose  {_counts(group.purposes)}"
    yield f"  by rule     {_counts(group.rules)}"
    for example in group.examples:
        yield f"  e.g. {_example(example)}"


def _counts(table: Mapping[str, int]) -> str:
    ordered = sorted(table.items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(
        f"{printable(name) or '(none)'} {count:,}" for name, count in islice(ordered, MAX_SHOWN)
    )
    more = len(ordered) - MAX_SHOWN
    return shown + (f" and {more} more" if more > 0 else "")


def _example(one: Example) -> str:
    whom = f" for {one.beneficiary}" if one.beneficiary != one.agency else ""
    asked = ", ".join(one.asked_for[:MAX_SHOWN]) + (", ..." if len(one.asked_for) > MAX_SHOWN else "")
    then = f"; refused then by {', '.join(one.refused_by)}" if one.refused_by else ""
    rules = f": {', '.join(one.rules)}" if one.rules else ""
    return printable(
        f"#{one.entry} ({one.day}) {one.role} of {one.agency}{whom}, {one.purpose}, asked for {asked}{rules}{then}"
    )


def _many(count: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count:,} {noun if count == 1 else plural}"
