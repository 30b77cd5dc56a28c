"""The allow-list: functions, operators, types and clocks that a statement may use, by the server's major version.

Knows: which of PostgreSQL's built-ins read nothing but their arguments.
Must not know: the parser, the catalogue.

An entry belongs here when the function is immutable or stable, reads no table, file, setting or catalogue, runs no SQL
text, takes no row or record, and its result is no longer than a fixed multiple of its arguments together: of
``replace`` it is the product of two, of ``repeat`` and ``lpad`` what a number says (``concat_ws`` repeats its separator,
but takes a hundred arguments at most). Patterns are LIKE only: regular expressions can take exponential time. Every
name means pg_catalog's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ostiary.errors import SettingsError


@dataclass(frozen=True, slots=True)
class AllowList:
    """What one major version of PostgreSQL is allowed to run.

    Of the aggregates, ``collecting`` ones give the values of their rows back, so that their answer holds as many records
    as they took in, and ``ordered_sets`` are written with WITHIN GROUP. ``series`` make rows, and stand in FROM.
    """

    functions: frozenset[str]
    operators: frozenset[str]
    types: frozenset[str]
    aggregates: frozenset[str]
    collecting: frozenset[str]
    ordered_sets: frozenset[str]
    window_functions: frozenset[str]
    series: frozenset[str]


_FUNCTIONS = frozenset(
    "abs ceil floor round sign trunc mod power sqrt "
    "upper lower initcap length char_length character_length octet_length "
    "btrim ltrim rtrim substring substr left right concat concat_ws position strpos overlay reverse "
    "split_part starts_with "
    "date_trunc date_part extract age now make_date to_char to_date "
    "array_length cardinality".split()
)  # fmt: skip
_OPERATORS = frozenset("= <> < <= > >= + - * / % || ~~ ~~* !~~ !~~* ^@".split())
_TYPES = frozenset(
    "bool int2 int4 int8 numeric float4 float8 text varchar bpchar date time timestamp timestamptz interval".split()
)
COLLECTING = frozenset("string_agg array_agg json_agg jsonb_agg".split())
"""Aggregates that give back the values of all rows that they took in."""
_ORDERED_SETS = frozenset("percentile_cont percentile_disc mode".split())
_AGGREGATES = (
    frozenset(
        "count sum avg min max bool_and bool_or every "
        "stddev stddev_pop stddev_samp variance var_pop var_samp".split()
    )
    | COLLECTING
    | _ORDERED_SETS
)
WINDOW_FUNCTIONS = frozenset(
    "row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value".split()
)

OF_ONE_ROW = _ORDERED_SETS | frozenset("min max lag lead first_value last_value nth_value".split())
"""Aggregates and window functions that show the value of one row."""

# A list is as long as the message that it comes in; how far numbers may run is limited where they are composed.
_SERIES = frozenset({"generate_series", "unnest"})

_EVERY = AllowList(
    _FUNCTIONS, _OPERATORS, _TYPES, _AGGREGATES, COLLECTING, _ORDERED_SETS, WINDOW_FUNCTIONS, _SERIES
)

# Versions that were looked at. The grammar here is PostgreSQL 18's; an older server reads some texts otherwise, but
# none that is composed from the lists above (reference: sql-enforcement, section 1).
BY_MAJOR: Mapping[int, AllowList] = {15: _EVERY, 16: _EVERY, 17: _EVERY, 18: _EVERY}

# The way that PostgreSQL's grammar writes two operators, and the one name that is used for each.
OPERATOR_SPELLINGS: Mapping[str, str] = {"!=": "<>"}

# ``substring`` with a text as its second argument takes a regular expression; ``substr`` knows numbers only.
FUNCTION_SPELLINGS: Mapping[str, str] = {"substring": "substr"}

CLOCKS: Mapping[str, str] = {
    "SVFOP_CURRENT_DATE": "CURRENT_DATE",
    "SVFOP_CURRENT_TIMESTAMP": "CURRENT_TIMESTAMP",
    "SVFOP_LOCALTIMESTAMP": "LOCALTIMESTAMP",
}


def allow_list(major: int) -> AllowList:
    """The allow-list of a server's major version. Raises SettingsError for a version that nobody has looked at."""
    found = BY_MAJOR.get(major)
    if found is None:
        known = ", ".join(str(version) for version in sorted(BY_MAJOR))
        raise SettingsError(
            f"PostgreSQL {major} is not known to Ostiary (known: {known})",
            hint="Put a known major version behind the door; an allow-list holds for one version only.",
        )
    return found
