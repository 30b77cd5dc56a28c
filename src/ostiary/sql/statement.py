"""A statement's text becomes a plan.

Knows: which kinds of statement the door answers, and the settings that are its own.
Must not know: who asks, decisions, the database.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from ostiary.errors import NotUnderstood
from ostiary.model.catalogue import Catalogue
from ostiary.model.profile import Profile
from ostiary.sql.allowed import allow_list
from ostiary.sql.composing.compose import Composer
from ostiary.sql.composing.scope import UnknownName
from ostiary.sql.copy_statement import copied_query, copy_form
from ostiary.sql.cursor_statements import close_cursor, deallocate, declared_query, fetch
from ostiary.sql.fixed_texts import fixed_text
from ostiary.sql.plan import (
    CopyOut,
    DeclareCursor,
    Empty,
    Footprint,
    NotAllowed,
    Plan,
    Select,
    SetSetting,
    ShowSetting,
    Tell,
    Unlisten,
    Unsupported,
    Write,
)
from ostiary.sql.system.contents import Shown
from ostiary.sql.system.question import asks_the_catalogue, catalogue_question, tables_named, told
from ostiary.sql.transaction_statements import set_transaction, transaction
from ostiary.sql.understanding.grammar import Node, SelectStmt, kind_of, parse_statements
from ostiary.sql.understanding.places import enum_name
from ostiary.sql.understanding.queries import Understanding


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan depends on besides the text: the catalogue, one profile, the server's major version."""

    catalogue: Catalogue
    profile: Profile
    major: int


_WRITES = frozenset(
    "insert_stmt update_stmt delete_stmt merge_stmt truncate_stmt create_stmt create_table_as_stmt drop_stmt "
    "alter_table_stmt index_stmt view_stmt grant_stmt create_role_stmt create_function_stmt".split()
)


def plan_statement(text: str, ground: Ground) -> Plan:
    """What ``text`` is, and for a query what it reads and the text that may run in its place.

    Never raises for anything that a client can send: what is not understood is ``Unsupported``.
    """
    fixed = fixed_text(text)
    if fixed is not None:
        return fixed
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
            return transaction(node)
        case "declare_cursor_stmt":
            return _declare(node, ground)
        case "fetch_stmt":
            return fetch(node)
        case "close_portal_stmt":
            return close_cursor(node)
        case "deallocate_stmt":
            return deallocate(node)
        case "unlisten_stmt":
            return Unlisten()
        case "copy_stmt":
            return _copy(node, ground)
        case kind if kind in _WRITES:
            return Write(kind.removesuffix("_stmt").replace("_", " ").upper())
        case kind:
            raise NotUnderstood(f"`{kind.removesuffix('_stmt').replace('_', ' ')}` statements are refused")


def _select(node: Node, ground: Ground) -> Plan:
    """A question about records, or else about the database itself; most are the first, so that is tried first."""
    statement, shown = node.select_stmt, Shown(ground.catalogue, ground.profile)
    known = told(statement, shown)
    if known is not None:
        return known
    try:
        plan = _records_question(node, ground)
        if isinstance(plan, Select):
            return plan
    except NotUnderstood as error:
        return _about_the_database(statement, shown, ground, error)
    return _about_the_database(statement, shown, ground, plan)


def _about_the_database(
    statement: SelectStmt, shown: Shown, ground: Ground, otherwise: NotUnderstood | Plan
) -> Plan:
    """A catalogue question, where it is one; ``otherwise`` is what it is as a question about records. Raises NotUnderstood."""
    tables = tables_named(statement)
    if asks_the_catalogue(tables, ground.catalogue, ground.major):
        return catalogue_question(statement, shown, ground.major)
    if not tables:
        with suppress(NotUnderstood):
            return catalogue_question(statement, shown, ground.major, names_relations=False)
    if isinstance(otherwise, NotUnderstood):
        raise otherwise
    return otherwise


def _records_question(node: Node, ground: Ground) -> Plan:
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


def _declare(node: Node, ground: Ground) -> Plan:
    plan = _read_inside(declared_query(node), ground)
    name = node.declare_cursor_stmt.portalname
    return DeclareCursor(name, plan) if isinstance(plan, Select) else plan


def _read_inside(query: Node, ground: Ground) -> Plan:
    """The question of a cursor or a COPY. Raises NotUnderstood for one that no database is asked: it would be told as it is."""
    plan = _select(query, ground)
    if isinstance(plan, Tell):
        raise NotUnderstood("what the door knows by itself is asked for in a SELECT by itself")
    return plan


def _copy(node: Node, ground: Ground) -> Plan:
    statement = node.copy_stmt
    if statement.is_from:
        return Write("COPY FROM")
    if statement.is_program or statement.filename:
        raise NotUnderstood("COPY goes to STDOUT only", hint="COPY (SELECT ...) TO STDOUT, or psql's \\copy.")
    query, form = copied_query(statement), copy_form(statement.options)
    plan = _read_inside(query, ground)
    return CopyOut(plan, form) if isinstance(plan, Select) else plan


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
        case "VAR_SET_MULTI":
            return set_transaction(node)
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
