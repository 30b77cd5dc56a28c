"""Writes what is generated from the registry of detectors: docs/detectors.md, and the SQL of each beside the detectors.

Run as ``python tools/detector_reference.py``; a test compares what it would write with what stands there.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

from ostiary.watch.detecting.definition import sql_of
from ostiary.watch.detecting.detector import Detector
from ostiary.watch.detecting.registry import BY_NAME, DETECTORS

ROOT = Path(__file__).resolve().parents[1]
PAGE = "docs/detectors.md"
SQL = "src/ostiary/watch/detecting/sql"

HEAD = """\
# Detectors

Written by `tools/detector_reference.py` from the registry of detectors; do not edit it by hand.

**Whatever a detector says is a lead, never a verdict**: each says below what else it may be, and what to ask next. A limit is
changed in `limits.toml` of the watch folder (`[vague]`, then `share = 0.7`) or in the call (`--limit vague.share=0.7`); the run's
file keeps both. The SQL that DuckDB gets under the shipped limits stands in `src/ostiary/watch/detecting/sql/`.
Severity is from 1 (ask sometime) to 5 (act today)."""


def documents() -> dict[str, str]:
    """Path from the root: what stands there."""
    return {PAGE: page(), **{f"{SQL}/{each.code}.sql": sql_of(each) for each in DETECTORS}}


def page() -> str:
    """The whole document."""
    sections = [
        "\n\n".join(section(each, family)) for family, detectors in BY_NAME.items() for each in detectors
    ]
    return "\n\n".join([HEAD, *sections]) + "\n"


def section(detector: Detector, family: str) -> Iterator[str]:
    """One detector."""
    yield f"## {detector.code}: {detector.name}"
    yield detector.question
    yield f"Holds against the {detector.entity}: {definition(detector)}"
    if detector.limits:
        yield "\n".join(["| limit | shipped |", "|---|---|", *_limits(detector, family)])
    yield f"Cannot judge without: {', '.join(f'`{need}`' for need in sorted(detector.needs))}. Severity {detector.severity}."
    yield "\n".join(["It may be nothing:", "", *(f"- {each}" for each in detector.innocent)])
    yield f"Next: {detector.next_step}"


def definition(detector: Detector) -> str:
    """The first paragraph of what its rule says of itself, its first letter small."""
    said = inspect.getdoc(detector.flag)
    if not said:
        raise SystemExit(f"the rule of {detector.code} does not say what it flags")
    first = " ".join(said.split("\n\n")[0].split())
    return first[0].lower() + first[1:]


def _limits(detector: Detector, family: str) -> list[str]:
    return [f"| `{family}.{name}` | {value:g} |" for name, value in detector.limits.items()]


def main() -> None:
    """Write all of it, and remove the SQL of detectors that are no more."""
    found = documents()
    for name, text in found.items():
        target = ROOT / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
    for stale in (ROOT / SQL).glob("*.sql"):
        if f"{SQL}/{stale.name}" not in found:
            stale.unlink()


if __name__ == "__main__":
    main()
