"""SQL text, written safely."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ostiary.sql.text import Write, children, literal, quoted, written
from ostiary.sql.tree import Case, ColumnName, Constant, Logic, Operation, SubLink
from ostiary.sql.understanding.grammar import parse_statements

NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=15)


@settings(max_examples=200)
@given(NAMES)
def test_a_name_in_quotes_is_that_name(name: str) -> None:
    """Whatever characters it has, a quoted name is read back as itself."""
    (statement,) = parse_statements(f"SELECT 1 AS {quoted(name)}")
    assert statement.select_stmt.target_list[0].res_target.name == name


@settings(max_examples=200)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30))
def test_a_literal_is_that_text(text: str) -> None:
    """Quotes and backslashes end no literal."""
    (statement,) = parse_statements(f"SELECT {literal(text)}")
    assert statement.select_stmt.target_list[0].res_target.val.a_const.sval.sval == text


def _no_query(link: SubLink, _: Write) -> str:
    raise AssertionError(link)


def test_operands_keep_their_order_and_place() -> None:
    """Negative numbers and nested operations stay one operand each."""
    one, two = Constant("number", "-1"), Constant("number", "2")
    expression = Operation("-", Operation("-", one, two), one)
    assert written(expression, lambda name: name.column, _no_query) == (
        "(((-1) OPERATOR(pg_catalog.-) 2) OPERATOR(pg_catalog.-) (-1))"
    )


def test_children_are_all_parts_in_order() -> None:
    """A CASE has its argument, each condition and result, and its default."""
    parts = [Constant("number", str(number)) for number in range(6)]
    case = Case(parts[0], ((parts[1], parts[2]), (parts[3], parts[4])), parts[5])
    assert children(case) == tuple(parts)
    assert children(Case(None, ((parts[1], parts[2]),), None)) == (parts[1], parts[2])
    assert children(Operation("-", None, parts[0])) == (parts[0],)
    assert children(ColumnName(None, "a", 0)) == ()


@pytest.mark.parametrize(("joiner", "text"), [("AND", "(a AND b)"), ("OR", "(a OR b)")])
def test_logic_is_in_parentheses(joiner: str, text: str) -> None:
    """AND and OR never meet without parentheses."""
    a, b = ColumnName(None, "a", 0), ColumnName(None, "b", 0)
    assert written(Logic(joiner, (a, b)), lambda name: name.column, _no_query) == text  # type: ignore[arg-type] # by its table
