"""An access in words."""

from __future__ import annotations

from ostiary.evidence.commitment import ERASURE
from ostiary.evidence.name_erasure import NameErasure, write_name_erasure
from ostiary.model.access import Answered, Asked, entry_payload
from ostiary.model.entry_form import entry_object
from ostiary.model.request import Allow, Context, Duties
from ostiary.office.access_words import line, table

ASKED = Asked(
    access="s-2", gateway="g", session="s", client="c", context=Context("m", "cpd", "detective", "homicide", "cpd"),
    statement="SELECT surname FROM persons", parameters=(), asked_about=(), record_classes=("persons",), fields=("persons.surname",),
    decision=Allow(("R30",), Duties()), policy="v", profile="p", directive_head="h",
)  # fmt: skip


def shown(asked: Asked) -> dict[str, str]:
    return dict(
        table(
            entry_object(
                entry_payload(
                    "whole", "2026-05-01T12:00:00.000000+00:00", asked, Answered("answered", 1, (7,))
                )
            )
        )
    )


def test_a_portion_says_which_access_brought_the_first_rows() -> None:
    """A later portion names it; the first, and whoever asked for all at once, go on with nothing."""
    assert "goes on with" not in shown(ASKED)
    later = shown(ASKED.again("s-3", (), (), "s-2"))
    assert "access s-2" in later["goes on with"]
    assert later["asked"] == "SELECT surname FROM persons"


def test_an_erasure_of_names_says_how_many_and_where() -> None:
    """Not whose, which nobody knows any more."""
    one = NameErasure(17, (3,), (), "2026 CH 4711")
    assert line(20, ERASURE, write_name_erasure(one)) == "#20  erasure of 1 name in #17 by `2026 CH 4711`"
    two = NameErasure(17, (3,), (1,), "2026 CH 4711")
    assert "2 names in #17" in line(20, ERASURE, write_name_erasure(two))
