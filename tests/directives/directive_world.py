"""Three officials with keys, a few agencies, and chains of directives for tests."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from ostiary.directives import acts
from ostiary.directives.envelope import sign_step
from ostiary.directives.instants import write_instant
from ostiary.directives.register import Register
from ostiary.model.agency import Member, Official
from ostiary.model.directive import Act, CutOff, Enrolled, Enrolment, Step
from ostiary.model.tree import Tree
from ostiary.tlog.note import SignerKey

KEYS = {
    "mayor": SignerKey.generate("mayor.example.gov", bytes([1]) * 32),
    "superintendent": SignerKey.generate("superintendent.example.gov", bytes([2]) * 32),
    "inspector": SignerKey.generate("inspector.example.gov", bytes([3]) * 32),
}
OFFICIALS = {
    code: Official(code, f"A. {code.title()}", f"Office of the {code.title()}", key.verifier().format())
    for code, key in KEYS.items()
}
AGENCIES = Tree(
    {"dhs": None, "ice": "dhs", "ice-ero": "ice", "ice-hsi": "ice", "cbp": "dhs", "doj": None, "fbi": "doj"}
)
START = datetime(2019, 7, 10, 12, tzinfo=UTC)
DAY = START.date()
ICE = CutOff("ice", "announced on 10 July 2019")
VERIFIER = f"SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2FsdA==${'A' * 43}=:{'B' * 43}="

CERTIFICATE = base64.b64encode(b"\x30\x82\x01\x04" + bytes(260)).decode()
"""Bytes in the form of a certificate; the chain does not look into it."""


def enrolled(code: str, agency: str = "cpd", role: str = "detective") -> Enrolled:
    """A member with a verifier that has the right form."""
    return Enrolled(Member(code, agency, role, frozenset({"task-force"})), VERIFIER)


def enrolment(*codes: str) -> Enrolment:
    """An enrolment of these members."""
    return Enrolment(tuple(enrolled(code) for code in codes))


def at(minutes: float) -> str:
    """An instant that many minutes after the start."""
    return write_instant(START + timedelta(minutes=minutes))


@dataclass
class Chain:
    """A register with its raw steps; each step is one minute later than the one before."""

    register: Register = field(default_factory=lambda: Register.empty(OFFICIALS))
    raws: list[bytes] = field(default_factory=list)
    waited: timedelta = timedelta()

    def now(self) -> str:
        """The instant of the next step."""
        return write_instant(START + self.waited + timedelta(minutes=len(self.raws)))

    def wait(self, **time: float) -> Chain:
        """The next steps come so much later: ``hours=24``."""
        self.waited += timedelta(**time)
        return self

    def take(self, step: Step) -> Chain:
        """Sign the step by the official whom it names, and apply it."""
        raw = sign_step(step, KEYS[step.by])
        self.register = self.register.apply(raw)
        self.raws.append(raw)
        return self

    def order(self, act: Act, by: str = "mayor") -> Chain:
        """An official orders the act."""
        return self.take(acts.order(self.register, act, by, self.now()))

    def confirm(self, directive: str, by: str = "superintendent") -> Chain:
        """An official confirms the directive."""
        return self.take(acts.confirm(self.register, directive, by, self.now()))

    def refuse(self, directive: str, by: str = "superintendent", reason: str = "too wide") -> Chain:
        """An official refuses the directive."""
        return self.take(acts.refuse(self.register, directive, by, self.now(), reason))
