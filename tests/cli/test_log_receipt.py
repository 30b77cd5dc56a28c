"""``ostiary log receipt``, ``log checkpoint``, and ``log verify`` of a receipt: what is shown, and the exit statuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ostiary.cli.log.group import log
from ostiary.cli.log.opening import opening_lines
from ostiary.evidence.partial_opening import open_everything
from ostiary.model.access import Answered, Asked, entry_payload
from ostiary.model.entry_form import encode_entry
from ostiary.model.request import Allow, Context, Duties
from ostiary.store.log.folder import LogFolder
from ostiary.tlog.checkpoint import open_checkpoint
from ostiary.tlog.cosignature import Cosigner, cosign
from ostiary.tlog.key_text import ED25519_COSIGNATURE
from ostiary.tlog.note import VerifierKey, add_lines
from store.log_world import append, log_of, make_log, publish


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> LogFolder:
    """A log of 300 entries."""
    return log_of(tmp_path_factory.mktemp("cli-receipts") / "log", 300)


@pytest.fixture
def folder(made: LogFolder, tmp_path: Path) -> Path:
    """A copy that may be changed."""
    shutil.copytree(made.root, tmp_path / "log")
    return tmp_path / "log"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(log, [str(argument) for argument in arguments])


def trust_of(folder: Path) -> Path:
    return folder / "trust.policy"


def test_a_receipt_is_printed_and_holds(folder: Path, tmp_path: Path) -> None:
    """What ``receipt`` prints, ``verify`` accepts with the trust file alone, in another place."""
    printed = run("receipt", folder, 17)
    assert (printed.exit_code, printed.stderr) == (0, "")
    (tmp_path / "r.tlog-proof").write_text(printed.stdout)
    shutil.copy(trust_of(folder), tmp_path / "trust.policy")
    shutil.rmtree(folder)
    verified = run("verify", tmp_path / "r.tlog-proof", "--trust", tmp_path / "trust.policy")
    assert verified.exit_code == 0
    assert verified.stdout.splitlines()[0] == (
        "the receipt holds: entry 17 (access) stands in the log log.example/gw1"
    )
    assert "its tree has 300 entries" in verified.stdout
    assert "cosigned by nobody: the trust file asks for no witness" in verified.stdout
    assert "does not show that what was declared was true" in verified.stdout


def test_a_receipt_is_an_object(folder: Path, tmp_path: Path) -> None:
    """With --json both commands print one object."""
    receipt = json.loads(run("receipt", folder, "#17", "--json").stdout)
    (tmp_path / "r").write_text(receipt["receipt"])
    found = json.loads(run("verify", tmp_path / "r", "--trust", trust_of(folder), "--json").stdout)
    assert (found["holds"], found["index"], found["kind"], found["size"]) == (True, 17, "access", 300)
    assert (found["signed_by"], found["cosigned"]) == (["log.example/gw1"], [])
    assert "caveat" in found


def test_an_opening_shows_what_the_entry_says(folder: Path, tmp_path: Path) -> None:
    """It is a file of its own that only its owner may read; the receipt beside it says nothing of it."""
    made = run("receipt", folder, 17, "--out", tmp_path / "r", "--opening", tmp_path / "o")
    assert (made.exit_code, made.stdout) == (0, f"the receipt of entry 17 is in `{tmp_path / 'r'}`\n")
    assert (tmp_path / "o").stat().st_mode & 0o077 == 0
    assert "entry 17" not in (tmp_path / "r").read_text()
    arguments = ["verify", tmp_path / "r", "--trust", trust_of(folder), "--opening", tmp_path / "o"]
    assert "it says: entry 17\n" in run(*arguments).stdout
    assert json.loads(run(*arguments, "--json").stdout)["opened"] == {"kind": "access", "payload": "entry 17"}


def test_the_opening_of_another_entry_does_not_fit(folder: Path, tmp_path: Path) -> None:
    """Exit status 5, and nothing of what it says is shown."""
    run("receipt", folder, 17, "--out", tmp_path / "r")
    run("receipt", folder, 18, "--out", tmp_path / "r18", "--opening", tmp_path / "o")
    found = run("verify", tmp_path / "r", "--trust", trust_of(folder), "--opening", tmp_path / "o")
    assert (found.exit_code, found.stdout) == (5, "")
    assert found.stderr == "the receipt does not hold: the opening is not of this entry\n"


def test_a_changed_receipt_is_5(folder: Path, tmp_path: Path) -> None:
    """In words, and as an object with its code."""
    raw = run("receipt", folder, 17).stdout
    (tmp_path / "r").write_text(raw.replace("index 17\n", "index 16\n"))
    found = run("verify", tmp_path / "r", "--trust", trust_of(folder))
    assert (found.exit_code, found.stdout) == (5, "")
    assert found.stderr.startswith("the receipt does not hold: leaf 16 is not in the tree of 300")
    as_object = run("verify", tmp_path / "r", "--trust", trust_of(folder), "--json")
    assert as_object.exit_code == 5
    assert (json.loads(as_object.stdout)["holds"], json.loads(as_object.stdout)["code"]) == (False, "E03")


def test_nobody_is_believed_by_default(folder: Path, tmp_path: Path) -> None:
    """Without a trust file a receipt shows nothing: a wrong call, with the way out."""
    run("receipt", folder, 17, "--out", tmp_path / "r")
    found = run("verify", tmp_path / "r")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "give --trust FILE" in found.stderr


def test_a_trust_file_that_is_none_is_named(folder: Path, tmp_path: Path) -> None:
    """With its line."""
    run("receipt", folder, 17, "--out", tmp_path / "r")
    (tmp_path / "t").write_text("trust everybody\n")
    found = run("verify", tmp_path / "r", "--trust", tmp_path / "t")
    assert found.exit_code == 5
    assert f"`{tmp_path / 't'}`: line 1 of the trust file: `trust` is none of" in found.stderr


def test_a_trust_file_asks_for_witnesses(folder: Path, tmp_path: Path) -> None:
    """A receipt whose checkpoint no witness has seen does not hold against it; with a cosignature it does, and says so."""
    witness = Cosigner("witness.example/w1", ED25519_COSIGNATURE, b"w" * 32)
    log_key = (folder / "log.vkey").read_text().strip()
    (tmp_path / "t").write_text(
        f"log {log_key}\nwitness ombudsman {witness.verifier().format()}\nquorum ombudsman\n"
    )
    run("receipt", folder, 17, "--out", tmp_path / "before")
    assert (
        "the quorum `ombudsman` has not witnessed"
        in run("verify", tmp_path / "before", "--trust", tmp_path / "t").stderr
    )
    assert run("verify", folder, "--trust", tmp_path / "t").exit_code == 5
    published = folder / "public" / "checkpoint"
    tree = open_checkpoint(published.read_bytes(), VerifierKey.parse(log_key))
    published.write_bytes(add_lines(published.read_bytes(), [cosign(tree, witness, 1_784_000_000)]))
    run("receipt", folder, 17, "--out", tmp_path / "after")
    verified = run("verify", tmp_path / "after", "--trust", tmp_path / "t")
    assert verified.exit_code == 0
    assert "cosigned by witness.example/w1 at 2026-07-14 03:33:20 UTC\n" in verified.stdout
    found = json.loads(run("checkpoint", folder, "--trust", tmp_path / "t", "--json").stdout)
    assert found["cosigned"] == [{"by": "witness.example/w1", "time": 1_784_000_000}]


def test_a_checkpoint_is_printed_as_it_stands(folder: Path) -> None:
    """Byte for byte, so that it can be kept and compared; one that its key has not signed is 5."""
    found = run("checkpoint", folder)
    assert (found.exit_code, found.stdout) == (0, (folder / "public" / "checkpoint").read_text())
    as_object = json.loads(run("checkpoint", folder, "--json").stdout)
    assert (as_object["origin"], as_object["size"]) == ("log.example/gw1", 300)
    (folder / "public" / "checkpoint").write_text(found.stdout.replace("300", "301"))
    assert run("checkpoint", folder).exit_code == 5


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["receipt", "{log}", 300], 75, "covers 300 entries, and entry 300 is not among them"),
        (["receipt", "{log}", "x"], 2, "not the number of an entry"),
        (["receipt", "{log}", "9" * 5000], 2, "not the number of an entry"),
        (["receipt", "{log}", "{log}", 1], 2, "one folder and one number"),
        (["receipt", "{log}/public", 1], 1, "is no log folder"),
        (["receipt"], 2, "Missing argument"),
        (["checkpoint", "{log}/none"], 2, "does not exist"),
    ],
)
def test_wrong_calls_end_in_words(folder: Path, arguments: list[object], status: int, says: str) -> None:
    """Each with its status and what to do."""
    found = run(*(str(one).replace("{log}", str(folder)) for one in arguments))
    assert (found.exit_code, found.stdout) == (status, "")
    assert says in found.stderr


def test_nothing_is_written_over(folder: Path, tmp_path: Path) -> None:
    """A file that is there stays as it is."""
    (tmp_path / "r").write_text("mine")
    found = run("receipt", folder, 17, "--out", tmp_path / "r")
    assert found.exit_code == 1
    assert "cannot be written: file exists" in found.stderr
    assert (tmp_path / "r").read_text() == "mine"


@pytest.fixture(scope="module")
def accesses(tmp_path_factory: pytest.TempPathFactory) -> LogFolder:
    """A log of accesses whose parts open one by one, and one of form 1."""
    folder = make_log(tmp_path_factory.mktemp("cli-openings") / "log")
    asked = Asked(
        access="s-1", gateway="g", session="s", client="192.0.2.1",
        context=Context("cpd-1042", "cpd", "detective", "homicide", "cpd", case="JK1"), statement="SELECT 'hidden'", parameters=("secret",),
        asked_about=(("persons.surname", "Salter"),), record_classes=("persons",), fields=("persons.surname",),
        decision=Allow(("R30",), Duties()), policy="v", profile="p", directive_head="h",
    )  # fmt: skip
    payload = entry_payload(
        "whole", "2026-05-01T12:00:00.000000+00:00", asked, Answered("answered", 2, (7, 8))
    )
    append(folder, [[payload], [b'{"form":1}']])
    publish(folder)
    return folder


def opened_part(accesses: LogFolder, tmp_path: Path, *parts: object, entry: int = 0) -> Result:
    return run("receipt", accesses.root, entry, "--out", tmp_path / "r", "--opening", tmp_path / "o", *parts)


def test_parts_of_an_entry_are_opened_alone(accesses: LogFolder, tmp_path: Path) -> None:
    """What was asked for in plain words, what stays closed by its name, and nothing of it in the file."""
    parts = ["--fields", "when,agency,purpose", "--subject", 7]
    assert opened_part(accesses, tmp_path, *parts).exit_code == 0
    arguments = ["verify", tmp_path / "r", "--trust", trust_of(accesses.root), "--opening", tmp_path / "o"]
    shown = run(*arguments)
    assert shown.exit_code == 0
    for words in ("at: 2026-05-01T12:00:00", "agency: cpd", "purpose: homicide", "1 of at most 16"):
        assert words in shown.stdout
    assert "closed: which access, who asked, through which door" in shown.stdout
    found = json.loads(run(*arguments, "--json").stdout)["opened"]
    assert found["parts"]["subjects"] == {"names": [7], "at_most": 16}
    assert "statement" in found["closed"]
    for hidden in ("cpd-1042", "hidden", "secret", "JK1", "Salter"):
        assert hidden not in (tmp_path / "o").read_text() + shown.stdout
    assert (tmp_path / "o").stat().st_mode & 0o077 == 0


def test_what_was_asked_about_opens_too(accesses: LogFolder, tmp_path: Path) -> None:
    """As the column and the text."""
    assert opened_part(accesses, tmp_path, "--asked-about", "persons.surname=Salter").exit_code == 0
    arguments = ["verify", tmp_path / "r", "--trust", trust_of(accesses.root), "--opening", tmp_path / "o"]
    assert "persons.surname = Salter" in run(*arguments).stdout
    found = json.loads(run(*arguments, "--json").stdout)["opened"]
    assert found["parts"] == {"asked_about": {"names": ["persons.surname = Salter"], "at_most": 16}}


def test_a_whole_access_is_opened_in_words(accesses: LogFolder, tmp_path: Path) -> None:
    """Without parts asked for, all of it, as one object."""
    assert opened_part(accesses, tmp_path).exit_code == 0
    shown = run("verify", tmp_path / "r", "--trust", trust_of(accesses.root), "--opening", tmp_path / "o")
    said = next(line for line in shown.stdout.splitlines() if line.startswith("it says: "))
    assert json.loads(said.removeprefix("it says: "))["subjects"] == [7, 8]


@pytest.mark.parametrize(
    ("parts", "entry", "status", "says"),
    [
        (["--fields", "surname"], 0, 2, "`surname` is no field of an entry; there are when, access"),
        (["--subject", 9], 0, 1, "a name is not in the entry, or it is closed"),
        (["--asked-about", "Salter"], 0, 2, "is not a column, `=` and a text"),
        (["--fields", "when"], 1, 1, "do not open one by one"),
    ],
)
def test_parts_that_are_not_there_are_told(
    accesses: LogFolder, tmp_path: Path, parts: list[object], entry: int, status: int, says: str
) -> None:
    """Nothing is written then."""
    found = opened_part(accesses, tmp_path, *parts, entry=entry)
    assert (found.exit_code, found.stdout) == (status, "")
    assert says in found.stderr
    assert not list(tmp_path.iterdir())


def test_parts_need_a_file(accesses: LogFolder) -> None:
    """A receipt says nothing, so that there is nowhere to show them."""
    found = run("receipt", accesses.root, 0, "--fields", "when")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "--opening FILE" in found.stderr


def test_values_that_are_odd_are_shown_as_they_are() -> None:
    """What is not the one spelling of an object is shown as bytes, so that no second value of a name is left out."""
    raw = encode_entry({"when": b'{"at":"x","at":"y\\u001b"}', "purpose": b"\x1b[2J"}, [], [])
    lines = "\n".join(opening_lines(open_everything(b"s" * 32, raw)))
    assert '{"at":"x","at":"y\\u001b"}' in lines
    assert "\x1b" not in lines


def test_what_would_not_be_looked_at_is_refused(folder: Path, tmp_path: Path) -> None:
    """An option that does not belong to the target is a wrong call: else somebody believes that it was heeded."""
    proof, trust = tmp_path / "r.tlog-proof", folder / "trust.policy"
    assert run("receipt", folder, 17, "--out", proof).exit_code == 0
    for target, option, value in (
        (proof, "--log", folder),
        (proof, "--peers", trust),
        (proof, "--master-key", trust),
        (folder, "--opening", proof),
        (folder, "--log", folder),
    ):
        told = run("verify", target, "--trust", trust, option, value)
        assert (told.exit_code, f"{option} is for" in told.output) == (2, True)
