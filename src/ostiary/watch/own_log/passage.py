"""One access: the entries of a log that are one question and its answer, and the rows that they come to.

Knows: the members of an access entry, parts of a stream, what each column of an event takes from them.
Must not know: journals, keys, files, folders.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from ostiary.errors import LogDamaged
from ostiary.evidence.index.keys import SUBJECT, Identifier, identifiers
from ostiary.watch.events.schema import ABSENT, BLANK, GIVEN
from ostiary.watch.events.subject_key import token
from ostiary.watch.events.writing import day_of
from ostiary.watch.own_log.terms import Terms

MAX_COUNT: Final = 2**31 - 1
"""What a column of 32 bits holds; more record classes or subjects than that no access has."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY: Final = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an entry stands: its number, the frame that holds it, and whether all its names are still in it."""

    entry: int
    offset: int
    names_left: bool


@dataclass(slots=True)
class Passage:
    """An access as far as its entries were taken in, in their order."""

    question: Mapping[str, Any] = field(default_factory=dict)
    asked_at: int = -1
    """The entry with the question; -1 while none was taken in, or where it was erased."""
    places: list[Placed] = field(default_factory=list)
    outcome: str = ""
    rows: int = 0
    answered: set[int] = field(default_factory=set)

    def add(self, place: Placed, said: Mapping[str, Any]) -> None:
        """Take in what an entry says (``entry_object``). Raises LogDamaged for what no access says."""
        try:
            if "decision" in said:
                self.question, self.asked_at = said, place.entry
            self.rows += int(said.get("rows") or 0)
            self.answered.update(map(int, said.get("subjects") or ()))
            if said.get("part", "whole") in {"whole", "ended"}:
                self.outcome = str(said["outcome"])
        except (TypeError, ValueError, KeyError):
            raise LogDamaged(f"entry {place.entry} is no access entry") from None
        self.places.append(place)

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to come."""
        return bool(self.outcome)

    def rows_of(self, terms: Terms, zone: ZoneInfo | None) -> Rows | None:
        """Its rows; None where the question was erased: then nobody can say what it was about. Raises LogDamaged."""
        if self.asked_at < 0:
            return None
        try:
            return self._rows(terms, zone)
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError):
            raise LogDamaged(f"entry {self.asked_at} is no access entry") from None

    def _rows(self, terms: Terms, zone: ZoneInfo | None) -> Rows:
        at = milliseconds(self.question["at"])
        tokens = self._tokens(terms)
        event = {
            "event_id": f"{terms.origin}/{self.asked_at}",
            "source": terms.source,
            "row": self.asked_at,
            "at": at,
            "day": day_of(at),
            **local(at, zone),
            **_asker(self.question),
            **_question(self.question),
            "owner": terms.owner,
            "rows": self.rows,
            "subjects": len(tokens),
            "outcome": self.outcome or "open",
            "access": self.question["access"],
            "continues": self.question.get("continues"),
        }
        shared = {name: event[name] for name in _SHARED}
        return Rows(
            event,
            [{**shared, "subject": one, "asked": asked} for one, asked in sorted(tokens.items())],
            [
                {
                    **{name: event[name] for name in ("event_id", "source", "at", "day")},
                    "entry": place.entry,
                    "offset": place.offset,
                    "names_left": place.names_left,
                }
                for place in self.places
            ],
        )

    def _tokens(self, terms: Terms) -> dict[str, bool]:
        """Each subject's token, and whether the user named it."""
        found = dict.fromkeys(
            (token(terms.key, Identifier(SUBJECT, str(one))) for one in self.answered), False
        )
        for who in asked_about(self.question, terms.subject_columns):
            found[token(terms.key, who)] = True
        return found


@dataclass(frozen=True, slots=True)
class Rows:
    """What an access comes to in ``events``, ``subjects`` and ``entries``."""

    event: Mapping[str, Any]
    subjects: list[dict[str, Any]]
    entries: list[dict[str, Any]]


_SHARED: Final = (
    "event_id",
    "source",
    "at",
    "day",
    "local_day",
    "local_minute",
    "user",
    "agency",
    "case_no",
    "decision",
    "exported",
)


def asked_about(question: Mapping[str, Any], subject_columns: frozenset[str]) -> Iterable[Identifier]:
    """Whom a question names. A column that holds the subject key names whom an answer names by that number."""
    for column, text in question.get("asked_about") or ():
        for who in identifiers(str(column), str(text)):
            if who.kind in subject_columns and who.value.isascii() and who.value.isdecimal():
                yield Identifier(SUBJECT, str(int(who.value)))
            else:
                yield who


def milliseconds(instant: str) -> int:
    """An ISO 8601 instant in ms since 1970. Raises ValueError, TypeError for one without a zone."""
    return int((datetime.fromisoformat(instant) - _EPOCH).total_seconds() * 1000)


def local(at: int, zone: ZoneInfo | None) -> dict[str, int | None]:
    """The agency's own day and minute, empty where its zone is not known."""
    if zone is None:
        return {"local_day": None, "local_minute": None}
    there = datetime.fromtimestamp(at / 1000, zone)
    return {
        "local_day": there.date().toordinal() - _FIRST_DAY,
        "local_minute": there.hour * 60 + there.minute,
    }


def _asker(said: Mapping[str, Any]) -> dict[str, Any]:
    agency, beneficiary = said["agency"], said.get("beneficiary")
    others = sorted(str(one) for one in said.get("affiliations") or () if one != agency)
    proof = said.get("agency_proof") or {}
    return {
        **_stated("user", said["member"]),
        **_stated("agency", agency),
        "employer": others[0] if len(others) == 1 else None,
        "affiliations": _listed(others),
        "beneficiary": beneficiary if beneficiary and beneficiary != agency else None,
        "role": said.get("role"),
        "device": proof.get("certificate"),
        "address": said.get("client"),
        "session": f"{said.get('gateway')}/{said.get('session')}",
        "latitude": None,
        "longitude": None,
    }


def _question(said: Mapping[str, Any]) -> dict[str, Any]:
    decision, statement = said["decision"], str(said.get("statement") or "")
    is_export = statement.lstrip()[:4].casefold() == "copy"
    classes = sorted(map(str, said.get("record_classes") or ()))
    action = "export" if is_export else "lookup" if said.get("asked_about") else "search"
    return {
        "action": action,
        # Whoever asks the door declares a purpose and a case; there is no place for free text in a declaration.
        "reason": None,
        "reason_state": ABSENT,
        **_stated("purpose", said.get("purpose")),
        **_stated("case_no", said.get("case")),
        "networks": 1,
        "devices": min(len(classes), MAX_COUNT),
        "window_from": None,
        "window_until": None,
        "decision": "allow" if decision["allowed"] else "deny",
        "rule": _rule(decision),
        "exported": is_export,
        "classes": _listed(classes),
        "fields": _listed(said.get("fields")),
        "duties": _listed(decision.get("duties")),
        "accounting": said.get("accounting"),
        "basis": _listed(said.get("basis")),
        "policy": said.get("policy"),
    }


def _rule(decision: Mapping[str, Any]) -> str | None:
    """The first permit that allowed it, or the rule of the first reason against it."""
    if decision["allowed"]:
        return next(iter(decision.get("permits") or ()), None)
    reasons = decision.get("reasons") or ()
    return next((str(one["rule"] or one["kind"]) for one in reasons), None)


def _listed(words: Iterable[object] | None) -> str | None:
    return ",".join(sorted(map(str, words or ()))) or None


def _stated(name: str, value: object) -> dict[str, Any]:
    return {name: str(value) if value else None, f"{name}_state": GIVEN if value else BLANK}
