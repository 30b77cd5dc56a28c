"""One worker of the gateway: everything that serves clients put together, in the order in which it must be there.

Knows: what is started, watched and stopped.
Must not know: decisions, bytes, the other workers.

Order: policy, wall, log, directives, and only then the listening socket: nobody is answered before all of it stands.
"""

from __future__ import annotations

import asyncio
import secrets
import signal
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

from ostiary.directives.register import Register
from ostiary.door.backend import Reader
from ostiary.door.cancels import MAX_NUMBER, Cancels, cancel_pid
from ostiary.door.case_desk import CaseDesk
from ostiary.door.connecting import Address
from ostiary.door.cover import maybe_cover
from ostiary.door.driver import SessionDriver
from ostiary.door.encryption.certificates import CertificateFiles, Certificates
from ostiary.door.encryption.records import records_context
from ostiary.door.entrance import protocol_for
from ostiary.door.events import Event, Events
from ostiary.door.failures import Failures
from ostiary.door.gate import Gate, boot_clock
from ostiary.door.house import House
from ostiary.door.lease import LeaseWatch
from ostiary.door.planning.planner import Planner
from ostiary.door.pool import Pool
from ostiary.door.registry import Registry, Room
from ostiary.door.tally import Tally
from ostiary.errors import SettingsError, WallMismatch
from ostiary.pgwire.scram import nonce_from
from ostiary.pgwire.startup import LONG_SECRET_SIZE
from ostiary.policy.load import load_bundle
from ostiary.server.log_keeper import LogKeeper
from ostiary.server.monitoring.vitals import Vitals
from ostiary.server.settings import Home
from ostiary.server.steps.chain import Chain
from ostiary.server.steps.watch import watch_directives
from ostiary.server.workers.drain import drain
from ostiary.server.workers.listening import BACKLOG, shared_socket
from ostiary.server.workers.policies import HeldPolicies, Standing
from ostiary.server.workers.preparing import Preparation
from ostiary.server.workers.turned_away import TurnedAwayCount
from ostiary.server.workers.wall_watch import Walls, WallWatch
from ostiary.server.workers.wire import Cancel, Covered, FromWorker, Prepare, Report, Serving, Start
from ostiary.session.failures import FailureBudgets
from ostiary.session.world import Connection, Snapshot, Tls
from ostiary.sql.allowed import allow_list
from ostiary.sql.wall_names import reader_of
from ostiary.store.directive_floor import Floor
from ostiary.store.reader_passwords import read_reader_passwords, stamp_of
from ostiary.store.wall import server_version

REPORT_SECONDS: Final = 0.5
"""How often a worker says that it lives."""

ALARM_SECONDS: Final = 20
"""A worker whose loop stands still for so long is ended by the kernel, also when the supervisor is gone.

SIGALRM ends a process by itself, whatever it is stuck in: left alone, it would keep its place among those that listen.
"""

# What a client is told of the server. All of it is pinned in the readers' roles or by how the door speaks.
_PINNED: Final[Mapping[str, str]] = {
    "server_encoding": "UTF8",
    "client_encoding": "UTF8",
    "DateStyle": "ISO, MDY",
    "TimeZone": "UTC",
    "IntervalStyle": "postgres",
    "integer_datetimes": "on",
    "standard_conforming_strings": "on",
    "is_superuser": "off",
    "in_hot_standby": "off",
    "default_transaction_read_only": "on",
}


class Worker:
    """One worker. ``serve`` is its life; ``tell`` sends a message to the supervisor."""

    def __init__(self, start: Start, events: Events, tell: Callable[[FromWorker], None]) -> None:
        self._start = start
        self._home = Home(Path(start.home), start.settings)
        self._events = events
        self._tell = tell
        listen = start.settings.listen
        self._registry = Registry(Room(listen.max_connections, listen.max_agency_sessions))
        self._tally = Tally()
        self._cancels = Cancels(start.number, self._registry, self._cancel_elsewhere, events, self._tally)
        self._policies = HeldPolicies(lambda: self._home.keeper_dsn, events)
        snapshot = self._first_snapshot()
        cover = maybe_cover(snapshot.register, start.cover)
        self._gate = Gate(snapshot, boot_clock, start.founding, start.grounds, cover)
        # The supervisor starts the log writer; a worker connects to it as to anybody's.
        self._log = LogKeeper(None, self._home.log_socket, events)
        self._chain = Chain(
            self._gate,
            self._registry,
            Floor(*start.floor),
            events,
            self._on_force,
            gateway=start.settings.gateway,
        )
        self._preparation = Preparation(self._policies, self._gate, self._chain, events)
        self._certificates = self._read_certificates()
        self._stop = asyncio.Event()
        self._hurry = asyncio.Event()
        self._is_serving = False
        self._vitals: Vitals | None = None

    async def serve(self) -> None:
        """Serve until SIGTERM or SIGINT; a second one does not wait for statements that run.

        Raises whatever keeps it from starting.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        async with AsyncExitStack() as stack:
            house = await self._build(stack)
            self._vitals = Vitals(house, self._policies.wanted)
            strangers = TurnedAwayCount(
                self._tally,
                self._log.client,
                self._gate.now,
                gateway=self._home.settings.gateway,
                worker=self._start.number,
            )
            # When the sessions are gone, and before the log is let go.
            stack.callback(strangers.note)
            servers = await self._listen(house)
            self._tell(Report(self._vitals.figures()))
            self._tell(Serving())
            for name, watch in (
                ("the watch on the walls", self._watch_on_walls(house.pool).run()),
                ("the watch on the lease", LeaseWatch(self._gate, self._registry, self._events).run()),
                ("the report", self._report_often(self._vitals)),
                ("the count of strangers", strangers.run()),
                ("the preparation of policies", self._preparation.run(house.planner)),
            ):
                task = loop.create_task(watch)
                stack.callback(task.cancel)
                self._watch(name, task)
            stack.push_async_callback(self._drain, servers)
            self._is_serving = True
            await self._stop.wait()

    def stop(self) -> None:
        """Ask the worker to stop; when it was asked before, at once."""
        if self._stop.is_set():
            self._hurry.set()
        self._stop.set()

    def prepare(self, policy: Prepare) -> None:
        """The texts of a policy that may be served under, as soon as directives say so."""
        self._preparation.take(policy)

    def cover(self, covered: Covered) -> None:
        """Witnesses have covered directives, or no longer do."""
        self._chain.extend_cover(covered.sequence, covered.until)

    def cancel(self, pid: int, secret: bytes) -> None:
        """A client of another worker wants what one of our sessions is doing cancelled."""
        self._cancels.carry_out(pid, secret)

    def _watch(self, name: str, task: asyncio.Task[None]) -> None:
        """A worker stops when a task ends that only it may end: one without its watches must not go on serving."""

        def ended(task: asyncio.Task[None]) -> None:
            # On the way out they are cancelled; while it serves, a cancellation is an end like any other.
            if not task.cancelled() or (self._is_serving and not self._stop.is_set()):
                self.stop()
                self._events.tell(Event.BUG, kind=f"{name} has ended")

        task.add_done_callback(ended)

    async def _listen(self, house: House) -> list[asyncio.Server]:
        loop = asyncio.get_running_loop()
        return [
            await loop.create_server(
                lambda: protocol_for(self._registry, lambda: SessionDriver(house, self._new_connection)),
                sock=shared_socket(address),
                backlog=BACKLOG,
            )
            for address in self._start.addresses
        ]

    async def _build(self, stack: AsyncExitStack) -> House:
        home = self._home
        stack.push_async_callback(self._log.stop)
        await self._log.start(self._watch)
        await watch_directives(
            stack,
            home.control_dsn,
            self._chain.on_steps,
            self._on_alive,
            events=self._events,
            watched=self._watch,
            endings=self._chain.endings,
        )
        snapshot = self._gate.snapshot
        planner = Planner(snapshot.bundle.catalogue, snapshot.major, policy=snapshot.bundle.version)
        stack.push_async_callback(planner.close)
        await planner.start()
        pool = Pool(self._address, self._readers(snapshot.walls))
        stack.push_async_callback(pool.close)
        login_seconds = home.settings.listen.login_seconds
        return House(
            self._gate,
            planner,
            pool,
            self._registry,
            self._cancels,
            self._log.client,
            self._events,
            login_seconds,
            self._tally,
            Failures(self._gate, self._events),
            CaseDesk(pool, self._events),
            self._certificates,
        )

    def _on_alive(self, sent_at: float) -> None:
        """Two numbers are read and one is written; the thread that does it is the only one that does."""
        self._chain.verify_complete()
        self._gate.renew(sent_at)

    def _on_force(self) -> None:
        if self._vitals is not None:
            self._tell(Report(self._vitals.figures()))

    async def _report_often(self, vitals: Vitals) -> None:
        """As long as the loop turns, the supervisor hears of it and the alarm is put off."""
        while True:
            signal.alarm(ALARM_SECONDS)
            self._tell(Report(vitals.figures()))
            await asyncio.sleep(REPORT_SECONDS)

    def _cancel_elsewhere(self, pid: int, secret: bytes) -> None:
        self._tell(Cancel(pid, secret))

    def _watch_on_walls(self, pool: Pool) -> WallWatch:
        gate = self._gate

        def take(walls: Standing) -> None:
            # A wall that was applied anew has readers with new passwords.
            gate.keep_walls(walls)
            pool.replace_readers(self._readers(gate.snapshot.walls))

        walls = Walls(
            dsn=lambda: self._home.keeper_dsn,
            stamp=lambda: (stamp_of(self._home.readers_dir), gate.snapshot.bundle.version),
            compare=lambda: self._policies.compare(gate.snapshot.bundle.version, gate.ready),
            take=take,
            doubt=gate.doubt_walls,
        )
        return WallWatch(walls, self._home.settings.wall_check_seconds, self._events)

    async def _drain(self, servers: list[asyncio.Server]) -> None:
        for server in servers:
            server.close()
        await drain(self._registry, self._events, self._home.settings.drain_seconds, self._hurry)

    def _first_snapshot(self) -> Snapshot:
        version = server_version(self._home.keeper_dsn)
        allow_list(int(version.split(".")[0]))
        bundle = load_bundle(self._start.policy)
        walls = self._policies.compare(bundle.version, [bundle])[bundle.version]
        if not walls:
            raise WallMismatch(
                "no profile's wall stands as it should", hint="Run `ostiary wall apply` with this home."
            )
        return Snapshot(
            bundle=bundle,
            agencies=bundle.agency_tree,
            register=Register.empty(bundle.officials),
            walls=walls,
            server={"server_version": version, **_PINNED},
            gateway=self._home.settings.gateway,
            failures=FailureBudgets(self._home.settings.listen.max_member_failures),
        )

    @property
    def _address(self) -> Address:
        database, root = self._home.settings.database, self._home.records_root_file
        tls = records_context(root, database.host) if root is not None else None
        return Address(database.host, database.port, database.name, tls)

    def _readers(self, walls: frozenset[str]) -> dict[str, Reader]:
        passwords = read_reader_passwords(self._home.readers_dir)
        for profile_id in sorted(walls - passwords.keys()):
            raise SettingsError(
                f"there is no reader's password for profile {profile_id} in `{self._home.readers_dir}`",
                hint="Run `ostiary wall apply` with this home.",
            )
        return {
            profile_id: Reader(profile_id, reader_of(profile_id), password)
            for profile_id, password in passwords.items()
        }

    def _read_certificates(self) -> Certificates | None:
        tls = self._home.settings.listen.tls
        if tls is None:
            return None
        folder = self._home.folder
        files = CertificateFiles(folder / tls.certificate_file, folder / tls.key_file)
        return Certificates(files, lambda: self._gate.snapshot.register.anchors, self._events)

    @property
    def _tls(self) -> Tls:
        tls = self._home.settings.listen.tls
        if tls is None:
            return Tls.ABSENT
        return Tls.REQUIRED if tls.required else Tls.OFFERED

    def _new_connection(self, transport: asyncio.Transport) -> Connection:
        peer = transport.get_extra_info("peername")
        while self._registry.is_used(pid := self._new_pid()):
            pass
        return Connection(
            # 64 random bits are unique over all workers and gateways; the number is for people who look for its events.
            id=f"{self._start.number}-{secrets.token_hex(8)}",
            client=f"{peer[0]}:{peer[1]}" if isinstance(peer, tuple) else "local",
            server_nonce=nonce_from(secrets.token_bytes(18)),
            decoy_secret=self._start.decoy_secret,
            cancel_pid=pid,
            cancel_secret=secrets.token_bytes(LONG_SECRET_SIZE),
            tls=self._tls,
            is_surplus=self._registry.is_full,
        )

    def _new_pid(self) -> int:
        return cancel_pid(self._start.number, secrets.randbelow(MAX_NUMBER) + 1)
