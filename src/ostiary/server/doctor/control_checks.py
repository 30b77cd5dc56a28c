"""Checks of the control database and the chain of directives in it.

Knows: what the gateway's account should be able to do, and what makes a chain valid.
Must not know: SQL, the records database.
"""

from __future__ import annotations

from datetime import UTC, datetime

from ostiary.directives.envelope import step_hash
from ostiary.directives.register import Register
from ostiary.errors import (
    ControlDown,
    DirectiveRefused,
    KeyFileError,
    LogDamaged,
    LogUnavailable,
    OstiaryError,
)
from ostiary.server.doctor.finding import Result, error, ok, warning
from ostiary.server.doctor.patient import Patient
from ostiary.server.steps.logged_steps import highest, read_logged_steps
from ostiary.store.control_facts import look_at_control
from ostiary.store.directive_floor import Floor, read_floor


def check_control(patient: Patient) -> Result:
    """The gateway's account reads the chain, and only reads."""
    try:
        patient.control = look_at_control(patient.home.control_dsn)
    except ControlDown as fault:
        return error(fault.message, "Start it, or make its tables with `ostiary directive install`.")
    facts = patient.control
    if facts.writes:
        return warning(
            f"the gateway's account `{facts.account}` may {', '.join(facts.writes)} steps of directives",
            "Give the gateway an account of its own in the role ostiary_directive_reader.",
        )
    if not facts.reads_policies:
        return warning(
            "there is no table of policies, or the gateway's account may not read it",
            "Run `ostiary directive install` there once more: it adds what is missing.",
        )
    return ok(f"`{facts.account}` reads {len(facts.steps)} steps")


def check_chain(patient: Patient) -> Result:
    """Every step is valid under the officials' keys, and none is missing that this gateway has seen."""
    register = Register.empty(patient.founding.officials)
    for sequence, step in enumerate(patient.control.steps):
        try:
            register = register.apply(step)
        except OstiaryError as fault:
            return error(
                f"step {sequence} is not valid: {fault.message}",
                "Find out who wrote it; restore the chain from a backup that ends before it. No gateway serves until then.",
            )
    try:
        register.verify_dated(datetime.now(UTC))
    except DirectiveRefused as fault:
        return error(fault.message, "Set the clock here; if it is right, find out who wrote that step.")
    floor, steps = _floor(patient), patient.control.steps
    if floor.sequence >= len(steps) or (
        floor.sequence >= 0 and step_hash(steps[floor.sequence]) != floor.hash
    ):
        return error(
            f"this gateway has seen step {floor.sequence}, which the control database does not have",
            "Restore the control database from a backup that has it; never lower the floor.",
        )
    patient.register = register
    return ok(f"all steps are valid ({len(steps)}); members who are enrolled: {len(register.members)}")


def _floor(patient: Patient) -> Floor:
    """The floor of the file, or of the log where that is higher and can be read."""
    floor = read_floor(patient.home.floor_file)
    try:
        return highest(floor, read_logged_steps(patient.home.log_dir, patient.home.master_key_file))
    except (OSError, KeyFileError, LogDamaged, LogUnavailable):
        # What is wrong with the log, other checks say.
        return floor
