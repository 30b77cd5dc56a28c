"""The words of a person's page, in English.

Knows: every sentence of the page, numbers and days as they are said.
Must not know: elements, styles, proofs.

Another language is another module with the same names. Nothing here is legal advice, and no lawyer has reviewed it: the page
says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from ostiary.evidence.disclosure.account import Access, Account, Result
from ostiary.evidence.disclosure.content import Disclosure, Hold, Words, rule_key

LANGUAGE: Final = "en"
KIND: Final = "Who looked at your records"
UNREVIEWED: Final = "No lawyer has reviewed the text of this page yet. It is information, not legal advice."

HELD: Final = "What is held back"
AGENCIES: Final = "By agency and purpose"
ACCESSES: Final = "Every access"
COVERAGE: Final = "What this answer covers, and what it does not"
NEXT: Final = "If you do not understand one, or it looks wrong"
CHECK: Final = "How somebody whom you trust can check this"

TABLE_HEADS: Final = (
    "Agency",
    "Purpose",
    "Something about you was given",
    "Nothing about you was given",
    "Refused",
)
TERMS: Final = {
    "why": "Purpose",
    "for": "On behalf of",
    "what": "What was asked for",
    "rule": "Rule",
    "basis": "Paper shown",
    "entry": "Entry in the log",
    "log": "Log",
}

RESULTS: Final[dict[Result, str]] = {
    "given": "Something about you was given.",
    "nothing": "Somebody asked about you, and nothing about you was given.",
    "refused": "It was refused. Nothing was given.",
    "described": "Only the form of the answer was asked for. Nothing was given.",
    "failed": "It failed or was broken off. Nothing about you was given.",
    "unknown": "What came of it is not known.",
}
AMONG_OTHERS: Final = "The answer was about groups of people, and you were among them."
THIRD_PARTY: Final = (
    "The purpose of this access mostly concerns somebody else. Who asked, and why, is not told here for that person's sake."
    " An inspector general can look at it."
)
NO_PURPOSE: Final = "none was declared"

COVERS: Final = (
    "Every access to police records that went through the gateway, also those that were refused, failed, or brought nothing.",
    "For each day there is a proof, in `evidence.json`, that the list of entries about you is complete as far as the log goes.",
    "An entry that was taken out of this answer, put in or changed is noticed by whoever checks.",
)
NOT_COVERED: Final = (
    "It does not show that the purpose that somebody declared was true.",
    "It does not show that whoever runs the gateway recorded everything. Witnesses see the log as it grows, not what is put into it.",
    "What the administrators of the database do directly in it is not in this log.",
    "Copies of records elsewhere, papers, and what somebody who had an answer told others are not in it.",
    "You are found by the identifiers above, and by no other name or number under which somebody may have asked for you in vain.",
    "That the keys in this answer are yours, only somebody who holds the index key can tell, such as an auditor.",
)


COVERS_LOGS: Final = (
    "The log was closed in this time and another one went on from it. The answer is of all of them; each one names the next"
    " and begins with what the one before it ended with, so that none was left out between."
)


def headline(disclosure: Disclosure, account: Account) -> str:
    """The answer in one sentence."""
    period = f"from {day(disclosure.since)} to {day(disclosure.until)}"
    if disclosure.since == disclosure.until:
        period = f"on {day(disclosure.since)}"
    given = account.of("given")
    if not given:
        return f"No one was given anything about you {period}."
    agencies = {one.agency for one in given}
    # Whose agency is not told is no agency of its own: then nothing is said of how many there were.
    by = f" by {counted(len(agencies), 'agency', 'agencies')}" if all(agencies) else ""
    return f"Your records were looked at {times(len(given))}{by} {period}."


def particulars(account: Account) -> str:
    """What the headline leaves out: tries that brought nothing, refusals, what is held back. Zero is a statement too."""
    nothing, refused = account.of("nothing", "described", "failed"), account.of("refused")
    parts = [
        f"{counted(len(nothing), 'other try', 'other tries')} brought nothing about you.",
        f"{counted(len(refused), 'try was', 'tries were')} refused.",
        held(account),
    ]
    return " ".join(parts)


def held(account: Account) -> str:
    """How much is held back, and until when at the latest."""
    found = account.in_state("held")
    if not found:
        return "0 entries are being held back."
    until = day(max(one.held_until for one in found))
    is_or_are = "entry is" if len(found) == 1 else "entries are"
    return f"{len(found)} {is_or_are} being held back under an order, until {until} at the latest."


def erased(account: Account) -> str:
    """How much cannot be read any more."""
    return f"{counted(len(account.in_state('erased')), 'entry', 'entries')} about you cannot be told: what they said was erased by order."


def unreadable(count: int) -> str:
    """How much was gone before it was known whom it was about."""
    entries = counted(count, "entry", "entries")
    return (
        f"{entries} of these days had been erased by order before the days were indexed."
        " Whether any of it was about you, nobody can tell any more."
    )


def held_lines(account: Account) -> Sequence[str]:
    """Each day on which something stops being held back, and how much."""
    untils = sorted(one.held_until for one in account.in_state("held"))
    return [
        f"{counted(untils.count(until), 'entry is', 'entries are')} told from {day(until)} on, or earlier if the order ends"
        for until in dict.fromkeys(untils)
    ]


HELD_WHY: Final = (
    "Two officials have signed that an order of a court asks for it. An entry that is held back is counted, and is told by"
    " itself when its day has come: ask again then."
)


def held_by(holds: Sequence[Hold]) -> Sequence[str]:
    """Where each order stands in the log, for whoever may read it."""
    return [
        f"The directive {one.directive} stands in the log, as the entries {' and '.join(map(str, one.steps))}. They name the"
        " case, so that you are not shown what they say; an inspector general can read them."
        for one in holds
        if one.steps
    ]


def as_of(disclosure: Disclosure) -> str:
    """When the answer was made, and why the last days are not in it."""
    at = moment(disclosure.as_of)
    delay = counted(disclosure.delay_days, "day", "days")
    return (
        f"As of {at}. A day can be told of {delay} after it has passed."
        if disclosure.delay_days
        else f"As of {at}."
    )


def found_by(disclosure: Disclosure) -> str:
    """By which identifiers the person was looked for."""
    names = (f"{one.who.kind.replace('_', ' ')} {one.who.value}" for one in disclosure.keys)
    return f"Found by: {', '.join(names)}."


def opening(one: Access, words: Words) -> str:
    """One access in a sentence."""
    if one.state == "third-party":
        return f"{moment(one.at)}: somebody asked about you."
    who = named(one.agency, words.agencies)
    role = f", {one.role}" if one.role else ""
    return f"{moment(one.at)}: {who}{role}"


def asked_for(one: Access, words: Words) -> str:
    """The fields or, where none were read, the record classes that were asked for."""
    if not one.fields:
        return (
            ", ".join(named(name, words.record_classes) for name in one.record_classes)
            or "nothing that is known"
        )
    columns = dict.fromkeys(name.rpartition(".")[2].replace("_", " ") for name in one.fields)
    return ", ".join(columns)


def rule(one: Access, words: Words) -> Sequence[str]:
    """Each rule in words, with its citation; of a refusal that no rule gave, that there was none."""
    if not one.rules:
        return ["no rule permits it"] if one.result == "refused" else ["none"]
    said = ((name, words.rules.get(rule_key(one.policy, name), "")) for name in one.rules)
    return [f"{name}: {text}" if text else name for name, text in said]


def custodian(words: Words) -> str:
    """Whom to ask."""
    return (
        "Every access has a number. Say the number, and that you want to know more, or that it looks wrong."
        f" Ask {words.custodian}. You need not say why you ask, nor what your immigration status is."
    )


AUDIT_LIMITS: Final = (
    "Every entry of these days is here, each with the proof that it stands in the log; none is left out between the first and the last.",
    "It does not show that what was declared was true, nor that whoever runs the gateway recorded everything.",
    "What the administrators of the database do directly in it is not in this log.",
    "Whoever is named here may not learn of it from you before the order ends under which an entry is held back.",
)

CHECKING: Final = (
    "This folder needs no network. Somebody with a computer installs the program `ostiary`, gets the log's trust file from"
    " somebody whom you both trust and not from whoever gave you this folder, and types:"
)
COMMAND: Final = "ostiary log verify FOLDER --trust trust.policy"
TABLES: Final = "The same accesses are in `accesses.json` and `accesses.csv`, for programs."


def named(code: str, names: Mapping[str, str]) -> str:
    """A name with its code, or the code alone."""
    found = names.get(code, "")
    return f"{found} ({code})" if found else code or "somebody"


def times(count: int) -> str:
    """How often."""
    return "once" if count == 1 else f"{count} times"


def counted(count: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{count} {one if count == 1 else many}"


def day(text: str) -> str:
    """A day as it is said; what is none, as it stands."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def moment(text: str) -> str:
    """An instant as it is said; what is none, as it stands."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{day(at.date().isoformat())}, {at:%H:%M} UTC"


_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
