"""The shape check finds what it is there to find."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "check_shape.py"
GOOD = '"""A thing.\n\nKnows: it.\nMust not know: others.\n"""\n'


@pytest.fixture
def faults(tmp_path: Path) -> Any:
    """Gives the faults of a text as if it stood in src/ostiary/x.py."""
    tool = runpy.run_path(str(TOOL))
    tool["faults"].__globals__["ROOT"] = tmp_path
    (tmp_path / "src" / "ostiary").mkdir(parents=True)

    def check(text: str) -> list[str]:
        path = tmp_path / "src" / "ostiary" / "x.py"
        path.write_text(text)
        return list(tool["faults"](path))

    return check


def test_a_good_module_has_no_fault(faults: Any) -> None:
    """The check is not a wall."""
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('"""A thing."""\n', "`Knows`"),
        (GOOD + "x = 1\n" * 400, "the limit is 350"),
        (GOOD + "def f():\n" + "    x = 1\n" * 60, "`f` has 61 lines"),
        (GOOD + "def f():\n    import os\n", "an import inside `f`"),
    ],
)
def test_each_fault_is_found(faults: Any, text: str, fault: str) -> None:
    """Missing words, long modules, long functions, imports inside functions."""
    assert any(fault in found for found in faults(text))
