"""What the entry itself opens of, beside its extract: that the index did not make it up.

Knows: which parts of an entry of form 2 a person may have, and that they say what the extract says.
Must not know: files, receipts, who may be told.

An entry of form 1 opens as a whole or not at all, so that nothing of it is handed over. A name is opened only where it is the
person's own.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Final

from ostiary.errors import ProofInvalid
from ostiary.evidence.disclosure.content import Part, State
from ostiary.evidence.partial_file import read_partial, write_partial
from ostiary.evidence.partial_opening import PartialOpening
from ostiary.model.entry_form import subject_name

# The fields whose members stand in an extract, and nothing else. Role and rules stand there too, in fields of the entry that
# also name whoever asked, or repeat what was typed: those stay closed.
OPENS_IN: Final[Mapping[State, frozenset[str]]] = {
    "shown": frozenset({"when", "access", "agency", "purpose", "classes", "columns", "outcome"}),
    "third-party": frozenset({"when", "access", "outcome"}),
    "held": frozenset(),
    "erased": frozenset(),
}
_ALSO: Final = frozenset({"continues"})
"""A member of those fields that no extract has: the id of the access that brought the first rows."""


def own_opening(whole: PartialOpening | None, state: State, subjects: Collection[int]) -> bytes | None:
    """The file that opens what this person may have of an entry; None where nothing is shown, or it opens as a whole only.

    ``whole`` is all that still opens of it.
    """
    if not OPENS_IN[state] or whole is None:
        return None
    own = {subject_name(one) for one in subjects}
    listed = whole.lists[0].names if whole.lists[0] is not None else ()
    # Whose sake an access is not told for may be in the same list: then not even the person's own place is shown.
    names = [one.name for one in listed if one.name in own] if state == "shown" else []
    fields = [one.name for one in whole.fields if one.name in OPENS_IN[state]]
    return write_partial(whole.only(fields, names))


def verify_own_opening(raw: bytes, commitment: bytes, part: Part, subjects: Collection[int]) -> None:
    """Raises ProofInvalid unless it is of the entry with these 33 public bytes, says what the extract says, and names nobody else."""
    opening = read_partial(raw)
    opening.verify(commitment)
    named, asked_about = opening.lists
    own = {subject_name(one) for one in subjects}
    if asked_about is not None or (named is not None and not {one.name for one in named.names} <= own):
        raise ProofInvalid(f"the opening of entry {part.entry} names somebody else")
    if not {one.name for one in opening.fields} <= OPENS_IN[part.state] or part.opening is None:
        raise ProofInvalid(f"the opening of entry {part.entry} shows more than it may")
    told = part.opening.opened
    for field in opening.fields:
        for name, value in _members(field.value).items():
            if name not in _ALSO and (name not in told or told[name][1] != value):
                raise ProofInvalid(f"entry {part.entry} says another `{name}` than its extract")


def _members(value: bytes) -> dict[str, object]:
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ProofInvalid("a field of an entry is no object")
    return found
