"""From a plan to a decision, and from a decision to what the client is told.

Knows: how a statement's footprints become requests, and how a refusal is worded and recorded.
Must not know: the database, rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from ostiary.errors import LogUnavailable
from ostiary.model.access import Answered, Asked, entry_payload
from ostiary.model.request import Allow, Context, Decision, Deny, Duties, Reason, Request
from ostiary.model.rules import Duty, Need
from ostiary.policy.agency_facts import facts_of_agencies
from ostiary.policy.explain import detail
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.ways_out import way_out
from ostiary.policy.words_known import nearest
from ostiary.session.commands import Append, AwaitDurable, Flow, ask
from ostiary.session.conversation import Conversation
from ostiary.session.prepared import Recorded
from ostiary.session.refusals import (
    LIMIT_EXCEEDED,
    NOT_ALLOWED,
    Refusal,
    Refused,
    log_unavailable,
    numbered,
)
from ostiary.session.settings import Declared
from ostiary.session.verdicts import Verdict
from ostiary.sql.plan import AskedAbout, Footprint, NotAllowed, Plan, Select, query_of

MAX_QUESTION_BYTES = 524_288
"""Half of the 1 MiB that the log takes for one entry; the other half is for the subjects of the answer."""


@dataclass(frozen=True, slots=True)
class Question:
    """One statement as it is recorded: its text, its plan, and its parameters as text.

    ``tried`` is what a refused declaration would have declared: it says for whom somebody tried to ask. ``continues`` is
    the access that read the first rows of the portal that this one reads on in.
    """

    text: str
    plan: Plan
    parameters: tuple[str | None, ...] = ()
    tried: Declared | None = None
    continues: str = ""


def decide_select(conversation: Conversation, select: Select, context: Context) -> Verdict:
    """Allow only when every footprint is allowed; the duties of all of them together."""
    policy, day = conversation.snapshot.policy, conversation.day
    return conversation.verdicts.find(policy, context, day, select.footprints, verdict_on)


def verdict_on(
    policy: IndexedPolicy, context: Context, day: date, footprints: tuple[Footprint, ...]
) -> Verdict:
    """What the evaluator says of these: the first refusal, or all that is allowed together."""
    allowed: list[Allow] = []
    for footprint in footprints:
        request = Request(context, footprint.record_class, frozenset(footprint.fields), day)
        match policy.decide(request):
            case Deny() as deny:
                return Verdict(deny, request)
            case Allow() as allow:
                allowed.append(allow)
    return Verdict(_together(allowed, footprints))


def _together(allowed: list[Allow], footprints: tuple[Footprint, ...]) -> Allow:
    notices = [days for allow in allowed if (days := allow.duties.notify_within_days) is not None]
    limits = [allow.duties.row_limit for allow in allowed if allow.duties.row_limit is not None]
    masks = tuple(
        (f"{footprint.record_class}.{column}", mask)
        for footprint, allow in zip(footprints, allowed, strict=True)
        for column, mask in allow.duties.masks
    )
    duties = Duties(
        masks=masks,
        rows=tuple(row for allow in allowed for row in allow.duties.rows),
        row_limit=min(limits, default=None),
        minimum_groups=tuple(one for allow in allowed for one in allow.duties.minimum_groups),
        rules=tuple(sorted({rule for allow in allowed for rule in allow.duties.rules})),
        notify_within_days=min(notices, default=None),
    )
    permits = tuple(sorted({permit for allow in allowed for permit in allow.permits}))
    return Allow(permits, duties, tuple(sorted({one for allow in allowed for one in allow.released})))


def duties_of(conversation: Conversation, decision: Decision, asks: Callable[[Duty], bool]) -> list[str]:
    """The ids of the duties that came with a decision and ask for something of that kind."""
    rules = decision.duties.rules if isinstance(decision, Allow) else ()
    duties = conversation.snapshot.bundle.duties
    return [one.source.id for one in duties if one.source.id in rules and asks(one)]


def refusal_of_name(conversation: Conversation, plan: NotAllowed, context: Context) -> tuple[Deny, Refusal]:
    """No such table, not allowed, unknown column: all are decided as a record class that nobody has heard of.

    A column of a table that the profile does not show is refused as that table is, whether there is one or not.
    """
    views = conversation.profile.views
    unseen = [name for name in plan.relations if name not in views]
    name = unseen[0] if unseen else plan.name
    request = Request(context, name, frozenset(), conversation.day)
    decision = conversation.snapshot.policy.decide(request)
    deny = decision if isinstance(decision, Deny) else _not_permitted(request)
    refusal = refusal_of(conversation, deny, request)
    # Only names that this profile shows anyway are offered, and none for a table: that would tell which tables there are.
    columns = {column for one in plan.relations if not unseen for column, _ in views[one].columns}
    near = nearest(name.rpartition(".")[2], columns)
    return deny, replace(refusal, hint=f"Perhaps `{near}` is meant. {refusal.hint}") if near else refusal


def _not_permitted(request: Request) -> Deny:
    """The refusal of a name that a record class has as well, such as one of another schema."""
    context = request.context
    said = f"`{context.agency}` is not permitted to read `{request.record_class}` for purpose `{context.purpose}`"
    return Deny((Reason("not-permitted", "", "", said),))


def ask_custodian(conversation: Conversation) -> str:
    """Whom to ask, as a sentence."""
    return f"Ask {conversation.snapshot.bundle.custodian}."


def refusal_of(conversation: Conversation, deny: Deny, request: Request) -> Refusal:
    """A refusal by policy: the first reason as the message, all rules and citations as DETAIL, the way out as HINT."""
    first = deny.reasons[0]
    return Refusal(
        NOT_ALLOWED,
        first.text,
        detail=detail(deny) + _case_trouble(conversation, deny),
        hint=way_out(conversation.snapshot.policy, request, deny),
        table=request.record_class,
        constraint=first.rule,
    )


def _case_trouble(conversation: Conversation, deny: Deny) -> str:
    """That nobody could look, where a need is missing that the case table might have met."""
    known = conversation.known_case
    is_missing = any(reason.kind in {"need-missing", "duty-unmet"} for reason in deny.reasons)
    return " The case table cannot be asked now." if is_missing and known and known.has_failed else ""


def asked_of(conversation: Conversation, question: Question, decision: Decision) -> Asked:
    """The unchanging part of this access's entries. Raises Refused for a question too long for one entry."""
    asked = _asked(conversation, question, decision)
    if asked.size > MAX_QUESTION_BYTES:
        raise Refused(
            Refusal(
                LIMIT_EXCEEDED,
                "the question is too long to be recorded",
                detail=f"With its parameters it takes at most {MAX_QUESTION_BYTES} bytes.",
                hint="Ask in smaller portions.",
            )
        )
    return asked


def _asked(conversation: Conversation, question: Question, decision: Decision) -> Asked:
    """The question as it is recorded. One that was asked before on the same grounds differs in its parameters alone."""
    plan, query = question.plan, query_of(question.plan)
    constants = query.asked_about if query is not None else ()
    asked_about = tuple(_asked_about(constant, question.parameters) for constant in constants)
    access = conversation.next_access()
    if question.tried is not None:
        return _first_asked(conversation, question, decision).again(access, question.parameters, asked_about)
    known = conversation.recorded.get(question.text)
    is_same = known is not None and known.is_on(conversation.grounds, plan, decision)
    # Whether nobody vouches or nobody could be asked makes no difference to the decision; the entry tells it.
    if known is None or not is_same or known.asked.vouched != _vouched(conversation):
        known = Recorded(conversation.grounds, plan, decision, _first_asked(conversation, question, decision))
        conversation.keep_recorded(question.text, known)
    return known.asked.again(access, question.parameters, asked_about, question.continues)


def _first_asked(conversation: Conversation, question: Question, decision: Decision) -> Asked:
    query = query_of(question.plan)
    footprints = query.footprints if query is not None else ()
    bundle, context = (
        conversation.snapshot.bundle,
        conversation.context_of(question.tried or conversation.declared),
    )
    return Asked(
        access="",
        gateway=conversation.snapshot.gateway,
        session=conversation.connection.id,
        client=conversation.connection.client,
        context=context,
        statement=question.text,
        parameters=(),
        asked_about=(),
        record_classes=tuple(footprint.record_class for footprint in footprints),
        fields=tuple(
            f"{footprint.record_class}.{name}" for footprint in footprints for name in footprint.fields
        ),
        decision=decision,
        policy=bundle.version,
        profile=conversation.profile.id,
        directive_head=conversation.snapshot.directive_head,
        agency_proof=conversation.proof,
        accounting=query.accounting if query is not None else "R",
        agencies=facts_of_agencies(bundle, context.principals, conversation.day),
        vouched=_vouched(conversation),
    )


def _vouched(conversation: Conversation) -> dict[Need, bool]:
    """For which needs somebody was asked, and whether they are vouched for under what is declared."""
    case, policy, known = (
        conversation.declared.case,
        conversation.snapshot.bundle.version,
        conversation.known_case,
    )
    context = conversation.context
    found: dict[Need, bool] = {"approval": context is not None and "approval" in context.vouched}
    if known is not None and known.was_asked(case, policy):
        found["open-case"] = known.vouches(case, policy)
    return found


def _asked_about(constant: AskedAbout, parameters: tuple[str | None, ...]) -> tuple[str, str]:
    if constant.literal is not None:
        return constant.column, constant.literal
    if constant.parameter <= len(parameters):
        return constant.column, parameters[constant.parameter - 1] or ""
    return constant.column, f"${constant.parameter}"


def refuse(conversation: Conversation, question: Question, deny: Deny, refusal: Refusal) -> Flow[Refused]:
    """Record a refusal durably; the answer is what to raise, with the entry's number in its DETAIL."""
    asked = asked_of(conversation, question, deny)
    index = yield from record(conversation, asked, Answered("refused", sqlstate=refusal.sqlstate))
    return Refused(numbered(refusal, index))


def record(conversation: Conversation, asked: Asked, answered: Answered) -> Flow[int]:
    """One whole access as one entry, durable; its index. Raises Refused when the log cannot be had."""
    try:
        at = conversation.client.at.isoformat(timespec="microseconds")
        ticket = yield from ask(Append(entry_payload("whole", at, asked, answered), answered))
        index = yield from ask(AwaitDurable(ticket))
    except LogUnavailable as error:
        raise Refused(log_unavailable()) from error
    conversation.receipts.note(asked.access, index)
    return index


def deny_for(why: str) -> Deny:
    """A refusal that no rule of the policy gave: the statement itself, or what was declared, is the reason."""
    return Deny((Reason("not-understood", "", "", why),))
