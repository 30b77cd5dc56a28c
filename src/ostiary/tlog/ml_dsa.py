"""ML-DSA-44 signatures, where the installed cryptography has them.

Knows: FIPS 204 with the smallest parameter set, as bytes.
Must not know: notes, checkpoints, who signs what.

Signing draws its own randomness, as FIPS 204 recommends: two signatures over one message differ.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from ostiary.errors import ProofInvalid, SettingsError

# Releases before 47 do not have the module, and a build against another library may not have the algorithm.
mldsa: ModuleType | None
try:
    from cryptography.hazmat.primitives.asymmetric import mldsa
except ImportError:
    mldsa = None

PUBLIC_BYTES = 1312
SIGNATURE_BYTES = 2420


def is_available() -> bool:
    """Whether this installation can sign and verify with ML-DSA-44."""
    try:
        public_of(bytes(32))
    except SettingsError:
        return False
    return True


def public_of(seed: bytes) -> bytes:
    """The 1,312 public bytes of a seed of 32. Raises SettingsError where there is no ML-DSA-44."""
    public: bytes = _private(seed).public_key().public_bytes_raw()
    return public


def sign(seed: bytes, message: bytes) -> bytes:
    """A signature of 2,420 bytes. Raises SettingsError where there is no ML-DSA-44."""
    signature: bytes = _private(seed).sign(message)
    return signature


def verify(public: bytes, signature: bytes, message: bytes) -> None:
    """Raises ProofInvalid unless the signature is by the key, SettingsError where there is no ML-DSA-44."""
    try:
        _module().MLDSA44PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise ProofInvalid("the ML-DSA-44 signature does not hold") from None
    except UnsupportedAlgorithm:
        raise _missing() from None


def _private(seed: bytes) -> Any:
    try:
        return _module().MLDSA44PrivateKey.from_seed_bytes(seed)
    except UnsupportedAlgorithm:
        raise _missing() from None


def _module() -> ModuleType:
    if mldsa is None:
        raise _missing()
    return mldsa


def _missing() -> SettingsError:
    return SettingsError(
        "ML-DSA-44 is not in the installed `cryptography`",
        hint="install a newer one, or leave out keys of that type",
    )
