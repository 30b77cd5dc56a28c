"""What a statement turned out to read, while it is composed, and the limits on it.

Knows: record classes and fields met, comparisons, counts of relations, keys and columns.
Must not know: SQL text, the parser, profiles.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ostiary.errors import NotUnderstood
from ostiary.sql.composing.asked import Comparisons
from ostiary.sql.composing.scope import Visible
from ostiary.sql.limits import MAX_INLINED, MAX_MADE, MAX_OUTPUTS, MAX_PICKED, MAX_RELATIONS, MAX_SUB_QUERIES
from ostiary.sql.plan import AskedAbout, Footprint

COLLECTED: Final = (
    "a query in an expression does not collect records, nor does what is made of it beside other rows"
)


class Told(NamedTuple):
    """Counts of tied keys, of calls that pick the value of one row, and of aggregates that collect."""

    tied: int
    picked: int
    collecting: int


@dataclass(slots=True)
class Gathered:
    """Everything that is known only when the whole statement has been gone through."""

    fields: dict[str, dict[str, None]] = field(default_factory=dict)
    comparisons: Comparisons = field(default_factory=Comparisons)
    relations: int = 0
    made: int = 0
    sub_queries: int = 0
    inlined: int = 0
    keys: int = 0
    outputs: int = 0
    picked: int = 0
    tied: int = 0
    """Keys of records in expressions, which the rows around them stand for."""
    collecting: int = 0
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

    def count_made(self) -> None:
        """One more function, VALUES or LATERAL query in FROM. Raises NotUnderstood beyond MAX_MADE."""
        self.made += 1
        if self.made > MAX_MADE:
            raise NotUnderstood(
                f"a statement has at most {MAX_MADE} functions, VALUES and LATERAL queries in FROM"
            )

    def count_sub_query(self) -> None:
        """One more sub-query in FROM. Raises NotUnderstood beyond MAX_SUB_QUERIES."""
        self.sub_queries += 1
        if self.sub_queries > MAX_SUB_QUERIES:
            raise NotUnderstood(f"a statement has at most {MAX_SUB_QUERIES} sub-queries in FROM")

    def count_outputs(self, outputs: int) -> None:
        """So many more output columns of a query. Raises NotUnderstood beyond MAX_OUTPUTS."""
        self.outputs += outputs
        if self.outputs > MAX_OUTPUTS:
            raise NotUnderstood(f"the queries of a statement have at most {MAX_OUTPUTS} columns together")

    @property
    def told(self) -> Told:
        """How much of records has been composed until now that can be told beside a row which does not count them."""
        return Told(self.tied, self.picked, self.collecting)

    def count_told(self, before: Told, *, is_value: bool) -> None:
        """What has been composed since ``before``: it may pick a few values of tied records, and collect none.

        ``is_value``: it is a value by itself, made of a row of as many records as are tied in it. Raises NotUnderstood.
        """
        tied = self.tied - before.tied
        if not tied:
            return
        if self.collecting > before.collecting:
            raise NotUnderstood(COLLECTED)
        self.values += max(tied if is_value else 0, self.picked - before.picked)
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
