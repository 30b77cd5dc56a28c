"""COPY ... TO STDOUT: the query that it asks, and the form in which it wants the answer.

Knows: COPY's node of the grammar, its options and which of them go together.
Must not know: who asks, how rows are written, the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final, cast

from google.protobuf.message import Message

from ostiary.errors import NotUnderstood
from ostiary.pgwire.copying import CopyForm, CopyFormat
from ostiary.sql.text import quoted
from ostiary.sql.understanding.grammar import Node, kind_of, parse_statements
from ostiary.sql.understanding.places import verify_fields

_FORMATS: Final = frozenset({"text", "csv", "binary"})
_DEFAULTS: Final[Mapping[str, CopyForm]] = {
    "text": CopyForm(),
    "csv": CopyForm("csv", delimiter=",", null=""),
    "binary": CopyForm("binary"),
}
_SWITCHES: Final = {"true": True, "on": True, "1": True, "false": False, "off": False, "0": False}
_TEXT_DELIMITERS_REFUSED: Final = frozenset("\\.abcdefghijklmnopqrstuvwxyz0123456789")
"""COPY FROM could not tell these from what a backslash, or a NULL, is followed by."""


def copied_query(statement: Message) -> Node:
    """The SELECT that a COPY asks for; that of a table is all of it, or the columns that it names."""
    verify_fields(statement, "relation query attlist options")
    if statement.HasField("query"):
        if kind_of(statement.query) != "select_stmt":
            raise NotUnderstood("COPY takes a SELECT", hint="COPY (SELECT ...) TO STDOUT.")
        return cast("Node", statement.query)
    verify_fields(statement.relation, "schemaname relname inh relpersistence location")
    names = (statement.relation.schemaname, statement.relation.relname)
    columns = ", ".join(quoted(column.string.sval) for column in statement.attlist) or "*"
    table = ".".join(quoted(name) for name in names if name)
    (query,) = parse_statements(f"SELECT {columns} FROM {table}")  # noqa: S608 - names are quoted, and it is not run
    return query


def copy_form(options: Iterable[Node]) -> CopyForm:
    """The form that the options of a COPY ask for. Raises NotUnderstood for what is unknown, twice there or amiss."""
    given: dict[str, Node] = {}
    for option in options:
        element = option.def_elem
        if element.defname in given:
            raise NotUnderstood(f"`{element.defname}` is given twice", position=element.location)
        given[element.defname] = element
    form = _DEFAULTS[_format(given.pop("format", None))]
    for name, element in given.items():
        take = _OPTIONS.get(name)
        if take is None:
            raise NotUnderstood(f"the option `{name}` of COPY is refused", position=element.location)
        form = take(form, element)
    if "quote" in given and "escape" not in given:
        # PostgreSQL escapes by the quote itself unless it is told otherwise.
        form = replace(form, escape=form.quote)
    _verify(form, given.keys())
    return form


def _format(element: Node | None) -> CopyFormat:
    name = "text" if element is None else _text(element)
    if name not in _FORMATS:
        raise NotUnderstood(f"COPY has no format `{name}`", hint="Formats are text, csv and binary.")
    return cast("CopyFormat", name)


def _text(element: Node) -> str:
    if kind_of(element.arg) != "string":
        raise NotUnderstood(f"`{element.defname}` takes text", position=element.location)
    return str(element.arg.string.sval)


def _character(element: Node) -> str:
    text = _text(element)
    if len(text.encode()) != 1 or text in "\r\n":
        raise NotUnderstood(f"`{element.defname}` takes one character of one byte", position=element.location)
    return text


def _null(form: CopyForm, element: Node) -> CopyForm:
    text = _text(element)
    if "\r" in text or "\n" in text:
        raise NotUnderstood("`null` takes no line break", position=element.location)
    return replace(form, null=text)


def _header(form: CopyForm, element: Node) -> CopyForm:
    match kind_of(element.arg):
        case "":
            return replace(form, header=True)
        case "boolean":
            return replace(form, header=element.arg.boolean.boolval)
        case "integer":
            word = str(element.arg.integer.ival)
        case _:
            word = _text(element).lower()
    if word not in _SWITCHES:
        raise NotUnderstood("`header` is on or off here", position=element.location)
    return replace(form, header=_SWITCHES[word])


def _force_quote(form: CopyForm, element: Node) -> CopyForm:
    match kind_of(element.arg):
        case "a_star":
            return replace(form, force_quote=None)
        case "list":
            return replace(form, force_quote=tuple(item.string.sval for item in element.arg.list.items))
        case _:
            raise NotUnderstood("`force_quote` takes columns or *", position=element.location)


def _encoding(form: CopyForm, element: Node) -> CopyForm:
    if _text(element).lower().replace("-", "").replace("_", "") not in {"utf8", "unicode"}:
        raise NotUnderstood("text is UTF-8 here", position=element.location)
    return form


_OPTIONS: Final[Mapping[str, Callable[[CopyForm, Node], CopyForm]]] = {
    "delimiter": lambda form, element: replace(form, delimiter=_character(element)),
    "null": _null,
    "header": _header,
    "quote": lambda form, element: replace(form, quote=_character(element)),
    "escape": lambda form, element: replace(form, escape=_character(element)),
    "force_quote": _force_quote,
    "encoding": _encoding,
}


def _verify(form: CopyForm, given: Iterable[str]) -> None:
    """Raises NotUnderstood for options that do not go together, as PostgreSQL does."""
    options = set(given)
    if form.format == "binary" and options - {"encoding"}:
        raise NotUnderstood("binary format takes no options")
    if form.format != "csv" and options & {"quote", "escape", "force_quote"}:
        raise NotUnderstood("`quote`, `escape` and `force_quote` are options of the format csv")
    if form.format == "text" and form.delimiter in _TEXT_DELIMITERS_REFUSED:
        raise NotUnderstood(f"`{form.delimiter}` cannot be a delimiter")
    if form.delimiter in form.null:
        raise NotUnderstood("the delimiter cannot stand in what is written for NULL")
    if form.format == "csv" and (form.quote == form.delimiter or form.quote in form.null):
        raise NotUnderstood("the quote cannot be the delimiter, nor stand in what is written for NULL")
