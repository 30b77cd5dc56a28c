"""ML-DSA-44 where it is installed, and what is said where it is not."""

from __future__ import annotations

import pytest

from ostiary.errors import ProofInvalid, SettingsError
from ostiary.tlog import ml_dsa


@pytest.fixture(autouse=True)
def _installed() -> None:
    if not ml_dsa.is_available():
        pytest.skip("the installed cryptography has no ML-DSA-44")


def test_what_was_signed_verifies_and_nothing_else() -> None:
    """Another message, key or signature, and bytes of another length, do not hold."""
    public, signature = ml_dsa.public_of(b"s" * 32), ml_dsa.sign(b"s" * 32, b"message")
    assert (len(public), len(signature)) == (ml_dsa.PUBLIC_BYTES, ml_dsa.SIGNATURE_BYTES)
    ml_dsa.verify(public, signature, b"message")
    wrong = [
        (public, signature, b"other"),
        (ml_dsa.public_of(b"t" * 32), signature, b"message"),
        (public, signature[:-1], b"message"),
        (public, bytes(len(signature)), b"message"),
        (public[:-1], signature, b"message"),
    ]
    for key, signed, message in wrong:
        with pytest.raises(ProofInvalid):
            ml_dsa.verify(key, signed, message)


def test_two_signatures_differ_and_both_hold() -> None:
    """Signing draws its own randomness."""
    one, other = (ml_dsa.sign(b"s" * 32, b"message") for _ in range(2))
    assert one != other
    for signature in (one, other):
        ml_dsa.verify(ml_dsa.public_of(b"s" * 32), signature, b"message")


def test_where_it_is_missing_nothing_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Verifying is refused and says what to install; it never counts as held."""
    public, signature = ml_dsa.public_of(b"s" * 32), ml_dsa.sign(b"s" * 32, b"message")
    monkeypatch.setattr(ml_dsa, "mldsa", None)
    assert not ml_dsa.is_available()
    for call in (
        lambda: ml_dsa.verify(public, signature, b"message"),
        lambda: ml_dsa.public_of(b"s" * 32),
        lambda: ml_dsa.sign(b"s" * 32, b"message"),
    ):
        with pytest.raises(SettingsError, match="not in the installed") as fault:
            call()
        assert "install a newer one" in fault.value.hint
