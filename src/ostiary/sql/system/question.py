"""Whether a statement asks about the database itself, and what runs or is told in its place.

Knows: what marks a catalogue question, and the few that need no database at all.
Must not know: how expressions and queries are written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from google.protobuf.message import Message

from ostiary.errors import NotUnderstood
from ostiary.model.catalogue import Catalogue
from ostiary.sql.limits import MAX_PARAMETERS
from ostiary.sql.plan import Answer, Select, Tell
from ostiary.sql.system.calls import FACTS, SESSION_WORDS, SETTABLE
from ostiary.sql.system.contents import SETTINGS, SETTINGS_TOLD, Shown
from ostiary.sql.system.emulation import SCHEMAS, Emulation
from ostiary.sql.system.functions import OF_RELATIONS
from ostiary.sql.system.places import messages_in
from ostiary.sql.system.queries import Queries
from ostiary.sql.system.relations import HIDDEN_COLUMNS, relations_of
from ostiary.sql.understanding.grammar import Node, SelectStmt, kind_of
from ostiary.sql.understanding.names import checked_name, name_of_output
from ostiary.sql.understanding.places import enum_name, verify_places


def tables_named(statement: SelectStmt) -> list[tuple[str, str]]:
    """(schema, name) of everything that stands like a table in a statement and is no WITH query of its own."""
    found, own = [], set()
    for message in messages_in(statement):
        if message.DESCRIPTOR.name == "RangeVar":
            found.append((message.schemaname, message.relname))
        elif message.DESCRIPTOR.name == "RangeFunction":
            found += [(SCHEMAS[0], name) for name in _called(message) & OF_RELATIONS]
        elif message.DESCRIPTOR.name == "CommonTableExpr":
            own.add(message.ctename)
    return [(schema, name) for schema, name in found if schema or name not in own]


def asks_the_catalogue(tables: Iterable[tuple[str, str]], catalogue: Catalogue, major: int) -> bool:
    """Whether one of these is a system relation. A name without a schema is one unless a record class has it."""
    known = relations_of(major)
    return any(
        schema in SCHEMAS or (not schema and f"pg_catalog.{name}" in known and catalogue.find(name) is None)
        for schema, name in tables
    )


def told(statement: SelectStmt, shown: Shown) -> Tell | None:
    """The answer that the door knows by itself, None for every other question."""
    clauses = {field.name for field, _ in statement.ListFields()} - {"target_list", "limit_option", "op"}
    if clauses or not statement.target_list:
        return None
    answers = [_answer(node, shown) for node in statement.target_list]
    return Tell(tuple(each for each in answers if each is not None)) if all(answers) else None


def _answer(node: Node, shown: Shown) -> Answer | None:
    target = node.res_target
    match kind_of(target.val):
        case "func_call":
            known = _of_call(target.val, shown)
        case "sqlvalue_function":
            word = SESSION_WORDS.get(enum_name(target.val.sqlvalue_function, "op"), "")
            known = _of_nothing(word, shown)
        case _:
            known = None
    if known is None:
        return None
    verify_places(target)
    label = checked_name(target.name) if target.name else name_of_output(target.val)
    return replace(known, name=label)


def _of_call(node: Node, shown: Shown) -> Answer | None:
    call = node.func_call
    *schema, name = (each.string.sval for each in call.funcname)
    fields = {field.name for field, _ in call.ListFields()} - {"funcname", "funcformat", "location"}
    if schema not in ([], ["pg_catalog"]) or fields - {"args"}:
        return None
    if not fields:
        return _of_nothing(name, shown)
    said = [each.a_const.sval.sval for each in call.args]
    match name, said:
        case "current_setting", [setting]:
            return _setting(setting)
        case "set_config", [setting, value, _] if (setting, value) in SETTABLE:
            return Answer("", "text", text=value)
        case _:
            return None


def _setting(name: str) -> Answer | None:
    if name in SETTINGS_TOLD:
        return Answer("", "text", name)
    return Answer("", "text", text=SETTINGS[name]) if name in SETTINGS else None


def _of_nothing(name: str, shown: Shown) -> Answer | None:
    if name == "current_schema":
        return Answer("", "name", text=shown.current_schema)
    if name not in FACTS:
        return None
    fact, kind = FACTS[name]
    return Answer("", kind, fact)


def catalogue_question(
    statement: SelectStmt, shown: Shown, major: int, *, names_relations: bool = True
) -> Select:
    """The question over what the profile shows of the catalogue. Raises NotUnderstood.

    One that names no relation must ask for something that only a catalogue can say.
    """
    parameters, hidden = 0, set[str]()
    for message in messages_in(statement):
        if message.DESCRIPTOR.name == "ParamRef":
            parameters = max(parameters, message.number)
        elif message.DESCRIPTOR.name == "ColumnRef":
            hidden |= _last_name(message) & HIDDEN_COLUMNS.keys()
    if parameters > MAX_PARAMETERS:
        raise NotUnderstood(f"parameters run from $1 to ${MAX_PARAMETERS}")
    emulation = Emulation(shown, major, parameters, sorted(hidden), names_relations=names_relations)
    text = Queries(emulation).statement(statement)
    if not emulation.is_asked:
        raise NotUnderstood("this asks nothing of the database itself")
    return Select(
        text=text,
        visible=0,
        hidden=(),
        footprints=(),
        asked_about=(),
        parameters=parameters,
        facts=emulation.facts.told,
        is_open=True,
    )


def _called(function: Message) -> set[str]:
    calls = (item for each in function.functions for item in each.list.items)
    return {call.func_call.funcname[-1].string.sval for call in calls if kind_of(call) == "func_call"}


def _last_name(message: Message) -> set[str]:
    fields = message.fields
    return {fields[-1].string.sval} if fields else set()
