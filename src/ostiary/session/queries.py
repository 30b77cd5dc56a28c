"""A query: decided, checked against the wall, recorded, answered.

Knows: the way from a bound query to its answer or its refusal.
Must not know: message framing, settings, transactions' commands.
"""

from __future__ import annotations

from collections.abc import Mapping

from ostiary.model.request import Allow, Deny, Duties
from ostiary.pgwire.backend import ErrorFields, notice_response
from ostiary.pgwire.rowgroups import HiddenColumn
from ostiary.session.answering import Answering
from ostiary.session.commands import Flow
from ostiary.session.conversation import Conversation, no_purpose
from ostiary.session.deciding import (
    Question,
    ask_custodian,
    asked_of,
    decide_select,
    deny_for,
    duties_of,
    refusal_of,
    refusal_of_name,
    refuse,
)
from ostiary.session.parameters import parameters_as_text
from ostiary.session.prepared import Portal, Prepared, result_formats
from ostiary.session.refusals import (
    NOT_ALLOWED,
    NOT_NOW,
    Refusal,
    Refused,
)
from ostiary.session.upstream import Job, Shape, describe_portal, describe_statement
from ostiary.sql.plan import Hidden, NotAllowed, Select


def answer_query(conversation: Conversation, portal: Portal, *, describe: bool) -> Flow[None]:
    """Decide on a bound query, run it and send its answer. Raises Refused, recorded."""
    question = _question(portal)
    select, allow = yield from _decided(conversation, portal.prepared, question)
    asked = asked_of(conversation, question, allow)
    notices = _notices(conversation, allow.duties) + _masked_conditions(select, allow.duties)
    answering = Answering(conversation, asked, allow.duties.row_limit, notices, describe=describe)
    yield from answering.answer(_job(portal, select, allow.duties))


def _decided(
    conversation: Conversation, prepared: Prepared, question: Question
) -> Flow[tuple[Select, Allow]]:
    """The query and the decision that allows it. Raises Refused, recorded, otherwise."""
    conversation.verify_not_failed(prepared.plan)
    conversation.verify_standing()
    try:
        conversation.verify_transaction()
    except Refused as lost:
        refusal = lost.refusal
        raise (yield from refuse(conversation, question, deny_for(refusal.message), refusal)) from lost
    context = conversation.context
    if context is None:
        refusal = no_purpose(conversation)
        raise (yield from refuse(conversation, question, deny_for(refusal.message), refusal))
    match prepared.plan:
        case Select() as select:
            verdict = decide_select(conversation, select, context)
            match verdict.decision, verdict.request:
                case Deny() as deny, request if request is not None:
                    refusal = refusal_of(conversation, deny, request)
                    raise (yield from refuse(conversation, question, deny, refusal))
                case Allow() as allow, _:
                    yield from _verify_wall(conversation, prepared, select, question)
                    yield from _verify_groups(conversation, select, allow, question)
                    return select, allow
        case NotAllowed() as plan:
            deny, refusal = refusal_of_name(conversation, plan, context)
            raise (yield from refuse(conversation, question, deny, refusal))
    raise Refused(Refusal(NOT_ALLOWED, "this statement is refused"))


def _verify_wall(
    conversation: Conversation, prepared: Prepared, select: Select, question: Question
) -> Flow[None]:
    """Raises Refused when the second wall of this profile does not stand, or the plan does not belong to it."""
    profile = conversation.profile
    if not profile.views:
        refusal = Refusal(
            NOT_ALLOWED, "nothing is permitted for what was declared", hint=ask_custodian(conversation)
        )
    elif profile.id not in conversation.snapshot.walls:
        refusal = Refusal(
            NOT_NOW,
            f"the second wall for profile {profile.id} does not stand",
            hint=ask_custodian(conversation),
        )
    elif not conversation.is_current(prepared) or not select.text:
        refusal = Refusal(NOT_NOW, "the statement was prepared under other rules", hint="Prepare it again.")
    else:
        return
    raise (yield from refuse(conversation, question, deny_for(refusal.message), refusal))


def _verify_groups(
    conversation: Conversation, select: Select, allow: Allow, question: Question
) -> Flow[None]:
    """Raises Refused, recorded, for rows of single records where only groups of them may be shown."""
    minimums = dict(allow.duties.minimum_groups)
    single = [each.record_class for each in select.hidden if each.kind == "subject"]
    for name in single:
        if name in minimums:
            rules = duties_of(conversation, allow, lambda duty: duty.minimum_group is not None)
            refusal = Refusal(
                NOT_ALLOWED,
                f"of `{name}` only groups are shown for what was declared",
                detail=f"Under {', '.join(rules)} each row stands for at least {minimums[name]} different people.",
                hint="Ask with GROUP BY and aggregates, such as count(*).",
                table=name,
                constraint=rules[0] if rules else "",
            )
            raise (yield from refuse(conversation, question, deny_for(refusal.message), refusal))


def _hidden(column: Hidden, minimums: Mapping[str, int]) -> HiddenColumn:
    """How a hidden column is cut. Those whom a window looked at are not those for whom the row stands."""
    is_counted = column.kind != "window"
    return HiddenColumn(
        is_list=column.kind != "subject", minimum=minimums.get(column.record_class, 0) if is_counted else 0
    )


def _job(portal: Portal, select: Select, duties: Duties) -> Job:
    return Job(
        profile_id=portal.prepared.profile.id,
        text=select.text,
        hidden=tuple(_hidden(column, dict(duties.minimum_groups)) for column in select.hidden),
        collects=select.collects,
        parameter_types=portal.prepared.parameter_types,
        parameter_formats=portal.parameter_formats,
        parameters=portal.parameters,
        result_formats=result_formats(portal.result_formats, select.visible),
    )


def _notices(conversation: Conversation, duties: Duties) -> bytes:
    """One notice a profile and set of masked or filtered fields, the first time that a session meets it."""
    parts = [f"{column} ({mask})" for column, mask in duties.masks]
    if duties.rows:
        parts.append(f"rows of {', '.join(sorted({row.record_class for row in duties.rows}))}")
    parts += [f"groups of fewer than {least} of {name}" for name, least in duties.minimum_groups]
    text = "masked or filtered: " + ", ".join(parts)
    if not parts or text in conversation.noticed:
        return b""
    conversation.noticed.add(text)
    rules = ", ".join(duties.rules)
    return notice_response(ErrorFields("NOTICE", "00000", text, detail=f"Under {rules}."))


def _masked_conditions(select: Select, duties: Duties) -> bytes:
    """The notice, each time, that a condition looks at masked values: whoever is not found may be there all the same."""
    masked = [column for column, _ in duties.masks if column in select.compared]
    if not masked:
        return b""
    text = f"conditions compare masked values of {', '.join(masked)}: no rows does not mean nobody"
    return notice_response(ErrorFields("NOTICE", "00000", text))


def shape_of_statement(conversation: Conversation, prepared: Prepared) -> Flow[Shape]:
    """What the database says of a query before it is bound; recorded, because it was sent there. Raises Refused."""
    return (yield from _shape(conversation, Portal(prepared, (), (), (), conversation.grounds), bound=False))


def shape_of_portal(conversation: Conversation, portal: Portal) -> Flow[Shape]:
    """What the database says of a bound query that is not run yet; recorded likewise. Raises Refused."""
    return (yield from _shape(conversation, portal, bound=True))


def _shape(conversation: Conversation, portal: Portal, *, bound: bool) -> Flow[Shape]:
    question = _question(portal)
    select, allow = yield from _decided(conversation, portal.prepared, question)
    asked = asked_of(conversation, question, allow)
    ask_database = describe_portal if bound else describe_statement
    flight = ask_database(_job(portal, select, allow.duties), conversation.client.note)
    return (yield from Answering(conversation, asked).describe(flight))


def _question(portal: Portal) -> Question:
    parameters = parameters_as_text(portal.parameter_formats, portal.parameters)
    return Question(portal.prepared.text, portal.prepared.plan, parameters)
