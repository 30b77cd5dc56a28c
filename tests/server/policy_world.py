"""What the tests of changes of policy share: policies made from the demonstration's, ordered and confirmed by its officials."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from ostiary.demo.officials import read_register
from ostiary.demo.people import MAYOR, SUPERINTENDENT
from ostiary.directives.acts import confirm, order
from ostiary.directives.envelope import sign_step, step_hash
from ostiary.directives.instants import write_instant
from ostiary.directives.register import Register
from ostiary.model.bundle import Bundle
from ostiary.model.directive import PolicyChange, Step
from ostiary.policy.load import load_bundle
from ostiary.server.settings import read_dsn
from ostiary.store.bundle_files import read_bundle_files
from ostiary.store.control import append_step, control_connection
from ostiary.store.key_files import read_key
from ostiary.store.policy_versions import keep_policy
from server.gateway_world import World, builder, run_ostiary, wait_until
from server.worker_world import one_at_each

NO_FBI = """
[[prohibit]]
id = "X90"
cite = "A rule of the tests"
when.agency.under = "doj"
when.record_class = "persons"
"""
"""What the FBI's agents could read of persons, nobody of the Department of Justice can any more."""


@dataclass(frozen=True)
class Made:
    """A policy that could take the place of the one in force."""

    bundle: Bundle
    texts: dict[str, str]


def made(home: Path, more: str, change: Callable[[str], str] = lambda text: text) -> Made:
    """The policy of the home folder with another file, and its rules changed."""
    texts = {name: change(text) for name, text in read_bundle_files(home / "policy").items()}
    texts["zz-more.toml"] = more
    return Made(load_bundle(texts), texts)


def take_step(home: Path, by: str, prepare: Callable[[Register, str, str], Step]) -> None:
    """One official's step, written past every command."""
    register = read_register(home)
    step = prepare(register, by, write_instant(datetime.now(UTC)))
    raw = sign_step(step, read_key(home / "keys" / f"{by}.key"))
    with control_connection(read_dsn(home / "secrets" / "officials.dsn")) as connection:
        append_step(connection, raw, step.sequence, step_hash(raw))


def keep(home: Path, policy: Made) -> None:
    """Keep its texts in the control database."""
    with control_connection(read_dsn(home / "secrets" / "officials.dsn")) as connection:
        keep_policy(connection, policy.bundle, policy.texts)


def order_policy(home: Path, policy: Made, *, is_kept: bool = True, withdraws: str = "") -> str:
    """The mayor orders it; the id of the directive."""
    register = read_register(home)
    parent = register.policy or load_bundle(read_bundle_files(home / "policy")).version
    withdrawn, law = ((withdraws,), "an ordinance of the tests") if withdraws else ((), "")
    act = PolicyChange(policy.bundle.version, parent, policy.bundle.title, "a test", withdrawn, law)
    if is_kept:
        keep(home, policy)
    take_step(home, MAYOR.code, lambda before, by, at: order(before, act, by, at))
    return register.next_id(act)


def confirm_policy(home: Path, directive: str) -> None:
    """The superintendent confirms it."""
    take_step(home, SUPERINTENDENT.code, lambda before, by, at: confirm(before, directive, by, at))


def apply_walls_with(world: World, directive: str, workers: int) -> None:
    """The custodian builds the walls of the version in force and of the one that is ordered; all workers take them over."""
    applied = run_ostiary("wall", "apply", "--with", directive, *builder(world.home))
    assert applied.returncode == 0, applied.stderr
    wait_until(lambda: _all_have_readers(world, workers), "new readers' passwords were taken over")


def _all_have_readers(world: World, workers: int) -> bool:
    sessions = one_at_each(world, workers)
    try:
        return all(each.execute("SELECT iucr FROM offence_codes LIMIT 1").fetchall() for each in sessions)
    except psycopg.Error:
        return False
    finally:
        for each in sessions:
            each.close()


def serves_under(world: World, version: str, workers: int) -> None:
    """Wait until every worker decides by that version."""

    def told() -> bool:
        events = world.gateway.events("policy_in_force")
        latest = {one["worker"]: one["policy"] for one in events}
        return list(latest.values()) == [version] * workers

    wait_until(told, f"policy {version[:12]} came into force")


def ready(world: World, version: str, workers: int) -> None:
    """Wait until every worker has that version ready."""

    def told() -> bool:
        events = world.gateway.events("policy_ready")
        return len({one["worker"] for one in events if one["policy"] == version}) == workers

    wait_until(told, f"policy {version[:12]} was made ready")
