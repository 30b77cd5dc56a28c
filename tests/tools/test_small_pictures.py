"""Pictures become small and stay what they were, as far as their colours are few."""

from __future__ import annotations

import importlib.util
import struct
import zlib
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """The program, which is no part of the package."""
    path = Path(__file__).parents[2] / "tools" / "small_pictures.py"
    spec = importlib.util.spec_from_file_location("small_pictures", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def picture(rows: list[bytes], width: int, kind: int = 2) -> bytes:
    """A PNG of rows that each begin with the number of their filter."""
    head = struct.pack(">IIBBBBB", width, len(rows), 8, kind, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, data) for name, data in parts)


def shown(raw: bytes) -> list[list[bytes]]:
    """The colours of a picture with a palette and without filters."""
    at, found = 8, {}
    while at < len(raw):
        (length,) = struct.unpack_from(">I", raw, at)
        found[raw[at + 4 : at + 8]] = raw[at + 8 : at + 8 + length]
        at += length + 12
    width, height = struct.unpack_from(">II", found[b"IHDR"])
    lines, palette = zlib.decompress(found[b"IDAT"]), found[b"PLTE"]
    rows = [lines[row * (width + 1) + 1 : (row + 1) * (width + 1)] for row in range(height)]
    return [[palette[3 * one : 3 * one + 3] for one in row] for row in rows]


def test_each_filter_is_undone(tool: ModuleType) -> None:
    """None, left, above, average, Paeth: five times the same two colours."""
    red, blue = bytes([200, 0, 0]), bytes([0, 0, 100])
    rows = [
        b"\x00" + red + blue,
        b"\x01" + red + bytes([56, 0, 100]),
        b"\x02" + bytes(6),
        b"\x03" + bytes([100, 0, 0]) + bytes([156, 0, 50]),
        b"\x04" + bytes(3) + bytes(3),
    ]
    assert shown(tool.small(picture(rows, 2))) == [[red, blue]] * 5


def test_opacity_is_left_out(tool: ModuleType) -> None:
    """Pages are opaque; the fourth channel goes."""
    raw = picture([b"\x00" + bytes([1, 2, 3, 255])], 1, kind=6)
    assert shown(tool.small(raw)) == [[bytes([1, 2, 3])]]


def test_what_is_small_already_is_refused(tool: ModuleType) -> None:
    """A palette is not reduced again, and what is no PNG is not rewritten."""
    once = tool.small(picture([b"\x00" + bytes(3)], 1))
    for raw in (once, b"GIF89a"):
        with pytest.raises(ValueError, match="PNG"):
            tool.small(raw)
