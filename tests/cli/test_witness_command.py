"""``ostiary witness``: what it makes, what it refuses to make, and what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ostiary.cli.main import main
from ostiary.tlog.cosignature import CosignerKey
from ostiary.tlog.note import SignerKey
from ostiary.witness.folder import WitnessFolder, read_settings, read_signers

LOG = SignerKey("log.example/x", bytes(32)).verifier().format()


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["witness", *words])


def made(folder: Path, *more: str) -> Result:
    return run("init", str(folder), "--name", "ombudsman.example/w1", "--log", LOG, *more)


def test_a_witness_is_made_once(tmp_path: Path) -> None:
    """Its keys are printed, private, and never made over, nor over what is left when one file is gone."""
    result = made(tmp_path / "w", "--ml-dsa", "--json")
    keys = [CosignerKey.parse(vkey).type for vkey in json.loads(result.stdout)["vkeys"]]
    assert keys == [4, 6]
    folder = WitnessFolder(tmp_path / "w")
    assert folder.signer_key.stat().st_mode & 0o077 == 0
    assert [signer.verifier().type for signer in read_signers(folder)] == [4, 6]
    assert list(read_settings(folder).logs) == ["log.example/x"]
    for gone in (None, folder.state, folder.signer_key, folder.settings):
        if gone is not None:
            gone.unlink()
        again = made(tmp_path / "w")
        assert again.exit_code == 1
        assert "holds a witness, or what is left of one" in again.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--name", "two words"), "cannot be the name of a key"),
        (("--log", "no vkey"), "log 2: "),
        (("--log", LOG), "log 2: the key is there twice"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_made(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    """No folder is left behind."""
    result = made(tmp_path / "w", *words)
    assert result.exit_code == 1
    assert said in result.stderr
    assert not (tmp_path / "w").exists()


def test_every_mistake_in_the_settings_is_named(tmp_path: Path) -> None:
    """All at once, each with its key."""
    made(tmp_path / "w")
    WitnessFolder(tmp_path / "w").settings.write_text('host = 1\nport = true\nmore = 1\n[[log]]\nkey = "x"\n')
    result = run("serve", str(tmp_path / "w"))
    assert result.exit_code == 1
    for said in ("`more` is not known", "`host`", "`port`", "log 1: a log has one key"):
        assert said in result.stderr


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """And the way out is said; nothing of the key is."""
    made(tmp_path / "w")
    key = WitnessFolder(tmp_path / "w").signer_key
    key.chmod(0o644)
    result = run("serve", str(tmp_path / "w"))
    assert (result.exit_code, "chmod 600" in result.stderr) == (1, True)
    key.chmod(0o600)
    secret = key.read_text()
    key.write_text(secret.replace("+", "-", 1))
    result = run("serve", str(tmp_path / "w"))
    assert result.exit_code == 1
    assert secret.split("+")[-1].strip() not in result.stderr


def test_status_says_what_was_seen_and_shown(tmp_path: Path) -> None:
    """Nothing yet; exit 3 when a log has shown two histories; 5 when the state is gone."""
    made(tmp_path / "w")
    assert "log.example/x: nothing seen yet" in run("status", str(tmp_path / "w")).stdout
    evidence = WitnessFolder(tmp_path / "w").evidence
    evidence.mkdir()
    (evidence / "0123-6-first.note").write_text("x")
    result = run("status", str(tmp_path / "w"), "--json")
    assert (result.exit_code, len(json.loads(result.stdout)["forks"])) == (3, 1)
    WitnessFolder(tmp_path / "w").state.unlink()
    assert run("status", str(tmp_path / "w")).exit_code == 5
    assert run("status", str(tmp_path / "none")).exit_code == 1
