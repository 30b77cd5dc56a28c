"""Which releases the walls may rest on."""

from __future__ import annotations

import pytest

from ostiary.sql.allowed import BY_MAJOR
from ostiary.sql.versions import MINIMUM_MINOR, version_fault


@pytest.mark.parametrize(
    "version", ["15.14", "15.18", "16.10", "17.6", "18.0", "18.4", "18.4 (Debian 18.4-1)"]
)
def test_repaired_releases_will_do(version: str) -> None:
    """From the release with the repair on."""
    assert version_fault(version) is None


@pytest.mark.parametrize(("version", "better"), [("15.13", "15.14"), ("16.9", "16.10"), ("17.5", "17.6")])
def test_older_releases_tell_about_hidden_rows(version: str, better: str) -> None:
    """The last release without the repair is refused, and it is said which one has it."""
    fault = version_fault(version)
    assert fault is not None
    assert "CVE-2025-8713" in fault.what
    assert fault.hint == f"Upgrade to {better} or later."


@pytest.mark.parametrize("version", ["14.19", "19.0", "9.6.24", "18beta1", "", "eighteen"])
def test_what_was_not_looked_at_is_refused(version: str) -> None:
    """An older or newer major, a beta, or what is no version."""
    fault = version_fault(version)
    assert fault is not None
    assert "is not known" in fault.what


def test_every_known_major_has_a_first_release() -> None:
    """A major that is let in has a release from which on it may be used."""
    assert set(MINIMUM_MINOR) == set(BY_MAJOR)
