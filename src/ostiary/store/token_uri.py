"""The name of a key in a PKCS#11 token, as a URI (RFC 7512).

Knows: the attributes that are needed, and their spelling.
Must not know: tokens, modules, PINs.

    pkcs11:token=<label>;object=<label>?module-path=<absolute path>&pin-source=<absolute path>

A PIN itself (`pin-value`) is refused: a secret stands in a file of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

from ostiary.errors import KeyFileError
from ostiary.evidence.key_slots import MAX_NAME_BYTES

SCHEME: Final = "pkcs11:"
_PATH: Final = frozenset({"token", "object"})
_QUERY: Final = frozenset({"module-path", "pin-source"})
_FORM: Final = "pkcs11:token=LABEL;object=LABEL?module-path=/PATH&pin-source=/PATH"


@dataclass(frozen=True, slots=True)
class TokenUri:
    """Which key in which token, the library that speaks with it, and the file with its PIN."""

    token: str
    key: str
    module: Path
    pin_file: Path

    @property
    def name(self) -> str:
        """The part that names the key, wherever library and PIN are."""
        return f"{SCHEME}token={quote(self.token)};object={quote(self.key)}"


def parse_token_uri(text: str) -> TokenUri:
    """Read a URI. Raises KeyFileError, repeating none of it, unless it has these four attributes, each once."""
    path, _, query = text.removeprefix(SCHEME).partition("?")
    found = {**_attributes(path.split(";"), _PATH), **_attributes(query.split("&"), _QUERY)}
    uri = TokenUri(found["token"], found["object"], _file(found["module-path"]), _file(found["pin-source"]))
    if not text.startswith(SCHEME) or len(uri.name) > MAX_NAME_BYTES:
        raise KeyFileError("the names of a token and its key are too long, or this is no PKCS#11 URI")
    return uri


def _attributes(parts: list[str], known: frozenset[str]) -> dict[str, str]:
    pairs = [part.partition("=") for part in parts]
    found = {name: unquote(value) for name, _, value in pairs}
    if found.keys() != known or len(pairs) != len(known) or not all(found.values()):
        raise KeyFileError("a token's key is not named as it has to be", hint=f"one line: {_FORM}")
    return found


def _file(text: str) -> Path:
    # RFC 7512 has pin-source as a path or as a file URI.
    path = Path(text.removeprefix("file://").removeprefix("file:"))
    if not path.is_absolute():
        raise KeyFileError(
            "a token's library and PIN file are named by absolute paths", hint=f"one line: {_FORM}"
        )
    return path
