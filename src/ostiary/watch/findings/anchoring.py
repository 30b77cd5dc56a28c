"""The head of the acts, as it is written into an installation's log before each act of a person on its folder.

Knows: the words in which an act names a finding and the head before it, and which acts have to stand in the log.
Must not know: logs, files.

Who drops acts from the end of the file leaves a chain that is whole. The log still says which head it had. And who adds an act under
somebody's name, with a hash that fits, has nothing in the log that says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from ostiary.watch.findings.act import DESCRIBED, ERASED, SEALED_ANEW, Act
from ostiary.watch.findings.chain import Chain

Log: TypeAlias = Callable[[str, str], object]
"""Writes an act into a log, durably: its word, and what it is on. Raises LogUnavailable; then nothing may be done."""

FINDING_ACTS: Final = "finding-"
"""How the words for acts on findings begin."""
DUTY_ACTS: Final = "duty-"
"""And those for acts on duties."""

_FOUND: Final = frozenset({DESCRIBED, "found", "found-again"})
"""What detectors do."""

_ANCHOR: Final = re.compile(r"behind ([0-9a-f]{64})\b")


def anchored(on: str, head: str) -> str:
    """What an act is on, with the head of the chain that it continues."""
    return f"{on} behind {head}".strip()


def heads_behind(prefix: str, acts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The heads that stand in acts whose word begins so; ``acts`` are words with what each was on."""
    return heads_of(on for word, on in acts if word.startswith(prefix))


def write_first(log: Log | None, prefix: str, act: Act, head: str) -> None:
    """Write an act into the log, if there is one, with the head that it continues. Raises LogUnavailable."""
    if log is not None:
        log(f"{prefix}{act.word}", anchored(act.on, head))


def not_logged(prefix: str, chain: Chain, logged: Iterable[tuple[str, str]]) -> Iterator[Act]:
    """The acts of people in a chain of which the log says nothing where they stand.

    What detectors find is not logged: it can be found again. Of a chain that was sealed anew, the log has the sealing; what was done
    before is vouched for by nothing but the heads that it has. An import erases many findings at once, behind one head: each is
    erased once at most, so that any head before it will do.
    """
    there = set(logged)
    erased = {
        on.partition(" ")[0]: head
        for word, on in there
        if word == f"{prefix}{ERASED}"
        for head in heads_of([on])
    }
    sealed = max((act.whole_number("acts") for act in chain.acts[:1] if act.word == SEALED_ANEW), default=0)
    for act, head in zip(chain.acts, chain.heads, strict=False):
        behind = act.text("head") if act.word == SEALED_ANEW else head
        if 0 < act.number <= sealed or act.word in _FOUND:
            continue
        is_there = (f"{prefix}{act.word}", anchored(act.on, behind)) in there
        if not is_there and not (act.word == ERASED and erased.get(act.on) in chain.heads[: act.number + 1]):
            yield act


def heads_of(texts: Iterable[str]) -> Iterator[str]:
    """The heads that stand in what acts were on, in their order; texts without one have none."""
    for text in texts:
        yield from _ANCHOR.findall(text)
