"""The place where somebody signs in elsewhere (an OpenID provider): where its ends are, and what it answers.

Knows: discovery, the exchange of a code for a token, and that a token's signature is by a key that the place publishes.
Must not know: what a claim means, who has an account here.

Signatures are read by ``joserfc`` (ADR 0056); requests go over TLS, follow nothing, and are bounded in time and size.
"""

from __future__ import annotations

import base64
import http.client
import json
import ssl
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final
from urllib.parse import quote_plus, urlencode, urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from ostiary.errors import SettingsError
from ostiary.web.frame.refusals import Refusal, Refused
from ostiary.web.frame.serving import is_this_machine
from ostiary.web.frame.turns import Turns

ALGORITHMS: Final = ["RS256", "ES256", "PS256", "EdDSA", "Ed25519"]
"""Signatures by keys that are published. `none` and keys that both sides share are not among them."""
ANSWER_SECONDS: Final = 5.0
EXCHANGES_AT_ONCE: Final = 2
"""Of the eight threads that pages have: a provider that has become slow must not stop those who are signed in."""
EXCHANGES_WAITING: Final = 2
EXCHANGE_WAIT_SECONDS: Final = 1.0
MAX_ANSWER_BYTES: Final = 262_144
"""A key set of a large provider has some 20 kB, a token with 500 groups some 50."""
_DISCOVERY: Final = "/.well-known/openid-configuration"

UNREACHED: Final = Refusal(
    503,
    "The other place does not answer",
    ("Nobody can sign in through it just now.", "Try again, or sign in with a password and a code."),
    "the provider does not answer as it should",
)


@dataclass(frozen=True, slots=True)
class Client:
    """What the provider knows us as."""

    issuer: str
    client_id: str
    secret: str

    def __repr__(self) -> str:
        """Never the secret."""
        return f"Client({self.issuer!r}, {self.client_id!r})"


class Provider:
    """One provider. What it says of itself is asked once, when the first person comes."""

    def __init__(self, client: Client) -> None:
        """Raises SettingsError for an issuer that is spoken to in the clear beyond this machine."""
        self.client = client
        _verify(client.issuer)
        self._lock = Lock()
        self._discovering = Turns(at_once=1, waiting=0, seconds=0.0)
        self._exchanging = Turns(
            at_once=EXCHANGES_AT_ONCE, waiting=EXCHANGES_WAITING, seconds=EXCHANGE_WAIT_SECONDS
        )
        self._ends: dict[str, Any] = {}
        self._keys: KeySet | None = None

    def address(self, **asked: str) -> str:
        """Where a browser is sent to sign in. Raises Refused while the provider does not answer, or is being asked about itself."""
        end = self._end("authorization_endpoint")
        return f"{end}{'&' if '?' in end else '?'}{urlencode(asked)}"

    def claims(self, code: str, verifier: str, redirect: str) -> dict[str, Any]:
        """The claims of the token that a code is good for, once its signature holds. Raises Refused."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect,
            "code_verifier": verifier,
        }
        # RFC 6749, section 2.3.1: both parts are encoded as in a form before they become Basic credentials.
        pair = f"{quote_plus(self.client.client_id)}:{quote_plus(self.client.secret)}"
        headers = {
            "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        with self._exchanging.one() as is_ours:
            if not is_ours:
                raise Refused(UNREACHED)
            answer = _ask(self._end("token_endpoint"), headers, urlencode(form).encode())
            token = answer.get("id_token")
            if not isinstance(token, str):
                raise Refused(UNREACHED)
            return self._verified(token)

    def _verified(self, token: str) -> dict[str, Any]:
        with self._lock:
            known = self._keys
        for keys in (known, None):
            # A key that is not known is asked for once more: providers change them.
            try:
                return dict(jwt.decode(token, keys or self._fetched_keys(), algorithms=ALGORITHMS).claims)
            except (JoseError, ValueError):
                if keys is None:
                    raise Refused(UNREACHED) from None
        raise Refused(UNREACHED)

    def _fetched_keys(self) -> KeySet:
        keys = KeySet.import_key_set(_ask(self._end("jwks_uri")))  # type: ignore[arg-type]  # it judges what it is given
        with self._lock:
            self._keys = keys
        return keys

    def _end(self, name: str) -> str:
        with self._lock:
            ends = self._ends
        end = (ends or self._discovered()).get(name)
        try:
            _verify(end if isinstance(end, str) else "")
        except SettingsError:
            raise Refused(UNREACHED) from None
        return str(end)

    def _discovered(self) -> dict[str, Any]:
        # One thread waits for a provider that is silent; whoever else comes meanwhile, and any stranger may, is told at once.
        with self._discovering.one() as is_ours:
            if not is_ours:
                raise Refused(UNREACHED)
            found = _ask(self.client.issuer.rstrip("/") + _DISCOVERY)
        # OpenID Connect Discovery 1.0, section 4.3: it must be exactly the issuer that was asked.
        if found.get("issuer") != self.client.issuer:
            raise Refused(UNREACHED)
        with self._lock:
            self._ends = found
        return found


def _verify(address: str) -> None:
    parts = urlsplit(address)
    is_clear = parts.scheme == "http" and is_this_machine(parts.hostname or "")
    if not parts.hostname or not (parts.scheme == "https" or is_clear):
        raise SettingsError(
            "a provider of sign-ins is reached over https alone",
            hint="`issuer` under [web.oidc] is its address",
        )


def _ask(address: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> dict[str, Any]:
    """The JSON object that an address answers. Raises Refused for everything else; nothing of it is repeated."""
    parts = urlsplit(address)
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    try:
        connection = _connected(parts.scheme, parts.hostname or "", parts.port)
        try:
            connection.request("POST" if body is not None else "GET", path, body, headers or {})
            reply = connection.getresponse()
            content = reply.read(MAX_ANSWER_BYTES + 1)
        finally:
            connection.close()
        answer = json.loads(content) if reply.status == http.HTTPStatus.OK else None
    except (OSError, http.client.HTTPException, ValueError):
        raise Refused(UNREACHED) from None
    if not isinstance(answer, dict) or len(content) > MAX_ANSWER_BYTES:
        raise Refused(UNREACHED)
    return answer


def _connected(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "http":
        return http.client.HTTPConnection(host, port, timeout=ANSWER_SECONDS)
    context = ssl.create_default_context()
    return http.client.HTTPSConnection(host, port, timeout=ANSWER_SECONDS, context=context)
