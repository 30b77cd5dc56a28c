"""The whole story, with real clients, as `make demo` and CI play it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

INCIDENTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "chicago_crimes_2026_casenumbers.csv"


def check(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ostiary.cli.main", "demo", "--check", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )


def test_every_step_of_the_story_holds() -> None:
    """`ostiary demo --check` exits 0 and says so, one `ok` line a step and nothing else."""
    done = check()
    assert done.returncode == 0, done.stdout + done.stderr
    *steps, last = done.stdout.splitlines()
    assert last == "every step of the story holds"
    assert len(steps) >= 30
    assert [step for step in steps if not step.startswith("ok ")] == []


@pytest.mark.skipif(not INCIDENTS.exists(), reason="the CLEAR extract of ../shared/data is not here")
def test_the_story_holds_on_a_real_extract() -> None:
    """The same with the incidents of the public extract of CLEAR."""
    done = check("--incidents", str(INCIDENTS))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("every step of the story holds\n")


def test_a_folder_that_is_no_demonstration_is_left_alone(tmp_path: Path) -> None:
    """`--home` never deletes what does not bear the mark of a demonstration."""
    (tmp_path / "ostiary.toml").write_text("precious")
    done = check("--home", str(tmp_path))
    assert done.returncode == 1
    assert "is not empty and no demonstration" in done.stderr
    assert (tmp_path / "ostiary.toml").read_text() == "precious"
