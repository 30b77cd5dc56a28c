"""What a correct door would have done, held against what came.

Knows: what each expectation asks for, and what is a leak whatever was expected.
Must not know: sockets, files, how an attack was sent.

Two things are a leak in any answer to any statement: a hidden value, and a row about somebody whom the log does not name
for it. Everything else that should not be is called otherwise.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol, TypeAlias, assert_never

from ostiary.demo.attack.corpus import Attack
from ostiary.demo.attack.records import RECOGNISED, hidden_in
from ostiary.demo.attack.shapes import Sent
from ostiary.demo.attack.wire import Heard, Row
from ostiary.demo.attack.witnesses import Witnessed

Result: TypeAlias = Literal["expected", "otherwise", "leak"]

_WORST_LAST: Final[tuple[Result, ...]] = ("expected", "otherwise", "leak")
_KEYS: Final = frozenset({"person_id", "owner_id"})
_INT8: Final = 20
_COPIED: Final = re.compile(r"copy\s*\((?P<query>.*)\)\s*to\s+stdout\s*;?", re.IGNORECASE | re.DOTALL)
_OF_ITSELF: Final = re.compile(
    r"\bpg_\w+|information_schema|\bcurrent_\w+|\bsession_user|\bsystem_user|\breg[a-z]+\b|_description\(|_privilege\(|version\(",
    re.IGNORECASE,
)
"""Words that ask a server about itself."""
_INTERNAL: Final = "XX000"
_SHOWN: Final = 3
"""As many values or rows are shown of what is too much."""


class SecondOpinion(Protocol):
    """Somebody who can say what a statement brings over copies of what may be seen; see `Referee`."""

    def answer(
        self, text: str, parameters: Sequence[str | None] = (), subjects: Collection[int] | None = None
    ) -> Counter[Row] | None:
        """The rows over all copies, or over those about some subjects; None for no opinion."""

    def is_constant(self, ran: str) -> bool:
        """Whether what the database ran says the same whatever the database holds; see `Constants`."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one way of sending an attack went: ``came`` says what came, ``why`` what is wrong with it."""

    result: Result
    form: str
    came: str
    why: str = ""


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The one of several that counts: a leak before what is otherwise, and the first of those alike."""
    return max(verdicts, key=lambda one: _WORST_LAST.index(one.result))


def judge(attack: Attack, sent: Sent, witnessed: Witnessed, referee: SecondOpinion) -> Verdict:
    """The verdict on one way of sending an attack."""
    came = _came(sent.heard)
    for why in _leaks(attack, sent, witnessed, referee):
        return Verdict("leak", sent.form, came, why)
    why = sent.broken or ("" if sent.settled else _otherwise(attack, sent, witnessed, referee))
    return Verdict("otherwise" if why else "expected", sent.form, came, why)


def _came(heard: Heard) -> str:
    if heard.errors:
        return f"{heard.sqlstate} {heard.errors[0]['M']}"
    if heard.is_late or heard.is_over:
        return "no answer in time" if heard.is_late else "the end of the session, without a word"
    rows = len(heard.rows)
    many = f"{rows} row{'' if rows == 1 else 's'}"
    return many if rows or not heard.tags else f"{many}, {heard.tags[-1]}"


def _leaks(attack: Attack, sent: Sent, witnessed: Witnessed, referee: SecondOpinion) -> Iterator[str]:
    found = hidden_in(sent.heard.text, f"{attack.text} {sent.parameters}")
    if found:
        yield f"hidden values: {', '.join(found[:_SHOWN])}"
    nameless = _recognised_in(sent.heard) - witnessed.subjects
    if nameless:
        yield f"rows about {_some(nameless)}, whom no entry of this access names"
    opinion = _opinion(attack, sent, witnessed, referee)
    narrow = _opinion(attack, sent, witnessed, referee, witnessed.subjects)
    if opinion is not None and narrow is not None:
        # Rows that do not come over all copies are wrong, whoever is named.
        unexplained = (Counter(sent.heard.rows) & opinion) - narrow
        if unexplained:
            yield f"rows that do not come of those whom the log names: {_some(unexplained)}"


def _recognised_in(heard: Heard) -> set[int]:
    """Whom the rows are surely about: by a value that one row alone holds, or by a column that is a subject key."""
    keys = [n for n, column in enumerate(heard.columns) if column.name in _KEYS and column.type_oid == _INT8]
    found = {RECOGNISED[cell] for row in heard.rows for cell in row if cell in RECOGNISED}
    for row in heard.rows:
        found |= {int(cell) for n in keys if n < len(row) and (cell := row[n]) is not None}
    return found


def _opinion(
    attack: Attack,
    sent: Sent,
    witnessed: Witnessed,
    referee: SecondOpinion,
    subjects: Collection[int] | None = None,
) -> Counter[Row] | None:
    """What a referee says of rows that came from the database; None where there is nothing to say.

    Of itself each server tells something else, and of COPY the query in it has the rows.
    """
    copied = _COPIED.fullmatch(attack.text)
    has_rows = bool(copied if attack.text.lower().startswith("copy") else sent.heard.columns)
    if (
        not (witnessed.ran and has_rows)
        or sent.heard.errors
        or sent.settled
        or _OF_ITSELF.search(attack.text)
    ):
        return None
    return referee.answer(copied["query"] if copied else attack.text, sent.parameters, subjects)


def _otherwise(attack: Attack, sent: Sent, witnessed: Witnessed, referee: SecondOpinion) -> str:
    """What is not as expected; empty when nothing is."""
    heard = sent.heard
    if heard.is_late:
        return "there was no answer in time"
    if heard.sqlstate == _INTERNAL or (heard.is_over and not heard.errors):
        return "something failed inside the door"
    match attack.expected:
        case "deny":
            return _not_denied(witnessed, referee)
        case "scrub":
            return "" if heard.errors else _not_answered(attack, sent, witnessed, referee)
        case "filtered" | "masked":
            return _not_answered(attack, sent, witnessed, referee)
        case "group":
            why = _not_answered(attack, sent, witnessed, referee)
            grouped = any(each.accounting == "G" for each in witnessed.accesses)
            return why or ("" if grouped else "it is not accounted for by groups")
        case _ as never:
            assert_never(never)


def _not_denied(witnessed: Witnessed, referee: SecondOpinion) -> str:
    """What ran must have been nothing, or a constant: what the door knows by itself, written into a statement."""
    outcomes = {each.outcome for each in witnessed.accesses} - {"refused"}
    telling = [text for text in witnessed.ran if not referee.is_constant(text)]
    if telling:
        return f"the database ran `{telling[0]}`"
    if outcomes - {"answered"}:
        return f"it was not refused: the log says {', '.join(sorted(outcomes))}"
    return ""


def _not_answered(attack: Attack, sent: Sent, witnessed: Witnessed, referee: SecondOpinion) -> str:
    if sent.heard.errors:
        return "it should run"
    if not any(each.outcome in {"answered", "open"} for each in witnessed.accesses):
        return "no entry of the log says that it was answered"
    opinion = _opinion(attack, sent, witnessed, referee)
    if opinion is None:
        return ""
    rows = Counter(sent.heard.rows)
    more, fewer = rows - opinion, Counter() if sent.is_part else opinion - rows
    if more or fewer:
        return (
            f"over copies of what may be seen {opinion.total()} rows come, {more.total()} of these are not among them"
            f"{f' ({_some(more)})' if more else ''}, and {fewer.total()} are missing"
        )
    return ""


def _some(things: Iterable[object]) -> str:
    several = list(things)
    shown = ", ".join(map(str, several[:_SHOWN]))
    return shown if len(several) <= _SHOWN else f"{shown} and {len(several) - _SHOWN} more"
