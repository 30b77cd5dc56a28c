"""The witnesses of an installation, out of the log's trust file.

Knows: the trust file, the log's folder, how each witness is reached.
Must not know: when witnesses are asked, what they answer.
"""

from __future__ import annotations

from ostiary.door.events import Events
from ostiary.errors import SettingsError
from ostiary.server.setting_sections import Witnesses
from ostiary.server.witnesses.asking import AskedWitness, Post
from ostiary.server.witnesses.exchange import Reply, Target, post
from ostiary.server.witnesses.rounds import REFRESH_SECONDS, Pace, Rounds
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.witnessed import find_witnessed, read_trust
from ostiary.tlog.note import VerifierKey
from ostiary.tlog.trust import TrustPolicy


def watchers(folder: LogFolder, settings: Witnesses, events: Events) -> Rounds | None:
    """The rounds of a log's witnesses; None when its trust file names none that can be asked.

    Raises SettingsError, LogDamaged or ProofInvalid when the trust file, or what is cosigned already, cannot be used.
    """
    verifier, trust = read_verifier(folder), read_trust(folder)
    if verifier not in [log.key for log in trust.logs]:
        raise SettingsError(f"`{folder.trust_policy}` does not name the key in `log.vkey`")
    seen = _seen(folder, verifier, trust)
    asked = [
        AskedWitness(one, _poster(Target.parse(one.url), settings.answer_seconds), seen.get(one.name, 0))
        for one in trust.witnesses
        if one.url
    ]
    if not asked:
        return None
    # Four cosignatures in the time that one counts: three rounds may fail before anybody is refused.
    refresh = min(REFRESH_SECONDS, settings.cover_seconds / 4)
    pace = Pace(settings.interval_seconds, settings.answer_seconds, settings.quorum_seconds, refresh)
    return Rounds(folder, verifier, trust, asked, pace=pace, events=events)


def _seen(folder: LogFolder, verifier: VerifierKey, trust: TrustPolicy) -> dict[str, int]:
    """The size that each witness has cosigned, as far as the published checkpoint says."""
    witnessed = find_witnessed(folder, verifier, trust)
    return {} if witnessed is None else dict.fromkeys(witnessed.names, witnessed.checkpoint.size)


def _poster(target: Target, seconds: float) -> Post:
    async def send(body: bytes) -> Reply:
        return await post(target, "/add-checkpoint", body, seconds)

    return send
