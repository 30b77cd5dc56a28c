"""Cases played among a background: which rows they become, and which of all rows are theirs.

Knows: who plays whom, on which days, what an act that says nothing of a column has there.
Must not know: detectors, files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final
from uuid import UUID

from ostiary.watch.evaluating.background import DAY_MS, Background
from ostiary.watch.evaluating.case import Act, Case, Row, Value

_WARM_UP: Final = 0.35
"""Of the background's days before the first case: detectors that compare with a user's own past need one."""
_LOOKBACK: Final = 7
"""Days of a search whose act does not say."""
_TIMES: Final = frozenset({"since", "until", "as_of", "last_use", "trained_until", "opened", "closed"})


@dataclass(frozen=True, slots=True)
class Played:
    """One case as it was played.

    ``users`` play it, ``subjects`` are asked for by name, ``agencies`` came with it; ``events`` are its ids, ``first_at`` when it began, in ms.
    """

    case: Case
    users: frozenset[str]
    agencies: frozenset[str]
    subjects: frozenset[str]
    events: frozenset[str]
    first_at: int


@dataclass(frozen=True, slots=True)
class Stage:
    """Background and cases together: what is written to files, and the truth, which is not."""

    rows: tuple[Row, ...]
    known: Mapping[str, tuple[Row, ...]]
    played: tuple[Played, ...]


def stage(background: Background, cases: Sequence[Case], seed: int) -> Stage:
    """The cases planted among the background, each in hands of its own as long as there are some.

    The same seed gives the same rows. Cases that are longer than the background begin with it.
    """
    hosts = _Hosts(background, seed)
    rows: list[Row] = list(background.rows)
    known = {table: list(there) for table, there in background.known.items()}
    played = []
    for case in cases:
        player = _Player(background, case, hosts.cast_of(case), Random(f"{seed} {case.id}"))
        own = list(player.rows())
        rows += own
        for table, row in player.known():
            known.setdefault(table, []).append(row)
        played.append(player.truth(own))
    rows.sort(key=lambda row: (int(row["at"] or 0), str(row["event_id"])))
    return Stage(tuple(rows), {table: tuple(there) for table, there in known.items()}, tuple(played))


class _Hosts:
    """Who of the background plays whom; begins again when everybody has a case."""

    def __init__(self, background: Background, seed: int) -> None:
        self._users = background.with_history()
        self._by_day = background.of_day_shift()
        for listed in (self._users, self._by_day):
            Random(f"{seed} hosts").shuffle(listed)
        self._next = 0

    def cast_of(self, case: Case) -> dict[str, str]:
        return {name: self._one(case, name) for name in case.cast}

    def _one(self, case: Case, name: str) -> str:
        there = self._by_day if name in case.day_shift else self._users
        if name in case.new or not there:
            return _pseudonym(case.id, name)
        self._next += 1
        return there[(self._next - 1) % len(there)]


class _Player:
    """One case in the hands of its cast."""

    def __init__(self, background: Background, case: Case, cast: Mapping[str, str], rng: Random) -> None:
        self._background, self._case, self._cast, self._rng = background, case, cast, rng
        earliest = int(background.days * _WARM_UP)
        self._day = rng.randint(earliest, max(earliest, background.days - case.length))
        self._made = 0
        self._usual = {user: _usual(background, user) for user in cast.values()}

    def rows(self) -> Iterator[Row]:
        for act in self._case.acts:
            turn = 0
            for day in act.days:
                for time in range(act.times):
                    yield self._row(act, day, time, turn)
                    turn += 1

    def _row(self, act: Act, day: int, time: int, turn: int) -> Row:
        user = self._cast[act.user]
        # Nobody types by the clock: some seconds are chance, never so many that two change places.
        second = time * act.every + self._rng.randrange(max(1, act.every // 2))
        at = self._background.at(self._day + day, act.minute, second)
        row: Row = self._usual[user] | {
            "event_id": self._id(),
            "at": at,
            "user": user,
            "agency": self._agency(act.user),
            "subject": self._subject(act.subjects[turn % len(act.subjects)]),
        }
        row |= {name: values[turn % len(values)] for name, values in act.fields.items()}
        row["case_no"] = self._case_number(user, row.get("case_no", "own"))
        lookback = _LOOKBACK if act.lookback_days is None else act.lookback_days
        row |= {"window_from": at - lookback * DAY_MS, "window_until": at}
        columns = self._background.columns
        return {name: value for name, value in row.items() if name in columns}

    def _id(self) -> str:
        self._made += 1
        return str(
            UUID(
                bytes=hashlib.sha256(f"{self._case.id} {self._made} {self._rng.random()}".encode()).digest()[
                    :16
                ]
            )
        )

    def _agency(self, name: str) -> str:
        return self._case.agencies.get(name, self._background.home)

    def _subject(self, name: str) -> str:
        if name == "new":
            return f"N{self._rng.getrandbits(40):010X}"
        return f"C{hashlib.sha256(f'{self._case.id} {name}'.encode()).hexdigest()[:10].upper()}"

    def _case_number(self, user: str, said: Value) -> Value:
        if said == "own":
            return self._usual[user].get("case_no", "")
        return self._usual[user].get("closed_case", "25-000017") if said == "closed" else said

    def known(self) -> Iterator[tuple[str, Row]]:
        for said in self._case.known:
            row = {name: self._known_value(name, value) for name, value in said.items() if name != "table"}
            yield str(said["table"]), row

    def _known_value(self, name: str, value: Value) -> Value:
        match name:
            case "user":
                return self._cast[str(value)]
            case "subject":
                return self._subject(str(value))
            case "owner" | "agency" if value == "home":
                return self._background.home
            case _ if name in _TIMES:
                return self._background.at(self._day + int(value or 0), 0, 0)
            case _:
                return value

    def truth(self, rows: Sequence[Row]) -> Played:
        named = {name for act in self._case.acts for name in act.subjects if name != "new"}
        return Played(
            self._case,
            frozenset(self._cast.values()),
            frozenset(self._case.agencies.values()),
            frozenset(self._subject(name) for name in named),
            frozenset(str(row["event_id"]) for row in rows),
            min(int(row["at"] or 0) for row in rows),
        )


def _usual(background: Background, user: str) -> Row:
    """What an access of that user has in columns of which an act says nothing: as in their latest ones."""
    own = [row for row in background.rows if row.get("user") == user] or list(background.rows[-1:])
    latest = dict(own[-1])
    cases = [row["case_no"] for row in own if row.get("case_no")]
    latest["case_no"] = cases[-1] if cases else ""
    return latest | {
        "closed_case": cases[0] if cases else "25-000017",
        "exported": False,
        "decision": "allow",
        "rule": "",
    }


def _pseudonym(case: str, name: str) -> str:
    return str(UUID(bytes=hashlib.sha256(f"{case} {name} account".encode()).digest()[:16]))
