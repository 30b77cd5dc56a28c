"""A difference as text for people.

Knows: how it reads, which part comes first.
Must not know: how anything was found or proved, files, the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Decision
from ostiary.model.rules import Rule
from ostiary.policy.words.duties import row_clause
from ostiary.promises.boxes import points
from ostiary.promises.difference.aspects import Aspect, Bounded, Filtered, Masked
from ostiary.promises.difference.changes import Change, changed
from ostiary.promises.difference.difference import Difference, Kind, Part, Region
from ostiary.promises.difference.settling import Settlement
from ostiary.promises.layout import Layout
from ostiary.promises.proofs import DECLARED
from ostiary.promises.region_words import Line, region_in_words
from ostiary.promises.report import request_in_words
from ostiary.promises.sets_in_words import listed
from ostiary.promises.space import Axis

_COLUMN: Final = len("One such request: ")

HEADINGS: Final = ("Newly allowed", "Newly refused", "Same answer, other duties")

_BOUNDS: Final = {
    "row-limit": "an answer has at most {} rows",
    "minimum-group": "each row stands for at least {} different people",
    "notice": "whom it is about is told within {} days",
}


def report(found: Difference, settled: Settlement) -> str:
    """The whole report, without a last line break."""
    parts = [
        "\n".join([heading(found), *headline(found, settled)]),
        *(part_in_words(found, name, part) for name, part in zip(HEADINGS, found.parts, strict=True)),
        "\n".join(_written(found)),
        f"{rest(settled)} {DECLARED}",
    ]
    return "\n\n".join(filter(None, parts))


def summary(found: Difference, settled: Settlement) -> str:
    """The difference where it stands beside something else: what changes in a few lines, a line for each region, the rest."""
    lines = [heading(found)]
    for name, part in zip(HEADINGS, found.parts, strict=True):
        lines.append(f"{name}: {_count(part)}")
        lines += [f"  {number}. {_title(found, one)}" for number, one in enumerate(part.regions, 1)]
    return "\n".join([*lines, f"{rest(settled)} {DECLARED}"])


def heading(found: Difference) -> str:
    """Which two policies, and for which days."""
    days = f"all days from {found.since} on" if found.since.year > 1 else "all days"
    return (
        f"From `{found.old.name}`, policy version {found.old.version},\n"
        f"to `{found.new.name}`, policy version {found.new.version}: {days}, also for agencies that are not registered yet"
    )


def headline(found: Difference, settled: Settlement) -> Iterator[str]:
    """What changes in a few lines, and whether that is all."""
    for name, part in zip(HEADINGS, found.parts, strict=True):
        yield f"  {name + ':':<27}{_count(part)}"
    name = "Everything else:" if settled.outside == "regions" else "Outside changed rules:"
    yield f"  {name:<27}{'proved to be as before' if settled.is_proved else 'NOT SETTLED'}"


def rest(settled: Settlement) -> str:
    """What is proved of everything that is not listed."""
    if not settled.is_proved:
        return f"NOT SETTLED whether anything else changes: {settled.why}. Take it that it does."
    where = "else"
    if settled.outside == "changed rules":
        where = f"changes outside what {listed(settled.rules, 'and')} cover" if settled.rules else "else"
    changes = "" if where.startswith("changes") else " changes"
    return (
        f"It is proved that nothing {where}{changes}: by set algebra and by a solver,"
        f" {settled.encoded} of {settled.count} rules of both policies encoded."
        " That is about answers and what duties ask."
    )


def asked_in_words(found: Difference, region: Region) -> str | None:
    """What duties ask there more or less; None where the answer itself changes."""
    bundle = found.old if region.kind == "less-asked" else found.new
    return None if region.aspect is None else aspect_in_words(region.aspect, bundle)


def aspect_in_words(aspect: Aspect, bundle: Bundle) -> str:
    """What duties ask; of rows in the words of the policy as it is rendered."""
    match aspect:
        case Masked(field, mask):
            return f"`{field}` is masked as `{mask}` or more strictly"
        case Filtered(row):
            return f"only those rows of `{row.record_class}` are shown in which {row_clause(bundle, row)}"
        case Bounded(what, number):
            return _BOUNDS[what].format(number)


def region_lines(found: Difference, region: Region) -> tuple[Line, ...]:
    """A region in words: of the requests that the policy allows whose they are."""
    bundle = found.old if region.kind == "newly-refused" else found.new
    return region_in_words(Layout(found.space, bundle), region.box)


def size_of(found: Difference, region: Region) -> tuple[int, int, int]:
    """How many registered agencies, purposes and fields a region has."""
    registered = found.space.principals.registered
    askers = region.box[Axis.ASKER] & (1 << len(registered)) - 1
    agencies = {registered[number].code for number in points(askers)}
    return len(agencies), region.box[Axis.PURPOSE].bit_count(), region.box[Axis.FIELD].bit_count()


def cites_of(found: Difference, region: Region) -> list[tuple[str, str]]:
    """The rules that did it with their citations, those of the new policy where it has them."""
    cites = {**_cites(found.old), **_cites(found.new)}
    return [(rule, cites.get(rule, "")) for rule in region.rules]


def decided(decision: Decision) -> str:
    """What was decided, by which rules."""
    if isinstance(decision, Allow):
        released = "".join(f", exception {number} of {rule} holds" for rule, number in decision.released)
        return f"allowed by {listed(decision.permits, 'and')}{released}"
    rules = sorted({reason.rule for reason in decision.reasons if reason.rule})
    return f"refused by {listed(rules, 'and')}" if rules else "refused, no permit covers it"


def _count(part: Part) -> str:
    if not part.is_settled:
        return "not settled"
    number = len(part.regions)
    if number == 0:
        return "nothing"
    return f"{number} region{'' if number == 1 else 's'}{'' if part.is_all else ' listed, and more'}"


def part_in_words(
    found: Difference, name: str, part: Part, sides: tuple[str, str] = ("Before", "Now")
) -> str:
    """All regions of one part, under a heading; ``sides`` are the two policies where an example was decided."""
    lines = [f"{name}: {_count(part)}"]
    for number, region in enumerate(part.regions, 1):
        lines += [
            f"  {number}. {_title(found, region)}",
            *(f"     {line}" for line in _body(found, region, sides)),
        ]
    return "\n".join(lines)


_ASKED: Final[dict[Kind, str]] = {"more-asked": "newly asked: ", "less-asked": "no more asked: "}


def _title(found: Difference, region: Region) -> str:
    agencies, purposes, fields = size_of(found, region)
    words = asked_in_words(found, region)
    asked = "" if words is None else f"{_ASKED[region.kind]}{words}; "
    who = _many(agencies, "agency", "agencies") if agencies else "agencies not registered yet"
    many = (who, _many(purposes, "purpose"), _many(fields, "field"))
    cites = listed([f"{rule} ({cite})" for rule, cite in cites_of(found, region)], "and")
    # Where no rule was changed it is what they are about: an agreement that ends, a basis that is no more.
    same = "" if changed(found.rules) & set(region.rules) else "what is not in a rule has changed for "
    return f"{asked}{' x '.join(many)}: {same}{cites or 'every rule'}"


def _body(found: Difference, region: Region, sides: tuple[str, str]) -> Iterator[str]:
    for line in region_lines(found, region):
        yield f"{line.about[:1].upper() + line.about[1:] + ':':<{_COLUMN}}{line.says}"
    yield f"{'One such request:':<{_COLUMN}}{request_in_words(region.examples[1].request)}"
    if region.aspect is None:
        for side, decision in zip(sides, (region.before, region.after), strict=True):
            yield f"{side + ':':<{_COLUMN}}{decided(decision)}"


def _written(found: Difference) -> Iterator[str]:
    """What was written otherwise, whatever comes of it."""
    meant = [one for one in found.rules if one.how != "reworded"]
    worded = [one for one in found.rules if one.how == "reworded"]
    if meant:
        yield f"Rules: {_changes(meant)}"
    if worded:
        yield f"Words of rules alone: {_changes(worded)}"
    for how in ("added", "removed", "changed"):
        those = [one for one in found.others if one.how == how]
        if those:
            yield f"Also {how}: {_others(those)}"


def _changes(changes: Sequence[Change]) -> str:
    return ", ".join(f"{one.code} ({one.kind} {one.how})" for one in changes)


def _others(changes: Sequence[Change]) -> str:
    kinds = dict.fromkeys(one.kind for one in changes)
    return "; ".join(
        f"{kind} {listed([f'`{one.code}`' for one in changes if one.kind == kind], 'and')}" for kind in kinds
    )


def _cites(bundle: Bundle) -> dict[str, str]:
    rules: tuple[Rule, ...] = (*bundle.permits, *bundle.prohibitions, *bundle.duties)
    return {rule.source.id: rule.source.cite for rule in rules}


def _many(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or f'{one}s'}"
