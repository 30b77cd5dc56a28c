"""The sections that say what the words of the rules mean: agencies, purposes, papers, cases, record classes.

Knows: what a bundle declares beside its rules.
Must not know: rules, how text is wrapped, HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from ostiary.model.agency import Agency, Agreement
from ostiary.model.bundle import Bundle
from ostiary.model.catalogue import Column, RecordClass
from ostiary.model.request import BASES
from ostiary.model.tree import Tree
from ostiary.policy.rendering.document import Grid, Line, Outline, Paragraph, Particulars, Section
from ostiary.policy.words.lists import in_force, together
from ostiary.policy.words.names import BASIS_NAMES, agency_name, state_name

_KINDS = {"agreement": "An agreement of", "declaration": "A declaration by"}


def agreements_section(bundle: Bundle) -> Iterator[Section]:
    """Agreements and declarations, where there are any."""
    if bundle.agreements:
        rows = tuple((one.code, _agreement(bundle, one)) for one in bundle.agreements)
        yield Section("part:agreements", "Agreements and declarations", (Particulars(rows),))


def _agreement(bundle: Bundle, one: Agreement) -> str:
    expires = date.fromisoformat(one.expires) if one.expires else None
    dates = in_force(date.fromisoformat(one.effective), expires)
    return (
        f"{_KINDS[one.kind]} {agency_name(bundle, one.agency)}, in force {dates}: {one.title} ({one.cite})."
    )


def agencies_section(bundle: Bundle) -> Section:
    """The tree of agencies, each with what rules can ask of it."""

    def line(code: str, depth: int) -> Line:
        agency = bundle.agencies[code]
        return Line(depth, agency.name, code, _attributes(agency))

    return Section("part:agencies", "Agencies", (Outline(_outline(bundle.agency_tree, line)),))


def _attributes(agency: Agency) -> str:
    said = [f"{agency.level} level", agency.kind]
    said += [state_name(agency.state)] if agency.state else []
    said += [f"labelled {together(sorted(agency.labels))}"] if agency.labels else []
    said += [f"ORI {agency.ori}"] if agency.ori else []
    said += [agency.status.upper()] if agency.status != "active" else []
    return ", ".join(said)


def purposes_section(bundle: Bundle) -> Section:
    """The tree of purposes."""
    outline = _outline(
        bundle.purpose_tree, lambda code, depth: Line(depth, bundle.purposes[code].title, code)
    )
    return Section("part:purposes", "Purposes", (Outline(outline),))


def _outline(tree: Tree, line: Callable[[str, int], Line]) -> tuple[Line, ...]:
    """Each code after the one above it, those beside each other by code."""
    ways = sorted(tuple(reversed(tree.line(code))) for code in tree.parents)
    return tuple(line(way[-1], len(way) - 1) for way in ways)


def bases_section(bundle: Bundle) -> Section:
    """The papers that can be declared."""
    rows = [(code, BASIS_NAMES[code]) for code in BASES]
    rows += [(code, basis.title) for code, basis in sorted(bundle.bases.items())]
    return Section("part:bases", "Legal bases that a member can declare", (Particulars(tuple(rows)),))


def cases_section(bundle: Bundle) -> Section:
    """The form of case numbers, and where cases are looked up."""
    said = f"A case number has the form of {bundle.case_example}, that is {bundle.case_form} as a regular expression."
    table = bundle.case_table
    where = (
        f"Cases stand in {table.record_class}, by {table.number}. A case is open from the day in {table.opened} on until the day in"
        f" {table.closed}, which no longer counts, or for as long as {table.closed} is empty. Where several rows have one number,"
        " each of them must say so."
        if table
        else "This policy does not say where cases are kept, so no case is known to be open."
    )
    return Section("part:cases", "Cases", (Paragraph(said), Paragraph(where)))


def record_classes_section(bundle: Bundle) -> Section:
    """Every record class with its fields, their types and labels."""
    grids = tuple(_grid(one) for _, one in sorted(bundle.catalogue.classes.items()))
    return Section("part:records", "Record classes and their fields", grids)


def _grid(one: RecordClass) -> Grid:
    about = (
        f"A row is about the person in {one.subject_key}." if one.subject_key else "A row is about nobody."
    )
    labels = f" Labelled {together(sorted(one.labels))}." if one.labels else ""
    note = f"{one.title}. In the database: {one.schema}.{one.name}. {about}{labels}"
    return Grid(
        one.name, note, ("field", "type", "said of it"), tuple(_row(column) for column in one.columns)
    )


def _row(column: Column) -> tuple[str, ...]:
    said = [f"labelled {together(sorted(column.labels))}"] if column.labels else []
    said += ["says who is meant"] if column.identifying else []
    return column.name, column.type, ", ".join(said)


def officials_section(bundle: Bundle) -> Iterator[Section]:
    """Whose signatures count, each with the key that verifies them."""
    if bundle.officials:
        rows = tuple(
            (one.code, f"{one.name}, {one.office}; key {one.vkey}")
            for _, one in sorted(bundle.officials.items())
        )
        said = Paragraph(
            "One of them orders what changes this policy or an agency's access, and another confirms it."
        )
        yield Section("part:officials", "Officials whose signatures count", (said, Particulars(rows)))
