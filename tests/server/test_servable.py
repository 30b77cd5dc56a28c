from __future__ import annotations

from dataclasses import replace
from itertools import islice

import pytest

from directives.directive_world import OFFICIALS
from door.door_world import small_bundle
from ostiary.errors import SettingsError
from ostiary.model.bundle import Bundle
from ostiary.server.servable import verify_servable


def bundle_with(officials: int) -> Bundle:
    return replace(small_bundle(), officials=dict(islice(OFFICIALS.items(), officials)))


def test_a_policy_takes_two_officials() -> None:
    """With fewer nobody could ever be cut off; it is said how to add another."""
    for enough in (2, 3):
        verify_servable(bundle_with(enough))
    for few in (0, 1):
        with pytest.raises(SettingsError, match=f"names {few} officials; it takes two to act") as caught:
            verify_servable(bundle_with(few))
        assert "[[official]]" in caught.value.hint
