"""Checks of how the log lies on its disk: sealed or in the clear, and where its master key is.

Knows: the key file, the master key, file systems.
Must not know: entries.
"""

from __future__ import annotations

from ostiary.server.doctor.finding import Result, error, ok, warning
from ostiary.server.doctor.patient import Patient
from ostiary.store.log.unlocking import is_sealed, log_keys


def check_sealing(patient: Patient) -> Result:
    """The log is sealed, and the master key that the settings name opens its key file."""
    named = patient.home.master_key_file
    if not is_sealed(patient.log.root):
        return _in_the_clear(is_key_named=named is not None)
    with log_keys(patient.log.root, named):
        return ok("the log is sealed, and the master key opens its key file")


def check_master_key_place(patient: Patient) -> Result:
    """Whoever takes the log's disk, or a backup of its folder, does not have the master key with it."""
    named = patient.home.master_key_file
    if named is None or not named.exists():
        return ok("there is no master key here that could lie beside the log")
    if named.resolve().is_relative_to(patient.log.root.resolve()):
        return error(
            f"`{named}` lies within the log's folder",
            "Move it to another disk: whoever copies the log copies it.",
        )
    if named.stat().st_dev == patient.log.root.stat().st_dev:
        return warning(
            f"`{named}` is on the same file system as the log",
            "Put it on another disk, or into a token (docs/install.md, `9. The log`): a stolen disk opens itself.",
        )
    return ok("the master key is on another file system than the log")


def _in_the_clear(*, is_key_named: bool) -> Result:
    if is_key_named:
        return error(
            "the settings name a master key, and the log is in the clear: it will not be written",
            "Seal it with the gateway stopped: ostiary log encrypt.",
        )
    return warning(
        "the log is in the clear: whoever reads its disk reads what everybody asked, and nothing can be erased",
        "Seal it with the gateway stopped: ostiary log encrypt, then name the key under [log] in ostiary.toml.",
    )
