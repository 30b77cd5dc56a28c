"""COPY TO STDOUT, held against what a real server writes."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import sql

from copied_postgres import fresh_server
from ostiary.pgwire import kinds
from ostiary.pgwire.backend import data_row
from ostiary.pgwire.copying import CopyForm, CopyWriter
from ostiary.pgwire.framing import MAX_BACKEND_FRAME, FrameBuffer

FORMS = {
    "text": CopyForm(),
    "text, header": CopyForm(header=True),
    "text, delimiter and null": CopyForm(delimiter="|", null="none"),
    "text, delimiter of white space": CopyForm(delimiter="\v", null=""),
    "csv": CopyForm("csv", delimiter=",", null=""),
    "csv, header": CopyForm("csv", header=True, delimiter=",", null=""),
    "csv, all of it": CopyForm(
        "csv", header=True, delimiter=";", null="NULL", quote="'", escape="!", force_quote=("b",)
    ),
    "csv, forced": CopyForm("csv", header=True, delimiter=",", null="", force_quote=None),
    "csv, escape": CopyForm("csv", delimiter="\t", null="\\N", escape="\\"),
    "binary": CopyForm("binary"),
}

AWKWARD = [
    None, "", "plain", "\\", "\\.", "\\N", "a\\tb", "tab\there", "line\nbreak", "carriage\rreturn", "both\r\n", ",", ";", "|", '"',
    'say ""it""', "'", "!", "!'", "NULL", "null", "none", " spaces ", "\b\f\v\x7f\x01", "Grüße, 世界 🦉", 'a,b"c\nd', "\v", "NULL,",
]  # fmt: skip

TYPES = """
SELECT * FROM (VALUES
  (NULL::text[], NULL::date, NULL::bool, NULL::numeric, NULL::bytea, NULL::timestamptz, NULL::float8, NULL::int8),
  (ARRAY['a', NULL, 'with "quotes"', E'back\\\\slash', '', 'x,y'], DATE '0044-03-15 BC', true, 1234567890.12345000, '\\x00ff5c'::bytea,
   TIMESTAMPTZ '2026-05-01 12:00:00.000001+00', 'NaN'::float8, -9223372036854775808),
  (ARRAY[]::text[], DATE 'infinity', false, 'NaN'::numeric, ''::bytea, TIMESTAMPTZ 'infinity', '-Infinity'::float8, 0)
) AS t(texts, day, flag, amount, bytes, at, real, "count, of ""all"" here")
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[psycopg.Connection]:
    """A real server with the awkward values."""
    with (
        fresh_server(tmp_path_factory.mktemp("copying")) as running,
        psycopg.connect(running.admin_dsn(), autocommit=True) as connection,
    ):
        connection.execute("CREATE TABLE awkward (number serial, a text, b text)")
        for left, right in zip(AWKWARD, reversed(AWKWARD), strict=True):
            connection.execute("INSERT INTO awkward (a, b) VALUES (%s, %s)", [left, right])
        yield connection


def options(form: CopyForm) -> sql.Composable:
    """The form as the options of a COPY."""
    words = [sql.SQL("FORMAT {}").format(sql.SQL(form.format))]
    if form.format != "binary":
        words.append(sql.SQL("HEADER {}").format(sql.SQL("true" if form.header else "false")))
        words += [sql.SQL("DELIMITER {}").format(form.delimiter), sql.SQL("NULL {}").format(form.null)]
    if form.format == "csv":
        words += [sql.SQL("QUOTE {}").format(form.quote), sql.SQL("ESCAPE {}").format(form.escape)]
        forced = sql.SQL("*") if form.force_quote is None else sql.SQL("(b)")
        words += [sql.SQL("FORCE_QUOTE {}").format(forced)] if form.force_quote != () else []
    return sql.SQL(", ").join(words)


def theirs(server: psycopg.Connection, query: str, form: CopyForm) -> list[bytes]:
    """What the server copies, message by message."""
    statement = sql.SQL("COPY ({}) TO STDOUT ({})").format(sql.SQL(query), options(form))
    with server.cursor().copy(statement) as copy:
        return [bytes(piece) for piece in copy]


def ours(server: psycopg.Connection, query: str, form: CopyForm) -> list[bytes]:
    """What the writer makes of the server's rows."""
    result = server.pgconn.exec_params(query.encode(), [], result_format=form.format_code)
    names = [(result.fname(column) or b"").decode() for column in range(result.nfields)]
    rows = [
        [result.get_value(row, column) for column in range(result.nfields)] for row in range(result.ntuples)
    ]
    return pieces(written(form, names, rows))


def written(form: CopyForm, names: list[str], rows: list[list[bytes | None]]) -> bytes:
    writer = CopyWriter(form, names)
    return writer.opening() + writer.rows(b"".join(map(data_row, rows))) + writer.closing()


def pieces(data: bytes) -> list[bytes]:
    """The bodies of the CopyData messages; the first message is the response, the last says that it is done."""
    frames = FrameBuffer(MAX_BACKEND_FRAME)
    frames.feed(data)
    found = []
    while (frame := frames.next_frame()) is not None:
        found.append(frame)
    assert frames.pending == 0
    assert (found[0].kind, found[-1].kind) == (kinds.COPY_OUT_RESPONSE, kinds.COPY_DONE)
    assert {frame.kind for frame in found[1:-1]} <= {kinds.COPY_DATA}
    return [frame.body for frame in found[1:-1]]


QUERIES = {
    "awkward": "SELECT a, b FROM awkward ORDER BY number",
    "one column": "SELECT a AS b FROM awkward ORDER BY number",
    "types": TYPES,
    "nothing": "SELECT a, b FROM awkward WHERE false",
}


PAIRS = [
    (form, query)
    for form in FORMS
    for query in QUERIES
    if query != "types" or FORMS[form].force_quote != ("b",)
]
"""Each form with each query that has the columns which the form names."""


@pytest.mark.parametrize(("form", "query"), PAIRS)
def test_a_copy_is_the_servers_own(server: psycopg.Connection, form: str, query: str) -> None:
    """Message by message the same bytes: awkward texts, one column alone, every kind of type, no rows at all."""
    assert ours(server, QUERIES[query], FORMS[form]) == theirs(server, QUERIES[query], FORMS[form])


TEXTS = st.one_of(
    st.none(),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12),
    st.text(st.sampled_from("\\.N\t\n\r\b\f\v,;|\"'!abNULone "), max_size=8),
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(FORMS)), st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
def test_whatever_stands_in_a_text_is_written_as_the_server_writes_it(
    server: psycopg.Connection, form: str, rows: list[tuple[str | None, str | None]]
) -> None:
    """Random texts of the characters that mean something, and of all others."""
    values = sql.SQL(", ").join(sql.SQL("({}, {})").format(left, right) for left, right in rows)
    query = sql.SQL("SELECT a::text, b::text FROM (VALUES {}) AS t(a, b)").format(values).as_string(server)
    if not rows:
        query = "SELECT ''::text AS a, ''::text AS b WHERE false"
    assert ours(server, query, FORMS[form]) == theirs(server, query, FORMS[form])
