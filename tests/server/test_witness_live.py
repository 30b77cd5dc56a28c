"""A gateway and a witness beside it: accesses are cosigned, and without the witness everything goes on."""

from __future__ import annotations

import json
from pathlib import Path

from ostiary.demo.place import free_port
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.witnessed import witnessed_file
from ostiary.witness.folder import WitnessFolder
from server.gateway_world import World, run_ostiary, wait_until
from server.test_monitoring import Monitor
from server.witness_log import size_of
from witness.witness_world import serving

SETTINGS = "witnesses = { interval_seconds = 0.2, answer_seconds = 5 }\n"


def doctor(world: World) -> dict[str, str]:
    """What doctor says of the witnesses."""
    findings = json.loads(world.ostiary("doctor", "--json").stdout)["checks"]
    return {
        str(key): str(value) for one in findings if one["check"] == "witnesses" for key, value in one.items()
    }


def test_accesses_are_cosigned_and_a_lost_witness_stops_nothing(halted: World, tmp_path: Path) -> None:
    """Set up as docs/witness.md says; doctor, metrics, events and `log verify` tell how it stands."""
    world, port = halted, free_port()
    log = LogFolder(world.log_dir)
    settings = world.home / "ostiary.toml"
    settings.write_text(f"{SETTINGS}metrics = {{ port = {port} }}\n{settings.read_text()}")
    assert "names no witness" in doctor(world)["said"]
    made = run_ostiary(
        *("witness", "init", str(tmp_path / "w"), "--name", "ombudsman.example/w1", "--port", "0", "--json"),
        *("--log", log.verifier_key.read_text().strip()),
    )
    (vkey,) = json.loads(made.stdout)["vkeys"]
    witness, path = (
        WitnessFolder(tmp_path / "w"),
        witnessed_file(log, log.verifier_key.read_text().split("+")[0]),
    )
    with serving(witness) as running:
        log.trust_policy.write_text(
            f"log {log.verifier_key.read_text().strip()}\n"
            f"witness ombudsman {vkey} http://127.0.0.1:{running.port}\nquorum ombudsman\n"
        )
        world.gateway.start()
        world.assert_serves()
        entries = world.size()
        wait_until(lambda: size_of(path) >= entries, "the access is cosigned")
        assert doctor(world)["state"] == "ok"
    world.assert_serves()
    wait_until(lambda: world.gateway.events("witness_trouble"), "the loss of the witness is told")
    world.assert_serves()
    metrics = Monitor(port).get("/metrics")[1]
    assert 'ostiary_witnesses{state="troubled"} 1.0' in metrics
    assert Monitor(port).get("/readyz")[0] == 200
    assert world.gateway.stop() == 0
    verified = run_ostiary("log", "verify", str(world.log_dir), "--trust", str(log.trust_policy))
    assert verified.returncode == 0, verified.stderr
    assert "of them cosigned by ombudsman" in verified.stdout
