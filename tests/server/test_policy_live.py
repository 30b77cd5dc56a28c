"""A gateway that runs while officials change the policy, also into one that it may not serve under."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Event, Thread
from urllib.error import HTTPError
from urllib.request import urlopen

import psycopg
import pytest

from ostiary.demo.people import AGENT, DETECTIVE, Person
from ostiary.demo.place import free_port
from ostiary.evidence.commitment import DIRECTIVE
from ostiary.model.canonical import canonical_bytes
from ostiary.server.entries import entries_of
from server.gateway_world import World, run_ostiary, running_world, wait_until
from server.policy_world import (
    NO_FBI,
    Made,
    apply_walls_with,
    confirm_policy,
    made,
    order_policy,
    ready,
    serves_under,
)
from server.worker_world import one_at_each

WORKERS = 2
ASKED = "SELECT surname FROM persons ORDER BY person_id LIMIT 2"
ARRESTS = "SELECT arrest_id FROM arrests ORDER BY arrest_id LIMIT 2"
BROKEN = """
[[promise]]
id = "PR90"
cite = "A promise of the tests"
quote = "No detective reads arrests."
never.agency = ["cpd"]
never.record_class = "arrests"
strength = "kept"
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    listen = f"[metrics]\nport = {free_port()}"
    with running_world(tmp_path_factory.mktemp("home"), f"workers = {WORKERS}", listen) as running:
        yield running


@pytest.fixture(autouse=True)
def close_clients(world: World) -> Iterator[None]:
    yield
    world.close_clients()


def variant(world: World, name: str, more: str = "") -> Made:
    """A policy that says the same as the founding one under other numbers of rules, so that entries tell them apart."""
    return made(world.home, more, lambda text: text.replace('id = "R02"', f'id = "R02{name}"'))


def bring(world: World, policy: Made, withdraws: str = "") -> str:
    """Ordered, ready, confirmed, in force at all workers; the directive."""
    directive = order_policy(world.home, policy, withdraws=withdraws)
    ready(world, policy.bundle.version, WORKERS)
    confirm_policy(world.home, directive)
    serves_under(world, policy.bundle.version, WORKERS)
    return directive


def is_closed(world: World, person: Person = AGENT) -> bool:
    """Whether a log-in is refused because there is nothing to serve under."""
    try:
        psycopg.connect(world.conninfo(person)).close()
    except psycopg.OperationalError as error:
        return "does not have the policy in force" in str(error)
    return False


def readiness(world: World) -> str:
    text = (world.home / "ostiary.toml").read_text()
    port = int(text.split("[metrics]\nport = ")[1].split()[0])
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as page:
            return str(page.read().decode())
    except HTTPError as error:
        return error.read().decode()


def control(world: World) -> psycopg.Connection[object]:
    return world.admin("control")


def refused(connection: psycopg.Connection[object], statement: str = ASKED) -> str | None:
    """The SQLSTATE of a refusal, None for an answer."""
    try:
        connection.execute(statement.encode()).fetchall()
    except psycopg.Error as error:
        return error.sqlstate
    return None


def test_a_change_of_policy_is_in_force_everywhere_at_once(world: World) -> None:
    """Before and after the confirmation the same statement has different answers, each entry with its version."""
    home, before = world.home, variant(world, "before")
    bring(world, before)
    start = world.size()
    agents, detective = one_at_each(world, WORKERS), world.connect(DETECTIVE)
    assert [refused(each) for each in (*agents, detective)] == [None, None, None]
    after = variant(world, "after", NO_FBI)
    directive = order_policy(home, after)
    ready(world, after.bundle.version, WORKERS)
    apply_walls_with(world, directive, WORKERS)
    assert [refused(each) for each in (*agents, detective)] == [None, None, None]
    reading, asking = world.connect(AGENT), world.connect(AGENT)
    for each in (reading, asking):
        each.execute("BEGIN")
        each.execute(f"DECLARE one CURSOR FOR {ARRESTS}".encode())
    assert len(reading.execute("FETCH 1 FROM one").fetchall()) == 1
    confirm_policy(home, directive)
    serves_under(world, after.bundle.version, WORKERS)
    assert [refused(each) for each in (*agents, detective)] == ["42501", "42501", None]
    assert refused(reading, "FETCH 1 FROM one") == "40001"
    assert refused(asking, ARRESTS) == "40001"
    for each in (reading, asking):
        each.execute("ROLLBACK")
        assert refused(each, ARRESTS) is None
    verify_entries(world, start, before, after, directive)


def test_an_agreement_that_has_ended_keeps_its_agency_out_until_there_is_another(world: World) -> None:
    """The door refuses at the next statement and says what is missing; the work list says it too, and serves nobody again."""
    today = datetime.now(UTC).date()
    ended = made(
        world.home,
        "",
        lambda text: text.replace('code = "demo-fbi"\n', f'code = "demo-fbi"\nexpires = {today}\n'),
    )
    bring(world, variant(world, "agreed"))
    agent, detective = world.connect(AGENT), world.connect(DETECTIVE)
    assert [refused(each) for each in (agent, detective)] == [None, None]
    bring(world, ended)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="agreement"):
        agent.execute(ASKED)
    assert refused(detective) is None
    due = run_ostiary("watch", "due", str(world.home), "--json")
    (duty,) = (one for one in json.loads(due.stdout)["duties"] if one["kind"] == "agreement")
    assert (due.returncode, duty["refused_under"], duty["overdue_days"]) == (3, ["R02"], 1)
    done = run_ostiary("watch", "done", duty["duty"], str(world.home), "--evidence", "they promised")
    assert (done.returncode, refused(agent)) == (1, "42501")
    bring(world, variant(world, "renewed"))
    assert refused(agent) is None
    assert json.loads(run_ostiary("watch", "due", str(world.home), "--json").stdout)["duties"] == []


def verify_entries(world: World, start: int, before: Made, after: Made, directive: str) -> None:
    """Each entry has the version whose rules decided it, and none of the older one's answers stands behind its end."""
    ended_at = step_index(world, directive, "confirmed")
    seen = set()
    for entry in world.entries(start):
        seen.add(entry["policy"])
        rules = [reason["rule"] for reason in entry.get("decision", {}).get("reasons", ())]
        assert "X90" not in rules or entry["policy"] == after.bundle.version
        if entry["index"] > ended_at and entry["outcome"] not in {"failed", "cancelled"}:
            assert entry["policy"] == after.bundle.version
    assert seen == {before.bundle.version, after.bundle.version}


def step_index(world: World, directive: str, kind: str) -> int:
    """Where the log has a step of a directive; it is waited for."""

    def found() -> list[int]:
        steps = [one for one in entries_of(world.home) if one.kind == DIRECTIVE]
        words = (f'"directive":"{directive}"', f'"kind":"{kind}"')
        return [one.index for one in steps if all(word.encode() in one.payload for word in words)]

    return wait_until(found, f"{directive} {kind} is in the log")[0]


def test_a_policy_that_breaks_a_promise_is_not_served_whoever_confirmed_it(world: World) -> None:
    """57P03 in every session and log-in, readiness fails with the reason; a policy that keeps its promises mends it."""
    (live, _) = one_at_each(world, WORKERS)
    broken = variant(world, "broken", BROKEN)
    directive = order_policy(world.home, broken)
    wait_until(lambda: world.gateway.events("policy_refused"), "the broken policy was refused")
    assert live.execute(ARRESTS.encode()).fetchall()
    confirm_policy(world.home, directive)
    wait_until(lambda: is_closed(world), "the gateway closed")
    with pytest.raises(psycopg.OperationalError) as caught:
        live.execute(ARRESTS.encode()).fetchall()
    assert caught.value.sqlstate == "57P03"
    wait_until(lambda: "PR90" in readiness(world), "readiness told why")
    (told,) = [
        one for one in world.gateway.events("policy_refused") if one["policy"] == broken.bundle.version
    ]
    assert "PR90" in told["why"]
    assert broken.bundle.version not in {entry["policy"] for entry in world.entries()}
    # A promise that two have confirmed is made. It can be kept, or taken back with its law; it cannot be left out.
    dropped = variant(world, "dropped")
    order_policy(world.home, dropped)
    wait_until(
        lambda: [
            one for one in world.gateway.events("policy_refused") if one["policy"] == dropped.bundle.version
        ],
        "a policy without the promise was refused",
    )
    bring(world, variant(world, "broken"), withdraws="PR90")
    wait_until(world.serves, "members are served again")
    wait_until(lambda: readiness(world) == "ok\n", "all workers have it")


def test_forged_texts_are_no_policy(world: World) -> None:
    """Texts under a version that they do not compile to close the gateway; the true ones open it again."""
    true, forged = variant(world, "true"), variant(world, "forged")
    add = "INSERT INTO ostiary.policy_version (version, texts) VALUES (%s, %s)"
    control(world).execute(add, [true.bundle.version, canonical_bytes(dict(forged.texts))])
    directive = order_policy(world.home, true, is_kept=False)
    confirm_policy(world.home, directive)
    wait_until(lambda: is_closed(world), "the gateway closed")
    wait_until(lambda: "compile to" in readiness(world), "readiness told why")
    mend = "UPDATE ostiary.policy_version SET texts = %s WHERE version = %s"
    control(world).execute(mend, [canonical_bytes(dict(true.texts)), true.bundle.version])
    serves_under(world, true.bundle.version, WORKERS)
    wait_until(world.serves, "members are served again")


def test_texts_that_are_withheld_are_waited_for(world: World) -> None:
    """A version that nobody has closes the gateway; it opens when the texts come."""
    withheld = variant(world, "withheld")
    directive = order_policy(world.home, withheld, is_kept=False)
    confirm_policy(world.home, directive)
    wait_until(lambda: "has no policy" in readiness(world), "readiness told why")
    assert is_closed(world)
    add = "INSERT INTO ostiary.policy_version (version, texts) VALUES (%s, %s)"
    control(world).execute(add, [withheld.bundle.version, canonical_bytes(dict(withheld.texts))])
    serves_under(world, withheld.bundle.version, WORKERS)
    wait_until(world.serves, "members are served again")


def test_who_signs_is_not_changed_by_those_who_sign(world: World) -> None:
    """A policy with another official is not served, though two confirmed it."""
    other = made(world.home, "", lambda text: text.replace("Mayor, who directs", "Emperor"))
    assert other.bundle.officials != variant(world, "").bundle.officials
    directive = order_policy(world.home, other)
    confirm_policy(world.home, directive)
    wait_until(lambda: "officials" in readiness(world), "readiness told why")
    assert is_closed(world)
    mended = variant(world, "officials")
    bring(world, mended)
    wait_until(world.serves, "members are served again")


def test_a_gateway_that_is_killed_comes_up_with_the_version_in_force(world: World) -> None:
    """Killed in the moment of the confirmation; and a worker that is replaced later."""
    second = variant(world, "second")
    directive = order_policy(world.home, second)
    ready(world, second.bundle.version, WORKERS)
    confirm_policy(world.home, directive)
    world.end()
    world.gateway.start()
    assert is_answered_under(world, second)
    third = variant(world, "third")
    bring(world, third)
    for pid in world.gateway.workers()[:1]:
        psycopg.connect(world.conninfo(DETECTIVE)).close()
        _kill(world, pid)
    assert is_answered_under(world, third)


def test_a_gateway_does_not_start_under_a_policy_that_it_may_not_serve(world: World) -> None:
    """It says why, in one line, and serves nobody meanwhile."""
    broken = variant(world, "again", BROKEN)
    directive = order_policy(world.home, broken)
    world.end()
    confirm_policy(world.home, directive)
    world.gateway.launch()
    assert world.gateway.wait() != 0
    assert "PR90" in world.gateway.stderr.read_text()
    mended = variant(world, "again")
    confirm_policy(world.home, order_policy(world.home, mended, withdraws="PR90"))
    world.gateway.start()
    assert world.gateway.events("started")[-1]["policy"] == mended.bundle.version
    assert is_answered_under(world, mended)


def test_under_load_each_entry_has_the_version_that_decided_it(world: World) -> None:
    """Sessions at both workers ask without a pause while the policy changes again and again."""
    policies = [variant(world, f"load{number}") for number in range(3)]
    permit_of = {one.bundle.version: f"R02load{number}" for number, one in enumerate(policies)}
    start, over, failures, answers = world.size(), Event(), list[str](), list[None]()

    def ask(connection: psycopg.Connection[object]) -> None:
        while not over.is_set():
            try:
                connection.execute(ARRESTS.encode()).fetchall()
                answers.append(None)
            except psycopg.Error as error:
                if error.sqlstate not in {"40001", "57P03"}:
                    failures.append(f"{error.sqlstate}: {error}")
                    return

    sessions = [each for _ in range(4) for each in one_at_each(world, WORKERS)]
    threads = [Thread(target=ask, args=(each,)) for each in sessions]
    for thread in threads:
        thread.start()
    try:
        for policy in policies:
            bring(world, policy)
            enough = len(answers) + 50
            wait_until(lambda least=enough: failures or len(answers) > least, "questions were asked under it")  # type: ignore[misc]  # a bound value
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert failures == []
    entries = [entry for entry in world.entries(start) if entry.get("decision", {}).get("allowed")]
    seen_versions = {entry["policy"] for entry in entries}
    assert seen_versions >= set(permit_of)
    for entry in entries:
        if entry["policy"] in permit_of:
            assert entry["decision"]["permits"] == [permit_of[entry["policy"]]]
        else:
            assert not set(entry["decision"]["permits"]) & set(permit_of.values())


def is_answered_under(world: World, policy: Made) -> bool:
    """Whether a question is answered, and its entry has that version."""
    wait_until(world.serves, "members are served")
    world.assert_serves()
    return bool(world.entries()[-1]["policy"] == policy.bundle.version)


def _kill(world: World, pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    wait_until(
        lambda: len(world.gateway.workers()) == WORKERS and pid not in world.gateway.workers(),
        "a worker came back",
    )
