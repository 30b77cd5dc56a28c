"""Turns: few run, few wait, and nobody waits longer than was said."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from ostiary.web.frame.turns import Turns


def test_those_who_wait_get_their_turn() -> None:
    turns, began, going = Turns(at_once=1, waiting=1, seconds=30), Barrier(2), Event()

    def first() -> bool:
        with turns.one() as is_ours:
            began.wait(30)
            going.wait(30)
            return is_ours

    def second() -> bool:
        with turns.one() as is_ours:
            return is_ours

    with ThreadPoolExecutor(2) as threads:
        running = threads.submit(first)
        began.wait(30)
        waiting = threads.submit(second)
        going.set()
        assert running.result(30)
        assert waiting.result(30)


def test_a_turn_is_free_again_when_its_work_fails() -> None:
    turns = Turns(at_once=1, waiting=0, seconds=0)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), turns.one() as is_ours:
            assert is_ours / 0


def test_nobody_waits_longer_than_was_said() -> None:
    turns = Turns(at_once=1, waiting=1, seconds=0)
    with turns.one() as first, turns.one() as second, turns.one() as third:
        assert (first, second, third) == (True, False, False)
