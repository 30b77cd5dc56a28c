"""An official's desk: the policy, the register as it stands, and the way to take a step.

Knows: how a key file becomes an official, and how a step becomes part of the chain.
Must not know: which steps are admitted; how anything is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Final, TypeAlias

import psycopg

from ostiary.directives.envelope import sign_step, step_hash
from ostiary.directives.instants import write_instant
from ostiary.directives.life_cycle import Directive
from ostiary.directives.register import Register
from ostiary.directives.review import Reviewer
from ostiary.errors import BundleError, DirectiveRefused, KeyFileError
from ostiary.model.agency import Official
from ostiary.model.bundle import Bundle
from ostiary.model.directive import Step
from ostiary.policy.load import load_bundle
from ostiary.store.control import append_step, clock_of, control_connection, read_steps
from ostiary.store.key_files import read_key
from ostiary.store.policy_versions import keep_policy, load_policy, read_policy_texts
from ostiary.tlog.note import SignerKey

PrepareStep: TypeAlias = Callable[[Register, str, str], Step]
"""Makes a step that follows a register, by an official (code), at an instant; raises DirectiveRefused if none may."""

# Less than what gateways allow a step to be ahead of them: what an official's wrong clock would do is found out here.
MAX_CLOCK_DIFFERENCE: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Signatory:
    """An official who sits here with a key."""

    official: Official
    signer: SignerKey


class Desk:
    """The policy and the control database that its officials write to.

    ``founding`` is the policy of the home folder: its officials sign for good, and it is in force until a directive
    changes the policy. ``urgent_hours``: for how long one official alone cuts off, unless another number is said.
    """

    def __init__(
        self,
        texts: Mapping[str, str],
        control_dsn: str,
        urgent_hours: int,
        reviewer: Reviewer,
        warn: Callable[[str], None],
    ) -> None:
        self.founding = load_bundle(texts)
        self.control_dsn = control_dsn
        self.urgent_hours = urgent_hours
        self.reviewer = reviewer
        self._texts = texts
        self._warn = warn

    @cached_property
    def bundle(self) -> Bundle:
        """The policy that names agencies and roles here: the one in force when it was first asked for.

        Where its texts are not to be had, the founding one, with a warning: a cut-off must be possible all the same.
        Raises ControlDown, and what ``register`` does.
        """
        try:
            return self.in_force
        except BundleError as fault:
            self._warn(f"warning: {fault.message}; names are those of the policy in the home folder")
            return self.founding

    @cached_property
    def in_force(self) -> Bundle:
        """The policy in force when it was first asked for. Raises ControlDown, BundleError, and what ``register`` does."""
        return self.policy(self.version)

    @cached_property
    def version(self) -> str:
        """The version of the policy in force when it was first asked for. Raises what ``register`` raises."""
        return self.register().policy or self.founding.version

    def policy(self, version: str) -> Bundle:
        """The policy of that version. Raises ControlDown, and BundleError when it is not to be had."""
        if version == self.founding.version:
            return self.founding
        return load_policy(version, self.texts(version))

    def texts(self, version: str) -> Mapping[str, str]:
        """The texts kept as that version, by file name, as they lie there. Raises likewise."""
        if version == self.founding.version:
            return self._texts
        with control_connection(self.control_dsn) as connection:
            return read_policy_texts(connection, version)

    def keep_policy(self, bundle: Bundle, texts: Mapping[str, str]) -> None:
        """Keep the texts of a policy, and of the founding one, for all officials and gateways. Raises likewise."""
        with control_connection(self.control_dsn) as connection:
            keep_policy(connection, self.founding, self._texts)
            keep_policy(connection, bundle, texts)

    def signatory(self, key_file: Path) -> Signatory:
        """The official of the policy whose key the file holds. Raises KeyFileError."""
        return self.signatory_of(read_key(key_file), f"the key in `{key_file}`")

    def signatory_of(self, signer: SignerKey, named: str = "the key") -> Signatory:
        """The official of the policy whose key it is; ``named`` is what a refusal calls it. Raises KeyFileError."""
        vkey = signer.verifier().format()
        for official in self.founding.officials.values():
            if official.vkey == vkey:
                return Signatory(official, signer)
        raise KeyFileError(
            f"{named} is no official's of the policy `{self.founding.name}`",
            hint=f'an official of the policy would have vkey = "{vkey}"',
        )

    def register(self) -> Register:
        """The register as it stands. Raises ControlDown, and DirectiveRefused or ProofInvalid for a chain that is wrong."""
        with control_connection(self.control_dsn) as connection:
            return self._register(connection)

    def take_step(self, signatory: Signatory, prepare: PrepareStep) -> Directive:
        """Take one step and return the directive as it stands then; when it returns, the step is there for good.

        Raises what ``prepare`` raises, DirectiveRefused when somebody else was faster, and ControlDown.
        """
        with control_connection(self.control_dsn) as connection:
            register = self._register(connection)
            now = datetime.now(UTC)
            _verify_clock(now, clock_of(connection))
            step = prepare(register, signatory.official.code, write_instant(now))
            raw = sign_step(step, signatory.signer)
            # Read as every reader will read it: the chain can only grow, so a wrong step would stay in it.
            after = register.apply(raw)
            append_step(connection, raw, step.sequence, step_hash(raw))
        return after.find(step.directive)

    def _register(self, connection: psycopg.Connection) -> Register:
        register = Register.empty(self.founding.officials)
        for raw in read_steps(connection):
            register = register.apply(raw)
        return register


def _verify_clock(now: datetime, theirs: datetime) -> None:
    """Raises DirectiveRefused when this clock differs from the control database's: gateways refuse what is dated ahead."""
    if abs(now - theirs) > MAX_CLOCK_DIFFERENCE:
        ahead = "ahead of" if now > theirs else "behind"
        minutes = round(abs(now - theirs).total_seconds() / 60)
        raise DirectiveRefused(
            f"the clock here is {minutes} minutes {ahead} the control database's",
            hint="set the clock that is wrong; nothing was signed",
        )
