from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import BadSetting, ProtocolViolation
from ostiary.pgwire import fields, startup
from ostiary.pgwire.startup import CancelRequest, GssRequest, SslRequest, StartupMessage

VERSION_3 = fields.uint32(3 << 16)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


def body(packet: bytes) -> bytes:
    """The packet without its length word, which must be right."""
    assert fields.uint32(len(packet)) == packet[:4]
    return packet[4:]


@given(parameters=st.dictionaries(TEXT.filter(bool), TEXT, max_size=20), user=TEXT.filter(bool))
def test_startup_messages_come_back(parameters: dict[str, str], user: str) -> None:
    """A start-up message is read as it was written."""
    expected = {**parameters, "user": user}
    packet = startup.startup_message(expected)
    assert startup.parse_first(body(packet)) == StartupMessage((3, 0), expected)


def test_newer_minor_version_is_kept() -> None:
    """Protocol 3.2, and minor versions that do not exist yet, are read: the session negotiates."""
    packet = fields.uint32(3 << 16 | 2) + b"user\0a\0\0"
    assert startup.parse_first(packet) == StartupMessage((3, 2), {"user": "a"})


def test_parameters_cannot_be_changed() -> None:
    """What a client said at start-up stays what it said."""
    message = startup.parse_first(VERSION_3 + b"user\0a\0\0")
    assert isinstance(message, StartupMessage)
    with pytest.raises(TypeError):
        message.parameters["user"] = "b"  # type: ignore[index]  # the point of the test


@given(secret=st.binary(min_size=4, max_size=256), pid=st.integers(0, 2**32 - 1))
def test_cancel_requests_come_back(secret: bytes, pid: int) -> None:
    """Cancel keys of every allowed length are read as they were written."""
    assert startup.parse_first(body(startup.cancel_request(pid, secret))) == CancelRequest(pid, secret)


@pytest.mark.parametrize("size", [0, 3, 257])
def test_cancel_key_of_another_size_is_refused(size: int) -> None:
    """A cancel key has 4 to 256 bytes, read or written."""
    with pytest.raises(ProtocolViolation):
        startup.cancel_request(1, bytes(size))
    with pytest.raises(ProtocolViolation):
        startup.parse_first(body(startup.cancel_request(1, bytes(4)))[:8] + bytes(size))


def test_encryption_requests_are_told_apart() -> None:
    """TLS and GSSAPI requests are their numbers and nothing more."""
    assert startup.parse_first(body(startup.ssl_request())) == SslRequest()
    assert startup.parse_first(bytes.fromhex("04d21630")) == GssRequest()
    with pytest.raises(ProtocolViolation):
        startup.parse_first(body(startup.ssl_request()) + b"\0")


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"\0\3\0",
        fields.uint32(2 << 16) + b"user\0a\0\0",
        fields.uint32(4 << 16) + b"user\0a\0\0",
        VERSION_3,
        VERSION_3 + b"\0",
        VERSION_3 + b"user\0",
        VERSION_3 + b"user\0a",
        VERSION_3 + b"user\0a\0",
        VERSION_3 + b"user\0\0\0",
        VERSION_3 + b"database\0a\0\0",
        VERSION_3 + b"user\0a\0\0\0",
        VERSION_3 + b"user\0a\0\0user\0b\0\0",
        VERSION_3 + b"user\0a\0user\0b\0\0",
        VERSION_3 + b"user\0\xff\0\0",
        VERSION_3 + b"us\xc0\x80er\0a\0\0",
    ],
)
def test_malformed_first_packet_is_refused(packet: bytes) -> None:
    """Other versions, no user, doubled names, missing or extra terminators, and bytes that are not UTF-8 are violations."""
    with pytest.raises(ProtocolViolation):
        startup.parse_first(packet)


def test_64_parameters_pass_and_65_do_not() -> None:
    """The number of start-up parameters is bounded."""
    parameters = {"user": "a"} | {f"p{number}": "" for number in range(63)}
    assert startup.parse_first(body(startup.startup_message(parameters))) == StartupMessage(
        (3, 0), parameters
    )
    with pytest.raises(ProtocolViolation, match="more than 64"):
        startup.parse_first(body(startup.startup_message(parameters | {"one": "more"})))


@given(packet=st.binary(max_size=60) | st.binary(max_size=60).map(VERSION_3.__add__))
def test_any_first_packet_is_read_or_a_violation(packet: bytes) -> None:
    """On any bytes a first packet is a value or a ProtocolViolation."""
    try:
        message = startup.parse_first(packet)
    except ProtocolViolation:
        return
    assert isinstance(message, StartupMessage | SslRequest | GssRequest | CancelRequest)


@pytest.mark.parametrize(
    ("options", "settings"),
    [
        ("", ()),
        (" \t\n ", ()),
        ("-c ostiary.purpose=court", (("ostiary.purpose", "court"),)),
        ("-costiary.purpose=court", (("ostiary.purpose", "court"),)),
        ("--ostiary.purpose=court", (("ostiary.purpose", "court"),)),
        ("--statement-timeout=5", (("statement_timeout", "5"),)),
        ("-c a.b=1 -c a.b=2", (("a.b", "1"), ("a.b", "2"))),
        ("  -c   a=x\\ y\\\\z  --b=", (("a", "x y\\z"), ("b", ""))),
        ("-c a=x=y\\-z", (("a", "x=y-z"),)),
        ("-c geqo\\=off", (("geqo", "off"),)),
        ("-c a=\u00a0", (("a", "\u00a0"),)),
    ],
)
def test_options_are_read_as_postgresql_reads_them(
    options: str, settings: tuple[tuple[str, str], ...]
) -> None:
    """All three spellings, escapes and ASCII white space of the ``options`` parameter are understood."""
    assert startup.parse_options(options) == settings


@pytest.mark.parametrize(
    "options",
    [
        "-c",
        "-c a",
        "--a",
        "-c =1",
        "-c --a=1",
        "a=1",
        "-d 5",
        "-c a=1 b",
        "-c a=1\\",
        "--",
        "-c 1a=1",
        "-c a\u00e9=1",
    ],
)
def test_other_options_are_refused_with_a_hint(options: str) -> None:
    """A switch that is no setting, a setting without a value and a lone backslash are refused, with a line to type."""
    with pytest.raises(BadSetting) as refused:
        startup.parse_options(options)
    assert "options='-c ostiary.purpose=" in refused.value.hint


@given(values=st.lists(TEXT))
def test_escaped_option_values_come_back(values: list[str]) -> None:
    """With a backslash before each character any value survives."""
    options = " ".join("-c a=" + "".join("\\" + character for character in value) for value in values)
    assert startup.parse_options(options) == tuple(("a", value) for value in values)


@given(options=st.text(st.sampled_from("-c=ab. \\\n\u00e9"), max_size=30))
def test_any_options_are_read_or_refused(options: str) -> None:
    """On any text the options are settings with plain names, or a BadSetting."""
    try:
        settings = startup.parse_options(options)
    except BadSetting:
        return
    assert all(name.isascii() and "-" not in name and name for name, _ in settings)


def test_protocol_options_are_named_back() -> None:
    """Parameters that start with _pq_. are protocol options, none of which is supported."""
    parameters = {"user": "a", "_pq_.new": "1", "x_pq_.y": "2"}
    assert startup.unsupported_protocol_parameters(parameters) == ("_pq_.new",)
