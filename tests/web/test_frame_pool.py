"""Pages run in few threads with a short queue: who comes beyond is told so, and nobody's exception is lost or shared."""

from __future__ import annotations

import asyncio
import threading

import pytest

from ostiary.web.frame.pool import Pool
from ostiary.web.frame.refusals import BUSY, Refused


def test_who_comes_when_all_wait_is_told_so() -> None:
    """One runs, one waits, the third is refused at once; when there is room again everybody is served."""

    async def crowd() -> list[object]:
        pool, go_on = Pool(threads=1, max_waiting=1), threading.Event()
        first, second = (asyncio.create_task(pool.run(lambda: go_on.wait(30))) for _ in range(2))
        await asyncio.sleep(0)
        with pytest.raises(Refused) as refused:
            await pool.run(lambda: None)
        go_on.set()
        found: list[object] = [refused.value.refusal, await first, await second, await pool.run(lambda: 7)]
        pool.close()
        return found

    assert asyncio.run(crowd()) == [BUSY, True, True, 7]


def test_a_browser_that_goes_away_leaves_its_room_when_its_page_is_done() -> None:
    """Its page runs on, counted; its exception disturbs nobody."""

    async def leave() -> int:
        pool, go_on = Pool(threads=1, max_waiting=0), threading.Event()

        def page() -> None:
            go_on.wait(30)
            raise RuntimeError("nobody hears this")

        gone = asyncio.create_task(pool.run(page))
        await asyncio.sleep(0)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        with pytest.raises(Refused):
            await pool.run(lambda: None)
        go_on.set()
        for _ in range(3_000):
            try:
                return await pool.run(lambda: 7)
            except Refused:
                await asyncio.sleep(0.01)
        raise AssertionError("its room was never left")

    assert asyncio.run(leave()) == 7


def test_what_a_page_raises_comes_out_of_it() -> None:
    """As it was raised."""

    async def fail() -> None:
        await Pool(threads=1).run(lambda: 1 // 0)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(fail())
