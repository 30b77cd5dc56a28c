from __future__ import annotations

import base64

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ostiary.errors import ChannelNotBound, ProofInvalid, ProtocolViolation, SettingsError
from ostiary.pgwire.channel_binding import MECHANISM, PLUS
from ostiary.pgwire.scram import (
    MAX_ITERATIONS,
    MIN_ITERATIONS,
    ClientExchange,
    ServerExchange,
    Verifier,
    decoy_verifier,
    derive_verifier,
    nonce_from,
    parse_verifier,
)

# RFC 7677 section 3: user `user`, password `pencil`.
SALT = base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO"
SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
CLIENT_FIRST = b"n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
SERVER_FIRST = b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
WITHOUT_PROOF = b"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
CLIENT_FINAL = WITHOUT_PROOF + b",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
SERVER_FINAL = b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="

VERIFIER = derive_verifier("pencil", SALT)


def started() -> ServerExchange:
    """A server that has seen the RFC's first message."""
    server = ServerExchange(VERIFIER, SERVER_NONCE)
    assert server.first(CLIENT_FIRST) == SERVER_FIRST
    return server


def attempt(verifier: Verifier, password: str) -> None:
    """One whole log-in between our client and our server."""
    client, server = ClientExchange(password, "c" * 24), ServerExchange(verifier, "s" * 24)
    client.finish(server.final(client.continue_(server.first(client.first()))))


def test_server_follows_rfc_7677() -> None:
    """The server's messages are those of the example in RFC 7677."""
    assert started().final(CLIENT_FINAL) == SERVER_FINAL


def test_client_and_server_meet() -> None:
    """Our client logs in at our server, and each proves itself to the other."""
    attempt(VERIFIER, "pencil")


def test_password_is_prepared_on_both_sides() -> None:
    """A password typed with other code points of the same meaning is the same password."""
    attempt(derive_verifier("\u2168", SALT), "IX")


def test_wrong_password_is_refused() -> None:
    """A proof made from another password is invalid."""
    with pytest.raises(ProofInvalid):
        attempt(VERIFIER, "Pencil")


def test_user_name_in_the_exchange_is_ignored() -> None:
    """As in PostgreSQL the start-up message says who logs in; the exchange may name nobody or somebody else."""
    for name in (b"", b"other", b"a=2Cb"):
        server = ServerExchange(VERIFIER, SERVER_NONCE)
        assert server.first(b"n,,n=" + name + b",r=" + CLIENT_NONCE.encode()) == SERVER_FIRST


def attempt_bound(theirs: bytes, ours: bytes, password: str = "pencil") -> None:
    """One whole log-in with PLUS, where the client sees one channel and the server another, or the same."""
    client = ClientExchange(password, "c" * 24, theirs)
    server = ServerExchange(VERIFIER, "s" * 24, mechanism=PLUS, end_point=ours)
    client.finish(server.final(client.continue_(server.first(client.first()))))


@given(st.binary(min_size=16, max_size=64), st.binary(min_size=16, max_size=64))
def test_a_log_in_is_worth_something_on_its_own_channel_only(theirs: bytes, ours: bytes) -> None:
    """With PLUS the right password over another channel is refused, whatever the two bindings are."""
    attempt_bound(ours, ours)
    if theirs != ours:
        with pytest.raises(ChannelNotBound, match="another channel"):
            attempt_bound(theirs, ours)


def test_a_bound_log_in_still_needs_the_password() -> None:
    """The binding proves nothing by itself."""
    with pytest.raises(ProofInvalid):
        attempt_bound(b"e" * 32, b"e" * 32, "Pencil")


def test_the_binding_is_under_the_proof() -> None:
    """Whoever in between replaces the client's binding by the right one has a proof that does not fit."""
    client = ClientExchange("pencil", "c" * 24, b"x" * 32)
    server = ServerExchange(VERIFIER, "s" * 24, mechanism=PLUS, end_point=b"e" * 32)
    last = client.continue_(server.first(client.first()))
    header = b"p=tls-server-end-point,,"
    theirs, ours = (base64.b64encode(header + one * 32) for one in (b"x", b"e"))
    with pytest.raises(ProofInvalid):
        server.final(last.replace(theirs, ours))


def test_a_client_that_cannot_bind_may_log_in_over_tls() -> None:
    """The flag ``n`` with the plain mechanism passes where PLUS is offered too, as many drivers need."""
    client = ClientExchange("pencil", "c" * 24)
    server = ServerExchange(VERIFIER, "s" * 24, mechanism=MECHANISM, end_point=b"e" * 32)
    client.finish(server.final(client.continue_(server.first(client.first()))))


def test_plus_without_a_channel_is_our_mistake() -> None:
    """It cannot be offered, so it cannot be chosen."""
    with pytest.raises(ValueError, match="no channel"):
        ServerExchange(VERIFIER, SERVER_NONCE, mechanism=PLUS)


def test_client_that_misses_channel_binding_is_let_in() -> None:
    """The flag ``y`` passes, since no binding is offered, and the last message must repeat it."""
    server = ServerExchange(VERIFIER, SERVER_NONCE)
    server.first(b"y" + CLIENT_FIRST[1:])
    with pytest.raises(ProtocolViolation, match="binding changed"):
        server.final(CLIENT_FINAL)
    server = ServerExchange(VERIFIER, SERVER_NONCE)
    server.first(b"y" + CLIENT_FIRST[1:])
    with pytest.raises(ProofInvalid):
        server.final(CLIENT_FINAL.replace(b"c=biws", b"c=eSws"))


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"n",
        b"n,,",
        b"n,n=user,r=abc",
        b"x,,n=user,r=abc",
        b"n,a=other,n=user,r=abc",
        b"n,,m=ext,n=user,r=abc",
        b"n,,n=user,r=abc,m=ext",
        b"n,,n=user,m=ext,r=abc",
        b"n,,r=abc,n=user",
        b"n,,n=user",
        b"n,,n=user,r=",
        b"n,,n=user,r=a\x7fb",
        b"n,,n=user,r=\xc3\xa9",
        b"n,,n=\xff,r=abc",
        b"n,,n=a\0b,r=abc",
        b"n,,n=user,r=abc,",
    ],
)
def test_malformed_first_message_is_refused(message: bytes) -> None:
    """Channel binding, other identities, mandatory extensions and bad nonces are violations."""
    with pytest.raises(ProtocolViolation):
        ServerExchange(VERIFIER, SERVER_NONCE).first(message)


def test_channel_binding_is_refused_in_words() -> None:
    """A claim to bind the channel needs the mechanism with PLUS, which is not offered."""
    with pytest.raises(ProtocolViolation, match="no channel binding"):
        ServerExchange(VERIFIER, SERVER_NONCE).first(b"p=tls-exporter,,n=user,r=abc")


@pytest.mark.parametrize(
    "message",
    [
        b"",
        WITHOUT_PROOF,
        WITHOUT_PROOF + b",p=",
        WITHOUT_PROOF + b",p=AAAA",
        WITHOUT_PROOF + b",p=!!!!",
        CLIENT_FINAL + b"\n",
        CLIENT_FINAL.replace(b"ndVQ=", b"ndVR="),
        CLIENT_FINAL.replace(b"c=biws", b"c=eSws"),
        CLIENT_FINAL.replace(b"$k0", b"$k1"),
        CLIENT_FINAL.replace(b",p=", b",m=x,p="),
        CLIENT_FINAL.replace(b"c=biws,", b""),
        CLIENT_FINAL + b",x=1",
    ],
)
def test_malformed_last_message_is_refused(message: bytes) -> None:
    """A binding or nonce that changed, a proof that is no proof, and base64 that is not canonical are violations."""
    with pytest.raises(ProtocolViolation):
        started().final(message)


@given(bit=st.integers(0, 255))
def test_any_changed_bit_of_the_proof_is_refused(bit: int) -> None:
    """No proof but the right one is accepted."""
    proof = bytearray(base64.b64decode(CLIENT_FINAL.rpartition(b",p=")[2]))
    proof[bit // 8] ^= 1 << bit % 8
    with pytest.raises(ProofInvalid):
        started().final(WITHOUT_PROOF + b",p=" + base64.b64encode(proof))


def test_optional_extensions_are_signed_but_not_understood() -> None:
    """An unknown optional extension passes; it is part of what the proof signs, so the old proof no longer fits."""
    with pytest.raises(ProofInvalid):
        started().final(CLIENT_FINAL.replace(b",p=", b",x=1,p="))


def test_exchange_is_used_once() -> None:
    """One nonce is good for one proof: after a failure there is no second guess, and no step comes out of turn."""
    server = started()
    with pytest.raises(ProofInvalid):
        server.final(WITHOUT_PROOF + b",p=" + base64.b64encode(bytes(32)))
    with pytest.raises(ProtocolViolation, match="out of turn"):
        server.final(CLIENT_FINAL)
    with pytest.raises(ProtocolViolation, match="out of turn"):
        ServerExchange(VERIFIER, SERVER_NONCE).final(CLIENT_FINAL)
    with pytest.raises(ProtocolViolation, match="out of turn"):
        ClientExchange("pencil", CLIENT_NONCE).finish(SERVER_FINAL)


def test_client_refuses_a_server_without_the_verifier() -> None:
    """A server that cannot sign is not the server, even when it accepts the proof."""
    client = ClientExchange("pencil", CLIENT_NONCE)
    client.first()
    client.continue_(SERVER_FIRST)
    with pytest.raises(ProofInvalid, match="does not hold the verifier"):
        client.finish(SERVER_FINAL)


@pytest.mark.parametrize(
    ("message", "error"),
    [
        (b"e=invalid-proof", ProofInvalid),
        (b"v=AAAA", ProofInvalid),
        (b"v=", ProtocolViolation),
        (b"", ProtocolViolation),
        (b"r=abc", ProtocolViolation),
        (b"v=AAAA,m=x", ProtocolViolation),
    ],
)
def test_client_refuses_a_bad_last_message(message: bytes, error: type[Exception]) -> None:
    """A refusal or a wrong signature is an invalid proof; anything else is a violation."""
    client = ClientExchange("pencil", CLIENT_NONCE)
    client.first()
    client.continue_(SERVER_FIRST)
    with pytest.raises(error):
        client.finish(message)


@pytest.mark.parametrize(
    "message",
    [
        SERVER_FIRST.replace(b"r=rOpr", b"r=xOpr"),
        b"r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        SERVER_FIRST.replace(b"4096", b"4095"),
        SERVER_FIRST.replace(b"4096", b"1000001"),
        SERVER_FIRST.replace(b"4096", b"99999999999"),
        SERVER_FIRST.replace(b"4096", b"04096"),
        SERVER_FIRST.replace(b"4096", "\u0664\u0660\u0669\u0666".encode()),
        SERVER_FIRST.replace(b"s=W22Z", b"s=W2!Z"),
        SERVER_FIRST.replace(b"s=W22ZaJ0SNY7soEsUEjb6gQ==", b"s="),
        b"m=x," + SERVER_FIRST,
        SERVER_FIRST + b",m=x",
        b"",
    ],
)
def test_client_refuses_a_bad_first_answer(message: bytes) -> None:
    """A nonce that is not ours, iterations too few or too many, and bad salts are violations before any work is done."""
    client = ClientExchange("pencil", CLIENT_NONCE)
    client.first()
    with pytest.raises(ProtocolViolation):
        client.continue_(message)


PIECES = st.lists(
    st.sampled_from(
        [b"n", b"y", b",", b"=", b"r=abc", b"n=", b"m=x", b"c=biws", b"v=", b"p=AAAA", b"s=AAAA", b"i=1"]
    )
    | st.binary(max_size=3),
    max_size=10,
).map(b"".join)


@given(message=PIECES)
@example(message=b"n,,n=,r=abc")
def test_any_scram_message_is_answered_or_refused(message: bytes) -> None:
    """On any bytes both sides answer, or raise ProtocolViolation or ProofInvalid."""
    fresh, client, waiting = ServerExchange(VERIFIER, "s"), ClientExchange("x", "c"), ClientExchange("x", "c")
    client.first()
    waiting.first()
    waiting.continue_(b"r=cs,s=AAAA,i=4096")
    for step in (fresh.first, started().final, client.continue_, waiting.finish):
        try:
            step(message)
        except (ProtocolViolation, ProofInvalid):
            continue


def test_verifier_has_postgresqls_form() -> None:
    """A verifier is written and read in the form of pg_authid."""
    text = VERIFIER.format()
    assert text.startswith("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$")
    assert parse_verifier(text) == VERIFIER


def test_verifier_keys_are_not_in_a_repr() -> None:
    """Whoever reads a log cannot pose as the server."""
    assert repr(VERIFIER) == f"Verifier(iterations=4096, salt={SALT!r})"


GOOD = VERIFIER.format()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "md5" + "0" * 32,
        GOOD + "\n",
        GOOD.replace("256$", "1$"),
        GOOD.replace("4096", "4095"),
        GOOD.replace("4096", str(MAX_ITERATIONS + 1)),
        GOOD.replace("4096", "\u0664096"),
        GOOD.replace("W22Z", "W2!Z"),
        GOOD.rpartition(":")[0] + ":AAAA",
        GOOD.rpartition(":")[0],
    ],
)
def test_other_text_is_no_verifier(text: str) -> None:
    """Other mechanisms, iterations out of bounds, keys of other sizes and bad base64 are refused without being repeated."""
    with pytest.raises(SettingsError) as refused:
        parse_verifier(text)
    assert "W2" not in str(refused.value)


@pytest.mark.parametrize(("salt", "iterations"), [(b"", MIN_ITERATIONS), (SALT, 1)])
def test_weak_verifier_is_not_made(salt: bytes, iterations: int) -> None:
    """A verifier without salt or with too few iterations is refused at birth."""
    with pytest.raises(SettingsError):
        derive_verifier("pencil", salt, iterations)


def test_decoy_looks_like_a_user_and_stays_the_same() -> None:
    """An unknown name always gets the same salt, another than other names and other installations get."""
    decoy = decoy_verifier("nobody", b"secret")
    assert decoy == decoy_verifier("nobody", b"secret")
    assert (len(decoy.salt), decoy.iterations) == (len(SALT), MIN_ITERATIONS)
    others = [decoy_verifier("somebody", b"secret"), decoy_verifier("nobody", b"another")]
    assert len({decoy.salt, *(other.salt for other in others)}) == 3
    assert len({decoy.salt, decoy.stored_key, decoy.server_key}) == 3


def test_nobody_gets_in_with_a_decoy() -> None:
    """A decoy fails at the proof, as a wrong password does."""
    with pytest.raises(ProofInvalid, match="the password is wrong"):
        attempt(decoy_verifier("nobody", b"secret"), "pencil")


def test_nonces_come_from_enough_randomness() -> None:
    """A nonce is the base64 of at least 18 random bytes."""
    assert nonce_from(bytes(18)) == "A" * 24
    with pytest.raises(ValueError, match="18 bytes"):
        nonce_from(bytes(17))


def test_nonce_with_a_comma_is_refused() -> None:
    """A nonce that would split into two attributes is never sent."""
    for make in (lambda: ServerExchange(VERIFIER, "a,b"), lambda: ClientExchange("x", "a,b")):
        with pytest.raises(ProtocolViolation):
            make()
