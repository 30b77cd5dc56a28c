"""Two policies side by side, as text for people and as plain values for programs.

Knows: how the table reads.
Must not know: how anything was found or proved, files, the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ostiary.model.canonical import Plain
from ostiary.promises.difference.comparison import Comparison, Row
from ostiary.promises.difference.report import part_in_words, rest
from ostiary.promises.difference.settling import Settlement
from ostiary.promises.difference.values import difference_as_values
from ostiary.promises.layout import Layout
from ostiary.promises.proofs import DECLARED
from ostiary.promises.region_words import region_in_words
from ostiary.promises.sets_in_words import listed, subtrees
from ostiary.promises.space import Axis

_PLURALS: Final = {
    "agency": "agencies",
    "purpose": "purposes",
    "basis": "bases",
    "record class": "record classes",
    "field": "fields",
}


def comparison_report(found: Comparison, settled: Settlement) -> str:
    """The whole report, without a last line break."""
    one, other = _names(found)
    difference = found.difference
    named = (
        (f"`{one}` allows and `{other}` does not", difference.newly_refused),
        (f"`{other}` allows and `{one}` does not", difference.newly_allowed),
        (f"Allowed by both, asked by `{other}` (newly) or `{one}` (no more)", difference.duties),
    )
    parts = [
        "\n".join(_heading(found)),
        "\n".join(_table(found)),
        *(part_in_words(difference, name, part, (one, other)) for name, part in named),
        "\n".join(_alone(found)),
        f"{_rest(settled)} {DECLARED}",
    ]
    return "\n\n".join(filter(None, parts))


def comparison_as_values(found: Comparison, settled: Settlement) -> dict[str, Plain]:
    """The whole of it as texts, numbers, lists and objects; ``old`` is the first policy, ``new`` the second."""
    return {
        **difference_as_values(found.difference, settled),
        "table": [_row_as_values(found, row) for row in found.rows],
        "known_to_one_alone": [
            {_PLURALS[kind]: list(codes) for kind, codes in side.items()} for side in found.alone
        ],
    }


def _names(found: Comparison) -> tuple[str, str]:
    return found.difference.old.name, found.difference.new.name


def _heading(found: Comparison) -> Iterator[str]:
    difference = found.difference
    for bundle in (difference.old, difference.new):
        yield f"`{bundle.name}`, {bundle.title}, policy version {bundle.version}"
    days = f", on all days from {difference.since} on" if difference.since.year > 1 else ""
    yield f"What both know is compared{days}: some request that is allowed is enough for a field to count as seen."


def _table(found: Comparison) -> Iterator[str]:
    """Per kind of agency one line for each set of purposes that differ, then those that do not."""
    names = _names(found)
    width = max(map(len, names)) + 3
    for kind in dict.fromkeys(row.kind for row in found.rows):
        yield f"{kind[:1].upper()}{kind[1:]}:"
        for row in (one for one in found.rows if one.kind == kind):
            yield f"  for {_purposes(found, row)}:"
            yield from _cells(found, row, names, width)


def _cells(found: Comparison, row: Row, names: tuple[str, str], width: int) -> Iterator[str]:
    if row.fields[0] == row.fields[1]:
        what = _fields(found, row.fields[0])
        alike = (
            "both alike"
            if row.is_alike or not row.fields[0]
            else "the same fields, but not for the same requests; see below"
        )
        yield f"    {what} ({alike})"
        return
    for name, mask in zip(names, row.fields, strict=True):
        yield f"    {name + ':':<{width}}{_fields(found, mask)}"


def _purposes(found: Comparison, row: Row) -> str:
    return listed(subtrees(row.purposes, found.difference.old.purpose_tree), "and")


def _fields(found: Comparison, mask: int) -> str:
    """A set of fields in words."""
    if not mask:
        return "nothing"
    difference = found.difference
    if mask == difference.within[Axis.FIELD]:
        return "everything that both know"
    everything = difference.space.everything
    box = (*everything[: Axis.FIELD], mask, *everything[Axis.FIELD + 1 :])
    lines = region_in_words(Layout(difference.space, difference.old), box)
    return next((line.says for line in lines if line.about == "what they see"), "everything")


def _alone(found: Comparison) -> Iterator[str]:
    """What cannot be compared."""
    for name, other, side in zip(_names(found), reversed(_names(found)), found.alone, strict=True):
        if side:
            yield f"Only `{name}` knows, so that nothing is said of it here and `{other}` refuses it: {_known(side)}."


def _known(side: Mapping[str, Sequence[str]]) -> str:
    return "; ".join(
        f"{_PLURALS[kind] if len(codes) > 1 else kind} {listed([f'`{code}`' for code in codes], 'and')}"
        for kind, codes in side.items()
    )


def _rest(settled: Settlement) -> str:
    return (
        f"Of what both know: {rest(settled).replace('nothing else changes', 'they differ in nothing else')}"
    )


def _row_as_values(found: Comparison, row: Row) -> dict[str, Plain]:
    return {
        "agencies": row.kind,
        "purposes": list(row.purposes),
        "first": _fields(found, row.fields[0]),
        "second": _fields(found, row.fields[1]),
        "alike": row.is_alike,
    }
