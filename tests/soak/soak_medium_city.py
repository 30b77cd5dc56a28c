"""The story in a city of a million records."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest

MINUTES = 10


@pytest.mark.timeout(MINUTES * 60)
def test_every_step_of_the_story_holds_in_a_city_of_a_million_records() -> None:
    """`ostiary demo --check --size medium` exits 0; its bars say how many rows each table has, and end in order."""
    done = subprocess.run(
        [sys.executable, "-m", "ostiary.cli.main", "demo", "--check", "--size", "medium"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=MINUTES * 60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("every step of the story holds\n")
    assert "ok the city stands: 999,062 records about made-up people" in done.stdout
    places = [
        done.stderr.find(table) for table in ("the whole city", "persons", "incidents", "offence_codes")
    ]
    assert all(0 <= before < after for before, after in pairwise(places))
