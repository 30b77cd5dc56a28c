"""Why an access was allowed or refused, in words.

Knows: the facts that an entry froze, and the rules of the policy that it names.
Must not know: files, output, how anything is decided or said (it asks).

What the client was told is said again from the same functions, and only where the evaluator, asked the same again, decides
the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Context, Decision, Deny, Duties, Reason, Request
from ostiary.office.access_words import Fields, asker, moment, outcome, rules_of
from ostiary.office.decision_words import decision_lines
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.ways_out import way_out

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
    decision = decision_of(fields)
    if isinstance(decision, Deny):
        yield from (f"refused because {one.text}" if one.text else "refused" for one in decision.reasons)
    if fields["policy"] == bundle.version:
        way = _way_out(IndexedPolicy(bundle), fields, decision) if isinstance(decision, Deny) else ""
        yield from decision_lines(bundle, decision, way)
    else:
        yield (
            f"It was decided under policy {fields['policy'][:12]}, not under the one in force now"
            f" ({bundle.version[:12]}); the rules below are named as they were then."
        )
        yield from (f"  {rule}" for rule in rules_of(fields))
        released = decision.released if isinstance(decision, Allow) else ()
        yield from (f"  {rule}, which its exception {number} released" for rule, number in released)
    yield CAVEAT


def decision_of(fields: Fields) -> Decision:
    """The decision that an entry holds, as far as it holds it: of duties their ids and limits, not their masks and rows."""
    said = fields["decision"]
    if not said["allowed"]:
        return Deny(
            tuple(Reason(one["kind"], one["rule"], one["cite"], one["text"]) for one in said["reasons"])
        )
    minimums = tuple((name, least) for name, least in said.get("minimum_groups", ()))
    duties = Duties(row_limit=said.get("row_limit"), minimum_groups=minimums, rules=tuple(said["duties"]))
    # Entries from before exceptions were recorded do not say which of them released anything.
    released = tuple((rule, number) for rule, number in said.get("released", ()))
    return Allow(tuple(said["permits"]), duties, released)


def _way_out(policy: IndexedPolicy, fields: Fields, deny: Deny) -> str:
    """The hint that the client got; empty where the same question, asked again, is not refused in the same words."""
    refused = (one for one in _requests(fields) if policy.decide(one) == deny)
    return next((way_out(policy, one, deny) for one in refused), "")


def _requests(fields: Fields) -> Iterator[Request]:
    """What an entry asked, a record class at a time."""
    context = Context(
        member=fields["member"],
        agency=fields["agency"],
        role=fields["role"],
        purpose=fields["purpose"],
        beneficiary=fields["beneficiary"],
        affiliations=frozenset(fields["affiliations"]),
        basis=frozenset(fields["basis"]),
        case=fields["case"],
        vouched=frozenset(fields.get("vouched", ())),
    )
    for name in fields["record_classes"]:
        columns = (one.rpartition(".") for one in fields["fields"])
        yield Request(
            context, name, frozenset(last for first, _, last in columns if first == name), _day(fields)
        )


def _day(fields: Fields) -> date:
    return datetime.fromisoformat(fields["at"]).date()
