"""Names in scope."""

from __future__ import annotations

import pytest

from ostiary.errors import NotUnderstood
from ostiary.model.catalogue import Column, RecordClass
from ostiary.sql.composing.keys import Key
from ostiary.sql.composing.scope import Origin, Scope, Shown, UnknownName, Visible, field_of, merged_column
from ostiary.sql.plan import Hidden
from ostiary.sql.tree import ColumnName, JoinKind

KEY = Key("__key1", "", Hidden("t1"))


def _field(name: str, kind: str = "int8", table: int = 1) -> Visible:
    column = Column(name, kind)
    return field_of(Origin(RecordClass(f"t{table}", "s", "", (column,)), column), table)


def _scope(name: str, *columns: Visible, keys: tuple[Key, ...] = ()) -> Scope:
    return Scope.of(Shown(columns, keys).relation(name))


def test_a_column_is_found_with_and_without_its_relation() -> None:
    """One column of that name is found; none or two are not known."""
    scope = _scope("a", _field("x"), _field("y")).joined(_scope("b", _field("y", table=2)))
    assert scope.find(ColumnName(None, "x", 3)).sql == '"a"."x"'
    assert scope.find(ColumnName("b", "y", 3)).sql == '"b"."y"'
    for relation, column in ((None, "y"), (None, "z"), ("b", "x"), ("c", "x")):
        with pytest.raises(UnknownName) as unknown:
            scope.find(ColumnName(relation, column, 3))
        assert unknown.value.position == 3


def test_merged_columns_stand_in_front_and_for_both() -> None:
    """After USING the merged column is found without a relation, both others with theirs, and a star shows it once."""
    left, right = _scope("a", _field("x"), _field("k")), _scope("b", _field("k", table=2), keys=(KEY,))
    pair = left.find(ColumnName(None, "k", -1)), right.find(ColumnName(None, "k", -1))
    scope = left.joined(right, (merged_column("INNER", *pair),), frozenset(each.sql for each in pair))
    assert [each.sql for each in scope.stars(None, -1)] == ['"a"."k"', '"a"."x"']
    assert [each.sql for each in scope.stars("b", -1)] == ['"b"."k"']
    assert scope.find(ColumnName("b", "k", -1)).sql == '"b"."k"'
    assert [key.sql for key in scope.keys] == ['"b"."__key1"']


@pytest.mark.parametrize(
    ("kind", "types", "sql"),
    [
        ("INNER", ("int8", "int8"), "l"),
        ("LEFT", ("int8", "int8"), "l"),
        ("RIGHT", ("int8", "int8"), "r"),
        ("FULL", ("int8", "int8"), "COALESCE(l, r)"),
        ("INNER", ("int4", "int8"), "COALESCE(l, r)"),
        ("RIGHT", ("int4", "int8"), "COALESCE(r, l)"),
    ],
)
def test_a_merged_column_is_what_postgresql_makes_of_it(
    kind: JoinKind, types: tuple[str, str], sql: str
) -> None:
    """The side that is never padded, or the first that is not NULL; with the leaves of both."""
    left, right = _field("x", types[0]).within("a"), _field("x", types[1], 2).within("b")
    merged = merged_column(kind, left, right)
    assert merged.sql == sql.replace("l", '"a"."x"', 1).replace("r", '"b"."x"', 1) if len(sql) == 1 else True
    assert merged.sql.startswith("COALESCE") == sql.startswith("COALESCE")
    assert merged.leaves == left.leaves + right.leaves


def test_a_star_over_two_columns_of_one_name_is_refused() -> None:
    """No SQL can name either of them."""
    scope = _scope("s", _field("x"), _field("x"))
    for relation in (None, "s"):
        with pytest.raises(NotUnderstood):
            scope.stars(relation, 0)
    with pytest.raises(UnknownName):
        scope.stars("t", 0)


def test_aliases_rename_the_first_columns() -> None:
    """Column aliases come in order and never reach a key."""
    shown = Shown((_field("x"), _field("y")), (KEY,)).renamed(("a",))
    assert shown.named("s") == '"s" ("a", "y", "__key1")'
    assert Shown((), ()).named("s") == '"s"'
    with pytest.raises(NotUnderstood):
        shown.renamed(("a", "b", "c"))
