"""The cast, enrolled in a running demonstration by a directive with two signatures.

Knows: who is enrolled already, and the file with the cast's passwords.
Must not know: what the cast does.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from ostiary.demo.officials import bring_into_force, read_register
from ostiary.demo.server_place import ServerAccount, write_private
from ostiary.demo.traffic.cast import Player
from ostiary.model.directive import Enrolled, Enrolment
from ostiary.pgwire.scram import SALT_SIZE, derive_verifier

FILE: Final = "traffic.passwords"
"""In the home folder, mode 0600: a member and a password a line."""


def enrol(folder: Path, cast: Sequence[Player]) -> Mapping[str, str]:
    """The password of each of the cast, who are members when this returns; a second time finds them so.

    Raises ControlDown and DirectiveRefused.
    """
    passwords = _read(folder / FILE)
    members = read_register(folder).members
    missing = [
        one.member for one in cast if one.member.code not in members or one.member.code not in passwords
    ]
    if missing:
        passwords |= {member.code: secrets.token_urlsafe(12) for member in missing}
        # The file comes first: passwords of nobody do no harm, members whose password nobody has would stay.
        write_private(
            folder / FILE, "".join(f"{code} {word}\n" for code, word in passwords.items()), ServerAccount()
        )
        bring_into_force(
            folder,
            Enrolment(
                tuple(
                    Enrolled(
                        member,
                        derive_verifier(passwords[member.code], secrets.token_bytes(SALT_SIZE)).format(),
                    )
                    for member in missing
                )
            ),
        )
    return passwords


def _read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = (line.partition(" ") for line in path.read_text("utf-8").splitlines())
    return {code: password for code, _, password in lines}
