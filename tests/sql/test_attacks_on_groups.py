"""Attacks on accounting class G, as statements: what each of them must come to, for good."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import pytest

from ostiary.door.planner import PLAN_SECONDS
from ostiary.sql.limits import MAX_STATEMENT_BYTES
from ostiary.sql.plan import Select, Unsupported
from ostiary.sql.statement import plan_statement
from sql.bypass_world import GROUND


def _nested(inner: str, levels: int, around: Callable[[str], str]) -> str:
    for _ in range(levels):
        inner = around(inner)
    return inner


def _windows(columns: Sequence[str], count: int) -> str:
    """That many ranks over windows of which no two are the same: their orders are numbers in binary."""
    orders = (",".join(columns[int(digit)] for digit in f"{number:b}") for number in range(count))
    return ", ".join(f"rank() OVER (ORDER BY {order})" for order in orders)


def _balanced(arms: Sequence[str]) -> str:
    """UNION ALL of all arms, no deeper than it must be."""
    if len(arms) == 1:
        return arms[0]
    half = len(arms) // 2
    return f"({_balanced(arms[:half])} UNION ALL {_balanced(arms[half:])})"


_WIDE = "SELECT " + ", ".join(f"1 AS a{number}" for number in range(1_900))
_LONG = {
    "rounded": f"SELECT {_nested('person_id', 60, lambda x: f'round({x})')} FROM person",
    "ordered by what is rounded": f"SELECT 1 FROM person ORDER BY {_nested('dob', 60, lambda x: f'trunc({x})')}",
    "one long window, used often": (
        f"SELECT {', '.join(['rank() OVER w'] * 2_000)} FROM person WINDOW w AS (PARTITION BY {', '.join(['city'] * 5_000)})"
    ),
    "an arm of many windows beside many arms": (
        f"SELECT concat({_windows(('city', 'dob'), 500)}) FROM person UNION ALL {_balanced(['SELECT 1'] * 900)}"
    ),
    "windows over windows": (
        f"SELECT concat({_windows(('a', 'b'), 600)}) FROM "
        f"(SELECT city AS a, dob AS b, concat({_windows(('city', 'dob'), 400)}) AS c FROM person) AS s"
    ),
    "grouping sets in grouping sets": (
        f"SELECT 1 FROM person GROUP BY {_nested('city', 2_000, lambda x: f'GROUPING SETS ({x})')}"
    ),
    "ordered by each of many names": (
        f"SELECT {', '.join(['1'] * 4_000)} FROM person ORDER BY {', '.join(['city'] * 8_000)}"
    ),
    "stars of a wide sub-query": f"SELECT {'s.*, ' * 5_000} 1 FROM ({_WIDE}) AS s",
    "a wide WITH query, named often": (
        f"WITH w AS ({_WIDE}) SELECT 1 FROM {', '.join(f'w AS w{number}' for number in range(2_000))}"
    ),
    "many names among many": (
        f"SELECT 1 FROM ({_WIDE}) AS s WHERE a0 IN ({', '.join(f'a{number}' for number in range(1_900))})"
    ),
    "ranks in the windows of ranks": (
        f"SELECT {_nested('1', 110, lambda x: f'rank() OVER (PARTITION BY {x} ORDER BY dob)')} FROM person"
    ),
    "groups of groups": _nested(
        "SELECT person_id, 1 AS n FROM person",
        110,
        lambda x: f"SELECT person_id, max(n) AS n FROM ({x}) AS s GROUP BY 1",
    ),
    "a thousand filters": (
        f"SELECT {', '.join(f'''count(*) FILTER (WHERE ssn = '{n}')''' for n in range(1_000))} FROM person"
    ),
}


@pytest.mark.parametrize("text", _LONG.values(), ids=_LONG)
def test_no_statement_costs_the_planner_more_than_it_has(text: str) -> None:
    """Whatever fits into a statement is understood or refused in half of the planner's time, in bounded text."""
    assert len(text) < MAX_STATEMENT_BYTES
    start = time.process_time()
    plan = plan_statement(text, GROUND)
    assert time.process_time() - start < PLAN_SECONDS / 2
    assert isinstance(plan, Select | Unsupported), plan
    if isinstance(plan, Select):
        assert len(plan.text) < 1_048_576


@pytest.mark.parametrize(
    ("text", "column", "asked"),
    [
        # The number of a column, its name, a sub-query's column, DISTINCT and UNION group as an expression does.
        ("SELECT strpos(ssn, '41'), count(*) FROM person GROUP BY 1", "person.ssn", "41"),
        ("SELECT strpos(ssn, '42') AS x FROM person GROUP BY x", "person.ssn", "42"),
        ("SELECT x FROM (SELECT strpos(ssn, '43') AS x FROM person) AS s GROUP BY x", "person.ssn", "43"),
        ("SELECT DISTINCT strpos(ssn, '44') FROM person", "person.ssn", "44"),
        ("SELECT strpos(ssn, '45') FROM person UNION SELECT 1", "person.ssn", "45"),
        (
            "SELECT rank() OVER (PARTITION BY x) FROM (SELECT strpos(ssn, '46') AS x FROM person) AS s",
            "person.ssn",
            "46",
        ),
        # A constant in one arm of a UNION is compared with the column in the other as soon as equal rows meet.
        ("SELECT person_id FROM person UNION SELECT 51", "person.person_id", "51"),
        (
            "SELECT x FROM (SELECT person_id AS x FROM person UNION ALL SELECT 52) AS s GROUP BY x HAVING count(*) > 1",
            "person.person_id",
            "52",
        ),
        (
            "SELECT count(DISTINCT x) FROM (SELECT person_id AS x FROM person UNION ALL SELECT 53) AS s",
            "person.person_id",
            "53",
        ),
        # A number that was counted, and not written, is compared with a column in one place and a constant in another.
        (
            "SELECT surname FROM (SELECT row_number() OVER () AS n FROM district) AS c JOIN person ON person_id = n WHERE n = 61",
            "person.person_id",
            "61",
        ),
        (
            "SELECT surname FROM (SELECT count(*) AS n FROM district) AS c JOIN person ON person_id = n WHERE n = 62",
            "person.person_id",
            "62",
        ),
        (
            (
                "SELECT surname FROM (SELECT count('x') AS n FROM district GROUP BY district) AS c, person"
                " WHERE n = 63 AND person_id = n"
            ),
            "person.person_id",
            "63",
        ),
    ],
)
def test_whom_groups_ask_about_is_found(text: str, column: str, asked: str) -> None:
    """A constant is found that reaches an identifying column through groups, arms of a UNION, or what was counted."""
    plan = plan_statement(text, GROUND)
    assert isinstance(plan, Select), plan
    assert (column, asked) in {(one.column, one.literal) for one in plan.asked_about}
