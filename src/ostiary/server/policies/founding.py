"""The founding policy of an installation: noted when it is first served under, and the same ever after.

Knows: one small file beside the copies of policies.
Must not know: directives, what a policy says.

Without it, whoever may write the policy's folder could change the policy alone, with a restart. Whoever may take the note
away still can: that is whoever has the gateway's own account.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ostiary.errors import SettingsError
from ostiary.server.policies.shelf import Policy
from ostiary.server.settings import Home
from ostiary.store.durable_files import PRIVATE_MODE, Disk, replace_file_durably
from ostiary.store.kept_policies import keep_policy_texts

_NOTE: Final = "founding"


def verify_founding(home: Home, founding: Policy) -> None:
    """Raises SettingsError when the policy's folder holds another policy than the one that was first served under."""
    noted = _noted(home)
    if noted is not None and noted != founding.bundle.version:
        raise SettingsError(
            f"`{home.policy_dir}` holds policy {founding.bundle.version[:12]}, and this gateway was founded with {noted[:12] or 'one that is noted no more'}",
            hint=f"Put it back (its texts are in `{home.policies_dir}`), and order the other one:"
            " `ostiary directive order policy FOLDER`.",
        )


def note_founding(home: Home, founding: Policy) -> None:
    """Note the founding policy, with its texts, if none is noted yet. Raises SettingsError when that cannot be written."""
    if _noted(home) is not None:
        return
    version, path = founding.bundle.version, _path(home)
    try:
        # If we crash in between there are texts and no note: the next start writes it.
        keep_policy_texts(home.policies_dir, version, founding.texts)
        replace_file_durably(
            Disk(), path, f"{version}\n".encode(), mode=PRIVATE_MODE, staging=path.with_suffix(".new")
        )
    except OSError as error:
        raise SettingsError(
            f"`{path}` cannot be written: {(error.strerror or 'unknown reason').lower()}",
            hint="The gateway's account needs to write there.",
        ) from error


def _noted(home: Home) -> str | None:
    """What is noted; None where no note is. An empty note is one that somebody has emptied."""
    try:
        return _path(home).read_text("ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"`{_path(home)}` cannot be read", hint="Run this as the gateway's account."
        ) from error


def _path(home: Home) -> Path:
    return home.policies_dir / _NOTE
