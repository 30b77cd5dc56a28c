"""Record classes as authors write them.

Knows: ``[[record_class]]``, ``[[record_class.column]]`` and ``[case_table]``.
Must not know: rules, the database.
"""

from __future__ import annotations

from collections.abc import Sequence

from ostiary.model.bundle import CaseTable
from ostiary.model.catalogue import COLUMN_TYPES, Catalogue, Column, RecordClass
from ostiary.policy.reading import NAME, Table, read_labels


def read_catalogue(tables: Sequence[Table]) -> Catalogue:
    """All record classes. A name is used once, a subject key is an int8 column of its class."""
    classes: dict[str, RecordClass] = {}
    for table in tables:
        read = _read_class(table)
        if read.name in classes:
            table.problem(f"record class `{read.name}` is declared twice", "name")
        classes[read.name] = read
    classes.pop("", None)
    return Catalogue(classes)


def _read_class(table: Table) -> RecordClass:
    columns: dict[str, Column] = {}
    name = table.word("name", NAME)
    parts = table.tables("column")
    for part in parts:
        column = _read_column(part)
        if column.name in columns:
            part.problem(f"column `{column.name}` is declared twice", "name")
        columns[column.name] = column
    if not parts:
        table.problem(f"record class `{name}` has no column")
    read = RecordClass(
        name=name,
        schema=table.word("schema", NAME),
        title=table.text("title"),
        columns=tuple(columns.values()),
        subject_key=_read_subject_key(table, columns),
        labels=read_labels(table),
    )
    table.finish()
    return read


def _read_subject_key(table: Table, columns: dict[str, Column]) -> str | None:
    key = table.word("subject_key", NAME, needed=False)
    if not key:
        return None
    if key not in columns:
        table.unknown("column", key, columns, "subject_key")
    elif columns[key].type != "int8":
        table.problem(f"the subject key `{key}` must be of type int8, not {columns[key].type}", "subject_key")
    return key


def _read_column(table: Table) -> Column:
    column = Column(
        name=table.word("name", NAME),
        type=table.text("type"),
        labels=read_labels(table),
        identifying=table.flag("identifying"),
    )
    if column.type and column.type not in COLUMN_TYPES:
        table.unknown("type", column.type, COLUMN_TYPES, "type")
    table.finish()
    return column


def read_case_table(table: Table, catalogue: Catalogue) -> CaseTable:
    """``[case_table]``: a record class, a text column for the number, and date columns for the days of opening and closing."""
    name = table.word("record_class", NAME)
    record_class = catalogue.classes.get(name)
    if name and record_class is None:
        table.unknown("record class", name, catalogue.classes, "record_class")
    read = CaseTable(
        name,
        number=_read_case_column(table, "number", "text", record_class),
        opened=_read_case_column(table, "opened", "date", record_class),
        closed=_read_case_column(table, "closed", "date", record_class),
    )
    table.finish()
    return read


def _read_case_column(table: Table, key: str, kind: str, record_class: RecordClass | None) -> str:
    name = table.word(key, NAME)
    column = record_class.column(name) if record_class else None
    if record_class and name and column is None:
        table.unknown("column", name, [one.name for one in record_class.columns], key)
    elif column and column.type != kind:
        table.problem(f"`{name}` must be of type {kind}, not {column.type}", key)
    return name
