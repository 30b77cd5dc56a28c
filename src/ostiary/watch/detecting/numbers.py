"""The case number of an event: the one that was declared, or else the one that was typed among the words of its reason.

Knows: where a number can stand, and what is no number at all.
Must not know: any one detector, whether a number is true.
"""

from __future__ import annotations

from typing import Any, Final

import ibis

from ostiary.watch.detecting.flagging import is_one_of
from ostiary.watch.events.schema import GIVEN
from ostiary.watch.events.tables import Table, Tables

RUNS: Final = ("01234567890123456789", "98765432109876543210")
"""Keys struck one after the other; a number of RUN_LENGTH digits or more inside one of them names no case."""
RUN_LENGTH: Final = 4
NO_NUMBER: Final = ("NONE", "NA", "NULL", "NIL", "TEST", "UNK", "UNKNOWN", "PENDING", "TBD", "X", "XX", "XXX")
"""What is written where a number is asked for and there is none."""


def as_number(text: Any) -> Any:
    """A number as two are compared: in capitals, without blanks around it."""
    return text.re_replace(r"^\s+|\s+$", "").upper()


def declared(tables: Tables) -> Table:
    """Events with a number in its own field: ``number`` in capitals without blanks around it."""
    events = tables.events
    given = events.filter(events["case_no_state"] == GIVEN, events["case_no"].notnull())
    return given.mutate(number=as_number(given["case_no"]))


def typed(tables: Tables) -> Table:
    """Events without a number in its field whose reason holds one."""
    events, reasons = tables.events, tables.reasons
    words = reasons.filter(reasons["case_like"].notnull()).select(typed_in="reason", number="case_like")
    bare = events.filter(events["case_no"].isnull(), events["reason"].notnull())
    joined = bare.inner_join(words, bare["reason"] == words["typed_in"])
    return joined.drop("typed_in")


def numbered(tables: Tables, *columns: str) -> Table:
    """Both: ``columns`` of events, and ``number``."""
    return ibis.union(
        *(found.select(*columns, "number") for found in (declared(tables), typed(tables))), distinct=False
    )


def is_filler(number: Any) -> Any:
    """Whether a number is none: one digit over and over, a row of keys, or a word that says there is none."""
    signs = number.re_replace("[^0-9A-Z]", "")
    same = signs.replace(signs.left(1), "").length() == 0
    long_enough = signs.length() >= RUN_LENGTH
    row = ibis.or_(*(ibis.literal(keys).contains(signs) for keys in RUNS)) & long_enough
    return same | row | is_one_of(signs, NO_NUMBER)
