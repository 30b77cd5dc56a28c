from __future__ import annotations

import multiprocessing
from collections import deque
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from ostiary.demo.city import mill
from ostiary.demo.city.mill import milled
from ostiary.demo.city.recipe import BLOCK, Recipe
from ostiary.demo.city.sizes import SMALL
from ostiary.errors import UpstreamDown


@pytest.fixture
def recipe(today: date) -> Recipe:
    """A small city."""
    return Recipe(7, today, SMALL)


def digest(recipe: Recipe) -> str:
    """All blocks in order as one number."""
    seen = sha256()
    with milled(recipe) as blocks:
        for block, text in blocks:
            assert text.count(b"\n") == block.last - block.first + 1
            seen.update(f"{block}".encode() + text)
    return seen.hexdigest()


def test_processes_make_what_one_makes(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shared out among processes, the blocks are the same in the same order; none of the processes is left."""
    alone = digest(recipe)
    monkeypatch.setattr(mill, "ROWS_FOR_ONE", 0)
    assert digest(recipe) == alone
    assert not multiprocessing.active_children()


def test_a_reader_may_stop_early(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever needs no more leaves no process behind."""
    monkeypatch.setattr(mill, "ROWS_FOR_ONE", 0)
    with milled(recipe) as blocks:
        assert next(blocks)[0].last == BLOCK
    assert not multiprocessing.active_children()


def test_a_process_that_dies_is_noticed(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    """No block is missing silently."""
    monkeypatch.setattr(mill, "ROWS_FOR_ONE", 0)
    large = replace(recipe, size=replace(SMALL, persons=400_000))
    with milled(large) as blocks:
        next(blocks)
        for process in multiprocessing.active_children():
            process.kill()
        with pytest.raises(UpstreamDown, match="before its time"):
            deque(blocks, maxlen=0)
