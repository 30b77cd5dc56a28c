"""The gateway: everything put together, in the order in which it must be there.

Knows: what is started, watched and stopped.
Must not know: decisions, bytes.

Order: policy, wall, log, directives, and only then the listening socket: nobody is answered before all of it stands.
"""

from __future__ import annotations

import asyncio
import secrets
import signal
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime
from typing import Final

from ostiary.directives.register import Register
from ostiary.door.backend import Address, Reader
from ostiary.door.driver import SessionDriver
from ostiary.door.events import Event, Events
from ostiary.door.gate import Gate
from ostiary.door.house import House
from ostiary.door.planner import Planner
from ostiary.door.pool import Pool
from ostiary.door.registry import Registry
from ostiary.errors import ControlDown, OstiaryError, SettingsError, WallMismatch
from ostiary.model.bundle import Bundle
from ostiary.pgwire.scram import nonce_from
from ostiary.policy.profiles import all_profiles
from ostiary.server.chain import Chain
from ostiary.server.drain import drain
from ostiary.server.figures import Figures
from ostiary.server.health import Health
from ostiary.server.log_keeper import LogKeeper
from ostiary.server.settings import Home
from ostiary.server.status import Status
from ostiary.server.status_listener import listen
from ostiary.server.vitals import Vitals
from ostiary.session.world import Connection, Snapshot
from ostiary.sql.allowed import allow_list
from ostiary.sql.wall_names import reader_of
from ostiary.store.bundle_files import read_bundle
from ostiary.store.control_watch import ControlWatch
from ostiary.store.reader_passwords import read_reader_passwords
from ostiary.store.wall import check_walls, server_version

WALL_RETRY_SECONDS: Final = 1.0
"""When the walls cannot be compared, nobody is served; so it is tried again soon."""

FIRST_POLL_SECONDS: Final = 10.0

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


class Gateway:
    """One gateway process. ``serve`` is its life."""

    def __init__(self, home: Home, events: Events) -> None:
        self._home = home
        self._events = events
        self._registry = Registry()
        self._decoy_secret = secrets.token_bytes(32)
        self._bundle = _servable(read_bundle(home.policy_dir))
        self._profiles = all_profiles(self._bundle, _today())
        self._gate = Gate(self._first_snapshot(), boot_clock)
        self._stop = asyncio.Event()
        self._hurry = asyncio.Event()
        self._health = Health()
        self._vitals: Vitals | None = None

    @property
    def port(self) -> int:
        """The port to listen on."""
        return self._home.settings.listen.port

    async def serve(self, ready: asyncio.Event | None = None) -> None:
        """Serve until SIGTERM or SIGINT; a second one does not wait for statements that run.

        Raises whatever keeps it from starting; ``ready`` is set when clients may come.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        async with AsyncExitStack() as stack:
            await self._open_status(stack)
            house = await self._build(stack)
            self._vitals = Vitals(house, len(self._profiles))
            listen = self._home.settings.listen
            server = await self._listen(house)
            self._events.tell(Event.STARTED, host=listen.host, port=listen.port, policy=self._bundle.version)
            watch = loop.create_task(self._watch_walls(house.pool))
            stack.callback(watch.cancel)
            self._health.watch("the watch on the walls", watch)
            stack.push_async_callback(self._drain, server)
            self._health.stage = "open"
            if ready is not None:
                ready.set()
            await self._stop.wait()
        self._events.tell(Event.STOPPED)

    def stop(self) -> None:
        """Ask the gateway to stop; when it was asked before, at once."""
        if self._stop.is_set():
            self._hurry.set()
        self._health.stage = "draining"
        self._stop.set()

    async def _open_status(self, stack: AsyncExitStack) -> None:
        """Answer monitoring, from before the door opens until all is closed."""
        where = self._home.settings.metrics
        if where.port is not None:
            status = Status(self._health, self._figures, self._home.log_dir)
            server = await listen(where.host, where.port, status.page)
            stack.callback(server.close)

    def _figures(self) -> Figures:
        return self._vitals.figures() if self._vitals is not None else Figures()

    async def _listen(self, house: House) -> asyncio.Server:
        listen = self._home.settings.listen
        try:
            return await asyncio.get_running_loop().create_server(
                lambda: SessionDriver(house, self._new_connection), listen.host, listen.port
            )
        except OSError as error:
            why = (error.strerror or "unknown reason").lower()
            raise SettingsError(
                f"cannot listen at {listen.host}, port {listen.port}: {why}",
                hint="Choose another port under [listen], or stop what listens there.",
            ) from error

    async def _build(self, stack: AsyncExitStack) -> House:
        home = self._home
        log_dir = home.log_dir if home.settings.log_writer == "own" else None
        log = LogKeeper(log_dir, home.log_socket, self._events)
        stack.push_async_callback(log.stop)
        await log.start(self._health.watch)
        chain = Chain(self._gate, self._registry, log, home.floor_file, self._events)
        await self._watch_directives(stack, chain)
        planner = Planner(self._bundle.catalogue, self._gate.snapshot.major)
        stack.push_async_callback(planner.close)
        await planner.start()
        pool = Pool(self._address, self._readers(self._gate.snapshot.walls))
        stack.push_async_callback(pool.close)
        login_seconds = home.settings.listen.login_seconds
        return House(self._gate, planner, pool, self._registry, log.client, self._events, login_seconds)

    async def _watch_directives(self, stack: AsyncExitStack, chain: Chain) -> None:
        """Start the watch, and wait until the whole chain has been read once."""
        loop = asyncio.get_running_loop()
        first: asyncio.Future[None] = loop.create_future()

        def on_alive(sent_at: float) -> None:
            chain.verify_complete()
            self._gate.renew(boot_clock() - (loop.time() - sent_at))
            chain.log_steps()
            if not first.done():
                first.set_result(None)

        def on_trouble(text: str) -> None:
            self._events.tell(Event.CONTROL_TROUBLE, why=text)
            if not first.done():
                first.set_exception(ControlDown(text))

        watch = ControlWatch(self._home.control_dsn, chain.on_steps, on_alive, on_trouble)
        task = loop.create_task(watch.run())
        stack.callback(task.cancel)
        self._health.watch("the watch on the directives", task)
        try:
            await asyncio.wait_for(first, FIRST_POLL_SECONDS)
        except TimeoutError as error:
            raise ControlDown("the directives cannot be read from the control database") from error

    async def _watch_walls(self, pool: Pool) -> None:
        """Compare the walls again and again; a profile whose wall differs is served no more until it stands again."""
        pause = self._home.settings.wall_check_seconds
        while True:
            await asyncio.sleep(pause)
            pause = self._home.settings.wall_check_seconds
            try:
                walls = await asyncio.to_thread(self._standing_walls)
                # A wall that was applied anew has readers with new passwords.
                pool.replace_readers(self._readers(walls))
            except OstiaryError as error:
                # A wall that cannot be seen is not known to stand.
                self._events.tell(Event.WALL_DIFFERS, why=error.message)
                walls, pause = frozenset(), min(pause, WALL_RETRY_SECONDS)
            self._gate.keep_walls(walls)

    async def _drain(self, server: asyncio.Server) -> None:
        server.close()
        await drain(self._registry, self._events, self._home.settings.drain_seconds, self._hurry)

    def _first_snapshot(self) -> Snapshot:
        version = server_version(self._home.keeper_dsn)
        allow_list(int(version.split(".")[0]))
        walls = self._standing_walls()
        if not walls:
            raise WallMismatch(
                "no profile's wall stands as it should", hint="Run `ostiary wall apply` with this home."
            )
        return Snapshot(
            bundle=self._bundle,
            agencies=self._bundle.agency_tree,
            register=Register.empty(self._bundle.officials),
            walls=walls,
            server={"server_version": version, **_PINNED},
            gateway=self._home.settings.gateway,
        )

    def _standing_walls(self) -> frozenset[str]:
        check = check_walls(self._home.keeper_dsn, self._profiles, self._bundle.catalogue)
        for difference in check.differences:
            self._events.tell(Event.WALL_DIFFERS, why=difference)
        return check.standing

    @property
    def _address(self) -> Address:
        database = self._home.settings.database
        return Address(database.host, database.port, database.name)

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

    def _new_connection(self, transport: asyncio.Transport) -> Connection:
        peer = transport.get_extra_info("peername")
        pid = secrets.randbelow(2**31 - 1) + 1
        while self._registry.is_used(pid):
            pid = secrets.randbelow(2**31 - 1) + 1
        return Connection(
            id=secrets.token_hex(8),
            client=f"{peer[0]}:{peer[1]}" if isinstance(peer, tuple) else "local",
            server_nonce=nonce_from(secrets.token_bytes(18)),
            decoy_secret=self._decoy_secret,
            cancel_pid=pid,
            # Protocol 3.0 has room for four bytes.
            cancel_secret=secrets.token_bytes(4),
        )


def _servable(bundle: Bundle) -> Bundle:
    """Raises SettingsError for a bundle under which nobody could ever be cut off."""
    if len(bundle.officials) < 2:  # noqa: PLR2004 - one orders, another confirms
        raise SettingsError(
            f"the policy `{bundle.name}` names {len(bundle.officials)} officials; it takes two to act",
            hint="Add [[official]] entries with code, name, office and vkey to a file of the bundle.",
        )
    return bundle


def boot_clock() -> float:
    """Seconds since the machine started, counted also while it sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def _today() -> date:
    return datetime.now(UTC).date()
