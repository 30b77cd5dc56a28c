"""Where in our sources something is made durable: by reading them, and by watching them run."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import ostiary
from ostiary.store import durable_files
from ostiary.witness import durable
from store.log_world import FAULTS, Fault, FaultyDisk

SOURCES = Path(ostiary.__path__[0])
WATCHED = ("store/log", "store/directive_floor.py", "store/register_files.py", "witness")
"""What makes a log, its floor, its register and a witness's state durable."""
SEAMS = {Path(durable_files.__file__), Path(durable.__file__)}

# Methods of a Disk, and what is built of them.
THROUGH_THE_SEAM = frozenset(
    {name for disk in (durable_files.Disk, durable.Disk) for name in vars(disk) if not name.startswith("_")}
    | {"replace_file", "replace_file_durably", "make_directories", "sync_directory", "replace_durably"}
)
# What a module could call to get past it.
PAST_THE_SEAM = frozenset({
    "fsync", "fdatasync", "pwrite", "pwritev", "ftruncate", "truncate", "replace", "rename", "renames", "link", "symlink",
    "write_bytes", "write_text", "posix_fallocate", "fallocate", "mkdir", "makedirs", "unlink", "rmdir", "rmtree",
    "writelines",
})  # fmt: skip


def functions(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """Every function of a module, as ``module.Class.name``."""

    def inside(node: ast.AST, name: str) -> Iterator[tuple[str, ast.AST]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                if not isinstance(child, ast.ClassDef):
                    yield f"{name}.{child.name}", child
                yield from inside(child, f"{name}.{child.name}")

    yield from inside(ast.parse(path.read_text("utf-8")), path.stem)


def calls_in(node: ast.AST) -> Iterator[ast.Call]:
    """The calls in a function, those of functions within it left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if isinstance(child, ast.Call):
            yield child
        yield from calls_in(child)


def named(call: ast.Call) -> tuple[str, str]:
    """What is called, and on what."""
    match call.func:
        case ast.Attribute(value, attribute):
            return attribute, ast.unparse(value)
        case ast.Name(name):
            return name, ""
    return "", ""


def sources() -> list[Path]:
    """The modules that are watched."""
    places = [SOURCES / name for name in WATCHED]
    found = [path for place in places for path in (place.rglob("*.py") if place.is_dir() else [place])]
    return sorted(path for path in found if path not in SEAMS)


def is_durable(call: ast.Call) -> bool:
    """Whether it goes through the seam: a helper of the seam, or a method of something that is called a disk."""
    name, on = named(call)
    return name in THROUGH_THE_SEAM and (
        on in {"", "durable"} or on.removeprefix("self.").lstrip("_") == "disk"
    )


def durable_sites() -> set[str]:
    """Every function that makes something durable through the seam."""
    return {
        name for path in sources() for name, node in functions(path) if any(map(is_durable, calls_in(node)))
    }


def sites_past_the_seam() -> set[str]:
    """Every function that changes what a disk holds otherwise, with what it calls."""
    return {
        f"{name}: {called[0]}"
        for path in sources()
        for name, node in functions(path)
        for called in map(named, calls_in(node))
        # A dataclass and a text are replaced by other means than a file.
        if called[0] in PAST_THE_SEAM and called[1] not in {"dataclasses", "text"} and "disk" not in called[1]
    }


def _site() -> str:
    frame = sys._getframe(1)
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(SOURCES) and path not in SEAMS:
            name = frame.f_code.co_qualname
            return f"{path.stem}.{name.replace('.<locals>', '')}"
        assert frame.f_back is not None
        frame = frame.f_back
    raise AssertionError


class SitedDisk(FaultyDisk):
    """A disk on which one step goes wrong, and which remembers whose step each was."""

    def __init__(self, at: int = -1, fault: Fault = FAULTS[0]) -> None:
        super().__init__(at, fault)
        self.sites: list[str] = []

    @property
    def is_about_to_tear(self) -> bool:
        """Whether the next step is the one that goes wrong, and does not take effect."""
        return len(self.steps) == self._at and not self._fault.takes_effect

    def _step(self, name: str, act: Callable[[], None]) -> None:
        self.sites.append(_site())
        super()._step(name, act)


class WitnessDisk(durable.Disk):
    """The same for a witness, whose disk has fewer calls."""

    def __init__(self, through: SitedDisk) -> None:
        self._through = through

    def write(self, descriptor: int, data: bytes) -> None:
        """In half when it goes wrong before it took effect."""
        if self._through.is_about_to_tear:
            super().write(descriptor, data[: len(data) // 2])
        self._through._step("write", lambda: super(WitnessDisk, self).write(descriptor, data))

    def sync(self, descriptor: int) -> None:
        """As it is."""
        self._through._step("fsync", lambda: super(WitnessDisk, self).sync(descriptor))

    def rename(self, source: Path, target: Path) -> None:
        """As it is."""
        self._through._step(f"rename {target.name}", lambda: super(WitnessDisk, self).rename(source, target))
