"""From text to settings: every mistake at once, each with its place and the nearest word."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from ostiary.errors import SettingsError
from ostiary.server.setting_keys import section_of
from ostiary.server.settings import Settings
from ostiary.server.settings_text import MAX_BYTES, Read, read_settings

WHOLE = """\
gateway = "gw"
wall_check_seconds = 5

[database]
host = "db.city.example"
name = "city"
keeper_dsn_file = "secrets/keeper.dsn"

[listen]
"port" = 7432
"""


def read(text: str) -> Read[Settings]:
    return read_settings(text.encode(), "ostiary.toml", Settings)


def mistakes(text: str) -> tuple[str, ...]:
    """Everything that is wrong with a text, one line each."""
    with pytest.raises(SettingsError) as caught:
        read(text)
    return caught.value.problems or (caught.value.message,)


def test_each_key_that_is_written_has_its_line() -> None:
    """Keys are found in their sections, however they are spelt; what is not written has no line."""
    lines = {".".join(path): line for path, line in read(WHOLE).lines.items()}
    assert lines == {
        "gateway": 1,
        "wall_check_seconds": 2,
        "database.host": 5,
        "database.name": 6,
        "database.keeper_dsn_file": 7,
        "listen.port": 10,
    }


def test_a_default_holds_where_nothing_is_written() -> None:
    """The value of each key is what the gateway goes by."""
    found = read(WHOLE)
    values = {key.name: found.value(key) for key in found.section.all_keys()}
    assert (values["listen.port"], values["listen.host"], values["wall_check_seconds"]) == (
        7432,
        "127.0.0.1",
        5,
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('colour = "blue"', "`ostiary.toml:1`: unknown key `colour`"),
        ('log_writers = "own"', "`ostiary.toml:1`: unknown key `log_writers` (did you mean `log_writer`?)"),
        ('keeper_dsn_file = "x"', "unknown key `keeper_dsn_file` (it stands under [database])"),
        ("login_seconds = 3", "unknown key `login_seconds` (it stands under [listen])"),
        ("listen = 5", "`listen` is a section, written [listen], and not a value"),
        ('log_writer = "externel"', "`log_writer` is `own` or `external` (did you mean `external`?)"),
        ('"a\\nb" = 1', "`ostiary.toml:1`: unknown key `a?b`"),
        ("policy_dir = 5", "`policy_dir`: expected `str`, got `int`"),
        ('policy_dir = ""', "`policy_dir`: expected `str` of length >= 1"),
        ("listen.port = 70000", "`listen.port`: expected `int` <= 65535"),
        ("listen.prot = 7000", "unknown key `listen.prot` (did you mean `port`?)"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_a_way_out(line: str, said: str) -> None:
    """One mistake is one line; the nearest known word, or the right place, is offered."""
    rest = WHOLE.replace('[listen]\n"port" = 7432\n', "") if "listen" in line else WHOLE
    (mistake,) = mistakes(f"{line}\n{rest}")
    assert mistake.startswith("`ostiary.toml:1`: ")
    assert said in mistake


def test_all_mistakes_are_told_at_once() -> None:
    """Whoever mends a file need not start it again for each mistake."""
    told = mistakes('listen.port = "x"\nnmae = 1\n[database]\nhost = 5\nname = "city"\n')
    assert [line.partition(": ")[0] for line in told] == [
        "`ostiary.toml:2`",
        "`ostiary.toml:1`",
        "`ostiary.toml:4`",
        "`ostiary.toml:3`",
        "`ostiary.toml:1`",
    ]
    assert "the key `gateway` is missing: this gateway's name" in told[1]
    assert "the key `database.keeper_dsn_file` is missing" in told[3]


def test_a_section_that_is_missing_is_named() -> None:
    """There is no records database to guess."""
    (mistake,) = mistakes('gateway = "gw"')
    assert mistake == "`ostiary.toml:1`: the section [database] is missing"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"gateway = \n", "`ostiary.toml:1`: not TOML: invalid value"),
        (b"\xff", "`ostiary.toml` is not UTF-8 at byte 0"),
        (b"#" * (MAX_BYTES + 1), f"`ostiary.toml` has more than {MAX_BYTES} bytes"),
        (b"x = " + b"[" * 5_000, "`ostiary.toml`: "),
        (b".".join([b"a"] * 50) + b" = 1", "`ostiary.toml:1`: a key has too many parts"),
    ],
)
def test_what_is_no_settings_file_is_said(text: bytes, said: str) -> None:
    """Bytes that are no TOML of a bearable size end in one line too."""
    with pytest.raises(SettingsError) as caught:
        read_settings(text, "ostiary.toml", Settings)
    assert caught.value.message.startswith(said)


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_any_text_is_settings_or_a_settings_error(text: str | bytes) -> None:
    """Nothing else ever comes out, whatever is in the file."""
    raw = text if isinstance(text, bytes) else text.encode(errors="replace")
    try:
        read_settings(raw, "ostiary.toml", Settings)
    except SettingsError as error:
        told = error
    else:
        return
    assert "\n" not in told.message


class Inner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Inside."""

    file: Annotated[str, Meta(description="a file", extra={"kind": "secret file"})]
    choice: Annotated[Literal["a", "b"] | None, Meta(description="one of two")] = None


class Outer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Outside."""

    inner: Inner | None = None
    many: Annotated[tuple[str, ...], Meta(description="several")] = ()


def test_the_keys_are_read_off_any_type_of_settings() -> None:
    """A new section, also one that may be left out, needs no word here: kind, choices and need are in its type."""
    section = section_of(Outer)
    described = {key.name: (key.words, key.kind, key.is_required) for key in section.all_keys()}
    assert described == {
        "many": ("list", "", False),
        "inner.file": ("secret file", "secret file", True),
        "inner.choice": ("`a` or `b`", "", False),
    }
    assert read_settings(b"", "f", Outer).settings == Outer()
    assert read_settings(b'inner.file = "x"', "f", Outer).settings == Outer(Inner("x"))
    with pytest.raises(SettingsError, match=r"`inner.file` is missing: a file"):
        read_settings(b'[inner]\nchoice = "b"', "f", Outer)


def test_every_key_and_section_is_described() -> None:
    """The reference is written from these descriptions: none may be empty, begin as a sentence or end as one."""
    section = section_of(Settings)
    descriptions = {key.name: key.description for key in section.all_keys()}
    assert {
        name: said for name, said in descriptions.items() if not said or said[0].isupper() or said[-1] == "."
    } == {}
    assert [one.name for one in section.all_sections() if not one.description.endswith(".")] == []


def test_what_looks_like_a_secret_is_marked_as_one() -> None:
    """A key that names a file of a password, key or connection string is never shown with what is in it."""
    suspicious = {"dsn", "password", "key", "secret", "token"}
    unmarked = [
        key.name
        for key in section_of(Settings).all_keys()
        if suspicious & set(key.name.replace(".", "_").split("_")) and not key.kind.startswith("secret")
    ]
    assert unmarked == []
