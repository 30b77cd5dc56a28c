"""Certificates that prove an agency: who needs one, what is refused, what the log says, and how a session loses it."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from ostiary.demo.certificates import Certified
from ostiary.directives.certificates import fingerprint
from ostiary.model.agency import AgencyProof
from ostiary.model.directive import Act, Certification, Departure, Revocation
from ostiary.pgwire.startup import ssl_request
from ostiary.session.commands import Admit, StandingLost
from ostiary.session.world import Channel, Tls
from ostiary.testing.client import FakeClient, Said, error_of, letters
from ostiary.testing.example import NOON, cut_off, example_connection, example_snapshot, with_act
from ostiary.testing.world import World

AUTHORITY = Certified.authority("the bureau's", NOON - timedelta(days=1))
MEMBER = AUTHORITY.issue("an agent", NOON)
OTHER = Certified.authority("another agency's", NOON - timedelta(days=1))
SELECT = "SELECT surname FROM persons"


def certification(agency: str, certified: Certified) -> Certification:
    return Certification(agency, base64.b64encode(certified.der).decode())


def world(*acts: Act, shows: Certified | None = MEMBER, at: datetime = NOON) -> World:
    """The bureau has a certificate; further acts are in force; the client shows one in the handshake."""
    snapshot = with_act(example_snapshot(), certification("bureau", AUTHORITY))
    for act in acts:
        snapshot = with_act(snapshot, act)
    return World(snapshot, at=at, channel=Channel(None, None if shows is None else shows.der))


class TlsClient(FakeClient):
    """A client that begins with a handshake."""

    def __init__(self, world: World) -> None:
        super().__init__(world, connection=replace(example_connection(), tls=Tls.OFFERED))
        self.world.inbox.append(b"\x16 a handshake")
        self._run()


def log_in(world: World, user: str = "b-1", password: str = "") -> tuple[TlsClient, list[Said]]:
    client = TlsClient(world)
    return client, client.log_in(user, password=password) if password else client.log_in(user)


def test_a_member_of_a_certified_agency_logs_in_with_its_certificate() -> None:
    """Password and certificate together; Admit says what proved the agency."""
    stage = world()
    _, said = log_in(stage)
    assert letters(said).endswith("KZ")
    (admitted,) = stage.admitted
    until = AUTHORITY.certificate.not_valid_after_utc
    assert admitted.proof == AgencyProof(fingerprint(MEMBER.der), fingerprint(AUTHORITY.der), "C-1", until)


def test_each_entry_says_how_the_agency_was_proved() -> None:
    """The fingerprints, and the directive that certified; null where the log-in alone speaks for the agency."""
    stage = world()
    client, _ = log_in(stage)
    client.query(SELECT)
    assert stage.log.entries[-1]["agency_proof"] == {
        "certificate": fingerprint(MEMBER.der),
        "issuer": fingerprint(AUTHORITY.der),
        "directive": "C-1",
    }
    other = World()
    plain = FakeClient(other)
    plain.log_in("p-1")
    plain.query(SELECT)
    assert other.log.entries[-1]["agency_proof"] is None


@pytest.mark.parametrize(
    ("shows", "acts", "words"),
    [
        (None, (), "none was shown"),
        (OTHER.issue("agent", NOON), (), "it was issued by somebody else"),
        (
            OTHER.issue("agent", NOON),
            (certification("city-police", OTHER),),
            "it was issued by somebody else",
        ),
        (
            AUTHORITY.issue("agent", NOON - timedelta(days=1), until=NOON),
            (),
            "it expired at 2026-05-01 12:00 UTC",
        ),
        (
            AUTHORITY.issue("agent", NOON + timedelta(days=2)),
            (),
            "it is in force from 2026-05-03 11:00 UTC on",
        ),
        (MEMBER, (Revocation("bureau", fingerprint(MEMBER.der), "lost"),), "it was revoked by directive V-1"),
        (MEMBER, (Revocation("bureau", fingerprint(AUTHORITY.der), "lost"),), "none is in force any more"),
    ],
    ids=[
        "none",
        "a stranger's",
        "another agency's",
        "expired",
        "not yet",
        "revoked",
        "its authority revoked",
    ],
)
def test_whoever_does_not_prove_the_agency_is_refused_after_the_password(
    shows: Certified | None, acts: tuple[Act, ...], words: str
) -> None:
    """28000 with the reason and the way out, and an entry that names the member."""
    stage = world(*acts, shows=shows)
    client, said = log_in(stage)
    error = error_of(said)
    assert (error["S"], error["C"]) == ("FATAL", "28000")
    assert error["M"] == f"`bureau` is proved by a certificate, and {words}"
    assert "sslcert" in error["H"]
    assert "Access log entry 0" in error["D"]
    assert client.is_over
    assert not stage.admitted
    (entry,) = stage.log.entries
    assert (entry["member"], entry["outcome"], entry["statement"]) == ("b-1", "refused", "(log-in)")
    assert entry["agency_proof"] is None


def test_a_log_in_in_the_clear_does_not_prove_the_agency() -> None:
    """However right the password is."""
    stage = world()
    error = error_of(FakeClient(stage).log_in("b-1"))
    assert (error["C"], error["M"]) == (
        "28000",
        "`bureau` is proved by a certificate, and the log-in is in the clear",
    )


def test_a_certificate_does_not_stand_in_for_the_password() -> None:
    """The agency is proved, the person is not: refused as a wrong password, and nothing is said of certificates."""
    for shows in (MEMBER, None):
        _, said = log_in(world(shows=shows), password="wrong")
        assert error_of(said)["M"] == "password authentication failed for `b-1`"


def test_an_unknown_name_with_a_certificate_looks_like_any_other() -> None:
    """Nobody learns from it which agency a name belongs to."""
    _, said = log_in(world(), user="x-9")
    assert error_of(said)["M"] == "password authentication failed for `x-9`"


@pytest.mark.parametrize("user", ["p-1", "r-1"])
def test_other_agencies_need_none(user: str) -> None:
    """With one that proves another agency, or with none, in the clear or not."""
    for shows in (MEMBER, None):
        stage = world(shows=shows)
        _, said = log_in(stage, user=user)
        assert letters(said).endswith("KZ")
        assert stage.admitted[0].proof is None
    assert letters(FakeClient(world()).log_in(user)).endswith("KZ")


def test_what_stands_under_a_certified_agency_is_proved_by_its_certificate() -> None:
    """An office that has none of its own."""
    stage = world(certification("removal", OTHER), shows=OTHER.issue("officer", NOON))
    _, said = log_in(stage, user="r-1")
    assert letters(said).endswith("KZ")
    _, said = log_in(world(certification("removal", OTHER), shows=None), user="r-1")
    assert error_of(said)["M"].startswith("`removal-east` is proved by a certificate")


def test_either_of_two_certificates_proves_the_agency() -> None:
    """While it changes from one to the other, members with both are let in."""
    newer = Certified.authority("the bureau's", NOON)
    for issuer in (AUTHORITY, newer):
        stage = world(certification("bureau", newer), shows=issuer.issue("agent", NOON))
        _, said = log_in(stage)
        assert letters(said).endswith("KZ")
        assert stage.admitted[0].proof is not None
        assert stage.admitted[0].proof.issuer == fingerprint(issuer.der)


def test_a_cut_off_agency_hears_of_its_certificate_first() -> None:
    """Whoever has not proved the agency learns nothing of what was decided about it."""
    stage = world(shows=None)
    stage.snapshot = cut_off(stage.snapshot, "bureau")
    _, said = log_in(stage)
    assert "certificate" in error_of(said)["M"]
    stage = world()
    stage.snapshot = cut_off(stage.snapshot, "bureau")
    _, said = log_in(stage)
    assert "cut off by directive D-1" in error_of(said)["M"]


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (Departure(("b-1",), "has left"), "the enrolment of `b-1` has ended"),
        (Revocation("bureau", fingerprint(MEMBER.der), "lost"), "what proved `bureau` proves it no more"),
        (Revocation("bureau", fingerprint(AUTHORITY.der), "lost"), "what proved `bureau` proves it no more"),
    ],
)
def test_the_next_statement_after_the_act_is_not_answered(act: Act, words: str) -> None:
    """Also where nobody ends the session first; nothing is asked of the database."""
    stage = world()
    client, _ = log_in(stage)
    stage.snapshot = with_act(stage.snapshot, act)
    error = error_of(client.query(SELECT))
    assert (error["S"], error["C"], error["M"]) == ("FATAL", "57P01", words)
    assert client.is_over
    assert not stage.database.flights


def test_a_session_that_is_ended_from_outside_is_told_why() -> None:
    """As after a cut-off, with its own words."""
    client, _ = log_in(world())
    error = error_of(client.throw(StandingLost("the enrolment of `b-1` has ended", hint="Ask the clerk.")))
    assert (error["S"], error["C"], error["H"]) == ("FATAL", "57P01", "Ask the clerk.")


def test_a_certificate_that_expires_during_the_session_ends_it() -> None:
    """At the first statement after the end, to the second."""
    short = AUTHORITY.issue("agent", NOON, until=NOON + timedelta(minutes=5))
    stage = world(shows=short)
    client, _ = log_in(stage)
    stage.at = NOON + timedelta(minutes=5) - timedelta(microseconds=1)
    assert letters(client.query(SELECT)).endswith("Z")
    stage.at = NOON + timedelta(minutes=5)
    error = error_of(client.query(SELECT))
    assert (error["C"], error["M"]) == (
        "57P01",
        "the certificate that proved `bureau` expired at 2026-05-01 12:05 UTC",
    )


def test_a_departure_that_only_the_world_knows_of_ends_the_log_in() -> None:
    """Admit looks at the directives of the moment, and the refusal has its entry."""
    stage = world()

    def depart(command: object) -> None:
        if isinstance(command, Admit):
            stage.snapshot = with_act(stage.snapshot, Departure(("b-1",), "has left"))

    stage.before = depart
    client, said = log_in(stage)
    assert error_of(said)["M"] == "the enrolment of `b-1` has ended"
    assert client.is_over
    assert not stage.admitted
    assert [(entry["outcome"], entry["statement"]) for entry in stage.log.entries] == [
        ("refused", "(log-in)")
    ]


def test_a_departed_member_is_unknown() -> None:
    """The next log-in reads like a wrong password."""
    _, said = log_in(world(Departure(("b-1",), "has left")))
    assert error_of(said)["M"] == "password authentication failed for `b-1`"


def test_the_proof_is_of_the_handshake_and_not_of_a_request_for_one() -> None:
    """A client that is refused its handshake has no channel."""
    stage = world()
    client = FakeClient(stage, connection=example_connection())
    stage.inbox.append(ssl_request())
    client._run()
    assert stage.released == [b"N"]
