"""The five states of a value, and decisions, as words and fills.

Knows: what each state says about a value.
Must not know: any one chart.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ostiary.model.markup import Element
from ostiary.watch.events.schema import ABSENT, BLANK, GIVEN, REDACTED, VENDOR_MASK
from ostiary.watch.reporting.pictures import Fill, Segment, key
from ostiary.watch.reporting.words import searches

LABELS: Final[Mapping[str, str]] = {
    GIVEN: "given",
    VENDOR_MASK: "hidden by the vendor",
    REDACTED: "hidden by the agency",
    BLANK: "left blank",
    "empty": "empty",
    ABSENT: "not in this log",
}
FILLS: Final[Mapping[str, Fill]] = {
    GIVEN: "solid",
    VENDOR_MASK: "cross",
    REDACTED: "dark",
    BLANK: "hollow",
    "empty": "void",
    ABSENT: "void",
}


def hidden_in_words(what: str, hidden: Mapping[str, int]) -> tuple[str, ...]:
    """One sentence a state in which the log leaves who it was."""
    said = {
        VENDOR_MASK: f"the vendor hid the {what}",
        REDACTED: f"the releasing agency hid the {what}",
        BLANK: f"the {what} is blank",
        ABSENT: f"the log has no {what}",
    }
    return tuple(
        f"Of {searches(hidden[state])} {text}; they are not in this picture."
        for state, text in said.items()
        if hidden.get(state)
    )


def state_segments(states: Mapping[str, int]) -> tuple[Segment, ...]:
    """The pieces of a bar that is all of them."""
    total = sum(states.values()) or 1
    return tuple(Segment(states.get(state, 0) / total, FILLS[state]) for state in LABELS)


def states_key(states: Mapping[str, int]) -> Element:
    """What the fills mean, of those states that there are."""
    return key([(FILLS[state], LABELS[state]) for state in LABELS if states.get(state)])
