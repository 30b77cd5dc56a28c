"""The second key of a log: ML-DSA-44, for those who will not believe Ed25519 for ever.

Knows: where its two halves stand, and drawing one where it can be had.
Must not know: what is signed, tiles, journals.

A log made where there is no ML-DSA-44 has none and goes on without. One that has one signs every checkpoint with both, and
whoever verifies its folder asks for both. The type is a candidate of C2SP, not final: trust files name the first key.
"""

from __future__ import annotations

import os

from ostiary.errors import KeyFileError, LogDamaged, ProofInvalid
from ostiary.store.log.folder import LogFolder, find_part, read_part
from ostiary.tlog import ml_dsa
from ostiary.tlog.cosignature import Cosigner, CosignerKey, TimedSigner
from ostiary.tlog.key_text import ML_DSA_44_COSIGNATURE, SEED_BYTES


def maybe_draw_second_key(origin: str) -> Cosigner | None:
    """A fresh key under the log's name; None where the installation has no ML-DSA-44."""
    if not ml_dsa.is_available():
        return None
    return Cosigner(origin, ML_DSA_44_COSIGNATURE, os.urandom(SEED_BYTES))


def maybe_second_verifier(folder: LogFolder) -> CosignerKey | None:
    """The public half; None when the log has none. Raises ProofInvalid when the file is no such vkey, LogDamaged, OSError."""
    raw = find_part(folder, folder.second_verifier_key)
    if raw is None:
        return None
    key = CosignerKey.parse(_line(raw, folder.name_of(folder.second_verifier_key)))
    if key.type != ML_DSA_44_COSIGNATURE:
        raise ProofInvalid(f"`{folder.name_of(folder.second_verifier_key)}` is not a key of type 0x06")
    return key


def second_signers(folder: LogFolder) -> tuple[TimedSigner, ...]:
    """What signs beside the log's first key: one signer, or none. It states no time: a log vouches for its tree alone.

    Raises KeyFileError when the halves do not belong together, LogDamaged when one is missing, SettingsError where the
    installation has no ML-DSA-44 and the log needs it, OSError.
    """
    verifier = maybe_second_verifier(folder)
    if verifier is None:
        return ()
    name = folder.name_of(folder.second_signer_key)
    raw = read_part(folder, folder.second_signer_key)
    try:
        signer = Cosigner.parse(_line(raw, name))
    except KeyFileError as fault:
        raise KeyFileError(f"`{name}`: {fault.message}") from None
    if signer.verifier() != verifier:
        raise KeyFileError(f"`{name}` is not the key whose public half is in `log.ml-dsa.vkey`")
    return (signer.at(0),)


def _line(raw: bytes, name: str) -> str:
    text = raw.decode(errors="surrogateescape")
    if not text.endswith("\n"):
        raise LogDamaged(f"`{name}` does not end with a newline")
    return text[:-1]
