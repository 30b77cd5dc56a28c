"""Logging in: start-up, the proof, who is let in and who is told what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ostiary.errors import QuotaReached
from ostiary.pgwire import kinds
from ostiary.pgwire.frontend import build_query, build_sasl_initial, build_sasl_response, build_terminate
from ostiary.pgwire.scram import ClientExchange
from ostiary.pgwire.startup import cancel_request, ssl_request, startup_message
from ostiary.session.commands import Admit, CancelOther, CutOffNow, Read, Release
from ostiary.session.life import session
from ostiary.testing.client import NONCE, ROBBERY, FakeClient, error_of, letters, messages
from ostiary.testing.example import (
    DETECTIVE,
    LIAISON,
    OFFICER,
    PASSWORD,
    cut_off,
    enrol,
    enrolled,
    example_connection,
    example_snapshot,
)
from ostiary.testing.playbook import END, Like, Playbook
from ostiary.testing.world import World

GSS_REQUEST = bytes.fromhex("00000008 04d21630")
WELCOME = "RRRRSSSSKZ"


def test_a_member_with_the_right_password_is_welcomed() -> None:
    """The exchange, the server's settings, a cancel key and readiness follow a right proof, and Admit names the agencies."""
    world = World()
    client = FakeClient(world)
    assert letters(client.log_in("p-2")) == WELCOME
    assert world.admitted == [
        Admit(enrolled(LIAISON), frozenset({"city-police", "removal"}), cancel_secret=bytes(range(1, 5)))
    ]


def test_requests_for_encryption_are_declined_with_one_byte() -> None:
    """SSLRequest and GSSENCRequest are each answered N, and then start-up goes on."""
    world = World()
    playbook = (
        Playbook()
        >> Read() << world.received(ssl_request())
        >> Release(b"N")
        >> Read() << world.received(GSS_REQUEST)
        >> Release(b"N")
        >> Read() << world.received(startup_message({"user": "p-1"}))
        >> Like(Release, lambda release: release.data.startswith(b"R"), "a request for SASL")
        >> Read()
    )  # fmt: skip
    playbook.play(session(example_connection()))


def test_a_third_request_for_encryption_ends_the_session() -> None:
    """A client that asks for encryption again and again is not going to log in."""
    world = World()
    client = FakeClient(world)
    client.world.inbox += [ssl_request(), GSS_REQUEST, ssl_request()]
    client._run()
    assert client.is_over
    (words,) = messages(world.released[-1])
    assert b"C08P01\0" in words.body


def test_a_cancel_request_is_passed_on_and_answered_with_nothing() -> None:
    """A connection with a cancel key asks for that cancel and ends without a byte."""
    world = World()
    playbook = (
        Playbook()
        >> Read() << world.received(cancel_request(7, b"\1\2\3\4"))
        >> CancelOther(7, b"\1\2\3\4")
        >> END
    )  # fmt: skip
    playbook.play(session(example_connection()))


def test_a_connection_too_many_may_cancel_and_not_log_in() -> None:
    """Whoever wants to end a statement is not turned away for the crowd; whoever wants in is, before any proof is asked."""
    world = World()
    surplus = replace(example_connection(), is_surplus=True)
    playbook = (
        Playbook()
        >> Read() << world.received(cancel_request(7, b"\1\2\3\4"))
        >> CancelOther(7, b"\1\2\3\4")
        >> END
    )  # fmt: skip
    playbook.play(session(surplus))
    playbook = (
        Playbook()
        >> Read() << world.received(startup_message({"user": "p-1"}))
        >> Like(Release, lambda release: b"C53300" in release.data and b"FATAL" in release.data, "a refusal")
        >> END
    )  # fmt: skip
    playbook.play(session(surplus))


def test_an_agency_with_too_many_sessions_is_refused_without_an_entry() -> None:
    """After the proof, with a hint. Meeting a limit again and again must not fill the log."""

    def full(command: object) -> None:
        if isinstance(command, Admit):
            raise QuotaReached("`city-police` has 3 sessions here, as many as one agency may")

    client = FakeClient(World(before=full))
    error = error_of(client.log_in("p-1"))
    assert (error["C"], error["S"]) == ("53300", "FATAL")
    assert error["M"].startswith("`city-police` has 3 sessions")
    assert "pool" in error["H"]
    assert client.is_over
    assert client.world.log.entries == []


def test_a_wrong_password_and_an_unknown_user_look_alike() -> None:
    """Message for message, apart from the name that the client sent itself and the salt."""
    said = []
    for user in ("p-1", "x-9"):
        client = FakeClient(World())
        refused = client.log_in(user, password="wrong")
        said.append((letters(refused), {**error_of(refused), "M": ""}))
        assert error_of(refused)["M"] == f"password authentication failed for `{user}`"
        assert client.is_over
    assert said[0] == said[1]
    assert said[0][0] == "RRE"
    assert said[0][1]["C"] == "28P01"


def test_an_enrolment_that_was_replaced_during_the_log_in_opens_nothing() -> None:
    """The old password is refused from the moment that the new enrolment is in force."""
    world = World()
    client = FakeClient(world)
    client.send(startup_message({"user": "p-1"}))
    exchange = ClientExchange(PASSWORD, NONCE)
    first = client.send(build_sasl_initial("SCRAM-SHA-256", exchange.first()))
    assert letters(first) == "R"
    proof = exchange.continue_(client._last[4:])
    world.snapshot = enrol(world.snapshot, enrolled(DETECTIVE, "another password"))
    assert error_of(client.send(build_sasl_response(proof)))["C"] == "28P01"


@pytest.mark.parametrize(
    ("member", "settings", "agency", "words"),
    [
        (OFFICER, {}, "removal", "access of `removal-east`"),
        (OFFICER, {}, "removal-east", "access of `removal-east`"),
        (LIAISON, {}, "removal", "`removal`, which employs you,"),
        (DETECTIVE, {"ostiary.beneficiary": "removal-east"}, "removal", "`removal-east`, for which you ask,"),
    ],
    ids=["parent", "agency", "affiliation", "beneficiary"],
)
def test_whoever_is_cut_off_is_refused_with_the_directive(
    member: object, settings: dict[str, str], agency: str, words: str
) -> None:
    """A cut-off covers the agency, everything under it, whoever works for it, and whoever asks for it."""
    world = World(cut_off(example_snapshot(), agency))
    client = FakeClient(world)
    error = error_of(client.log_in(getattr(member, "code", ""), settings))
    assert (error["S"], error["C"], error["M"]) == ("FATAL", "28000", f"{words} was cut off by directive D-1")
    assert error["D"] == "Reason: announced. For good. Access log entry 0."
    assert error["H"].endswith("Ask the clerk.")
    assert ("leave ostiary.beneficiary away" in error["H"]) is ("ostiary.beneficiary" in settings)
    assert client.is_over
    assert not world.admitted
    (entry,) = world.log.entries
    assert (entry["outcome"], entry["statement"], entry["sqlstate"]) == ("refused", "(log-in)", "28000")
    assert entry["member"] == getattr(member, "code", "")
    assert entry["beneficiary"] == settings.get("ostiary.beneficiary", getattr(member, "agency", ""))
    assert world.log.durable == 1


def test_a_refused_log_in_is_refused_without_the_log_too() -> None:
    """Nothing is released by it, so it does not wait for an operator."""
    world = World(cut_off(example_snapshot(), "removal"))
    world.log.appends_left = 0
    error = error_of(FakeClient(world).log_in("r-1"))
    assert (error["C"], error["D"]) == ("28000", "Reason: announced. For good.")


def test_a_cut_off_agency_learns_so_only_after_its_proof() -> None:
    """A wrong password is refused as a wrong password, whoever is cut off."""
    client = FakeClient(World(cut_off(example_snapshot(), "removal")))
    assert error_of(client.log_in("r-1", password="wrong"))["C"] == "28P01"
    assert not client.world.log.entries


def test_a_cut_off_that_only_the_world_knows_of_ends_the_log_in() -> None:
    """Admit may answer that the session's own view was too old."""

    def cut(command: object) -> None:
        if isinstance(command, Admit):
            raise CutOffNow("D-1")

    client = FakeClient(World(before=cut))
    assert error_of(client.log_in("p-1"))["C"] == "57P01"
    assert client.is_over
    assert [(entry["outcome"], entry["statement"]) for entry in client.world.log.entries] == [
        ("refused", "(log-in)")
    ]


@pytest.mark.parametrize(
    "settings",
    [
        {"ostiary.purpose": "robery"},
        {"ostiary.case": "1"},
        {"ostiary.purpouse": "robbery"},
        {"search_path": "secret"},
        {"client_encoding": "LATIN1"},
        {"options": "-c ostiary.purpose=robery"},
        {"options": "-x"},
    ],
)
def test_a_setting_that_cannot_be_ends_the_log_in(settings: dict[str, str]) -> None:
    """What is declared at start-up is checked like SET, and a mistake is fatal with 22023."""
    client = FakeClient(World())
    error = error_of(client.log_in("p-1", settings))
    assert (error["S"], error["C"]) == ("FATAL", "22023")
    assert client.is_over


def test_settings_may_come_in_options() -> None:
    """``options='-c ostiary.purpose=...'`` declares like a start-up parameter."""
    client = FakeClient(World())
    client.log_in("p-1", {"options": "-c ostiary.purpose=robbery --ostiary.case=JK123456"})
    assert [one.values for one in client.query("SHOW ostiary.case")][1] == (b"JK123456",)


def test_replication_is_refused() -> None:
    """A replication connection would stream what no policy has seen."""
    error = error_of(FakeClient(World()).log_in("p-1", {"replication": "database"}))
    assert (error["S"], error["C"]) == ("FATAL", "28000")


@pytest.mark.parametrize(
    ("minor", "option", "told", "size"),
    [
        (0, "", "", 4),
        (0, "_pq_.x", "v", 4),
        (1, "", "", 4),
        (2, "", "", 32),
        (2, "_pq_.x", "v", 32),
        (9999, "", "v", 32),
    ],
)
def test_a_protocol_that_is_not_spoken_is_negotiated_down(
    minor: int, option: str, told: str, size: int
) -> None:
    """3.2 and what is older is spoken as it is; what is newer, and options, are answered with what there is."""
    settings = {**ROBBERY, option: "1"} if option else ROBBERY
    said = FakeClient(World()).log_in("p-1", settings, minor=minor)
    assert letters(said).replace("S", "") == f"{told}RRRRKZ"
    (key,) = (one.values for one in said if one.kind == kinds.BACKEND_KEY_DATA)
    assert key == (example_connection().cancel_secret[:size],)


def test_a_session_is_found_by_the_key_that_its_client_was_shown() -> None:
    """Four bytes of it under protocol 3.0, all under 3.2: nobody may cancel with less than was shown."""
    for minor, size in ((0, 4), (2, 32)):
        world = World()
        FakeClient(world).log_in("p-1", minor=minor)
        assert world.admitted[0].cancel_secret == example_connection().cancel_secret[:size]


@pytest.mark.parametrize("step", [0, 1])
def test_a_client_that_leaves_during_the_log_in_is_let_go(step: int) -> None:
    """Terminate instead of a password ends the session without a word."""
    client = FakeClient(World())
    client.send(startup_message({"user": "p-1"}))
    if step:
        client.send(build_sasl_initial("SCRAM-SHA-256", ClientExchange(PASSWORD, NONCE).first()))
    assert client.send(build_terminate()) == []
    assert client.is_over


def test_a_query_before_the_proof_is_not_looked_at() -> None:
    """Only a password may come before the proof was right."""
    world = World()
    client = FakeClient(world)
    client.send(startup_message({"user": "p-1"}))
    assert error_of(client.send(build_query("SELECT surname FROM persons")))["C"] == "08P01"
    assert not world.database.flights


def test_another_mechanism_is_refused() -> None:
    """Only the mechanism that was offered can be chosen."""
    client = FakeClient(World())
    client.send(startup_message({"user": "p-1"}))
    assert error_of(client.send(build_sasl_initial("PLAIN", b"x")))["C"] == "08P01"


def test_a_client_without_a_user_is_refused() -> None:
    """Nobody is not a member."""
    assert error_of(FakeClient(World()).send(startup_message({"database": "city"})))["C"] == "08P01"


def test_a_member_of_no_snapshot_is_unknown() -> None:
    """Without enrolments nobody can log in, and it reads like a wrong password."""
    empty = replace(example_snapshot(), register=replace(example_snapshot().register, members={}))
    assert error_of(FakeClient(World(empty)).log_in("p-1"))["C"] == "28P01"
