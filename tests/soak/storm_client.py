"""One process of clients in the storm: several members who ask until the process is told to stop, or killed.

Run as ``python -m soak.storm_client PGPASS PORT DIARY NAME``, from the folder of the tests.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path
from random import Random

from ostiary.demo.people import AGENT, AUDITOR, DETECTIVE, OFFICER
from soak.busy import Member
from soak.diary import Diary
from soak.light_client import Account

PEOPLE = (AUDITOR, AGENT, DETECTIVE, AUDITOR, OFFICER)
PAUSE_SECONDS = 0.05


async def ask(pgpass: Path, port: int, diary: Diary, name: str) -> None:
    members = []
    for number, person in enumerate(PEOPLE):
        account, random = Account.of(pgpass, port, person), Random(f"{name}-{number}")
        members.append(Member(account, person, f"{name}-{number}", diary, random, PAUSE_SECONDS))

    def stop() -> None:
        for member in members:
            member.is_told_to_stop = True

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
    async with asyncio.TaskGroup() as group:
        for member in members:
            group.create_task(member.run())


def main(pgpass: str, port: str, diary: str, name: str) -> int:
    asyncio.run(ask(Path(pgpass), int(port), Diary(Path(diary)), name))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
