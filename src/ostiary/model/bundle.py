"""A policy bundle, compiled: everything the door decides with.

Knows: what belongs to one policy version.
Must not know: files, evaluation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ostiary.model.agency import Agency, Agreement, Official
from ostiary.model.catalogue import Catalogue
from ostiary.model.request import BASES
from ostiary.model.rules import Duty, Permit, Prohibition, Promise
from ostiary.model.tree import Tree


@dataclass(frozen=True, slots=True)
class Purpose:
    """A code that says why somebody asks."""

    code: str
    title: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal paper or ground that a bundle names beside those that every bundle has."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class CaseTable:
    """Where the city keeps its cases: the record class and its columns for the number, the day of opening and of closing."""

    record_class: str
    number: str
    opened: str
    closed: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """One policy version. ``version`` is the SHA-256 (hex) of the canonical form of everything below.

    ``case_form`` is a regular expression that a case number matches as a whole; ``case_example`` shows one.
    ``custodian`` says whom to ask. ``effective`` is the first day on which the bundle as a whole is in force. Without a
    ``case_table`` no case is known to be open. ``review`` says who has reviewed it, as its authors put it; the questions
    that are ``open_for_counsel``, and what it ``leaves_out``, bind nobody and stand in what is signed.
    """

    name: str
    title: str
    version: str
    custodian: str
    case_form: str
    case_example: str
    agencies: Mapping[str, Agency]
    purposes: Mapping[str, Purpose]
    agreements: tuple[Agreement, ...]
    officials: Mapping[str, Official]
    catalogue: Catalogue
    permits: tuple[Permit, ...]
    prohibitions: tuple[Prohibition, ...]
    duties: tuple[Duty, ...]
    promises: tuple[Promise, ...] = ()
    bases: Mapping[str, Basis] = field(default_factory=dict)
    case_table: CaseTable | None = None
    effective: date | None = None
    review: str = ""
    open_for_counsel: tuple[str, ...] = ()
    leaves_out: tuple[str, ...] = ()

    @property
    def known_bases(self) -> frozenset[str]:
        """Every basis that can be shown: those of every bundle, and this one's own."""
        return frozenset({*BASES, *self.bases})

    @property
    def agency_tree(self) -> Tree:
        """Agencies under agencies."""
        return Tree({code: agency.parent for code, agency in self.agencies.items()})

    @property
    def purpose_tree(self) -> Tree:
        """Purposes under purposes."""
        return Tree({code: purpose.parent for code, purpose in self.purposes.items()})
