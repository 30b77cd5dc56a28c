"""Checks of the home folder: settings, secrets, policy.

Knows: files and who may read them.
Must not know: databases, the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ostiary.errors import KeyFileError, SettingsError
from ostiary.server.doctor.finding import Result, error, ok
from ostiary.server.doctor.patient import Patient
from ostiary.server.policies.founding import verify_founding
from ostiary.server.policies.shelf import Shelf
from ostiary.server.servable import verify_servable
from ostiary.server.settings import Home, read_home
from ostiary.store.key_files import privacy_of

# Only the officials' own commands need it, which are better run elsewhere.
_MAY_BE_MISSING = frozenset({"officials_dsn_file"})


def check_settings(patient: Patient) -> Result:
    """The file can be read, and every key in it is known."""
    try:
        read = read_home(patient.folder)
    except SettingsError as fault:
        more = f"; the first: {fault.problems[0]}" if fault.problems else ""
        return error(f"{fault.message}{more}", fault.hint)
    patient.home, patient.read = Home(patient.folder, read.settings), read
    return ok(f"{len(read.lines)} settings are written, the others have their defaults")


def check_secrets(patient: Patient) -> Result:
    """Each secret file is there, private, and what it should be."""
    wrong = list(_wrong_secrets(patient))
    if wrong:
        return error(wrong[0][0] + _and_more(wrong), wrong[0][1])
    return ok("the secret files are there, and private")


def check_policy(patient: Patient) -> Result:
    """The founding policy compiles, and is the one that was first served under."""
    founding = Shelf(patient.home).founding
    verify_founding(patient.home, founding)
    patient.founding = founding.bundle
    return ok(f"`{patient.founding.name}` is sound, version {patient.founding.version[:12]}")


def check_officials(patient: Patient) -> Result:
    """Two people with two keys can act: one orders, another confirms."""
    verify_servable(patient.founding)
    # That no two have the same key, the policy's own check has said.
    return ok(f"{len(patient.founding.officials)} officials, each with a key of their own")


def _wrong_secrets(patient: Patient) -> Iterator[tuple[str, str]]:
    """What is wrong, and how to mend it."""
    for key in patient.read.section.all_keys():
        value = patient.read.value(key)
        if not key.kind.startswith("secret") or not isinstance(value, str):
            continue
        path = patient.folder / value
        state = privacy_of(path)
        if state == "missing" and key.name in _MAY_BE_MISSING:
            continue
        if state != "private":
            yield f"`{path}` ({key.name}): {state}", _how_to_mend(path, state)
        elif key.kind == "secret folder":
            yield from _wrong_in_folder(path)
    yield from _wrong_connection_strings(patient.home)


def _wrong_in_folder(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.iterdir()):
        state = privacy_of(path)
        if state != "private":
            yield f"`{path}`: {state}", _how_to_mend(path, state)


def _wrong_connection_strings(home: Home) -> Iterator[tuple[str, str]]:
    """Those that are there and private, and still no connection strings."""
    for name, path in (
        ("control_dsn", home.folder / home.settings.control_dsn_file),
        ("keeper_dsn", home.folder / home.settings.database.keeper_dsn_file),
    ):
        if privacy_of(path) == "private":
            try:
                getattr(home, name)
            except KeyFileError as fault:
                yield fault.message, fault.hint


def _how_to_mend(path: Path, state: str) -> str:
    if state == "missing":
        return "Write it, readable for the gateway's account alone; see docs/install.md, `3. Secrets`."
    return f"chmod -R go= '{path}'" if path.is_dir() else f"chmod 600 '{path}'"


def _and_more(wrong: list[tuple[str, str]]) -> str:
    return f", and {len(wrong) - 1} more" if len(wrong) > 1 else ""
