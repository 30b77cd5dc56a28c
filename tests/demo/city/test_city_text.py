from __future__ import annotations

from datetime import date, datetime
from itertools import islice

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.demo.city.recipe import Makers, Recipe
from ostiary.demo.city.rows import Row
from ostiary.demo.city.sizes import SMALL
from ostiary.demo.city.text import copy_text
from ostiary.demo.embedded import EmbeddedPostgres

ROW: Row = (
    7, "a\tb\\n\nc\rd", 1.25, True, False, date(2026, 6, 30), datetime.fromisoformat("2026-06-30 04:05:06"), None, "", "\\N",
)  # fmt: skip


def test_a_value_is_what_postgresql_reads(embedded_postgres: EmbeddedPostgres) -> None:
    """A real server reads from COPY what went in: tabs, line ends, backslashes, empty and missing values too."""
    with psycopg.connect(embedded_postgres.admin_dsn()) as connection:
        connection.execute(
            "CREATE TEMP TABLE t (a int8, b text, c float8, d bool, e bool, f date, g timestamp, h text, i text, j text)"
        )
        with connection.cursor() as cursor, cursor.copy("COPY t FROM STDIN") as copy:
            copy.write(copy_text([ROW, ROW]))
        assert connection.execute("SELECT * FROM t").fetchall() == [ROW, ROW]


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_a_text_stays_one_cell_of_one_line(text: str) -> None:
    """No text breaks out of its cell."""
    line = copy_text([("a", text, "b")])
    assert line.count(b"\n") == 1
    assert line.count(b"\r") == 0
    assert line.count(b"\t") == 2


def test_a_value_of_another_type_is_an_error() -> None:
    """What no row has is not guessed at."""
    with pytest.raises(KeyError):
        copy_text([(b"bytes",)])


def test_every_row_of_the_city_can_be_written(today: date) -> None:
    """A line for each row, in every table."""
    recipe = Recipe(7, today, SMALL)
    makers = Makers(recipe)
    for block in recipe.blocks():
        rows = list(islice(makers.rows(block), 20))
        assert copy_text(rows).count(b"\n") == len(rows)
