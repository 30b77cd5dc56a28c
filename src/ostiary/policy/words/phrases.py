"""Conditions as parts of a sentence: members of whom, what they read, for which purpose.

Knows: the words for each way to say a set, alone or beside others.
Must not know: kinds of rule, exceptions, duties.

Several conditions on one fact must all hold: they become ``that ... and that ...``, each with its own verb, so that no
``or`` inside one of them can reach into the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import NamedTuple, assert_never

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Atom, Condition, Fact
from ostiary.policy.words.lists import alternatives, together
from ostiary.policy.words.names import agency_name, purpose_name, state_name


class Number(NamedTuple):
    """How a set is meant: ``every`` one of it is allowed, or ``any`` one of it is touched."""

    each: str
    everything: str
    joined: Callable[[Iterable[str]], str]


EVERY = Number("every", "everything", together)
ANY = Number("any", "anything", alternatives)


def atoms_of(condition: Condition, fact: Fact) -> tuple[Atom, ...]:
    """What a condition says of one fact."""
    return tuple(atom for atom in condition.atoms if atom.fact == fact)


def agencies(bundle: Bundle, condition: Condition) -> str:
    """``Bureau (bureau) or any agency under it``; empty when any agency is meant."""
    return _selection(bundle, "agency", atoms_of(condition, "agency"), ANY)


def role(condition: Condition) -> str:
    """`` in the role auditor or clerk``; empty when any role is meant."""
    return "".join(f" in the role {alternatives(_words(atom))}" for atom in atoms_of(condition, "role"))


def purpose(bundle: Bundle, condition: Condition) -> str:
    """``the purpose “Homicide” (homicide)``; empty when any purpose is meant."""
    atoms = atoms_of(condition, "purpose")
    said = _selection(bundle, "purpose", atoms, ANY)
    return said if not said or said.startswith("any ") else f"the purpose {said}"


def fields(bundle: Bundle, condition: Condition, number: Number) -> str:
    """What is read: ``every field of the record classes persons and arrests``, ``anything``."""
    of_fields, of_classes = atoms_of(condition, "field"), atoms_of(condition, "record_class")
    if not of_fields and not of_classes:
        return number.everything
    classes = _classes(bundle, of_classes, number)
    if not of_fields:
        return f"{number.each} field of {classes}"
    said = _selection(bundle, "field", of_fields, number)
    return f"{said}, within {classes}" if classes else said


def clause(bundle: Bundle, atom: Atom) -> str:
    """What a value does that meets an atom: ``is of the federal level``, ``is “Homicide” (homicide)``."""
    words = [_named(bundle, atom, word) for word in _words(atom)]
    one = len(words) == 1
    match atom.way:
        case "listed":
            return f"is {_listed_fields(atom, ANY) if atom.fact == 'field' else alternatives(words)}"
        case "under":
            return f"is {alternatives(words)} or stands under {'it' if one else 'one of them'}"
        case "not_under" if one:
            return f"is neither {words[0]} nor under it"
        case "not_under":
            return f"is none of {together(words)}, nor under one of them"
        case _:
            negation, plain = ("not ", atom.way[4:]) if atom.way.startswith("not_") else ("", atom.way)
            return f"is {negation}{_attribute(plain, alternatives(words))}"


def _selection(bundle: Bundle, noun: str, atoms: tuple[Atom, ...], number: Number) -> str:
    if not atoms:
        return ""
    if len(atoms) == 1:
        return _selected(bundle, noun, atoms[0], number)
    return f"{number.each} {noun} {', and '.join(f'that {clause(bundle, atom)}' for atom in atoms)}"


def _selected(bundle: Bundle, noun: str, atom: Atom, number: Number) -> str:
    words = [_named(bundle, atom, word) for word in _words(atom)]
    match atom.way:
        case "listed":
            return _listed_fields(atom, number) if atom.fact == "field" else alternatives(words)
        case "under":
            return alternatives([*words, f"any {noun} under {'it' if len(words) == 1 else 'one of them'}"])
        case "not_under":
            return f"{number.each} {noun} except {together([*words, _those_under(words)])}"
        case "level" | "kind" | "state" | "label":
            return f"{number.each} {noun} {_attribute(atom.way, alternatives(words))}"
        case "not_level" | "not_kind" | "not_state" | "not_label":
            return f"{number.each} {noun} except those {_attribute(atom.way[4:], alternatives(words))}"
        case _ as never:
            assert_never(never)


def _those_under(words: list[str]) -> str:
    return f"those under {'it' if len(words) == 1 else 'one of them'}"


def _attribute(way: str, said: str) -> str:
    forms = {"level": "of the {} level", "kind": "of the kind {}", "state": "of {}", "label": "labelled {}"}
    return forms[way].format(said)


def _classes(bundle: Bundle, atoms: tuple[Atom, ...], number: Number) -> str:
    if len(atoms) == 1 and atoms[0].way == "listed":
        words = _words(atoms[0])
        return f"the record class{'es' if len(words) > 1 else ''} {number.joined(words)}"
    return _selection(bundle, "record class", atoms, number)


def _listed_fields(atom: Atom, number: Number) -> str:
    """``the fields dob and sex of persons; and the field charge of arrests``."""
    groups = []
    for record_class, found in groupby(sorted(_words(atom)), key=lambda field: field.partition(".")[0]):
        columns = [field.partition(".")[2] for field in found]
        groups.append(
            f"the field{'s' if len(columns) > 1 else ''} {number.joined(columns)} of {record_class}"
        )
    return number.joined(groups)


def _words(atom: Atom) -> tuple[str, ...]:
    """The author's words in one order; the values where a condition was not written by an author."""
    return tuple(sorted(set(atom.words or atom.values)))


def _named(bundle: Bundle, atom: Atom, word: str) -> str:
    if atom.way in {"state", "not_state"}:
        return state_name(word)
    if atom.way not in {"listed", "under", "not_under"}:
        return word
    names = {"agency": agency_name, "purpose": purpose_name}
    return names[atom.fact](bundle, word) if atom.fact in names else word
