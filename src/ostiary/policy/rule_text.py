"""Permits, prohibitions, duties and promises as authors write them.

Knows: ``[[permit]]``, ``[[prohibit]]`` with ``[[prohibit.unless]]``, ``[[duty]]`` with what it asks, and ``[[promise]]`` with ``[[promise.unless]]``.
Must not know: what a rule means.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, cast, get_args

from ostiary.model.catalogue import Catalogue, Column
from ostiary.model.rules import (
    MASK_TYPES,
    MASKS,
    Condition,
    Duty,
    Mask,
    Permit,
    Prohibition,
    Promise,
    RowPredicate,
    Source,
)
from ostiary.policy.agency_text import read_dates
from ostiary.policy.conditions import read_condition, read_needs
from ostiary.policy.reading import RULE_ID, Table
from ostiary.policy.row_predicates import parse_row_predicate
from ostiary.policy.words_known import WordsKnown, did_you_mean

R = TypeVar("R", Permit, Prohibition, Duty, Promise)

# One answer travels in memory-bounded batches whatever its size; beyond a million rows it is a copy, not a query.
MAX_ROW_LIMIT = 1_000_000
# A row names at most 131,072 contributors; a group that large is a district, and more would never be answered.
MAX_MINIMUM_GROUP = 100_000
# Five years, as the longest record that a statute read so far asks to keep of a disclosure.
MAX_NOTICE_DAYS = 1_826
# What a duty asks for, at least one of them.
_ASKS = ("mask", "rows", "row_limit", "minimum_group", "needs", "notify_person_within_days")
_STRENGTHS = ("permanent", "kept")
# Whoever serves under a policy proves every promise first, with two questions to a solver that may take a bounded number of
# steps each: a hundred promises are 200 questions, more than ten times what any policy read so far has.
MAX_PROMISES = 100


def read_permits(tables: Sequence[Table], known: WordsKnown) -> tuple[Permit, ...]:
    """All permits, by id. A permit without a condition is a problem: it would allow everything."""
    return _read_all(tables, known, _read_permit)


def read_prohibitions(tables: Sequence[Table], known: WordsKnown) -> tuple[Prohibition, ...]:
    """All prohibitions, by id, with their exceptions in the order written."""
    return _read_all(tables, known, _read_prohibition)


def read_duties(tables: Sequence[Table], known: WordsKnown) -> tuple[Duty, ...]:
    """All duties, by id. A duty that asks for nothing is a problem."""
    return _read_all(tables, known, _read_duty)


def read_promises(tables: Sequence[Table], known: WordsKnown) -> tuple[Promise, ...]:
    """All promises, by id. A promise without a condition is a problem: nothing could keep it."""
    for table in tables[MAX_PROMISES:][:1]:
        table.problem(f"the bundle has {len(tables)} promises; at most {MAX_PROMISES} are read")
    return _read_all(tables[:MAX_PROMISES], known, _read_promise)


def _read_all(
    tables: Sequence[Table], known: WordsKnown, read: Callable[[Table, WordsKnown], R]
) -> tuple[R, ...]:
    rules = []
    for table in tables:
        rules.append(read(table, known))
        table.finish()
    return tuple(sorted(rules, key=lambda rule: rule.source.id))


def _read_source(table: Table) -> Source:
    effective, expires = read_dates(table)
    return Source(
        id=table.word("id", RULE_ID),
        cite=table.text("cite"),
        quote=table.text("quote", needed=False),
        effective=effective,
        expires=expires,
        place=table.place(),
    )


def _read_when(table: Table, known: WordsKnown, *, needed: bool, with_needs: bool = False) -> Condition:
    when = table.table("when", needed=needed)
    return Condition() if when is None else read_condition(when, known, with_needs=with_needs)


def _read_permit(table: Table, known: WordsKnown) -> Permit:
    return Permit(_read_source(table), _read_when(table, known, needed=True, with_needs=True))


def _read_prohibition(table: Table, known: WordsKnown) -> Prohibition:
    return Prohibition(
        _read_source(table), _read_when(table, known, needed=False), _read_unless(table, known)
    )


def _read_unless(table: Table, known: WordsKnown) -> tuple[Condition, ...]:
    return tuple(read_condition(part, known, with_needs=True) for part in table.tables("unless"))


def _read_promise(table: Table, known: WordsKnown) -> Promise:
    never = table.table("never", needed=True)
    strength = table.text("strength")
    if strength and strength not in _STRENGTHS:
        table.unknown("strength", strength, _STRENGTHS, "strength")
    promise = Promise(
        _read_source(table),
        Condition() if never is None else read_condition(never, known, with_needs=False),
        _read_unless(table, known),
        is_permanent=strength == "permanent",
    )
    if promise.is_permanent and promise.source.expires is not None:
        table.problem("a permanent promise has no end: `expires` is not for it", "expires")
    return promise


def _read_duty(table: Table, known: WordsKnown) -> Duty:
    duty = Duty(
        source=_read_source(table),
        when=_read_when(table, known, needed=False),
        masks=_read_masks(table, known.catalogue),
        rows=_read_rows(table, known.catalogue),
        row_limit=_read_number(table, "row_limit", 1, MAX_ROW_LIMIT),
        minimum_group=_read_number(table, "minimum_group", 2, MAX_MINIMUM_GROUP),
        needs=read_needs(table),
        notify_within_days=_read_number(table, "notify_person_within_days", 1, MAX_NOTICE_DAYS),
    )
    if table.values.keys().isdisjoint(_ASKS):
        every = ", ".join(f"`{key}`" for key in _ASKS[:-1])
        table.problem(f"a duty must say at least one of {every} and `{_ASKS[-1]}`")
    return duty


def _read_number(table: Table, key: str, least: int, most: int) -> int | None:
    number = table.get(key, int)
    if number is not None and not least <= number <= most:
        table.problem(f"`{key}` must be from {least} to {most}", key)
    return number


def _read_rows(table: Table, catalogue: Catalogue) -> tuple[RowPredicate, ...]:
    rows = []
    for text, path in table.texts("rows"):
        try:
            rows.append(parse_row_predicate(text, catalogue))
        except ValueError as error:
            table.problem(str(error), *path)
    return tuple(rows)


def _read_masks(table: Table, catalogue: Catalogue) -> tuple[tuple[str, str, Mask], ...]:
    """The masks under ``mask.<record class>.<column>``, sorted."""
    masks: list[tuple[str, str, Mask]] = []
    every = table.table("mask")
    for name in every.values if every else ():
        if every and name not in catalogue.classes:
            every.unknown("record class", name, catalogue.classes, name)
        elif every and (part := every.table(name)) is not None:
            masks += [(name, *mask) for mask in _read_class_masks(part, name, catalogue)]
    return tuple(sorted(masks))


def _read_class_masks(table: Table, name: str, catalogue: Catalogue) -> list[tuple[str, Mask]]:
    record_class = catalogue.classes[name]
    found = []
    for column_name in table.values:
        column = record_class.column(column_name)
        mask = table.text(column_name)
        if column is None:
            table.unknown("column", column_name, [one.name for one in record_class.columns], column_name)
        elif column_name == record_class.subject_key:
            table.problem(f"`{name}.{column_name}` is the subject key and cannot be masked", column_name)
        elif mask and (problem := _misfit(mask, column)):
            table.problem(problem, column_name)
        else:
            found.append((column_name, cast("Mask", mask)))
    return found


def _misfit(mask: str, column: Column) -> str:
    """Why a mask cannot go on a column, or nothing."""
    if mask not in get_args(Mask):
        return f"unknown mask `{mask}`{did_you_mean(mask, MASKS)}"
    if column.type not in MASK_TYPES[cast("Mask", mask)]:
        return f"mask `{mask}` does not fit `{column.name}`, which is of type {column.type}"
    return ""
