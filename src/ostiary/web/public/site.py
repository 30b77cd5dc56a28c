"""All files of the public site but those that are as long as the log.

Knows: which files there are.
Must not know: where they are written, the lines by which accesses are counted again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ostiary.web.public.cap import cap_files
from ostiary.web.public.feeds import directives_atom, notices_atom, publications_atom
from ostiary.web.public.model import Publication
from ostiary.web.public.pages import pages
from ostiary.web.public.reports import reports
from ostiary.web.public.schema import schema_json
from ostiary.web.public.tables import SCHEMA, as_csv, as_json, report_table, tables


def site_files(publication: Publication, templates: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Every file by its name. The same publication gives the same bytes."""
    for name, page in pages(publication, templates):
        yield name, page.encode()
    every = (*tables(publication), *(report_table(one) for one in reports(publication)))
    for table in every:
        yield f"data/{table.name}.csv", as_csv(table)
        yield f"data/{table.name}.json", as_json(table, publication)
    yield SCHEMA, schema_json(every)
    yield "checkpoint", publication.log.checkpoint.encode()
    yield "directives.atom", directives_atom(publication)
    yield "publications.atom", publications_atom(publication)
    yield "notices.atom", notices_atom(publication)
    yield from cap_files(publication)
