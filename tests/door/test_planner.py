"""The planner with a stand-in for the parser's process, which does what a statement tells it to."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from door.door_world import profile, small_bundle
from ostiary.door.planning import planner as planner_module
from ostiary.door.planning.planner import DIED, ENTRY_BYTES, MAX_VERSIONS, PLAN_PROCESS, PlanCache, Planner
from ostiary.errors import UpstreamDown
from ostiary.model.catalogue import Catalogue
from ostiary.model.profile import Profile, View
from ostiary.sql.limits import MAX_STATEMENT_BYTES
from ostiary.sql.plan import Plan, Select, Unsupported, Write
from ostiary.testing.example import example_bundle

# It answers each statement with a plan that repeats it, except for those that tell it to misbehave.
STAND_IN = """
import os, sys
from ostiary.door.planning.wire import LENGTH, READY, decode_question, encode_plan
from ostiary.sql.plan import Write

def read():
    header = sys.stdin.buffer.read(LENGTH.size)
    return sys.stdin.buffer.read(LENGTH.unpack(header)[0]) if header else b""

def say(data):
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()

read()
say(READY)
while question := read():
    asked = decode_question(question)
    text, number = asked.text, asked.number
    if text == "die":
        os._exit(9)
    if text == "nonsense":
        say(LENGTH.pack(3) + b"xyz")
    elif text == "endless":
        say(LENGTH.pack(2**31))
    elif text == "answer and die":
        say(encode_plan(Write(text), number))
        os._exit(9)
    elif text.startswith("answer and touch "):
        say(encode_plan(Write(text), number))
        open(text.split()[-1], "x").close()
    elif text == "answer twice":
        say(encode_plan(Write(text), number) + encode_plan(Write("a lie"), number))
    elif text != "silence" and (text, number) != ("silence at first", 1):
        say(encode_plan(Write(text), number))
"""
COMMAND = (sys.executable, "-c", STAND_IN)
PROFILE = profile("a")

Scene = Callable[[Planner], Awaitable[None]]


def play(scene: Scene, command: tuple[str, ...] = COMMAND) -> None:
    async def run() -> None:
        planner = Planner(small_bundle().catalogue, 18, command)
        try:
            await planner.start()
            async with asyncio.timeout(60):
                await scene(planner)
        finally:
            await planner.close()

    asyncio.run(run())


async def plan(planner: Planner, text: str) -> Plan:
    answer: asyncio.Future[Plan] = asyncio.get_running_loop().create_future()
    planner.plan(text, PROFILE, answer.set_result)
    return await answer


def test_a_statement_is_planned_once() -> None:
    """The second time the answer is there at once."""

    async def scene(planner: Planner) -> None:
        assert await plan(planner, "one") == Write("one")
        answers: list[Plan] = []
        planner.plan("one", PROFILE, answers.append)
        assert answers == [Write("one")]

    play(scene)


def test_everybody_who_asks_the_same_gets_the_same_answer() -> None:
    """A thousand who wait for one statement are answered, and so are those behind them."""

    async def scene(planner: Planner) -> None:
        same = [plan(planner, "same") for _ in range(1_000)]
        others = [plan(planner, f"other {number}") for number in range(20)]
        assert set(await asyncio.gather(*same)) == {Write("same")}
        assert await asyncio.gather(*others) == [Write(f"other {number}") for number in range(20)]

    play(scene)


@pytest.mark.parametrize("deadly", ["die", "nonsense", "endless"])
def test_a_statement_that_ends_two_processes_is_refused_and_remembered(deadly: str) -> None:
    """Whoever asks next is answered by a new process; the deadly statement reaches none again."""

    async def scene(planner: Planner) -> None:
        first, others = plan(planner, deadly), [plan(planner, f"innocent {number}") for number in range(5)]
        answers = await asyncio.gather(first, *others)
        assert answers == [DIED, *(Write(f"innocent {number}") for number in range(5))]
        again: list[Plan] = []
        planner.plan(deadly, PROFILE, again.append)
        assert again == [DIED]

    play(scene)


def test_the_last_words_of_a_process_are_never_taken_for_an_answer_to_the_next_statement() -> None:
    """A process that answers and dies has answered its own statement only."""

    async def scene(planner: Planner) -> None:
        answers = await asyncio.gather(
            *(plan(planner, text) for text in ("answer and die", "second", "answer twice", "third", "fourth"))
        )
        assert answers == [
            Write(text) for text in ("answer and die", "second", "answer twice", "third", "fourth")
        ]

    play(scene)


def test_one_silence_is_not_held_against_a_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine may have stood still meanwhile: the next process is asked, and its plan is remembered."""
    monkeypatch.setattr(planner_module, "PLAN_SECONDS", 1.0)

    async def scene(planner: Planner) -> None:
        silent, other = plan(planner, "silence at first"), plan(planner, "other")
        assert list(await asyncio.gather(silent, other)) == [Write("silence at first"), Write("other")]
        again: list[Plan] = []
        planner.plan("silence at first", PROFILE, again.append)
        assert again == [Write("silence at first")]

    play(scene)


def stand_still_until(what: Callable[[], bool]) -> None:
    """Let the loop do nothing until then, and for as long again as a statement may take."""
    while not what():
        time.sleep(0.01)
    time.sleep(0.1)


def test_a_loop_that_stands_still_blames_nobody_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What was answered in time is read, however late the loop comes to it, and its process stays."""
    monkeypatch.setattr(planner_module, "PLAN_SECONDS", 0.05)
    answered = tmp_path / "answered"

    async def scene(planner: Planner) -> None:
        asked = asyncio.create_task(plan(planner, f"answer and touch {answered}"))
        await asyncio.sleep(0)
        stand_still_until(answered.exists)
        assert await asked == Write(f"answer and touch {answered}")
        assert planner.replaced == 0

    play(scene)


def test_a_statement_that_takes_too_long_twice_is_refused_and_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The processes that are silent are replaced."""
    monkeypatch.setattr(planner_module, "PLAN_SECONDS", 1.0)

    async def scene(planner: Planner) -> None:
        silent, other = plan(planner, "silence"), plan(planner, "other")
        assert list(await asyncio.gather(silent, other)) == [DIED, Write("other")]

    play(scene)


def test_a_process_that_does_not_come_up_is_an_error_at_the_start() -> None:
    """Nobody is answered before all of it stands."""

    async def scene(_: Planner) -> None:
        raise AssertionError

    with pytest.raises(UpstreamDown, match="does not come up"):
        play(scene, (sys.executable, "-c", "raise SystemExit(1)"))
    with pytest.raises(UpstreamDown, match="does not come up"):
        play(scene, ("/nowhere/python",))


def test_a_statement_beyond_the_limit_reaches_no_process() -> None:
    """Bytes count, not characters."""

    async def scene(planner: Planner) -> None:
        refused = await plan(planner, "é" * (MAX_STATEMENT_BYTES // 2 + 1))
        assert isinstance(refused, Unsupported)
        assert refused.syntax

    play(scene)


def test_the_cache_forgets_what_was_not_used_for_longest() -> None:
    """Its limit counts the bytes of texts and plans; using a plan keeps it."""
    cache = PlanCache(limit=2 * (4 + 50 + ENTRY_BYTES))
    cache.put(("aaaa", "p"), Write("a"), 50)
    cache.put(("bbbb", "p"), Write("b"), 50)
    assert cache.get(("aaaa", "p")) == Write("a")
    cache.put(("cccc", "p"), Write("c"), 50)
    assert cache.get(("bbbb", "p")) is None
    assert cache.get(("aaaa", "p")) == Write("a")
    assert cache.get(("aaaa", "another profile")) is None


def test_the_cache_counts_a_text_that_is_put_twice_once() -> None:
    """Otherwise it would shrink with use."""
    cache = PlanCache(limit=2 * (4 + 50 + ENTRY_BYTES))
    for _ in range(100):
        cache.put(("aaaa", "p"), Write("a"), 50)
    cache.put(("bbbb", "p"), Write("b"), 50)
    assert cache.get(("aaaa", "p")) == Write("a")


def test_a_short_statement_with_a_large_plan_takes_the_room_of_its_plan() -> None:
    """It is the plan that is kept: a list of 500 constants has fifty times the size of its text."""
    cache = PlanCache(limit=1_000)
    cache.put(("aaaa", "p"), Write("a"), 50)
    cache.put(("bbbb", "p"), Write("b"), 900)
    assert cache.get(("aaaa", "p")) is None


def test_a_plan_is_remembered_with_the_size_in_which_it_came() -> None:
    """However many statements a member thinks of, what is kept of them stays below the limit."""

    async def scene(planner: Planner) -> None:
        planner._cache = PlanCache(limit=2_000)
        for number in range(20):
            await plan(planner, f"SELECT person_id FROM person WHERE person_id = {number}")
        assert 0 < len(planner._cache._plans) < 10

    play(scene)


def test_a_statement_is_understood_under_the_version_that_is_asked_for() -> None:
    """The same text has a plan for each policy version, made with that version's catalogue; a new process knows all of them."""

    async def scene(planner: Planner) -> None:
        async def asked(policy: str) -> Plan:
            answer: asyncio.Future[Plan] = asyncio.get_running_loop().create_future()
            planner.plan("SELECT code FROM codes", codes, answer.set_result, policy)
            return await answer

        planner.know("later", example_bundle().catalogue)
        planner.know("empty", Catalogue({}))
        found = await asked("later")
        assert isinstance(found, Select)
        assert found.text
        assert (await asked("empty")) != found
        assert await asked("later") == found
        assert (planner.hits, planner.misses) == (1, 2)
        await planner.close()
        await planner.start()
        planner.know("another", example_bundle().catalogue)
        assert await asked("another") == found
        assert (await asked("empty")) != found

    codes = Profile({"codes": View("codes", (("code", None),))})
    play(scene, PLAN_PROCESS)


def test_an_unknown_version_is_no_ground_for_a_plan() -> None:
    """Neither is one that was forgotten for later ones."""

    async def scene(planner: Planner) -> None:
        with pytest.raises(UpstreamDown):
            planner.plan("one", PROFILE, lambda _: None, "unheard of")
        for number in range(MAX_VERSIONS):
            planner.know(f"version {number}", small_bundle().catalogue)
        with pytest.raises(UpstreamDown):
            planner.plan("one", PROFILE, lambda _: None)

    play(scene)


def test_what_is_only_ordered_does_not_take_the_place_of_what_is_in_force() -> None:
    """However many changes one official orders, statements are understood under the version in force, in the process too."""

    async def scene(planner: Planner) -> None:
        for number in range(3 * MAX_VERSIONS):
            planner.know(f"version {number}", small_bundle().catalogue, {"", f"version {number - 1}"})
        answer: asyncio.Future[Plan] = asyncio.get_running_loop().create_future()
        planner.plan("INSERT INTO codes VALUES (1)", PROFILE, answer.set_result)
        assert isinstance(await answer, Write)
        with pytest.raises(UpstreamDown):
            planner.plan("one", PROFILE, lambda _: None, "version 3")

    play(scene, PLAN_PROCESS)
