"""What holds now, looked at again and again: the register as far as it has grown, and the policy in force.

Knows: that a chain only grows, and that a policy of one version is the same for ever.
Must not know: pages, who looks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ostiary.directives.envelope import step_hash
from ostiary.directives.register import Register
from ostiary.errors import BundleError, DirectiveRefused
from ostiary.model.bundle import Bundle
from ostiary.store.control import control_connection, read_steps

MAX_POLICIES: Final = 8
"""Policies kept compiled; one of 2,000 rules takes some 10 MB."""


@dataclass(frozen=True, slots=True)
class Holding:
    """The register at one look, and the policy that it has put in force."""

    register: Register
    bundle: Bundle
    note: str = ""
    """Why the names are those of the founding policy, where its successor cannot be had; empty otherwise."""


class Eye:
    """Looks at one control database. Several threads may ask it.

    ``policy_of`` gives the policy of a version, and raises BundleError where it is not to be had.
    """

    def __init__(self, dsn: str, founding: Bundle, policy_of: Callable[[str], Bundle]) -> None:
        self._dsn = dsn
        self._founding = founding
        self._policy_of = policy_of
        self._lock = threading.Lock()
        self._register = Register.empty(founding.officials)
        self._policies = {founding.version: founding}

    def look(self) -> Holding:
        """What holds now. Raises ControlDown, and DirectiveRefused or ProofInvalid for a chain that is wrong."""
        with self._lock:
            self._register = self._grown(self._register)
            register = self._register
            try:
                return Holding(register, self._policy(register.policy or self._founding.version))
            except BundleError as fault:
                return Holding(register, self._founding, fault.message)

    def policy(self, version: str) -> Bundle:
        """The policy of that version. Raises BundleError where it is not to be had, ControlDown."""
        with self._lock:
            return self._policy(version)

    def _policy(self, version: str) -> Bundle:
        found = self._policies.get(version)
        if found is None:
            found = self._policy_of(version)
            if len(self._policies) >= MAX_POLICIES:
                # The founding policy stands first and stays.
                del self._policies[list(self._policies)[1]]
            self._policies[version] = found
        return found

    def _grown(self, register: Register) -> Register:
        """The register with what is new. The last known step is read again: a database that was set back does not have it."""
        with control_connection(self._dsn) as connection:
            raws = read_steps(connection, max(register.head.sequence - 1, -1))
        if register.head.sequence >= 0:
            if not raws or step_hash(raws[0]) != register.head.hash:
                raise DirectiveRefused(
                    f"the control database no longer has step {register.head.sequence} as it was shown before",
                    hint="find out who set it back; the gateways refuse it too",
                )
            raws = raws[1:]
        for raw in raws:
            register = register.apply(raw)
        return register
