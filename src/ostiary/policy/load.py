"""From the texts of a folder to one compiled bundle.

Knows: which sections a bundle has and in which order they need each other.
Must not know: folders, what a rule means.

The texts are one bundle however they are split. The sections are ``[policy]`` (once), ``[[agency]]``, ``[[agreement]]``,
``[[official]]``, ``[[purpose]]``, ``[[basis]]``, ``[[record_class]]``, ``[case_table]`` (at most once), ``[[permit]]``,
``[[prohibit]]``, ``[[duty]]`` and ``[[promise]]``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from ostiary.errors import BundleError
from ostiary.model.bundle import Bundle
from ostiary.policy.agency_text import (
    read_agencies,
    read_agreements,
    read_bases,
    read_officials,
    read_purposes,
)
from ostiary.policy.case_form import form_problem
from ostiary.policy.catalogue_text import read_case_table, read_catalogue
from ostiary.policy.compiled_form import with_version
from ostiary.policy.mistakable import refuse_mistakable
from ostiary.policy.reading import Problems, Table
from ostiary.policy.rule_text import read_duties, read_permits, read_prohibitions, read_promises
from ostiary.policy.text_file import read_text_file
from ostiary.policy.words_known import WordsKnown

# A rule with its quotation takes about 1,000 characters, so one file holds about 250 of them.
MAX_FILE_CHARACTERS = 250_000
# 64 files of 250 rules are 16,000 rules, more than three times MAX_RULES.
MAX_FILES = 64
# The largest policy measured so far has 2,000 rules; the reference evaluator takes 5 ms for 5,000.
MAX_RULES = 5_000

_RULES = ("permit", "prohibit", "duty", "promise")
_SECTIONS = ("agency", "agreement", "official", "purpose", "basis", "record_class", *_RULES)


def load_bundle(files: Mapping[str, str]) -> Bundle:
    """The bundle that the texts, by file name, say together.

    Raises BundleError with every problem of every file, sorted, each as ``file:line: message``. A file that is not TOML
    is one problem and does not hide the problems of the others.
    """
    problems = Problems()
    if len(files) > MAX_FILES:
        raise BundleError(f"a policy bundle has at most {MAX_FILES} files, not {len(files)}")
    tops = [
        top
        for name in sorted(files)
        if (top := read_text_file(name, files[name], problems, most=MAX_FILE_CHARACTERS)) is not None
    ]
    sections = {name: list(chain.from_iterable(top.tables(name) for top in tops)) for name in _SECTIONS}
    _check_rules(sections)
    refuse_mistakable(sections)
    policy, case_table = _find_once("policy", tops), _find_once("case_table", tops)
    if policy is None:
        problems.add(tops[0].file.name if tops else "policy.toml", 1, "no file says `[policy]`")
    bundle = _read_bundle(policy, case_table, sections)
    for top in tops:
        top.finish()
    _refuse(problems)
    return with_version(bundle)


def _refuse(problems: Problems) -> None:
    lines = problems.lines()
    if lines:
        many = "1 problem" if len(lines) == 1 else f"{len(lines)} problems"
        raise BundleError(f"the policy bundle has {many}, first {lines[0]}", problems=lines)


def _find_once(key: str, tops: Sequence[Table]) -> Table | None:
    found = [table for top in tops if (table := top.table(key)) is not None]
    for table in found[1:]:
        table.problem(f"`{key}` is already said at {found[0].place()}")
    return found[0] if found else None


def _check_rules(sections: Mapping[str, Sequence[Table]]) -> None:
    """Rule ids are used once, whatever the kind of rule, because refusals and log entries cite them alone."""
    rules = list(chain.from_iterable(sections[name] for name in _RULES))
    for table in rules[MAX_RULES:][:1]:
        table.problem(f"the bundle has {len(rules)} rules; at most {MAX_RULES} are read")
    places: dict[object, str] = {}
    for table in rules:
        rule_id = table.values.get("id")
        if isinstance(rule_id, str) and rule_id in places:
            table.problem(f"rule id `{rule_id}` is already used at {places[rule_id]}", "id")
        elif isinstance(rule_id, str):
            places[rule_id] = table.place("id")


def _read_bundle(
    policy: Table | None, case_table: Table | None, sections: Mapping[str, Sequence[Table]]
) -> Bundle:
    agencies, purposes = read_agencies(sections["agency"]), read_purposes(sections["purpose"])
    catalogue = read_catalogue(sections["record_class"])
    bases = read_bases(sections["basis"])
    known = WordsKnown(agencies, purposes, catalogue, bases)
    head = _read_policy(policy) if policy else _Head()
    return Bundle(
        name=head.name,
        title=head.title,
        version="",
        custodian=head.custodian,
        case_form=head.case_form,
        case_example=head.case_example,
        agencies=agencies,
        purposes=purposes,
        agreements=read_agreements(sections["agreement"], agencies),
        officials=read_officials(sections["official"]),
        catalogue=catalogue,
        permits=read_permits(sections["permit"], known),
        prohibitions=read_prohibitions(sections["prohibit"], known),
        duties=read_duties(sections["duty"], known),
        promises=read_promises(sections["promise"], known),
        bases=bases,
        case_table=None if case_table is None else read_case_table(case_table, catalogue),
        effective=head.effective,
        review=head.review,
        open_for_counsel=head.open_for_counsel,
        leaves_out=head.leaves_out,
    )


@dataclass(frozen=True, slots=True)
class _Head:
    """What ``[policy]`` says."""

    name: str = ""
    title: str = ""
    custodian: str = ""
    case_form: str = ""
    case_example: str = ""
    effective: date | None = None
    review: str = ""
    open_for_counsel: tuple[str, ...] = ()
    leaves_out: tuple[str, ...] = ()


def _read_policy(table: Table) -> _Head:
    head = _Head(
        name=table.word("name"),
        title=table.text("title"),
        custodian=table.text("custodian"),
        case_form=table.text("case_form"),
        case_example=table.text("case_example"),
        effective=table.get("effective", date),
        review=table.text("review", needed=False),
        open_for_counsel=_lines(table, "open_for_counsel"),
        leaves_out=_lines(table, "leaves_out"),
    )
    table.finish()
    problem = form_problem(head.case_form, head.case_example) if head.case_form else ""
    if problem:
        table.problem(problem, "case_example" if problem.startswith("`case_example`") else "case_form")
    return head


def _lines(table: Table, key: str) -> tuple[str, ...]:
    """Lines for people, in the order written; each one must be printable, because it stands in what is signed."""
    lines = table.texts(key)
    for line, path in lines:
        if not (line.strip() and line.isprintable()):
            table.problem(f"`{key}` must hold lines of printable text", *path)
    return tuple(line for line, _ in lines)
