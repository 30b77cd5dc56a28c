"""Checks of strict mode: the file of peers, who answers, what each keeps.

Knows: the peers of the log, what the settings ask for.
Must not know: the journal.
"""

from __future__ import annotations

from ostiary.errors import LogUnavailable
from ostiary.server.doctor.finding import Result, error, ok, warning
from ostiary.server.doctor.patient import Patient
from ostiary.store.log.folder import read_verifier
from ostiary.store.log.glance import look_at_signed
from ostiary.store.log.peer_check import ask_latest, find_peers

_DOCS = "See docs/witness.md, `Peers`."


def check_peers(patient: Patient) -> Result:
    """In strict mode enough peers answer, and they keep what the log has published."""
    policy = find_peers(patient.log)
    is_strict = patient.home.settings.log.mode == "strict"
    if policy is None:
        if is_strict:
            return error(f"strict mode, and `{patient.log.peers}` is missing", _DOCS)
        return ok(
            "default mode: entries since the last cosignature are the log's word alone; docs/witness.md"
        )
    published = look_at_signed(patient.log).published
    try:
        answers = ask_latest(policy, read_verifier(patient.log).name)
    except LogUnavailable as fault:
        return error(fault.message, f"Nothing is released meanwhile. {_DOCS}")
    sizes = {name: marks[-1].size if marks else 0 for name, marks in answers.items()}
    said = ", ".join(f"{name} keeps {size}" for name, size in sizes.items())
    if policy.acknowledged(sizes) < published:
        return warning(
            f"{published} entries are published, and the quorum of peers does not know them: {said}",
            "Was the log writer started before the file of peers was there? Start it again.",
        )
    if not is_strict:
        return warning(
            f"peers acknowledge each commit ({said}), and the settings do not demand it",
            'Set `[log] mode = "strict"`: then nobody can leave them out by moving their file away.',
        )
    if len(answers) < len(policy.peers):
        return warning(f"not all peers answer: {said}", _DOCS)
    return ok(f"strict mode: {said}")
