"""By which words a shape of messages is recognised, and what a parameter is bound to."""

from __future__ import annotations

from typing import cast

import pytest

from ostiary.demo.attack import shapes
from ostiary.demo.attack.corpus import Attack
from ostiary.demo.attack.shapes import is_about_messages, shape_of
from ostiary.demo.attack.world import AttackWorld


def attack(why: str = "", text: str = "SELECT 1", kind: str = "class") -> Attack:
    return Attack("a", kind, "deny", why, text)


@pytest.mark.parametrize(
    ("why", "text", "shape"),
    [
        ("CancelRequest with another key", "SELECT 1", "_cancel_of_others"),
        ("StartupMessage with a role", "SELECT 1", "_start_up"),
        ("in a walsender session", "SELECT 1", "_replication"),
        ("", "IDENTIFY_SYSTEM", "_replication"),
        ("Parse under the name of what was decided for another purpose", "SELECT 1", "_redeclared"),
        (
            "Describe of a portal not decided in this transaction",
            "SELECT $1",
            "_portal_of_another_transaction",
        ),
        ("Execute with max_rows", "SELECT 1", "_abandoned"),
        ("a FunctionCall by its number", "SELECT 1", "_function_call"),
        ("CopyData where none is due", "SELECT 1", "_copy_data"),
        ("small groups (declared: statistics)", "SELECT 1", "_under_another_purpose"),
        ("", "SELECT $1", "_with_parameters"),
    ],
)
def test_a_shape_is_recognised_by_its_words(why: str, text: str, shape: str) -> None:
    """In the heading, or by what the statement itself is."""
    assert shape_of(attack(why, text)) is getattr(shapes, shape)


@pytest.mark.parametrize(("why", "text"), [("a cancelled check", "SELECT 1"), ("", "SELECT '$', 1")])
def test_a_statement_alone_has_no_shape(why: str, text: str) -> None:
    """Most attacks are a statement and nothing else."""
    assert shape_of(attack(why, text)) is None


def test_a_purpose_is_declared_wherever_it_is_named() -> None:
    """What the shape is recognised by, in the heading or in the statement, names the purpose too."""
    named = attack(text="SELECT 1 -- declared: statistics")
    declared = []

    class Admission:
        def parameters(self, **more: str) -> dict[str, str]:
            declared.append(more)
            raise LookupError

    with pytest.raises(LookupError):
        next(shapes.send(shapes.Sender(cast("AttackWorld", Admission()), 1.0), named))
    assert declared == [{"purpose": "statistics"}]


def test_classes_about_messages_are_told_from_classes_about_statements() -> None:
    """An attack of the first without a known shape is named in the report."""
    assert is_about_messages(
        attack(kind="several statements and protocol forms (message shape in the comment)")
    )
    assert is_about_messages(attack(kind="the wire"))
    assert not is_about_messages(attack(kind="joins and sub-queries"))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("SELECT 1 FROM person WHERE surname = $1", ["Smith"]),
        ("SELECT 1 FROM person WHERE person_id = $1 LIMIT $2", ["42", shapes.MANY]),
        ("SELECT 1 FROM person WHERE person_id > $2 AND surname = $1", ["Smith", "42"]),
    ],
)
def test_parameters_are_bound_by_what_stands_before_them(text: str, values: list[str]) -> None:
    """A bound is larger than any limit, a number asks about somebody who is there."""
    numbers = range(1, shapes._parameters(text) + 1)
    assert [shapes._value(text, number) for number in numbers] == values


def test_a_list_is_longer_than_its_statement() -> None:
    """ANY takes an array."""
    text = "SELECT 1 FROM person WHERE surname = ANY ($1)"
    value = shapes._value(text, 1)
    assert value.startswith("{Smith,")
    assert len(value) > len(text)
