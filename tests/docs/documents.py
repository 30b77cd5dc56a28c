"""The written house: which documents there are, and the fenced snippets in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))

RUNNING = frozenset({"sh", "console", "python"})
"""Fences with these languages are executed; ``text`` is for what must not be."""

EXTERNAL = frozenset({"bash", "shell-session"})
"""Fences with these languages are executed by tests/external, on a PostgreSQL that is not ours."""

POLICY = "toml"
"""Fences of policy are loaded as a file of the bundle ``policies/chicago-2019``."""

_FENCE = re.compile(r"^```(?P<language>\S*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Snippet:
    """One fenced block: its language, its text, and the line of the document that it begins after."""

    language: str
    text: str
    line: int


def snippets(document: Path) -> Iterator[Snippet]:
    """All fenced blocks of a document, in order."""
    text = document.read_text("utf-8")
    for found in _FENCE.finditer(text):
        yield Snippet(found["language"], found["text"], text.count("\n", 0, found.start()) + 1)


def without_snippets(document: Path) -> str:
    """A document's prose."""
    return _FENCE.sub("", document.read_text("utf-8"))


def name_of(document: Path) -> str:
    """A document's path below the root, as it appears in the names of tests."""
    return document.relative_to(ROOT).as_posix()
