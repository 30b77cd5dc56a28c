"""Whether a publication agrees with itself: what it says twice is said alike, and numbers that cannot be are not in it.

Knows: which of its values follow from others of them.
Must not know: logs, files, which of it is true.

Whoever has a site of somebody else needs this: what nobody outside can compute may at least not be said in two ways, and no cut-off that
the register has in force may be missing among the zeros.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from ostiary.errors import ProofInvalid
from ostiary.evidence.disclosure.exact import exact_object, exact_text
from ostiary.model.canonical import canonical_bytes
from ostiary.web.public.model import DirectiveRow, NoticeVersion, Publication, Tally

_TEXT = "act ended_by id ordered_at ordered_by settled_at settled_by settled_reason status title"
_CUT_OFF = "cut-off"
_LAPSES = "lapses_unless_confirmed_before"


def verify_agreement(publication: Publication) -> None:
    """Raises ProofInvalid, naming the table, where a publication says two things, or a number that no log comes to."""
    _verify_numbers(publication)
    texts = {one.id: _text(one) for one in publication.directives}
    if len(texts) != len(publication.directives):
        raise ProofInvalid("`data/directives.json`: a directive stands there twice")
    _verify_zeros(publication, texts)
    for notice in publication.notices:
        for said in notice.versions:
            _verify_notice(said, texts)


def _verify_numbers(publication: Publication) -> None:
    tallies = {f"counts.json`, {one.day}": tally for one, tally in publication.counts.items()}
    tallies |= {f"cut-off.json`, {one.directive}": one.tally for one in publication.zeros}
    for where, tally in tallies.items():
        if not _can_be(tally):
            raise ProofInvalid(
                f"`data/{where}: a number cannot be: more empty than answered, or less than none"
            )
    kinds = publication.turned_away.values()
    if not 0 <= publication.unreadable <= publication.unopened or any(count < 0 for count in kinds):
        raise ProofInvalid("more accesses cannot be read than are closed, or a number is less than none")
    if publication.until:
        told = datetime.fromisoformat(publication.made_at).date() - timedelta(days=publication.delay_days)
        if date.fromisoformat(publication.until) > told:
            raise ProofInvalid(f"a day is counted that was not over for {publication.delay_days} days")


def _can_be(tally: Tally) -> bool:
    return 0 <= tally.empty <= tally.answered and tally.refused >= 0 and tally.unfinished >= 0


def _text(row: DirectiveRow) -> dict[str, object]:
    """The text of a directive, which must be the one that is hashed, and say what stands beside it."""
    raw = json.loads(row.text)
    found = exact_object(raw, _TEXT, "directive")
    if canonical_bytes(raw).decode() != row.text or hashlib.sha256(row.text.encode()).hexdigest() != row.hash:
        raise ProofInvalid(f"`data/directives.json`, {row.id}: the hash is not that of the text")
    said = (row.id, row.title, row.status, row.ordered_at, row.settled_at or None, row.ended_by or None)
    names = ("id", "title", "status", "ordered_at", "settled_at", "ended_by")
    if said != tuple(found[name] for name in names) or row.kind != _act(found).get("kind"):
        raise ProofInvalid(f"`data/directives.json`, {row.id}: the row does not say what its text says")
    return found


def _act(text: dict[str, object]) -> dict[str, object]:
    act = text["act"]
    if not isinstance(act, dict):
        raise ProofInvalid("a directive does nothing")
    return act


def _verify_zeros(publication: Publication, texts: dict[str, dict[str, object]]) -> None:
    said = {one.directive: (one.agency, one.since, one.until) for one in publication.zeros}
    if len(said) != len(publication.zeros) or said != dict(_in_force(publication.made_at, texts)):
        raise ProofInvalid(
            "`data/cut-off.json` has not the cut-offs that `data/directives.json` has in force"
        )
    entries = {one.id: one.entries for one in publication.directives}
    for zero in publication.zeros:
        # Urgent ones hold from their order on, the others from their confirmation on: the first step, or the second.
        at = 0 if _LAPSES in _act(texts[zero.directive]) else 1
        if entries[zero.directive][at : at + 1] != (zero.entry,):
            raise ProofInvalid(f"`data/cut-off.json`, {zero.directive}: it is not counted from its own step")


def _in_force(
    made_at: str, texts: dict[str, dict[str, object]]
) -> Iterator[tuple[str, tuple[object, object, object]]]:
    at = datetime.fromisoformat(made_at)
    for directive, text in texts.items():
        act = _act(text)
        if act["kind"] != _CUT_OFF or text["ended_by"] or text["status"] == "refused":
            continue
        if text["status"] == "ordered" and not (_LAPSES in act and at < _instant(act[_LAPSES])):
            continue
        if act["until"] is not None and at.astimezone(UTC).date() >= date.fromisoformat(
            exact_text(act["until"])
        ):
            continue
        since = text["ordered_at"] if _LAPSES in act else text["settled_at"]
        yield directive, (act["agency"], since, act["until"])


def _instant(text: object) -> datetime:
    return datetime.fromisoformat(exact_text(text))


def _verify_notice(said: NoticeVersion, texts: dict[str, dict[str, object]]) -> None:
    text = texts.get(said.directive, {"act": {}})
    act = _act(text)
    expected = (act.get("kind"), act.get("state"), act.get("statement"), act.get("source"))
    if ("notice", said.status, said.statement, said.source) != expected or text["settled_at"] != said.at:
        raise ProofInvalid(f"`data/notices.json`, {said.directive}: it does not say what was signed")
