"""The demonstration's officials at work: an act ordered by one and confirmed by the other.

Knows: where their keys and their connection string stand in a demonstration's home.
Must not know: what an act says.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from ostiary.demo.people import MAYOR, SUPERINTENDENT
from ostiary.directives.acts import confirm, order
from ostiary.directives.envelope import sign_step, step_hash
from ostiary.directives.instants import write_instant
from ostiary.directives.register import Register
from ostiary.model.directive import Act
from ostiary.store.bundle_files import read_bundle
from ostiary.store.control import append_step, control_connection, read_steps
from ostiary.store.key_files import read_key


def read_register(folder: Path) -> Register:
    """All directives and members of a demonstration as they stand. Raises ControlDown."""
    register = Register.empty(dict(read_bundle(folder / "policy").officials))
    with control_connection(_dsn(folder)) as connection:
        for raw in read_steps(connection):
            register = register.apply(raw)
    return register


def bring_into_force(folder: Path, act: Act) -> None:
    """Order an act with one official's key and confirm it with the other's. Raises ControlDown, DirectiveRefused."""
    register = read_register(folder)
    directive = register.next_id(act)
    with control_connection(_dsn(folder)) as connection:
        for by in (MAYOR.code, SUPERINTENDENT.code):
            at = write_instant(datetime.now(UTC))
            step = order(register, act, by, at) if by == MAYOR.code else confirm(register, directive, by, at)
            raw = sign_step(step, read_key(folder / "keys" / f"{by}.key"))
            append_step(connection, raw, step.sequence, step_hash(raw))
            register = register.apply(raw)


def _dsn(folder: Path) -> str:
    return (folder / "secrets" / "officials.dsn").read_text("utf-8").strip()
