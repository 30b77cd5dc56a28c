"""One sentence for every rule, laid out as a lawyer lays it out: an opening, and numbered exceptions or lettered duties.

Knows: the form of the sentence for each kind of rule.
Must not know: quotations, pages, decisions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Condition, Duty, Permit, Prohibition, Promise, Rule, Source
from ostiary.policy.words.cases import basis_clauses, case
from ostiary.policy.words.duties import asked
from ostiary.policy.words.lists import in_force, lettered, numbered
from ostiary.policy.words.needs import need_clauses
from ostiary.policy.words.phrases import ANY, EVERY, agencies, fields, purpose, role

_REACHED = "who belongs to, works for or asks on behalf of"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A whole sentence: ``str`` gives it on one line, the parts are its lines where it is laid out."""

    opening: str
    items: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join((self.opening, *self.items))


def rule_sentence(bundle: Bundle, rule: Rule | Promise) -> Sentence:
    """What a rule says, without its id and citation; the same for the same rule on every machine.

    Whatever limits a rule as a whole (days, purpose, papers, needs) stands before it, and exceptions come after a clause of
    their own, so that nothing can be read as belonging to the last word of a list alone.
    """
    match rule:
        case Permit():
            return _sentence(rule.source, _permitted(bundle, rule.when))
        case Prohibition():
            said = f"{_where(bundle, rule.when)}, no one{_whoever(bundle, rule.when)} may read {_any(bundle, rule.when)}"
            return _with_exceptions(bundle, rule.source, said, "prohibition", rule.unless)
        case Promise():
            return _with_exceptions(bundle, rule.source, _promised(bundle, rule), "promise", rule.unless)
        case Duty():
            return _sentence(rule.source, f"{_occasion(bundle, rule.when)},", lettered(asked(bundle, rule), "and"))
        case _ as never:
            assert_never(never)


def _sentence(source: Source, said: str, items: tuple[str, ...] = ()) -> Sentence:
    dates = in_force(source.effective, source.expires)
    opening = f"{dates}, {said}" if dates else said
    return Sentence(f"{opening[0].upper()}{opening[1:]}{'' if items else '.'}", items)


def _with_exceptions(
    bundle: Bundle, source: Source, said: str, what: str, unless: tuple[Condition, ...]
) -> Sentence:
    if not unless:
        return _sentence(source, said)
    exceptions = numbered((case(bundle, one) for one in unless), "or")
    return _sentence(source, f"{said}; this {what} does not apply where", exceptions)


def _permitted(bundle: Bundle, when: Condition) -> str:
    terms = [*basis_clauses(bundle, when), *need_clauses(when.needs, "their agency")]
    provided = f", and if {', and '.join(terms)}" if terms else ""
    members = f"members of {agencies(bundle, when) or 'any agency'}{role(when)}"
    return f"for {purpose(bundle, when) or 'any purpose'}{provided}, {members} may read {fields(bundle, when, EVERY)}"


def _promised(bundle: Bundle, promise: Promise) -> str:
    never = promise.never
    said = f"{_where(bundle, never)}, no one{_whoever(bundle, never)} is ever allowed to read {_any(bundle, never)}"
    if promise.is_permanent:
        return f"{said}, which the prohibitions alone ensure, whatever may be permitted now or later"
    return said


def _occasion(bundle: Bundle, when: Condition) -> str:
    """The answers with which a duty comes."""
    whoever, what = _whoever(bundle, when), _any(bundle, when)
    to = f" to someone{whoever}" if whoever else ""
    drawn = "" if what == ANY.everything else f" drawn from {what}"
    where = f"{_where(bundle, when)}, " if purpose(bundle, when) or basis_clauses(bundle, when) else ""
    return f"{where}in every answer{to}{drawn}"


def _where(bundle: Bundle, when: Condition) -> str:
    """For which purpose, and with which papers declared."""
    papers = basis_clauses(bundle, when)
    said = f"for {purpose(bundle, when) or 'any purpose'}"
    return f"{said}, where {', and '.join(papers)}" if papers else said


def _whoever(bundle: Bundle, when: Condition) -> str:
    reached = agencies(bundle, when)
    return role(when) + (f" {_REACHED} {reached}" if reached else "")


def _any(bundle: Bundle, when: Condition) -> str:
    return fields(bundle, when, ANY)
