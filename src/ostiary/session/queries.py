"""A query: decided, checked against the wall, recorded, answered.

Knows: the way from a bound query to its answer or its refusal.
Must not know: message framing, settings, transactions' commands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ostiary.model.access import Answered, Asked
from ostiary.model.request import Allow, Deny, Duties
from ostiary.pgwire.backend import ErrorFields, notice_response
from ostiary.pgwire.rowgroups import HiddenColumn
from ostiary.session.answering import Answering
from ostiary.session.commands import Flow, Look, ask
from ostiary.session.conversation import Conversation, no_purpose
from ostiary.session.deciding import (
    Question,
    ask_custodian,
    asked_of,
    decide_select,
    deny_for,
    duties_of,
    record,
    refusal_of,
    refusal_of_name,
    refuse,
)
from ostiary.session.flights import describe_portal, describe_statement
from ostiary.session.jobs import Job
from ostiary.session.parameters import parameters_as_text
from ostiary.session.portals.forms import Form
from ostiary.session.portals.portions import Portion
from ostiary.session.portals.sources import opened, source_of
from ostiary.session.prepared import Portal, Prepared, Progress, result_formats
from ostiary.session.refusals import (
    CONFIGURED_LIMIT,
    NOT_ALLOWED,
    NOT_NOW,
    NOT_TO_BE_RUN,
    Refusal,
    Refused,
)
from ostiary.session.telling import with_facts
from ostiary.session.upstream import Shape
from ostiary.sql.plan import Hidden, NotAllowed, Select, query_of

MAX_CATALOGUE_ROWS: Final = 100_000
"""Rows of one answer about the catalogue: ten times the columns of the largest one that was measured. No duty limits these."""


def answer_query(
    conversation: Conversation,
    portal: Portal,
    form: Form,
    max_rows: int = 0,
    formats: tuple[int, ...] | None = None,
) -> Flow[None]:
    """Decide on a bound query, bring its rows, at most ``max_rows`` of them (0: all), and send them. Raises Refused, recorded.

    A portal that was read before goes on where it stopped. ``formats`` are asked for in place of the portal's own.
    """
    progress = portal.progress
    question = _question(portal)
    select, allow = yield from _decided(conversation, portal, question)
    if progress.has_failed:
        raise Refused(Refusal(NOT_TO_BE_RUN, "this portal has failed", hint="Bind or declare it again."))
    asked = asked_of(conversation, question, allow)
    if progress.is_finished:
        yield from _nothing_left(conversation, asked, progress, form)
        return
    duties = allow.duties
    job = _job(conversation, portal, select, duties, portal.result_formats if formats is None else formats)
    source = source_of(conversation, progress, job, max_rows)
    notices = _notices(conversation, duties) + _masked_conditions(select, duties)
    row_limit = MAX_CATALOGUE_ROWS if select.is_open else duties.row_limit
    answering = Answering(conversation, asked, Portion(max_rows, row_limit, progress), notices)
    # However it is broken off, what has come of this portal is not all that left.
    progress.has_failed = True
    upstream = yield from answering.answer(source, form)
    progress.has_failed = False
    progress.first_access = progress.first_access or asked.access
    progress.shape, progress.is_finished = upstream.shape, not upstream.is_suspended
    if progress.is_finished:
        conversation.held.leave(portal)


def _nothing_left(conversation: Conversation, asked: Asked, progress: Progress, form: Form) -> Flow[None]:
    """All rows of this portal have left already: that there are no more is an access too."""
    yield from record(conversation, asked, Answered("answered"))
    opening = form.opening(progress.shape or Shape()) + conversation.receipts.notice()
    yield from conversation.client.send(opening + form.closing(0, is_suspended=False))


def declare_cursor(conversation: Conversation, portal: Portal, name: str) -> Flow[None]:
    """Decide on the query of a DECLARE, and open it at the database; nothing of it is read yet. Raises Refused, recorded.

    That it was asked is recorded: what it would find is fixed from now on.
    """
    conversation.held.verify_room(name)
    question = _question(portal)
    select, allow = yield from _decided(conversation, portal, question)
    asked = asked_of(conversation, question, allow)
    cursor = replace(
        portal,
        prepared=replace(portal.prepared, plan=select),
        result_formats=(),
        grounds=conversation.grounds,
        born=conversation.held.marked,
        progress=Progress(),
    )
    job = _job(conversation, cursor, select, allow.duties, cursor.result_formats)
    flight = opened(conversation, cursor.progress, job)
    cursor.progress.shape = yield from Answering(conversation, asked).describe(flight)
    cursor.progress.first_access = asked.access
    conversation.held.keep_portal(name, cursor)


def _decided(conversation: Conversation, portal: Portal, question: Question) -> Flow[tuple[Select, Allow]]:
    """The query and the decision that allows it. Raises Refused, recorded, otherwise.

    INVARIANT: it is decided under what is in force at this moment, and nothing is waited for between here and the entry or
    the flight that comes of it. So no answer of an older policy version has an entry behind the step that replaced it.
    """
    conversation.client.note((yield from ask(Look())))
    prepared = portal.prepared
    conversation.verify_not_failed(prepared.plan)
    conversation.verify_standing()
    try:
        conversation.verify_transaction()
        conversation.verify_grounds(portal)
    except Refused as lost:
        refusal = lost.refusal
        raise (yield from refuse(conversation, question, deny_for(refusal.message), refusal)) from lost
    context = conversation.context
    if context is None:
        refusal = no_purpose(conversation)
        raise (yield from refuse(conversation, question, deny_for(refusal.message), refusal))
    select = query_of(prepared.plan)
    match select or prepared.plan:
        case Select() as select:
            verdict = decide_select(conversation, select, context)
            match verdict.decision, verdict.request:
                case Deny() as deny, request if request is not None:
                    refusal = refusal_of(conversation, deny, request)
                    raise (yield from refuse(conversation, question, deny, refusal))
                case Allow() as allow, _:
                    yield from _verify_wall(conversation, prepared, select, question)
                    yield from _verify_groups(conversation, select, allow, question)
                    yield from _verify_budget(conversation, question)
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


def _verify_budget(conversation: Conversation, question: Question) -> Flow[None]:
    """Raises Refused, recorded, when so many of the member's questions have failed that no more may be asked for now."""
    budgets = conversation.snapshot.failures
    if budgets.left(conversation.member.code, conversation.client.at) > 0:
        return
    refusal = Refusal(
        CONFIGURED_LIMIT,
        "too many of your questions have failed in the records database",
        detail=f"{budgets.size} an hour may, in all of your sessions here: that one fails can tell of rows that nobody is named for.",
        hint=f"Wait, and mend what fails: casts, dates, divisions, answers beyond a row limit. Every {budgets.seconds_for_one} seconds one more may.",
    )
    raise (yield from refuse(conversation, question, deny_for(refusal.message), refusal))


def _hidden(column: Hidden, minimums: Mapping[str, int]) -> HiddenColumn:
    """How a hidden column is cut. Those whom a window looked at are not those for whom the row stands."""
    is_counted = column.kind != "window"
    return HiddenColumn(
        is_list=column.kind != "subject", minimum=minimums.get(column.record_class, 0) if is_counted else 0
    )


def _job(
    conversation: Conversation, portal: Portal, select: Select, duties: Duties, formats: tuple[int, ...]
) -> Job:
    minimums = dict(duties.minimum_groups)
    told = with_facts(conversation, portal, select)
    return Job(
        profile_id=told.prepared.profile.id,
        text=select.text,
        hidden=tuple(_hidden(column, minimums) for column in select.hidden),
        collects=select.collects,
        parameter_types=told.prepared.parameter_types,
        parameter_formats=told.parameter_formats,
        parameters=told.parameters,
        result_formats=formats if select.is_open else result_formats(formats, select.visible),
    )


def _notices(conversation: Conversation, duties: Duties) -> bytes:
    """One notice a profile and set of masked or filtered fields: the first time that a session meets it, or with every receipt."""
    parts = [f"{column} ({mask})" for column, mask in duties.masks]
    if duties.rows:
        parts.append(f"rows of {', '.join(sorted({row.record_class for row in duties.rows}))}")
    parts += [f"groups of fewer than {least} of {name}" for name, least in duties.minimum_groups]
    text = "masked or filtered: " + ", ".join(parts)
    # Who asks for receipts is told all of every answer, as it may be shown to somebody who saw no other.
    if not parts or (conversation.is_noticed(text) and not conversation.receipts.is_on):
        return b""
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
    """What the database says of a bound query; recorded likewise, unless it has said so before. Raises Refused."""
    if portal.progress.shape is not None:
        return portal.progress.shape
    return (yield from _shape(conversation, portal, bound=True))


def _shape(conversation: Conversation, portal: Portal, *, bound: bool) -> Flow[Shape]:
    question = _question(portal)
    select, allow = yield from _decided(conversation, portal, question)
    asked = asked_of(conversation, question, allow)
    ask_database = describe_portal if bound else describe_statement
    job = _job(conversation, portal, select, allow.duties, portal.result_formats)
    flight = ask_database(job, conversation.client.note)
    shape = yield from Answering(conversation, asked).describe(flight)
    # Facts of the session stand behind the parameters of the client, which hears of its own alone.
    return replace(shape, parameters=shape.parameters[: select.parameters]) if select.facts else shape


def _question(portal: Portal) -> Question:
    parameters = parameters_as_text(portal.parameter_formats, portal.parameters)
    return Question(
        portal.prepared.text, portal.prepared.plan, parameters, continues=portal.progress.first_access
    )
