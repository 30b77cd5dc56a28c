"""Compiles the hot path in place: as a hook of the build, and as `python hatch_build.py` for `make compiled`.

A module listed here is one `.py`, which is the truth and runs as it is, and one `.pxd` with C types. Where Cython or a C
compiler is missing, or OSTIARY_SKIP_CYTHON is set, nothing is compiled and everything works; OSTIARY_REQUIRE_CYTHON makes
a build that could not compile fail. The decision record is docs/adr/0022.
"""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT: Final = Path(__file__).resolve().parent
ROOM: Final = Path("ostiary")
COMPILED: Final = ("evidence/one_pass", "pgwire/following", "pgwire/framing", "pgwire/rowkeys")
INLINED: Final = ("evidence/hashing", "pgwire/words")
"""What stands in the `.pxd` of these is compiled into the others."""
OPTIONS: Final = ["-O2", "-g0"]
STAMP: Final = "compiled-from"
"""A file beside the packages: the hash of what they were compiled from. A test compares it."""

# Bounds of buffers stay checked. Annotations say nothing to the compiler: they are for mypy, and `int` there has no size.
_DIRECTIVES: Final = {
    "annotation_typing": False,
    "initializedcheck": False,
    "language_level": 3,
    "wraparound": False,
}


class CompiledHotPath(BuildHookInterface[Any]):
    """The hook that hatchling calls before it packs a wheel or makes an editable one."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Compile, and let the wheel say so in its tag."""
        if self.target_name == "wheel" and compile_if_wanted(Path(self.root)):
            build_data["pure_python"] = False
            build_data["infer_tag"] = True
            build_data["artifacts"].append(f"src/{ROOM}/*/*.so")


def compile_if_wanted(root: Path) -> bool:
    """Compile in place under ``root`` what is not compiled yet; whether it is. Raises when it must be and cannot."""
    if os.environ.get("OSTIARY_SKIP_CYTHON"):
        remove(root)
        return False
    if is_compiled(root):
        return True
    remove(root)
    try:
        _compile(root / "src")
    except (Exception, SystemExit) as error:
        if os.environ.get("OSTIARY_REQUIRE_CYTHON"):
            raise
        sys.stderr.write(f"the hot path stays pure Python: {type(error).__name__}: {error}\n")
        remove(root)
        return False
    (root / "src" / ROOM / STAMP).write_text(digest(root), "utf-8")
    return True


def is_compiled(root: Path) -> bool:
    """Whether what this Python would load was compiled from the sources as they are."""
    room = root / "src" / ROOM
    stamp, suffix = room / STAMP, sysconfig.get_config_var("EXT_SUFFIX")
    is_there = all((room / f"{name}{suffix}").exists() for name in COMPILED)
    return is_there and stamp.exists() and stamp.read_text("utf-8") == digest(root)


def remove(root: Path) -> None:
    """Remove what was compiled: the sources alone count again."""
    for path in _compiled(root):
        path.unlink()
    (root / "src" / ROOM / STAMP).unlink(missing_ok=True)


def digest(root: Path) -> str:
    """The hash of all that is compiled, and of how."""
    room = root / "src" / ROOM
    names = sorted((*COMPILED, *INLINED))
    sources = (room / f"{name}{suffix}" for name in names for suffix in (".py", ".pxd"))
    how = repr((OPTIONS, sorted(_DIRECTIVES.items()))).encode()
    return hashlib.sha256(b"\0".join((how, *(path.read_bytes() for path in sources)))).hexdigest()


def _compiled(root: Path) -> Iterator[Path]:
    for name in COMPILED:
        yield from (root / "src" / ROOM).glob(f"{name}.*.so")


def _compile(src: Path) -> None:
    # Imported here and nowhere else: a build without them is a pure one, not a failure.
    from Cython.Build import cythonize  # noqa: PLC0415
    from setuptools import Distribution, Extension  # noqa: PLC0415

    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="ostiary-compiled-") as scratch:
        os.chdir(src)
        try:
            extensions = cythonize(
                [
                    Extension(
                        f"ostiary.{name.replace('/', '.')}",
                        [str(ROOM / f"{name}.py")],
                        extra_compile_args=OPTIONS,
                    )
                    for name in COMPILED
                ],
                build_dir=scratch,
                compiler_directives=_DIRECTIVES,
                force=True,
                quiet=True,
            )
            command = Distribution({"name": "ostiary", "ext_modules": extensions}).get_command_obj(
                "build_ext"
            )
            command.inplace, command.build_temp, command.parallel = True, scratch, True
            command.ensure_finalized()
            command.run()
        finally:
            os.chdir(before)


if __name__ == "__main__":
    sys.stdout.write("compiled\n" if compile_if_wanted(ROOT) else "pure\n")
