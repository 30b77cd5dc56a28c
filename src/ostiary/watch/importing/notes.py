"""What whoever imported a file should know beside the counts, in sentences.

Knows: what was not certain, and what a mapping left aside.
Must not know: terminals.
"""

from __future__ import annotations

from collections.abc import Iterator

from ostiary.evidence.disclosure.english import counted
from ostiary.watch.importing.clocks import AgencyClock
from ostiary.watch.importing.harmless import listed
from ostiary.watch.importing.headers import Header
from ostiary.watch.importing.mapping import WINDOW, ColumnMapping
from ostiary.watch.importing.taking import Tally


def notes_of(
    mapping: ColumnMapping, header: Header, clock: AgencyClock, tally: Tally, *, is_owned: bool
) -> list[str]:
    """Each note that holds for this file; ``is_owned`` where whoever imported it said whose it is."""
    return [*_columns(mapping, header, is_owned=is_owned), *_times(mapping, clock), *_lines(header, tally)]


def _columns(mapping: ColumnMapping, header: Header, *, is_owned: bool) -> Iterator[str]:
    if header.unused:
        yield f"No field takes these columns: {listed(header.unused)}."
    absent = [rule.name for rule in mapping.fields if rule.headers and not _is_there(rule.name, header)]
    if mapping.table == "events" and absent:
        yield f"The file has no column for: {', '.join(absent)}."
    if not is_owned and any(rule.name in absent and rule.option == "owner" for rule in mapping.fields):
        yield "No column says whose log it is, and detectors of agencies cannot judge it: --owner NAME --replace says it."


def _is_there(name: str, header: Header) -> bool:
    """Whether a column fills a field; a window may have one column or two."""
    if name in {WINDOW, "window_from", "window_until"}:
        return not header.columns.keys().isdisjoint({WINDOW, "window_from", "window_until"})
    return name in header.columns


def _times(mapping: ColumnMapping, clock: AgencyClock) -> Iterator[str]:
    if clock.zone is None and mapping.table == "events":
        yield "Hours and days of the agency's own clock are not known: --time-zone says its zone."
    if clock.clock == "unknown" and clock.zone is None:
        yield "Nobody said on which clock times without a zone are: they were read as UTC."
    if clock.twice:
        yield f"{counted(clock.twice, 'local time comes', 'local times come')} twice, on the night when clocks are put back: the earlier was taken."
    if clock.never:
        yield f"{counted(clock.never, 'local time', 'local times')} never came, on the night when clocks are put forward: read as if they had not been."


def _lines(header: Header, tally: Tally) -> Iterator[str]:
    if header.note:
        yield header.note
    if header.line > 1:
        yield f"The header stands in line {header.line}; what is before it was not read as rows."
    if tally.empty_lines:
        yield f"{counted(tally.empty_lines, 'line was', 'lines were')} empty."
