"""Access entries of form 2 for tests: their parts, what they commit to by an independent few lines, and strategies."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from itertools import count
from typing import Any

from hypothesis import strategies as st

from ostiary.model.entry_form import FIELDS, asked_name, encode_entry

SECRET = bytes(range(32))

values = st.text(max_size=12).map(
    lambda text: json.dumps({"said": text}, ensure_ascii=False).encode("utf-8", "replace")
)
entries = st.builds(
    lambda fields, subjects, asked: encode_entry(fields, subjects, [asked_name(*one) for one in asked]),
    st.dictionaries(st.sampled_from(FIELDS), values),
    st.lists(st.integers(-(2**63), 2**63 - 1), max_size=40, unique=True),
    st.lists(
        st.tuples(st.sampled_from(["persons.surname", "plates.plate"]), st.text("abc", max_size=3)),
        max_size=3,
    ),
)
# Drawn as numbers: 32 equal bytes are easily found in any file.
secrets = st.integers(0, 2**16).map(lambda number: hashlib.sha256(str(number).encode()).digest())


def payload(subjects: int = 3, asked: int = 1, fields: Mapping[str, dict[str, Any]] | None = None) -> bytes:
    """An entry with a value in every field, and so many names."""
    said: dict[str, dict[str, Any]] = {name: {name: f"of {name}"} for name in FIELDS} | dict(fields or {})
    encoded = {name: json.dumps(value, separators=(",", ":")).encode() for name, value in said.items()}
    return encode_entry(
        encoded,
        range(1, subjects + 1),
        [asked_name("persons.surname", f"Salter {at}") for at in range(asked)],
    )


def commitment_by_hand(secret: bytes, fields: list[bytes], subjects: list[int], asked: list[bytes]) -> bytes:
    """The public bytes, written from docs/log.md and from nothing of the code: another spelling of the same rule."""

    def sha(*parts: bytes) -> bytes:
        return hashlib.sha256(b"".join(parts)).digest()

    names = [[number.to_bytes(8, "big", signed=True) for number in subjects], asked]
    stream = iter_stream(hashlib.shake_256(b"ostiary/salts/v2\0" + secret))
    places = [stream(32) for _ in range(24)]
    digests = [
        sha(b"ostiary/field/v2\0", place, bytes([len(FIELDS[at])]), FIELDS[at].encode(), fields[at])
        if at < len(FIELDS) and fields[at]
        else place
        for at, place in enumerate(places[:22])
    ]
    for tag, listed, place in zip((b"subject", b"asked-about"), names, places[22:], strict=True):
        if not listed:
            digests.append(place)
            continue
        depth = next(depth for depth in count(1) if 16**depth >= len(listed))
        mask = int.from_bytes(place[:4], "big") % 16**depth
        level = [sha(b"ostiary/", tag, b"/v1\0", stream(16), name) for name in listed]
        for height in range(depth):
            while len(level) % 16:
                level.append(stream(32))
            nibble = mask // 16**height % 16
            level = [
                sha(b"ostiary/names/v1\0", *(level[node + (place ^ nibble)] for place in range(16)))
                for node in range(0, len(level), 16)
            ]
        digests += level
    return b"\x01" + sha(b"ostiary/entry/v2\0", *digests)


def iter_stream(stream: Any) -> Any:
    """Successive bytes of an extendable output function."""
    at = 0

    def take(count: int) -> bytes:
        nonlocal at
        at += count
        return bytes(stream.digest(at)[at - count :])

    return take
