"""The log of an installation, and what is said where its settings cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from ostiary.cli.log import home
from ostiary.cli.log.home import log_of_home
from ostiary.errors import SettingsError


def test_no_home_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As every command does that needs one."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match="no home folder is named"):
        log_of_home(None)
    with pytest.raises(SettingsError):
        log_of_home(tmp_path)


def test_without_the_gateways_parts_a_folder_must_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Receipts are made where nothing of a gateway is installed; only the settings of a home are not read there."""
    monkeypatch.setattr(home, "_SETTINGS", "ostiary.server.not_installed")
    with pytest.raises(SettingsError, match="a part is not installed") as fault:
        log_of_home(tmp_path)
    assert "name the log's folder" in fault.value.hint
