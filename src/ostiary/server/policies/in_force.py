"""The policy in force of an installation: the one place that says which it is.

Knows: the chain of directives, that a change of policy is judged anew by whoever rests on it.
Must not know: promises, walls, what is done with the policy.
"""

from __future__ import annotations

from dataclasses import dataclass

from ostiary.directives.lineage import Change, changes_of, grounds_of, open_changes, verify_lineage
from ostiary.directives.register import Register
from ostiary.errors import DirectiveRefused, OstiaryError
from ostiary.model.bundle import Bundle
from ostiary.server.policies.shelf import Policy, Shelf
from ostiary.server.settings import Home
from ostiary.store.control import control_connection, read_steps


@dataclass(frozen=True, slots=True)
class InForce:
    """A policy, the directive that it came by (empty for the founding one), and the changes that it was judged with."""

    policy: Policy
    directive: str = ""
    grounds: tuple[str, ...] = ()

    @property
    def bundle(self) -> Bundle:
        """Its bundle."""
        return self.policy.bundle


def policy_in_force(home: Home) -> InForce:
    """The policy that the chain of directives has put in force.

    Raises BundleError, ControlDown, and DirectiveRefused or ProofInvalid for a chain that is wrong.
    """
    shelf = Shelf(home)
    return in_force_under(read_register(home, shelf.founding.bundle), shelf)


def policy_of_words(home: Home) -> Bundle:
    """The policy in force, or the founding one where that cannot be read: for names in words, on which nothing else rests."""
    try:
        return policy_in_force(home).bundle
    except OstiaryError:
        return Shelf(home).founding.bundle


def policy_of_entry(home: Home, version: str) -> Bundle:
    """The policy of that version where it is to be had, else the founding one: an entry is explained by what decided it."""
    shelf = Shelf(home)
    try:
        return shelf.bundle(version)
    except OstiaryError:
        return shelf.founding.bundle


def policy_ordered(home: Home, directive: str) -> InForce:
    """The policy that an ordered change would put in force.

    Raises as ``policy_in_force``, and DirectiveRefused when there is no such change that could be confirmed now.
    """
    shelf = Shelf(home)
    register = read_register(home, shelf.founding.bundle)
    found = [
        one for one in open_changes(register, version_in_force(register, shelf)) if one.directive == directive
    ]
    if not found:
        register.find(directive)
        raise DirectiveRefused(
            f"`{directive}` is no change of policy that could be confirmed now",
            hint="`ostiary directive list` shows what is ordered; it must follow the policy in force",
        )
    return under(register, shelf, found[0])


def in_force_under(register: Register, shelf: Shelf) -> InForce:
    """The policy in force under these directives. Raises BundleError, ControlDown and DirectiveRefused."""
    bundle = verify_lineage(shelf.founding.bundle, changes_of(register), shelf.bundle)
    return InForce(shelf.find(bundle.version), register.changed_by, grounds_of(register))


def under(register: Register, shelf: Shelf, change: Change) -> InForce:
    """The policy that would be in force if this change were confirmed next. Raises likewise."""
    bundle = verify_lineage(shelf.founding.bundle, (*changes_of(register), change), shelf.bundle)
    return InForce(shelf.find(bundle.version), change.directive, (*grounds_of(register), change.ground))


def version_in_force(register: Register, shelf: Shelf) -> str:
    """The version alone, whether or not it may be served under."""
    return register.policy or shelf.founding.bundle.version


def read_register(home: Home, founding: Bundle) -> Register:
    """The register as the gateway's account reads it. Raises ControlDown, DirectiveRefused and ProofInvalid."""
    register = Register.empty(founding.officials)
    with control_connection(home.control_dsn) as connection:
        for raw in read_steps(connection):
            register = register.apply(raw)
    return register
