"""Every table of the site, once as CSV and once as JSON, all of one form.

Knows: which tables there are, their columns and rows, the form that the schema describes.
Must not know: files, pages.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ostiary.evidence.disclosure.tables import cell
from ostiary.model.canonical import Plain, canonical_bytes
from ostiary.web.public.model import Publication, Tally
from ostiary.web.public.reports import Report
from ostiary.web.public.sums import agency_name, purpose_name

FORM: Final = "ostiary/public-table/v1"
SCHEMA: Final = "data/schema.json"

Cell: TypeAlias = str | int | bool | None
Type: TypeAlias = Literal["string", "integer", "boolean", "string or null"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, which stays, its type, and what it means."""

    name: str
    type: Type
    title: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``evidence`` says how an outsider checks it."""

    name: str
    title: str
    evidence: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


# Append-only: whoever reads a column by its name goes on reading it.
_TALLY: Final = (
    Column("answered", "integer", "accesses that were answered"),
    Column("empty", "integer", "those among them that brought no row"),
    Column("refused", "integer", "accesses that were refused"),
    Column(
        "unfinished", "integer", "accesses that failed, were cancelled, or only asked what the columns are"
    ),
)
RECOUNTED: Final = "recounted by anybody from recount/ and the log; the column `empty` by the office alone"
SIGNED: Final = "each step is an entry of the log; the texts by the office alone"
PROVED: Final = "proved again with `ostiary policy promises` on the policy of that version"
SAID: Final = "as the policy of that version says"


def tables(publication: Publication) -> tuple[Table, ...]:
    """All of them."""
    return (
        _counts(publication),
        _zeros(publication),
        _agencies(publication),
        _purposes(publication),
        _directives(publication),
        _promises(publication),
        _records(publication),
        _turned_away(publication),
        _kinds(publication),
        _notices(publication),
    )


def as_csv(table: Table) -> bytes:
    """RFC 4180 in UTF-8; what a spreadsheet would take for a formula begins with a quote."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(one.name for one in table.columns)
    for row in table.rows:
        writer.writerow(_csv_cell(value) for value in row)
    return out.getvalue().encode()


def as_json(table: Table, publication: Publication) -> bytes:
    """The same rows as objects, with the root that they were counted under."""
    log = publication.log
    found: dict[str, Plain] = {
        "form": FORM,
        "schema": SCHEMA,
        "table": table.name,
        "title": table.title,
        "evidence": table.evidence,
        "log": {"origin": log.origin, "size": log.size, "root": log.root},
        "covers": covers_plain(publication),
        "columns": [{"name": one.name, "type": one.type, "title": one.title} for one in table.columns],
        "rows": [dict(zip((one.name for one in table.columns), row, strict=True)) for row in table.rows],
    }
    return canonical_bytes(found) + b"\n"


def covers_plain(publication: Publication) -> Plain:
    """Which days and entries are counted."""
    return {
        "since": publication.since or None,
        "until": publication.until or None,
        "first": 0,
        "end": publication.end,
        "delay_days": publication.delay_days,
        "made_at": publication.made_at,
    }


def report_table(report: Report) -> Table:
    """The rows of a statutory report; without any it is a nil return."""
    columns = _texts(
        asked_by="code of the agency that asked; empty: no code of the policy",
        on_behalf_of="code of the agency for which it asked",
        purpose="code of the declared purpose; empty: none, or no code of the policy",
    )
    rows = tuple((*key, *_cells(tally)) for key, tally in report.by_agency_and_purpose.items())
    title = f"{report.id}: {report.statute.title}{' (nil return)' if report.is_nil else ''}"
    return Table(f"report-{report.id}", title, RECOUNTED, (*columns, *_TALLY), rows)


def _csv_cell(value: Cell) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else cell(str(value))


def _texts(**titles: str) -> tuple[Column, ...]:
    return tuple(Column(name, "string", title) for name, title in titles.items())


def _cells(tally: Tally) -> tuple[Cell, ...]:
    return tally.answered, tally.empty, tally.refused, tally.unfinished


def _counts(publication: Publication) -> Table:
    columns = _texts(
        day="the day of the index whose stretch of the log has the access",
        agency="code of the agency that asked; empty: no code of the policy",
        agency_name="its name",
        on_behalf_of="code of the agency for which it asked",
        purpose="code of the declared purpose; empty: none, or no code of the policy",
        purpose_title="its title",
    )
    rows = tuple(
        (
            place.day,
            place.agency,
            agency_name(publication, place.agency),
            place.beneficiary,
            place.purpose,
            purpose_name(publication, place.purpose),
            *_cells(tally),
        )
        for place, tally in publication.counts.items()
    )
    return Table("counts", "Accesses by day, agency and purpose", RECOUNTED, (*columns, *_TALLY), rows)


def _zeros(publication: Publication) -> Table:
    columns = (
        *_texts(
            directive="the cut-off",
            agency="code of the agency; all under it are counted with it",
            agency_name="its name",
            since="the instant of the signature from which on it holds",
        ),
        Column("until", "string or null", "the day on which it ends; none: for good"),
        Column("entry", "integer", "the log's entry with that signature: what stands behind it is counted"),
        Column("end", "integer", "entries before this one are counted"),
        *_TALLY,
        Column(
            "of_nobody",
            "integer",
            "further accesses behind it of which nobody can say for which agency they were",
        ),
    )
    rows = tuple(
        (
            one.directive,
            one.agency,
            agency_name(publication, one.agency),
            one.since,
            one.until,
            one.entry,
            one.end,
            *_cells(one.tally),
            one.veiled,
        )
        for one in publication.zeros
    )
    return Table("cut-off", "What agencies that are cut off got since", RECOUNTED, columns, rows)


def _agencies(publication: Publication) -> Table:
    columns = _texts(
        agency="code", agency_name="name", kind="kind", parent="code of the agency that it stands under"
    )
    rows = tuple((one.code, one.name, one.kind, one.parent) for one in publication.agencies)
    return Table("agencies", "Agencies that the policy knows", SAID, columns, rows)


def _purposes(publication: Publication) -> Table:
    rows = tuple(publication.purposes.items())
    return Table(
        "purposes", "Purposes that the policy knows", SAID, _texts(purpose="code", title="title"), rows
    )


def _directives(publication: Publication) -> Table:
    columns = _texts(
        directive="its number",
        kind="what kind of act",
        title="in a few words",
        status="ordered, confirmed or refused",
        ordered_at="when it was ordered",
        settled_at="when it was confirmed or refused",
        ended_by="the directive that ended it",
        entries="the log's entries with its steps",
        sha256="SHA-256 of the text",
        text="the part of it that is for everybody, as canonical JSON",
    )
    rows = tuple(
        (
            one.id,
            one.kind,
            one.title,
            one.status,
            one.ordered_at,
            one.settled_at,
            one.ended_by,
            " ".join(map(str, one.entries)),
            one.hash,
            one.text,
        )
        for one in publication.directives
    )
    return Table("directives", "Directives", SIGNED, columns, rows)


def _promises(publication: Publication) -> Table:
    columns = (
        *_texts(
            promise="its number", verdict="what is proved", cite="law or announcement", quote="its words"
        ),
        Column("permanent", "boolean", "whether it was promised for good"),
        Column("kept", "boolean", "whether it is kept in the strength promised"),
    )
    rows = tuple(
        (one.id, one.verdict, one.cite, one.quote, one.is_permanent, one.is_kept)
        for one in publication.promises
    )
    return Table("promises", "Promises and what is proved of them", PROVED, columns, rows)


def _records(publication: Publication) -> Table:
    columns = (
        *_texts(records="name", title="title"),
        Column("about_people", "boolean", "whether its rows are about somebody"),
        Column("public", "boolean", "whether anybody may have it anyway"),
    )
    rows = tuple((one.name, one.title, one.is_about_people, one.is_public) for one in publication.records)
    return Table("records", "Record systems behind the door", SAID, columns, rows)


def _turned_away(publication: Publication) -> Table:
    columns = (
        *_texts(sqlstate="why, as PostgreSQL's clients are told"),
        Column("log_ins", "integer", "log-ins that ended before anybody had proved who they are"),
    )
    rows: Sequence[tuple[Cell, ...]] = sorted(publication.turned_away.items())
    return Table("turned-away", "Log-ins of strangers", "by the office alone", columns, tuple(rows))


def _kinds(publication: Publication) -> Table:
    columns = (*_texts(kind="kind of entry"), Column("entries", "integer", "how many the log has"))
    rows: Iterable[tuple[Cell, ...]] = sorted(publication.log.kinds.items())
    evidence = "counted by anybody: the kind of an entry is public"
    return Table("entries", "Entries of the log by kind", evidence, columns, tuple(rows))


def _notices(publication: Publication) -> Table:
    columns = _texts(
        notice="its number",
        title="what it is about",
        directive="the directive that said so",
        at="when it was confirmed",
        status="reported, confirmed, postponed or ended",
        statement="what was announced",
        source="where it comes from",
    )
    rows = tuple(
        (one.id, one.title, said.directive, said.at, said.status, said.statement, said.source)
        for one in publication.notices
        for said in one.versions
    )
    return Table("notices", "What officials announced, with every correction", SIGNED, columns, rows)
