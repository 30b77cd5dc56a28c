"""Words against labels: precision and recall of each class, false alarms on real reasons, beside two simple rules.

Knows: counts and their intervals, which part of a labelled set was looked at while the words were written.
Must not know: files, how a reason is classified.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from ostiary.watch.reasons.classify import classify
from ostiary.watch.reasons.shipped import Words
from ostiary.watch.statistics import Share, upper_bound_of_none, wilson

Rule: TypeAlias = Callable[[str], str]
"""From a reason to its class."""

PREVALENCE: Final = 1 / 1000
"""One search in 1,015 of the open months of a published network audit named immigration (misuse.md, section 0)."""
_WORD: Final = re.compile(r"\bice\b", re.IGNORECASE)
LABELS: Final[Mapping[str, str]] = {"negative_trap": "none"}
"""Labels of published sets that have another name here."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A reason and the class that somebody gave it."""

    reason: str
    label: str


@dataclass(frozen=True, slots=True)
class OfClass:
    """Of one class under one rule: how many that it named were of it, and how many of it were named."""

    class_: str
    precision: Share
    recall: Share


@dataclass(frozen=True, slots=True)
class Alarms:
    """Rows of a real log that a rule calls explicit. ``at_most`` is the largest share that is believable, at 95 %."""

    rule: str
    log: str
    rows: int
    alarms: int
    at_most: float
    expected_precision: float
    """At PREVALENCE, with the recall measured on published strings, and alarms at their upper bound: never better than this is
    certain."""


def rules(words: Words) -> dict[str, Rule]:
    """Ours, and the two that anybody would write first."""
    return {
        "ostiary": lambda reason: classify(reason, words).class_,
        "contains `ice`": lambda reason: "explicit" if "ice" in reason.casefold() else "none",
        "word `ice`": lambda reason: "explicit" if _WORD.search(reason) else "none",
    }


def is_held_out(reason: str) -> bool:
    """Whether a string belongs to the half that nobody looked at while words were changed: by the first bit of its SHA-256."""
    return bool(hashlib.sha256(reason.encode()).digest()[0] % 2)


def of_classes(labelled: Sequence[Labelled], rule: Rule) -> list[OfClass]:
    """Precision and recall of each class that has a label or was named."""
    pairs = Counter((each.label, rule(each.reason)) for each in labelled)
    classes = sorted({name for pair in pairs for name in pair})
    found = []
    for name in classes:
        right = pairs[name, name]
        named = sum(count for (_, said), count in pairs.items() if said == name)
        there = sum(count for (label, _), count in pairs.items() if label == name)
        found.append(OfClass(name, wilson(right, named), wilson(right, there)))
    return found


def alarms(name: str, rule: Rule, log: str, reasons: Mapping[str, int], recall: float) -> Alarms:
    """False alarms of one rule on a log in which no reason names a purpose of the pack, as far as can be seen."""
    rows = sum(reasons.values())
    wrong = sum(count for reason, count in reasons.items() if rule(reason) == "explicit")
    at_most = upper_bound_of_none(rows) if not wrong else wilson(wrong, rows).high
    return Alarms(name, log, rows, wrong, at_most, expected_precision(recall, at_most))


def expected_precision(recall: float, false_alarms: float, prevalence: float = PREVALENCE) -> float:
    """Of a hundred alarms, how many would be right where ``prevalence`` of all rows are; shares from 0 to 1."""
    right = recall * prevalence
    wrong = false_alarms * (1 - prevalence)
    return right / (right + wrong) if right + wrong else 0.0


def recall_of(labelled: Iterable[Labelled], rule: Rule, class_: str = "explicit") -> float:
    """The share of those with that label that the rule named so; 0 of none."""
    of_it = [each for each in labelled if each.label == class_]
    return sum(rule(each.reason) == class_ for each in of_it) / len(of_it) if of_it else 0.0
