"""The allow-list, checked against the server's own catalogue."""

from __future__ import annotations

import pytest

from ostiary.errors import SettingsError
from ostiary.sql.allowed import BY_MAJOR, FUNCTION_SPELLINGS, OPERATOR_SPELLINGS, allow_list
from sql.conftest import Walled


def test_each_major_version_has_its_list() -> None:
    """Versions that nobody has looked at are refused, with those that are known."""
    assert [*BY_MAJOR] == [15, 16, 17, 18]
    with pytest.raises(SettingsError, match="known: 15, 16, 17, 18"):
        allow_list(19)


def test_every_name_is_one_of_postgresqls(walled: Walled) -> None:
    """No entry is misspelt: each function, operator and type is in pg_catalog."""
    listed = allow_list(18)
    for table, column, names in (
        ("pg_proc", "proname", listed.functions),
        ("pg_operator", "oprname", listed.operators),
        ("pg_type", "typname", listed.types),
        ("pg_proc", "proname", listed.aggregates | listed.window_functions),
    ):
        query = f"SELECT DISTINCT {column} FROM pg_catalog.{table} WHERE {column} = ANY (%s)"
        found = {name for (name,) in walled.owner.execute(query.encode(), [sorted(names)])}
        assert found == names - {"every"} | (found & {"every"})


def test_allowed_functions_cannot_write_or_run_as_another(walled: Walled) -> None:
    """Each allowed function is immutable or stable in every form, no aggregate, returns no set, and has no owner's rights."""
    names = [FUNCTION_SPELLINGS.get(name, name) for name in sorted(allow_list(18).functions)]
    rows = walled.owner.execute(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND proname = ANY (%s) "
        "AND (provolatile = 'v' OR prokind <> 'f' OR proretset OR prosecdef)",
        [names],
    ).fetchall()
    assert rows == []


def test_functions_and_aggregates_do_not_meet() -> None:
    """No name is both."""
    listed = allow_list(18)
    assert not listed.functions & (listed.aggregates | listed.window_functions)
    assert not listed.aggregates & listed.window_functions
    assert listed.collecting | listed.ordered_sets < listed.aggregates
    assert {*OPERATOR_SPELLINGS.values()} <= listed.operators


def test_no_allowed_function_makes_much_of_little() -> None:
    """Functions whose result grows with a product or a number, not with the length of their arguments, are not allowed."""
    assert not allow_list(18).functions & {
        "replace",
        "repeat",
        "lpad",
        "rpad",
        "translate",
        "format",
        "array_fill",
    }


def test_no_allowed_function_takes_a_regular_expression(walled: Walled) -> None:
    """No form of an allowed function is implemented by PostgreSQL's regular expressions."""
    names = [FUNCTION_SPELLINGS.get(name, name) for name in sorted(allow_list(18).functions)]
    rows = walled.owner.execute(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND proname = ANY (%s) "
        "AND (prosrc ~ 'regex|similar' OR prosqlbody::text ~ 'regex|similar')",
        [names],
    ).fetchall()
    assert rows == []
