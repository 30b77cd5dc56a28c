"""The system relations that one question names, each once.

Knows: which relations have been named, under which major version, for which profile.
Must not know: statements, the parser.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ostiary.errors import NotUnderstood
from ostiary.sql.system.contents import Shown
from ostiary.sql.system.relations import OWN, Facts, SystemRelation, relations_of, stand_in
from ostiary.sql.text import quoted

SCHEMAS: Final = ("pg_catalog", "information_schema")

_NAMED_IN_SQL: Final = re.compile(r"<(\w+)>")


class Emulation:
    """Gathers what a question needs of the catalogue. ``hidden`` are the hidden columns that it names anywhere.

    A question for which not ``names_relations`` may call less.
    """

    def __init__(
        self,
        shown: Shown,
        major: int,
        parameters: int,
        hidden: Sequence[str] = (),
        *,
        names_relations: bool = True,
    ) -> None:
        self.names_relations = names_relations
        self.shown = shown
        self.facts = Facts(parameters)
        self.is_asked = False
        """Whether anything that only a catalogue can say has been asked for."""
        self._known = relations_of(major)
        self._hidden = hidden
        self._used: dict[str, SystemRelation] = {}

    def stand_in(self, schema: str, name: str, position: int = -1) -> str:
        """The quoted name of the WITH query for a system relation. Raises NotUnderstood for one that is not known."""
        qualified = f"{schema}.{name}"
        relation = self._known.get(qualified)
        if relation is None:
            raise NotUnderstood(f"there is no system relation `{qualified}`", position=position)
        return self._take(qualified, relation)

    def _take(self, qualified: str, relation: SystemRelation) -> str:
        self._used[qualified] = relation
        self.is_asked = True
        return quoted(relation.stand_in)

    def knows(self, name: str) -> bool:
        """Whether a name without a schema is that of a system relation."""
        return f"{SCHEMAS[0]}.{name}" in self._known

    def filled(self, sql: str) -> str:
        """SQL of ours with its ``<relation>`` replaced."""
        return _NAMED_IN_SQL.sub(lambda found: self._of_ours(found[1]), sql)

    def _of_ours(self, name: str) -> str:
        return self._take(name, OWN[name]) if name in OWN else self.stand_in(SCHEMAS[0], name)

    def opening(self) -> list[str]:
        """The WITH queries for all that was named."""
        return [
            stand_in(relation, self.shown.rows(qualified), self.facts, self._hidden)
            for qualified, relation in self._used.items()
        ]
