"""A master key in a token: SoftHSM plays the token, and everything else is as with a real one."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from ostiary.cli.log.group import log
from ostiary.errors import KeyFileError
from ostiary.evidence.commitment import ACCESS
from ostiary.store import master_key
from ostiary.store.log.client import append_once
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.reader import read_entries
from ostiary.store.log.unlocking import log_keys
from ostiary.store.master_key import read_master_key
from ostiary.store.token_uri import TokenUri, parse_token_uri
from store.log_world import writer

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
needs_token = pytest.mark.skipif(not MODULE.exists(), reason="SoftHSM is not installed (apt: softhsm2)")
FILE_KEY = bytes(range(32))


@dataclass(frozen=True)
class Token:
    """A token with one AES key, and the files of somebody who may use it."""

    folder: Path

    def file(self, key: str = "log", token: str = "city", pin: str = "1234") -> Path:
        self.write("pin", pin)
        uri = f"pkcs11:token={token};object={key}?module-path={MODULE}&pin-source={self.folder / 'pin'}"
        return self.write("master", uri)

    def write(self, name: str, line: str) -> Path:
        path = self.folder / name
        path.write_text(f"{line}\n")
        path.chmod(0o600)
        return path


@pytest.fixture(scope="module")
def configured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """SoftHSM reads its configuration once, when it is loaded: all tests here share one token."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    words = "--init-token --free --label city --so-pin 12345678 --pin 1234".split()
    subprocess.run(["softhsm2-util", *words], check=True, capture_output=True)
    pkcs11 = pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed")
    with pkcs11.lib(str(MODULE)).get_token(token_label="city").open(rw=True, user_pin="1234") as session:
        for name in ("log", "other"):
            session.generate_key(pkcs11.KeyType.AES, 256, label=name, store=True)
    yield folder
    os.environ.pop("SOFTHSM2_CONF")
    if before is not None:
        os.environ["SOFTHSM2_CONF"] = before


@pytest.fixture
def token(configured: Path, tmp_path: Path) -> Token:
    assert configured.exists()
    return Token(tmp_path)


@needs_token
def test_a_token_wraps_and_unwraps(token: Token) -> None:
    """What it wrapped it gives back; another key of the same token, or changed bytes, do not open it."""
    key = read_master_key(token.file())
    assert key.name == "pkcs11:token=city;object=log"
    wrapped = key.wrap(FILE_KEY)
    assert FILE_KEY not in wrapped
    assert key.unwrap(wrapped) == FILE_KEY
    assert key.wrap(FILE_KEY) != wrapped
    with pytest.raises(KeyFileError, match="does not do it"):
        read_master_key(token.file("other")).unwrap(wrapped)
    with pytest.raises(KeyFileError):
        key.unwrap(wrapped[:-1] + bytes([wrapped[-1] ^ 1]))


@needs_token
@pytest.mark.parametrize(
    ("key", "label", "pin", "why"),
    [
        ("log", "town", "1234", "there is no such token"),
        ("none", "city", "1234", "no such AES key"),
        ("log", "city", "9999", "the PIN is not the token's"),
    ],
)
def test_what_a_token_refuses_is_said_in_words(
    token: Token, key: str, label: str, pin: str, why: str
) -> None:
    """And the PIN in none of them."""
    with pytest.raises(KeyFileError, match=why) as fault:
        read_master_key(token.file(key, label, pin)).wrap(FILE_KEY)
    assert pin not in fault.value.message + fault.value.hint


@needs_token
def test_a_log_is_sealed_under_a_token_and_moved_from_a_file_to_it(token: Token) -> None:
    """Made under a file, rewrapped to the token, written by a real writer, read again; the file opens nothing any more."""
    folder, first = LogFolder(token.folder / "log"), token.folder / "first.key"
    for words in (
        ("create", str(folder.root), "--origin", "log.example/t", "--new-master-key", str(first)),
        ("rewrap", str(folder.root), "--master-key", str(first), "--to", str(token.file())),
    ):
        done = CliRunner().invoke(log, words)
        assert done.exit_code == 0, done.stderr
    with writer(folder, after=("--master-key", str(token.file()))) as running:
        append_once(running.socket, ACCESS, b"sealed under a token")
        assert running.stop() == 0
    assert b"under a token" not in folder.journal.read_bytes()
    with log_keys(folder.root, token.file()) as keys:
        assert [one.payload for one in read_entries(folder.root, 0, keys)] == [b"sealed under a token"]
    with pytest.raises(KeyFileError, match="does not open"), log_keys(folder.root, first):
        pass


def test_without_what_speaks_with_tokens_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever verifies with a file needs none of it; whoever has a token is told what to install."""
    monkeypatch.setattr(master_key, "_TOKENS", "ostiary.store.not_installed")
    with pytest.raises(KeyFileError, match="not installed") as fault:
        read_master_key(Token(tmp_path).file())
    assert "pip install 'ostiary[pkcs11]'" in fault.value.hint


def test_a_uri_names_a_key() -> None:
    """Labels with spaces are written with %20, as RFC 7512 has it; a PIN's file may be a file URI."""
    text = "pkcs11:object=log%20key;token=city?pin-source=file:///etc/pin&module-path=/lib/p11.so"
    uri = parse_token_uri(text)
    assert uri == TokenUri("city", "log key", Path("/lib/p11.so"), Path("/etc/pin"))
    assert uri.name == "pkcs11:token=city;object=log%20key"


@pytest.mark.parametrize(
    "text",
    [
        "pkcs11:",
        "pkcs11:token=city;object=log",
        "pkcs11:token=city?module-path=/a&pin-source=/b",
        "pkcs11:token=;object=log?module-path=/a&pin-source=/b",
        "pkcs11:token=city;object=log?module-path=/a&pin-value=1234",
        "pkcs11:token=city;object=log?module-path=/a&pin-source=/b&pin-value=1234",
        "pkcs11:token=city;token=town;object=log?module-path=/a&pin-source=/b",
        "pkcs11:token=city;object=log?module-path=a&pin-source=/b",
        "pkcs11:token=city;object=log?module-path=/a&pin-source=b",
        f"pkcs11:token={'c' * 120};object=log?module-path=/a&pin-source=/b",
        "p11:token=city;object=log?module-path=/a&pin-source=/b",
    ],
)
def test_what_names_no_key_is_refused(text: str) -> None:
    """Something missing, twice, empty or relative; and a PIN is never accepted in the line itself, nor repeated."""
    with pytest.raises(KeyFileError) as fault:
        parse_token_uri(text)
    assert "1234" not in fault.value.message + fault.value.hint
