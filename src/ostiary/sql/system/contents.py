"""What the system relations say to a member: the tables of the profile, and what is true of every installation.

Knows: the profile, the catalogue's types, the conventions of PostgreSQL's own catalogue.
Must not know: SQL text, statements, rows of records, how many there are.

Tables and schemas have OIDs made of their names: they stay the same for as long as the name does, in every profile, and
say nothing about the server's own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from ostiary.model.catalogue import Catalogue, Column, RecordClass
from ostiary.model.profile import Profile
from ostiary.sql.system.relations import CLASS_NAMES, OID_OF, TYPE_NAMES, Row, Told, Value
from ostiary.sql.system.type_facts import TYPES

DATABASE_OID: Final = 16_384
"""PostgreSQL gives OIDs below to its own objects alone, and tools leave those out."""

MEMBER_OID: Final = 16_385
FIRST_OID: Final = 16_400

_OID_RANGE: Final = 2**30
"""OIDs made of names lie in a range of 2**30: among 1,000 names two meet with a chance of 1 in 2,000, and then one moves on."""

OWNER: Final = "ostiary"
OWNER_OID: Final = 10
PG_CATALOG_OID: Final = 11
INFORMATION_SCHEMA_OID: Final = 13_000

SETTINGS: Final[Mapping[str, str]] = {
    "DateStyle": "ISO, MDY", "IntervalStyle": "postgres", "TimeZone": "UTC", "block_size": "8192",
    "bytea_output": "hex", "default_table_access_method": "heap", "default_tablespace": "", "default_transaction_isolation": "read committed",
    "default_transaction_read_only": "on", "integer_datetimes": "on", "is_superuser": "off", "jit": "off", "lc_collate": "C",
    "lc_ctype": "C", "max_identifier_length": "63", "max_index_keys": "32", "standard_conforming_strings": "on",
    "transaction_isolation": "read committed", "transaction_read_only": "on", "shared_preload_libraries": "",
}  # fmt: skip
"""Settings that are so for everybody; readers are pinned to them."""

SETTINGS_TOLD: Final = ("server_version", "server_version_num", "server_encoding", "client_encoding")
"""Settings that the session knows."""

_TYPE_COLUMNS = (
    "oid typname sql_name typlen typbyval typtype typcategory typispreferred typdelim typelem typarray "
    "typinput typoutput typreceive typsend typalign typstorage typcollation"
).split()


@cache
def types() -> tuple[Row, ...]:
    """The rows of pg_type: the built-in types that a column may have; ``sql_name`` is not a column of it."""
    rows = []
    for line in TYPES.splitlines():
        row: dict[str, str | int | bool | None] = dict(zip(_TYPE_COLUMNS, line.split("|"), strict=True))
        for name in ("oid", "typlen", "typelem", "typarray", "typcollation"):
            row[name] = int(str(row[name]))
        for name in ("typbyval", "typispreferred"):
            row[name] = row[name] == "True"
        is_array = row["typinput"] == "array_in"
        row |= {
            "typnamespace": PG_CATALOG_OID, "typowner": OWNER_OID, "typisdefined": True, "typtypmod": -1,
            "typmodin": "-", "typmodout": "-", "typanalyze": "array_typanalyze" if is_array else "-",
            "typsubscript": "array_subscript_handler" if is_array else "-",
        }  # fmt: skip
        rows.append(row)
    return tuple(rows)


@cache
def type_names() -> Mapping[str, int]:
    """The OIDs of built-in types, by their own names and by those of SQL."""
    return {str(row[key]): int(str(row["oid"])) for row in types() for key in ("typname", "sql_name")}


@dataclass(frozen=True)
class Shown:
    """What one profile's members see: the tables with their columns, in the order of their names."""

    catalogue: Catalogue
    profile: Profile

    @cached_property
    def tables(self) -> tuple[RecordClass, ...]:
        """The record classes of the profile's views."""
        return tuple(self.catalogue.classes[name] for name in sorted(self.profile.views))

    def columns(self, table: RecordClass) -> tuple[Column, ...]:
        """The columns that the profile shows of a table. A masked one has the type that it has unmasked."""
        found = (table.column(name) for name, _ in self.profile.views[table.name].columns)
        return tuple(column for column in found if column is not None)

    @cached_property
    def schemas(self) -> tuple[str, ...]:
        """The schemas of those tables."""
        return tuple(sorted({table.schema for table in self.tables}))

    @cached_property
    def current_schema(self) -> str:
        """Where tools should look: the schema with most tables. All tables are found without their schema anyway."""
        held = [table.schema for table in self.tables]
        return max(self.schemas, key=held.count, default="public")

    @cached_property
    def oids(self) -> Mapping[str, int]:
        """The OID of every schema, as ``name``, and of every table, as ``schema.name``."""
        taken: dict[int, str] = {}
        for name in (*self.schemas, *(f"{table.schema}.{table.name}" for table in self.tables)):
            digest = hashlib.sha256(name.encode()).digest()
            oid = FIRST_OID + int.from_bytes(digest[:8]) % _OID_RANGE
            while oid in taken:
                oid += 1
            taken[oid] = name
        return {name: oid for oid, name in taken.items()}

    def rows(self, relation: str) -> tuple[Row, ...]:
        """The rows of a system relation, by its qualified name. One that is not known here is empty."""
        made = _CONTENTS.get(relation)
        return made(self) if made is not None else ()

    def oid(self, table: RecordClass) -> int:
        """The OID of a table."""
        return self.oids[f"{table.schema}.{table.name}"]


def _namespaces(shown: Shown) -> tuple[Row, ...]:
    built_in = {"pg_catalog": PG_CATALOG_OID, "information_schema": INFORMATION_SCHEMA_OID}
    named = built_in | {name: shown.oids[name] for name in shown.schemas}
    return tuple({"oid": oid, "nspname": name, "nspowner": OWNER_OID} for name, oid in named.items())


def _classes(shown: Shown) -> tuple[Row, ...]:
    return tuple(
        {
            "oid": shown.oid(table), "relname": table.name, "relnamespace": shown.oids[table.schema],
            "relowner": OWNER_OID, "relam": 2, "relkind": "r", "relpersistence": "p", "relreplident": "d",
            "relispopulated": True, "reltuples": -1, "relnatts": len(shown.columns(table)), "relfrozenxid": "1",
        }
        for table in shown.tables
    )  # fmt: skip


def _class_names(shown: Shown) -> tuple[Row, ...]:
    own = [(shown.oid(table), table.schema, table.name) for table in shown.tables]
    system = [(oid, "pg_catalog", name) for name, oid in OID_OF.items()]
    return tuple({"oid": oid, "schema": schema, "name": name} for oid, schema, name in (*own, *system))


def _columns(shown: Shown) -> Iterator[tuple[RecordClass, int, Column, Row]]:
    """Each column that is shown: its table, its number there from 1, and the row of its type."""
    by_oid = {row["oid"]: row for row in types()}
    for table in shown.tables:
        for number, column in enumerate(shown.columns(table), 1):
            yield table, number, column, by_oid[type_names()[column.type]]


def _attributes(shown: Shown) -> tuple[Row, ...]:
    return tuple(
        {
            "attrelid": shown.oid(table), "attname": column.name, "atttypid": kind["oid"],
            "attlen": kind["typlen"], "attnum": number, "atttypmod": -1, "attbyval": kind["typbyval"],
            "attalign": kind["typalign"], "attstorage": kind["typstorage"],
            "attcollation": kind["typcollation"], "attislocal": True, "attcacheoff": -1, "attstattarget": -1,
        }
        for table, number, column, kind in _columns(shown)
    )  # fmt: skip


def _descriptions(shown: Shown) -> tuple[Row, ...]:
    return tuple(
        {"objoid": shown.oid(table), "classoid": OID_OF["pg_class"], "description": table.title}
        for table in shown.tables
        if table.title
    )


def _databases(_: Shown) -> tuple[Row, ...]:
    return (
        {
            "oid": DATABASE_OID, "datname": Told("database"), "datdba": OWNER_OID, "encoding": 6,
            "datlocprovider": "c", "datallowconn": True, "datconnlimit": -1, "dattablespace": 1663,
            "datcollate": "C", "datctype": "C", "datfrozenxid": "1", "datminmxid": "1",
        },
    )  # fmt: skip


def _roles(_: Shown) -> tuple[Row, ...]:
    common: dict[str, Value] = {"rolinherit": True, "rolconnlimit": -1}
    return (
        {"oid": OWNER_OID, "rolname": OWNER, **common},
        {**common, "oid": MEMBER_OID, "rolname": Told("member"), "rolcanlogin": True},
    )


def _settings(shown: Shown) -> tuple[Row, ...]:
    values: dict[str, Value] = {**SETTINGS, "search_path": shown.current_schema}
    values |= {name: Told(name) for name in SETTINGS_TOLD}
    return tuple(
        {"name": name, "setting": value, "context": "internal", "vartype": "string", "source": "default"}
        for name, value in sorted(values.items(), key=lambda each: each[0])
    )


def _is_tables(shown: Shown) -> tuple[Row, ...]:
    return tuple(
        {
            "table_catalog": Told("database"), "table_schema": table.schema, "table_name": table.name,
            "table_type": "BASE TABLE", "is_insertable_into": "NO", "is_typed": "NO",
        }
        for table in shown.tables
    )  # fmt: skip


def _is_columns(shown: Shown) -> tuple[Row, ...]:
    return tuple(
        {
            "table_catalog": Told("database"), "table_schema": table.schema, "table_name": table.name,
            "column_name": column.name, "ordinal_position": number, "is_nullable": "YES",
            "data_type": kind["sql_name"], "udt_catalog": Told("database"), "udt_schema": "pg_catalog",
            "udt_name": kind["typname"], "dtd_identifier": str(number), "is_identity": "NO",
            "is_self_referencing": "NO", "is_generated": "NEVER", "is_updatable": "NO",
        }
        for table, number, column, kind in _columns(shown)
    )  # fmt: skip


def _is_schemata(shown: Shown) -> tuple[Row, ...]:
    names = ("pg_catalog", "information_schema", *shown.schemas)
    return tuple(
        {"catalog_name": Told("database"), "schema_name": name, "schema_owner": OWNER} for name in names
    )


_CONTENTS: Mapping[str, Callable[[Shown], tuple[Row, ...]]] = {
    "pg_catalog.pg_namespace": _namespaces,
    "pg_catalog.pg_class": _classes,
    "pg_catalog.pg_attribute": _attributes,
    "pg_catalog.pg_type": lambda _: types(),
    CLASS_NAMES: _class_names,
    TYPE_NAMES: lambda _: tuple({**row, "name": row["sql_name"]} for row in types()),
    "pg_catalog.pg_description": _descriptions,
    "pg_catalog.pg_database": _databases,
    "pg_catalog.pg_roles": _roles,
    "pg_catalog.pg_authid": _roles,
    "pg_catalog.pg_user": lambda _: ({"usename": Told("member"), "usesysid": MEMBER_OID},),
    "pg_catalog.pg_settings": _settings,
    "pg_catalog.pg_tables": lambda shown: tuple(
        {"schemaname": table.schema, "tablename": table.name, "tableowner": OWNER} for table in shown.tables
    ),
    "pg_catalog.pg_am": lambda _: (
        {"oid": 2, "amname": "heap", "amhandler": "heap_tableam_handler", "amtype": "t"},
        {"oid": 403, "amname": "btree", "amhandler": "bthandler", "amtype": "i"},
    ),
    "pg_catalog.pg_collation": lambda _: tuple(
        {
            "oid": oid, "collname": name, "collnamespace": PG_CATALOG_OID, "collowner": OWNER_OID,
            "collprovider": provider, "collisdeterministic": True, "collencoding": -1,
            "collcollate": name if provider == "c" else None, "collctype": name if provider == "c" else None,
        }
        for oid, name, provider in ((100, "default", "d"), (950, "C", "c"), (951, "POSIX", "c"))
    ),
    "pg_catalog.pg_tablespace": lambda _: (
        {"oid": 1663, "spcname": "pg_default", "spcowner": OWNER_OID},
        {"oid": 1664, "spcname": "pg_global", "spcowner": OWNER_OID},
    ),
    "information_schema.tables": _is_tables,
    "information_schema.columns": _is_columns,
    "information_schema.schemata": _is_schemata,
}  # fmt: skip
