"""A statement's text becomes a plan.

Knows: which kinds of statement the door answers, and the settings that are its own.
Must not know: who asks, decisions, the database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ostiary.errors import NotUnderstood
from ostiary.model.catalogue import Catalogue
from ostiary.model.profile import Profile
from ostiary.sql.allowed import allow_list
from ostiary.sql.composing.compose import Composer
from ostiary.sql.composing.scope import UnknownName
from ostiary.sql.plan import (
    Begin,
    Empty,
    End,
    Footprint,
    NotAllowed,
    Plan,
    Select,
    SetSetting,
    ShowSetting,
    Unsupported,
    Write,
)
from ostiary.sql.understanding.grammar import Node, kind_of, parse_statements
from ostiary.sql.understanding.places import enum_name
from ostiary.sql.understanding.queries import Understanding


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan depends on besides the text: the catalogue, one profile, the server's major version."""

    catalogue: Catalogue
    profile: Profile
    major: int


# CASE is a reserved word of PostgreSQL's grammar, so that ``SET ostiary.case = ...`` is no statement of it. The door's
# own settings are therefore read here, whole statements only, before the grammar sees them.
_OWN_SETTING = re.compile(
    r"""\s* (?: SET \s+ (?: (?P<local> LOCAL) \s+ | SESSION \s+ )? ostiary\.(?P<set> \w+) \s* (?: = | \s TO \s )
            \s* (?: '(?P<text> (?: [^'] | '' )*)' | (?P<word> [\w.-]+) )
        | RESET \s+ ostiary\.(?P<reset> \w+)
        | SHOW \s+ ostiary\.(?P<show> \w+)
        ) \s* (?: ; \s* )?""",
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)

_WRITES = frozenset(
    "insert_stmt update_stmt delete_stmt merge_stmt truncate_stmt create_stmt create_table_as_stmt drop_stmt "
    "alter_table_stmt copy_stmt index_stmt view_stmt grant_stmt create_role_stmt create_function_stmt".split()
)

_ISOLATION_LEVELS = frozenset({"READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"})


def plan_statement(text: str, ground: Ground) -> Plan:
    """What ``text`` is, and for a query what it reads and the text that may run in its place.

    Never raises for anything that a client can send: what is not understood is ``Unsupported``.
    """
    own = _OWN_SETTING.fullmatch(text)
    if own is not None:
        return _own_setting(own)
    try:
        nodes = parse_statements(text)
    except NotUnderstood as error:
        return Unsupported(error.message, error.position, error.hint, syntax=True)
    if not nodes:
        return Empty()
    if len(nodes) > 1:
        return Unsupported(
            "one statement at a time", hint="Send each statement by itself; psql does so with one -c each."
        )
    try:
        return _plan(nodes[0], ground)
    except NotUnderstood as error:
        return Unsupported(error.message, error.position, error.hint)
    except UnknownName as error:
        return NotAllowed(error.name, error.position)


def _plan(node: Node, ground: Ground) -> Plan:
    match kind_of(node):
        case "select_stmt":
            return _select(node, ground)
        case "variable_set_stmt":
            return _setting(node)
        case "variable_show_stmt":
            return ShowSetting(node.variable_show_stmt.name)
        case "transaction_stmt":
            return _transaction(node)
        case kind if kind in _WRITES:
            return Write(kind.removesuffix("_stmt").replace("_", " ").upper())
        case kind:
            raise NotUnderstood(f"`{kind.removesuffix('_stmt').replace('_', ' ')}` statements are refused")


def _select(node: Node, ground: Ground) -> Plan:
    understanding = Understanding(allow_list(ground.major))
    query = understanding.query(node.select_stmt)
    composer = Composer(ground.catalogue, ground.profile)
    try:
        composed = composer.statement(query)
    except UnknownName as error:
        return NotAllowed(error.name, error.position, tuple(composer.gathered.fields))
    footprints = composer.gathered.footprints
    return Select(
        text=composed.text(capped=True) if _covers(ground.profile, footprints) else "",
        visible=len(composed.shown.columns),
        hidden=tuple(key.holds for key in composed.shown.keys),
        footprints=footprints,
        asked_about=composer.gathered.asked_about,
        parameters=understanding.parameters,
        compared=composer.gathered.comparisons.fields,
        collects=understanding.collects or composer.gathered.picks_many,
    )


def _covers(profile: Profile, footprints: tuple[Footprint, ...]) -> bool:
    """Whether everything that is read has a place in the profile's views."""
    for footprint in footprints:
        view = profile.views.get(footprint.record_class)
        if view is None or not set(footprint.fields) <= {name for name, _ in view.columns}:
            return False
    return True


def _own_setting(found: re.Match[str]) -> Plan:
    if found["show"]:
        return ShowSetting(f"ostiary.{found['show'].lower()}")
    if found["reset"]:
        return SetSetting(f"ostiary.{found['reset'].lower()}", None)
    value = found["word"] if found["word"] is not None else found["text"].replace("''", "'")
    value_or_default = None if found["word"] and value.upper() == "DEFAULT" else value
    return SetSetting(f"ostiary.{found['set'].lower()}", value_or_default, local=found["local"] is not None)


def _setting(node: Node) -> Plan:
    statement = node.variable_set_stmt
    match enum_name(statement, "kind"):
        case "VAR_RESET" | "VAR_SET_DEFAULT":
            return SetSetting(statement.name, None, local=statement.is_local)
        case "VAR_RESET_ALL":
            return SetSetting("all", None)
        case "VAR_SET_VALUE" if all(kind_of(value) == "a_const" for value in statement.args):
            values = [_setting_value(value) for value in statement.args]
            return SetSetting(statement.name, ", ".join(values), local=statement.is_local)
        case _:
            raise NotUnderstood("this form of SET is refused")


def _setting_value(node: Node) -> str:
    constant = node.a_const
    match constant.WhichOneof("val"):
        case "sval":
            return str(constant.sval.sval)
        case "ival":
            return str(constant.ival.ival)
        case "fval":
            return str(constant.fval.fval)
        case "boolval":
            return "on" if constant.boolval.boolval else "off"
        case _:
            raise NotUnderstood("a setting takes text or a number")


def _transaction(node: Node) -> Plan:
    statement = node.transaction_stmt
    if statement.chain:
        raise NotUnderstood("AND CHAIN is refused")
    match enum_name(statement, "kind"):
        case "TRANS_STMT_BEGIN" | "TRANS_STMT_START":
            return _begin(node)
        case "TRANS_STMT_COMMIT":
            return End("COMMIT")
        case "TRANS_STMT_ROLLBACK":
            return End("ROLLBACK")
        case _:
            raise NotUnderstood("savepoints and prepared transactions are not supported yet")


def _begin(node: Node) -> Plan:
    begin = Begin()
    for option in node.transaction_stmt.options:
        name, value = option.def_elem.defname, option.def_elem.arg.a_const
        match name:
            case "transaction_isolation" if value.sval.sval.upper() in _ISOLATION_LEVELS:
                begin = Begin(value.sval.sval.upper(), begin.writable)
            case "transaction_read_only":
                begin = Begin(begin.isolation, writable=value.ival.ival == 0)
            case _:
                raise NotUnderstood(f"`{name.replace('_', ' ')}` is refused in BEGIN")
    return begin
