"""The plain form of a compiled bundle, and the policy version: the hash of it and of the policy as text.

Knows: everything in a bundle that can change a decision or what is said about it.
Must not know: files, the place where a rule is written, the order of rules.

Where order has no meaning the form is sorted; the order of columns, and of a prohibition's exceptions, is kept.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ostiary.model.agency import Agency
from ostiary.model.bundle import Bundle, CaseTable
from ostiary.model.canonical import Plain, canonical_hash
from ostiary.model.catalogue import RecordClass
from ostiary.model.rules import Condition, Duty, RowPredicate, Source
from ostiary.policy.rendering.as_text import text_hash, text_of
from ostiary.policy.rendering.contents import document_of


def with_version(bundle: Bundle) -> Bundle:
    """The bundle with its version: the SHA-256 (hex) of its compiled form and of the hash of its rendering.

    What is decided and what is signed are thus one thing. Words that change in this program change the version too: the text
    that somebody signed before is another text.
    """
    form: Plain = {"compiled": compiled_form(bundle), "rendering": rendering_hash(bundle)}
    return replace(bundle, version=canonical_hash(form))


def rendering_hash(bundle: Bundle) -> str:
    """The SHA-256 (hex) of the policy as text, which is what officials sign."""
    return text_hash(text_of(document_of(bundle)))


def compiled_form(bundle: Bundle) -> Plain:
    """The bundle without its version as texts, numbers, lists and objects."""
    return {
        "policy": [
            bundle.name,
            bundle.title,
            bundle.custodian,
            bundle.case_form,
            bundle.case_example,
            _day(bundle.effective),
        ],
        "agencies": [_agency_form(one) for _, one in sorted(bundle.agencies.items())],
        "bases": [[one.code, one.title] for _, one in sorted(bundle.bases.items())],
        "case_table": _case_table_form(bundle.case_table),
        "purposes": [[one.code, one.title, one.parent] for _, one in sorted(bundle.purposes.items())],
        "agreements": sorted(
            [one.code, one.agency, one.title, one.cite, one.effective, one.expires or "", one.kind]
            for one in bundle.agreements
        ),
        "officials": [
            [one.code, one.name, one.office, one.vkey] for _, one in sorted(bundle.officials.items())
        ],
        "record_classes": [_class_form(one) for _, one in sorted(bundle.catalogue.classes.items())],
        "permits": {
            one.source.id: [_source_form(one.source), _condition_form(one.when)] for one in bundle.permits
        },
        "prohibitions": {
            one.source.id: [
                _source_form(one.source),
                _condition_form(one.when),
                [_condition_form(exception) for exception in one.unless],
            ]
            for one in bundle.prohibitions
        },
        "duties": {one.source.id: _duty_form(one) for one in bundle.duties},
        "promises": {
            one.source.id: [
                _source_form(one.source),
                _condition_form(one.never),
                [_condition_form(exception) for exception in one.unless],
                one.is_permanent,
            ]
            for one in bundle.promises
        },
    }


def _agency_form(one: Agency) -> Plain:
    return [
        one.code, one.name, one.level, one.kind, one.parent, one.ori, one.state, one.status, sorted(one.labels)
    ]  # fmt: skip


def _case_table_form(table: CaseTable | None) -> Plain:
    return None if table is None else [table.record_class, table.number, table.opened, table.closed]


def _class_form(one: RecordClass) -> Plain:
    columns: list[Plain] = [
        [column.name, column.type, sorted(column.labels), column.identifying] for column in one.columns
    ]
    return [one.name, one.schema, one.title, columns, one.subject_key, sorted(one.labels)]


def _duty_form(duty: Duty) -> Plain:
    return [
        _source_form(duty.source),
        _condition_form(duty.when),
        sorted(":".join(mask) for mask in duty.masks),
        sorted([_row_form(row) for row in duty.rows], key=str),
        duty.row_limit,
        duty.minimum_group,
        list(duty.needs),
        duty.notify_within_days,
    ]


def _row_form(row: RowPredicate) -> Plain:
    return [row.record_class, row.column, row.comparison, row.value]


def _source_form(source: Source) -> Plain:
    return [source.cite, source.quote, _day(source.effective), _day(source.expires)]


def _condition_form(condition: Condition) -> Plain:
    atoms: list[Plain] = [
        [atom.fact, atom.way, list(atom.words), sorted(atom.values), atom.others] for atom in condition.atoms
    ]
    return [sorted(atoms, key=str), list(condition.needs)]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
