"""What stands in the rendering of a policy, and in which order.

Knows: the sections, the words that are the same for every policy.
Must not know: how text is wrapped, HTML, the policy version.
"""

from __future__ import annotations

from collections.abc import Sequence

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Promise, Rule
from ostiary.policy.rendering.document import (
    Block,
    Clause,
    Document,
    Index,
    Paragraph,
    Particulars,
    Points,
    Section,
)
from ostiary.policy.rendering.reading import COVERED, HOW_TO_READ, NOT_COVERED
from ostiary.policy.rendering.vocabulary import (
    agencies_section,
    agreements_section,
    bases_section,
    cases_section,
    officials_section,
    purposes_section,
    record_classes_section,
)
from ostiary.policy.words.lists import counted, day
from ostiary.policy.words.sentences import rule_sentence

NOT_REVIEWED = "The authors do not say that a lawyer has reviewed this policy."


def document_of(bundle: Bundle) -> Document:
    """The whole of a policy, without its version."""
    sections = (
        Section("part:reading", "How to read this policy", (Points(HOW_TO_READ),)),
        *_rules(bundle),
        *_index(bundle),
        *agreements_section(bundle),
        agencies_section(bundle),
        purposes_section(bundle),
        bases_section(bundle),
        cases_section(bundle),
        record_classes_section(bundle),
        *officials_section(bundle),
        *_counsel(bundle),
        _scope(bundle),
    )
    return Document(bundle.title, bundle.name, _opening(bundle), sections)


def _opening(bundle: Bundle) -> tuple[Block, ...]:
    effective = bundle.effective
    counts = (
        counted(len(bundle.promises), "promise"),
        counted(len(bundle.prohibitions), "prohibition"),
        counted(len(bundle.permits), "permit"),
        counted(len(bundle.duties), "duty", "duties"),
    )
    rows = (
        ("Review", bundle.review or NOT_REVIEWED),
        (
            "In force",
            f"from {day(effective)} on"
            if effective
            else "each rule on the days that it names, or on every day",
        ),
        ("Whom to ask", bundle.custodian),
        ("Rules", ", ".join(counts)),
    )
    return (Particulars(rows),)


def _rules(bundle: Bundle) -> tuple[Section, ...]:
    parts: tuple[tuple[str, str, str, Sequence[Rule | Promise]], ...] = (
        (
            "promises",
            "Promises",
            "What this policy must keep. A promise decides nothing by itself.",
            bundle.promises,
        ),
        ("prohibitions", "Prohibitions", "What nobody can be permitted.", bundle.prohibitions),
        (
            "permits",
            "Permits",
            "What is allowed where no prohibition stands. All else is refused.",
            bundle.permits,
        ),
        ("duties", "Duties", "What comes with whatever is allowed.", bundle.duties),
    )
    return tuple(
        Section(f"part:{anchor}", title, (Paragraph(said), *(_clause(bundle, rule) for rule in rules)))
        for anchor, title, said, rules in parts
        if rules
    )


def _clause(bundle: Bundle, rule: Rule | Promise) -> Clause:
    source = rule.source
    return Clause(source.id, rule_sentence(bundle, rule), source.cite, source.quote)


def _index(bundle: Bundle) -> tuple[Section, ...]:
    """Every citation, with the rules that rest on it."""
    found: dict[str, list[str]] = {}
    rules: tuple[Rule | Promise, ...] = (
        *bundle.promises, *bundle.prohibitions, *bundle.permits, *bundle.duties,
    )  # fmt: skip
    for rule in rules:
        found.setdefault(rule.source.cite, []).append(rule.source.id)
    rows = tuple((cite, tuple(sorted(ids))) for cite, ids in sorted(found.items()))
    return (Section("part:authorities", "What the rules rest on", (Index(rows),)),) if rows else ()


def _counsel(bundle: Bundle) -> tuple[Section, ...]:
    questions = bundle.open_for_counsel
    said = Paragraph(
        "Questions that the authors could not answer. They bind nobody until somebody has answered them."
    )
    return (Section("part:counsel", "Open for counsel", (said, Points(questions))),) if questions else ()


def _scope(bundle: Bundle) -> Section:
    left_out: tuple[Block, ...] = ()
    if bundle.leaves_out:
        left_out = (
            Paragraph("The authors of this policy have left out, on purpose:"),
            Points(bundle.leaves_out),
        )
    blocks = (Paragraph(COVERED), Paragraph("It does not cover:"), Points(NOT_COVERED), *left_out)
    return Section("part:scope", "What this policy covers, and what not", blocks)
