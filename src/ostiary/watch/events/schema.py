"""The one schema of access events, and of the tables that say what is known beside them.

Knows: every column's name, type, meaning, and what an empty value of it says.
Must not know: files, engines, formats of anybody's log.

Times are whole milliseconds since 1970 in UTC, and days and minutes of an agency's own clock stand beside them as numbers, so
that no engine does arithmetic on time zones and every engine counts the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["text", "int16", "int32", "int64", "real", "bool"]

GIVEN: Final = "given"
VENDOR_MASK: Final = "vendor-mask"
REDACTED: Final = "redacted"
BLANK: Final = "blank"
ABSENT: Final = "absent"

STATES: Final[Mapping[str, str]] = {
    GIVEN: "The value is as it was written.",
    VENDOR_MASK: "The vendor hid it (`***`): there was a value.",
    REDACTED: "The releasing agency hid it (`REDACTED` and its like): there was a value.",
    BLANK: "The cell was there and empty: whoever searched wrote nothing.",
    ABSENT: "The log has no such column: nobody can say what was written.",
}
"""What an empty value of a column with a state means. Only `blank` is about the person who searched."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``empty`` says what a null means; one without may not be null."""

    name: str
    kind: Kind
    meaning: str
    empty: str = ""


Schema: TypeAlias = tuple[Column, ...]

_UNTOLD: Final = "the log does not say"


def _with_state(name: str, meaning: str) -> Schema:
    return (
        Column(name, "text", meaning, f"see `{name}_state`"),
        Column(f"{name}_state", "text", f"how `{name}` was given: one of the five states"),
    )


EVENTS: Final[Schema] = (
    Column(
        "event_id",
        "text",
        "the search's own id where the log has one; `origin/entry` of our log; else a hash of its row",
    ),
    Column("source", "text", "which import or log it came from: a manifest in `sources/`"),
    Column("row", "int64", "its row in that file, from 1 after the header, or its entry number"),
    Column("at", "int64", "when it was asked, in ms since 1970 UTC"),
    Column("day", "int32", "the UTC day of `at`, in days since 1970: the partition"),
    Column(
        "local_day",
        "int32",
        "the agency's own day, in days since 1970",
        "the agency's time zone is not known",
    ),
    Column(
        "local_minute",
        "int16",
        "minute of the agency's own day, 0 to 1439",
        "the agency's time zone is not known",
    ),
    *_with_state("user", "who asked: a member code, or the pseudonym of the log"),
    *_with_state("agency", "the agency that asked"),
    Column("owner", "text", "the agency whose records were asked for", _UNTOLD),
    Column(
        "employer", "text", "the agency that employs the user, where it is another", "the same, or " + _UNTOLD
    ),
    Column(
        "beneficiary",
        "text",
        "the agency on whose behalf it was asked, where another",
        "the same, or " + _UNTOLD,
    ),
    Column("role", "text", "the user's role", _UNTOLD),
    Column("device", "text", "device, certificate or terminal", _UNTOLD),
    Column("address", "text", "network address as the log has it", _UNTOLD),
    Column("session", "text", "the session it was part of", _UNTOLD),
    Column("latitude", "real", "where the user was, in degrees", _UNTOLD),
    Column("longitude", "real", "where the user was, in degrees", _UNTOLD),
    Column("action", "text", "`search`, `lookup`, `open`, `export` or `alert`"),
    *_with_state("reason", "the free text that was typed as reason"),
    *_with_state("purpose", "the purpose or category that was chosen"),
    *_with_state("case_no", "the case number that was declared"),
    Column("networks", "int32", "how many networks (other agencies' data) were searched", _UNTOLD),
    Column("devices", "int32", "how many devices or record classes were searched", _UNTOLD),
    Column("window_from", "int64", "the earliest record that was asked for, in ms since 1970", _UNTOLD),
    Column("window_until", "int64", "the latest record that was asked for, in ms since 1970", _UNTOLD),
    Column("decision", "text", "`allow`, `deny`, `warn`, or `unknown` where the log does not say"),
    Column("rule", "text", "the rule that decided", _UNTOLD),
    Column("rows", "int64", "how many records came back", _UNTOLD),
    Column("exported", "bool", "whether the answer was exported, printed or copied", _UNTOLD),
    Column("subjects", "int32", "how many subjects it was about", _UNTOLD),
    Column(
        "outcome",
        "text",
        "`answered`, `refused`, `failed`, `cancelled`, `described` (only the form of an answer was asked for), or `open`"
        " (it had not ended when the log was read)",
        _UNTOLD,
    ),
    Column("access", "text", "the id that the log itself has for the access", _UNTOLD),
    Column(
        "continues",
        "text",
        "the `access` that brought the first rows of an answer fetched in portions, where this one brought later ones",
        "none, or " + _UNTOLD,
    ),
    Column(
        "affiliations",
        "text",
        "other agencies that employ or are assigned the user, sorted, with commas between",
        "none, or " + _UNTOLD,
    ),
    Column("classes", "text", "the record classes that were read, sorted, with commas between", _UNTOLD),
    Column("fields", "text", "their columns that were read, sorted, with commas between", _UNTOLD),
    Column(
        "duties",
        "text",
        "the rules whose duties the answer was under (masks, filters of rows, limits), sorted, with commas between",
        "none, or " + _UNTOLD,
    ),
    Column(
        "accounting",
        "text",
        "`R` where each row of the answer is about the subjects beside it, `G` where rows may stand for many",
        _UNTOLD,
    ),
    Column(
        "basis",
        "text",
        "the legal papers or grounds that were declared, sorted, with commas between",
        "none, or " + _UNTOLD,
    ),
    Column("policy", "text", "the version of the policy that decided", _UNTOLD),
)
"""One row an access. A search that stands in several logs is one event and, from the second log on, a copy of it."""

EVENT_SUBJECTS: Final[Schema] = (
    Column("event_id", "text", "the event"),
    Column("source", "text", "as in events"),
    Column("at", "int64", "as in events"),
    Column("day", "int32", "as in events"),
    Column("local_day", "int32", "as in events", "as in events"),
    Column("local_minute", "int16", "as in events", "as in events"),
    Column("user", "text", "as in events", "as in events"),
    Column("agency", "text", "as in events", "as in events"),
    Column("case_no", "text", "as in events", "as in events"),
    Column("decision", "text", "as in events"),
    Column("exported", "bool", "as in events", "as in events"),
    Column(
        "subject",
        "text",
        "a keyed hash of the person, plate or record: equal when the same, and nothing else",
    ),
    Column("asked", "bool", "whether the user named the subject; false where only the answer did"),
)
"""One row a subject of an access, with what detectors need beside it, so that none has to join ten million rows."""

ENTRIES: Final[Schema] = (
    Column("event_id", "text", "the event that the entry is a part of"),
    Column("source", "text", "as in events"),
    Column("at", "int64", "as in events"),
    Column("day", "int32", "as in events"),
    Column("entry", "int64", "the number of the entry in its log"),
    Column(
        "offset", "int64", "where the frame of the entry began in the journal: a hint, which reading confirms"
    ),
    Column("names_left", "bool", "false where names were erased in the entry when it was read"),
)
"""One row an entry of our own log that an event was made of: what a later import needs to make it again. No detector reads it."""

STEPS: Final[Schema] = (
    Column("entry", "int64", "the number of an entry that is a step of a directive"),
    Column("offset", "int64", "as in entries"),
)
"""One row a step of a directive in our own log: where it stands, so that it is opened there again. No detector reads it."""

KNOWN: Final[Mapping[str, Schema]] = {
    "accounts": (
        Column("agency", "text", "whose account it is", "one agency's roster that does not name it"),
        Column("user", "text", "as in events"),
        Column("role", "text", "role", _UNTOLD),
        Column("enabled", "bool", "whether it may search", _UNTOLD),
        Column("since", "int64", "from when, in ms", _UNTOLD),
        Column("until", "int64", "departure or revocation, in ms", "not departed"),
        Column("last_use", "int64", "last log-in as the roster says, in ms", _UNTOLD),
        Column("as_of", "int64", "the instant that the roster describes, in ms"),
        Column("identity_provider", "text", "who vouches for its log-in", _UNTOLD),
        Column("trained_until", "int64", "when its training lapses, in ms", _UNTOLD),
    ),
    "grants": (
        Column("owner", "text", "whose records"),
        Column("agency", "text", "who may ask"),
        Column("since", "int64", "from when, in ms", "always"),
        Column("until", "int64", "until when, in ms", "no end"),
    ),
    "cutoffs": (
        Column("agency", "text", "who was cut off"),
        Column("since", "int64", "from when, in ms"),
        Column("until", "int64", "until when, in ms", "for good"),
        Column("directive", "text", "the act that says so", _UNTOLD),
    ),
    "agreements": (
        Column("agency", "text", "who signed"),
        Column("state", "text", "state or province", _UNTOLD),
        Column("kind", "text", "such as `287(g)`"),
        Column("since", "int64", "when it was signed, in ms", _UNTOLD),
        Column("until", "int64", "when it ends, in ms", "no end"),
    ),
    "cases": (
        Column("case_no", "text", "the number"),
        Column("agency", "text", "whose case", _UNTOLD),
        Column("opened", "int64", "in ms", _UNTOLD),
        Column("closed", "int64", "in ms", "open"),
    ),
    "assignments": (
        Column("case_no", "text", "the case"),
        Column("user", "text", "who works on it"),
        Column("since", "int64", "in ms", "always"),
        Column("until", "int64", "in ms", "no end"),
    ),
    "dispatches": (
        Column("user", "text", "who was sent"),
        Column("since", "int64", "in ms"),
        Column("until", "int64", "in ms"),
        Column("case_no", "text", "the case that came of it", "none"),
    ),
    "approvals": (
        Column("user", "text", "who may"),
        Column("subject", "text", "about whom", "anybody"),
        Column("case_no", "text", "for which case", "none"),
        Column("since", "int64", "in ms"),
        Column("until", "int64", "in ms"),
    ),
    "hits": (
        Column("subject", "text", "who or what was seen"),
        Column("at", "int64", "when, in ms"),
    ),
    "shifts": (
        Column("user", "text", "who was on duty"),
        Column("since", "int64", "in ms"),
        Column("until", "int64", "in ms"),
    ),
    "relations": (
        Column("user", "text", "whose", "everybody's: a person of public interest"),
        Column("subject", "text", "as in event_subjects"),
        Column("kind", "text", "`self`, `household`, `kin`, `colleague` or `vip`"),
    ),
    "holds": (
        Column("case_no", "text", "the case of which people are not told yet; overseers are"),
        Column("directive", "text", "the act that says so"),
        Column("since", "int64", "from when, in ms"),
        Column("until", "int64", "until when, in ms"),
    ),
    "egress": (Column("address", "text", "a shared address (VPN, carrier) that says nothing about a place"),),
}
"""What is known beside the events; a table that nobody imported is empty, and detectors say what they could not judge."""

STORED: Final[Mapping[str, Schema]] = {
    "events": EVENTS,
    "copies": EVENTS,
    "subjects": EVENT_SUBJECTS,
    "entries": ENTRIES,
    "steps": STEPS,
    **KNOWN,
}
"""Every table that a folder can hold."""

BY_DAY: Final = frozenset({"events", "copies", "subjects", "entries"})
"""The tables whose parts stand by day."""


def names(schema: Schema) -> tuple[str, ...]:
    """The names of its columns, in their order."""
    return tuple(column.name for column in schema)


def _digest() -> str:
    said = [
        [table, [(each.name, each.kind, bool(each.empty)) for each in schema]]
        for table, schema in STORED.items()
    ]
    return sha256(json.dumps(said).encode()).hexdigest()[:16]


DIGEST: Final = _digest()
"""What a folder says of the schema that its parts were written under: parts of another one are not read as if they were of this."""
