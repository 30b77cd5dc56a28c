"""Whose acts of the command line are, the operating system says."""

from __future__ import annotations

import os
import pwd

import pytest

from ostiary.cli.who_runs import who_runs


def test_the_environment_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or whoever adds an account could let the log say that somebody else did."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody.else")
    assert who_runs() == pwd.getpwuid(os.getuid()).pw_name
