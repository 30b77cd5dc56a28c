"""What the cells of one row say, field by field, in the columns of a table.

Knows: how each form of a cell is read, and what is refused.
Must not know: files, what a row is compared with.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ostiary.errors import ImportRefused
from ostiary.watch.events.schema import ABSENT, GIVEN, Column
from ostiary.watch.importing.clocks import AgencyClock
from ostiary.watch.importing.headers import Header
from ostiary.watch.importing.mapping import ENDS, ColumnMapping, FieldRule, bare, has_state, schema_of
from ostiary.watch.importing.masking import given
from ostiary.watch.importing.refusing import RowRefused
from ostiary.watch.importing.times import TimeForm, instant, joined, window_parts

EVENT_DEFAULTS: Final[Mapping[str, str]] = {"action": "search", "decision": "unknown"}
"""What an event is where neither a column nor a constant says it."""
_NUMBER: Final = re.compile(r"\d{1,18}|\d{1,3}(?:,\d{3}){1,5}", re.ASCII)
_DECIMAL: Final = re.compile(r"[+-]?\d{1,9}(?:\.\d{1,15})?", re.ASCII)
_LARGEST: Final = {"int16": 2**15 - 1, "int32": 2**31 - 1, "int64": 2**63 - 1}
_YES: Final = frozenset({"yes", "y", "true", "t", "1", "enabled", "active", "on"})
_NO: Final = frozenset({"no", "n", "false", "f", "0", "disabled", "inactive", "off"})


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says of a whole file: the agency that released it, the instant that it describes in ms."""

    owner: str = ""
    as_of: int | None = None

    def of(self, rule: FieldRule) -> str | int | None:
        """What it says for a field."""
        if rule.option is None:
            return None
        return self.as_of if rule.option == "as-of" else self.owner or None


Filling = Callable[[Sequence[str], list[Any]], None]
"""Puts what a row's cells say into the values of its columns. Raises RowRefused."""


class CellReader:
    """Reads the cells of rows under one header into values in the order of the schema."""

    def __init__(
        self,
        mapping: ColumnMapping,
        header: Header,
        forms: Mapping[str, TimeForm],
        clock: AgencyClock,
        said: Given,
    ) -> None:
        """``forms``: of each column of times, by its field; of both ends of a window under `window`.

        Raises ImportRefused where a field is needed that neither a column nor the command line says.
        """
        self._mapping, self._header, self._forms, self._clock = mapping, header, forms, clock
        self._schema = schema_of(mapping.table)
        self._at = {column.name: index for index, column in enumerate(self._schema)}
        self._column = {column.name: column for column in self._schema}
        self._empty = self._template(said)
        self._fillings = [
            self._filling(rule)
            for rule in mapping.fields
            if rule.name in header.columns and rule.form not in {"subject", "id"}
        ]
        self._needed = [
            (self._at[rule.name], header.title(rule.name))
            for rule in mapping.fields
            if rule.name in self._at
            and (rule.needed or not self._column[rule.name].empty)
            and rule.form not in {"subject", "id"}
        ]

    def values(self, cells: Sequence[str]) -> list[Any]:
        """The values of all columns that cells fill. Raises RowRefused."""
        found = self._empty.copy()
        for fill in self._fillings:
            fill(cells, found)
        for index, title in self._needed:
            if found[index] is None:
                raise RowRefused("missing", title)
        return found

    def _template(self, said: Given) -> list[Any]:
        empty: list[Any] = [None] * len(self._schema)
        for column in self._schema:
            if column.name.endswith("_state"):
                empty[self._at[column.name]] = ABSENT
        defaults = EVENT_DEFAULTS if self._mapping.table == "events" else {}
        for name, value in {**defaults, **self._mapping.constants}.items():
            self._put(empty, name, value)
        for rule in self._mapping.fields:
            if rule.option is None or rule.name in self._header.columns:
                continue
            if (told := said.of(rule)) is not None:
                self._put(empty, rule.name, told)
            elif rule.needed:
                raise ImportRefused(
                    f"the file does not say the `{rule.name}` of its rows", hint=f"say it: --{rule.option}"
                )
        return empty

    def _put(self, values: list[Any], name: str, value: str | int | None) -> None:
        values[self._at[name]] = value
        if has_state(self._schema, name):
            values[self._at[f"{name}_state"]] = GIVEN

    def _filling(self, rule: FieldRule) -> Filling:
        index, title = self._header.columns[rule.name], self._header.title(rule.name)
        if rule.form == "window":
            return self._window(rule, index, title)
        column = self._column[rule.name]
        if rule.form == "time":
            return self._time(rule, index, title)
        if rule.form == "text":
            return self._text(rule, index, title)
        read = {"number": _number, "decimal": _decimal, "flag": _flag}[rule.form]
        return self._plain(column, index, title, read)

    def _text(self, rule: FieldRule, index: int, title: str) -> Filling:
        mapping, target = self._mapping, self._at[rule.name]
        state_at = self._at[f"{rule.name}_state"] if has_state(self._schema, rule.name) else None

        def fill(cells: Sequence[str], values: list[Any]) -> None:
            value, state = given(cells[index], mapping)
            if value is None:
                # Where a column may not be empty, what holds for the whole file holds for this row.
                value = values[target] if rule.blank is None else rule.blank
            elif rule.values:
                value = _word(value, rule, title)
            values[target] = value
            if state_at is not None:
                values[state_at] = state

        return fill

    def _plain(
        self, column: Column, index: int, title: str, read: Callable[[str, Column, str], object]
    ) -> Filling:
        mapping, target = self._mapping, self._at[column.name]

        def fill(cells: Sequence[str], values: list[Any]) -> None:
            value: str | None = cells[index]
            # A number, which most are, is no mask and no citation.
            if not cells[index].isdigit():
                value, _ = given(cells[index], mapping)
            values[target] = None if value is None else read(value, column, title)

        return fill

    def _time(self, rule: FieldRule, index: int, title: str) -> Filling:
        form, target, ends = self._forms.get(rule.name), self._at[rule.name], rule.name in ENDS
        day_at = self._header.date_columns.get(rule.name)

        def fill(cells: Sequence[str], values: list[Any]) -> None:
            cell = cells[index] if day_at is None else joined(cells[day_at], cells[index])
            values[target] = self._utc(cell, form, title, ends=ends)

        return fill

    def _window(self, rule: FieldRule, index: int, title: str) -> Filling:
        form = self._forms.get(rule.name)
        since, until = self._at["window_from"], self._at["window_until"]

        def fill(cells: Sequence[str], values: list[Any]) -> None:
            if given(cells[index], self._mapping)[0] is None:
                return
            parts = window_parts(cells[index])
            if len(parts) != 2:  # noqa: PLR2004 - a window has two ends
                raise RowRefused("time", title, "a window has two times, on two lines or with `to` between")
            values[since] = self._utc(parts[0], form, title, ends=False)
            values[until] = self._utc(parts[1], form, title, ends=True)

        return fill

    def _utc(self, cell: str, form: TimeForm | None, title: str, *, ends: bool) -> int | None:
        found = None if form is None else instant(cell, form)
        if found is not None:
            return self._clock.utc(found, ends=ends)
        if given(cell, self._mapping)[0] is None:
            return None
        raise RowRefused("time", title, "" if form is None else f"its column has {form}")


def _word(value: str, rule: FieldRule, title: str) -> str:
    found = rule.values.get(bare(value))
    if found is not None:
        return found
    if rule.others is not None:
        return rule.others
    raise RowRefused("word", title, f"it knows {', '.join(sorted(rule.values))}")


def _number(value: str, column: Column, title: str) -> int:
    if not _NUMBER.fullmatch(value):
        raise RowRefused("number", title)
    number = int(value.replace(",", ""))
    if number > _LARGEST[column.kind]:
        raise RowRefused("number", title, f"at most {_LARGEST[column.kind]}")
    return number


def _decimal(value: str, column: Column, title: str) -> float:
    if not _DECIMAL.fullmatch(value):
        raise RowRefused("number", title)
    number = float(value)
    most = {"latitude": 90.0, "longitude": 180.0}.get(column.name, math.inf)
    if abs(number) > most:
        raise RowRefused("number", title, f"at most {most:g}")
    return number


def _flag(value: str, _column: Column, title: str) -> bool:
    word = value.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise RowRefused("flag", title)
