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
    Day,
    DayProof,
    Disclosure,
    Hold,
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
# Ten years of days with a proof of 3 kB for each of ten keys are 110 MB.
MAX_EVIDENCE_BYTES: Final = 2**27

_NAMES: Final = "form origin as_of since until delay_days official keys days parts holds words"
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
    return {
        "form": FORM,
        "origin": one.origin,
        "as_of": one.as_of,
        "since": one.since,
        "until": one.until,
        "delay_days": one.delay_days,
        "official": [one.official.code, one.official.name, one.official.office, one.official.vkey],
        "keys": [[key.who.kind, key.who.value, encode_base64(key.key)] for key in one.keys],
        "days": [_day_plain(day) for day in one.days],
        "parts": [_part_plain(part) for part in one.parts],
        "holds": [[hold.directive, hold.until] for hold in one.holds],
        "words": words_plain(one.words),
    }


def words_plain(words: Words) -> dict[str, Plain]:
    """Words as plain values."""
    return {name: getattr(words, name) for name in _WORDS.split()}


def _day_plain(day: Day) -> dict[str, Plain]:
    return {
        "entry": day.entry,
        "kind": day.opening.kind,
        "salt": encode_base64(day.opening.salt),
        "payload": day.opening.payload.decode(),
        "proofs": [_proof_plain(proof) for proof in day.proofs],
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
    found = exact_object(value, _NAMES, "disclosure")
    if found["form"] != FORM:
        raise ProofInvalid(f"the file is not of the form `{FORM}`")
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
        holds=each(found["holds"], lambda one: Hold(*map(exact_text, exact_list(one, 2)))),
        words=read_words(found["words"]),
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
    found = exact_object(value, "entry kind salt payload proofs", "day")
    payload = _encoded(exact_text(found["payload"]))
    opening = Opening(exact_number(found["kind"]), exact_bytes(found["salt"]), payload)
    return Day(exact_number(found["entry"]), opening, each(found["proofs"], _proof))


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
