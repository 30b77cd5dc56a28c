"""From the first packet to the first ReadyForQuery.

Knows: start-up, TLS, SCRAM-SHA-256 with and without channel binding, enrolled members, declared settings at start-up, and that a proved log-in which a
cut-off refuses leaves an entry.
Must not know: statements.

Who somebody is comes from the enrolment that the proof fits, never from text that the client sends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

from ostiary.errors import BadSetting, ChannelNotBound, ProofInvalid, ProtocolViolation, QuotaReached
from ostiary.model.directive import Enrolled
from ostiary.pgwire.authentication import authentication_ok, authentication_sasl, sasl_continue, sasl_final
from ostiary.pgwire.backend import backend_key_data, negotiate_protocol_version, parameter_status
from ostiary.pgwire.channel_binding import mechanisms_for
from ostiary.pgwire.frontend import PasswordResponse, parse_sasl_initial
from ostiary.pgwire.scram import ServerExchange, Verifier, decoy_verifier, parse_verifier
from ostiary.pgwire.startup import (
    NEWEST_MINOR,
    CancelRequest,
    GssRequest,
    SslRequest,
    StartupMessage,
    parse_first,
    parse_options,
    secret_size,
    unsupported_protocol_parameters,
)
from ostiary.session.agency_proof import prove_agency
from ostiary.session.client import Client
from ostiary.session.commands import CancelOther, ClientGone, CutOffNow, Flow, Release, StandingLost, ask
from ostiary.session.conversation import Conversation
from ostiary.session.deciding import Question, deny_for, refuse
from ostiary.session.receipts import RECEIPTS, Receipts, read_switch
from ostiary.session.refusals import (
    CUT_OFF,
    INVALID_LOGIN,
    INVALID_PASSWORD,
    INVALID_SETTING,
    TOO_MANY,
    Refusal,
    Refused,
)
from ostiary.session.settings import PREFIX, Declared, accept_foreign, declare
from ostiary.session.standing import cut_off_refusal
from ostiary.session.world import Connection, Snapshot, Tls
from ostiary.sql.plan import Empty

MAX_ENCRYPTION_REQUESTS = 2
"""One for TLS and one for GSSAPI; a client that asks more often is not going to log in."""


LOG_IN = Question("(log-in)", Empty())
"""What stands in the log as the statement of a log-in."""


def log_in(client: Client, connection: Connection) -> Flow[Conversation | None]:
    """Log one client in; None when the connection was only a request to cancel.

    Raises Refused (fatal), ClientGone, CutOffNow, StandingLost and ProtocolViolation.
    """
    startup = yield from _startup(client, connection)
    if isinstance(startup, CancelRequest):
        yield from ask(CancelOther(startup.pid, startup.secret))
        return None
    yield from _negotiate(client, startup)
    if connection.is_surplus:
        raise Refused(_too_many("the door has as many connections as it may"))
    if "replication" in startup.parameters:
        raise Refused(Refusal(INVALID_LOGIN, "replication connections are refused", fatal=True))
    name = startup.parameters["user"]
    enrolled = yield from _prove(client, connection, name)
    declared, receipts = _declared(startup.parameters, client.snapshot)
    secret = connection.cancel_secret[: secret_size(_spoken(startup))]
    conversation = Conversation(
        client,
        connection,
        enrolled,
        declared,
        initial=declared,
        receipts=receipts,
        cancel_secret=secret,
        database=startup.parameters.get("database") or name,
    )
    yield from _prove_agency(conversation)
    yield from _admit(conversation)
    yield from _welcome(conversation)
    return conversation


def _prove_agency(conversation: Conversation) -> Flow[None]:
    """Raises Refused (fatal), recorded, where the agency must be proved by a certificate and is not."""
    client = conversation.client
    match prove_agency(conversation.member, client.channel, client.snapshot, client.at):
        case Refusal() as refusal:
            raise (yield from _turned_away(conversation, refusal))
        case proof:
            conversation.proof = proof


def _admit(conversation: Conversation) -> Flow[None]:
    """Raises Refused (fatal), CutOffNow or StandingLost, recorded, when directives do not let the session in."""
    member, declared = conversation.member, conversation.declared
    refusal = cut_off_refusal(member, declared, conversation.snapshot, conversation.client.at)
    if refusal is not None:
        raise (yield from _turned_away(conversation, refusal))
    try:
        yield from ask(conversation.admission(declared))
    except (CutOffNow, StandingLost) as error:
        yield from _turned_away(conversation, Refusal(CUT_OFF, error.message))
        raise
    except QuotaReached as error:
        # It is counted, with all that are turned away: an entry for each could fill the log.
        raise Refused(_too_many(error.message)) from error


def _too_many(message: str) -> Refusal:
    return Refusal(
        TOO_MANY,
        message,
        hint="Close connections that nobody uses, and let a pool share what is left; then try again.",
        fatal=True,
    )


def _turned_away(conversation: Conversation, refusal: Refusal) -> Flow[Refused]:
    """Record who was refused and for whom; without the log the refusal goes out all the same: nothing is released."""
    with suppress(Refused):
        return (yield from refuse(conversation, LOG_IN, deny_for(refusal.message), refusal))
    return Refused(refusal)


def _startup(client: Client, connection: Connection) -> Flow[StartupMessage | CancelRequest]:
    if connection.tls is not Tls.ABSENT:
        yield from client.maybe_direct_tls()
    for _ in range(MAX_ENCRYPTION_REQUESTS + 1):
        packet = parse_first((yield from client.first_packet()))
        match packet:
            case SslRequest() | GssRequest() if client.channel is not None:
                raise ProtocolViolation("a request for encryption inside TLS")
            case SslRequest() if connection.tls is not Tls.ABSENT:
                yield from client.start_tls()
            case SslRequest() | GssRequest():
                # One byte, not a message: not offered here.
                yield from ask(Release(b"N"))
            case CancelRequest():
                # As in PostgreSQL also in the clear where TLS is required: most clients cannot send it otherwise.
                return packet
            case StartupMessage():
                _verify_protected(client, connection)
                return packet
    raise ProtocolViolation("too many requests for encryption")


def _verify_protected(client: Client, connection: Connection) -> None:
    """Raises Refused (fatal) for a log-in in the clear where TLS is required."""
    if connection.tls is Tls.REQUIRED and client.channel is None:
        hint = (
            "Connect with sslmode=verify-full and the door's root certificate; sslmode=require at the least."
        )
        raise Refused(Refusal(INVALID_LOGIN, "this door takes log-ins over TLS only", hint=hint, fatal=True))


def _negotiate(client: Client, startup: StartupMessage) -> Flow[None]:
    """Name the newest version that both speak, where the client asks for a newer one or for options that are not known."""
    unknown = unsupported_protocol_parameters(startup.parameters)
    if startup.version[1] > NEWEST_MINOR or unknown:
        yield from client.send(negotiate_protocol_version(_spoken(startup), unknown))


def _spoken(startup: StartupMessage) -> int:
    return min(startup.version[1], NEWEST_MINOR)


def _prove(client: Client, connection: Connection, name: str) -> Flow[Enrolled]:
    """The enrolment that the client's proof fits. Raises Refused: one refusal, whatever was wrong."""
    enrolled = client.snapshot.register.members.get(name)
    if enrolled is not None:
        verifier = parse_verifier(enrolled.verifier)
    else:
        verifier = decoy_verifier(name, connection.decoy_secret)
    refused = Refused(Refusal(INVALID_PASSWORD, f"password authentication failed for `{name}`", fatal=True))
    try:
        final = yield from _exchange(client, verifier, connection.server_nonce)
    except ProofInvalid as error:
        raise refused from error
    # A proof for a decoy cannot be right. An enrolment may have been replaced while the client was typing.
    if enrolled is None or client.snapshot.register.members.get(name) != enrolled:
        raise refused
    client.logged_in()
    yield from client.send(sasl_final(final))
    return enrolled


def _exchange(client: Client, verifier: Verifier, server_nonce: str) -> Flow[bytes]:
    """Our last message to a client whose proof is right. Raises ProofInvalid, and Refused for another channel."""
    end_point = None if client.channel is None else client.channel.end_point
    offered = mechanisms_for(end_point)
    yield from client.send(authentication_sasl(offered))
    mechanism, first = parse_sasl_initial((yield from _password(client)))
    if mechanism not in offered:
        raise ProtocolViolation(f"the mechanism `{mechanism}` was not offered")
    exchange = ServerExchange(verifier, server_nonce, mechanism=mechanism, end_point=end_point)
    try:
        yield from client.send(sasl_continue(exchange.first(first or b"")))
        return exchange.final((yield from _password(client)))
    except ChannelNotBound as error:
        raise Refused(Refusal(INVALID_LOGIN, error.message, hint=error.hint, fatal=True)) from error


def _password(client: Client) -> Flow[bytes]:
    message = yield from client.message()
    if not isinstance(message, PasswordResponse):
        raise ClientGone("the client left during the log-in")
    return message.data


def _declared(parameters: Mapping[str, str], snapshot: Snapshot) -> tuple[Declared, Receipts]:
    declared, wants_receipts = Declared(), False
    try:
        for name, value in _settings(parameters):
            if name == PREFIX + RECEIPTS:
                wants_receipts = read_switch(value, otherwise=False)
            elif name.startswith(PREFIX):
                declared = declare(declared, name.removeprefix(PREFIX), value, snapshot.bundle)
            else:
                accept_foreign(name, value)
    except BadSetting as error:
        raise Refused(Refusal(INVALID_SETTING, error.message, hint=error.hint, fatal=True)) from error
    return declared, Receipts(wants_receipts, wants_receipts)


def _settings(parameters: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in parameters.items():
        if name == "options":
            yield from parse_options(value)
        elif name not in {"user", "database"} and not name.startswith("_pq_."):
            yield name, value


def _welcome(conversation: Conversation) -> Flow[None]:
    client, key = conversation.client, conversation.connection.cancel_pid
    yield from client.send(authentication_ok())
    for name, value in client.snapshot.server.items():
        yield from client.send(parameter_status(name, value))
    yield from client.send(parameter_status("session_authorization", conversation.member.code))
    yield from client.send(backend_key_data(key, conversation.cancel_secret))
    yield from client.send_ready()
