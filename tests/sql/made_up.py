"""Statements of the whole allowed language, made up by Hypothesis over the tables of the bypass corpus.

Each query has a text column ``a``, a number ``b``, and where its rows are of single people the person ``o``. What it says may
have no meaning here; the tests ask what becomes of those that have one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from hypothesis import strategies as st

DEPTH = 2


class Grade(IntEnum):
    """What the data of the recorded subjects alone must bring.

    Each higher grade promises less: whoever is left out for what others are like is in no row, and named by none.
    """

    PLAIN = 0
    """The very same rows, which are those of its tables."""
    EXACT = 1
    """The very same rows, in which others are counted."""
    MORE = 2
    """All of the rows, and perhaps others."""
    OTHER = 3
    """Perhaps other rows."""


@dataclass(frozen=True)
class MadeUp:
    """A query and its grade. ``has_subject``: there is a column ``o``."""

    text: str
    grade: Grade
    has_subject: bool = False


@dataclass(frozen=True)
class Source:
    """Something in FROM: its text, a text, a number and a person (perhaps empty) in it, and the grade of its rows."""

    text: str
    word: str
    number: str
    subject: str
    grade: Grade = Grade.PLAIN


TABLES = {
    "person": ("surname", "person_id", "person_id"),
    "vehicle": ("make", "year", "owner_id"),
    "incident": ("kind", "incident_id", "person_id"),
    "district": ("district_name", "district", ""),
}


class Writer:
    """Writes one statement from what Hypothesis draws."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._names = 0

    def statement(self) -> MadeUp:
        """One statement, perhaps with a WITH query that it reads once or twice."""
        if not self._is_chosen(3):
            return self.query(DEPTH)
        inner = self.query(1)
        # With itself are joined rows of tables alone: lists of contributors beside each other grow with the fourth power.
        # Nor such as are there many times with the same number, of which there would be millions.
        twice = (
            (" JOIN w AS x ON x.b = w.b", " LEFT JOIN w AS x ON x.a = w.a")
            if inner.grade is Grade.PLAIN and " CROSS JOIN " not in inner.text
            else ()
        )
        joined = self._one_of("", *twice)
        text = f"WITH w AS ({inner.text}) SELECT w.a, w.b FROM w{joined} WHERE {self._plain('w.a', 'w.b')}"
        grade = _outer(inner.grade) if "LEFT" in joined else inner.grade
        return MadeUp(text, _filtered(grade))

    def query(self, depth: int) -> MadeUp:
        """One query of columns ``a`` and ``b``."""
        kind = self._one_of(
            "rows", "rows", "groups", "sets", "distinct", "on", "union", "window", "top", "valued", "asking groups"
        )  # fmt: skip
        if kind == "union" and depth:
            return self._union(depth)
        source = self._source(depth)
        condition = self._condition(source, depth)
        grade = source.grade if condition == "true" else _filtered(source.grade)
        rows = f"FROM {source.text} WHERE {condition}"
        if kind in {"valued", "asking groups"}:
            return self._asking(kind, source, depth, grade, rows)
        return self._select(kind, source, grade, rows)

    def _union(self, depth: int) -> MadeUp:
        left, right = self.query(depth - 1), self.query(depth - 1)
        word = self._one_of("UNION", "UNION ALL")
        text = f"SELECT a, b FROM ({left.text}) AS l {word} SELECT a, b FROM ({right.text}) AS r"
        return MadeUp(text, max(left.grade, right.grade))

    def _select(self, kind: str, source: Source, grade: Grade, rows: str) -> MadeUp:
        word, number = source.word, source.number
        match kind:
            case "groups":
                total = self._one_of("count(*)", f"max({number})", f"count(DISTINCT {number})")
                having = self._one_of("", "", " HAVING count(*) > 1")
                counted = max(_counted(grade), Grade.MORE if having else Grade.EXACT)
                return MadeUp(f"SELECT {word} AS a, {total} AS b {rows} GROUP BY {word}{having}", counted)
            case "sets":
                sets = self._one_of(
                    "ROLLUP (1)", f"CUBE (1, {number})", f"GROUPING SETS ((1), ({number}), ())"
                )
                return MadeUp(f"SELECT {word} AS a, count(*) AS b {rows} GROUP BY {sets}", _counted(grade))
            case "distinct":
                return MadeUp(f"SELECT DISTINCT {word} AS a, {number} % 3 AS b {rows}", grade)
            case "on":
                columns = f"DISTINCT ON ({word}) {word} AS a, {number} AS b"
                return MadeUp(f"SELECT {columns} {rows} ORDER BY {word}, {number}", _first(grade))
            case "window":
                function = self._one_of(
                    f"sum({number})", "rank()", "count(*)", f"max({number})", "dense_rank()"
                )
                window = self._one_of(f"PARTITION BY {word} ORDER BY {number}", f"ORDER BY {number}", "")
                return MadeUp(f"SELECT {word} AS a, {function} OVER ({window}) AS b {rows}", _counted(grade))
            case "top":
                order = f"{number}, {word}" + (f", {source.subject}" if source.subject else "")
                return MadeUp(
                    f"SELECT {word} AS a, {number} AS b {rows} ORDER BY {order} LIMIT 4", _first(grade)
                )
            case _:
                subject = f", {source.subject} AS o" if source.subject else ""
                return MadeUp(f"SELECT {word} AS a, {number} AS b{subject} {rows}", grade, bool(subject))

    def _asking(self, kind: str, source: Source, depth: int, grade: Grade, rows: str) -> MadeUp:
        """A query with another as its value, or in what puts its rows together and chooses among groups."""
        word, number, person = source.word, source.number, source.subject
        if kind == "valued":
            subject = f", {person} AS o" if person else ""
            return MadeUp(
                f"SELECT {word} AS a, {self._value(source, depth)} AS b{subject} {rows}", grade, bool(person)
            )
        columns = ", ".join(filter(None, (word, number, person)))
        having = f" HAVING {self._link(source, depth)}" if self._is_chosen(2) else ""
        by = f"{columns}, {self._value(source, depth)}" if self._is_chosen(2) else columns
        counted = max(_counted(grade), Grade.MORE if having and grade > Grade.PLAIN else Grade.EXACT)
        return MadeUp(f"SELECT {word} AS a, count(*) AS b {rows} GROUP BY {by}{having}", counted)

    def _value(self, source: Source, depth: int) -> str:
        """A query that is a number."""
        inner, number = self._tied(source, depth), source.number
        return self._one_of(
            f"(SELECT count(*) FROM ({inner}) AS z)",
            f"(SELECT max(z.b) FROM ({inner}) AS z)",
            f"(SELECT z.b FROM ({inner}) AS z ORDER BY z.b LIMIT 1)",
            f"(SELECT count(*) OVER () FROM ({inner}) AS z LIMIT 1)",
            f"(SELECT sum(z.n) FROM (VALUES ({number}), (3)) AS z(n))",
            f"(VALUES ({number}))",
            # An aggregate of the query around, which is refused.
            f"(VALUES (max({number})))",
        )

    def _source(self, depth: int) -> Source:
        match (
            self._one_of("table", "query", "join", "lateral", "values", "using", "rows") if depth else "table"
        ):
            case "using":
                return self._using()
            case "rows":
                return self._rows(self._source(depth - 1))
            case "query":
                inner, name = self.query(depth - 1), self._name()
                subject = f"{name}.o" if inner.has_subject else ""
                return Source(f"({inner.text}) AS {name}", f"{name}.a", f"{name}.b", subject, inner.grade)
            case "join":
                return self._join(self._source(depth - 1), self._source(depth - 1))
            case "lateral":
                return self._lateral(self._source(depth - 1), depth)
            case "values":
                return self._listed(self._source(depth - 1))
            case _:
                return self._table()

    def _table(self) -> Source:
        table, name = self._draw(st.sampled_from(sorted(TABLES))), self._name()
        word, number, subject = TABLES[table]
        person = f"{name}.{subject}" if subject else ""
        return Source(f"{table} AS {name}", f"{name}.{word}", f"{name}.{number}", person)

    def _lateral(self, left: Source, depth: int) -> Source:
        tied, name = self._tied(left, depth), self._name()
        word, on = self._one_of("CROSS |", "LEFT | ON true").split("|")
        grade = _filtered(left.grade) if word == "CROSS " else _outer(left.grade)
        text = f"{left.text} {word}JOIN LATERAL ({tied}) AS {name}{on}"
        return Source(text, left.word, f"{name}.b", left.subject, grade)

    def _listed(self, left: Source) -> Source:
        name = self._name()
        rows = self._one_of("(VALUES ('Smith', 3), ('Ford', 2001))", "unnest(ARRAY['Smith', 'THEFT'])")
        columns = "(w, n)" if rows.startswith("(") else "(w)"
        text = f"{left.text} JOIN {rows} AS {name}{columns} ON {name}.w = {left.word}"
        return Source(text, left.word, left.number, left.subject, _filtered(left.grade))

    def _using(self) -> Source:
        """Tables joined by the person that both are about; the column that is merged is that person, too."""
        kind, name = self._one_of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"), self._name()
        how = self._one_of(f"{kind} incident AS i USING (person_id)", f"NATURAL {kind} incident AS i")
        text = f"(SELECT person_id AS o, surname AS a, incident_id AS b FROM person AS p {how}) AS {name}"
        grade = Grade.PLAIN if kind == "JOIN" else _outer(Grade.PLAIN)
        return Source(text, f"{name}.a", f"{name}.b", "" if kind == "FULL JOIN" else f"{name}.o", grade)

    def _rows(self, left: Source) -> Source:
        """Each row twice or more, by what is made of its columns."""
        name = self._name()
        made = self._one_of(
            f"LATERAL (VALUES ({left.number}), (7)) AS {name}(n)",
            f"LATERAL (SELECT {left.number} AS n) AS {name}",
            f"unnest(ARRAY[{left.number}, 7]) WITH ORDINALITY AS {name}(n)",
            f"generate_series(1, 3) AS {name}(n)",
        )
        return Source(
            f"({left.text} CROSS JOIN {made})", left.word, f"{name}.n", left.subject, _filtered(left.grade)
        )

    def _join(self, left: Source, right: Source) -> Source:
        kind = self._one_of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN")
        on = f"{left.number} = {right.number}"
        if left.subject and right.subject and not self._is_chosen(3):
            on = f"{left.subject} = {right.subject}"
        subjects = {"JOIN": left.subject, "LEFT JOIN": left.subject, "RIGHT JOIN": right.subject}
        worse = max(left.grade, right.grade)
        grade = _filtered(worse) if kind == "JOIN" else _outer(worse)
        text = f"({left.text} {kind} {right.text} ON {on})"
        return Source(text, left.word, right.number, subjects.get(kind, ""), grade)

    def _condition(self, source: Source, depth: int) -> str:
        plain = self._plain(source.word, source.number)
        if self._is_chosen(3):
            return plain
        return f"{plain} {self._one_of('AND', 'AND', 'OR')} {self._link(source, depth)}"

    def _plain(self, word: str, number: str) -> str:
        return self._one_of(
            "true", f"{number} < 25", f"{word} <> 'Smith'", f"{word} IS NOT NULL", f"{number} % 2 = 0"
        )

    def _link(self, source: Source, depth: int) -> str:
        """A query in an expression: mostly tied, and mostly refused where it is not."""
        inner, refusal = self._tied(source, depth), self._one_of("", "NOT ")
        if source.subject and self._is_chosen(2):
            return self._membership(source.subject, refusal)
        # <> ALL is NOT IN, of which below.
        some = self._one_of("< ANY", "<> ANY", "= ANY", "< ALL", "= ALL")
        return self._one_of(
            f"{refusal}EXISTS ({inner})",
            f"{refusal}EXISTS (WITH z AS ({inner}) SELECT 1 FROM z WHERE z.b > 5)",
            f"{refusal}EXISTS ({inner} {self._one_of('UNION', 'UNION ALL')} {self._tied(source, 0)})",
            f"{source.number} IN (VALUES ({source.number}), (7))",
            f"(SELECT bool_and(z.n < 9) FROM ({inner}) AS y, LATERAL (VALUES (y.b), ({source.number})) AS z(n))",
            f"(SELECT count(*) FROM ({inner}) AS z) > 1",
            f"(SELECT max(b) FROM ({inner}) AS z) IS {refusal}NULL",
            f"{source.number} {some} (SELECT b FROM ({inner}) AS z)",
        )

    def _membership(self, person: str, refusal: str) -> str:
        listed = self._listed_people(person)
        # NOT IN of nobody has an answer of ours, which is tested by itself.
        somebody = f"{person} IS NOT NULL AND " if refusal else ""
        word = self._one_of("NOT IN", "<> ALL") if refusal else self._one_of("IN", "= ANY")
        return f"({somebody}{person} {word} ({listed}))"

    def _listed_people(self, around: str) -> str:
        if self._is_chosen(2):
            table = self._one_of("person", "vehicle", "incident")
            word, number, subject = TABLES[table]
            return f"SELECT {subject} FROM {table} WHERE {self._plain(word, number)}"
        source = self._people()
        subject = source.subject or "NULL::int8"
        tie = f" AND {subject} = {around}" if self._is_chosen(3) else ""
        return f"SELECT {subject} FROM {source.text} WHERE {self._plain(source.word, source.number)}{tie}"

    def _people(self) -> Source:
        match self._one_of("join", "using", "padded", "nested"):
            case "join":
                return self._join(self._table(), self._table())
            case "using":
                return self._using()
            case "padded":
                return self._padded()
            case _:
                return self._inside(self._join(self._table(), self._table()))

    def _padded(self) -> Source:
        """People of the side of an outer join that may be missing, in a sub-query or not."""
        right, name = self._table(), self._name()
        text = f"(district AS {name} LEFT JOIN {right.text} ON {name}.district = {right.number})"
        found = Source(text, right.word, right.number, right.subject)
        return self._inside(found) if self._is_chosen(2) else found

    def _inside(self, source: Source) -> Source:
        name = self._name()
        subject = source.subject or "NULL::int8"
        text = (
            f"(SELECT {source.word} AS a, {source.number} AS b, {subject} AS o FROM {source.text}) AS {name}"
        )
        return Source(text, f"{name}.a", f"{name}.b", f"{name}.o" if source.subject else "")

    def _tied(self, around: Source, depth: int) -> str:
        """A query whose records are those of the person around, if there is one."""
        inner = self._inner()
        ties = [f"{inner.subject} = {around.subject}"] if inner.subject and around.subject else []
        link = [self._link(inner, depth - 1)] if depth and self._is_chosen(3) else []
        # Windows over products of whole tables carry the square of them.
        few = [] if ties else [f"{inner.number} < 4"]
        where = " AND ".join([*ties, *link, *few, self._plain(inner.word, inner.number)])
        return f"SELECT {inner.word} AS a, {inner.number} AS b FROM {inner.text} WHERE {where}"

    def _inner(self) -> Source:
        match self._one_of("table", "table", "join", "using", "rows", "lateral"):
            case "join":
                return self._join(self._table(), self._table())
            case "using":
                return self._using()
            case "rows":
                return self._rows(self._table())
            case "lateral":
                return self._lateral(self._table(), 0)
            case _:
                return self._table()

    def _name(self) -> str:
        self._names += 1
        return f"r{self._names}"

    def _is_chosen(self, of: int) -> bool:
        """True once in so many times."""
        return self._draw(st.integers(0, of - 1)) == 0

    def _one_of(self, *choices: str) -> str:
        return self._draw(st.sampled_from(choices))


def _filtered(grade: Grade) -> Grade:
    """Where a condition may look at what is counted, groups of those who are not named may pass it as well."""
    return Grade.MORE if grade is Grade.EXACT else grade


def _counted(grade: Grade) -> Grade:
    """Where rows are counted, one more makes another row."""
    return Grade.EXACT if grade <= Grade.EXACT else Grade.OTHER


def _first(grade: Grade) -> Grade:
    """The first of rows that hold nothing of others are the first of fewer, too."""
    return Grade.MORE if grade is Grade.PLAIN else Grade.OTHER


def _outer(grade: Grade) -> Grade:
    """A row that found somebody may find nobody where that person's data is not there."""
    return Grade.MORE if grade is Grade.PLAIN else Grade.OTHER


@st.composite
def statements(draw: st.DrawFn) -> MadeUp:
    """A statement of the allowed language, or close to it."""
    return Writer(draw).statement()
