"""How refusals read on the wire."""

from __future__ import annotations

import pytest

from ostiary.pgwire.backend import parse_error_fields
from ostiary.session.refusals import Refusal, Refused, fatal, refusal_of_database_error
from ostiary.testing.client import messages


def test_every_field_has_its_letter() -> None:
    """A refusal's parts arrive as the fields that clients show."""
    refusal = Refusal("42501", "no", "because", "ask", 7, "persons", "ssn", "X1", fatal=True)
    (frame,) = messages(refusal.response())
    assert parse_error_fields(frame.body) == {
        "S": "FATAL", "V": "FATAL", "C": "42501", "M": "no", "D": "because", "H": "ask", "P": "7",
        "t": "persons", "c": "ssn", "n": "X1",
    }  # fmt: skip


@pytest.mark.parametrize("sqlstate", ["22012", "22P02", "21000", "23505", "XX000", "P0001", "54001", "", "?"])
def test_all_data_errors_and_all_unknown_errors_look_alike(sqlstate: str) -> None:
    """Which value failed, and how, must not be told apart: not by code, message or hint."""
    assert refusal_of_database_error(sqlstate) == refusal_of_database_error("22000")


@pytest.mark.parametrize(
    ("sqlstate", "told"),
    [
        ("42883", "42804"),
        ("42803", "42803"),
        ("42P20", "42803"),
        ("40001", "40001"),
        ("40P01", "40001"),
        ("53200", "53000"),
        ("57014", "57014"),
        ("57P01", "57014"),
    ],
)
def test_other_classes_have_one_code_each(sqlstate: str, told: str) -> None:
    """The class of the server's code chooses a fixed text."""
    assert refusal_of_database_error(sqlstate).sqlstate == told


def test_a_fatal_refusal_is_the_same_otherwise() -> None:
    """Only the severity differs."""
    refusal = Refusal("42501", "no")
    assert fatal(refusal) == Refusal("42501", "no", fatal=True)
    assert Refused(refusal).message == "no"
