"""A network audit of two million rows, imported: every row accounted for, in bounded memory."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

ROWS = 2_000_000
REPEATED = 1_000
"""One row in so many stands in the file twice, and one in so many has a time that is none."""
MOST = 1_000_000
"""KiB of memory. Half of it was seen; ten times the rows must not take ten times as much."""
TITLES = "ID,Name,Org Name,Total Networks Searched,Total Devices Searched,Time Frame,License Plate,Case #,Reason,Search Time,Search Type\n"


def rows() -> Iterator[str]:
    """The rows of a made-up audit."""
    rng, at = random.Random(1), datetime(2025, 1, 1)  # noqa: DTZ001 - as the vendor writes it
    for number in range(ROWS):
        at += timedelta(seconds=rng.randrange(1, 30))
        when = at.strftime("%m/%d/%Y, %I:%M:%S %p UTC")
        since = (at - timedelta(days=7)).strftime("%m/%d/%Y, %I:%M:%S %p UTC")
        plate = "***" if number % 2 else f"{rng.randrange(10)}ABC{rng.randrange(1000):03}"
        name = uuid.UUID(int=rng.getrandbits(128))
        reason = rng.choice(["investigation", "bolo", "theft", f"stolen vehicle {number}"])
        shown = when if number % REPEATED else "soon"
        row = f'{name},***,Org {rng.randrange(3000)} PD,{rng.randrange(1, 6000)},80,"{since}\n{when}",{plate},***,{reason},"{shown}",lookup\n'
        yield row
        if number % REPEATED == 1:
            yield row


@pytest.mark.timeout(30 * 60)
def test_two_million_rows_are_imported_in_bounded_memory(tmp_path: Path) -> None:
    """Duplicates and broken rows among them are all found; the rate is printed and decides nothing."""
    with (tmp_path / "audit.csv").open("w", encoding="utf-8") as file:
        file.write(TITLES)
        file.writelines(rows())
    arguments: list[str | Path] = [
        "import",
        tmp_path / "audit.csv",
        "--as",
        "plate-reader-network",
        "--owner",
        "Oak PD",
        "-o",
        tmp_path / "watch",
    ]
    began = time.monotonic()
    done = subprocess.run(
        [Path(sys.executable).with_name("ostiary"), "watch", *arguments, "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    taken = time.monotonic() - began
    said = json.loads(done.stdout)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"{said['read'] / taken:,.0f} rows a second, {most / 1024:,.0f} MiB at most")
    odd = ROWS // REPEATED
    assert (said["taken"], said["duplicates"], said["refused"]) == (ROWS - odd, odd, odd)
    assert said["read"] == ROWS + odd
    assert most < MOST
