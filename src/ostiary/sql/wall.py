"""The second wall: the DDL of one profile.

Knows: roles, grants, row filters and mask views in PostgreSQL's words.
Must not know: why a profile is as it is, connections, passwords (a SCRAM verifier comes in as data).

The raw columns are readable by the mask role only, which nobody can log in as; the reader sees mask views. Row filters
are RESTRICTIVE policies for the mask role, so that no permissive policy of anybody else's can widen them, and one open
policy keeps what other applications' grants give them. A hole in the door thus cannot unmask or unfilter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from ostiary.model.catalogue import Catalogue, Column, RecordClass
from ostiary.model.profile import Profile, View
from ostiary.model.rules import Mask, RowPredicate
from ostiary.sql.text import literal, quoted
from ostiary.sql.wall_names import KEY_COLUMN, MARK, mask_role_of, reader_of, schema_of

READER_SETTINGS = {
    "default_transaction_read_only": "on",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
    "lock_timeout": "2s",
    "search_path": "pg_catalog",
    "row_security": "on",
    "standard_conforming_strings": "on",
    "client_min_messages": "error",
    "work_mem": "32MB",
    "temp_file_limit": "1GB",
}
"""Pinned for every reader. 60 s is the longest life of a transaction; nothing that one person asks needs more than 30 s.

32 MB hold 100,000 rows of 300 bytes: more than any row limit lets out, so a sort of an answer stays in memory, and one
statement with 8 sorts or hashes takes 256 MB at most (twice that for hashes). 1 GB on disk is 32 times as much for what does
not fit; 20 sessions that all try cost 20 GB. ``temp_file_limit`` may be set by a superuser only, or by a role that has
been given ``GRANT SET ON PARAMETER temp_file_limit``; the reader itself cannot raise it.
"""

# A unit narrows a block down to a door: it starts at a comma, a number sign or one of these words, and an ordinal before
# the word belongs to it (``2nd Floor``).
_UNIT = (
    r"\s*(?:,|#|\m(?:[0-9]+(?:st|nd|rd|th)\s+)?"
    r"(?:apt|apartment|unit|ste|suite|fl|floor|rm|room|bldg|building|lot|ph|penthouse|flat|rear|bsmt|basement)\M).*$"
)
# A house number, one space, and a street of words and ordinals. Any other number in it could be the house's or a door's.
_PLAIN_ADDRESS = r"^[0-9]+(?: (?:[[:alpha:]]+(?:[.'-][[:alpha:]]+)*[.]?|[0-9]{1,3}(?:st|nd|rd|th)))+$"
_LAST_FOUR_FROM = 8
"""The shortest value of which the last four characters are shown: at least as much stays hidden as is shown."""

OPEN_POLICY = f"{MARK}_open"


def wall_statements(profile: Profile, catalogue: Catalogue, verifier: str) -> list[str]:
    """The statements that build one profile's wall, in order, for one transaction.

    ``verifier`` is the reader's SCRAM-SHA-256 verifier in PostgreSQL's text form.
    """
    return [*view_statements(profile, catalogue, verifier), *filter_statements(profile, catalogue)]


def view_statements(profile: Profile, catalogue: Catalogue, verifier: str) -> list[str]:
    """The first part of a wall: roles, grants and mask views. Other applications go on reading meanwhile."""
    reader, mask, schema = (quoted(name) for name in _names(profile))
    statements = [
        f"CREATE ROLE {mask} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT",
        f"CREATE ROLE {reader} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT",
        password_statement(profile.id, verifier),
        *(f"ALTER ROLE {reader} SET {name} = {literal(value)}" for name, value in READER_SETTINGS.items()),
        # Views are given to the mask role, and what a role owns is dropped, by its members only: whoever builds is one
        # for that time. A superuser would not have to be.
        f"GRANT {mask} TO CURRENT_USER",
        f"CREATE SCHEMA {schema}",
        f"GRANT USAGE ON SCHEMA {schema} TO {reader}",
        f"GRANT USAGE, CREATE ON SCHEMA {schema} TO {mask}",
    ]
    for name, view in sorted(profile.views.items()):
        statements += _view_statements(profile, catalogue.classes[name], view)
    return [*statements, f"REVOKE CREATE ON SCHEMA {schema} FROM {mask}", f"REVOKE {mask} FROM CURRENT_USER"]


def filter_statements(profile: Profile, catalogue: Catalogue) -> list[str]:
    """The second part: row filters. Each takes its table for itself until the transaction ends, so they come last."""
    return [
        statement
        for name, view in sorted(profile.views.items())
        for statement in _row_filter(profile, catalogue.classes[name], view)
    ]


def password_statement(profile_id: str, verifier: str) -> str:
    """Gives a profile's reader another password, by its verifier."""
    return f"ALTER ROLE {quoted(reader_of(profile_id))} PASSWORD {literal(verifier)}"


def removal_statements(profile_id: str) -> list[str]:
    """The statements that take one profile's wall away; they fail where it does not stand.

    DROP OWNED takes the policies for the mask role with it, and all that the two roles own: whoever runs these makes sure
    before that this is nothing but the wall.
    """
    reader, mask, schema = (
        quoted(name) for name in (reader_of(profile_id), mask_role_of(profile_id), schema_of(profile_id))
    )
    drops = [f"GRANT {reader}, {mask} TO CURRENT_USER", f"DROP SCHEMA {schema} CASCADE"]
    drops += [f"DROP OWNED BY {role}" for role in (reader, mask)]
    return drops + [f"DROP ROLE {role}" for role in (reader, mask)]


def wall_hash(profile: Profile, catalogue: Catalogue) -> str:
    """The SHA-256 (hex) of a profile's DDL without the reader's verifier: what an installed wall is compared with."""
    return hashlib.sha256("\n".join(wall_statements(profile, catalogue, "")).encode()).hexdigest()


def _names(profile: Profile) -> tuple[str, str, str]:
    return reader_of(profile.id), mask_role_of(profile.id), schema_of(profile.id)


def _table(record_class: RecordClass) -> str:
    return f"{quoted(record_class.schema)}.{quoted(record_class.name)}"


def _view_statements(profile: Profile, record_class: RecordClass, view: View) -> Iterator[str]:
    reader, mask, schema = (quoted(name) for name in _names(profile))
    table, shown = _table(record_class), f"{schema}.{quoted(record_class.name)}"
    needed = ", ".join(quoted(name) for name in _needed_columns(record_class, view))
    yield f"GRANT USAGE ON SCHEMA {quoted(record_class.schema)} TO {mask}"
    yield f"GRANT SELECT ({needed}) ON {table} TO {mask}"
    outputs = [_output(record_class, name, mask_kind) for name, mask_kind in view.columns]
    if record_class.subject_key is not None:
        outputs.append(f"t.{quoted(record_class.subject_key)} AS {quoted(KEY_COLUMN)}")
    # Every part is a quoted identifier of the catalogue or a mask of ours.
    yield f"CREATE VIEW {shown} AS SELECT {', '.join(outputs)} FROM {table} AS t"  # noqa: S608
    yield f"ALTER VIEW {shown} OWNER TO {mask}"
    yield f"GRANT SELECT ON {shown} TO {reader}"


def _row_filter(profile: Profile, record_class: RecordClass, view: View) -> Iterator[str]:
    """The filter is restrictive. Row security needs a permissive policy beside it to show anything at all.

    That one stands on tables without a filter too: where the owner has row security of their own, it is the profile that
    says what its reader sees, in every table.
    """
    mask, table = quoted(mask_role_of(profile.id)), _table(record_class)
    base, filtered = (quoted(f"{MARK}_{profile.id}_{part}") for part in ("base", "rows"))
    yield f"CREATE POLICY {base} ON {table} AS PERMISSIVE FOR SELECT TO {mask} USING (true)"
    if view.rows:
        condition = " AND ".join(_predicate(record_class, row) for row in view.rows)
        yield f"CREATE POLICY {filtered} ON {table} AS RESTRICTIVE FOR SELECT TO {mask} USING ({condition})"


def filtered_classes(profiles: Iterable[Profile], catalogue: Catalogue) -> Iterator[RecordClass]:
    """The record classes whose rows any of these profiles filters: their tables need row security. In order of names."""
    names = {name for profile in profiles for name, view in profile.views.items() if view.rows}
    return (catalogue.classes[name] for name in sorted(names))


def row_security_on(record_class: RecordClass, before: str) -> list[str]:
    """Switches row security on for a table that had none, without changing what other applications see.

    The open policy comes first: between switching and having it, other applications would see no row. ``before`` is kept
    with it: what the table was like. Where the owner has switched row security on before, these statements must not run:
    the open policy would widen the owner's own.
    """
    table = _table(record_class)
    return [
        # It is still there where somebody has switched row security off behind the wall.
        f"DROP POLICY IF EXISTS {quoted(OPEN_POLICY)} ON {table}",
        f"CREATE POLICY {quoted(OPEN_POLICY)} ON {table} AS PERMISSIVE FOR ALL TO PUBLIC USING (true) WITH CHECK (true)",
        f"COMMENT ON POLICY {quoted(OPEN_POLICY)} ON {table} IS {literal(before)}",
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
    ]


def row_security_off(schema: str, table: str) -> list[str]:
    """Undoes ``row_security_on``: other applications see every row before, between and after."""
    name = f"{quoted(schema)}.{quoted(table)}"
    return [
        f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY",
        f"DROP POLICY {quoted(OPEN_POLICY)} ON {name}",
    ]


def _needed_columns(record_class: RecordClass, view: View) -> list[str]:
    """Exactly the columns that the view, its masks and its filters read, in the catalogue's order."""
    wanted = {name for name, mask in view.columns if mask != "hidden"}
    wanted |= {row.column for row in view.rows}
    wanted |= {record_class.subject_key} if record_class.subject_key is not None else set()
    # A view of hidden columns only still counts rows, which needs one readable column.
    wanted |= set() if wanted else {record_class.columns[0].name}
    return [column.name for column in record_class.columns if column.name in wanted]


def _output(record_class: RecordClass, name: str, mask: Mask | None) -> str:
    column = record_class.column(name)
    if column is None:
        raise KeyError(name)
    return f"{masked(column, mask)} AS {quoted(name)}"


def masked(column: Column, mask: Mask | None) -> str:
    """The SQL of a column under a mask, over the table alias ``t``; the type stays what it was."""
    raw = f"t.{quoted(column.name)}"
    match mask:
        case None:
            return raw
        case "hidden":
            return f"CAST(NULL AS pg_catalog.{column.type})"
        case "initial":
            return f"(pg_catalog.left({raw}, 1) || '.')"
        case "last-4":
            long_enough = f"pg_catalog.length({raw}) >= {_LAST_FOUR_FROM}"
            return f"CASE WHEN {long_enough} THEN '***' || pg_catalog.right({raw}, 4) ELSE '***' END"
        case "year":
            first_day = f"pg_catalog.make_date(pg_catalog.date_part('year', {raw})::pg_catalog.int4, 1, 1)"
            return f"CASE WHEN pg_catalog.isfinite({raw}) THEN {first_day} END"
        case "block":
            return _block(raw)


def _block(raw: str) -> str:
    """An address without its unit and the last two digits of its number; NULL for what is not plainly an address."""
    address = f"pg_catalog.regexp_replace({raw}, {literal(_UNIT)}, '', 'i')"
    shown = f"pg_catalog.regexp_replace({address}, '[0-9]{{1,2}} ', 'XX ')"
    return f"CASE WHEN {address} OPERATOR(pg_catalog.~*) {literal(_PLAIN_ADDRESS)} THEN {shown} END"


def _predicate(record_class: RecordClass, row: RowPredicate) -> str:
    """One row predicate. NULL makes it false or NULL: either way the row stays hidden."""
    column = record_class.column(row.column)
    if column is None:
        raise KeyError(row.column)
    raw = quoted(row.column)
    match row.comparison:
        case "is-null":
            return f"({raw} IS NULL)"
        case "is-not-null":
            return f"({raw} IS NOT NULL)"
        case "within-days":
            return f"({raw} >= CURRENT_DATE - {int(str(row.value))})"
        case "<" | "<=" | ">" | ">=" if column.type == "text":
            # By code points, as policies mean it: in another order of letters, another row would stay.
            return f'({raw} COLLATE pg_catalog."C" {row.comparison} {_value(column, row.value)})'
        case comparison:
            return f"({raw} {comparison} {_value(column, row.value)})"


def _value(column: Column, value: str | int | bool | None) -> str:  # noqa: FBT001 - it is a literal, not a switch
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return f"({value})"
        case str():
            return f"CAST({literal(value)} AS pg_catalog.{column.type})"
        case None:
            return "NULL"
