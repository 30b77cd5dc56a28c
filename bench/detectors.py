"""`python -m bench.detectors DIR [MEMORY]`: every detector over one watch folder of synthetic events, a line of JSON each.

Knows: the detectors, what was planted, how much memory a process has had.
Must not know: what is made of the figures.

``memory`` is the largest resident size of the process since the detector began, in MB, and that of the last line the largest of all. The
first line is the opening of the folder, in which the reasons are read.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from ostiary.demo.at_scale.making import TRUTH, read_truth
from ostiary.watch.detecting.detector import Detector
from ostiary.watch.detecting.engine import MEMORY
from ostiary.watch.detecting.registry import DETECTORS, family
from ostiary.watch.detecting.running import Judging, judging
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.reasons.shipped import shipped_words
from ostiary.watch.reasons.table import reasons_table

STATUS: Final = Path("/proc/self/status")
CLEAR: Final = Path("/proc/self/clear_refs")
PEAK: Final = "5"
"""What sets the peak of a process back to its size now (proc(5))."""


def main() -> int:
    """Run them all."""
    path, memory = Path(sys.argv[1]), (*sys.argv[2:], MEMORY)[0]
    planted: dict[str, set[str]] = defaultdict(set)
    for case in read_truth(path / TRUTH):
        planted[str(case["kind"])].add(str(case["entity"]))
    lines: list[dict[str, Any]] = []
    opening: dict[str, Any] = {"code": "opening", "leads": 0, "planted": 0, "found": 0}
    with _measured(opening):
        context = judging(WatchFolder.open(path), _read, memory=memory)
        judge = context.__enter__()
    _say(lines, opening)
    try:
        for each in DETECTORS:
            _say(lines, _judge(judge, each, planted))
    finally:
        context.__exit__(None, None, None)
    _say(lines, _total(lines, planted))
    return 0


def _read(texts: Sequence[str]) -> pa.Table:
    return reasons_table(texts, shipped_words())


def _judge(judge: Judging, detector: Detector, planted: Mapping[str, set[str]]) -> dict[str, Any]:
    line: dict[str, Any] = {"code": detector.code, "planted": 0, "found": 0}
    with _measured(line):
        line["leads"] = judge.judge(detector).leads
    if line["leads"]:
        rows = judge.engine.to_pyarrow(judge.flagged(detector).select("entity").distinct())
        line["entities"] = set(rows["entity"].to_pylist()) & planted.get(family(detector.code), set())
    return line


def _total(lines: Sequence[Mapping[str, Any]], planted: Mapping[str, set[str]]) -> dict[str, Any]:
    """All together; a case is found when any rule of its kind found it."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        found[family(line["code"])] |= line.get("entities", set())
    return {
        "code": "total",
        "seconds": sum(line["seconds"] for line in lines),
        "processor": sum(line["processor"] for line in lines),
        "memory": max(line["memory"] for line in lines),
        "leads": sum(line["leads"] for line in lines),
        "planted": sum(map(len, planted.values())),
        "found": sum(len(found[kind] & entities) for kind, entities in planted.items()),
    }


@contextmanager
def _measured(line: dict[str, Any]) -> Iterator[None]:
    CLEAR.write_text(PEAK)
    before, begun = _processor(), time.monotonic()
    yield
    line |= {"seconds": time.monotonic() - begun, "processor": _processor() - before, "memory": _peak()}


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _peak() -> float:
    sizes = dict(line.split(":", 1) for line in STATUS.read_text().splitlines())
    return int(sizes["VmHWM"].split()[0]) / 1024


def _say(lines: list[dict[str, Any]], line: dict[str, Any]) -> None:
    lines.append(line)
    shown = {name: value for name, value in line.items() if name != "entities"}
    sys.stdout.write(f"{json.dumps(shown)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
