"""The columns of PostgreSQL's system relations, and its built-in types, as facts for ``ostiary.sql.system``.

    .venv/bin/python tools/system_relations.py DSN...     # writes relation_facts.py and type_facts.py there

Give one connection string for each major version that the door knows. What is read is the same in every installation of
a version: relations of pg_catalog and information_schema, and rows with OIDs that PostgreSQL's own sources assign.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import psycopg

from ostiary.sql.system.answered import ANSWERED

# Types whose input or output looks a name up in the server's catalogue become text; so do trees, which nobody parses.
_SHOWN_AS = {
    "regproc": "text", "regtype": "text", "regtype[]": "text[]", "regclass": "text", "regrole": "text",
    "pg_node_tree": "text", "aclitem[]": "text[]", "anyarray": "text[]", "anyarray[]": "text[]",
    "pg_ndistinct": "bytea", "pg_dependencies": "bytea", "pg_mcv_list": "bytea", "pg_statistic[]": "text[]",
}  # fmt: skip

# A function that is the key of a row is looked up by its number, and no row of these says one.
_COLUMNS_SHOWN_AS = {"aggfnoid": "oid", "amproc": "oid"}

_COLUMNS = """
SELECT n.nspname, c.relname, a.attname,
       CASE WHEN e.oid IS NULL THEN b.typname ELSE e.typname || '[]' END
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 JOIN pg_type t ON t.oid = a.atttypid
JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
LEFT JOIN pg_type e ON e.oid = b.typelem AND e.typarray = b.oid
WHERE n.nspname IN ('pg_catalog', 'information_schema') AND c.relkind IN ('r', 'v')
ORDER BY n.nspname, c.relname, a.attnum
"""

_OIDS = """
SELECT c.relname, c.oid FROM pg_class c
WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND c.oid < 10000 ORDER BY c.relname
"""

_TYPES = """
SELECT t.oid, t.typname, format_type(t.oid, NULL), t.typlen, t.typbyval, t.typtype, t.typcategory, t.typispreferred,
       t.typdelim, t.typelem, t.typarray, t.typinput, t.typoutput, t.typreceive, t.typsend, t.typalign, t.typstorage,
       t.typcollation
FROM pg_type t LEFT JOIN pg_type e ON e.oid = t.typelem AND e.typarray = t.oid
WHERE coalesce(e.typname, t.typname) = ANY(%s) AND t.oid < 10000 ORDER BY t.oid
"""

# Those that a column of a record class, a system relation or an allowed function can have.
_TYPE_NAMES = (
    "bool bytea char name int8 int2 int2vector int4 regproc text oid tid xid cid oidvector json xml float4 float8 "
    "unknown money inet cidr aclitem bpchar varchar date time timestamp timestamptz interval timetz bit varbit "
    "numeric refcursor regclass regtype record void uuid pg_lsn "
    "jsonb jsonpath int4range numrange tsrange tstzrange daterange int8range tsvector tsquery"
).split()

_TYPE_FIELDS = (
    "oid|typname|its name in SQL|typlen|typbyval|typtype|typcategory|typispreferred|typdelim|typelem|typarray|\n"
    "typinput|typoutput|typreceive|typsend|typalign|typstorage|typcollation. What is no type's input is ``-``."
)

_HEAD = """\
\"""{title} Written by tools/system_relations.py; not by hand.

Knows: names, types and OIDs that PostgreSQL's own sources assign, for the majors {majors}.
Must not know: what any database holds.
\"""

from __future__ import annotations

from typing import Final
"""

_FOLDER = Path(__file__).resolve().parents[1] / "src" / "ostiary" / "sql" / "system"


def columns_of(dsn: str) -> tuple[int, dict[str, str]]:
    """The major version, and for each relation its columns with their types."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    with psycopg.connect(dsn) as connection:
        for schema, relation, column, kind in connection.execute(_COLUMNS):
            if relation not in ANSWERED[schema]:
                continue
            shown = _COLUMNS_SHOWN_AS.get(column, _SHOWN_AS.get(kind, kind))
            found[f"{schema}.{relation}"].append(f"{column} {shown}")
        return connection.info.server_version // 10_000, {
            name: ", ".join(each) for name, each in found.items()
        }


def relations(by_major: dict[int, dict[str, str]]) -> Iterator[str]:
    """One line a relation and set of columns, with the majors that have it so."""
    for name in sorted({name for found in by_major.values() for name in found}):
        majors: defaultdict[str, list[str]] = defaultdict(list)
        for major, found in sorted(by_major.items()):
            if name in found:
                majors[found[name]].append(str(major))
        for columns, having in majors.items():
            yield f"{' '.join(having)}|{name}|{columns}"


def rows(dsn: str, statement: str, *parameters: object) -> Iterator[str]:
    """Rows as text, values between bars."""
    with psycopg.connect(dsn) as connection:
        for row in connection.execute(statement.encode(), parameters):
            yield "|".join(str(value) for value in row)


def block(name: str, lines: Iterable[str], said: str) -> str:
    """A constant of many lines, and what its lines are."""
    body = "\n".join(lines)
    return f'\n{name}: Final = """\\\n{body}\n"""\n"""{said}"""\n'


def main() -> None:
    """Write both modules."""
    dsns = sys.argv[1:]
    by_major = dict(columns_of(dsn) for dsn in dsns)
    majors = ", ".join(map(str, sorted(by_major)))
    lines = block(
        "RELATIONS",
        relations(by_major),
        "majors|relation|columns with their types. Where a type would look a name up, text stands.",
    )
    head = _HEAD.format(title="The columns of PostgreSQL's system relations.", majors=majors)
    (_FOLDER / "relation_facts.py").write_text(head + lines)
    head = _HEAD.format(
        title="PostgreSQL's built-in types, and the OIDs of its system tables.", majors=majors
    )
    types = block("TYPES", rows(dsns[-1], _TYPES, _TYPE_NAMES), _TYPE_FIELDS)
    oids = block("OIDS", rows(dsns[-1], _OIDS), "name|oid.")
    (_FOLDER / "type_facts.py").write_text(head + types + oids)


if __name__ == "__main__":
    main()
