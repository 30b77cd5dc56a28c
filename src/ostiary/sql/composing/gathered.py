"""What a statement turned out to read, while it is composed, and the limits on it.

Knows: record classes and fields met, comparisons, counts of relations, keys and columns.
Must not know: SQL text, the parser, profiles.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ostiary.errors import NotUnderstood
from ostiary.sql.composing.asked import Comparisons
from ostiary.sql.composing.scope import Visible
from ostiary.sql.limits import MAX_INLINED, MAX_OUTPUTS, MAX_PICKED, MAX_RELATIONS
from ostiary.sql.plan import AskedAbout, Footprint


@dataclass(slots=True)
class Gathered:
    """Everything that is known only when the whole statement has been gone through."""

    fields: dict[str, dict[str, None]] = field(default_factory=dict)
    comparisons: Comparisons = field(default_factory=Comparisons)
    relations: int = 0
    inlined: int = 0
    keys: int = 0
    outputs: int = 0
    picked: int = 0
    tied: int = 0
    """Keys of records in expressions, which the rows around them stand for."""
    values: int = 0

    @property
    def footprints(self) -> tuple[Footprint, ...]:
        """Record classes and fields, in the order in which they were met."""
        return tuple(Footprint(name, tuple(fields)) for name, fields in self.fields.items())

    @property
    def asked_about(self) -> tuple[AskedAbout, ...]:
        """Constants compared with identifying columns. Raises NotUnderstood when there are too many."""
        return self.comparisons.asked_about()

    @property
    def picks_many(self) -> bool:
        """Whether a row of the answer may hold the values of many rows, picked one by one."""
        return self.picked > MAX_PICKED

    def fresh_key(self) -> str:
        """A name for a hidden key that no other column has."""
        self.keys += 1
        return f"__key{self.keys}"

    def read(self, visible: Visible) -> None:
        """A column is read: the field that it shows, if it shows one."""
        if visible.origin is not None:
            fields = self.fields.setdefault(visible.origin.record_class.name, {})
            fields[visible.origin.column.name] = None

    def count_relation(self) -> None:
        """One more table. Raises NotUnderstood beyond MAX_RELATIONS."""
        self.relations += 1
        if self.relations > MAX_RELATIONS:
            raise NotUnderstood(f"a statement reads at most {MAX_RELATIONS} tables")

    def count_outputs(self, outputs: int) -> None:
        """So many more output columns of a query. Raises NotUnderstood beyond MAX_OUTPUTS."""
        self.outputs += outputs
        if self.outputs > MAX_OUTPUTS:
            raise NotUnderstood(f"the queries of a statement have at most {MAX_OUTPUTS} columns together")

    def count_value(self) -> None:
        """One more value of a record that a query in an expression picks. Raises NotUnderstood beyond MAX_PICKED."""
        self.values += 1
        if self.values > MAX_PICKED:
            raise NotUnderstood(
                f"queries in expressions pick at most {MAX_PICKED} values of records", hint="Join the tables."
            )

    def count_inlined(self, characters: int) -> None:
        """So many more characters once computed columns are written out. Raises NotUnderstood beyond MAX_INLINED."""
        self.inlined += characters
        if self.inlined > MAX_INLINED:
            raise NotUnderstood(
                "computed columns of sub-queries are named too often", hint="Name each of them once or twice."
            )
