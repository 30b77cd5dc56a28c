"""Checks of the log's witnesses: who has cosigned, and how long ago.

Knows: the trust file, the cosigned checkpoint, its age.
Must not know: the network; nobody is asked anything.
"""

from __future__ import annotations

import time

from ostiary.errors import SettingsError
from ostiary.server.doctor.finding import Result, error, ok, warning
from ostiary.server.doctor.patient import Patient
from ostiary.server.witnesses.exchange import Target
from ostiary.server.witnesses.rounds import REFRESH_SECONDS
from ostiary.store.log.folder import read_verifier
from ostiary.store.log.glance import look_at_signed
from ostiary.store.log.witnessed import find_witnessed, read_trust
from ostiary.tlog.trust import NO_QUORUM, TrustPolicy

OLD_SECONDS = 10 * REFRESH_SECONDS
"""A log is shown again each minute; ten minutes without a cosignature are trouble, or a gateway that does not run."""

_DOCS = "See docs/witness.md."


def check_witnesses(patient: Patient) -> Result:
    """The trust file can be used, a quorum has cosigned, and not long ago."""
    folder = patient.log
    verifier, trust = read_verifier(folder), read_trust(folder)
    if verifier not in [log.key for log in trust.logs]:
        return error(f"`{folder.trust_policy}` does not name the key in `log.vkey`", _DOCS)
    wrong = _wrong_url(trust)
    if wrong:
        return error(wrong, f"Mend the URL in `{folder.trust_policy}`.")
    if not trust.witnesses:
        # Whether an installation must have witnesses is for the city to say; that it has none, for us.
        return ok(
            "the trust file names no witness: nobody could tell if the log showed two histories; docs/witness.md"
        )
    witnessed = find_witnessed(folder, verifier, trust)
    if witnessed is None:
        return warning("no witness has cosigned the log yet", f"The events of the gateway say why. {_DOCS}")
    size, names = witnessed.checkpoint.size, ", ".join(witnessed.names) or "nobody that the trust file names"
    if not witnessed.is_quorum:
        return warning(
            f"{size} entries are cosigned by {names}, which is not the quorum `{trust.quorum}`", _DOCS
        )
    age, newer = time.time() - witnessed.as_of, look_at_signed(folder).published - size
    said = f"{size} entries are cosigned by {names}{'' if trust.quorum == NO_QUORUM else ', the quorum'}"
    if newer > 0:
        said += f"; newer entries, which are the log's word alone: {newer}"
    if age > OLD_SECONDS:
        return warning(
            f"{said}, {age / 60:.0f} minutes ago", f"Is the gateway running? Its events say more. {_DOCS}"
        )
    return ok(said)


def _wrong_url(trust: TrustPolicy) -> str:
    for witness in trust.witnesses:
        if witness.url:
            try:
                Target.parse(witness.url)
            except SettingsError as fault:
                return fault.message
    return ""
