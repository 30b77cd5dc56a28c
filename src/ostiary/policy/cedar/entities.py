"""What a bundle declares, as Cedar entities and a Cedar schema.

Knows: the attributes that tests ask, and the trees of agencies and purposes.
Must not know: rules, requests.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ostiary.model.agency import Agency
from ostiary.model.bundle import Bundle
from ostiary.model.canonical import Plain
from ostiary.model.catalogue import RecordClass

SCHEMA: Final = """\
entity Agency in [Agency] = { level: String, kind: String, state?: String, labels: Set<String> };
entity Purpose in [Purpose];
entity RecordClass = { labels: Set<String> };
entity Field in [RecordClass] = { record_class: RecordClass, labels: Set<String> };

action read, count appliesTo {
  principal: Agency,
  resource: Field,
  context: {
    role: String,
    purpose: Purpose,
    basis: Set<String>,
    met: Set<String>,
    day: Long,
    unknown: Set<String>,
  },
};
"""
"""The types of entities and requests, in Cedar's own form."""

STRANGE: Final = ""
"""Stands in ``Field::"class."`` for every column that a record class does not have."""


def cedar_entities(bundle: Bundle) -> list[Plain]:
    """Agencies, purposes, record classes and their fields, in Cedar's JSON form."""
    return [
        *map(_agency, bundle.agencies.values()),
        *(_entity("Purpose", one.code, {}, "Purpose", one.parent) for one in bundle.purposes.values()),
        *(entity for one in bundle.catalogue.classes.values() for entity in _record_class(one)),
    ]


def uid(kind: str, code: str) -> Plain:
    """A reference to an entity, in Cedar's JSON form."""
    return {"type": kind, "id": code}


def _agency(one: Agency) -> Plain:
    attributes: dict[str, Plain] = {"level": one.level, "kind": one.kind, "labels": sorted(one.labels)}
    state: dict[str, Plain] = {} if one.state is None else {"state": one.state}
    return _entity("Agency", one.code, attributes | state, "Agency", one.parent)


def _record_class(one: RecordClass) -> Iterator[Plain]:
    yield _entity("RecordClass", one.name, {"labels": sorted(one.labels)})
    columns = {column.name: one.labels_of(column) for column in one.columns}
    for name, labels in (columns | {STRANGE: frozenset[str]()}).items():
        owner: Plain = {"__entity": uid("RecordClass", one.name)}
        attributes: dict[str, Plain] = {"record_class": owner, "labels": sorted(labels)}
        yield _entity("Field", f"{one.name}.{name}", attributes, "RecordClass", one.name)


def _entity(
    kind: str, code: str, attributes: dict[str, Plain], above: str = "", parent: str | None = None
) -> Plain:
    parents: list[Plain] = [] if parent is None else [uid(above, parent)]
    return {"uid": uid(kind, code), "attrs": attributes, "parents": parents}
