"""The gateway of an installation: the log writer, the workers, and what is done once for all of them.

Knows: what is started in which order, and that directives are logged here.
Must not know: clients, statements, decisions.

Order: policy, records database, addresses, log, directives, and only then the workers; each of them makes sure of policy, wall, log and
directives once more, for itself, before it listens. Nothing that a client waits for passes through this process, but a
cancel that came to the wrong worker.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import AsyncExitStack

from ostiary.directives.register import Register
from ostiary.door.cancels import MAX_WORKERS
from ostiary.door.events import Event, Events
from ostiary.door.gate import boot_clock
from ostiary.errors import LogUnavailable
from ostiary.promises.signing import prove_promises
from ostiary.server.day_indexer import DayIndexer
from ostiary.server.log_keeper import LogKeeper
from ostiary.server.monitoring import listener as status_listener
from ostiary.server.monitoring.figures import Figures
from ostiary.server.monitoring.health import Health
from ostiary.server.monitoring.status import Status
from ostiary.server.policies.founding import note_founding, verify_founding
from ostiary.server.policies.in_force import InForce
from ostiary.server.policies.keeper import PolicyKeeper
from ostiary.server.policies.shelf import Shelf
from ostiary.server.rotation_watch import RotationWatch
from ostiary.server.scrub_watch import ScrubWatch
from ostiary.server.servable import verify_servable
from ostiary.server.service_manager import notify
from ostiary.server.settings import Home
from ostiary.server.steps.aside import on_loop
from ostiary.server.steps.covering import FIRST_SECONDS, Covering, both_clocks
from ostiary.server.steps.erasures import Erasures
from ostiary.server.steps.logged_steps import Logged, read_logged_steps
from ostiary.server.steps.step_log import StepLog
from ostiary.server.steps.watch import watch_directives
from ostiary.server.steps.witnessed_head import Head, WitnessedHead
from ostiary.server.witnesses.rounds import Rounds, WitnessCounts
from ostiary.server.witnesses.watchers import watchers
from ostiary.server.workers.crew import Crew
from ostiary.server.workers.listening import Reservation
from ostiary.server.workers.wire import Covered, Prepare, Start
from ostiary.sql.allowed import allow_list
from ostiary.store.directive_floor import Floor
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.peer_check import verify_peers
from ostiary.store.log.witnessed import read_trust
from ostiary.store.reader_passwords import read_reader_passwords, secret_of
from ostiary.store.register_files import publish_register
from ostiary.store.wall import server_version


class Supervisor:
    """One gateway. ``serve`` is its life. ``workers`` is their number, 0 for one a processor core."""

    def __init__(self, home: Home, events: Events, workers: int) -> None:
        self._home = home
        self._events = events
        self._workers = workers or min(len(os.sched_getaffinity(0)), MAX_WORKERS)
        self._shelf = Shelf(home)
        verify_servable(self._shelf.founding.bundle)
        verify_founding(home, self._shelf.founding)
        # What workers serve under: the policy in force, or the last one that could be served.
        self._policy = InForce(self._shelf.founding)
        allow_list(int(server_version(home.keeper_dsn).split(".")[0]))
        # The same after a restart: a name whose salt changes with one would be known for a decoy.
        self._decoy_secret = secret_of(read_reader_passwords(home.readers_dir), "decoys of unknown members")
        self._stop = asyncio.Event()
        self._health = Health()
        self._crew: Crew | None = None
        self._rounds: Rounds | None = None
        self._erasures: Erasures | None = None
        self._witnessed: WitnessedHead | None = None
        self._is_rotated = False

    async def serve(self) -> None:
        """Serve until SIGTERM or SIGINT; a second one does not wait for statements that run.

        Raises whatever keeps it from starting.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        async with AsyncExitStack() as stack:
            life = loop.create_task(self._live(stack))
            stopped = loop.create_task(self._stop.wait())
            # A life that ends by itself has failed: everything is stopped, and it is said why.
            await asyncio.wait({life, stopped}, return_when=asyncio.FIRST_COMPLETED)
            for task in (life, stopped):
                task.cancel()
            await asyncio.wait({life, stopped})
            if not life.cancelled():
                life.result()
        self._events.tell(Event.STOPPED)
        if self._is_rotated:
            raise LogUnavailable(
                "the log was rotated, and the gateway begins anew with its successor",
                hint="start it again; under systemd that happens by itself",
            )

    def stop(self) -> None:
        """Ask the gateway to stop; when it was asked before, at once."""
        if self._stop.is_set() and self._crew is not None:
            self._crew.hurry()
        self._health.stage = "draining"
        notify("STOPPING=1")
        self._stop.set()

    async def _live(self, stack: AsyncExitStack) -> None:
        home, listen = self._home, self._home.settings.listen
        await self._open_status(stack)
        reserved = Reservation(listen)
        stack.callback(reserved.close)
        log_dir = home.log_dir if home.settings.log_writer == "own" else None
        is_strict = home.settings.log.mode == "strict"
        if is_strict:
            verify_peers(LogFolder(home.log_dir))
        log = LogKeeper(
            log_dir,
            home.log_socket,
            self._events,
            home.master_key_file,
            head_dsn_file=home.head_dsn_file,
            is_strict=is_strict,
        )
        self._health.log_trouble = lambda: log.trouble
        stack.push_async_callback(log.stop)
        await log.start(self._health.watch)
        self._index_days(stack)
        self._erasures = Erasures(home.log_dir, home.master_key_file, log, self._events)
        stack.callback(self._erasures.stop)
        logged = await asyncio.to_thread(read_logged_steps, home.log_dir, home.master_key_file)
        covering = await self._ask_witnesses(stack, logged)
        self._watch_log(stack)
        steps = self._step_log(log, logged)
        crew = self._crew = Crew(
            self._workers,
            lambda number: self._start_for(number, reserved, policies, steps.floor, covering),
            lambda: [*map(_prepare, policies.ready), *_covered(covering)],
            self._events,
            lambda: steps.log_steps(crew.in_force),
        )
        policies = PolicyKeeper(
            self._shelf, prove_promises, self._events, lambda one: crew.prepare(_prepare(one))
        )
        await self._watch_directives(stack, steps, policies, crew)
        await self._keep_policies(stack, policies)
        if covering is not None:
            seconds = home.settings.witnesses.answer_seconds + FIRST_SECONDS
            await covering.wait_covered(lambda: steps.register.head.sequence, seconds)
        stack.push_async_callback(crew.stop, home.settings.drain_seconds)
        await crew.start()
        self._is_open(reserved, policies.version)
        await crew.keep()

    def _step_log(self, log: LogKeeper, logged: tuple[Logged, ...]) -> StepLog:
        return StepLog(
            Register.empty(self._shelf.founding.bundle.officials),
            log,
            self._home.floor_file,
            self._events,
            boot_clock,
            publish=self._publish,
            logged=logged,
            on_logged=self._is_logged,
        )

    async def _watch_directives(
        self, stack: AsyncExitStack, steps: StepLog, policies: PolicyKeeper, crew: Crew
    ) -> None:
        def on_steps(raws: list[bytes]) -> None:
            self._look_at(policies)
            steps.on_steps(raws)
            policies.on_register(steps.register)

        def on_alive() -> None:
            steps.verify_complete()
            steps.log_steps(crew.in_force)

        on_alive_here = on_loop(asyncio.get_running_loop(), on_alive)
        await watch_directives(
            stack,
            self._home.control_dsn,
            on_steps,
            lambda _sent_at: on_alive_here(),
            events=self._events,
            watched=self._health.watch,
        )

    def _look_at(self, policies: PolicyKeeper) -> None:
        self._policy = policies.in_force or self._policy

    async def _ask_witnesses(self, stack: AsyncExitStack, logged: tuple[Logged, ...]) -> Covering | None:
        """Show what is published to witnesses, where the log has any; what of it covers directives, None if nothing must."""
        home, loop = self._home, asyncio.get_running_loop()
        folder = LogFolder(home.log_dir)
        self._rounds = watchers(folder, home.settings.witnesses, self._events)
        if self._rounds is not None:
            task = loop.create_task(self._rounds.run())
            stack.callback(task.cancel)
            self._health.watch("who asks the witnesses", task)
        self._witnessed = WitnessedHead(
            folder,
            read_verifier(folder),
            read_trust(folder),
            logged,
            seconds=home.settings.witnesses.cover_seconds,
            clocks=both_clocks,
        )
        if not self._witnessed.is_needed:
            return None
        covering = Covering(self._witnessed, self._contradicted, self._tell_cover, self._events)
        await covering.look()
        task = loop.create_task(covering.run())
        stack.callback(task.cancel)
        self._health.watch("who covers the directives", task)
        return covering

    def _watch_log(self, stack: AsyncExitStack) -> None:
        """Tell what scrubs find, and begin anew when the log has become its successor."""
        home, loop = self._home, asyncio.get_running_loop()
        scrubs = ScrubWatch(home.log_dir, home.settings.log.scrub_hours, self._events)
        rotations = RotationWatch(LogFolder(home.log_dir), self._events, self._rotate)
        for name, watch in (
            ("who watches the scrubs of the log", scrubs.run()),
            ("who watches for another log", rotations.run()),
        ):
            task = loop.create_task(watch)
            stack.callback(task.cancel)
            self._health.watch(name, task)

    def _rotate(self) -> None:
        self._is_rotated = True
        self.stop()

    def _contradicted(self) -> frozenset[str]:
        return frozenset() if self._rounds is None else self._rounds.contradicted

    def _tell_cover(self, head: Head) -> None:
        if self._crew is not None:
            self._crew.cover(Covered(head.sequence, head.until))

    def _is_logged(self, sequence: int, step: str, index: int) -> None:
        """What widens access waits for this entry's cosignature, so that it is asked for at once."""
        if self._witnessed is not None:
            self._witnessed.add(sequence, step, index)
        if self._rounds is not None:
            self._rounds.want(index + 1)

    def _index_days(self, stack: AsyncExitStack) -> None:
        """Have the days that are due indexed by subject; nothing waits for it."""
        task = asyncio.get_running_loop().create_task(DayIndexer(self._home, self._events).run())
        stack.callback(task.cancel)
        self._health.watch("who indexes days", task)

    def _is_open(self, reserved: Reservation, policy: str) -> None:
        self._health.stage = "open"
        host = self._home.settings.listen.host
        self._events.tell(Event.STARTED, host=host, port=reserved.port, policy=policy, workers=self._workers)
        notify("READY=1")

    def _publish(self, register: Register) -> None:
        if self._erasures is not None:
            self._erasures.on_logged(register)
        bundle = self._policy.bundle
        try:
            publish_register(self._home.register_dir, register, bundle.name, bundle.custodian)
        except OSError as error:
            self._events.tell(Event.REGISTER_NOT_WRITTEN, why=error.strerror or "unknown reason")

    async def _open_status(self, stack: AsyncExitStack) -> None:
        """Answer monitoring, from before the door opens until all is closed."""
        where = self._home.settings.metrics
        if where.port is not None:
            status = Status(self._health, self._figures, self._home.log_dir, self._witness_counts)
            server = await status_listener.listen(where.host, where.port, status.page)
            stack.callback(server.close)

    def _witness_counts(self) -> WitnessCounts | None:
        return None if self._rounds is None else self._rounds.counts

    def _figures(self) -> Figures:
        return self._crew.figures() if self._crew is not None else Figures()

    async def _keep_policies(self, stack: AsyncExitStack, policies: PolicyKeeper) -> None:
        """Have the policy in force ready, and go on making others so. Raises why the one in force may not be served under."""
        await policies.settle()
        note_founding(self._home, self._shelf.founding)
        task = asyncio.get_running_loop().create_task(policies.run())
        stack.callback(task.cancel)
        self._health.watch("the keeper of policies", task)
        self._health.policy_refused = lambda: policies.why

    def _start_for(
        self,
        number: int,
        reserved: Reservation,
        policies: PolicyKeeper,
        floor: Floor,
        covering: Covering | None,
    ) -> Start:
        self._look_at(policies)
        return Start(
            number=number,
            home=str(self._home.folder.resolve()),
            settings=self._home.settings,
            policy=dict(self._policy.policy.texts),
            decoy_secret=self._decoy_secret,
            addresses=reserved.addresses,
            founding=self._shelf.founding.bundle.version,
            grounds=self._policy.grounds,
            floor=(floor.sequence, floor.hash),
            cover=None if covering is None else (covering.head.sequence, covering.head.until),
        )


def _prepare(policy: InForce) -> Prepare:
    return Prepare(dict(policy.policy.texts), policy.bundle.version, policy.grounds)


def _covered(covering: Covering | None) -> Iterator[Covered]:
    if covering is not None:
        yield Covered(covering.head.sequence, covering.head.until)
