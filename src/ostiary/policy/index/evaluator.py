"""How a decision is taken: a few ANDs of whole numbers, and what is worth holding of the rest.

Knows: how the parts of a request find their numbers.
Must not know: how rules are written, SQL, what becomes of an error.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Deny, Request
from ostiary.model.rules import Need
from ostiary.policy.index.memo import Memo
from ostiary.policy.index.refused import Refusals
from ostiary.policy.index.tables import Group, Side, Tables
from ostiary.policy.index.verdict import Asked, Verdicts
from ostiary.policy.refusals import Refusal, reasons_of

# A statement that names ten columns takes 1.3 kB here, one that names 1,600, the most that PostgreSQL has, 65 kB: usually a
# megabyte in all, and 65 with the widest tables that there can be.
MAX_SHAPES: Final = 1_000
# A decision takes about 1 kB, and with MAX_RULES each number of its key another: 4 MB for whoever asks for columns of one
# group on nobody else's behalf. What has more numbers than these is worked out each time (some 50 us), so it is 18 MB at most.
MAX_DECISIONS: Final = 2_000
MAX_NUMBERS_HELD: Final = 8


class _Shape:
    """What a request reads, whoever asks: columns of one record class in groups. Each is equal to itself alone."""

    __slots__ = ("groups", "names_columns", "record_class")

    def __init__(self, record_class: str, groups: Sequence[Group], *, names_columns: bool) -> None:
        self.record_class, self.groups, self.names_columns = record_class, groups, names_columns


class Evaluator:
    """Decides by the tables of one bundle. Its methods raise whatever a request that is no request makes them raise."""

    __slots__ = ("_decisions", "_refusals", "_shapes", "_tables", "_verdicts")

    def __init__(self, bundle: Bundle) -> None:
        """Raises KeyError, TypeError or ValueError for a bundle whose rules cannot be evaluated."""
        self._tables = Tables(bundle)
        self._verdicts = Verdicts(self._tables.numbering)
        self._refusals = Refusals(self._tables.numbering, self._verdicts)
        self._decisions: Memo[tuple[Any, ...], Allow | None] = Memo(self._decision, MAX_DECISIONS)
        self._shapes = Memo(self._shape, MAX_SHAPES, self._decisions)

    def allowed(self, request: Request, agreed: Collection[Need] = ()) -> Allow | None:
        """The answer to a request that is allowed, or None; as if all who count had agreements that meet ``agreed``."""
        shape, sides = self._shapes[request.record_class, request.fields], self._sides(request)
        if agreed:
            sides = [self._tables.agreed(side, agreed) for side in sides]
        remaining = self._remaining(request, shape, sides)
        key = (shape, len(request.context.askers), *remaining)
        return self._decisions[key] if len(remaining) <= MAX_NUMBERS_HELD else self._decision(key)

    def open_columns(self, request: Request) -> frozenset[str]:
        """The columns of the record class of which each, asked for alone, is allowed."""
        shape, sides = self._shapes[request.record_class, frozenset()], self._sides(request)
        groups = _asked(shape, len(request.context.askers), self._remaining(request, shape, sides))
        return frozenset(column for one in groups if self._verdicts.is_open(one) for column in one.columns)

    def _remaining(self, request: Request, shape: _Shape, sides: Sequence[Side]) -> list[int]:
        """The rules that remain, for each group of columns and each agency that counts."""
        here = self._here(request)
        return [here & group.bits & side.bits for group in shape.groups for side in sides]

    def _here(self, request: Request) -> int:
        context = request.context
        return self._tables.circumstances[context.role, context.purpose, context.basis, request.day]

    def _sides(self, request: Request) -> list[Side]:
        """Every agency that counts: first those that ask, then the others by name."""
        context, sides = request.context, self._tables.sides
        others = sorted(context.affiliations.difference(context.askers)) if context.affiliations else ()
        has_case, vouched, day = context.case is not None, context.vouched, request.day
        return [sides[agency, has_case, vouched, day] for agency in (*context.askers, *others)]

    def _shape(self, key: tuple[str, frozenset[str]]) -> _Shape:
        record_class, fields = key
        columns = sorted(fields or self._tables.columns(record_class))
        return _Shape(record_class, self._tables.groups(record_class, columns), names_columns=bool(fields))

    def _decision(self, key: tuple[Any, ...]) -> Allow | None:
        """What the rules that remain come to: they say all of a request that an answer depends on."""
        shape, askers, *remaining = key
        asked = _asked(shape, askers, remaining)
        is_open = [one for one in asked if self._verdicts.is_open(one)]
        if not is_open or (shape.names_columns and len(is_open) < len(asked)):
            return None
        return self._verdicts.allow(is_open, shape.record_class, names_columns=shape.names_columns)

    def denied(self, request: Request) -> Deny:
        """The reasons against a request that is not allowed."""
        every = self._tables.columns(request.record_class)
        whole = self._against(request, self._shapes[request.record_class, frozenset(every)])
        asked = self._against(request, self._shapes[request.record_class, request.fields])
        return Deny(reasons_of(request, dict(sorted(asked.items())), [whole[one] for one in every]))

    def _against(self, request: Request, shape: _Shape) -> dict[str, tuple[Refusal, ...]]:
        sides, askers, here = self._sides(request), len(request.context.askers), self._here(request)
        found: dict[str, tuple[Refusal, ...]] = {}
        for group in shape.groups:
            refusals = self._refusals.of(here & group.bits, sides, askers)
            found.update(dict.fromkeys(group.columns, refusals))
        return found


def _asked(shape: _Shape, askers: int, remaining: Sequence[int]) -> list[Asked]:
    sides = len(remaining) // len(shape.groups)
    parts = [remaining[start : start + sides] for start in range(0, len(remaining), sides)]
    return [Asked(group.columns, askers, part) for group, part in zip(shape.groups, parts, strict=True)]
