"""The file with a disclosure's evidence: all that is proved, in one line of canonical JSON.

Knows: the form of the file.
Must not know: whether what it says holds, receipts, files.
"""

from __future__ import annotations

import json
from typing import Final, cast

from ostiary.errors import ProofInvalid
from ostiary.evidence.disclosure.content import (
    OPEN_IN,
    Chapter,
    Day,
    DayProof,
    Disclosure,
    Hold,
    Link,
    Listed,
    Part,
    PersonKey,
    Signatory,
    State,
    Words,
)
from ostiary.evidence.disclosure.exact import (
    each,
    exact_bytes,
    exact_day,
    exact_instant,
    exact_items,
    exact_list,
    exact_map,
    exact_number,
    exact_object,
    exact_text,
)
from ostiary.evidence.index.extract import ExtractOpening
from ostiary.evidence.index.keys import Identifier
from ostiary.evidence.index.lists import Mention
from ostiary.evidence.index.sorted_map import Absent, Place, Present
from ostiary.evidence.opening import Opening
from ostiary.model.canonical import Plain, canonical_bytes
from ostiary.tlog.key_text import encode_base64

FORM: Final = "ostiary/disclosure-person/v1"
"""Of one log."""
CHAIN_FORM: Final = "ostiary/disclosure-person/v2"
"""Of several: what version 1 says is of the last one, and the ones before it are beside that."""
# Ten years of days with a proof of 3 kB for each of ten keys are 110 MB.
MAX_EVIDENCE_BYTES: Final = 2**27

_NAMES: Final = "form origin as_of since until delay_days official keys days parts holds words"
_CHAIN_NAMES: Final = f"{_NAMES} before links"
# A hold has the entries of its steps as a third item; those that were written before that have two.
_BARE, _NAMING_STEPS = 2, 3
_WORDS: Final = "agencies purposes rules record_classes custodian"


def write_evidence(disclosure: Disclosure) -> bytes:
    """The file's bytes."""
    return canonical_bytes(_plain(disclosure)) + b"\n"


def read_evidence(raw: bytes) -> Disclosure:
    """Read a file. Raises ProofInvalid unless it is exactly what ``write_evidence`` writes; nothing is verified yet."""
    if len(raw) > MAX_EVIDENCE_BYTES:
        raise ProofInvalid(f"the evidence of a disclosure has at most {MAX_EVIDENCE_BYTES} bytes")
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        raise ProofInvalid("the evidence of the disclosure is not JSON") from None
    disclosure = _disclosure(found)
    if not _is_spelled(disclosure, raw):
        raise ProofInvalid("the evidence of the disclosure is not spelled in the one canonical way")
    return disclosure


def _is_spelled(disclosure: Disclosure, raw: bytes) -> bool:
    try:
        return write_evidence(disclosure) == raw
    except (TypeError, ValueError, RecursionError):
        # A value that has no canonical form, such as a fraction.
        return False


def _plain(one: Disclosure) -> dict[str, Plain]:
    found: dict[str, Plain] = {
        "form": CHAIN_FORM if one.before else FORM,
        "origin": one.origin,
        "as_of": one.as_of,
        "since": one.since,
        "until": one.until,
        "delay_days": one.delay_days,
        "official": [one.official.code, one.official.name, one.official.office, one.official.vkey],
        **_told_plain(one),
        "holds": [_hold_plain(hold) for hold in one.holds],
        "words": words_plain(one.words),
    }
    if one.before:
        found["before"] = [{"origin": log.origin, **_told_plain(log)} for log in one.before]
        found["links"] = [
            [_opening_plain(link.closing), _opening_plain(link.beginning), link.at] for link in one.links
        ]
    return found


def _hold_plain(hold: Hold) -> list[Plain]:
    return [hold.directive, hold.until, *([list(hold.steps)] if hold.steps else [])]


def _told_plain(one: Disclosure | Chapter) -> dict[str, Plain]:
    return {
        "keys": [[key.who.kind, key.who.value, encode_base64(key.key)] for key in one.keys],
        "days": [_day_plain(day) for day in one.days],
        "parts": [_part_plain(part) for part in one.parts],
    }


def words_plain(words: Words) -> dict[str, Plain]:
    """Words as plain values."""
    return {name: getattr(words, name) for name in _WORDS.split()}


def _day_plain(day: Day) -> dict[str, Plain]:
    named: dict[str, Plain] = {"log": day.log} if day.log else {}
    proofs: list[Plain] = [_proof_plain(proof) for proof in day.proofs]
    return {"entry": day.entry, **_opening_plain(day.opening), "proofs": proofs, **named}


def _opening_plain(opening: Opening) -> dict[str, Plain]:
    return {
        "kind": opening.kind,
        "salt": encode_base64(opening.salt),
        "payload": opening.payload.decode(),
    }


def _proof_plain(proof: DayProof) -> dict[str, Plain]:
    match proof:
        case Listed(mentions, present):
            listed: list[Plain] = [[one.entry, one.how, encode_base64(one.root)] for one in mentions]
            return {"list": listed, "place": _place_plain(present.place)}
        case Absent(before, behind):
            return {"before": _place_plain(before), "behind": _place_plain(behind)}


def _place_plain(place: Place) -> list[Plain]:
    return [place.position, *map(encode_base64, place.leaf), [encode_base64(one) for one in place.path]]


def _part_plain(part: Part) -> dict[str, Plain]:
    found: dict[str, Plain] = {
        "entry": part.entry,
        "state": part.state,
        "hold": part.hold,
        "opens": part.opens,
    }
    if part.opening is not None:
        found["open"] = {
            name: [encode_base64(salt), value] for name, (salt, value) in part.opening.opened.items()
        }
        found["closed"] = {name: encode_base64(one) for name, one in part.opening.closed.items()}
    return found


def _disclosure(value: object) -> Disclosure:
    is_chain = isinstance(value, dict) and value.get("form") == CHAIN_FORM
    found = exact_object(value, _CHAIN_NAMES if is_chain else _NAMES, "disclosure")
    if found["form"] not in {FORM, CHAIN_FORM}:
        raise ProofInvalid(f"the file is not of the form `{FORM}` or `{CHAIN_FORM}`")
    return Disclosure(
        origin=exact_text(found["origin"]),
        as_of=exact_instant(found["as_of"]),
        since=exact_day(found["since"]),
        until=exact_day(found["until"]),
        delay_days=exact_number(found["delay_days"]),
        official=Signatory(*map(exact_text, exact_list(found["official"], 4))),
        keys=each(found["keys"], _key),
        days=each(found["days"], _day),
        parts=each(found["parts"], _part),
        holds=each(found["holds"], _hold),
        words=read_words(found["words"]),
        before=each(found["before"], _chapter) if is_chain else (),
        links=each(found["links"], _link) if is_chain else (),
    )


def _hold(value: object) -> Hold:
    length = len(exact_items(value))
    directive, until, *steps = exact_list(value, _NAMING_STEPS if length == _NAMING_STEPS else _BARE)
    return Hold(exact_text(directive), exact_text(until), each(steps[0], exact_number) if steps else ())


def _chapter(value: object) -> Chapter:
    found = exact_object(value, "origin keys days parts", "log")
    return Chapter(
        exact_text(found["origin"]),
        each(found["keys"], _key),
        each(found["days"], _day),
        each(found["parts"], _part),
    )


def _link(value: object) -> Link:
    closing, beginning, at = exact_list(value, 3)
    names = "kind salt payload"
    return Link(
        _opening(exact_object(closing, names, "last entry")),
        _opening(exact_object(beginning, names, "first entry")),
        exact_number(at),
    )


def read_words(value: object) -> Words:
    """Words from their plain values. Raises ProofInvalid."""
    found = exact_object(value, _WORDS, "list of words")
    agencies, purposes, rules, classes = (exact_map(found[name], exact_text) for name in _WORDS.split()[:4])
    return Words(agencies, purposes, rules, classes, exact_text(found["custodian"]))


def _key(value: object) -> PersonKey:
    kind, word, key = exact_list(value, 3)
    return PersonKey(Identifier(exact_text(kind), exact_text(word)), exact_bytes(key))


def _day(value: object) -> Day:
    names = "entry kind salt payload proofs"
    is_elsewhere = isinstance(value, dict) and "log" in value
    found = exact_object(value, f"{names} log" if is_elsewhere else names, "day")
    log = exact_text(found["log"]) if is_elsewhere else ""
    return Day(exact_number(found["entry"]), _opening(found), each(found["proofs"], _proof), log)


def _opening(found: dict[str, object]) -> Opening:
    payload = _encoded(exact_text(found["payload"]))
    return Opening(exact_number(found["kind"]), exact_bytes(found["salt"]), payload)


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise ProofInvalid("a text in the file has half a character") from None


def _proof(value: object) -> DayProof:
    if isinstance(value, dict) and "list" in value:
        found = exact_object(value, "list place", "proof of a list")
        return Listed(each(found["list"], _mention), Present(_place(found["place"])))
    found = exact_object(value, "before behind", "proof that there is no list")
    return Absent(_place(found["before"]), _place(found["behind"]))


def _mention(value: object) -> Mention:
    entry, how, root = exact_list(value, 3)
    return Mention(exact_number(entry), exact_number(how), exact_bytes(root))


def _place(value: object) -> Place:
    position, key, word, path = exact_list(value, 4)
    return Place(exact_number(position), (exact_bytes(key), exact_bytes(word)), each(path, exact_bytes))


def _part(value: object) -> Part:
    is_open = isinstance(value, dict) and "open" in value
    names = "entry state hold opens open closed" if is_open else "entry state hold opens"
    found = exact_object(value, names, "entry")
    state, opening = exact_text(found["state"]), None
    if state not in OPEN_IN:
        raise ProofInvalid("an entry of the disclosure is in no known state")
    if is_open:
        opening = ExtractOpening(exact_map(found["open"], _opened), exact_map(found["closed"], exact_bytes))
    entry, hold, opens = exact_number(found["entry"]), exact_text(found["hold"]), found["opens"] is True
    return Part(entry, cast("State", state), opening, hold, opens)


def _opened(value: object) -> tuple[bytes, Plain]:
    salt, said = exact_list(value, 2)
    return exact_bytes(salt), cast("Plain", said)
