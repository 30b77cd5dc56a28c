"""A difference as plain values for programs.

Knows: the form.
Must not know: how anything was found or proved, how it reads.
"""

from __future__ import annotations

from collections.abc import Sequence

from ostiary.model.canonical import Plain
from ostiary.promises.difference.changes import Change
from ostiary.promises.difference.difference import Difference, Part, Region
from ostiary.promises.difference.report import asked_in_words, cites_of, decided, region_lines, size_of
from ostiary.promises.difference.settling import Settlement
from ostiary.promises.proofs import DECLARED
from ostiary.promises.report import request_as_values


def difference_as_values(found: Difference, settled: Settlement) -> dict[str, Plain]:
    """The whole of it as texts, numbers, lists and objects."""
    return {
        "ok": settled.is_proved,
        "old": {"name": found.old.name, "version": found.old.version},
        "new": {"name": found.new.name, "version": found.new.version},
        "since": found.since.isoformat() if found.since.year > 1 else None,
        "newly_allowed": _part(found, found.newly_allowed),
        "newly_refused": _part(found, found.newly_refused),
        "duties": _part(found, found.duties),
        "rules": _changes(found.rules),
        "others": _changes(found.others),
        "nothing_else": {
            "proved": settled.is_proved,
            "outside": settled.outside,
            "rules": list(settled.rules),
            "encoded": settled.encoded,
            "of": settled.count,
            "why": settled.why,
        },
        "note": DECLARED,
    }


def _part(found: Difference, part: Part) -> dict[str, Plain]:
    return {
        "settled": part.is_settled,
        "all_listed": part.is_all,
        "regions": [_region(found, one) for one in part.regions],
    }


def _region(found: Difference, region: Region) -> dict[str, Plain]:
    agencies, purposes, fields = size_of(found, region)
    return {
        "kind": region.kind,
        "asked": asked_in_words(found, region),
        "region": {line.about: line.says for line in region_lines(found, region)},
        "agencies": agencies,
        "purposes": purposes,
        "fields": fields,
        "rules": [{"rule": rule, "cite": cite} for rule, cite in cites_of(found, region)],
        "example": request_as_values(region.examples[1].request),
        "before": decided(region.before),
        "now": decided(region.after),
        "checked": region.is_checked,
    }


def _changes(changes: Sequence[Change]) -> list[Plain]:
    return [{"kind": one.kind, "code": one.code, "how": one.how, "cite": one.cite} for one in changes]
