"""What the unit tests of the door share: a snapshot, profiles, a stand-in for the records database."""

from __future__ import annotations

import asyncio
import struct
from dataclasses import dataclass, field

from directives.directive_world import AGENCIES, OFFICIALS
from ostiary.directives.register import Register
from ostiary.door.events import Event
from ostiary.errors import ProofInvalid
from ostiary.model.bundle import Bundle
from ostiary.model.profile import Profile, View
from ostiary.pgwire.channel_binding import mechanisms_for
from ostiary.pgwire.frontend import parse_sasl_initial
from ostiary.pgwire.scram import ServerExchange, derive_verifier, nonce_from, parse_verifier
from ostiary.policy.load import load_bundle
from ostiary.session.world import Snapshot
from policy_worlds import small_files

PASSWORD = "a reader's password"
READY = b"Z\0\0\0\x05I"


def small_bundle() -> Bundle:
    return load_bundle(small_files())


def snapshot(register: Register | None = None, walls: frozenset[str] = frozenset()) -> Snapshot:
    return Snapshot(
        bundle=small_bundle(),
        agencies=AGENCIES,
        register=register or Register.empty(OFFICIALS),
        walls=walls,
        server={"server_version": "18.1"},
        gateway="test",
    )


def profile(*columns: str) -> Profile:
    return Profile({"things": View("things", tuple((column, None) for column in columns))})


@dataclass
class Told:
    """Events, kept."""

    events: list[tuple[Event, dict[str, str | int]]] = field(default_factory=list)

    def tell(self, event: Event, **facts: str | int) -> None:
        self.events.append((event, facts))


class FakeDatabase:
    """A server that speaks enough of the protocol to log a reader in, and then says what a test tells it to."""

    def __init__(
        self,
        *,
        asks: str = "scram",
        password: str = PASSWORD,
        scrub: bytes | None = None,
        end_point: bytes | None = None,
    ) -> None:
        self.end_point = end_point
        self.mechanisms: list[str] = []
        self.asks = asks
        self.password = password
        self.scrub = b"C\0\0\0\x10DISCARD ALL\0" + READY if scrub is None else scrub
        self.received: list[bytes] = []
        self.cancels: list[bytes] = []
        self.writers: list[asyncio.StreamWriter] = []
        self.reply = b""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError, ProofInvalid):
            pass
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        packet = await reader.readexactly(int.from_bytes(await reader.readexactly(4)) - 4)
        if packet[:4] == struct.pack("!I", 80_877_102):
            self.cancels.append(packet[4:])
            return
        await self._log_in(reader, writer)
        self.writers.append(writer)
        while True:
            message = await self._message(reader)
            self.received.append(message)
            if message[:1] == b"X":
                return
            writer.write(self.scrub if b"DISCARD ALL" in message else self.reply)

    async def _message(self, reader: asyncio.StreamReader) -> bytes:
        kind = await reader.readexactly(1)
        length = await reader.readexactly(4)
        return kind + length + await reader.readexactly(int.from_bytes(length) - 4)

    async def _log_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.asks == "scram":
            verifier = derive_verifier(self.password, b"s" * 16).format()
            offered = b"".join(f"{name}\0".encode() for name in mechanisms_for(self.end_point))
            writer.write(_authentication(10, offered + b"\0"))
            mechanism, first = parse_sasl_initial((await self._message(reader))[5:])
            self.mechanisms.append(mechanism)
            exchange = ServerExchange(
                parse_verifier(verifier), nonce_from(b"n" * 18), mechanism=mechanism, end_point=self.end_point
            )
            writer.write(_authentication(11, exchange.first(first or b"")))
            writer.write(_authentication(12, exchange.final((await self._message(reader))[5:])))
        elif self.asks == "password":
            writer.write(_authentication(3, b""))
            await self._message(reader)
        if self.asks == "silence":
            await reader.readexactly(1)
        if self.asks == "error":
            body = b"SFATAL\0C53300\0Mtoo many secrets\0\0"
            writer.write(b"E" + struct.pack("!I", len(body) + 4) + body)
            return
        if self.asks == "nonsense":
            writer.write(b"\xff" * 100)
            return
        writer.write(_authentication(0, b"") + b"K" + struct.pack("!III", 12, 7, 9) + READY)


def _authentication(code: int, data: bytes) -> bytes:
    return b"R" + struct.pack("!II", len(data) + 8, code) + data
