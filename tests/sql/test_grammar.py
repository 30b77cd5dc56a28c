"""PostgreSQL's grammar behind its door, and the process that may die of it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ostiary.errors import NotUnderstood
from ostiary.sql.limits import MAX_STATEMENT_BYTES
from ostiary.sql.understanding.grammar import kind_of, parse_statements

# What `ostiary.door.planning.process` does: a thread with a stack of 64 MiB, in a process of its own.
CHILD = """
import sys, threading
from sql.bypass_world import GROUND
from ostiary.sql.statement import plan_statement
threading.stack_size(64 * 2**20)
def work():
    for text in sys.stdin.read().split("\\0"):
        print(type(plan_statement(text, GROUND)).__name__, flush=True)
thread = threading.Thread(target=work)
thread.start()
thread.join()
"""


def _fill(head: str, link: str, tail: str, size: int) -> str:
    return head + link * ((size - len(head) - len(tail)) // len(link)) + tail


DEEP = [
    _fill("SELECT 1", "+1", "", 16_384),
    _fill("SELECT 1", "+1", "", MAX_STATEMENT_BYTES),
    _fill("SELECT ", "- ", "a", MAX_STATEMENT_BYTES),
    _fill("SELECT ", "NOT ", "true", MAX_STATEMENT_BYTES),
    _fill("SELECT 1", "::int", "", MAX_STATEMENT_BYTES),
    _fill("SELECT a", "[1]", "", MAX_STATEMENT_BYTES),
    _fill("SELECT 1", " UNION SELECT 1", "", MAX_STATEMENT_BYTES),
    "SELECT " + "(" * 30_000 + "1" + ")" * 30_000,
    "SELECT " + "abs(" * 12_000 + "1" + ")" * 12_000,
    "SELECT " + "(SELECT " * 7_000 + "1" + ")" * 7_000,
    "SELECT * FROM " + "(SELECT * FROM " * 3_000 + "person" + ") a" * 3_000,
    "SELECT " + "CASE WHEN true THEN " * 2_500 + "1" + " END" * 2_500,
    _fill("SELECT 1 FROM district d", " JOIN district USING (x)", "", MAX_STATEMENT_BYTES),
    "SELECT format_type(1" + "::oid" * 10_000 + ", NULL)",
    "SELECT relname" + "::text" * 8_000 + " FROM pg_class",
    "SELECT 1 FROM pg_class WHERE " + "(SELECT " * 5_000 + "1" + ")" * 5_000,
    "SELECT " + "1 BETWEEN 1 AND (" * 3_000 + "1" + ")" * 3_000,
]


def test_a_statement_as_deep_as_can_be_is_refused_and_kills_nobody() -> None:
    """Every kind of nesting that fits into 64 kB is answered with a refusal, in the thread that the door uses."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        input="\0".join(DEEP), capture_output=True, text=True, timeout=60, check=False,
        env={"PYTHONPATH": ":".join(sys.path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["Unsupported"] * len(DEEP)


@pytest.mark.parametrize(
    ("text", "why", "position"),
    [
        ("SELECT 1\0", "NUL", 8),
        ("SELECT FROM FROM x", "syntax error", 12),
        ("SELECT 'äöü' FROM FROM x", "syntax error", 21),
        ("SELECT E'\\xff'", "invalid byte sequence", -1),
        ("SELECT U&'\\D800'", "surrogate", 15),
        ("SELECT " + "1" * MAX_STATEMENT_BYTES, "65543 bytes", -1),
        ("SELECT 'é" + "é" * (MAX_STATEMENT_BYTES // 2), "bytes", -1),
    ],
)
def test_what_cannot_be_parsed_is_refused_with_its_position(text: str, why: str, position: int) -> None:
    """A syntax error, a NUL, bad escapes and too long a text are refused; positions count bytes."""
    with pytest.raises(NotUnderstood, match=why) as refused:
        parse_statements(text)
    assert refused.value.position == position


def test_nodes_are_named_by_their_kind() -> None:
    """Each statement of a text is a node; an unset node has no kind."""
    first, second = parse_statements("SELECT 1; SHOW x")
    assert (kind_of(first), kind_of(second)) == ("select_stmt", "variable_show_stmt")
    assert not kind_of(first.select_stmt.where_clause)
