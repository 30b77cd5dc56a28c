"""Refusals of single columns gathered into the reasons of one decision.

Knows: which refusals are worth saying, and one plain fragment for each.
Must not know: how a refusal comes about, citations in full, hints.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from ostiary.model.request import Reason, ReasonKind, Request
from ostiary.model.rules import Need, Source
from ostiary.policy.words.needs import things

# A refusal names this many columns; a longer list is not read, and DETAIL stays one screen line.
MAX_NAMED = 6


class Refusal(NamedTuple):
    """Why one column is refused: the kind, the agency refused, the rule (None: no permit), the needs it lacks."""

    kind: ReasonKind
    agency: str
    rule: Source | None = None
    lacks: tuple[Need, ...] = ()


def reasons_of(
    request: Request, against: Mapping[str, Sequence[Refusal]], every: Sequence[Sequence[Refusal]]
) -> tuple[Reason, ...]:
    """The reasons of a refused request, from the refusals of its columns: prohibitions alone when any stands.

    ``every`` are the refusals of all columns of the record class: what stands against each is said of it as a whole.
    """
    if not request.fields:
        # The rows themselves are refused for the reasons of the column that is nearest to being allowed.
        against = {"": min(against.values(), key=_weight)}
    found = [(refusal, column) for column, refusals in against.items() for refusal in refusals]
    worst = [pair for pair in found if pair[0].kind == "prohibited"] or found
    columns: dict[Refusal, list[str]] = {}
    for refusal, column in worst:
        columns.setdefault(refusal, []).append(column)
    # A policy can have thousands of rules that nearly permit: their refusals are looked up, not searched for.
    sets = {frozenset(refusals) for refusals in every}
    return tuple(
        _reason(request, refusal, [""] if _stands_everywhere(refusal, sets) else columns[refusal])
        for refusal in sorted(columns, key=_order)
    )


def _stands_everywhere(refusal: Refusal, every: Collection[frozenset[Refusal]]) -> bool:
    """Whether a refusal stands against every column, of which these are the refusals.

    A prohibition hides whether a column is permitted. It counts as not permitted, so that a record class that nobody may
    read is refused in the words for one that is not there.
    """
    hides = refusal.kind == "not-permitted"
    return all(
        refusal in refusals or (hides and any(one.kind == "prohibited" for one in refusals))
        for refusals in every
    )


def named(words: Iterable[str], *, most: int = MAX_NAMED) -> str:
    """The words in backticks, the first few of them when there are many."""
    every = list(words)
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(f"`{word}`" for word in every[:most]) + more


def _weight(refusals: Sequence[Refusal]) -> tuple[int, int, int]:
    kinds = [refusal.kind for refusal in refusals]
    return kinds.count("prohibited"), kinds.count("not-permitted"), len(kinds)


def _order(refusal: Refusal) -> tuple[str, str]:
    return refusal.rule.id if refusal.rule else "", refusal.agency


def _reason(request: Request, refusal: Refusal, columns: Sequence[str]) -> Reason:
    what = (
        f"`{request.record_class}`"
        if columns == [""]
        else named(f"{request.record_class}.{column}" for column in columns)
    )
    needs = things(refusal.lacks) if refusal.lacks else ""
    verbs: dict[ReasonKind, str] = {
        "prohibited": "may not read",
        "not-permitted": "is not permitted to read",
        "need-missing": f"needs {needs} to read",
        "duty-unmet": f"needs {needs} to read",
    }
    text = f"`{refusal.agency}` {verbs[refusal.kind]} {what} for purpose `{request.context.purpose}`"
    return Reason(
        refusal.kind, refusal.rule.id if refusal.rule else "", refusal.rule.cite if refusal.rule else "", text
    )
