"""Parameters: allowed types, and how they are recorded."""

from __future__ import annotations

import pytest

from ostiary.session.parameters import ALLOWED_TYPES, parameters_as_text, verify_types
from ostiary.session.refusals import Refused
from ostiary.sql.allowed import allow_list


def test_inferred_and_allowed_types_pass() -> None:
    """0 and unknown are inferred by the database; the rest are the types that casts may name, and their arrays."""
    verify_types([0, 705, 20, 25, 1016])
    assert len(ALLOWED_TYPES) == 2 + 2 * len(allow_list(18).types)


@pytest.mark.parametrize("oid", [2205, 24, 26, 114, 142, 2249, 2**32 - 1])
def test_other_types_are_refused(oid: int) -> None:
    """A parameter of type regclass would be a look at the catalogue that no statement shows."""
    with pytest.raises(Refused, match=rf"\$2 .*{oid}"):
        verify_types([0, oid])


@pytest.mark.parametrize(
    ("formats", "shown"),
    [((), ("a", "1", None)), ((0,), ("a", "1", None)), ((1,), ("\\x61", "\\x31", None)), ((0, 1, 1), ("a", "\\x31", None))],
)  # fmt: skip
def test_parameters_are_recorded_by_their_format(
    formats: tuple[int, ...], shown: tuple[str | None, ...]
) -> None:
    """No formats mean text, one counts for all, or each has its own."""
    assert parameters_as_text(formats, (b"a", b"1", None)) == shown


def test_text_that_is_no_utf_8_is_recorded_all_the_same() -> None:
    """The database will refuse it; the entry shows that something was there."""
    assert parameters_as_text((), (b"\xff",)) == ("\ufffd",)
    assert parameters_as_text((1,), ()) == ()
