"""SCRAM-SHA-256 and SCRAM-SHA-256-PLUS, the server's side and the client's.

Knows: RFC 5802 and RFC 7677, and how PostgreSQL uses them: no authorisation identity, the user name in the exchange
ignored (the one of the start-up message counts).
Must not know: who exists, where verifiers are kept, where randomness comes from, how messages travel.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from typing import Final

from ostiary.errors import ChannelNotBound, ProofInvalid, ProtocolViolation, SettingsError
from ostiary.pgwire.channel_binding import END_POINT_FLAG, MECHANISM, PLUS, split_gs2
from ostiary.pgwire.saslprep import prepare_password

# RFC 7677 asks for at least 4,096, which is PostgreSQL's default: 1 ms of one core.
MIN_ITERATIONS: Final = 4_096
# What a server can make us compute before it has proved anything: 0.2 s of one core (0.2 us an iteration, measured).
MAX_ITERATIONS: Final = 1_000_000
KEY_SIZE: Final = 32
SALT_SIZE: Final = 16
# Randomness for one nonce: 18 bytes, as PostgreSQL takes; they make 24 characters without padding.
NONCE_RANDOMNESS: Final = 18

_NONCE: Final = re.compile(r"[\x21-\x2b\x2d-\x7e]+")
_ITERATIONS: Final = re.compile(r"[1-9][0-9]{0,9}")
_ATTRIBUTE: Final = re.compile(r"([A-Za-z])=([^\0]*)", re.DOTALL)
_VERIFIER: Final = re.compile(rf"{MECHANISM}\$([1-9][0-9]{{0,9}}):([^$:]+)\$([^$:]+):([^$:]+)")


@dataclass(frozen=True, slots=True)
class Verifier:
    """What a server keeps instead of a password. Whoever holds it can pose as the server, not as the client."""

    iterations: int
    salt: bytes
    stored_key: bytes = field(repr=False)
    server_key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not MIN_ITERATIONS <= self.iterations <= MAX_ITERATIONS:
            raise SettingsError(f"a verifier needs {MIN_ITERATIONS} to {MAX_ITERATIONS} iterations")
        if not self.salt or {len(self.stored_key), len(self.server_key)} != {KEY_SIZE}:
            raise SettingsError(f"a verifier needs a salt and two keys of {KEY_SIZE} bytes")

    def format(self) -> str:
        """The form that PostgreSQL keeps in ``pg_authid.rolpassword``."""
        salt, stored, server = map(_base64, (self.salt, self.stored_key, self.server_key))
        return f"{MECHANISM}${self.iterations}:{salt}${stored}:{server}"


def parse_verifier(text: str) -> Verifier:
    """The verifier in PostgreSQL's form. Raises SettingsError, which does not repeat the text."""
    parts = _VERIFIER.fullmatch(text)
    if parts is None:
        raise SettingsError(
            "this is no verifier", hint=f"its form is {MECHANISM}$4096:salt$stored-key:server-key"
        )
    try:
        salt, stored, server = (_octets(part) for part in parts.group(2, 3, 4))
    except ProtocolViolation:
        raise SettingsError("a part of the verifier is not base64") from None
    return Verifier(int(parts[1]), salt, stored, server)


def derive_verifier(password: str, salt: bytes, iterations: int = MIN_ITERATIONS) -> Verifier:
    """The verifier for a password. Raises SettingsError for iterations or a salt that a verifier cannot have."""
    client_key, server_key = _keys(password, salt, iterations)
    return Verifier(iterations, salt, _hash(client_key), server_key)


def decoy_verifier(username: str, secret: bytes, iterations: int = MIN_ITERATIONS) -> Verifier:
    """A verifier that nobody can satisfy, the same at each try of the name, so that a probe sees a user like any other.

    ``secret`` must outlive restarts; ``iterations`` must be what real verifiers have.
    """
    salt, stored, server = (
        _hmac(secret, b"ostiary/decoy/v1\0" + label + b"\0" + username.encode(errors="surrogatepass"))
        for label in (b"salt", b"stored-key", b"server-key")
    )
    return Verifier(iterations, salt[:SALT_SIZE], stored, server)


def nonce_from(randomness: bytes) -> str:
    """A nonce made of ``NONCE_RANDOMNESS`` fresh random bytes. Raises ValueError for fewer."""
    if len(randomness) < NONCE_RANDOMNESS:
        raise ValueError(f"a nonce needs {NONCE_RANDOMNESS} bytes of randomness")
    return _base64(randomness)


class ServerExchange:
    """One log-in attempt, the server's side: ``first`` and then ``final``, each once, whatever comes of it.

    ``end_point`` is the binding of the channel, None where PLUS was not offered. Raises ValueError for PLUS without one.
    """

    __slots__ = (
        "_binding", "_client_first_bare", "_end_point", "_mechanism", "_nonce", "_server_first", "_step", "_verifier"
    )  # fmt: skip

    def __init__(
        self,
        verifier: Verifier,
        server_nonce: str,
        *,
        mechanism: str = MECHANISM,
        end_point: bytes | None = None,
    ) -> None:
        if mechanism == PLUS and end_point is None:
            raise ValueError("there is no channel to bind")
        self._verifier = verifier
        self._nonce = _nonce(server_nonce)
        self._mechanism, self._end_point = mechanism, end_point
        self._binding = self._client_first_bare = self._server_first = ""
        self._step = 0

    def first(self, client_first: bytes) -> bytes:
        """The server-first-message for a client-first-message. Raises ChannelNotBound and ProtocolViolation."""
        self._step = _next_step(self._step, 1)
        header, self._client_first_bare = split_gs2(_text(client_first), self._mechanism, self._end_point)
        bound = self._end_point if self._mechanism == PLUS else None
        self._binding = _base64(header.encode() + (bound or b""))
        match _attributes(self._client_first_bare):
            case [("n", _), ("r", client_nonce), *extensions] if _are_optional(extensions):
                self._nonce = _nonce(client_nonce) + self._nonce
            case _:
                raise ProtocolViolation("the first SCRAM message is not a user name and a nonce")
        self._server_first = f"r={self._nonce},s={_base64(self._verifier.salt)},i={self._verifier.iterations}"
        return self._server_first.encode()

    def final(self, client_final: bytes) -> bytes:
        """The server-final-message for a client-final-message whose proof is right.

        Raises ProofInvalid when it is wrong, ChannelNotBound when it was made for another channel, and ProtocolViolation.
        """
        self._step = _next_step(self._step, 2)
        without_proof, _, proof = _text(client_final).rpartition(",p=")
        match _attributes(without_proof):
            case [("c", binding), ("r", nonce), *extensions] if _are_optional(extensions):
                self._verify_continuity(binding, nonce)
            case _:
                raise ProtocolViolation("the last SCRAM message is not a binding, a nonce and a proof")
        said = f"{self._client_first_bare},{self._server_first},{without_proof}".encode()
        _verify_proof(self._verifier.stored_key, said, _octets(proof))
        return b"v=" + _base64(_hmac(self._verifier.server_key, said)).encode()

    def _verify_continuity(self, binding: str, nonce: str) -> None:
        if binding != self._binding and self._mechanism == PLUS:
            raise ChannelNotBound(
                "the client speaks over another channel than this door",
                hint="Somebody may stand between you and the door: tell its operator.",
            )
        if binding != self._binding:
            raise ProtocolViolation("the channel binding changed during the SCRAM exchange")
        if nonce != self._nonce:
            raise ProtocolViolation("the nonce changed during the SCRAM exchange")


class ClientExchange:
    """One log-in attempt, the client's side: ``first``, ``continue_``, ``finish``, each once.

    The server is who it says only after ``finish`` has returned: an AuthenticationOk before that is worth nothing.
    With an ``end_point`` the exchange is one of PLUS, bound to that channel.
    """

    __slots__ = (
        "_client_first_bare", "_end_point", "_header", "_nonce", "_password", "_server_signature", "_step"
    )  # fmt: skip

    def __init__(self, password: str, client_nonce: str, end_point: bytes | None = None) -> None:
        self._password = password
        self._header = b"n,," if end_point is None else f"{END_POINT_FLAG},,".encode()
        self._end_point = end_point or b""
        self._nonce = _nonce(client_nonce)
        self._client_first_bare = f"n=,r={self._nonce}"
        self._server_signature = b""
        self._step = 0

    def first(self) -> bytes:
        """The client-first-message."""
        self._step = _next_step(self._step, 1)
        return self._header + self._client_first_bare.encode()

    def continue_(self, server_first: bytes) -> bytes:
        """The client-final-message for a server-first-message. Raises ProtocolViolation.

        That covers a nonce that does not extend ours, and iterations outside ``MIN_ITERATIONS`` to ``MAX_ITERATIONS``.
        """
        self._step = _next_step(self._step, 2)
        text = _text(server_first)
        match _attributes(text):
            case [("r", nonce), ("s", salt), ("i", iterations), *extensions] if _are_optional(extensions):
                self._verify_extends(_nonce(nonce))
            case _:
                raise ProtocolViolation(
                    "the first SCRAM message of the server is not a nonce, a salt and iterations"
                )
        client_key, server_key = _keys(self._password, _octets(salt), _iterations(iterations))
        without_proof = f"c={_base64(self._header + self._end_point)},r={nonce}"
        said = f"{self._client_first_bare},{text},{without_proof}".encode()
        self._server_signature = _hmac(server_key, said)
        proof = _exclusive_or(client_key, _hmac(_hash(client_key), said))
        return f"{without_proof},p={_base64(proof)}".encode()

    def finish(self, server_final: bytes) -> None:
        """Check the server-final-message. Raises ProofInvalid when the server does not know the verifier, or refuses us."""
        self._step = _next_step(self._step, 3)
        match _attributes(_text(server_final)):
            case [("v", signature), *extensions] if _are_optional(extensions):
                if not hmac.compare_digest(_octets(signature), self._server_signature):
                    raise ProofInvalid("the server does not hold the verifier of this password")
            case [("e", _), *_]:
                raise ProofInvalid("the server refused the password")
            case _:
                raise ProtocolViolation("the last SCRAM message of the server is not a signature")

    def _verify_extends(self, nonce: str) -> None:
        if not nonce.startswith(self._nonce) or nonce == self._nonce:
            raise ProtocolViolation("the server's nonce does not extend ours")


def _next_step(done: int, step: int) -> int:
    if done != step - 1:
        raise ProtocolViolation("a SCRAM message came out of turn")
    return step


def _attributes(text: str) -> list[tuple[str, str]]:
    parts = [_ATTRIBUTE.fullmatch(part) for part in text.split(",")]
    found = [(part[1], part[2]) for part in parts if part is not None]
    if len(found) != len(parts):
        raise ProtocolViolation("a part of the SCRAM message is not a letter, an equals sign and a value")
    return found


def _are_optional(extensions: list[tuple[str, str]]) -> bool:
    """Whether none of them is ``m``: RFC 5802 lets unknown extensions be ignored, except those."""
    return all(name != "m" for name, _ in extensions)


def _verify_proof(stored_key: bytes, said: bytes, proof: bytes) -> None:
    if len(proof) != KEY_SIZE:
        raise ProtocolViolation(f"a SCRAM proof of {len(proof)} bytes")
    client_key = _exclusive_or(proof, _hmac(stored_key, said))
    if not hmac.compare_digest(_hash(client_key), stored_key):
        raise ProofInvalid("the password is wrong")


def _iterations(text: str) -> int:
    if not _ITERATIONS.fullmatch(text) or not MIN_ITERATIONS <= int(text) <= MAX_ITERATIONS:
        raise ProtocolViolation(f"the server's iterations are outside {MIN_ITERATIONS} to {MAX_ITERATIONS}")
    return int(text)


def _nonce(text: str) -> str:
    if not _NONCE.fullmatch(text):
        raise ProtocolViolation("a nonce is printable ASCII without commas")
    return text


def _text(message: bytes) -> str:
    try:
        return message.decode()
    except UnicodeDecodeError:
        raise ProtocolViolation("a SCRAM message is not UTF-8") from None


def _octets(text: str) -> bytes:
    """Base64, in its one canonical form: what decodes but would be written differently is refused."""
    try:
        octets = base64.b64decode(text, validate=True)
    except ValueError:
        octets = b""
    if not octets or _base64(octets) != text:
        raise ProtocolViolation("a part of the SCRAM message is not base64")
    return octets


def _base64(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


def _keys(password: str, salt: bytes, iterations: int) -> tuple[bytes, bytes]:
    salted = hashlib.pbkdf2_hmac("sha256", prepare_password(password), salt, iterations)
    return _hmac(salted, b"Client Key"), _hmac(salted, b"Server Key")


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")


def _hash(octets: bytes) -> bytes:
    return hashlib.sha256(octets).digest()


def _exclusive_or(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
