"""What no generated statement may say.

A comparison of a column with itself is always true: ibis writes one where both sides of a join come from one expression, and a rule then
silently joins everything, or leaves out nothing.
"""

from __future__ import annotations

import re
from importlib.resources import files

ITSELF = re.compile(r'("t\d+"\."[a-z_]+") (?:=|<>|IS NOT DISTINCT FROM) \1(?!\w)')


def test_no_statement_compares_a_column_with_itself() -> None:
    statements = [
        each for each in (files("ostiary.watch.detecting") / "sql").iterdir() if each.name.endswith(".sql")
    ]
    assert len(statements) > 40
    assert {each.name: found for each in statements if (found := ITSELF.findall(each.read_text()))} == {}
