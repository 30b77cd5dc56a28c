"""A form has the fields of its page, each once, and nothing else."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.web.guard.form import CONTENT_TYPE, MAX_BODY_BYTES, Filled, Malformed, form_of

NAMES = frozenset({"account", "password"})


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30))
def test_what_was_typed_is_what_is_read(text: str) -> None:
    """Signs, spaces, ampersands and every script come through."""
    typed = {"account": text, "password": ""}
    assert form_of(urlencode(typed).encode(), CONTENT_TYPE, NAMES) == Filled(typed)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "its fields are not those of the page"),
        (b"account=a", "its fields are not those of the page"),
        (b"account=a&password=b&role=official", "it cannot be read"),
        (b"account=a&role=official", "its fields are not those of the page"),
        (b"account=a&account=b", "its fields are not those of the page"),
        (b"account=a&password=b&password=b", "it cannot be read"),
        (b"account=%00&password=b", "a field holds a zero byte"),
        (b"account=%ff&password=b", "it cannot be read"),
        (b"account=%ed%a0%80&password=b", "it cannot be read"),
        (b"account=\xff&password=b", "it cannot be read"),
        (b"account&password=b", "it cannot be read"),
        (b"account=a;password=b", "its fields are not those of the page"),
        (b"account=" + b"a" * MAX_BODY_BYTES, f"it has more than {MAX_BODY_BYTES} bytes"),
    ],
)
def test_what_the_page_would_not_send_is_refused(body: bytes, why: str) -> None:
    """A field too many, one that is missing, one that comes twice, and what is no text."""
    assert form_of(body, CONTENT_TYPE, NAMES) == Malformed(why)


def test_a_page_without_fields_sends_nothing() -> None:
    """A button alone is a form too."""
    assert form_of(b"", CONTENT_TYPE, frozenset()) == Filled({})
    assert form_of(b"a=b", CONTENT_TYPE, frozenset()) == Malformed("it cannot be read")


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "multipart/form-data; boundary=x", "application/json", CONTENT_TYPE + "x"],
)
def test_no_other_encoding_is_read(content_type: str) -> None:
    """The others that a page elsewhere can send without being asked are refused as well."""
    told = form_of(b"account=a&password=b", content_type, NAMES)
    assert told == Malformed("it is written in another encoding")


def test_the_encoding_may_name_its_characters() -> None:
    """Some browsers add a charset, and case does not count."""
    assert isinstance(form_of(b"", "Application/X-WWW-Form-Urlencoded; charset=UTF-8", frozenset()), Filled)


@given(st.binary(max_size=60), st.sampled_from([frozenset[str](), NAMES]))
def test_no_bytes_raise_anything(body: bytes, expected: frozenset[str]) -> None:
    """Whatever comes is a form or it is not."""
    read = form_of(body, CONTENT_TYPE, expected)
    assert isinstance(read, Malformed) or read.fields.keys() == expected
