"""Building one day's index from the entries of its stretch of the log.

Knows: in which order entries are taken, and what the map and the lists are made of.
Must not know: journals, files, the log's public side.

The same entries and the same index key give the same map, byte for byte: an auditor who has both builds it again and compares
the root with the one in the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from ostiary.errors import LogDamaged
from ostiary.evidence.index.extract import extract_root, fields_of
from ostiary.evidence.index.keys import (
    Identifier,
    day_key,
    extract_key,
    list_salt,
    padding_leaf,
    seal_key,
    subject_key,
)
from ostiary.evidence.index.lists import Mention, commit_list, decode_list, encode_list
from ostiary.evidence.index.mentions import Mentions
from ostiary.evidence.index.sorted_map import Leaf, arrange, padded_size

# A key seals one list in its life, or the same list again: GCM-SIV gives nothing away when it is asked twice.
_NONCE = bytes(12)


@dataclass(frozen=True, slots=True)
class DayIndex:
    """All leaves of a day's map in their order, and the sealed list behind each key that has one."""

    leaves: tuple[Leaf, ...]
    lists: Mapping[bytes, bytes]


class DayBuilder:
    """Takes the entries of a day; ``finish`` is called once."""

    def __init__(self, index_key: bytes, day: str) -> None:
        self._index_key = index_key
        self._day = day
        self._mentions = Mentions()
        self._roots: dict[int, bytes] = {}
        self._found: dict[Identifier, dict[int, int]] = {}

    def see_before(self, entry: int, payload: bytes) -> None:
        """See an access entry of an earlier day, whose stream may go on in this one. Raises ValueError for another."""
        if self._mentions.note_question(entry, payload):
            self._keep_root(entry, payload)

    def take(self, entry: int, payload: bytes) -> None:
        """Take the next access entry in. Raises ValueError for bytes that are none."""
        mentioned = False
        for who, number, how in self._mentions.of(entry, payload):
            hows = self._found.setdefault(who, {})
            hows[number] = hows.get(number, 0) | how
            mentioned = True
        if mentioned or self._mentions.begins_stream(entry):
            self._keep_root(entry, payload)

    def finish(self) -> DayIndex:
        """The index. Raises ValueError when the day has more people than a map takes."""
        known: dict[bytes, bytes] = {}
        lists: dict[bytes, bytes] = {}
        for who, hows in self._found.items():
            key = subject_key(self._index_key, who)
            mentions = [Mention(entry, how, self._roots[entry]) for entry, how in sorted(hows.items())]
            place = day_key(key, self._day)
            known[place] = commit_list(list_salt(key, self._day), mentions)
            lists[place] = seal_list(key, self._day, mentions)
        missing = padded_size(len(known)) - len(known) - 2
        padding = [padding_leaf(self._index_key, self._day, number) for number in range(missing)]
        return DayIndex(arrange(known, padding), lists)

    def _keep_root(self, entry: int, payload: bytes) -> None:
        self._roots[entry] = extract_root(extract_key(self._index_key, entry), fields_of(payload))


def seal_list(key: bytes, day: str, mentions: list[Mention]) -> bytes:
    """A list as it is kept: only who has K_subject reads it, so that a stolen file joins no entry with another."""
    return AESGCMSIV(seal_key(key, day)).encrypt(_NONCE, encode_list(mentions), None)


def unseal_list(key: bytes, day: str, sealed: bytes) -> tuple[Mention, ...]:
    """What was sealed. Raises LogDamaged when it was not, or not for this person and day."""
    try:
        return decode_list(AESGCMSIV(seal_key(key, day)).decrypt(_NONCE, sealed, None))
    except (InvalidTag, ValueError):
        raise LogDamaged(f"a list in the index of {day} does not open with its key") from None
