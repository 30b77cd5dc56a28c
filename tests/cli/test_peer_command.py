"""``ostiary peer``: what it makes, what it refuses to make, and what it says."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from ostiary.cli.main import main
from ostiary.tlog.note import SignerKey, VerifierKey
from ostiary.tlog.peering import Mark
from ostiary.witness.durable import Disk
from ostiary.witness.folder import witness_lock
from ostiary.witness.marks import Marks
from ostiary.witness.peer_folder import PeerFolder, keep_evidence

ORIGIN = "log.example/x"
LOG = SignerKey(ORIGIN, bytes(32)).verifier().format()


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["peer", *words])


def made(folder: Path, *more: str) -> Result:
    return run("init", str(folder), "--name", "ombudsman.example/p1", "--log", LOG, *more)


def test_a_peer_is_made_once(tmp_path: Path) -> None:
    """Its key is printed and private; nothing is made over it, nor under a name that cannot be."""
    result = made(tmp_path / "p", "--json")
    assert VerifierKey.parse(json.loads(result.stdout)["vkey"]).name == "ombudsman.example/p1"
    assert PeerFolder(tmp_path / "p").signer_key.stat().st_mode & 0o077 == 0
    again = made(tmp_path / "p")
    assert (again.exit_code, "is not empty" in again.stderr) == (1, True)
    odd = run("init", str(tmp_path / "q"), "--name", "two words", "--log", LOG)
    assert (odd.exit_code, (tmp_path / "q").exists()) == (1, False)


def test_its_standing_is_told(tmp_path: Path) -> None:
    """Nothing yet; then how many entries and when; a contradiction ends it with 3."""
    folder = PeerFolder(tmp_path / "p")
    made(folder.root)
    assert f"{ORIGIN}: nothing stated yet" in run("status", str(folder.root)).stdout
    marks = Marks(folder.marks(ORIGIN), ORIGIN, Disk())
    marks.append(Mark(7, b"c" * 32, 1_700_000_000))
    marks.close()
    assert f"{ORIGIN}: 7 entries, acknowledged 2023-11-14T22:13:20Z" in run("status", str(folder.root)).stdout
    keep_evidence(folder, ORIGIN, 5, b"a statement")
    told = run("status", str(folder.root), "--json")
    (kept,) = json.loads(told.stdout)["contradictions"]
    assert (told.exit_code, Path(kept).read_bytes()) == (3, b"a statement")


def test_a_peer_follows_the_successor_of_a_log(tmp_path: Path) -> None:
    """Before a rotation its keeper tells it of the new log; what it keeps of the old one stays, and nothing is begun anew."""
    folder = PeerFolder(tmp_path / "p")
    made(folder.root)
    marks = Marks(folder.marks(ORIGIN), ORIGIN, Disk())
    marks.append(Mark(7, b"c" * 32, 1_700_000_000))
    marks.close()
    following = SignerKey("log.example/y", bytes(32)).verifier().format()
    told = run("follow", str(folder.root), "--log", following)
    assert (told.exit_code, told.stdout) == (0, "log.example/y is followed too; start the peer again\n")
    logs = json.loads(run("status", str(folder.root), "--json").stdout)["logs"]
    assert [(one["origin"], one["entries"]) for one in logs] == [(ORIGIN, 7), ("log.example/y", None)]
    for vkey, why in ((LOG, "follows a log of that name already"), (LOG[:-2], "no log's public key")):
        again = run("follow", str(folder.root), "--log", vkey)
        assert (again.exit_code, why in again.stderr) == (1, True)
    with witness_lock(folder.root):
        assert run("follow", str(folder.root), "--log", LOG).exit_code != 0


def test_lost_marks_end_it(tmp_path: Path) -> None:
    """As a witness that has lost its state: 5, and what to do."""
    folder = PeerFolder(tmp_path / "p")
    made(folder.root)
    folder.marks(ORIGIN).unlink()
    for command in ("serve", "status"):
        told = run(command, str(folder.root))
        assert (told.exit_code, "Never restore a backup of it" in told.stderr) == (5, True)
