"""A cut-off of ICE, in two steps, so that a test knows the moment from which it counts."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

from ostiary.directives.acts import confirm
from ostiary.directives.envelope import sign_step, step_hash
from ostiary.directives.instants import write_instant
from ostiary.directives.register import Register
from ostiary.store.bundle_files import read_bundle
from ostiary.store.control import append_step, control_connection
from ostiary.store.key_files import read_key
from server.gateway_world import World

TARGET_MILLISECONDS = 250


def order(world: World) -> str:
    """Order it with the first official's key; the id of the directive. Nothing is in force yet."""
    ordered = world.ostiary(
        "cutoff", "order", "ice", "--permanent", "--reason", "soak", "--json",
        "--key", str(world.installation.key_file("mayor")),
    )  # fmt: skip
    assert ordered.returncode == 0, ordered.stderr
    return str(json.loads(ordered.stdout)["id"])


def confirm_now(world: World, directive: str) -> float:
    """Confirm with the second official's key, in this process; when the database had committed it."""
    home = world.home
    register = Register.empty(dict(read_bundle(home / "policy").officials))
    dsn = (home / "secrets" / "officials.dsn").read_text("utf-8").strip()
    with control_connection(dsn) as connection:
        rows = connection.execute("SELECT envelope FROM ostiary.directive_step ORDER BY sequence").fetchall()
        for (envelope,) in rows:
            register = register.apply(bytes(envelope))
        step = confirm(register, directive, "superintendent", write_instant(datetime.now(UTC)))
        raw = sign_step(step, read_key(world.installation.key_file("superintendent")))
        append_step(connection, raw, step.sequence, step_hash(raw))
        return time.perf_counter()
