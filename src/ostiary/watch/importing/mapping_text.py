"""A mapping as TOML text.

Knows: its keys, what each must be, and the line of each problem.
Must not know: files, cells.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final, cast, get_args

from ostiary.errors import ImportRefused
from ostiary.policy.reading import Problems, Table
from ostiary.policy.text_file import read_text_file
from ostiary.watch.events.schema import KNOWN
from ostiary.watch.importing.mapping import (
    Clock,
    ColumnMapping,
    FieldRule,
    Form,
    Option,
    Order,
    bare,
    fields_of,
)

FORMAT: Final = "ostiary/watch-mapping/v1"
MAX_TEXT: Final = 65_536
"""Characters: a mapping of every field with twenty headers each has a tenth of it."""
TABLES: Final = ("events", *KNOWN)
DECISIONS: Final = frozenset({"allow", "deny", "warn", "unknown"})
ACTIONS: Final = frozenset({"search", "lookup", "open", "export", "alert"})


class MappingRefused(ImportRefused):
    """A mapping that cannot be used; ``problems`` has everything that is wrong with it, one line each."""

    def __init__(self, name: str, problems: tuple[str, ...]) -> None:
        listed = "".join(f"\n  {problem}" for problem in problems)
        super().__init__(
            f"`{name}` is no mapping:{listed}", hint="docs/watch.md#importing says what a mapping has"
        )
        self.problems = problems


def read_mapping(name: str, text: str) -> ColumnMapping:
    """The mapping in a TOML text; ``name`` is said in problems. Raises MappingRefused with all of them."""
    problems = Problems()
    top = read_text_file(name, text, problems, most=MAX_TEXT)
    found = None if top is None else _mapping(top, text)
    if found is None or problems.lines():
        raise MappingRefused(name, problems.lines())
    return found


def _mapping(top: Table, text: str) -> ColumnMapping:
    if (said := top.text("mapping")) and said != FORMAT:
        top.problem(f"`mapping` must be `{FORMAT}`", "mapping")
    table = top.text("table")
    if table and table not in TABLES:
        top.unknown("table", table, TABLES, "table")
    found = ColumnMapping(
        name=top.word("name"),
        says=top.text("says", needed=False),
        table=table,
        fields=_fields(top, table),
        constants=_constants(top, table),
        clock=cast("Clock", _one_of(top, "clock", get_args(Clock)) or "unknown"),
        dates=cast("Order", _one_of(top, "dates", get_args(Order)) or "undecided"),
        vendor_masks=_masks(top, "vendor_masks"),
        agency_masks=_masks(top, "agency_masks"),
        subject_kind=top.word("subject_kind", needed=False) or "plate",
        layouts=_layouts(top),
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )
    top.finish()
    _verify_whole(top, found)
    return found


def _forms(table: str) -> Mapping[str, Form]:
    """The fields of a table. Of one that is not known, those of every table: a field that some table has is not held against it."""
    if table in TABLES:
        return fields_of(table)
    return {name: form for one in reversed(TABLES) for name, form in fields_of(one).items()}


def _one_of(table: Table, key: str, known: tuple[str, ...]) -> str:
    said = table.text(key, needed=False)
    if said and said not in known:
        table.unknown(key, said, known, key)
    return said


def _masks(top: Table, key: str) -> frozenset[str]:
    return frozenset(text.strip().casefold() for text, _ in top.texts(key))


def _layouts(top: Table) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(title.strip() for title in text.split(",")) for text, _ in top.texts("layouts"))


def _fields(top: Table, table: str) -> tuple[FieldRule, ...]:
    listed, forms = top.table("fields", needed=True), _forms(table)
    if listed is None:
        return ()
    found = []
    for name in listed.values:
        one = listed.table(name)
        if name not in forms:
            listed.unknown("field", name, forms, name)
        elif one is not None:
            found.append(_field(one, name, forms[name]))
    return tuple(found)


def _field(one: Table, name: str, form: Form) -> FieldRule:
    rule = FieldRule(
        name=name,
        form=form,
        headers=_headers(one, "from"),
        shown=tuple(dict.fromkeys(text for key in ("from", "date_from") for text, _ in one.texts(key))),
        date_headers=_headers(one, "date_from"),
        needed=one.flag("needed"),
        values=_values(one, name),
        others=one.text("others", needed=False) or None,
        blank=one.text("blank", needed=False) or None,
        option=cast("Option | None", _one_of(one, "option", get_args(Option)) or None),
    )
    if not rule.headers and rule.option is None:
        one.problem("`from` or `option` must say where the field comes from")
    _verify_form(one, rule)
    for key, word in (("blank", rule.blank), ("others", rule.others)):
        if word is not None:
            _verify_word(one, name, word, key)
    one.finish()
    return rule


def _verify_form(one: Table, rule: FieldRule) -> None:
    """A key that says nothing to a field of this form would be believed to be heeded."""
    if rule.date_headers and rule.form != "time":
        one.problem("`date_from` is for times alone", "date_from")
    for key in ("values", "others", "blank"):
        if one.has(key) and rule.form != "text":
            one.problem(f"`{key}` is for texts alone", key)
    if rule.option is not None and rule.form != {"owner": "text", "as-of": "time"}[rule.option]:
        one.problem(f"`{rule.option}` says nothing that a field of this form could hold", "option")


def _headers(one: Table, key: str) -> tuple[str, ...]:
    found = []
    for text, path in one.texts(key):
        if not bare(text):
            one.problem(f"`{text}` has no letter and no digit to know a header by", *path)
        found.append(bare(text))
    return tuple(found)


def _values(one: Table, name: str) -> dict[str, str]:
    listed = one.table("values")
    if listed is None:
        return {}
    found = {bare(word): listed.text(word) for word in listed.values}
    for word in listed.values:
        _verify_word(listed, name, listed.text(word), word)
    listed.finish()
    return found


def _verify_word(table: Table, name: str, word: str, *at: str) -> None:
    known = {"decision": DECISIONS, "action": ACTIONS}.get(name)
    if known is not None and word not in known:
        table.unknown(name, word, known, *at)


def _constants(top: Table, table: str) -> dict[str, str]:
    listed, forms = top.table("constants"), _forms(table)
    if listed is None:
        return {}
    found = {}
    for name in listed.values:
        found[name] = listed.text(name)
        if name not in forms or forms[name] != "text":
            listed.unknown(
                "field of text", name, [each for each, form in forms.items() if form == "text"], name
            )
        _verify_word(listed, name, found[name], name)
    listed.finish()
    return found


def _verify_whole(top: Table, found: ColumnMapping) -> None:
    """No header is two fields', and what an event cannot be without is there."""
    owner: dict[str, str] = {}
    for rule in found.fields:
        for header in (*rule.headers, *rule.date_headers):
            if owner.setdefault(header, rule.name) != rule.name:
                top.problem(f"two fields have the header `{header}`: {owner[header]}, {rule.name}", "fields")
    if found.table == "events" and not any(rule.name == "at" for rule in found.fields):
        top.problem("an event needs the field `at`: when it was asked", "fields")
