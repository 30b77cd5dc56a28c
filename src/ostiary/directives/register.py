"""The register of directives: what the chain of officials' steps adds up to.

Knows: the chain, who may take which step, and what holds after it.
Must not know: storage, delivery, what time it is, or what a policy makes of an act.

A register is a value: a step that is refused leaves it as it was. Equal chains give equal registers, so whoever holds
the chain and the officials' keys comes to the same result without trusting who stored it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self, TypeVar, assert_never

from ostiary.directives.act_form import certificate_octets, verify_act, verify_end, verify_line
from ostiary.directives.certificates import fingerprint
from ostiary.directives.envelope import open_step, step_hash
from ostiary.directives.instants import read_instant
from ostiary.directives.life_cycle import Directive, ordered, settled
from ostiary.errors import DirectiveRefused
from ostiary.model.agency import Official
from ostiary.model.directive import (
    ACT_PREFIXES,
    Act,
    Certification,
    CutOff,
    Departure,
    Enrolled,
    Enrolment,
    Revocation,
    Step,
)
from ostiary.model.tree import Tree
from ostiary.tlog.note import VerifierKey

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Head:
    """The last step of the chain: its sequence (-1: there is none), hash (then 64 zeros) and instant (then empty)."""

    sequence: int = -1
    hash: str = "0" * 64
    at: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A certificate (DER) that proves an agency, its SHA-256 in hexadecimal digits, and the directive that says so."""

    certificate: bytes
    fingerprint: str
    directive: str


@dataclass(frozen=True, slots=True)
class Register:
    """All directives by id in the order of ordering, and what they add up to, as of ``head``.

    ``members`` by code, and ``enrolled_by`` the id of the directive for each. ``certified``: every anchor that an agency
    was ever given, revoked ones included; ``revoked``: fingerprints, with the id of the directive for each.
    """

    keys: Mapping[str, VerifierKey]
    head: Head
    directives: Mapping[str, Directive]
    members: Mapping[str, Enrolled]
    enrolled_by: Mapping[str, str] = field(default_factory=dict)
    certified: Mapping[str, tuple[Anchor, ...]] = field(default_factory=dict)
    revoked: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def empty(cls, officials: Mapping[str, Official]) -> Self:
        """The register before the first step. Raises ProofInvalid when an official's vkey is not one."""
        keys = {code: VerifierKey.parse(official.vkey) for code, official in officials.items()}
        return cls(keys, Head(), {}, {})

    def apply(self, raw: bytes) -> Self:
        """The register after the next signed step.

        Raises ProofInvalid when a signature does not hold, DirectiveRefused when the step is not a step, is not the
        next one, or is one that its official may not take.
        """
        step = open_step(raw, self.keys)
        after = self.admit(step)
        directives = {**self.directives, after.id: after}
        head = Head(step.sequence, step_hash(raw), step.at)
        changes = self._changes(after) if after.status == "confirmed" else {}
        return replace(self, head=head, directives=directives, **changes)

    def _changes(self, directive: Directive) -> dict[str, Any]:
        """The fields that a confirmation changes; what is confirmed later counts."""
        match directive.act:
            case Enrolment(members):
                enrolled = {one.member.code: one for one in members}
                by = dict.fromkeys(enrolled, directive.id)
                return {"members": {**self.members, **enrolled}, "enrolled_by": {**self.enrolled_by, **by}}
            case Departure(codes):
                return {
                    "members": _without(self.members, codes),
                    "enrolled_by": _without(self.enrolled_by, codes),
                }
            case Certification(agency, text):
                octets = certificate_octets(text)
                anchor = Anchor(octets, fingerprint(octets), directive.id)
                return {"certified": {**self.certified, agency: (*self.certified.get(agency, ()), anchor)}}
            case Revocation(_, revoked):
                return {"revoked": {**self.revoked, revoked: directive.id}}
            case CutOff():
                # Whether it holds depends on the day: it is looked up among the directives.
                return {}
            case _ as never:
                assert_never(never)

    def admit(self, step: Step) -> Directive:
        """The directive as the next step would leave it; the signature is not looked at. Raises DirectiveRefused."""
        self._verify_next(step)
        if step.kind == "ordered":
            return self._ordered(step)
        return self._settled(step)

    def find(self, directive: str) -> Directive:
        """The directive of that id. Raises DirectiveRefused with the nearest id that there is."""
        found = self.directives.get(directive)
        if found is not None:
            return found
        near = difflib.get_close_matches(directive.upper(), self.directives, n=1)
        hint = f"did you mean `{near[0]}`?" if near else "`ostiary directive list` shows all there are"
        raise DirectiveRefused(f"there is no directive `{directive}`", hint=hint)

    def next_id(self, act: Act) -> str:
        """The id that the next directive of this kind must have: ``D-1``, ``D-2``; ``E-1``."""
        count = sum(type(directive.act) is type(act) for directive in self.directives.values())
        return f"{ACT_PREFIXES[type(act)]}-{count + 1}"

    def cut_offs(self, today: date) -> tuple[Directive, ...]:
        """The confirmed cut-offs in force on that day (UTC), in the order of their numbers."""
        return tuple(
            one for one in self.directives.values() if isinstance(one.act, CutOff) and one.is_in_force(today)
        )

    def cut_off_for(self, principals: Iterable[str], agencies: Tree, today: date) -> Directive | None:
        """The first cut-off in force that covers any of these agencies, or None.

        It covers the agency that it names, also one that the tree no longer has, and everything under it.
        """
        asking = frozenset(principals)
        in_force = self.cut_offs(today)
        return next((one for one in in_force if _is_covering(one.act, asking, agencies)), None)

    @property
    def anchors(self) -> frozenset[bytes]:
        """The certificates (DER) of all agencies, revoked ones too: whoever shows one of those is refused in words."""
        return frozenset(anchor.certificate for anchors in self.certified.values() for anchor in anchors)

    def certified_for(self, agency: str, agencies: Tree) -> tuple[Anchor, ...] | None:
        """The anchors that prove an agency: its own, else those of the nearest agency above it that has any.

        None when neither it nor any above was ever given one: then it need not be proved. Empty when all are revoked.
        """
        line = agencies.line(agency) if agency in agencies else (agency,)
        nearest = next((one for one in line if one in self.certified), None)
        if nearest is None:
            return None
        return tuple(one for one in self.certified[nearest] if one.fingerprint not in self.revoked)

    def _verify_next(self, step: Step) -> None:
        if step.by not in self.keys:
            raise DirectiveRefused(f"`{step.by}` is not an official of the policy")
        if (step.sequence, step.previous) != (self.head.sequence + 1, self.head.hash):
            raise DirectiveRefused(
                f"step {step.sequence} on `{step.directive}` does not follow step {self.head.sequence} of the chain",
                hint="somebody else may have taken a step in between: look again, then repeat yours",
            )
        at = read_instant(step.at)
        if self.head.at and at < read_instant(self.head.at):
            raise DirectiveRefused(
                f"the step is dated {step.at}, before the last one, {self.head.at}", hint="check the clock"
            )

    def _ordered(self, step: Step) -> Directive:
        after = ordered(step)
        expected = self.next_id(after.act)
        if after.id != expected:
            raise DirectiveRefused(f"`{after.id}` is out of order: the next one is `{expected}`")
        if step.reason:
            raise DirectiveRefused(f"the reason of `{after.id}` belongs into its act")
        verify_act(after.act, read_instant(step.at).date())
        return after

    def _settled(self, step: Step) -> Directive:
        before = self.find(step.directive)
        after = settled(before, step)
        if after.status == "confirmed":
            self._verify_confirmation(before, step)
        else:
            # Whoever ordered it may refuse it too: taking back one's own order gives nobody anything.
            verify_line(step.reason, "reason of the refusal")
        return after

    def _verify_confirmation(self, before: Directive, step: Step) -> None:
        hint = "another official must confirm it, with a key of their own"
        if step.by == before.ordered_by:
            raise DirectiveRefused(
                f"`{step.by}` ordered `{before.id}` and cannot confirm it: that takes two people", hint=hint
            )
        # Two officials who share one key are one key: the second signature would show nothing new.
        if self.keys[step.by].public == self.keys[before.ordered_by].public:
            raise DirectiveRefused(
                f"`{step.by}` signs with the key that ordered `{before.id}`: that takes two keys", hint=hint
            )
        if step.reason:
            raise DirectiveRefused(f"a confirmation of `{before.id}` has no reason of its own")
        if isinstance(before.act, CutOff):
            verify_end(before.act.until, read_instant(step.at).date())


def _is_covering(act: Act, asking: frozenset[str], agencies: Tree) -> bool:
    return isinstance(act, CutOff) and (
        act.agency in asking or any(agencies.is_under(code, act.agency) for code in asking)
    )


def _without(mapping: Mapping[str, Value], keys: Iterable[str]) -> dict[str, Value]:
    # A set, because a whole agency may leave at once: a tuple would be walked through for each member there is.
    leaving = frozenset(keys)
    return {key: value for key, value in mapping.items() if key not in leaving}
