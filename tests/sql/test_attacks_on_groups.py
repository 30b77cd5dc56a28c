"""Attacks on accounting class G, as statements: what each of them must come to, for good."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random

import psycopg
import pytest

from ostiary.door.planning.planner import PLAN_SECONDS
from ostiary.model.profile import Profile
from ostiary.sql.limits import MAX_PICKED, MAX_RELATIONS, MAX_STATEMENT_BYTES
from ostiary.sql.plan import Select, Unsupported
from ostiary.sql.statement import Ground, plan_statement
from sql.bypass_world import GROUND, LEAK
from sql.conftest import Walled
from sql.meaning_world import asked_of, composed_of, is_same, narrow_to, subjects_of


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


LEAST = 9
HELD = Ground(
    GROUND.catalogue,
    Profile(
        {
            **GROUND.profile.views,
            "person": replace(GROUND.profile.views["person"], minimum_group=LEAST),
        }
    ),
    18,
)
"""Of persons only groups of nine are shown: cities are larger (13 or 14), surnames smaller (8)."""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        # The value of one person, inside a group of everybody.
        ("SELECT max(surname) FROM person", "`max` shows the value"),
        ("SELECT city, min(dob) FROM person GROUP BY city", "`min` shows the value"),
        ("SELECT mode() WITHIN GROUP (ORDER BY surname) FROM person", "`mode` shows the value"),
        ("SELECT percentile_disc(0) WITHIN GROUP (ORDER BY person_id) FROM person", "`percentile_disc` shows"),
        ("SELECT percentile_cont(1) WITHIN GROUP (ORDER BY person_id) FROM person", "`percentile_cont` shows"),
        ("SELECT string_agg(surname, ',') FROM person", "`string_agg` shows"),
        ("SELECT json_agg(person_id) FROM person GROUP BY city", "`json_agg` shows"),
        ("SELECT city FROM person GROUP BY city HAVING max(surname) = 'Smith'", "`max` shows"),
        ("SELECT city FROM person GROUP BY city ORDER BY min(surname)", "`min` shows"),
        ("SELECT avg(m) FROM (SELECT city, max(person_id) AS m FROM person GROUP BY city) AS s", "`max` shows"),
        # A question about one person, beside everybody else.
        ("SELECT count(*) FILTER (WHERE person_id = 4 AND surname = 'Smith') FROM person", "FILTER is refused"),
        ("SELECT bool_or(person_id = 4 AND surname = 'Smith') FROM person", "plain columns"),
        ("SELECT sum(CASE WHEN person_id = 4 THEN 1 ELSE 0 END) FROM person", "plain columns"),
        ("SELECT count(NULLIF(person_id, 4)) FROM person", "plain columns"),
        ("SELECT city FROM person GROUP BY city HAVING bool_or(person_id = 4)", "plain columns"),
        ("SELECT sum(x) FROM (SELECT (person_id = 4)::int AS x FROM person) AS s", "plain columns"),
        ("SELECT sum(x) FROM (SELECT person_id AS x FROM person WHERE person_id = 4 UNION ALL SELECT 0 FROM person) s",
         "plain columns"),
        ("SELECT count(*), count(district) FROM person LEFT JOIN district ON person_id = 4 AND surname = 'Smith'",
         "outer join"),
        # Small groups, by what windows say of them.
        (("SELECT sum(l) FROM (SELECT lag(n) OVER (ORDER BY n) AS l FROM "
         "(SELECT surname, count(*) AS n FROM person GROUP BY surname) AS g) AS s"), "a window is refused"),
        ("SELECT DISTINCT first_value(surname) OVER (ORDER BY person_id) FROM person", "a window is refused"),
        ("SELECT count(*) OVER (PARTITION BY surname) FROM person UNION SELECT 1", "a window is refused"),
        ("WITH w AS (SELECT city, rank() OVER (ORDER BY person_id) AS r FROM person) SELECT city, avg(r) FROM w GROUP BY 1",
         "a window is refused"),
        # Small groups, by who is there when they are not.
        (("SELECT d.district FROM district d LEFT JOIN (SELECT person_id AS i, count(*) FROM person GROUP BY 1) AS g "
         "ON g.i = d.district"), "outer join"),
        (("SELECT d.district FROM (SELECT person_id AS i, count(*) FROM person GROUP BY 1) AS g "
         "RIGHT JOIN district d ON g.i = d.district"), "outer join"),
        ("SELECT d.district FROM district d FULL JOIN (SELECT count(*) AS n FROM person GROUP BY surname) g ON g.n = d.district",
         "outer join"),
        ("SELECT DISTINCT d.district FROM district d LEFT JOIN person p ON p.person_id = d.district", "outer join"),
        (("SELECT x FROM (SELECT DISTINCT ON (x) x, n FROM (SELECT surname AS x, count(*) AS n FROM person GROUP BY 1 "
         "UNION ALL SELECT district_name, 0 FROM district) AS u ORDER BY x, n DESC) AS v"), "DISTINCT ON is refused"),
        (("SELECT x FROM (SELECT surname AS x, count(*) FROM person GROUP BY 1 UNION ALL SELECT district_name, district FROM district "
         "ORDER BY 2 DESC LIMIT 9) AS u"), "LIMIT is refused"),
        ("(SELECT city FROM person ORDER BY person_id LIMIT 1) UNION SELECT city FROM person", "LIMIT is refused"),
    ],
)  # fmt: skip
def test_where_only_groups_are_shown_nobody_is_asked_about_inside_one(text: str, why: str) -> None:
    """What tells of one person, or of a small group, by its value, its place or its absence, is refused in words."""
    plan = plan_statement(text, HELD)
    assert isinstance(plan, Unsupported), plan
    assert "of `person` only groups are shown" in plan.why
    assert why in plan.why
    assert plan.hint


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        # Whoever bears a district's name would be seen by the district that is missing.
        ("SELECT district_name FROM district UNION SELECT surname FROM person", []),
        ("SELECT DISTINCT x FROM (SELECT district_name AS x FROM district UNION ALL SELECT surname FROM person) AS u", []),
        ("SELECT x FROM (SELECT district_name AS x FROM district UNION SELECT surname FROM person) AS u", []),
        ("SELECT x FROM (SELECT district_name AS x FROM district UNION ALL SELECT surname FROM person) AS u GROUP BY x", []),
        # LIMIT counts what is left, and rows about nobody stay beside small groups.
        (("SELECT x FROM (SELECT surname AS x, count(*) FROM person GROUP BY 1 UNION ALL SELECT district_name, 1 FROM district)"
         " AS u ORDER BY x NULLS FIRST LIMIT 3"), [("District 1",), ("District 2",), ("District 3",)]),
        ("SELECT surname, count(*) FROM person GROUP BY 1 UNION ALL SELECT district_name, 1 FROM district ORDER BY 1 LIMIT 1",
         [("District 1", 1)]),
        (("SELECT DISTINCT ON (x) x FROM (SELECT surname AS x, count(*) AS n FROM person GROUP BY 1 UNION ALL "
         "SELECT make, year FROM vehicle) AS u ORDER BY x, n DESC"), [("Ford",), ("Smith",), ("Volvo",)]),
        # Where rows leave, windows look at what may leave.
        ("SELECT city, count(*), lag(count(*)) OVER (ORDER BY city) FROM person WHERE person_id > 1 OR city IS NULL GROUP BY city",
         [("City0", 13, None), ("City1", 13, 13), ("City2", 13, 13)]),
        (("SELECT surname, n, first_value(n) OVER (ORDER BY n) FROM (SELECT surname, count(*) AS n FROM person GROUP BY 1 "
         "UNION ALL SELECT city, count(*) FROM person GROUP BY 1) AS g ORDER BY 1 LIMIT 1"), [("City0", 13, 13)]),
        # Every set of a grouping is counted by itself.
        ("SELECT city, surname, count(*) FROM person GROUP BY GROUPING SETS ((city), (surname), ()) ORDER BY 1",
         [("City0", None, 13), ("City1", None, 14), ("City2", None, 13), (None, None, 40)]),
        # One person who stands beside many in each row is one person all the same.
        ("SELECT a.surname, count(*) FROM person a JOIN person b ON a.person_id = 3 GROUP BY 1", []),
        (("SELECT g.n FROM (SELECT count(*) AS n FROM person) AS g JOIN (SELECT count(*) AS n FROM person WHERE person_id = 3) AS h"
         " ON true"), []),
        ("WITH w AS (SELECT surname, count(*) AS n FROM person GROUP BY 1) SELECT a.n FROM w AS a JOIN w AS b ON a.n <> b.n + 1",
         []),
        ("SELECT count(*) FROM person WHERE person_id < 0", []),
        ("SELECT count(a.person_id) FROM district d LEFT JOIN person a ON a.person_id = d.district + 900 GROUP BY d.district", []),
        # Groups of small groups are as large as the people in them.
        ("SELECT n, count(*) FROM (SELECT surname, count(*) AS n FROM person GROUP BY 1) AS s GROUP BY n", [(8, 5)]),
        ("SELECT avg(n)::int FROM (SELECT surname, count(*) AS n FROM person GROUP BY 1) AS s WHERE n = 8", [(8,)]),
    ],
)  # fmt: skip
def test_small_groups_leave_no_trace(walled: Walled, text: str, rows: list[tuple[object, ...]]) -> None:
    """What is left stands for enough people, as the database counts them and as the door would."""
    found = list(_held_rows(walled, text))
    assert sorted(map(repr, found)) == sorted(map(repr, rows))


def _held_rows(walled: Walled, text: str) -> Iterator[tuple[object, ...]]:
    """The visible rows under the minimum; each stands for nobody or enough, so that the door has nothing to leave out."""
    plan = plan_statement(text, HELD)
    assert isinstance(plan, Select), plan
    # The wall stands for the profile without a minimum, which changes no view.
    runs = plan.text.replace(HELD.profile.id, GROUND.profile.id)
    for row in walled.reader.execute(runs.encode()).fetchall():
        for holds, value in zip(plan.hidden, row[plan.visible :], strict=True):
            if (holds.record_class, holds.kind) == ("person", "group") and value is not None:
                assert len(set(subjects_of([value]))) >= LEAST
        yield row[: plan.visible]


class Nasty:
    """A made-up query of three columns: joins, grouping sets, FILTER, HAVING, frames, DISTINCT ON, WITH, to some depth.

    ``a`` is a text, ``b`` and ``c`` are whole numbers. Windows that put rows in order do so by all columns, and values that
    hang on the order of equal rows are left out, so that there is one right answer.
    """

    def __init__(self, random: Random) -> None:
        self._random = random
        self._aliases = 0

    def query(self, depth: int) -> str:
        """One query."""
        kinds = (
            "rows",
            "groups",
            "sets",
            "distinct",
            "first",
            "window",
            "frame",
            "windowed groups",
            "union",
            "with",
        )
        kind = self._random.choice(kinds if depth else kinds[:8])
        match kind:
            case "union":
                word = self._one("UNION", "UNION ALL")
                return f"({self.query(depth - 1)}) {word} ({self.query(depth - 1)})"
            case "with":
                name = self._alias()
                return (
                    f"WITH {name} AS ({self.query(depth - 1)}) SELECT x.a, x.b, y.c FROM {name} AS x "
                    f"{self._one('JOIN', 'LEFT JOIN')} {name} AS y ON x.a = y.a AND x.b < y.b"
                )
        r, source = self._source(depth)
        return self._over(kind, r, f"{source}{self._where(r)}")

    def _over(self, kind: str, r: str, source: str) -> str:
        total = self._one(
            "count(*)",
            f"count(DISTINCT {r}.b)",
            f"max({r}.c)",
            f"sum(DISTINCT {r}.b)::int",
            f"count({r}.c) FILTER (WHERE {r}.b % 2 = 0)",
            f"min({r}.b) FILTER (WHERE {r}.a > 'H')",
            f"percentile_disc(0.5) WITHIN GROUP (ORDER BY {r}.c)",
            f"length(string_agg({r}.a, ',' ORDER BY {r}.b, {r}.c))",
        )
        everything = f"{r}.a, {r}.b, {r}.c"
        match kind:
            case "rows":
                return f"SELECT {r}.a, {r}.b, {r}.c FROM {source}"
            case "groups":
                having = self._one(
                    "", " HAVING count(*) > 2", f" HAVING max({r}.b) > 9", f" HAVING bool_or({r}.b = 7)"
                )
                return f"SELECT {r}.a AS a, {total} AS b, count(*)::int AS c FROM {source} GROUP BY {r}.a{having}"
            case "sets":
                sets = self._one(
                    "ROLLUP (1, 2)", "CUBE (1, 2)", f"GROUPING SETS (({r}.a), (1, 2), ())", "1, ROLLUP (2)"
                )
                return f"SELECT {r}.a AS a, {r}.b % 3 AS b, {total} AS c FROM {source} GROUP BY {sets}"
            case "distinct":
                return f"SELECT DISTINCT {r}.a AS a, {r}.b % 3 AS b, 1 AS c FROM {source}"
            case "first":
                return f"SELECT DISTINCT ON ({r}.a) {everything} FROM {source} ORDER BY {everything}"
            case "windowed groups":
                window = self._one(f"ORDER BY {r}.a", f"PARTITION BY count(*) > 3 ORDER BY {r}.a", "")
                return (
                    f"SELECT {r}.a AS a, count(*)::int AS b, sum({total}) OVER ({window})::int AS c "
                    f"FROM {source} GROUP BY {r}.a"
                )
            case "frame":
                frame = self._one("ROWS", "GROUPS") + " BETWEEN " + self._one(
                    "UNBOUNDED PRECEDING AND CURRENT ROW", "2 PRECEDING AND 1 FOLLOWING", "1 FOLLOWING AND 3 FOLLOWING"
                ) + self._one("", " EXCLUDE CURRENT ROW", " EXCLUDE TIES", " EXCLUDE GROUP")  # fmt: skip
                function = self._one("count(*)", f"max({r}.c)", f"first_value({r}.b)", f"nth_value({r}.c, 2)")
                window = f"PARTITION BY {r}.a ORDER BY {r}.b, {r}.c {frame}"
            case _:
                function = self._one(
                    "rank()", f"lag({r}.b, 2)", f"lead({r}.c)", "ntile(3)", "dense_rank()", f"sum({r}.b)"
                )
                window = self._one("PARTITION BY " + r + ".a ", "") + f"ORDER BY {everything}"
        return f"SELECT {r}.a AS a, {r}.b AS b, ({function} OVER ({window}))::int AS c FROM {source}"

    def _where(self, r: str) -> str:
        return self._one(
            "", "", f" WHERE {r}.b < 30", f" WHERE {r}.a IS NOT NULL", f" WHERE {r}.c <> 5 OR {r}.a > 'M'"
        )

    def _source(self, depth: int) -> tuple[str, str]:
        name = self._alias()
        if depth and self._random.random() < 0.7:
            return name, f"({self.query(depth - 1)}) AS {name}"
        return name, "(" + self._one(
            "SELECT surname AS a, person_id AS b, date_part('year', dob)::int AS c FROM person",
            "SELECT make AS a, vehicle_id AS b, owner_id AS c FROM vehicle",
            "SELECT kind AS a, incident_id AS b, district AS c FROM incident",
            "SELECT district_name AS a, district AS b, 1 AS c FROM district",
            "SELECT p.surname AS a, v.vehicle_id AS b, v.year AS c FROM person p LEFT JOIN vehicle v ON v.owner_id = p.person_id",
            "SELECT d.district_name AS a, i.incident_id AS b, d.district AS c FROM incident i RIGHT JOIN district d USING (district)",
            "SELECT i.kind AS a, p.person_id AS b, i.district AS c FROM incident i FULL JOIN person p ON p.person_id = i.incident_id",
        ) + f") AS {name}"  # fmt: skip

    def _alias(self) -> str:
        self._aliases += 1
        return f"r{self._aliases}"

    def _one(self, *choices: str) -> str:
        return self._random.choice(choices)


@pytest.mark.parametrize("seed", range(4))
def test_nasty_groups_mean_what_was_asked_and_name_enough_people(walled: Walled, seed: int) -> None:
    """Of made-up queries each that runs gives the rows of the original; the data of its subjects alone gives them too.

    It may give more: a group that HAVING left out is smaller there, and what is left out names nobody. Outer joins and
    DISTINCT ON are not looked at: whom they do not find or choose is named by nobody either (README, "Questions that no
    row answers").
    """
    nasty = Nasty(Random(seed))
    answered = 0
    for _ in range(60):
        text = nasty.query(2)
        plan = plan_statement(text, GROUND)
        if isinstance(plan, Unsupported):
            # Something ordered by what a sub-query has computed.
            assert "plain columns" in plan.why, (text, plan)
            continue
        assert isinstance(plan, Select), (text, plan)
        if not is_same(walled, text, plan):
            continue
        answered += 1
        _, rows, subjects = composed_of(walled, plan)
        assert not LEAK.search(repr(rows)), text
        if not re.search("LEFT|RIGHT|FULL|DISTINCT ON", text):
            narrow_to(walled, subjects)
            _, again = asked_of(walled.owner, "narrow", text)
            assert rows <= again, text
    assert answered > 40


def _side_by_side(call: str, count: int) -> str:
    return f"SELECT {', '.join(call.replace('#', str(number)) for number in range(count))} FROM person"


@pytest.mark.parametrize(
    "call",
    [
        "max(CASE WHEN person_id % 100 = # THEN surname END)",
        "min(surname) FILTER (WHERE person_id = #)",
        "sum(person_id) FILTER (WHERE person_id % 100 = #)",
        "avg(NULLIF(person_id, #))",
        "lag(surname, #) OVER (ORDER BY person_id)",
        "sum(person_id) OVER (ORDER BY person_id ROWS BETWEEN # FOLLOWING AND # FOLLOWING)",
        "sum(person_id) OVER (PARTITION BY person_id = #)",
        "nth_value(surname, # + 1) OVER (ORDER BY person_id)",
        "percentile_disc(0.0#) WITHIN GROUP (ORDER BY surname)",
    ],
)
def test_rows_put_side_by_side_count_as_rows(call: str) -> None:
    """What picks single values is no way around a row limit: past a few, a row counts for all that it stands for."""
    few, many = (plan_statement(_side_by_side(call, count), GROUND) for count in (MAX_PICKED, MAX_PICKED + 1))
    assert isinstance(few, Select), few
    assert isinstance(many, Select), many
    assert (few.collects, many.collects) == (False, True)


def test_a_question_that_a_sub_query_has_asked_picks_rows_too() -> None:
    """A sum of a computed column is that of the expression behind it."""
    for count in (MAX_PICKED, MAX_PICKED + 1):
        columns = ", ".join(f"CASE WHEN person_id = {n} THEN person_id END AS c{n}" for n in range(count))
        sums = ", ".join(f"sum(c{n})" for n in range(count))
        plan = plan_statement(f"SELECT {sums} FROM (SELECT {columns} FROM person) AS s", GROUND)
        assert isinstance(plan, Select), plan
        assert plan.collects is (count > MAX_PICKED)


@pytest.mark.parametrize("of_each", ["person_id", "person_id, count(*) AS n"])
def test_a_with_query_that_is_named_often_makes_no_longer_row(of_each: str) -> None:
    """A row holds as many records as tables may be joined, however often one WITH query is named."""
    group = " GROUP BY 1" if "count" in of_each else ""
    for count, is_refused in ((MAX_RELATIONS, False), (MAX_RELATIONS + 1, True)):
        named = ", ".join(f"w AS r{n}" for n in range(count))
        plan = plan_statement(
            f"WITH w AS (SELECT {of_each} FROM person{group}) SELECT r0.person_id FROM {named}", GROUND
        )
        assert isinstance(plan, Unsupported) is is_refused, plan


def test_counts_and_plain_sums_show_no_single_value() -> None:
    """A report of twenty columns is no list of records."""
    for call in (
        "count(*) FILTER (WHERE person_id % 12 = #)",
        "sum(person_id)",
        "rank() OVER (ORDER BY dob)",
    ):
        plan = plan_statement(_side_by_side(call, 20), GROUND)
        assert isinstance(plan, Select), plan
        assert not plan.collects


@pytest.mark.parametrize("fractions", ["ARRAY[0.1, 0.9]", "CAST('{0.1,0.9}' AS float8[])"])
def test_a_percentile_takes_one_fraction(walled: Walled, fractions: str) -> None:
    """With an array of fractions one row would give back as many values."""
    plan = plan_statement(
        f"SELECT percentile_disc({fractions}) WITHIN GROUP (ORDER BY surname) FROM person", GROUND
    )
    assert isinstance(plan, Select), plan
    with pytest.raises(psycopg.errors.CannotCoerce):
        walled.reader.execute(plan.text.encode())
