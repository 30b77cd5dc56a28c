"""What a disk may hold after the power went: computed from the system calls of a real writer.

strace writes down what was written, synced, renamed and sent, in the order of the kernel. From that, the folder is put
together as it may be found after a power cut at any moment:

- What a completed fsync or fdatasync covers is there. A sync covers the writes to that file that had returned before it
  began; the names in a directory are covered by the sync of that directory, and of nothing else.
- Of anything else any part may be there: a write whole, not at all, some of its sectors, or only its length with zero
  bytes; a name or not; in any combination, so in any order.
- A rename is one step, and so is a sector of 512 bytes. Every journaling file system promises the first, disks the second.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from ostiary.store.log.wire import GREETING, split_durables

CALLS = "openat,pwrite64,write,fdatasync,fsync,ftruncate,sendto,?rename,?renameat,?renameat2,?mkdir,?mkdirat,?unlink,?unlinkat,?rmdir"
SECTOR = 512

_LINE = re.compile(r"(\d+)\s+(.*)")
_CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_DESCRIPTOR = re.compile(r"\d+<((?:\\x[0-9a-f]{2})*)>")
_NUMBER = re.compile(r", (\d+)\)?$")


@dataclass(frozen=True, slots=True)
class Call:
    """One system call that succeeded: between which lines of the trace it was under way, its words, its result."""

    start: int
    end: int
    name: str
    words: str
    result: int

    @property
    def texts(self) -> list[bytes]:
        """The strings among its arguments."""
        return [_unescape(found) for found in _TEXT.findall(self.words)]

    @property
    def path(self) -> str:
        """The path behind its first descriptor."""
        found = _DESCRIPTOR.search(self.words)
        return "" if found is None else _unescape(found[1]).decode(errors="replace")

    @property
    def last_number(self) -> int:
        """Its last argument."""
        found = _NUMBER.search(self.words)
        assert found is not None, self.words
        return int(found[1])


def _unescape(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def read_calls(trace: str) -> list[Call]:
    """The calls of a trace in the order in which they began; a call that strace broke in two is put together."""
    begun: dict[str, tuple[int, str]] = {}
    calls = []
    for number, line in enumerate(trace.splitlines()):
        found = _LINE.match(line)
        assert found is not None, line
        thread, text = found.groups()
        start = number
        if text.endswith(" <unfinished ...>"):
            begun[thread] = (number, text.removesuffix(" <unfinished ...>"))
            continue
        if text.startswith("<... "):
            start, before = begun.pop(thread)
            text = before + text.partition(" resumed>")[2]
        call = _CALL.match(text)
        if call is not None and int(call[3]) >= 0:
            calls.append(Call(start, number, call[1], call[2], int(call[3])))
    return sorted(calls, key=lambda one: one.start)


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes at an offset of a file, or, with None, the end of the file there."""

    call: Call
    inode: int
    offset: int
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Naming:
    """A name that comes, goes or moves: ``inode`` is what bears it then (-1 for a directory, None for nothing)."""

    call: Call
    name: str
    inode: int | None
    moved_from: str = ""


Step: TypeAlias = Write | Naming


@dataclass(slots=True)
class History:
    """All that happened to a folder from the moment at which it was durable as it stood."""

    before: dict[str, bytes]
    steps: list[Step] = field(default_factory=list)
    syncs: list[tuple[Call, int | str]] = field(default_factory=list)
    """Which file, or which directory."""
    answers: list[tuple[int, int]] = field(default_factory=list)
    """From which line on a client may know of which entry."""
    words: list[tuple[int, bytes]] = field(default_factory=list)
    """What was written to standard output, and when."""
    length: int = 0
    names: dict[str, int] = field(default_factory=dict)
    """Which file bears which name, in memory."""

    def without_syncs(self, is_left_out: Callable[[int | str], bool]) -> History:
        """The same history, had the writer not waited for those: to see that the loss would be found."""
        kept = [(call, target) for call, target in self.syncs if not is_left_out(target)]
        return replace(self, syncs=kept)

    def namings(self) -> list[Naming]:
        """The names that came, went or moved."""
        return [step for step in self.steps if isinstance(step, Naming)]

    def covered_at(self, step: Step) -> int:
        """The line from which on a step is durable; beyond the end when it never is."""
        target = step.inode if isinstance(step, Write) else str(Path(step.name).parent)
        return min(
            (call.end for call, what in self.syncs if what == target and call.start > step.call.end),
            default=self.length + 1,
        )


def read_history(root: Path, trace: str, before: Mapping[str, bytes]) -> History:
    """``before`` holds the folder's files, by full path, when the trace began, and they were durable."""
    history = History(dict(before), length=trace.count("\n"))
    history.names = {name: number for number, name in enumerate(before)}
    ours = f"{root}/"
    for call in read_calls(trace):
        _take_in(history, call, ours)
    return history


def _take_in(history: History, call: Call, ours: str) -> None:
    path = call.path
    match call.name:
        case "openat":
            _take_in_opening(history, call, ours)
        case "pwrite64" if path.startswith(ours):
            data = call.texts[0][: call.result]
            history.steps.append(Write(call, history.names[path], call.last_number, data))
        case "ftruncate" if path.startswith(ours):
            history.steps.append(Write(call, history.names[path], call.last_number, None))
        case "fsync" | "fdatasync" if path.startswith(ours) or f"{path}/" == ours:
            history.syncs.append((call, history.names.get(path, path)))
        case "rename" | "renameat" | "renameat2" if call.texts[0].decode().startswith(ours):
            source, target = (text.decode() for text in call.texts)
            history.names[target] = history.names.pop(source)
            history.steps.append(Naming(call, target, history.names[target], source))
        case "mkdir" | "mkdirat" if call.texts[0].decode().startswith(ours):
            history.steps.append(Naming(call, call.texts[0].decode(), -1))
        case "unlink" | "unlinkat" | "rmdir":
            # Paths below an open directory are told from it.
            name = str(Path(path or "/") / call.texts[0].decode())
            if name.startswith(ours):
                history.names.pop(name, None)
                history.steps.append(Naming(call, name, None))
        case "sendto" if call.texts:
            answers, _ = split_durables(call.texts[0][: call.result].removeprefix(GREETING))
            history.answers += [(call.start, answer.index) for answer in answers]
        case "write" if call.texts:
            history.words.append((call.start, call.texts[0]))


def _take_in_opening(history: History, call: Call, ours: str) -> None:
    name = call.texts[0].decode()
    if not name.startswith(ours) or "O_CREAT" not in call.words:
        return
    if name not in history.names:
        history.names[name] = len(history.names) + len(history.steps)
        history.steps.append(Naming(call, name, history.names[name]))
    if "O_TRUNC" in call.words:
        history.steps.append(Write(call, history.names[name], 0, None))


@dataclass(frozen=True, slots=True)
class Weather:
    """What becomes of the steps that no sync covers."""

    name: str
    bytes_arrive: float
    """The share of writes of which something arrives."""
    names_arrive: float
    is_torn: bool = False
    """Whether a write that arrives may arrive in part."""
    is_hollow: bool = False
    """Whether a write that does not arrive leaves its length, in zero bytes."""


WEATHERS = (
    Weather("nothing that was not synced", 0, 0),
    Weather("everything, as after a kill", 1, 1),
    Weather("names without bytes", 0, 1),
    Weather("names and lengths without bytes", 0, 1, is_hollow=True),
    Weather("bytes without names", 1, 0),
)
ANY = Weather("any part", 0.5, 0.5, is_torn=True)


def cut_power(history: History, at: int, weather: Weather, dice: random.Random) -> dict[str, bytes | None]:
    """What is found by path when the power goes at that line: bytes, or None for a directory."""
    inodes = {number: bytearray(data) for number, data in enumerate(history.before.values())}
    found: dict[str, int] = {name: number for number, name in enumerate(history.before)}
    for step in history.steps:
        if step.call.start >= at:
            break
        is_covered = history.covered_at(step) <= at
        if isinstance(step, Write):
            _write(inodes.setdefault(step.inode, bytearray()), step, weather, dice, is_covered=is_covered)
        elif is_covered or dice.random() < weather.names_arrive:
            _name(found, step)
    return {name: None if inode < 0 else bytes(inodes.get(inode, b"")) for name, inode in found.items()}


def _name(found: dict[str, int], step: Naming) -> None:
    found.pop(step.moved_from, None)
    if step.inode is None:
        found.pop(step.name, None)
    else:
        found[step.name] = step.inode


def _write(file: bytearray, step: Write, weather: Weather, dice: random.Random, *, is_covered: bool) -> None:
    arrives = is_covered or dice.random() < weather.bytes_arrive
    if step.data is None:
        if arrives:
            del file[step.offset :]
            file.extend(bytes(step.offset - len(file)))
        return
    is_torn = weather.is_torn and not is_covered and dice.random() < 0.7
    if not arrives:
        if weather.is_hollow or (weather.is_torn and dice.random() < 0.3):
            file.extend(bytes(max(0, step.offset + len(step.data) - len(file))))
        return
    for start, piece in _sectors(step.offset, step.data) if is_torn else [(step.offset, step.data)]:
        if not is_torn or dice.random() < 0.5:
            file.extend(bytes(max(0, start - len(file))))
            file[start : start + len(piece)] = piece


def _sectors(offset: int, data: bytes) -> Iterable[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        size = min(len(data) - at, SECTOR - (offset + at) % SECTOR)
        yield offset + at, data[at : at + size]
        at += size


def put_together(
    found: Mapping[str, bytes | None], root: Path, place: Path, directories: Sequence[str]
) -> None:
    """Write what was found below ``root`` into ``place``. A name whose directory is lost is lost with it.

    ``directories`` were there when the trace began.
    """
    there = {str(root), *directories, *(name for name, data in found.items() if data is None)}
    for name in sorted(found.keys() | there):
        if all(str(above) in there for above in Path(name).parents if above.is_relative_to(root)):
            target, data = place / Path(name).relative_to(root), found.get(name)
            if data is None:
                target.mkdir(parents=True, exist_ok=True)
            else:
                target.write_bytes(data)
                target.chmod(0o600)
