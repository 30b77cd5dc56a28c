"""An official's desk: the policy, the register as it stands, and the way to take a step.

Knows: how a key file becomes an official, and how a step becomes part of the chain.
Must not know: which steps are admitted; how anything is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import psycopg

from ostiary.cli.home import home_folder
from ostiary.directives.envelope import sign_step, step_hash
from ostiary.directives.instants import write_instant
from ostiary.directives.life_cycle import Directive
from ostiary.directives.register import Register
from ostiary.errors import KeyFileError
from ostiary.model.agency import Official
from ostiary.model.bundle import Bundle
from ostiary.model.directive import Step
from ostiary.server.settings import load_home
from ostiary.store.bundle_files import read_bundle
from ostiary.store.control import append_step, control_connection, read_steps
from ostiary.store.key_files import read_key
from ostiary.tlog.note import SignerKey

PrepareStep: TypeAlias = Callable[[Register, str, str], Step]
"""Makes a step that follows a register, by an official (code), at an instant; raises DirectiveRefused if none may."""


@dataclass(frozen=True, slots=True)
class Signatory:
    """An official who sits here with a key."""

    official: Official
    signer: SignerKey


@dataclass(frozen=True, slots=True)
class Desk:
    """The policy in force and the control database that its officials write to."""

    bundle: Bundle
    control_dsn: str

    def signatory(self, key_file: Path) -> Signatory:
        """The official of the policy whose key the file holds. Raises KeyFileError."""
        signer = read_key(key_file)
        vkey = signer.verifier().format()
        for official in self.bundle.officials.values():
            if official.vkey == vkey:
                return Signatory(official, signer)
        raise KeyFileError(
            f"the key in `{key_file}` is no official's of the policy `{self.bundle.name}`",
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
            step = prepare(register, signatory.official.code, write_instant(datetime.now(UTC)))
            raw = sign_step(step, signatory.signer)
            # Read as every reader will read it: the chain can only grow, so a wrong step would stay in it.
            after = register.apply(raw)
            append_step(connection, raw, step.sequence, step_hash(raw))
        return after.find(step.directive)

    def _register(self, connection: psycopg.Connection) -> Register:
        register = Register.empty(self.bundle.officials)
        for raw in read_steps(connection):
            register = register.apply(raw)
        return register


def open_desk(home: Path | None) -> Desk:
    """The desk of an installation. Raises SettingsError, KeyFileError, and BundleError."""
    found = load_home(home_folder(home))
    return Desk(read_bundle(found.policy_dir), found.officials_dsn)
