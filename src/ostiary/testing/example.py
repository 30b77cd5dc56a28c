"""A small city to test against: a policy, officials with keys, members with passwords, and snapshots of it.

Knows: rules of our own making, one of each kind, and how they come into force.
Must not know: any real policy, the world behind a session's commands.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

from ostiary.directives import acts
from ostiary.directives.envelope import sign_step
from ostiary.directives.instants import write_instant
from ostiary.directives.register import Register
from ostiary.model.agency import Member
from ostiary.model.bundle import Bundle
from ostiary.model.directive import Act, CutOff, Enrolled, Enrolment
from ostiary.pgwire.scram import derive_verifier
from ostiary.policy.load import load_bundle
from ostiary.policy.profiles import all_profiles
from ostiary.session.world import Connection, Snapshot
from ostiary.tlog.note import SignerKey

NOON: Final = datetime(2026, 5, 1, 12, tzinfo=UTC)
"""The instant at which everything starts."""

PASSWORD: Final = "an example of a password"  # noqa: S105 - it opens nothing but this example
CASE: Final = "JK123456"

KEYS: Final = {
    "mayor": SignerKey.generate("mayor.example.gov", bytes([1]) * 32),
    "clerk": SignerKey.generate("clerk.example.gov", bytes([2]) * 32),
}

_OFFICIALS: Final = "".join(
    f'[[official]]\ncode = "{code}"\nname = "{code}"\noffice = "City Hall"\nvkey = "{key.verifier().format()}"\n'
    for code, key in KEYS.items()
)

POLICY: Final = """
[policy]
name = "example"
title = "An example"
custodian = "the clerk"
case_form = "[A-Z]{2}[0-9]{6}"
case_example = "JK123456"
"""
PEOPLE: Final = """
[[agency]]
code = "city-police"
name = "City Police"
level = "city"
kind = "police"
[[agency]]
code = "bureau"
name = "Bureau"
level = "federal"
kind = "police"
[[agency]]
code = "removal"
name = "Removal"
level = "federal"
kind = "immigration"
[[agency]]
code = "removal-east"
name = "Removal, East"
level = "federal"
kind = "immigration"
parent = "removal"
[[purpose]]
code = "investigation"
title = "Investigation"
[[purpose]]
code = "robbery"
title = "Robbery"
parent = "investigation"
[[purpose]]
code = "removal"
title = "Removal"
"""
CATALOGUE: Final = """
[[record_class]]
name = "persons"
schema = "city"
title = "Persons"
subject_key = "person_id"
labels = ["person"]
column = [
  { name = "person_id", type = "int8", identifying = true },
  { name = "surname", type = "text", identifying = true },
  { name = "ssn", type = "text", labels = ["sensitive"] },
  { name = "sealed", type = "bool" },
]
[[record_class]]
name = "codes"
schema = "city"
title = "Codes"
labels = ["public"]
column = [{ name = "code", type = "text" }]
"""
RULES: Final = """
[[permit]]
id = "P1"
cite = "s. 1"
when.agency = ["city-police", "bureau", "removal", "removal-east"]
when.purpose.under = "investigation"
when.record_class = "persons"
when.needs = ["case-number"]
[[permit]]
id = "P2"
cite = "s. 2"
when.record_class = "codes"
[[prohibit]]
id = "X1"
cite = "s. 3"
when.agency.under = "removal"
when.field = "persons.ssn"
[[duty]]
id = "D1"
cite = "s. 4"
when.agency = "bureau"
when.record_class = "persons"
mask = { persons.ssn = "last-4" }
rows = ["persons.sealed = false"]
row_limit = 3
"""
TEXTS: Final = {
    "policy.toml": POLICY,
    "people.toml": PEOPLE + _OFFICIALS,
    "catalogue.toml": CATALOGUE,
    "rules.toml": RULES,
}

SERVER: Final = {"server_version": "18.1", "client_encoding": "UTF8", "standard_conforming_strings": "on"}

DETECTIVE: Final = Member("p-1", "city-police", "detective")
AGENT: Final = Member("b-1", "bureau", "agent")
OFFICER: Final = Member("r-1", "removal-east", "officer")
LIAISON: Final = Member("p-2", "city-police", "detective", frozenset({"removal"}))
MEMBERS: Final = (DETECTIVE, AGENT, OFFICER, LIAISON)


@cache
def example_bundle(rules: str = RULES) -> Bundle:
    """The example's policy, with other rules if some are given. Raises BundleError for rules that cannot be."""
    return load_bundle(TEXTS | {"rules.toml": rules})


@cache
def enrolled(member: Member, password: str = PASSWORD) -> Enrolled:
    """A member with the verifier of a password."""
    return Enrolled(member, derive_verifier(password, b"salt of 16 bytes").format())


def in_force(register: Register, act: Act) -> Register:
    """The register after the mayor has ordered an act and the clerk has confirmed it."""
    directive = register.next_id(act)
    for by in KEYS:
        at = write_instant(NOON - timedelta(hours=1))
        step = (
            acts.order(register, act, by, at) if by == "mayor" else acts.confirm(register, directive, by, at)
        )
        register = register.apply(sign_step(step, KEYS[by]))
    return register


@cache
def example_snapshot(rules: str = RULES) -> Snapshot:
    """The example in force: all members enrolled with ``PASSWORD``, all walls standing, nobody cut off."""
    bundle = example_bundle(rules)
    register = Register.empty(bundle.officials)
    register = in_force(register, Enrolment(tuple(enrolled(member) for member in MEMBERS)))
    walls = frozenset(profile.id for profile in all_profiles(bundle, NOON.date()))
    return Snapshot(bundle, bundle.agency_tree, register, walls, SERVER, "gateway-1")


def cut_off(snapshot: Snapshot, agency: str) -> Snapshot:
    """The snapshot after an agency was cut off for good: by D-1, if it is the first."""
    register = in_force(snapshot.register, CutOff(agency, "announced"))
    return replace(snapshot, register=register)


def enrol(snapshot: Snapshot, *members: Enrolled) -> Snapshot:
    """The snapshot after members were enrolled, or enrolled anew."""
    return replace(snapshot, register=in_force(snapshot.register, Enrolment(members)))


def with_act(snapshot: Snapshot, act: Act) -> Snapshot:
    """The snapshot after any act was ordered and confirmed."""
    return replace(snapshot, register=in_force(snapshot.register, act))


def example_connection(number: int = 1) -> Connection:
    """The facts of one connection, the same at each call."""
    return Connection(
        id=f"s{number}",
        client="192.0.2.1",
        server_nonce="a-nonce-of-the-server",
        decoy_secret=b"decoy",
        cancel_pid=number,
        cancel_secret=bytes(range(1, 33)),
    )
