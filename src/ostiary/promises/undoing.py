"""The smallest change after which a promise is kept.

Knows: that the first change that does is shown, and only after it has been proved.
Must not know: which changes there are, regions, reports.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Promise
from ostiary.promises.engines import Boxes, Engines
from ostiary.promises.mending import Change, changes, with_prohibition
from ostiary.promises.proofs import Case, Undo, Verdict


def undos(bundle: Bundle, promise: Promise, case: Case, since: date) -> tuple[Undo, ...]:
    """The smallest changes found after which the promise is no longer broken and after which it is kept; and the surest.

    The surest is a prohibition in the words of the promise. Each was proved by both engines. Raises what they raise.
    """
    only = replace(bundle, promises=(promise,))
    surest = with_prohibition(only, promise)
    found = [*_smallest(only, promise, case, since), Undo(surest.says, _proved(surest, "KEPT", since))]
    return tuple(found)


def _smallest(bundle: Bundle, promise: Promise, case: Case, since: date) -> Iterator[Undo]:
    """The first change after which the promise is kept for now, if it is not, and the first after which it is kept."""
    is_kept_for_now = not case.permits
    for change in changes(bundle, case):
        verdict = Boxes.of(change.bundle, since).verdict(promise)
        if verdict == "KEPT" or (verdict == "KEPT TODAY" and not is_kept_for_now):
            yield Undo(change.says, _proved(change, verdict, since))
            is_kept_for_now = True
        if verdict == "KEPT":
            return


def _proved(change: Change, expected: Verdict, since: date) -> Verdict:
    verdict = Engines.of(change.bundle, since).verdict(0)
    return verdict if verdict == expected else "NOT SETTLED"
