"""All findings as they stand: acts, folded one after the other.

Knows: what each act does to a finding, and what is refused.
Must not know: files, locks, clocks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias, cast, get_args

from ostiary.errors import FindingRefused, WatchFolderDamaged
from ostiary.watch.findings.act import DESCRIBED, SEALED_ANEW, Act
from ostiary.watch.findings.finding import GONE, Described, Finding, Suppression
from ostiary.watch.findings.life import Word, next_state

_WORDS: Final = frozenset(get_args(Word))
_ABOUT_NO_FINDING: Final = frozenset({DESCRIBED, SEALED_ANEW})


@dataclass(slots=True)
class Register:
    """Findings by id, what detectors said of themselves by code, and suppressions by ``Finding.target``."""

    findings: dict[str, Finding] = field(default_factory=dict)
    described: dict[str, Described] = field(default_factory=dict)
    suppressed: dict[tuple[str, str, str, str], Suppression] = field(default_factory=dict)

    def copy(self) -> Register:
        """Another register that says the same."""
        return Register(dict(self.findings), dict(self.described), dict(self.suppressed))

    def finding(self, name: str) -> Finding:
        """The finding of that id, or of its beginning where only one has it. Raises FindingRefused."""
        found = self.findings.get(name) or self._only(name)
        if found is None:
            raise FindingRefused(f"there is no finding `{name}`", hint="list them: ostiary finding list")
        return found

    def _only(self, name: str) -> Finding | None:
        found = [one for key, one in self.findings.items() if name and key.startswith(name)]
        return found[0] if len(found) == 1 else None

    def suppression(self, finding: Finding, now: int) -> Suppression | None:
        """What keeps a finding out of the queue at an instant (ms)."""
        found = self.suppressed.get(finding.target)
        return found if found and now < found.until else None

    def apply(self, act: Act) -> None:
        """One more act. Raises FindingRefused when it may not follow; then nothing has changed."""
        if act.word not in _ABOUT_NO_FINDING:
            self._on_finding(act)
        elif act.word == DESCRIBED:
            self.described[act.on] = _described(act)

    def check(self, act: Act) -> None:
        """Refuse an act that may not follow. Raises FindingRefused."""
        self._after(act)

    def _on_finding(self, act: Act) -> None:
        after = self._after(act)
        self.findings[act.on] = after
        # What it was about is not known any more, so that nobody can say what it holds back.
        if act.word == "suppressed" and not act.is_erased:
            self.suppressed[after.target] = Suppression(
                act.by, act.text("reason"), act.at, act.whole_number("until")
            )

    def _after(self, act: Act) -> Finding:
        if act.word not in _WORDS:
            raise FindingRefused(f"`{act.word}` is no act on a finding")
        word = cast("Word", act.word)
        before = self.findings.get(act.on)
        state = next_state(before.state if before else None, word)
        if before is None:
            return _found(act)
        after = _EFFECTS[word](before, act)
        return replace(after, state=state, changed_at=act.at, history=(*before.history, act))


def register_of(acts: Iterable[Act]) -> Register:
    """The register after all acts. Raises WatchFolderDamaged where an act may not follow those before it."""
    return further(Register(), acts)


def further(register: Register, acts: Iterable[Act]) -> Register:
    """A register after further acts of its chain, none of which erases; the one before stays as it is. Raises likewise."""
    after = register.copy()
    for act in acts:
        try:
            after.apply(act)
        except FindingRefused as fault:
            raise WatchFolderDamaged(f"act {act.number} may not stand there: {fault.message}") from fault
    return after


def _described(act: Act) -> Described:
    return Described(
        code=act.on,
        name=act.text("name"),
        version=act.whole_number("version"),
        severity=min(5, max(1, act.whole_number("severity"))),
        question=act.text("question"),
        innocent=act.texts("innocent"),
        next_step=act.text("next_step"),
    )


def _found(act: Act) -> Finding:
    return Finding(
        id=act.on,
        group=act.text("group"),
        state="new",
        detector=act.text("detector"),
        version=act.whole_number("version"),
        entity_kind=act.text("entity_kind"),
        entity=act.text("entity"),
        alias=act.text("alias"),
        agency=act.text("agency"),
        period=act.text("period"),
        since=act.whole_number("since"),
        until=act.whole_number("until"),
        events=act.whole_number("events"),
        measure=_real(act.text("measure")),
        detail=act.text("detail"),
        sentence=GONE if act.is_erased else act.text("sentence"),
        told_by=act,
        found_at=act.at,
        changed_at=act.at,
        history=(act,),
    )


def _real(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if math.isfinite(value) else 0.0


def _found_again(before: Finding, act: Act) -> Finding:
    now = _found(act)
    kept = replace(now, found_at=before.found_at, again=before.again + 1)
    if before.state in {"explained", "closed"}:
        return kept
    # What was opened were the names and the evidence of then: whoever holds it opens the new evidence too.
    return replace(kept, holder=before.holder, taken_at=before.taken_at)


def _taken(before: Finding, act: Act) -> Finding:
    if before.holder == act.by:
        raise FindingRefused(f"`{act.by}` has taken it already")
    return replace(before, holder=act.by, taken_at=act.at, opened=False)


def _opened(before: Finding, act: Act) -> Finding:
    _is_holder(before, act)
    return replace(before, opened=True)


def _decided(before: Finding, act: Act) -> Finding:
    if before.state == "looking":
        _is_holder(before, act)
    return replace(before, outcome=act.text("outcome"))


def _reopened(before: Finding, _act: Act) -> Finding:
    return replace(before, holder="", taken_at=0, opened=False, outcome="")


def _noticed(before: Finding, act: Act) -> Finding:
    # The letter has the names: whoever has it drafted is the one who opened them, also where another takes it over meanwhile.
    _is_holder(before, act)
    if not before.opened:
        raise FindingRefused(
            f"`{before.id}` was not opened, and a letter names somebody",
            hint="open it first: ostiary finding open ID",
        )
    return before


def _unchanged(before: Finding, _act: Act) -> Finding:
    return before


def _erased(before: Finding, _act: Act) -> Finding:
    return replace(before, before=before.state)


def _is_holder(before: Finding, act: Act) -> None:
    if before.holder != act.by:
        raise FindingRefused(
            f"`{before.holder}` has taken it, not `{act.by}`",
            hint="take it over first: ostiary finding take ID",
        )


_Effect: TypeAlias = Callable[[Finding, Act], Finding]

_EFFECTS: Final[Mapping[Word, _Effect]] = {
    "found": _unchanged,
    "found-again": _found_again,
    "taken": _taken,
    "opened": _opened,
    "explained": _decided,
    "referred": _decided,
    "closed": _decided,
    "reopened": _reopened,
    "suppressed": _unchanged,
    "noticed": _noticed,
    "erased": _erased,
}
