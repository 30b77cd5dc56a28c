"""`ostiary member` against a control database: enrolled, listed, departed."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.hashes import SHA256

from cli.town import Town, make_town
from copied_postgres import fresh_server
from ostiary.cli.certificate import certificate
from ostiary.cli.member import member
from ostiary.demo.certificates import SERVER, Certified
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.directives.certificates import fingerprint
from ostiary.pgwire.scram import ClientExchange, ServerExchange, parse_verifier
from ostiary.store.control import control_connection, read_steps

pytestmark = pytest.mark.xdist_group("cli_member")

ENROL = ("enrol", "fbi-1", "--agency", "fbi", "--role", "agent")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    with fresh_server(tmp_path_factory.mktemp("member")) as running:
        yield running


@pytest.fixture
def town(server: EmbeddedPostgres, tmp_path: Path) -> Town:
    return make_town(server, tmp_path)


def run(town: Town, *words: str) -> Result:
    return CliRunner().invoke(member, [*words, f"--home={town.home}"])


def certify(town: Town, *words: str) -> Result:
    return CliRunner().invoke(certificate, [*words, f"--home={town.home}"])


def enrol(town: Town, *words: str, code: str = "fbi-1") -> Result:
    password = town.home / f"{code}.pgpass"
    return run(
        town, "enrol", code, "--agency", "fbi", "--role", "agent", f"--new-password={password}",
        town.key("mayor"), *words,
    )  # fmt: skip


def confirm(town: Town, directive: str) -> None:
    done = town.directive("confirm", directive, town.key("superintendent"))
    assert done.exit_code == 0, done.output


def members(town: Town, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(town, "list", "--json", *words).stdout)["members"]
    return found


def test_two_officials_make_a_member_whose_password_is_in_a_file_only(town: Town) -> None:
    """The file is the member's own, the directive has a verifier that the password fits, and nothing shows either."""
    done = enrol(town, "--works-for", "ice-hsi")
    assert done.exit_code == 0, done.output
    assert "E-1 ordered" in done.stdout
    assert "ostiary directive confirm E-1 --key FILE" in done.stdout
    path = town.home / "fbi-1.pgpass"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    host, port, database, user, password = path.read_text().strip().split(":")
    assert (host, port, database, user) == ("127.0.0.1", "6432", "*", "fbi-1")
    assert members(town) == []
    confirm(town, "E-1")
    (found,) = members(town)
    assert {name: found[name] for name in ("code", "agency", "role", "affiliations", "directive")} == {
        "code": "fbi-1", "agency": "fbi", "role": "agent", "affiliations": ["ice-hsi"], "directive": "E-1",
    }  # fmt: skip
    assert run(town, "list").stdout == "fbi-1: agent of fbi, works for ice-hsi, since E-1\n"
    shown = [
        done.output,
        town.directive("show", "E-1").output,
        town.directive("show", "E-1", "--json").output,
    ]
    with control_connection(town.dsn) as connection:
        (ordered, _) = read_steps(connection)
    assert not [text for text in [*shown, ordered.decode()] if password in text]
    verifier = json.loads(ordered.decode().splitlines()[1])["act"]["members"][0]["verifier"]
    assert not [text for text in shown if verifier in text]
    client, exchange = ClientExchange(password, "c" * 24), ServerExchange(parse_verifier(verifier), "s" * 24)
    client.finish(exchange.final(client.continue_(exchange.first(client.first()))))


def test_the_second_official_sees_whom_he_lets_in(town: Town) -> None:
    """Role, agency and for whom else the person works, before the signature."""
    enrol(town, "--works-for", "ice-hsi")
    assert "    fbi-1: agent of fbi, works for ice-hsi\n" in town.directive("show", "E-1").stdout


def test_a_password_may_come_from_a_file(town: Town) -> None:
    """One line that only its owner can read; the file stays as it is."""
    path = town.home / "typed"
    path.touch(mode=0o600)
    path.write_text("correct horse battery\n")
    done = run(town, *ENROL, f"--password-file={path}", town.key("mayor"))
    assert done.exit_code == 0, done.output
    assert path.read_text() == "correct horse battery\n"
    assert "correct horse" not in done.output


@pytest.mark.parametrize(
    ("content", "mode", "words"),
    [
        ("hunter2\n", 0o600, "fewer than 15"),
        ("long enough for anybody\n", 0o644, "open to others"),
        ("", 0o600, "fewer"),
    ],
)
def test_a_password_that_is_short_or_readable_is_refused(
    town: Town, content: str, mode: int, words: str
) -> None:
    """And not repeated."""
    path = town.home / "typed"
    path.write_text(content)
    path.chmod(mode)
    done = run(town, *ENROL, f"--password-file={path}", town.key("mayor"))
    assert done.exit_code == 1
    assert words in done.stderr
    assert not content.strip() or content.strip() not in done.output
    assert town.listed() == []


@pytest.mark.parametrize("words", [(), ("--new-password=a", "--password-file=b")])
def test_exactly_one_way_to_a_password(town: Town, words: tuple[str, ...]) -> None:
    """A wrong call ends with 2."""
    assert run(town, *ENROL, *words, town.key("mayor")).exit_code == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"--agency": "fbj"}, "did you mean `fbi`?"),
        ({"--works-for": "ise"}, "did you mean `ice`?"),
        ({"--role": "Agent!"}, "`Agent!` is no role"),
        ({"code": "fbi 1"}, "`fbi 1` is no code"),
    ],
)
def test_what_the_policy_does_not_have_is_refused_and_leaves_no_file(
    town: Town, changed: dict[str, str], words: str
) -> None:
    """With the nearest code."""
    options = {"--agency": "fbi", "--role": "agent", **changed}
    code = options.pop("code", "fbi-1")
    pairs = [word for pair in options.items() for word in pair]
    path = town.home / "new"
    done = run(town, "enrol", code, *pairs, f"--new-password={path}", town.key("mayor"))
    assert done.exit_code == 1
    assert words in done.stderr
    assert not path.exists()


def test_a_file_that_is_there_is_never_overwritten(town: Town) -> None:
    """The enrolment is not ordered."""
    path = town.home / "fbi-1.pgpass"
    path.write_text("something of value")
    assert enrol(town).exit_code == 1
    assert path.read_text() == "something of value"
    assert town.listed() == []


def test_an_order_that_fails_leaves_no_password_behind(town: Town) -> None:
    """The file would open nothing, and would look as if it did."""
    (town.home / "control.dsn").write_text("host=/nowhere dbname=control\n")
    done = enrol(town)
    assert done.exit_code == 75
    assert not (town.home / "fbi-1.pgpass").exists()


def test_a_member_who_is_enrolled_anew_is_pointed_out(town: Town) -> None:
    """It is in full, and ends the sessions of the old enrolment."""
    enrol(town)
    confirm(town, "E-1")
    (town.home / "fbi-1.pgpass").unlink()
    done = enrol(town, "--works-for", "ice")
    assert "warning: `fbi-1` is a member already, since E-1" in done.stderr
    confirm(town, "E-2")
    assert [(one["directive"], one["affiliations"]) for one in members(town)] == [("E-2", ["ice"])]


def test_the_list_can_be_of_one_agency(town: Town) -> None:
    """Whoever works for it is listed too."""
    enrol(town, code="fbi-1")
    enrol(town, "--works-for", "ice", code="fbi-2")
    for directive in ("E-1", "E-2"):
        confirm(town, directive)
    assert [one["code"] for one in members(town, "--agency", "fbi")] == ["fbi-1", "fbi-2"]
    assert [one["code"] for one in members(town, "--agency", "ice")] == ["fbi-2"]
    assert run(town, "list", "--agency", "cbp").stderr == "there are no members\n"
    assert run(town, "list", "--agency", "ise").exit_code == 1


def test_two_officials_end_an_enrolment(town: Town) -> None:
    """Ordered it changes nothing; confirmed the member is gone from the list."""
    enrol(town)
    confirm(town, "E-1")
    done = run(town, "depart", "fbi-1", "--reason", "has left", town.key("mayor"))
    assert done.exit_code == 0, done.output
    assert [one["code"] for one in members(town)] == ["fbi-1"]
    confirm(town, "X-1")
    assert members(town) == []
    shown = town.directive("show", "X-1").stdout
    assert "ends the enrolment of fbi-1" in shown
    assert "reason: has left" in shown


def test_a_code_that_was_somebody_elses_is_pointed_out(town: Town) -> None:
    """The log would have two people under one name."""
    enrol(town)
    confirm(town, "E-1")
    run(town, "depart", "fbi-1", "--reason", "has left", town.key("mayor"))
    (town.home / "fbi-1.pgpass").unlink()
    assert "departed" not in enrol(town).stderr
    confirm(town, "X-1")
    (town.home / "fbi-1.pgpass").unlink()
    assert "warning: a member `fbi-1` departed with X-1" in enrol(town).stderr


def test_whoever_is_no_member_cannot_depart(town: Town) -> None:
    """A code that is mistyped must not look as if somebody had been shown out."""
    enrol(town)
    confirm(town, "E-1")
    done = run(town, "depart", "fbi-2", "--reason", "has left", town.key("mayor"))
    assert done.exit_code == 1
    assert "`fbi-2` is no member" in done.stderr
    assert "did you mean `fbi-1`?" in done.stderr


# Certificates.


@pytest.fixture(scope="module")
def authority() -> Certified:
    return Certified.authority("FBI, made up", _now())


def _now() -> datetime:
    return datetime.now(UTC)


def pem(town: Town, certified: Certified, name: str = "agency") -> str:
    certified.write(town.home / f"{name}.pem", town.home / f"{name}.pem.key")
    return str(town.home / f"{name}.pem")


def listed(town: Town) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(certify(town, "list", "--json").stdout)
    return found


def test_two_officials_certify_an_agency_and_revoke_it(town: Town, authority: Certified) -> None:
    """The list says since when, by which directive, and what revoked it."""
    file, shown = pem(town, authority), fingerprint(authority.der)
    done = certify(town, "enrol", "fbi", file, town.key("mayor"))
    assert done.exit_code == 0, done.output
    assert f"SHA-256 {shown}" in done.stderr
    assert listed(town)["certificates"] == []
    story = town.directive("show", "C-1").stdout
    assert f"certificate {shown}" in story
    assert (
        f"    `CN=FBI\\, made up`, until {authority.certificate.not_valid_after_utc:%Y-%m-%d}, SHA-256 {shown}\n"
        in story
    )
    confirm(town, "C-1")
    (found,) = listed(town)["certificates"]
    assert (found["agency"], found["fingerprint"], found["directive"], found["revoked_by"]) == (
        "fbi", shown, "C-1", None,
    )  # fmt: skip
    done = certify(town, "revoke", "fbi", "--file", file, "--reason", "lost", town.key("mayor"))
    assert "nothing will prove `fbi` then" in done.stderr
    confirm(town, "V-1")
    assert listed(town)["revoked"] == {shown: "V-1"}
    assert certify(town, "list").stdout.endswith(f"SHA-256 {shown}, since C-1, revoked by V-1\n")


def test_a_members_certificate_is_revoked_by_its_fingerprint(town: Town, authority: Certified) -> None:
    """As OpenSSL prints it."""
    shown = authority.issue("agent", _now()).certificate.fingerprint(SHA256())
    done = certify(
        town, "revoke", "fbi", "--sha256", shown.hex(":").upper(), "--reason", "lost", town.key("mayor")
    )
    assert done.exit_code == 0, done.output
    assert "warning" not in done.stderr
    confirm(town, "V-1")
    assert listed(town)["revoked"] == {shown.hex(): "V-1"}


def test_a_certificate_that_would_prove_nobody_is_not_ordered(town: Town, authority: Certified) -> None:
    """Expired, a server's, revoked, or none at all; with an agency that there is."""
    expired = authority.issue("agent", _now() - timedelta(days=2), until=_now() - timedelta(days=1))
    door = authority.issue("door", _now(), SERVER)
    certify(town, "revoke", "fbi", "--file", pem(town, authority), "--reason", "lost", town.key("mayor"))
    confirm(town, "V-1")
    (town.home / "nothing.pem").write_text("nothing")
    for agency, file, words in (
        ("fbi", pem(town, expired, "expired"), "expired"),
        ("fbi", pem(town, door, "door"), "neither an authority's nor for clients"),
        ("fbi", str(town.home / "agency.pem"), "was revoked by directive V-1"),
        ("fbi", str(town.home / "nothing.pem"), "holds no certificate"),
        ("fbi", str(town.home / "not-there.pem"), "cannot be read"),
        ("fbj", str(town.home / "expired.pem"), "did you mean `fbi`?"),
    ):
        done = certify(town, "enrol", agency, file, town.key("mayor"))
        assert done.exit_code == 1
        assert words in done.stderr
    assert [one["id"] for one in town.listed()] == ["V-1"]


@pytest.mark.parametrize("words", [("--sha256", "12"), (), ("--sha256", "0" * 64, "--file", "x")])
def test_a_revocation_names_one_certificate(town: Town, words: tuple[str, ...]) -> None:
    """A wrong call ends with 2."""
    assert certify(town, "revoke", "fbi", *words, "--reason", "lost", town.key("mayor")).exit_code == 2


def test_without_a_certificate_the_list_says_so(town: Town) -> None:
    """On standard error."""
    assert certify(town, "list").stderr == "no agency has a certificate\n"
