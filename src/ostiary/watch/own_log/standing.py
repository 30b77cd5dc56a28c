"""What the directives in the log prove of accounts, grants, cut-offs, agreements and holds, over time.

Knows: what each confirmed act begins and ends, agencies under agencies, which policy was in force when.
Must not know: the log's form, who stored the chain, folders.

A register says what holds now. Whoever looks back needs each span: from the step that began it to the one that ended it. So the
chain is taken in again, step by step, and what changed between two registers is written down with the step's instant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any, Final, TypeAlias

from ostiary.directives.instants import read_day
from ostiary.directives.life_cycle import Directive
from ostiary.directives.register import Register
from ostiary.model.agency import Member
from ostiary.model.bundle import Bundle
from ostiary.model.directive import Approval, CutOff, Hold, UrgentCutOff
from ostiary.watch.own_log.passage import milliseconds

Rows: TypeAlias = dict[str, list[dict[str, Any]]]
"""Rows by the name of their table in ``schema.KNOWN``."""

PolicyOf: TypeAlias = Callable[[str], Bundle | None]
"""The policy of a version, or None where it is not to be had."""

_AS_KNOWN: Final = {"287g": "287(g)"}
"""Labels of agencies that lists of agreements call otherwise."""

_CUT_OFFS: Final = (CutOff, UrgentCutOff)


@dataclass(slots=True)
class Spans:
    """What began and ended, by key: whoever has no end is open."""

    open: dict[Any, int | None] = field(default_factory=dict)
    over: list[tuple[Any, int | None, int]] = field(default_factory=list)

    def become(self, keys: Iterable[Any], at: int | None) -> None:
        """From ``at`` on exactly these hold; None: always did."""
        now = set(keys)
        for key in sorted(self.open.keys() - now, key=repr):
            if at is not None:
                self.over.append((key, self.open.pop(key), at))
        for key in now:
            self.open.setdefault(key, at)

    def all(self) -> Iterator[tuple[Any, int | None, int | None]]:
        """Each with its beginning and its end."""
        yield from self.over
        yield from ((key, since, None) for key, since in self.open.items())


@dataclass(slots=True)
class Standing:
    """Takes in the chain of directives. ``founding`` is the policy from which the officials' keys come."""

    founding: Bundle
    policy_of: PolicyOf
    as_of: int
    """The instant that the accounts describe, in ms: that of the last entry that was read."""
    owner: str
    register: Register = field(init=False)
    policies_missing: set[str] = field(default_factory=set)
    """Versions that were in force and are not to be had: what they granted is not among the grants."""
    _members: Spans = field(default_factory=Spans)
    _granted: Spans = field(default_factory=Spans)
    _suspended: Spans = field(default_factory=Spans)
    _bundle: Bundle = field(init=False)
    _bundles: list[Bundle] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Nobody is a member under the founding policy alone; its agencies may ask from the beginning."""
        self.register = Register.empty(self.founding.officials)
        self._put_in_force(self.founding, None)

    def take(self, raw: bytes) -> None:
        """The next step of the chain. Raises as ``Register.apply``."""
        before, self.register = self.register, self.register.apply(raw)
        at = milliseconds(self.register.head.at)
        # Most steps change neither, and a city has thousands of members.
        if self.register.members is not before.members:
            self._members.become((_identity(one.member) for one in self.register.members.values()), at)
        if self.register.suspended is not before.suspended:
            self._suspended.become(self.register.suspended.items(), at)
        version = self.register.policy
        if version is not None and version != before.policy:
            found = self.policy_of(version)
            if found is None:
                self.policies_missing.add(version)
            else:
                self._put_in_force(found, at)

    def _put_in_force(self, bundle: Bundle, at: int | None) -> None:
        self._bundle = bundle
        self._bundles.append(bundle)
        self._granted.become((code for code, one in bundle.agencies.items() if one.status == "active"), at)

    def rows(self) -> Rows:
        """Every table, ordered."""
        found: Rows = {
            "accounts": list(self._accounts()),
            "grants": [
                {"owner": self.owner, "agency": code, "since": since, "until": until}
                for code, since, until in self._granted.all()
            ],
            "cutoffs": [*self._cut_offs(), *self._suspensions()],
            "agreements": list(self._agreements()),
            "holds": list(self._holds()),
            "approvals": list(self._approvals()),
        }
        return {name: sorted(rows, key=repr) for name, rows in found.items()}

    def _accounts(self) -> Iterator[dict[str, Any]]:
        suspended = self._under(self.register.suspended)
        for (code, agency, role), since, until in self._members.all():
            yield {
                "agency": agency,
                "user": code,
                "role": role,
                "enabled": until is None and agency not in suspended,
                "since": since,
                "until": until,
                "last_use": None,
                "as_of": self.as_of,
                "identity_provider": None,
                "trained_until": None,
            }

    def _cut_offs(self) -> Iterator[dict[str, Any]]:
        for one in self.register.directives.values():
            span = self._span(one) if isinstance(one.act, _CUT_OFFS) else None
            if span is not None:
                for agency in sorted(self._under([one.act.agency])):  # type: ignore[union-attr]  # a cut-off has one
                    yield {"agency": agency, "since": span[0], "until": span[1], "directive": one.id}

    def _suspensions(self) -> Iterator[dict[str, Any]]:
        for (root, directive), since, until in self._suspended.all():
            for agency in sorted(self._under([root])):
                yield {"agency": agency, "since": since, "until": until, "directive": directive}

    def _holds(self) -> Iterator[dict[str, Any]]:
        for one in self.register.directives.values():
            span = self._span(one) if isinstance(one.act, Hold) else None
            if isinstance(one.act, Hold) and span is not None:
                yield {"case_no": one.act.case, "directive": one.id, "since": span[0], "until": span[1]}

    def _approvals(self) -> Iterator[dict[str, Any]]:
        for one in self.register.directives.values():
            span = self._span(one) if isinstance(one.act, Approval) else None
            if isinstance(one.act, Approval) and span is not None:
                yield {
                    "user": one.act.member,
                    "subject": None,
                    "case_no": one.act.case,
                    "since": span[0],
                    "until": span[1],
                }

    def _agreements(self) -> Iterator[dict[str, Any]]:
        """Of every policy that was in force; what stands the same in two of them stands once."""
        found: dict[tuple[object, ...], dict[str, Any]] = {}
        for bundle in self._bundles:
            for one in bundle.agreements:
                agency = bundle.agencies.get(one.agency)
                row = {
                    "agency": one.agency,
                    "state": agency.state if agency else None,
                    "kind": one.kind,
                    "since": _day(one.effective),
                    "until": _day(one.expires) if one.expires else None,
                }
                found[tuple(row.values())] = row
            for agency in bundle.agencies.values():
                for label in agency.labels:
                    row = {
                        "agency": agency.code,
                        "state": agency.state,
                        "kind": _AS_KNOWN.get(label, label),
                        "since": None,
                        "until": None,
                    }
                    found[tuple(row.values())] = row
        return iter(found.values())

    def _span(self, one: Directive) -> tuple[int, int | None] | None:
        """From when to when a directive held or holds; None for one that never did."""
        since = one.ordered_at if isinstance(one.act, UrgentCutOff) else one.confirmed_at
        if not since:
            return None
        ends = [self._ended(one), self._lapsed(one), _own_end(one)]
        known = [end for end in ends if end is not None]
        return milliseconds(since), min(known) if known else None

    def _ended(self, one: Directive) -> int | None:
        if one.status == "refused":
            return milliseconds(one.settled_at)
        ending = self.register.directives.get(one.ended_by) if one.ended_by else None
        return milliseconds(ending.confirmed_at) if ending and ending.confirmed_at else None

    def _lapsed(self, one: Directive) -> int | None:
        """When an urgent cut-off lapsed, or lapses unless somebody confirms it."""
        lapses = one.lapses_at
        return int(lapses.timestamp() * 1000) if lapses else None

    def _under(self, roots: Iterable[str]) -> frozenset[str]:
        """The agencies of the policy in force that stand under these, and these."""
        tree = self._bundle.agency_tree
        return frozenset(code for root in roots for code in (tree.under(root) if root in tree else (root,)))


def _identity(member: Member) -> tuple[str, str, str]:
    return (member.code, member.agency, member.role)


def _own_end(one: Directive) -> int | None:
    act = one.act
    until = act.until if isinstance(act, CutOff | UrgentCutOff | Approval | Hold) else None
    return _day(until) if until else None


def _day(day: str) -> int:
    return int(datetime.combine(read_day(day), time(), UTC).timestamp() * 1000)
