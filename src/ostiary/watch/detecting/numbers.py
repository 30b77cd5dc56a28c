"""The case number of an event: the one that was declared, or else the one that was typed among the words of its reason.

Knows: where a number can stand, and what is no number at all.
Must not know: any one detector, whether a number is true.
"""

from __future__ import annotations

from typing import Any, Final

import ibis

from ostiary.watch.detecting.flagging import is_one_of, things_of
from ostiary.watch.events.schema import GIVEN
from ostiary.watch.events.tables import Table, Tables

COLUMNS: Final = (
    "event_id", "at", "day", "local_day", "user", "agency", "employer", "beneficiary", "affiliations", "action",
    "continues", "subjects",
)  # fmt: skip
"""Of events, what rules of numbers read."""
RUNS: Final = ("01234567890123456789", "98765432109876543210")
"""Keys struck one after the other; a number of RUN_LENGTH digits or more inside one of them names no case."""
RUN_LENGTH: Final = 4
NO_NUMBER: Final = ("NONE", "NA", "NULL", "NIL", "TEST", "UNK", "UNKNOWN", "PENDING", "TBD", "X", "XX", "XXX")
"""What is written where a number is asked for and there is none."""


def as_number(text: Any) -> Any:
    """A number as two are compared: in capitals, without blanks around it."""
    return text.re_replace(r"^\s+|\s+$", "").upper()


def numbers(tables: Tables) -> Table:
    """Every event with a number, declared or typed: COLUMNS, ``number``, and ``declared``.

    It is read anew by each rule: ten million rows are read in a tenth of the time that an engine takes to keep them.
    """
    return ibis.union(_declared(tables), _typed(tables), distinct=False)


def _declared(tables: Tables) -> Table:
    """Events with a number in its own field: ``number`` in capitals without blanks around it."""
    events = tables.events
    given = events.filter(events["case_no_state"] == GIVEN, events["case_no"].notnull())
    return given.select(*COLUMNS, number=as_number(given["case_no"]), declared=ibis.literal(value=True))


def _typed(tables: Tables) -> Table:
    """Events without a number in its field whose reason holds one."""
    events, reasons = tables.events, tables.reasons
    words = reasons.filter(reasons["case_like"].notnull()).select(typed_in="reason", number="case_like")
    bare = events.filter(events["case_no"].isnull(), events["reason"].notnull())
    joined = bare.inner_join(words, bare["reason"] == words["typed_in"])
    return joined.select(*COLUMNS, "number", declared=ibis.literal(value=False))


def fillers(tables: Tables) -> Table:
    """The distinct numbers that are none: few, so that each row need only be looked up among them."""
    distinct = numbers(tables).select(filler="number").distinct()
    # Made distinct again, the signs are a column: an engine would else work them out anew for each word they are compared with.
    signed = distinct.mutate(signs=_signs(distinct["filler"])).distinct()
    return tables.share("fillers", signed.filter(_names_no_case(signed["signs"])).select("filler"))


def declared(tables: Tables) -> Table:
    """Events with a number in its own field, as ``numbers`` has them."""
    return _declared(tables)


def without_filler(tables: Tables, found: Table) -> Table:
    """Those rows with a ``number`` that is no filler."""
    none = fillers(tables)
    return found.anti_join(none, found["number"] == none["filler"])


def things_of_cases(tables: Tables) -> Table:
    """For each agency and number that is no filler: ``things`` and ``about`` as ``things_of`` has them, of how many ``rows``.

    An event whose subjects the log names counts as these, any other as itself.
    """
    found = without_filler(tables, numbers(tables)).select(
        "event_id", "number", agency=ibis._["agency"].fill_null("")
    )
    each = things_of(tables, found)
    each = each.group_by(["agency", "number", "thing"]).aggregate(
        named=each["named"].ifelse(1, 0).max(), rows=each.count()
    )
    cases = each.group_by(of_agency="agency", of_number="number").aggregate(
        things=each.count().cast("int64"), about=each["named"].sum().cast("int64"), rows=each["rows"].sum()
    )
    return tables.share("things_of_cases", cases)


def is_filler(number: Any) -> Any:
    """Whether a number is none: one digit over and over, a row of keys, or a word that says there is none."""
    return _names_no_case(_signs(number))


def _signs(number: Any) -> Any:
    return number.re_replace("[^0-9A-Z]", "")


def _names_no_case(signs: Any) -> Any:
    same = signs.replace(signs.left(1), "").length() == 0
    long_enough = signs.length() >= RUN_LENGTH
    row = ibis.or_(*(ibis.literal(keys).contains(signs) for keys in RUNS)) & long_enough
    return same | row | is_one_of(signs, NO_NUMBER)
