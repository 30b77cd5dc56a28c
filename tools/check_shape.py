"""Holds the shape of the house: module length, function length, and what a module says of itself.

Run as ``python tools/check_shape.py``; prints every fault, one line each, and exits 1 if there is one.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MAX_MODULE_LINES = 350
MAX_FUNCTION_LINES = 50
# Tests are tables and stories; they may be longer.
MAX_TEST_MODULE_LINES = 800


def faults(path: Path) -> Iterator[str]:
    """What is wrong with one module."""
    text = path.read_text("utf-8")
    name = path.relative_to(ROOT)
    limit = MAX_TEST_MODULE_LINES if name.parts[0] == "tests" else MAX_MODULE_LINES
    lines = text.count("\n")
    if lines > limit:
        yield f"{name}: {lines} lines, the limit is {limit}"
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            length = node.end_lineno - node.lineno + 1
            if length > MAX_FUNCTION_LINES and name.parts[0] != "tests":
                yield f"{name}:{node.lineno}: `{node.name}` has {length} lines, the limit is {MAX_FUNCTION_LINES}"
            yield from _imports_inside(name, node)
    if name.parts[0] in {"src", "bench"} and name.as_posix() not in {
        "src/ostiary/__init__.py",
        "bench/__init__.py",
    }:
        says = ast.get_docstring(tree) or ""
        yield from (
            f"{name}: its first lines do not say what it `{word}`"
            for word in ("Knows", "Must not know")
            if f"{word}:" not in says
        )


def _imports_inside(name: Path, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield f"{name}:{node.lineno}: an import inside `{function.name}`"


def main() -> int:
    """Check all that is ours."""
    found = [
        fault
        for folder in ("src", "tests", "tools", "bench")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for fault in faults(path)
    ]
    print("\n".join(found) if found else "the shape holds")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
