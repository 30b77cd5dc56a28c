"""One sentence for every rule, laid out as a lawyer lays it out: an opening, and numbered exceptions or lettered duties.

Knows: the form of the sentence for each kind of rule.
Must not know: quotations, pages, decisions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Condition, Duty, Permit, Prohibition, Promise, Rule, Source
from ostiary.policy.words.cases import all_of, basis_clauses, case
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

    Whatever limits a rule as a whole (days, purpose, papers, needs) stands before the list of what is read, and exceptions
    come after a clause of their own, so that nothing can be taken to belong to the last word of a list alone.
    """
    match rule:
        case Permit():
            return _sentence(rule.source, _permitted(bundle, rule.when))
        case Prohibition():
            return _with_exceptions(
                bundle, rule.source, _forbidden(bundle, rule.when), "prohibition", rule.unless
            )
        case Promise():
            by = "for good, by prohibitions alone, " if rule.is_permanent else ""
            said = f"it is promised {by}that {_forbidden(bundle, rule.never)}"
            return _with_exceptions(bundle, rule.source, said, "promise", rule.unless)
        case Duty():
            said, clauses = f"{_occasion(bundle, rule.when)},", asked(bundle, rule)
            if len(clauses) == 1:
                return _sentence(rule.source, f"{said} {clauses[0]}")
            return _sentence(rule.source, said, lettered(clauses, "and"))
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
    members = f"members of {agencies(bundle, when) or 'any agency'}{role(when)}"
    terms = [*basis_clauses(bundle, when), *need_clauses(when.needs, "their agency")]
    provided = f" if {all_of(terms)}," if terms else ""
    why = purpose(bundle, when) or "any purpose"
    return f"{members} may, for {why},{provided} read {fields(bundle, when, EVERY)}"


def _forbidden(bundle: Bundle, when: Condition) -> str:
    why = purpose(bundle, when) or "any purpose"
    return f"no one{_whoever(bundle, when)} may, for {why},{_papers(bundle, when)} read {fields(bundle, when, ANY)}"


def _occasion(bundle: Bundle, when: Condition) -> str:
    """The answers with which a duty comes."""
    why, whoever, what = purpose(bundle, when), _whoever(bundle, when), fields(bundle, when, ANY)
    every = f"in every answer{f' to someone{whoever}' if whoever else ''}{f', for {why},' if why else ''}"
    drawn = "" if what == ANY.everything else f" drawn from {what}"
    return f"{every}{_papers(bundle, when)}{drawn}".removesuffix(",")


def _papers(bundle: Bundle, when: Condition) -> str:
    clauses = basis_clauses(bundle, when)
    return f" where {all_of(clauses)}," if clauses else ""


def _whoever(bundle: Bundle, when: Condition) -> str:
    reached = agencies(bundle, when)
    return role(when) + (f" {_REACHED} {reached}" if reached else "")
