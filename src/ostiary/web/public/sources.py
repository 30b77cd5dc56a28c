"""The rows of the site out of a register, a policy and its proofs.

Knows: which part of a directive, a policy and a proof is for everybody.
Must not know: counts, pages, where any of it was read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from ostiary.directives.envelope import open_step
from ostiary.directives.instants import read_instant
from ostiary.directives.life_cycle import Directive
from ostiary.directives.public_register import act_plain, directive_plain, story, title
from ostiary.directives.register import Register
from ostiary.model.bundle import Bundle
from ostiary.model.canonical import canonical_bytes
from ostiary.model.directive import CutOff, Notice, UrgentCutOff
from ostiary.promises.proofs import Proofs
from ostiary.web.public.model import (
    AgencyName,
    DirectiveRow,
    NoticeRow,
    NoticeVersion,
    PolicyWords,
    PromiseRow,
    RecordRow,
)
from ostiary.web.public.reports import CIVIL_ENFORCEMENT
from ostiary.web.public.tally import CutSince

PUBLIC_LABEL = "public"


class Chain:
    """The register as the log's steps make it, with the entries of each directive, and where each cut-off began to hold."""

    def __init__(self, empty: Register) -> None:
        self.register = empty
        self.entries: dict[str, tuple[int, ...]] = {}
        self._began: dict[str, int] = {}

    def take(self, entry: int, raw: bytes) -> None:
        """Take in the next step. One that stands in the log twice counts once. Raises ProofInvalid, DirectiveRefused."""
        step = open_step(raw, self.register.keys)
        if step.sequence <= self.register.head.sequence:
            return
        self.register = self.register.apply(raw)
        self.entries[step.directive] = (*self.entries.get(step.directive, ()), entry)
        found = self.register.find(step.directive)
        if isinstance(found.act, CutOff | UrgentCutOff) and found.is_in_force(read_instant(step.at)):
            self._began.setdefault(found.id, entry)

    def cut_offs(self, made_at: datetime) -> tuple[CutSince, ...]:
        """The cut-offs in force at that instant."""
        return tuple(self._cut_since(one) for one in self.register.cut_offs(made_at))

    def _cut_since(self, one: Directive) -> CutSince:
        act = one.act
        if not isinstance(act, CutOff | UrgentCutOff):
            raise TypeError(f"`{one.id}` is no cut-off")
        since = one.ordered_at if isinstance(act, UrgentCutOff) else one.settled_at
        return CutSince(one.id, act.agency, since, act.until, self._began[one.id])


def directive_rows(chain: Chain) -> tuple[DirectiveRow, ...]:
    """Every directive, in the order of ordering."""
    return tuple(_directive(one, chain) for one in chain.register.directives.values())


def notice_rows(register: Register) -> tuple[NoticeRow, ...]:
    """Every notice that was confirmed, each with its corrections in their order."""
    confirmed = {
        one.id: (one, one.act)
        for one in register.directives.values()
        if isinstance(one.act, Notice) and one.status == "confirmed"
    }
    found = []
    for directive, (_, act) in confirmed.items():
        if not act.corrects:
            versions = list[NoticeVersion]()
            at = directive
            while at:
                versions.append(_version(*confirmed[at], register))
                at = confirmed[at][0].ended_by
            found.append(NoticeRow(directive, confirmed[versions[-1].directive][1].title, tuple(versions)))
    return tuple(found)


def _version(one: Directive, act: Notice, register: Register) -> NoticeVersion:
    ordered_by, settled_by = register.officials[one.ordered_by], register.officials[one.settled_by]
    return NoticeVersion(
        one.id,
        one.settled_at,
        act.status,
        act.statement,
        act.source,
        f"{ordered_by.name}, {ordered_by.office}",
        f"{settled_by.name}, {settled_by.office}",
    )


def agency_names(bundle: Bundle) -> tuple[AgencyName, ...]:
    """The agencies of a policy, by code."""
    return tuple(
        AgencyName(code, one.name, one.kind, one.parent or "")
        for code, one in sorted(bundle.agencies.items())
    )


def purpose_titles(bundle: Bundle) -> Mapping[str, str]:
    """The purposes of a policy, by code."""
    return {code: one.title for code, one in sorted(bundle.purposes.items())}


def enforcement_purposes(bundle: Bundle) -> tuple[str, ...]:
    """The purposes that the statutory reports are about."""
    tree = bundle.purpose_tree
    return tuple(sorted(tree.under(CIVIL_ENFORCEMENT))) if CIVIL_ENFORCEMENT in tree else ()


def record_rows(bundle: Bundle) -> tuple[RecordRow, ...]:
    """The record classes of a policy, by name."""
    return tuple(
        RecordRow(name, one.title, one.subject_key is not None, PUBLIC_LABEL in one.labels)
        for name, one in sorted(bundle.catalogue.classes.items())
    )


def policy_words(bundle: Bundle, proofs: Proofs) -> PolicyWords:
    """What a policy says of itself."""
    return PolicyWords(
        bundle.name,
        bundle.title,
        bundle.version,
        bundle.custodian,
        bundle.review,
        proofs.rules,
        proofs.encoded,
        bundle.open_for_counsel,
        bundle.leaves_out,
    )


def promise_rows(proofs: Proofs) -> tuple[PromiseRow, ...]:
    """Each promise with its verdict."""
    return tuple(
        PromiseRow(
            one.promise.source.id,
            one.promise.source.cite,
            one.promise.source.quote,
            one.verdict,
            one.promise.is_permanent,
            one.is_kept_as_promised,
        )
        for one in proofs.proofs
    )


def all_codes(bundles: Iterable[Bundle]) -> tuple[frozenset[str], frozenset[str]]:
    """The codes of agencies and of purposes that any of these policies has."""
    known = tuple(bundles)
    return frozenset(_each(one.agencies for one in known)), frozenset(_each(one.purposes for one in known))


def _each(several: Iterable[Iterable[str]]) -> Iterator[str]:
    return (code for one in several for code in one)


def _directive(one: Directive, chain: Chain) -> DirectiveRow:
    text = canonical_bytes(directive_plain(one, chain.register))
    return DirectiveRow(
        one.id,
        str(act_plain(one)["kind"]),
        title(one.act),
        one.status,
        story(one, chain.register),
        text.decode(),
        hashlib.sha256(text).hexdigest(),
        one.ordered_at,
        one.settled_at,
        one.ended_by,
        chain.entries.get(one.id, ()),
    )
