"""Why an access was allowed or refused, in words.

Knows: the facts that an entry froze, and the rules of the policy that it names.
Must not know: files, output.
"""

from __future__ import annotations

from collections.abc import Iterator

from ostiary.cli.access_words import Fields, asker, moment, outcome, rules_of
from ostiary.model.bundle import Bundle
from ostiary.model.rules import Rule
from ostiary.policy.explain import sentence

CAVEAT = (
    "What was declared is not thereby true: purpose and case are what the member said. "
    "Whether they were is for those who review."
)


def explanation(fields: Fields, bundle: Bundle) -> Iterator[str]:
    """Lines that say what was decided, under which rules, and what each rule says."""
    if "decision" not in fields:
        yield f"This is a later part ({fields['part']}) of access {fields['access']}; its question stands where it began."
        return
    yield f"{moment(fields)} UTC  {asker(fields)} {outcome(fields)}"
    if fields["affiliations"]:
        yield f"{fields['member']} works for {', '.join(fields['affiliations'])}"
    yield f"asked: {fields['statement']}"
    yield f"policy: version {fields['policy'][:12]}"
    decision = fields["decision"]
    for reason in decision.get("reasons", ()):
        yield f"refused because {reason['text']}" if reason["text"] else "refused"
    if fields["policy"] != bundle.version:
        yield (
            f"It was decided under policy {fields['policy'][:12]}, not under the one in force now"
            f" ({bundle.version[:12]}); the rules below are named as they were then."
        )
        yield from (f"  {rule}" for rule in rules_of(fields))
    else:
        yield from _rules(rules_of(fields), bundle)
    yield CAVEAT


def _rules(named: tuple[str, ...], bundle: Bundle) -> Iterator[str]:
    every: tuple[Rule, ...] = (*bundle.permits, *bundle.prohibitions, *bundle.duties)
    rules = {rule.source.id: rule for rule in every}
    for name in named:
        rule = rules.get(name)
        if rule is None:
            yield f"  {name} is not a rule of the policy in force"
            continue
        yield f"  {sentence(rule)}"
        if rule.source.quote:
            yield f'      "{rule.source.quote}"'
