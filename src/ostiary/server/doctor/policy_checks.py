"""The check of the policy in force.

Knows: that it is the one that directives put in force, and that it must be one that the gateway may serve under.
Must not know: how it is found or proved.
"""

from __future__ import annotations

from datetime import UTC, datetime

from ostiary.promises.signing import prove_promises
from ostiary.server.doctor.finding import Result, ok
from ostiary.server.doctor.patient import Patient
from ostiary.server.policies.in_force import in_force_under
from ostiary.server.policies.proving import verify_kept
from ostiary.server.policies.shelf import Shelf
from ostiary.server.servable import verify_effective, verify_servable


def check_in_force(patient: Patient) -> Result:
    """The policy that directives have put in force is to be had, and keeps its promises."""
    found = in_force_under(patient.register, Shelf(patient.home))
    bundle = patient.bundle = found.bundle
    verify_servable(bundle)
    verify_effective(bundle, datetime.now(UTC).date())
    verify_kept(bundle, prove_promises)
    by = f"by {found.directive}" if found.directive else "as it was founded"
    return ok(
        f"`{bundle.name}` is in force {by}, version {bundle.version[:12]}; promises proved to be kept: {len(bundle.promises)}"
    )
