"""Under which name acts of the command line stand in the log: that of the account that runs it.

Knows: the operating system's accounts.
Must not know: what is done.
"""

from __future__ import annotations

import os
import pwd


def who_runs() -> str:
    """The account's name, or its number where it has none. What the environment says is not asked: anybody can write it."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"uid {number}"
