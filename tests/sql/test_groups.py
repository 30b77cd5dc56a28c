"""Accounting class G: groups, duplicates, unions and windows mean what was asked, and name everybody in them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from ostiary.model.profile import Profile
from ostiary.sql.limits import MAX_CONTRIBUTORS, MAX_GROUPING_SETS
from ostiary.sql.plan import Select, Unsupported
from ostiary.sql.statement import Ground, plan_statement
from sql.bypass_world import GROUND
from sql.conftest import Walled
from sql.meaning_world import is_same, plan_of, subjects_of, verify_meaning, verify_sufficient

STATEMENTS = (
    "SELECT count(*) FROM person",
    "SELECT count(*), count(surname), count(DISTINCT surname), min(dob), max(person_id) FROM person",
    "SELECT surname, count(*) AS n FROM person GROUP BY surname",
    "SELECT surname, count(*) FROM person GROUP BY 1 ORDER BY 2 DESC, 1 NULLS FIRST LIMIT 2",
    "SELECT surname AS name, count(*) FROM person GROUP BY name HAVING count(*) > 7",
    "SELECT date_part('year', dob) AS y, avg(person_id)::int FROM person GROUP BY date_part('year', dob) ORDER BY y",
    "SELECT upper(city) AS c, sum(person_id) FROM person WHERE person_id > 3 GROUP BY upper(city)",
    "SELECT count(*) FROM person WHERE person_id = 900001",
    "SELECT count(*) FROM district",
    "SELECT max(district_name) FROM district HAVING count(*) > 3",
    "SELECT p.city, count(v.plate) FROM person p LEFT JOIN vehicle v ON v.owner_id = p.person_id GROUP BY p.city",
    "SELECT d.district_name, count(*) FROM incident JOIN district d USING (district) GROUP BY d.district_name",
    "SELECT kind, district, count(*) FROM incident GROUP BY ROLLUP (kind, district)",
    "SELECT kind, district, GROUPING(kind, district), count(*) FROM incident GROUP BY CUBE (1, 2)",
    "SELECT kind, district, count(*) FROM incident GROUP BY GROUPING SETS ((kind, district), (kind), ())",
    "SELECT kind, count(*) FROM incident GROUP BY kind, ()",
    "SELECT string_agg(surname, ',' ORDER BY person_id), array_agg(person_id ORDER BY person_id DESC) FROM person",
    "SELECT count(*) FILTER (WHERE surname = 'Smith') AS smiths, bool_or(surname = 'Jones') FROM person",
    "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY person_id), mode() WITHIN GROUP (ORDER BY city) FROM person",
    "SELECT stddev(person_id)::int, var_pop(district)::int FROM incident",
    "SELECT DISTINCT surname FROM person",
    "SELECT DISTINCT p.surname, city FROM person p ORDER BY p.surname NULLS FIRST, 2 LIMIT 4",
    "SELECT DISTINCT surname, surname AS surname FROM person",
    "SELECT DISTINCT 'x' AS a, 1 FROM person",
    "SELECT DISTINCT date_trunc('month', at) FROM incident ORDER BY 1",
    "SELECT DISTINCT count(*) FROM person GROUP BY surname",
    "SELECT DISTINCT * FROM district",
    "SELECT DISTINCT kind, rank() OVER (PARTITION BY kind ORDER BY district) FROM incident",
    "SELECT DISTINCT ON (surname) surname, person_id FROM person ORDER BY surname, person_id DESC",
    "SELECT DISTINCT ON (1) city, person_id FROM person ORDER BY 1, person_id",
    "SELECT surname FROM person UNION SELECT make FROM vehicle",
    "SELECT surname FROM person UNION ALL SELECT make FROM vehicle ORDER BY 1 LIMIT 5",
    "SELECT surname FROM person UNION SELECT make FROM vehicle UNION ALL SELECT kind FROM incident",
    "SELECT person_id AS x FROM person UNION (SELECT owner_id FROM vehicle ORDER BY owner_id LIMIT 3) ORDER BY x",
    "SELECT district FROM district UNION SELECT district FROM incident",
    "SELECT 1 AS a, NULL AS b UNION SELECT 2, 'x' UNION ALL SELECT 1, NULL",
    "SELECT dob FROM person UNION SELECT '1999-01-01'",
    "WITH w AS (SELECT person_id FROM person) SELECT person_id FROM w UNION SELECT person_id FROM incident",
    "SELECT city, count(*) FROM person GROUP BY city UNION ALL SELECT make, count(*) FROM vehicle GROUP BY make",
    "SELECT kind FROM incident UNION SELECT max(surname) FROM person",
    "SELECT count(*) FROM (SELECT surname FROM person UNION SELECT make FROM vehicle) AS u",
    "SELECT person_id, row_number() OVER (ORDER BY person_id) FROM person",
    "SELECT person_id, rank() OVER (ORDER BY surname), dense_rank() OVER (PARTITION BY city ORDER BY dob) FROM person",
    "SELECT incident_id, lag(kind) OVER w, lead(kind, 2, 'none') OVER w FROM incident WINDOW w AS (ORDER BY incident_id)",
    (
        "SELECT person_id, sum(person_id) OVER (PARTITION BY city ORDER BY person_id ROWS BETWEEN 2 PRECEDING AND "
        "1 FOLLOWING EXCLUDE CURRENT ROW) FROM person"
    ),
    "SELECT incident_id, count(*) OVER (ORDER BY at RANGE BETWEEN '7 days'::interval PRECEDING AND CURRENT ROW) FROM incident",
    "SELECT person_id, ntile(4) OVER (ORDER BY person_id), percent_rank() OVER (ORDER BY dob) FROM person",
    "SELECT person_id, first_value(surname) OVER (PARTITION BY city ORDER BY person_id) FROM person",
    "SELECT person_id, nth_value(city, 2) OVER (ORDER BY person_id GROUPS CURRENT ROW) FROM person",
    "SELECT surname, count(*), rank() OVER (ORDER BY count(*) DESC) FROM person GROUP BY surname ORDER BY 3, 1",
    "SELECT city, sum(count(*)) OVER (ORDER BY city) FROM person GROUP BY city",
    "SELECT city, n FROM (SELECT city, count(*) AS n FROM person GROUP BY city) AS s ORDER BY n, city",
    "SELECT sum(n) FROM (SELECT city, count(*) AS n FROM person GROUP BY city) AS s WHERE n > 3",
    "WITH w AS (SELECT owner_id, count(*) AS cars FROM vehicle GROUP BY 1) SELECT surname, cars FROM person JOIN w ON owner_id = person_id",
    "SELECT x.surname FROM (SELECT surname, row_number() OVER (PARTITION BY city ORDER BY person_id) AS r FROM person) x WHERE r <= 2",
    "SELECT count(DISTINCT owner_id) FROM vehicle GROUP BY make HAVING max(year) > 2000 ORDER BY count(DISTINCT owner_id)",
)  # fmt: skip


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_group_means_what_was_asked(walled: Walled, text: str) -> None:
    """Groups, duplicates, unions and windows give the rows of the original on filtered copies."""
    verify_meaning(walled, text)


@pytest.mark.parametrize("text", STATEMENTS)
def test_contributors_are_sufficient(walled: Walled, text: str) -> None:
    """The original, run on the data of the recorded subjects alone, gives the same answer."""
    verify_sufficient(walled, text)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("SELECT count(*) FROM person", [("person", "group")]),
        ("SELECT count(*) FROM district", []),
        ("SELECT DISTINCT city FROM person", [("person", "group")]),
        ("SELECT surname FROM person UNION ALL SELECT make FROM vehicle", [("person", "subject"), ("vehicle", "subject")]),
        ("SELECT surname FROM person UNION ALL SELECT city FROM person", [("person", "subject")]),
        ("SELECT surname FROM person UNION SELECT make FROM vehicle", [("person", "group"), ("vehicle", "group")]),
        ("SELECT rank() OVER (ORDER BY dob) FROM person", [("person", "subject"), ("person", "window")]),
        (
            "SELECT rank() OVER w, dense_rank() OVER w, row_number() OVER (ORDER BY dob) FROM person WINDOW w AS (ORDER BY dob)",
            [("person", "subject"), ("person", "window")],
        ),
        ("SELECT rank() OVER (ORDER BY count(*)) FROM person GROUP BY city", [("person", "group"), ("person", "window")]),
        (
            "SELECT count(*) FROM person p JOIN vehicle v ON v.owner_id = p.person_id, district",
            [("person", "group"), ("vehicle", "group")],
        ),
        (
            "SELECT n FROM (SELECT count(*) AS n FROM person GROUP BY city) AS s, vehicle",
            [("person", "group"), ("vehicle", "subject")],
        ),
    ],
)  # fmt: skip
def test_each_row_has_keys_of_a_kind_for_all_that_it_stands_for(
    text: str, hidden: list[tuple[str, str]]
) -> None:
    """Single subjects, contributors of groups, and whom a window looked at, by record class."""
    plan = plan_of(text)
    assert [(each.record_class, each.kind) for each in plan.hidden] == hidden
    is_exact = all(kind == "subject" for _, kind in hidden)
    assert plan.accounting == ("R" if is_exact else "G")


def test_a_group_names_everybody_in_it_and_nobody_else(walled: Walled) -> None:
    """The contributors of each surname are exactly the persons who bear it."""
    plan = plan_of("SELECT surname, count(*) FROM person GROUP BY surname")
    for surname, count, contributors in walled.reader.execute(plan.text.encode()).fetchall():
        bearers = walled.owner.execute(
            "SELECT person_id FROM copies.person WHERE surname IS NOT DISTINCT FROM %s", [surname]
        ).fetchall()
        assert sorted(subjects_of([contributors])) == sorted(key for (key,) in bearers)
        assert len(bearers) == count


def test_a_group_of_nobody_has_an_empty_list_and_an_arm_that_took_no_part_none(walled: Walled) -> None:
    """Nobody was counted; in a UNION a record class that an arm does not read is absent from its rows."""
    nobody = plan_of("SELECT count(*) FROM person WHERE person_id < 0")
    assert walled.reader.execute(nobody.text.encode()).fetchall() == [(0, b"")]
    plan = plan_of("SELECT count(*) FROM person UNION ALL SELECT count(*) FROM vehicle")
    hidden = [row[1:] for row in walled.reader.execute(plan.text.encode()).fetchall()]
    assert [[value is None for value in row] for row in hidden] == [[False, True], [True, False]]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT person_id, row_number() OVER (ORDER BY NOT (person_id = 2 AND surname = 'S2'), person_id) FROM person",
        "SELECT rank() OVER w FROM person WINDOW w AS (ORDER BY length(surname))",
        "SELECT count(*) OVER (PARTITION BY city ORDER BY surname = 'X') FROM person",
        "SELECT city FROM person GROUP BY city ORDER BY bool_or(surname = 'X')",
        "SELECT city, count(*) FILTER (WHERE surname = 'X') AS hits FROM person GROUP BY city ORDER BY hits",
        "SELECT city, max(CASE WHEN surname = 'X' THEN 1 END) FROM person GROUP BY city ORDER BY 2",
        "SELECT n FROM (SELECT count(*) FILTER (WHERE surname = 'X') AS n FROM person GROUP BY city) AS s ORDER BY n",
        "SELECT surname = 'X' FROM person UNION SELECT true FROM vehicle ORDER BY 1",
        "SELECT DISTINCT surname = 'X' FROM person ORDER BY 1",
        "SELECT DISTINCT ON (surname = 'X') surname FROM person",
    ],
)
def test_people_are_not_ordered_by_a_question(text: str) -> None:
    """No ORDER BY of a query, a window or DISTINCT ON takes what a condition of the client's is in."""
    plan = plan_statement(text, GROUND)
    assert isinstance(plan, Unsupported), plan
    assert "plain columns" in plan.why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("SELECT surname FROM person INTERSECT SELECT make FROM vehicle", "INTERSECT"),
        ("SELECT surname FROM person EXCEPT SELECT make FROM vehicle", "EXCEPT"),
        ("SELECT surname, city FROM person UNION SELECT make FROM vehicle", "same number"),
        ("SELECT city FROM person GROUP BY DISTINCT city", "group distinct"),
        ("SELECT count(*) FROM person GROUP BY 2", "GROUP BY takes"),
        ("SELECT count(*) FROM person GROUP BY 'x'", "GROUP BY takes"),
        ("SELECT rank() FROM person", "needs OVER"),
        ("SELECT upper(DISTINCT surname) FROM person", "no aggregate"),
        ("SELECT upper(surname) FILTER (WHERE true) FROM person", "no aggregate"),
        ("SELECT upper(surname) OVER () FROM person", "refused"),
        ("SELECT percentile_cont(0.5) FROM person", "WITHIN GROUP"),
        ("SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY person_id) OVER () FROM person", "refused"),
        ("SELECT rank(1) WITHIN GROUP (ORDER BY person_id) FROM person", "needs OVER"),
        ("SELECT xmlagg(surname) FROM person", "refused"),
        ("SELECT count() FROM person", "takes an argument"),
        ("SELECT city.my_sum(person_id) FROM person", "refused"),
        ("SELECT sum(person_id) OVER (w ORDER BY person_id) FROM person WINDOW w AS ()", "adds to another"),
        ("SELECT sum(person_id) OVER nowhere FROM person", "no window"),
        ("SELECT sum(person_id) OVER (ORDER BY person_id ROWS person_id PRECEDING) FROM person", "constant"),
        ("SELECT city, count(*) FROM person GROUP BY city OFFSET 1", "OFFSET"),
        ("SELECT city FROM person UNION SELECT make FROM vehicle OFFSET 1", "OFFSET"),
        ("SELECT DISTINCT city FROM person ORDER BY surname", "output columns"),
        ("SELECT city FROM person UNION SELECT make FROM vehicle ORDER BY upper(city)", "output columns"),
        ("SELECT FROM person UNION SELECT FROM vehicle", "cannot be told apart"),
        ("SELECT person_id FROM person GROUP BY person_id FETCH FIRST 1 ROW WITH TIES", "TIES"),
        ("SELECT count(*) FROM person GROUP BY CUBE (person_id, surname, given_name, dob, ssn, city, 1)", f"{MAX_GROUPING_SETS}"),
    ],
)  # fmt: skip
def test_what_has_no_account_is_refused(text: str, why: str) -> None:
    """What would tell of people whom no row names, or is no part of the language, is refused in words."""
    plan = plan_statement(text, GROUND)
    assert isinstance(plan, Unsupported), plan
    assert why in plan.why


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("SELECT count(*) FROM person WHERE ssn = '1'", {"person.ssn": "1"}),
        ("SELECT count(*) FILTER (WHERE ssn LIKE '2%') FROM person", {"person.ssn": "2%"}),
        ("SELECT bool_or(ssn = '3') FROM person", {"person.ssn": "3"}),
        ("SELECT count(*) FROM person GROUP BY ssn = '4'", {"person.ssn": "4"}),
        ("SELECT count(*) FROM person GROUP BY strpos(ssn, '5')", {"person.ssn": "5"}),
        ("SELECT city FROM person GROUP BY city HAVING max(ssn) = '6'", {"person.ssn": "6"}),
        ("SELECT count(*) OVER (PARTITION BY strpos(ssn, '7')) FROM person", {"person.ssn": "7"}),
        ("SELECT city FROM person UNION SELECT plate FROM vehicle WHERE plate = '8'", {"vehicle.plate": "8"}),
        ("SELECT 1 FROM (SELECT ssn FROM person UNION SELECT plate FROM vehicle) s WHERE ssn = '9'",
         {"person.ssn": "9", "vehicle.plate": "9"}),
        ("SELECT 1 FROM (SELECT max(ssn) AS m FROM person) s WHERE m = '0'", {"person.ssn": "0"}),
    ],
)  # fmt: skip
def test_constants_are_found_in_every_clause_of_a_group(text: str, asked: dict[str, str]) -> None:
    """FILTER, HAVING, GROUP BY, PARTITION BY and the arms of a UNION compare as conditions do."""
    assert {one.column: one.literal for one in plan_of(text).asked_about} == asked


def test_a_small_group_is_left_out_where_its_rows_leave(walled: Walled) -> None:
    """With a minimum the composed text counts different subjects, before LIMIT, and keeps groups inside whole."""
    views = GROUND.profile.views
    person = replace(views["person"], minimum_group=9)
    ground = Ground(GROUND.catalogue, Profile({**views, "person": person}), 18)

    def found(text: str) -> list[tuple[object, ...]]:
        plan = plan_statement(text, ground)
        assert isinstance(plan, Select)
        # The wall stands for the profile without a minimum, which changes no view.
        runs = plan.text.replace(ground.profile.id, GROUND.profile.id)
        return [row[: plan.visible] for row in walled.reader.execute(runs.encode()).fetchall()]

    everybody = "SELECT person_id % 4 AS rest, count(*) AS n FROM person GROUP BY 1"
    assert sorted(found(everybody)) == [(0, 10), (1, 10), (2, 10), (3, 10)]
    assert found("SELECT surname, count(*) FROM person GROUP BY surname") == []
    assert found("SELECT DISTINCT surname FROM person") == []
    assert len(found("SELECT DISTINCT city FROM person")) == 3
    assert found("SELECT sum(n) FROM (SELECT count(*) AS n FROM person GROUP BY surname) AS s") == [(40,)]
    # Smith is a make and the surname of eight persons. Were the other makes shown, its absence would tell so.
    assert found("SELECT make FROM vehicle UNION SELECT surname FROM person") == []
    assert (
        found("SELECT count(*) FROM person p JOIN vehicle v ON p.person_id = 3 WHERE p.city IS NOT NULL")
        == []
    )


def test_a_list_that_is_too_long_is_cut_and_seen_to_be(walled: Walled) -> None:
    """No more than one key beyond the limit leaves the database."""
    many = " UNION ALL ".join(["SELECT person_id FROM person"] * 3)
    joined = plan_of(f"WITH m AS ({many}) SELECT count(*) FROM m a, m b, m c WHERE a.person_id < 11")
    (row,) = walled.reader.execute(joined.text.encode()).fetchall()
    assert {len(each) for each in row[1:]} == {8 * (MAX_CONTRIBUTORS + 1)}


def test_hidden_columns_have_the_types_that_they_say(walled: Walled) -> None:
    """int8 for a subject, bytea for lists, in every arm of a UNION."""
    types = {"subject": 20, "group": 17, "window": 17}
    for text in STATEMENTS:
        plan = plan_of(text)
        description = walled.reader.execute(plan.text.encode()).description or []
        assert [column.type_code for column in description[plan.visible :]] == [
            types[each.kind] for each in plan.hidden
        ]


class Question:
    """A made-up query with groups, duplicates, unions and windows to some depth."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._aliases = 0

    def query(self, depth: int) -> str:
        """One query with two columns, a text and a number."""
        kind = self._random.choice(("rows", "groups", "distinct", "union", "window"))
        if kind == "union" and depth:
            word = self._random.choice(("UNION", "UNION ALL"))
            return f"({self.query(depth - 1)}) {word} ({self.query(depth - 1)})"
        word, number, source = self._source(depth)
        match kind:
            case "groups":
                total = self._random.choice(("count(*)", f"max({number})", f"count(DISTINCT {number})"))
                having = self._random.choice(("", " HAVING count(*) > 2"))
                return f"SELECT {word} AS a, {total} AS b FROM {source} GROUP BY {word}{having}"
            case "distinct":
                return f"SELECT DISTINCT {word} AS a, {number} % 3 AS b FROM {source}"
            case "window":
                function = self._random.choice(
                    (f"sum({number})", "rank()", f"max({number})", "dense_rank()", "count(*)")
                )
                window = self._random.choice(
                    (f"PARTITION BY {word} ORDER BY {number}", f"ORDER BY {number}", f"PARTITION BY {word}")
                )
                return f"SELECT {word} AS a, {function} OVER ({window}) AS b FROM {source}"
            case _:
                return f"SELECT {word} AS a, {number} AS b FROM {source} WHERE {number} < 30"

    def _source(self, depth: int) -> tuple[str, str, str]:
        self._aliases += 1
        name = f"r{self._aliases}"
        if depth and self._random.random() < 0.6:
            return f"{name}.a", f"{name}.b", f"({self.query(depth - 1)}) AS {name}"
        table, word, number = self._random.choice(
            (
                ("person", "surname", "person_id"),
                ("vehicle", "make", "vehicle_id"),
                ("incident", "kind", "incident_id"),
                ("district", "district_name", "district"),
            )
        )
        return f"{name}.{word}", f"{name}.{number}", f"{table} AS {name}"


@pytest.mark.parametrize("seed", range(4))
def test_made_up_groups_mean_what_was_asked(walled: Walled, seed: int) -> None:
    """Of hundreds of made-up queries each that runs gives the rows of the original, and names enough subjects."""
    question = Question(Random(seed))
    answered = sufficient = 0
    for _ in range(120):
        text = question.query(3)
        plan = plan_statement(text, GROUND)
        if isinstance(plan, Unsupported):
            # A window over what a sub-query has computed.
            assert "plain columns" in plan.why, (text, plan)
            continue
        assert isinstance(plan, Select), (text, plan)
        if not is_same(walled, text, plan):
            continue
        answered += 1
        if answered % 6 == 0:
            verify_sufficient(walled, text)
            sufficient += 1
    assert answered > 60
    assert sufficient > 9
