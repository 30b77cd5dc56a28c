"""Function calls of catalogue questions, written anew or replaced.

Knows: the tables of functions, the clauses that a call may bring, the settings that may be asked for.
Must not know: other expressions, FROM clauses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, Protocol

from ostiary.errors import NotUnderstood
from ostiary.sql.allowed import WINDOW_FUNCTIONS
from ostiary.sql.system.contents import SETTINGS, SETTINGS_TOLD
from ostiary.sql.system.emulation import Emulation
from ostiary.sql.system.functions import (
    DROPPED,
    IN_INFORMATION_SCHEMA,
    PLAIN,
    REPLACEMENTS,
    SETTING_NAMED,
    WITHOUT_RELATIONS,
    Replacement,
)
from ostiary.sql.system.places import messages_in, verify_system_places
from ostiary.sql.text import literal, quoted
from ostiary.sql.understanding.calls import direction_of
from ostiary.sql.understanding.frames import NON_DEFAULT
from ostiary.sql.understanding.grammar import Node, kind_of
from ostiary.sql.understanding.names import names_in

FACTS: Final[Mapping[str, tuple[str, Literal["text", "name"]]]] = {
    "version": ("version", "text"), "current_database": ("database", "name"),
    "current_user": ("member", "name"), "session_user": ("member", "name"),
}  # fmt: skip
"""Functions that say something of the session: what, and of which type."""

SESSION_WORDS: Final[Mapping[str, str]] = {
    "SVFOP_CURRENT_USER": "current_user", "SVFOP_SESSION_USER": "session_user", "SVFOP_USER": "current_user",
    "SVFOP_CURRENT_ROLE": "current_user", "SVFOP_CURRENT_CATALOG": "current_database",
    "SVFOP_CURRENT_SCHEMA": "current_schema",
}  # fmt: skip
"""Words of the grammar that say the same as a function without arguments."""

SETTABLE: Final = frozenset(
    {("bytea_output", "hex"), ("client_encoding", "UTF8"), ("search_path", ""), ("jit", "off")}
)
"""What ``set_config`` may set, because it is so anyway or changes nothing here."""

_PLAIN_FORMAT: Final = re.compile(r"(?:[^%]|%[sIL%])+")
_PLACE: Final = re.compile(r"\{(\d|last)\}")
_MAX_GROWTH: Final = 2


class WritesExpressions(Protocol):
    """Whoever writes the expressions inside a call."""

    def of(self, node: Node) -> str:
        """The expression as SQL. Raises NotUnderstood."""

    def all(self, nodes: Sequence[Node]) -> str:
        """Expressions in a list. Raises NotUnderstood."""

    def oid_of(self, node: Node) -> str:
        """An expression where an OID is wanted. Raises NotUnderstood."""


class Calls:
    """Writes the calls of one question."""

    def __init__(self, emulation: Emulation, expressions: WritesExpressions) -> None:
        self._emulation = emulation
        self._expressions = expressions
        self._special: dict[str, Callable[[Node], str]] = {
            "current_schema": lambda _: self.of_session("current_schema"),
            "current_schemas": self._current_schemas,
            "current_setting": self._setting,
            "set_config": self._set_config,
            "replace": self._replace,
            "format": self._format,
        }

    def of(self, node: Node) -> str:
        """A call as SQL. Raises NotUnderstood for a function that is in no table."""
        call = node.func_call
        schema, name = self.name(node)
        if schema == "information_schema":
            if name in IN_INFORMATION_SCHEMA:
                return f"information_schema.{quoted(name)}({self._expressions.all(call.args)})"
        elif name in PLAIN or (call.HasField("over") and name in WINDOW_FUNCTIONS):
            return self._written(node, name)
        elif self._emulation.names_relations or name in WITHOUT_RELATIONS:
            found = self._of_the_catalogue(node, name)
            if found is not None:
                self._emulation.is_asked = True
                return found
        raise NotUnderstood(
            f"function `{name}` is refused in a question about the database", position=call.location
        )

    def _of_the_catalogue(self, node: Node, name: str) -> str | None:
        if name in self._special:
            return self._special[name](node)
        if name in FACTS:
            return self.of_session(name)
        return self._replaced(node, REPLACEMENTS[name]) if name in REPLACEMENTS else None

    def of_session(self, name: str) -> str:
        """What one of ``FACTS``, or ``current_schema``, says, as SQL."""
        if name == "current_schema":
            return f"CAST({literal(self._emulation.shown.current_schema)} AS pg_catalog.name)"
        fact, kind = FACTS[name]
        return f"CAST({self._emulation.facts.text(fact)} AS pg_catalog.{kind})"

    def name(self, node: Node) -> tuple[str, str]:
        """The schema and the name of the function that is called. Raises NotUnderstood for a schema of somebody's."""
        *schemas, name = names_in(node.func_call.funcname, node.func_call.location)
        schema = schemas[0] if schemas else "pg_catalog"
        if len(schemas) > 1 or schema not in {"pg_catalog", "information_schema"}:
            raise NotUnderstood(
                f"function `{'.'.join((*schemas, name))}` is refused", position=node.func_call.location
            )
        return schema, name

    def order(self, nodes: Sequence[Node]) -> str:
        """ORDER BY with its items, empty for none. Raises NotUnderstood for USING."""
        return f"ORDER BY {', '.join(self._order(each) for each in nodes)}" if nodes else ""

    def _order(self, node: Node) -> str:
        item = node.sort_by
        verify_system_places(item)
        direction = direction_of(item)
        return f"{self._expressions.of(item.node)}{direction}"

    def _written(self, node: Node, name: str) -> str:
        call = node.func_call
        inside = "*" if call.agg_star else self._expressions.all(call.args)
        if call.agg_distinct:
            inside = f"DISTINCT {inside}"
        order = self.order(call.agg_order)
        within = f" WITHIN GROUP ({order})" if call.agg_within_group else ""
        if order and not within:
            inside = f"{inside} {order}"
        text = f"pg_catalog.{quoted(name)}({inside}){within}"
        if call.HasField("agg_filter"):
            text += f" FILTER (WHERE {self._expressions.of(call.agg_filter)})"
        return f"{text} OVER ({self._window(call.over)})" if call.HasField("over") else text

    def _window(self, over: Node) -> str:
        verify_system_places(over)
        if over.name or over.refname or over.frame_options & NON_DEFAULT:
            raise NotUnderstood("write the window out, with the frame that it has by itself")
        parts = (
            [f"PARTITION BY {self._expressions.all(over.partition_clause)}"] if over.partition_clause else []
        )
        return " ".join((*parts, self.order(over.order_clause)))

    def _replaced(self, node: Node, replacement: Replacement) -> str:
        call = node.func_call
        kinds = replacement.kinds
        if not kinds:
            return self._dropping(node, self._emulation.filled(replacement.sql))
        if not replacement.least <= len(call.args) <= len(kinds):
            raise NotUnderstood("the function takes other arguments", position=call.location)
        arguments = [self._argument(argument, kind) for argument, kind in zip(call.args, kinds, strict=False)]
        places = {"last": arguments[-1:], **{str(number): [each] for number, each in enumerate(arguments)}}
        # All places are filled in one pass: what one argument says must not be taken for the place of another.
        return _PLACE.sub(lambda found: places[found[1]][0], self._emulation.filled(replacement.sql))

    def _dropping(self, node: Node, sql: str) -> str:
        """What stands for a call whatever its arguments are; parameters in them are kept, so that they have a type."""
        name = node.func_call.funcname[-1].string.sval
        kinds = DROPPED.get(name, ("oid",))
        kept = [
            self._argument(argument, kind)
            for argument, kind in zip(node.func_call.args, (*kinds, *("text",) * 9), strict=False)
            if any(each.DESCRIPTOR.name == "ParamRef" for each in messages_in(argument))
        ]
        return (
            f"(CASE WHEN {' AND '.join(f'{each} IS NULL' for each in kept)} THEN {sql} ELSE {sql} END)"
            if kept
            else sql
        )

    def _argument(self, node: Node, kind: str) -> str:
        match kind:
            case "any":
                return self._expressions.of(node)
            case "oid":
                return f"CAST({self._expressions.oid_of(node)} AS pg_catalog.oid)"
            case _:
                return f"CAST({self._expressions.of(node)} AS pg_catalog.{kind})"

    def _current_schemas(self, node: Node) -> str:
        names = [self._emulation.shown.current_schema]
        if any(each.a_const.boolval.boolval for each in node.func_call.args):
            names.insert(0, "pg_catalog")
        return f"CAST(ARRAY[{', '.join(map(literal, names))}] AS pg_catalog.name[])"

    def _setting(self, node: Node) -> str:
        """What a setting says here; NULL for one that is not shown, whoever asks for it."""
        if not node.func_call.args:
            raise NotUnderstood("the function takes other arguments", position=node.func_call.location)
        _verify_setting(node.func_call.args[0], node.func_call.location)
        named = self._argument(node.func_call.args[0], "text")
        return self._emulation.filled(SETTING_NAMED).replace("{0}", named)

    def _set_config(self, node: Node) -> str:
        setting = _texts(node, leave=1)
        if setting not in SETTABLE:
            raise NotUnderstood(f"`{setting[0]}` cannot be set here", position=node.func_call.location)
        return f"CAST({literal(setting[1])} AS pg_catalog.text)"

    def _format(self, node: Node) -> str:
        """Each argument comes once and as wide as it is: what is put together is as long as its parts."""
        arguments = node.func_call.args
        text = arguments[0].a_const.sval.sval if arguments else ""
        if not _PLAIN_FORMAT.fullmatch(text):
            raise NotUnderstood("a format is a literal with %s, %I and %L", position=node.func_call.location)
        return self._written(node, "format")

    def _replace(self, node: Node) -> str:
        """What replaces is at most twice as long as what is replaced, so that nothing grows without end."""
        said = _texts(node, skip=1)
        if len(said) != len(("before", "after")) or len(said[1]) > _MAX_GROWTH * len(said[0]):
            raise NotUnderstood(
                "what replaces may be twice as long at most", position=node.func_call.location
            )
        return self._written(node, "replace")


def _verify_setting(name: Node, position: int) -> None:
    """Raises NotUnderstood for a literal that is no setting which is shown."""
    said = name.a_const.sval.sval
    if said and said.lower() not in {known.lower() for known in (*SETTINGS, *SETTINGS_TOLD, "search_path")}:
        raise NotUnderstood(f"setting `{said}` is not shown", position=position)


def _texts(node: Node, skip: int = 0, leave: int = 0) -> tuple[str, ...]:
    """The texts of a call's arguments, which are literals, but for some at its ends. Raises NotUnderstood."""
    arguments = node.func_call.args[skip : len(node.func_call.args) - leave]
    texts = []
    for argument in arguments:
        inner = argument.type_cast.arg if kind_of(argument) == "type_cast" else argument
        if kind_of(inner) != "a_const":
            raise NotUnderstood("a literal was expected", position=node.func_call.location)
        texts.append(str(inner.a_const.sval.sval))
    if not texts:
        raise NotUnderstood("the function takes other arguments", position=node.func_call.location)
    return tuple(texts)
