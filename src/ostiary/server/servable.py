"""Which policies a gateway serves under.

Knows: what a bundle that compiles may still lack.
Must not know: how a bundle is read, who asks.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from ostiary.errors import SettingsError
from ostiary.model.bundle import Bundle

FEWEST_OFFICIALS: Final = 2
"""One orders, another confirms."""


def verify_servable(bundle: Bundle) -> None:
    """Raises SettingsError for a bundle under which nobody could ever be cut off."""
    if len(bundle.officials) < FEWEST_OFFICIALS:
        raise SettingsError(
            f"the policy `{bundle.name}` names {len(bundle.officials)} officials; it takes two to act",
            hint="Add [[official]] entries with code, name, office and vkey to a file of the bundle.",
        )


def verify_effective(bundle: Bundle, day: date) -> None:
    """Raises SettingsError for a bundle that is not in force yet on that day (UTC)."""
    if bundle.effective is not None and day < bundle.effective:
        raise SettingsError(
            f"the policy `{bundle.name}` is in force from {bundle.effective} on",
            hint="Serve under the one before it until then.",
        )
