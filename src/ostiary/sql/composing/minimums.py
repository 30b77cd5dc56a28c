"""Minimum groups: what may be asked of record classes of which only groups are shown, and how small ones are left out.

Knows: which record classes have a minimum; aggregates, windows and outer joins that tell of fewer people than that.
Must not know: the rest of a query, profiles, why there is a minimum.

A row that stands for enough people must not show what is true of one of them. So aggregates that give back the value of one
row (``max``, ``mode``, ``array_agg``) are refused, and so is what picks rows by a question before they are added up: FILTER,
and an aggregate of anything but plain columns. Groups inside a statement stay whole, but nothing chooses among them: where
rows leave, those for too few people are gone before a window, DISTINCT ON or LIMIT looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ostiary.errors import NotUnderstood
from ostiary.sql.composing.keys import Key
from ostiary.sql.composing.scope import Scope
from ostiary.sql.tree import Aggregate

# Aggregates that everybody in a group has a part in.
_OF_EVERYBODY: Final = frozenset(
    "count sum avg bool_and bool_or every stddev stddev_pop stddev_samp variance var_pop var_samp".split()
)


@dataclass(frozen=True, slots=True)
class Minimums:
    """How many people a row stands for at least, by record class; those that are not in it have no minimum."""

    least: Mapping[str, int]

    def holds(self, key: Key) -> bool:
        """Whether a minimum holds for whom a key names."""
        return key.holds.record_class in self.least

    def of_groups(self, keys: Iterable[Key]) -> Iterator[str]:
        """The conditions under which a group of rows with these keys is large enough."""
        return (key.has_at_least(self.least[key.holds.record_class]) for key in keys if self.holds(key))

    def of_rows(self, keys: Iterable[Key]) -> Iterator[str]:
        """The same for one row that stands for many already. Rows of single records are refused before they run."""
        lists = (key for key in keys if self.holds(key) and key.holds.kind == "group")
        return (key.lists_at_least(self.least[key.holds.record_class]) for key in lists)

    def verify_aggregates(
        self, aggregates: Iterable[Aggregate], scope: Scope, is_plain: Callable[[Aggregate], bool]
    ) -> None:
        """Raises NotUnderstood for an aggregate that may show what is true of one person."""
        name = self._held_in(scope.keys)
        for aggregate in aggregates if name else ():
            if aggregate.name not in _OF_EVERYBODY:
                raise _refusal(
                    f"`{aggregate.name}` shows the value of one record",
                    name,
                    "Use count, sum or avg, or GROUP BY the value.",
                )
            if aggregate.condition is not None:
                raise _refusal("FILTER is refused", name, "Say it in WHERE, or GROUP BY it.")
            if not is_plain(aggregate):
                raise _refusal(
                    "an aggregate takes plain columns only", name, "Say the rest in WHERE, or GROUP BY it."
                )

    def verify_choice(self, what: str, keys: Iterable[Key], *, leaves: bool) -> None:
        """Raises NotUnderstood where one row says something of others, small groups may be among these, and none leaves.

        A window shows it, LIMIT and DISTINCT ON by what they leave out.
        """
        name = self._held_in(keys)
        if name and not leaves:
            raise _refusal(
                f"{what} is refused in a sub-query and beside DISTINCT",
                name,
                "Put it into the outermost SELECT.",
            )

    def verify_joins(self, scope: Scope, *, is_grouped: bool) -> None:
        """Raises NotUnderstood for an outer join that tells of people by those whom it does not find.

        In a group the people that are found are counted, and nobody is too few.
        """
        name = self._held_in(scope.keys)
        padded = [relation.keys for relation in scope.relations if relation.is_padded]
        if name and padded and not (is_grouped and all(map(self._held_in, padded))):
            raise _refusal("this outer join is refused", name, "Use JOIN, or GROUP BY in the same SELECT.")

    def verify_tied(self, keys: Iterable[Key]) -> None:
        """Raises NotUnderstood for records in an expression: a row of one person would tell of them."""
        name = self._held_in(keys)
        if name:
            raise _refusal(
                "a query in an expression is refused", name, "Join it, and GROUP BY in the same SELECT."
            )

    def _held_in(self, keys: Iterable[Key]) -> str:
        """The first record class with a minimum, or empty."""
        return next((key.holds.record_class for key in keys if self.holds(key)), "")


def _refusal(why: str, record_class: str, hint: str) -> NotUnderstood:
    return NotUnderstood(f"of `{record_class}` only groups are shown: {why}", hint=hint)
