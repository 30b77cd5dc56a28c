"""A day's index as a file, from which one person's part is read without the rest.

Knows: the layout of the file, reading leaves, nodes and lists at their places.
Must not know: keys of people, what an entry says, how the index was built.

    "OSTIDXD1" | header length u32 | header, JSON | leaves, 64 each | nodes above them, 32 each, level by level
    | for each leaf: end of its list u64, counted from the first list | lists

Nothing in it is secret to whoever has the log's private side. Without the index key it says how many people a day had.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

from ostiary.errors import LogDamaged, ProofInvalid
from ostiary.evidence.index.building import DayIndex
from ostiary.evidence.index.day_root import DayRoot, read_day_root, write_day_root
from ostiary.evidence.index.sorted_map import Absent, MapProof, Place, Present, levels
from ostiary.model.canonical import canonical_bytes
from ostiary.store.durable_files import PRIVATE_MODE, Disk, replace_file_durably
from ostiary.store.log.journal import Position
from ostiary.tlog.key_text import decode_base64, encode_base64

_MAGIC: Final = b"OSTIDXD1"
_LENGTH: Final = struct.Struct(">I")
_END: Final = struct.Struct(">Q")
_LEAF_BYTES: Final = 64
_NODE_BYTES: Final = 32
MAX_HEADER_BYTES: Final = 4096


@dataclass(frozen=True, slots=True)
class DayHeader:
    """The day's root, and the places in the journal of the frames that hold its first entry and the one behind its last."""

    root: DayRoot
    first: Position
    behind: Position


def write_day_file(path: Path, header: DayHeader, index: DayIndex) -> None:
    """Put the file at its place, whole and durable. Raises OSError."""
    head = canonical_bytes(
        {
            "root": write_day_root(header.root).decode(),
            "first": position_plain(header.first),
            "behind": position_plain(header.behind),
        }
    )
    tree = levels(index.leaves)[1:]
    lists = [index.lists.get(key, b"") for key, _ in index.leaves]
    parts = [_MAGIC, _LENGTH.pack(len(head)), head]
    parts += [key + value for key, value in index.leaves]
    parts += [node for level in tree for node in level]
    parts += _ends(lists)
    raw = b"".join([*parts, *lists])
    replace_file_durably(Disk(), path, raw, mode=PRIVATE_MODE, staging=path.with_name(f"{path.name}.staging"))


def _ends(lists: list[bytes]) -> Iterator[bytes]:
    end = 0
    for one in lists:
        end += len(one)
        yield _END.pack(end)


def position_plain(position: Position) -> list[int | str]:
    """A place in the journal as plain values."""
    return [position.offset, position.index, encode_base64(position.chain)]


class DayFile:
    """A day's file, open to be read."""

    def __init__(self, path: Path) -> None:
        """Raises LogDamaged when the file is not of that form, OSError when it is not there."""
        self._name = path.name
        self._file: BinaryIO = path.open("rb")
        try:
            self.header = self._read_header()
        except BaseException:
            self._file.close()
            raise
        self._size = self.header.root.size

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def prove(self, key: bytes) -> MapProof:
        """The proof for a key that is neither the first nor the last of the map, from some forty reads."""
        at = self._find(key)
        if self._leaf(at)[0] == key:
            return Present(self._place(at))
        return Absent(self._place(at - 1), self._place(at))

    def sealed_list(self, position: int) -> bytes:
        """The sealed list behind a leaf; empty for one that stands for nobody."""
        start = self._list_end(position - 1) if position else 0
        return self._read(self._lists + start, self._list_end(position) - start)

    def _find(self, key: bytes) -> int:
        """The first leaf whose key is not smaller."""
        low, high = 0, self._size - 1
        while low < high:
            middle = (low + high) // 2
            if self._leaf(middle)[0] < key:
                low = middle + 1
            else:
                high = middle
        return low

    def _place(self, position: int) -> Place:
        sibling = levels([self._leaf(position ^ 1)])[0][0]
        path, start, width = [sibling], self._nodes, self._size // 2
        at = position >> 1
        while width > 1:
            path.append(self._read(start + (at ^ 1) * _NODE_BYTES, _NODE_BYTES))
            start, width, at = start + width * _NODE_BYTES, width // 2, at >> 1
        return Place(position, self._leaf(position), tuple(path))

    def _leaf(self, position: int) -> tuple[bytes, bytes]:
        raw = self._read(self._leaves + position * _LEAF_BYTES, _LEAF_BYTES)
        return raw[:_NODE_BYTES], raw[_NODE_BYTES:]

    def _list_end(self, position: int) -> int:
        end: int = _END.unpack(self._read(self._ends + position * _END.size, _END.size))[0]
        return end

    @property
    def _nodes(self) -> int:
        return self._leaves + self._size * _LEAF_BYTES

    @property
    def _ends(self) -> int:
        return self._nodes + (self._size - 1) * _NODE_BYTES

    @property
    def _lists(self) -> int:
        return self._ends + self._size * _END.size

    def _read_header(self) -> DayHeader:
        start = self._file.read(len(_MAGIC) + _LENGTH.size)
        if not start.startswith(_MAGIC) or len(start) != len(_MAGIC) + _LENGTH.size:
            raise self._damaged()
        (length,) = _LENGTH.unpack(start[len(_MAGIC) :])
        if length > MAX_HEADER_BYTES:
            raise self._damaged()
        self._leaves: int = len(start) + length
        try:
            found = json.loads(self._file.read(length))
            root = read_day_root(found["root"].encode())
            return DayHeader(root, read_position(found["first"]), read_position(found["behind"]))
        except (ValueError, TypeError, KeyError, AttributeError, ProofInvalid):
            raise self._damaged() from None

    def _read(self, offset: int, length: int) -> bytes:
        self._file.seek(offset)
        raw = self._file.read(length)
        if len(raw) != length:
            raise self._damaged()
        return raw

    def _damaged(self) -> LogDamaged:
        return LogDamaged(
            f"the index file `{self._name}` is damaged",
            hint="`ostiary log index` makes it again from the journal",
        )


def read_position(found: Any) -> Position:
    """The place of which these are the plain values. Raises ValueError, TypeError or ProofInvalid for others."""
    offset, index, chain = found
    if type(offset) is not int or type(index) is not int:
        raise ValueError("no position")
    return Position(offset, index, decode_base64(chain))
