"""All checks, in the order in which one rests on another.

Knows: the list of checks and what each needs.
Must not know: what any of them looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ostiary.errors import OstiaryError
from ostiary.server.doctor import (
    control_checks,
    head_checks,
    home_checks,
    host_checks,
    log_checks,
    peer_checks,
    policy_checks,
    records_checks,
    sealing_checks,
    tls_checks,
    watch_checks,
    witness_checks,
)
from ostiary.server.doctor.finding import Finding, Result, error
from ostiary.server.doctor.patient import Patient


@dataclass(frozen=True, slots=True)
class Check:
    """One check. Without its needs there is nothing that it could look at."""

    name: str
    look: Callable[[Patient], Result]
    needs: frozenset[str] = frozenset()


def _check(name: str, look: Callable[[Patient], Result], *needs: str) -> Check:
    return Check(name, look, frozenset(needs))


CHECKS: Final = (
    _check("settings", home_checks.check_settings),
    _check("secrets", home_checks.check_secrets, "settings"),
    _check("policy", home_checks.check_policy, "settings"),
    _check("officials", home_checks.check_officials, "policy"),
    _check("tls", tls_checks.check_tls, "secrets"),
    _check("line", tls_checks.check_line, "settings"),
    _check("port", host_checks.check_port, "settings"),
    _check("monitoring", host_checks.check_monitoring, "settings"),
    _check("limits", host_checks.check_limits, "settings"),
    _check("unit", host_checks.check_unit, "settings"),
    _check("socket", log_checks.check_socket, "settings"),
    _check("log", log_checks.check_log, "settings"),
    _check("log-key", log_checks.check_log_key, "log"),
    _check("log-room", log_checks.check_log_room, "log"),
    _check("log-disk", log_checks.check_log_disk, "log"),
    _check("log-writer", log_checks.check_log_writer, "log", "socket"),
    _check("log-sealing", sealing_checks.check_sealing, "log", "secrets"),
    _check("master-key-place", sealing_checks.check_master_key_place, "log"),
    _check("log-start", head_checks.check_log_start, "log", "secrets"),
    _check("log-scrub", log_checks.check_log_scrub, "log"),
    _check("witnesses", witness_checks.check_witnesses, "log"),
    _check("peers", peer_checks.check_peers, "log"),
    _check("watch", watch_checks.check_watch, "settings"),
    _check("control", control_checks.check_control, "secrets"),
    _check("chain", control_checks.check_chain, "control", "officials"),
    _check("in-force", policy_checks.check_in_force, "chain"),
    _check("records", records_checks.check_records, "secrets"),
    _check("version", records_checks.check_version, "records"),
    _check("clock", records_checks.check_clock, "records"),
    _check("keeper", records_checks.check_keeper, "records"),
    _check("connections", records_checks.check_connections, "records"),
    _check("public", records_checks.check_public, "records"),
    _check("walls", records_checks.check_standing, "records", "in-force"),
    _check("readers", records_checks.check_readers, "walls", "line"),
)


def examine(folder: Path) -> Iterator[Finding]:
    """Look at everything, one finding a check, each as soon as it is there."""
    patient, unusable = Patient(folder), set[str]()
    for check in CHECKS:
        result = _result(check, patient, unusable)
        if result.state in {"error", "skipped"}:
            unusable.add(check.name)
        yield Finding(check.name, result.state, result.said, result.hint)


def _result(check: Check, patient: Patient, unusable: set[str]) -> Result:
    lacking = sorted(check.needs & unusable)
    if lacking:
        return Result("skipped", f"cannot be looked at before `{lacking[0]}` is mended")
    try:
        return check.look(patient)
    except OstiaryError as fault:
        return error(fault.message, fault.hint)
    except OSError as fault:
        why = (fault.strerror or "unknown reason").lower()
        return error(f"`{fault.filename}`: {why}", "Run doctor as the account that runs the gateway.")
