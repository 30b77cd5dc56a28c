"""Cases played among a background: which rows they become, and which of all rows are theirs.

Knows: who plays whom, on which days, what an act that says nothing of a column has there.
Must not know: detectors, files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Final
from uuid import UUID

from ostiary.watch.evaluating.background import DAY_MS, Background
from ostiary.watch.evaluating.case import Act, Case, Row, Value
from ostiary.watch.evaluating.past import NO_NUMBER, Past

_WARM_UP: Final = 0.35
"""Of the background's days before the first case: detectors that compare with a user's own past need one."""
_LOOKBACK: Final = 7
"""Days of a search whose act does not say."""
LATEST: Final = 9999
"""As a day of a case: the last of the background; of a roster, the one that it has."""
_MINUTES_OF_A_DAY: Final = 1440
_TIMES: Final = frozenset({"at", "since", "until", "as_of", "last_use", "trained_until", "opened", "closed"})


@dataclass(frozen=True, slots=True)
class Played:
    """One case as it was played.

    ``users`` play it, ``subjects`` are asked for by name, ``agencies`` came with it; ``events`` are the ids of what is misuse in it,
    ``first_at`` when it began, in ms. ``homes`` are the agencies of those who play it.
    """

    case: Case
    users: frozenset[str]
    agencies: frozenset[str]
    subjects: frozenset[str]
    events: frozenset[str]
    first_at: int
    homes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stage:
    """Background and cases together: what is written to files, and the truth, which is not."""

    rows: tuple[Row, ...]
    known: Mapping[str, tuple[Row, ...]]
    played: tuple[Played, ...]
    copies: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    """By case the rows of another log, which holds its searches again."""


def stage(background: Background, cases: Sequence[Case], seed: int, *, in_own_agency: bool = False) -> Stage:
    """The cases planted among the background, each in hands of its own as long as there are some.

    The same seed gives the same rows. Cases that are longer than the background begin with it. ``in_own_agency`` leaves everybody at the
    agency, the device and the case of their own latest access before the case; else all ask for the background's own agency, with what
    their last access of all had.
    """
    hosts, past = _Hosts(background, seed), Past(background)
    rows: list[Row] = list(background.rows)
    known = {table: list(there) for table, there in background.known.items()}
    played = []
    copies: dict[str, tuple[Row, ...]] = {}
    for case in cases:
        player = _Player(
            background,
            past,
            case,
            hosts.cast_of(case),
            Random(f"{seed} {case.id}"),
            in_own_agency=in_own_agency,
        )
        own = list(player.rows())
        if case.gap is not None:
            rows = [row for row in rows if not player.is_in_gap(row)]
        rows += own
        if player.copies:
            copies[case.id] = tuple(player.copies)
        for table, row in player.known():
            known.setdefault(table, []).append(row)
        played.append(player.truth(own))
    rows.sort(key=lambda row: (int(row["at"] or 0), str(row["event_id"])))
    return Stage(tuple(rows), {table: tuple(there) for table, there in known.items()}, tuple(played), copies)


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

    def __init__(
        self,
        background: Background,
        past: Past,
        case: Case,
        cast: Mapping[str, str],
        rng: Random,
        *,
        in_own_agency: bool = False,
    ) -> None:
        self._background, self._case, self._cast, self._rng = background, case, cast, rng
        earliest = int(background.days * _WARM_UP)
        self._day = rng.randint(earliest, max(earliest, background.days - case.length))
        self._made = 0
        self._in_own_agency = in_own_agency
        before = background.at(self._day, 0, 0) if in_own_agency else None
        self._past = past
        self._usual = {user: past.usual(user, before) for user in cast.values()}
        self._shifts = {user: past.shifts(user, background.at(self._day, 0, 0)) for user in cast.values()}
        dates = [int(row["as_of"] or 0) for row in background.known.get("accounts", ())]
        self._roster = max(dates, default=None)
        self._innocent: set[str] = set()
        self._opened: dict[str, tuple[str, int]] = {}
        self._borrowed: dict[str, Value] = {}
        self.copies: list[Row] = []

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
        at = self._moment(user, act, day, second)
        row: Row = self._usual[user] | {
            "event_id": self._id(),
            "at": at,
            "user": user,
            "agency": self._agency(act.user),
            "subject": self._subject(act.subjects[turn % len(act.subjects)]),
        }
        if self._in_own_agency:
            row |= self._at_own_desk(act.user, row)
        row["case_no"] = "own"
        row |= {name: values[turn % len(values)] for name, values in act.fields.items()}
        row["case_no"] = self._case_number(act.user, row["case_no"], at, turn)
        lookback = _LOOKBACK if act.lookback_days is None else act.lookback_days
        row |= {"window_from": at - lookback * DAY_MS, "window_until": at}
        if act.innocent:
            self._innocent.add(str(row["event_id"]))
        return self._with_copy(act, turn, row)

    def _moment(self, user: str, act: Act, day: int, second: int) -> int:
        """By the clock, or by the user's own shifts; where nobody knows these, from the hour of their latest access on."""
        if not act.on_shift:
            return self._background.at(self._day + day, act.minute, second)
        shifts = self._shifts[user]
        if day < len(shifts):
            return shifts[day] + (act.minute * 60 + second) * 1000
        latest = datetime.fromtimestamp(int(self._usual[user]["at"] or 0) / 1000, self._background.zone)
        return self._background.at(self._day + day, latest.hour * 60 + act.minute, second)

    def _with_copy(self, act: Act, turn: int, row: Row) -> Row:
        """The row by the columns of the background's log; a second log has it with what the act says of that one."""
        columns = self._background.columns
        if act.copied:
            other = row | {name: values[turn % len(values)] for name, values in act.copied.items()}
            self.copies.append({name: value for name, value in other.items() if name in columns})
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
        """Where the case says nothing, the background's, or the user's own."""
        usual = (
            self._usual[self._cast[name]].get("agency")
            if self._in_own_agency and name not in self._case.new
            else None
        )
        return self._case.agencies.get(name, str(usual or self._background.home))

    def _at_own_desk(self, name: str, row: Row) -> Row:
        """Who employs them, and where they sit: a new account sits at a desk of its own."""
        own: Row = {"employer": row["agency"], "beneficiary": row["agency"]}
        if name in self._case.new:
            mark = int(hashlib.sha256(str(row["user"]).encode()).hexdigest()[:6], 16)
            own |= {"device": f"desk-n{mark}", "address": f"10.9.{mark % 250}.{mark // 250 % 250}"}
        device = own.get("device", row.get("device"))
        return own | {"session": f"{device}-{int(row['at'] or 0) // DAY_MS}"}

    def _subject(self, name: str) -> str:
        if name == "new":
            return f"N{self._rng.getrandbits(40):010X}"
        return f"C{hashlib.sha256(f'{self._case.id} {name}'.encode()).hexdigest()[:10].upper()}"

    def _case_number(self, name: str, said: Value, at: int, turn: int) -> Value:
        user = self._cast[name]
        match said:
            case "own" if self._in_own_agency:
                return self._one_of_own(name, at, turn)
            case "own":
                return self._usual[user].get("case_no", "")
            case "closed":
                return self._usual[user].get("closed_case", NO_NUMBER)
            case "borrowed":
                return self._borrowed.setdefault(user, self._of_another(user, at))
            case "borrowed-each":
                return self._of_another(user, at)
            case _:
                return said

    def _one_of_own(self, name: str, at: int, turn: int) -> Value:
        """By turns of the user's latest; an account without a past has another open case each day, on which it works."""
        user = self._cast[name]
        if name not in self._case.new:
            numbers = self._past.numbers(user, self._background.at(self._day, 0, 0))
            return numbers[turn % len(numbers)] if numbers else ""
        day = at // DAY_MS
        mark = hashlib.sha256(f"{self._case.id} {name} {day}".encode()).hexdigest()
        number = f"25-8{int(mark[:8], 16) % 100_000:05d}"
        self._opened[number] = (name, (day - 1) * DAY_MS)
        return number

    def _of_another(self, user: str, at: int) -> Value:
        return self._past.number_of_another(user, self._usual[user].get("agency"), at, self._rng)

    def is_in_gap(self, row: Row) -> bool:
        """Whether the row is of days of which the case's log has nothing."""
        if self._case.gap is None:
            return False
        first, last = (self._day + day for day in self._case.gap)
        return self._background.at(first, 0, 0) <= int(row["at"] or 0) < self._background.at(last + 1, 0, 0)

    def known(self) -> Iterator[tuple[str, Row]]:
        for said in self._case.known:
            row = {name: self._known_value(name, value) for name, value in said.items() if name != "table"}
            yield str(said["table"]), row
        # Where nobody knows who works on what, a record of these alone would speak against everybody else.
        opened = self._opened if "assignments" in self._background.known else {}
        for number, (name, since) in opened.items():
            yield "cases", {"case_no": number, "agency": self._agency(name), "opened": since}
            yield "assignments", {"case_no": number, "user": self._cast[name], "since": since}

    def _known_value(self, name: str, value: Value) -> Value:
        match name:
            case "user":
                return self._cast[str(value)]
            case "subject":
                return self._subject(str(value))
            case "owner" | "agency" if value == "home":
                return self._background.home
            case "agency" if str(value).startswith("@"):
                return self._agency(str(value)[1:])
            case "as_of" if value == LATEST and self._roster is not None:
                return self._roster
            case _ if name in _TIMES:
                days, part = divmod(float(value or 0), 1)
                day = min(self._day + int(days), self._background.days)
                return self._background.at(day, round(part * _MINUTES_OF_A_DAY), 0)
            case _:
                return value

    def truth(self, rows: Sequence[Row]) -> Played:
        named = {name for act in self._case.acts for name in act.subjects if name != "new"}
        return Played(
            self._case,
            frozenset(self._cast.values()),
            frozenset(self._case.agencies.values()),
            frozenset(self._subject(name) for name in named),
            frozenset(str(row["event_id"]) for row in rows) - self._innocent,
            min(int(row["at"] or 0) for row in rows),
            frozenset(str(row.get("agency", self._background.home)) for row in rows),
        )


def _pseudonym(case: str, name: str) -> str:
    return str(UUID(bytes=hashlib.sha256(f"{case} {name} account".encode()).digest()[:16]))
