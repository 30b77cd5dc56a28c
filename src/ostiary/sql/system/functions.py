"""The functions that a catalogue question may call, and what stands in the place of those that look into a catalogue.

Knows: which of PostgreSQL's built-ins read nothing but their arguments, and what the others say here.
Must not know: statements, profiles.

Everything that is not in these tables is refused. A *replacement* is SQL over its arguments and over system relations, in
angle brackets, for which the sub-queries of ``relations`` stand. Its arguments are put in a VALUES list of its own first:
in there, no name of the client's can mean a column of the replacement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ostiary.sql.allowed import allow_list


@dataclass(frozen=True, slots=True)
class Replacement:
    """What stands for a call: ``kinds`` are the types of its arguments, ``least`` how many of them there must be.

    No kinds at all: any arguments, which are dropped.
    """

    sql: str
    kinds: tuple[str, ...] = ()
    least: int = 0


_OF_RECORDS = allow_list(18)

PLAIN: Final = (
    _OF_RECORDS.functions
    | _OF_RECORDS.aggregates
    | frozenset(
        "array_to_string string_to_array array_upper array_lower array_ndims array_remove array_append array_prepend "
        "array_cat array_position array_positions unnest generate_series generate_subscripts "
        "regexp_replace regexp_match regexp_matches regexp_split_to_array regexp_split_to_table "
        "quote_ident quote_literal quote_nullable pg_size_pretty "
        "translate ascii chr md5 json_build_object json_build_array jsonb_build_object jsonb_build_array "
        "row_to_json to_json to_jsonb json_object_agg jsonb_object_agg num_nulls num_nonnulls "
        "pg_options_to_table encode timezone like_escape".split()
    )
)
"""Called as they are. They read their arguments, or what is compiled into the server. Regular expressions may take long; a
reader's statement_timeout ends them, and they see nothing but what the client sent or is shown."""

WITHOUT_RELATIONS: Final = frozenset(
    {"format_type", "pg_get_keywords", "pg_is_in_recovery", "pg_is_wal_replay_paused"}
)
"""What is replaced also in a question that names no relation at all, as psql's ``\\gdesc`` is one."""

IN_INFORMATION_SCHEMA: Final = frozenset({"_pg_expandarray", "_pg_truetypid", "_pg_truetypmod"})
"""Functions of the other schema; these compute only."""

_VISIBLE = "({0} IS NOT NULL)"
_NO_TEXT = "CAST(NULL AS pg_catalog.text)"
_NO_SIZE = "CAST(NULL AS pg_catalog.int8)"
NO_OID: Final = "CAST(NULL AS pg_catalog.oid)"
_NO = "false"


def _look_up(shown: str, relation: str, condition: str, *arguments: str) -> str:
    """A scalar sub-query that finds a row by arguments; they are ``a."1"`` and so on in the condition."""
    names = ", ".join(f'"{number}"' for number, _ in enumerate(arguments, 1))
    values = f"(VALUES ({', '.join(arguments)})) AS a ({names})"
    # Every part is a text of this module.
    return f"(SELECT {shown} FROM {values} JOIN {relation} ON ({condition}))"  # noqa: S608


def _same(left: str, right: str) -> str:
    return f"{left} OPERATOR(pg_catalog.=) {right}"


_FIRST, _SECOND = 'a."1"', 'a."2"'
_DESCRIBED = _look_up(
    'r."description"',
    "<pg_description> AS r",
    f"{_same('r.objoid', _FIRST)} AND {_same('r.objsubid', _SECOND)}",
    "{0}",
    "{1}",
)

_LENGTHS: Final = "CAST(<2> AS pg_catalog.int4) OPERATOR(pg_catalog.-) 4"
# Of types that are not in the facts nothing is said: they are somebody's own.
_FORMATTED: Final = (
    _look_up(
        "CASE WHEN r.oid IN (1042, 1043) AND <2> OPERATOR(pg_catalog.>=) 4 "
        "THEN pg_catalog.concat(r.name, '(', <n>, ')') "
        "WHEN r.oid IN (1700) AND <2> OPERATOR(pg_catalog.>=) 4 THEN pg_catalog.concat(r.name, '(', "
        "(<n>) OPERATOR(pg_catalog.>>) 16, ',', (<n>) OPERATOR(pg_catalog.&) 65535, ')') "
        "ELSE coalesce(r.name, CASE WHEN <1> IN (0) THEN '-' WHEN <1> IS NOT NULL THEN '???' END) END",
        "<type_names> AS r",
        _same("r.oid", _FIRST),
        "{0}",
        "{1}",
    )
    .replace(" JOIN ", " LEFT JOIN ")
    .replace("<n>", _LENGTHS)
    .replace("<1>", _FIRST)
    .replace("<2>", _SECOND)
)

CLASS_NAMED: Final = _look_up(
    "r.oid",
    "<class_names> AS r",
    "a.\"1\" IN (r.name, pg_catalog.quote_ident(r.name), pg_catalog.concat(r.schema, '.', r.name), "
    "pg_catalog.concat(pg_catalog.quote_ident(r.schema), '.', pg_catalog.quote_ident(r.name)), "
    "CAST(r.oid AS pg_catalog.text))",
    "{0}",
)
NAME_OF_CLASS: Final = _look_up(
    "pg_catalog.quote_ident(r.relname)",
    f"<pg_class> AS r JOIN <pg_namespace> AS n ON ({_same('n.oid', 'r.relnamespace')})",
    'a."1" IN (CAST(r.oid AS pg_catalog.text), CAST(r.relname AS pg_catalog.text), '
    "pg_catalog.concat(pg_catalog.quote_ident(n.nspname), '.', pg_catalog.quote_ident(r.relname)))",
    "{0}",
)
TYPE_NAMED: Final = _look_up(
    "r.oid",
    "<type_names> AS r",
    'a."1" IN (r.typname, r.name, CAST(r.oid AS pg_catalog.text))',
    "{0}",
)
NAMESPACE_NAMED: Final = _look_up(
    "r.oid",
    "<pg_namespace> AS r",
    'a."1" IN (CAST(r.nspname AS pg_catalog.text), CAST(r.oid AS pg_catalog.text))',
    "{0}",
)
NAME_OF_NAMESPACE: Final = _look_up(
    "pg_catalog.quote_ident(r.nspname)",
    "<pg_namespace> AS r",
    'a."1" IN (CAST(r.nspname AS pg_catalog.text), CAST(r.oid AS pg_catalog.text))',
    "{0}",
)
NAME_OF_ROLE: Final = _look_up(
    "pg_catalog.quote_ident(r.rolname)",
    "<pg_roles> AS r",
    'a."1" IN (CAST(r.rolname AS pg_catalog.text), CAST(r.oid AS pg_catalog.text))',
    "{0}",
)
NAME_OF_TYPE: Final = _FORMATTED.replace("{1}", "CAST(NULL AS pg_catalog.int4)")


SETTING_NAMED: Final = _look_up(
    "r.setting",
    "<pg_settings> AS r",
    _same("pg_catalog.lower(r.name)", f"pg_catalog.lower({_FIRST})"),
    "{0}",
)

DROPPED: Final[Mapping[str, tuple[str, ...]]] = {
    "pg_get_expr": ("text", "oid", "bool"),
    "pg_get_indexdef": ("oid", "int4", "bool"),
    "pg_get_constraintdef": ("oid", "bool"),
    "pg_get_viewdef": ("oid", "bool"),
    "pg_get_ruledef": ("oid", "bool"),
    "pg_get_triggerdef": ("oid", "bool"),
    "pg_index_column_has_property": ("oid", "int4", "text"),
    "pg_get_function_arg_default": ("oid", "int4"),
}
"""The types of arguments that are dropped, where a parameter among them must have one; by itself an OID, then texts."""


def _privilege(right: str) -> Replacement:
    """May the member do it? What the door lets through at all is the answer; what is shown may be read."""
    return Replacement(f"(pg_catalog.upper({{last}}) OPERATOR(pg_catalog.=) '{right}')", ("any",) * 4, 2)


REPLACEMENTS: Final[Mapping[str, Replacement]] = {
    **{
        f"pg_{what}_is_visible": Replacement(_VISIBLE, ("oid",), 1)
        for what in (
            "table type function operator opclass opfamily collation conversion statistics_obj "
            "ts_config ts_dict ts_parser ts_template"
        ).split()
    },
    **{
        name: Replacement(_NO_TEXT)
        for name in (
            "pg_get_expr pg_get_indexdef pg_get_constraintdef pg_get_viewdef pg_get_functiondef "
            "pg_get_function_result pg_get_function_arguments pg_get_function_identity_arguments "
            "pg_get_function_arg_default pg_get_function_sqlbody pg_get_triggerdef pg_get_ruledef pg_get_partkeydef "
            "pg_get_partition_constraintdef pg_get_statisticsobjdef pg_get_statisticsobjdef_columns "
            "pg_get_statisticsobjdef_expressions pg_get_serial_sequence pg_tablespace_location shobj_description "
            "pg_relation_filepath inet_client_addr inet_server_addr pg_describe_object to_regproc to_regprocedure"
        ).split()
    },
    **{
        name: Replacement(_NO_SIZE)
        for name in (
            "pg_table_size pg_relation_size pg_total_relation_size pg_indexes_size pg_database_size "
            "pg_tablespace_size pg_sequence_last_value inet_client_port inet_server_port pg_stat_get_live_tuples"
        ).split()
    },
    **{
        name: Replacement(_NO)
        for name in (
            "pg_is_in_recovery pg_is_other_temp_schema pg_relation_is_publishable pg_column_is_updatable "
            "pg_index_column_has_property pg_index_has_property pg_indexam_has_property pg_has_role "
            "has_function_privilege has_sequence_privilege has_tablespace_privilege has_foreign_data_wrapper_privilege "
            "has_server_privilege has_parameter_privilege pg_is_wal_replay_paused pg_is_xlog_replay_paused"
        ).split()
    },
    "has_table_privilege": _privilege("SELECT"),
    "has_any_column_privilege": _privilege("SELECT"),
    "has_column_privilege": _privilege("SELECT"),
    "has_schema_privilege": _privilege("USAGE"),
    "has_type_privilege": _privilege("USAGE"),
    "has_language_privilege": _privilege("USAGE"),
    "has_database_privilege": _privilege("CONNECT"),
    "pg_relation_is_updatable": Replacement("CAST(0 AS pg_catalog.int4)"),
    "pg_my_temp_schema": Replacement("CAST(0 AS pg_catalog.oid)"),
    "pg_partition_ancestors": Replacement(NO_OID),
    "pg_partition_root": Replacement(NO_OID),
    "pg_relation_filenode": Replacement(NO_OID),
    "pg_postmaster_start_time": Replacement("CAST(NULL AS pg_catalog.timestamptz)"),
    "pg_conf_load_time": Replacement("CAST(NULL AS pg_catalog.timestamptz)"),
    "pg_collation_for": Replacement(_NO_TEXT),
    "pg_typeof": Replacement("CAST(pg_catalog.pg_typeof({0}) AS pg_catalog.text)", ("any",), 1),
    "acldefault": Replacement("CAST(NULL AS pg_catalog.text[])"),
    "pg_char_to_encoding": Replacement(
        "CAST(CASE WHEN pg_catalog.upper({0}) IN ('UTF8', 'UTF-8') THEN 6 ELSE (-1) END AS pg_catalog.int4)",
        ("text",),
        1,
    ),
    "pg_encoding_to_char": Replacement(
        "CAST(CASE WHEN {0} IN (6) THEN 'UTF8' ELSE '' END AS pg_catalog.name)", ("int4",), 1
    ),
    "getdatabaseencoding": Replacement("CAST('UTF8' AS pg_catalog.name)"),
    "pg_get_keywords": Replacement("pg_catalog.pg_get_keywords()"),
    # Nobody is told of any right: the function itself, of none at all.
    "aclexplode": Replacement("pg_catalog.aclexplode(CAST(NULL AS pg_catalog.aclitem[]))"),
    "pg_backend_pid": Replacement("CAST(0 AS pg_catalog.int4)"),
    "pg_current_xact_id_if_assigned": Replacement(_NO_TEXT),
    "txid_current_if_assigned": Replacement(_NO_SIZE),
    "pg_get_userbyid": Replacement(
        _look_up("r.rolname", "<pg_roles> AS r", _same("r.oid", _FIRST), "{0}"), ("oid",), 1
    ),
    "format_type": Replacement(_FORMATTED, ("oid", "int4"), 2),
    "obj_description": Replacement(_DESCRIBED.replace("{1}", "0"), ("oid", "any"), 1),
    "col_description": Replacement(_DESCRIBED, ("oid", "int4"), 2),
    "to_regclass": Replacement(CLASS_NAMED, ("text",), 1),
    "to_regtype": Replacement(TYPE_NAMED, ("text",), 1),
    "to_regnamespace": Replacement(NAMESPACE_NAMED, ("text",), 1),
}

MAX_SERIES: Final = 100_000
"""Numbers of a series in FROM. Tools count the columns of a key, 32 at most; without a limit a server fills its disk."""

IN_FROM: Final[Mapping[str, str]] = {
    "generate_series": f"(SELECT pg_catalog.generate_series({{all}}) LIMIT {MAX_SERIES})",
    "pg_show_all_settings": "(SELECT * FROM <pg_settings>)",
    "pg_available_extensions": "(SELECT name, default_version, comment FROM <pg_available_extensions>)",
    "pg_partition_tree": "(SELECT CAST(NULL AS pg_catalog.oid) AS relid, CAST(NULL AS pg_catalog.oid) AS parentrelid, "
    "CAST(NULL AS pg_catalog.bool) AS isleaf, CAST(NULL AS pg_catalog.int4) AS level WHERE false)",
    "pg_get_publication_tables": "(SELECT CAST(NULL AS pg_catalog.oid) AS relid WHERE false)",
}
"""Set-returning functions in FROM, and the sub-query that stands for each; their arguments may be dropped."""

OF_RELATIONS: Final = IN_FROM.keys() - {"generate_series"}
"""Those that stand for a relation, so that a question which names one asks the catalogue."""
