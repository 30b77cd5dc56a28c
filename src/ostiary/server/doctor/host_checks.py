"""Checks of the machine: ports, limits, the service manager.

Knows: what Linux tells of processes and sockets.
Must not know: databases, the log, policy.
"""

from __future__ import annotations

import errno
import resource
from itertools import pairwise
from pathlib import Path
from typing import Final

from ostiary.errors import SettingsError
from ostiary.server.doctor.finding import Result, error, ok, warning
from ostiary.server.doctor.patient import Patient
from ostiary.server.setting_sections import Listen
from ostiary.server.workers.listening import Reservation

FILES_A_SESSION: Final = 2
"""A client and a backend."""
FILES_OF_OUR_OWN: Final = 64
FEW_FILES: Final = 1_024
"""Room for 480 sessions."""

_PROC: Final = Path("/proc")


def check_port(patient: Patient) -> Result:
    """The door's port is free, or the gateway of this home listens there."""
    listen = patient.home.settings.listen
    return _check_address(patient, listen.host, listen.port, "[listen]")


def check_monitoring(patient: Patient) -> Result:
    """Somebody can see how the gateway is."""
    metrics = patient.home.settings.metrics
    if metrics.port is None:
        return warning(
            "nobody can ask the gateway how it is: there is no port for monitoring",
            "Set `port` under [metrics], and let Prometheus and the load balancer ask there.",
        )
    return _check_address(patient, metrics.host, metrics.port, "[metrics]")


def check_limits(patient: Patient) -> Result:
    """The gateway may open enough files; the limit is that of the running gateway, or ours where none runs.

    It is the hard one, since each worker raises its own soft limit to that.
    """
    pid = gateway_pid(patient)
    limit = _open_files(pid) if pid else resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    whose = f"process {pid}" if pid else "this account"
    said = (
        f"{whose} may open {limit} files: room for {(limit - FILES_OF_OUR_OWN) // FILES_A_SESSION} sessions"
    )
    if limit < FEW_FILES:
        return warning(said, "Raise LimitNOFILE= in the unit, or `ulimit -Hn`.")
    return ok(said)


def check_unit(patient: Patient) -> Result:
    """Somebody starts the gateway again when it ends."""
    if not Path("/run/systemd/system").is_dir():
        return ok("systemd does not run here; whatever starts the gateway must also start it again")
    pid = gateway_pid(patient)
    if not pid:
        return ok("the gateway does not run now")
    if ".service" not in _read(_PROC / str(pid) / "cgroup"):
        return warning(
            f"process {pid} runs outside a unit of systemd: nobody starts it again", "See packaging/systemd."
        )
    return ok(f"process {pid} runs in a unit of systemd")


def gateway_pid(patient: Patient) -> int:
    """The process that serves this home; 0 when none is seen, or it is another account's."""
    wanted = patient.folder.resolve()
    for process in _PROC.glob("[0-9]*"):
        words = _read(process / "cmdline").split("\0")
        if "serve" in words and _home_of(process, words) == wanted:
            return int(process.name)
    return 0


def _home_of(process: Path, words: list[str]) -> Path | None:
    """The home that a gateway was told of on its command line or in its environment."""
    named = [after for word, after in pairwise(words) if word == "--home"]
    named += [word.removeprefix("--home=") for word in words if word.startswith("--home=")]
    environment = _read(process / "environ").split("\0")
    named += [line.removeprefix("OSTIARY_HOME=") for line in environment if line.startswith("OSTIARY_HOME=")]
    try:
        return ((process / "cwd").readlink() / named[0]).resolve() if named else None
    except OSError:
        return None


def _check_address(patient: Patient, host: str, port: int, section: str) -> Result:
    where = f"{host}, port {port}"
    try:
        # As the gateway itself will have it: every address of the host, and nobody who listens there.
        Reservation(Listen(host, port)).close()
    except SettingsError as fault:
        code = fault.__cause__.errno if isinstance(fault.__cause__, OSError) else None
        if code not in {errno.EADDRINUSE, errno.EACCES}:
            return error(fault.message, f"Set `host` under {section} to an address of this machine.")
        if gateway_pid(patient):
            return ok(f"the gateway listens at {where}")
        if code == errno.EACCES:
            return warning(
                f"this account may not listen at {where}",
                f"Choose a port from 1024 on under {section}, or give the gateway CAP_NET_BIND_SERVICE.",
            )
        return error(f"somebody else listens at {where}", f"Stop it, or choose another port under {section}.")
    return ok(f"{where}, is free")


def _open_files(pid: int) -> int:
    """The hard limit of a process."""
    for line in _read(_PROC / str(pid) / "limits").splitlines():
        if line.startswith("Max open files"):
            return int(line.split()[4])
    return FEW_FILES


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode(errors="replace")
    except OSError:
        return ""
