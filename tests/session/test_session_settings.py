"""Declared settings: names, values, and what drivers may send."""

from __future__ import annotations

import pytest

from ostiary.errors import BadSetting
from ostiary.model.request import BASES
from ostiary.session.settings import MAX_VALUE_BYTES, OWN_SETTINGS, Declared, accept_foreign, declare
from ostiary.testing.example import example_bundle

BUNDLE = example_bundle()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("purpose", "robbery", Declared(purpose="robbery")),
        ("case", "JK123456", Declared(case="JK123456")),
        ("beneficiary", "bureau", Declared(beneficiary="bureau")),
        ("basis", "subpoena, consent,", Declared(basis=frozenset({"subpoena", "consent"}))),
    ],
)
def test_each_setting_takes_its_values(name: str, value: str, expected: Declared) -> None:
    """A known word or a case number of the right form is taken over, and shown again."""
    declared = declare(Declared(), name, value, BUNDLE)
    assert declared == expected
    assert declared.shown(name) in {value, "consent,subpoena"}


@pytest.mark.parametrize("name", sorted(OWN_SETTINGS))
@pytest.mark.parametrize("value", ["", None])
def test_an_empty_value_unsets(name: str, value: str | None) -> None:
    """Nothing, or an empty text, means that nothing is declared any more."""
    full = Declared("robbery", "JK123456", frozenset({"consent"}), "bureau")
    assert declare(full, name, value, BUNDLE).shown(name) == ""


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("purpose", "robery", "Perhaps `robbery` is meant."),
        ("purpose", "zzz", "Known: investigation, removal, robbery."),
        ("beneficiary", "bureu", "Perhaps `bureau` is meant."),
        ("basis", "consent,subpena", "Perhaps `subpoena` is meant."),
        ("case", "jk123456", "SET ostiary.case = '<case number>', in the form of JK123456."),
        ("case", "JK123456\n", "SET ostiary.case = '<case number>', in the form of JK123456."),
        ("case", "JK12345٦", "SET ostiary.case = '<case number>', in the form of JK123456."),
        ("porpose", "robbery", "Perhaps `purpose` is meant."),
        (
            "x",
            "1",
            "Settings are ostiary.purpose, ostiary.case, ostiary.basis, ostiary.beneficiary, ostiary.receipts.",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_nearest(name: str, value: str, hint: str) -> None:
    """Unknown names and words show the nearest that is known, a case number its form."""
    with pytest.raises(BadSetting) as caught:
        declare(Declared(), name, value, BUNDLE)
    assert caught.value.hint == hint


def test_the_longest_list_of_bases_fits_and_longer_values_are_refused() -> None:
    """All six bases at once are well inside the limit on a value."""
    assert declare(Declared(), "basis", ",".join(BASES), BUNDLE).basis == frozenset(BASES)
    with pytest.raises(BadSetting, match=str(MAX_VALUE_BYTES)):
        declare(Declared(), "basis", "," * (MAX_VALUE_BYTES + 1), BUNDLE)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("application_name", "anything at all"),
        ("extra_float_digits", "3"),
        ("client_encoding", "'utf-8'"),
        ("Client_Encoding", "UTF8"),
        ("DateStyle", "ISO, MDY"),
        ("TimeZone", "Etc/UTC"),
        ("standard_conforming_strings", "on"),
        ("work_mem", None),
    ],
)
def test_what_drivers_send_is_accepted_when_it_changes_nothing(name: str, value: str | None) -> None:
    """Settings without effect here, and pinned ones at their own value."""
    accept_foreign(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("client_encoding", "latin1"),
        ("DateStyle", "German"),
        ("standard_conforming_strings", "off"),
        ("default_transaction_read_only", "off"),
        ("timezone", "America/Chicago"),
        ("search_path", "public"),
        ("role", "postgres"),
        ("session_authorization", "postgres"),
        ("row_security", "off"),
    ],
)
def test_what_would_change_something_is_refused(name: str, value: str) -> None:
    """A pinned setting at another value, and everything that nobody has looked at."""
    with pytest.raises(BadSetting, match=name):
        accept_foreign(name, value)
