"""The founding policy stays what it was when it was first served under."""

from __future__ import annotations

from pathlib import Path

import pytest

from ostiary.errors import SettingsError
from ostiary.server.policies.founding import note_founding, verify_founding
from ostiary.server.policies.shelf import Shelf
from ostiary.server.setting_sections import Database
from ostiary.server.settings import Home, Settings
from ostiary.testing.example import TEXTS


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with the example's policy."""
    (tmp_path / "policy").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "policy" / name).write_text(text)
    return Home(tmp_path, Settings("gateway-1", Database("h", "city", "secrets/keeper.dsn")))


def edit(home: Home) -> None:
    path = home.policy_dir / "rules.toml"
    path.write_text(path.read_text().replace("s. 1", "s. 1a"))


def test_what_was_never_served_under_may_still_be_edited(home: Home) -> None:
    """A policy is written before it is in force."""
    verify_founding(home, Shelf(home).founding)
    edit(home)
    verify_founding(home, Shelf(home).founding)


def test_an_edited_folder_is_refused_once_it_was_served_under(home: Home) -> None:
    """A change of policy takes two officials, and not one who may write files; the old texts are still at hand."""
    founding = Shelf(home).founding
    note_founding(home, founding)
    verify_founding(home, Shelf(home).founding)
    edit(home)
    with pytest.raises(SettingsError, match="was founded with") as caught:
        verify_founding(home, Shelf(home).founding)
    assert "directive order policy" in caught.value.hint
    assert Shelf(home).bundle(founding.bundle.version) == founding.bundle


def test_the_note_is_written_once(home: Home) -> None:
    """Serving under a later version does not make that one the founding one."""
    note_founding(home, Shelf(home).founding)
    edit(home)
    note_founding(home, Shelf(home).founding)
    with pytest.raises(SettingsError):
        verify_founding(home, Shelf(home).founding)


def test_a_note_that_cannot_be_read_is_no_permission(home: Home) -> None:
    """Whatever stands there instead of a version, nobody is served."""
    home.policies_dir.mkdir(parents=True)
    (home.policies_dir / "founding").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError):
        verify_founding(home, Shelf(home).founding)


def test_a_note_that_was_emptied_is_not_none_at_all(home: Home) -> None:
    """A file that a full disk or an editor has emptied does not let another policy be the founding one."""
    note_founding(home, Shelf(home).founding)
    (home.policies_dir / "founding").write_text("")
    with pytest.raises(SettingsError, match="noted no more"):
        verify_founding(home, Shelf(home).founding)
