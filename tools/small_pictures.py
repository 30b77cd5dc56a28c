"""Make pictures of pages small: PNG with a palette of at most 64 colours, in place (`python tools/small_pictures.py FILE...`).

Knows: as much of PNG as Chromium writes: eight bits a channel, three channels or four, not interlaced.
Must not know: what a picture shows.
"""

from __future__ import annotations

import contextlib
import struct
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
COLOURS: Final = 64
"""Text on a ground takes some ten shades for each pair of colours."""
Colour = tuple[int, int, int]


def main(names: list[str]) -> None:
    """Rewrite each file, and say what it has become."""
    for name in names:
        path = Path(name)
        before = path.read_bytes()
        with contextlib.suppress(ValueError):
            # What is small already stays as it is.
            path.write_bytes(min(before, small(before), key=len))
        sys.stdout.write(f"{name}: {len(before)} bytes, {path.stat().st_size} now\n")


def small(raw: bytes) -> bytes:
    """The same picture with a palette. Raises ValueError for a PNG of another kind."""
    width, height, rows = _rows(raw)
    pixels = [list(zip(row[0::3], row[1::3], row[2::3], strict=True)) for row in rows]
    counts = Counter(pixel for row in pixels for pixel in row)
    palette = [colour for colour, _ in counts.most_common(COLOURS)]
    place = {colour: _nearest(palette, colour) for colour in counts}
    lines = b"".join(b"\x00" + bytes(place[pixel] for pixel in row) for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    table = b"".join(bytes(colour) for colour in palette)
    parts = ((b"IHDR", head), (b"PLTE", table), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(kind, data) for kind, data in parts)


def _nearest(palette: list[Colour], colour: Colour) -> int:
    red, green, blue = colour
    return min(
        range(len(palette)),
        key=lambda at: (
            (palette[at][0] - red) ** 2 + (palette[at][1] - green) ** 2 + (palette[at][2] - blue) ** 2
        ),
    )


def _rows(raw: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height, and the rows as red, green, blue."""
    chunks = list(_chunks(raw))
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    channels = {2: 3, 6: 4}.get(kind, 0)
    if depth != 8 or not channels or interlaced:  # noqa: PLR2004 - bits a channel
        raise ValueError("a PNG of another kind, or small already")
    data = zlib.decompress(b"".join(part for name, part in chunks if name == b"IDAT"))
    stride = width * channels
    rows, above = [], bytes(stride)
    for at in range(0, height * (stride + 1), stride + 1):
        above = _unfiltered(data[at], data[at + 1 : at + 1 + stride], above, channels)
        rows.append(above if channels == 3 else _opaque(above))  # noqa: PLR2004 - red, green, blue
    return width, height, rows


def _opaque(row: bytes) -> bytes:
    plain = bytearray(len(row) // 4 * 3)
    for channel in range(3):
        plain[channel::3] = row[channel::4]
    return bytes(plain)


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not raw.startswith(SIGNATURE):
        raise ValueError("no PNG")
    at = len(SIGNATURE)
    while at < len(raw):
        (length,) = struct.unpack_from(">I", raw, at)
        yield raw[at + 4 : at + 8], raw[at + 8 : at + 8 + length]
        at += length + 12


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _unfiltered(kind: int, row: bytes, above: bytes, step: int) -> bytes:
    """PNG's five filters (RFC 2083, section 6)."""
    if kind == 0:
        return row
    found = bytearray(row)
    for at in range(len(row)):
        left = found[at - step] if at >= step else 0
        corner = above[at - step] if at >= step else 0
        found[at] = (row[at] + _predicted(kind, left, above[at], corner)) & 0xFF
    return bytes(found)


def _predicted(kind: int, left: int, above: int, corner: int) -> int:
    match kind:
        case 1:
            return left
        case 2:
            return above
        case 3:
            return (left + above) // 2
        case _:
            guess = left + above - corner
            return min((left, above, corner), key=lambda one: abs(guess - one))


if __name__ == "__main__":
    main(sys.argv[1:])
