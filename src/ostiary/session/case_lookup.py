"""Whether the declared case is known to be open: asked of the city's case table, and again when that is long ago.

Knows: when somebody has to ask, what the question looks like to the database, how long an answer counts.
Must not know: connections, decisions, how anything is told to the client.

Nothing of it is told but what a refusal says anyway: that a case is not known to be open. A case that is closed, one that is
not there and one that could not be looked up are all that. It is asked when a statement comes, never at the SET: so
whoever tries numbers leaves an entry for each.
"""

from __future__ import annotations

from typing import Final

from ostiary.errors import UpstreamDown
from ostiary.pgwire.backend import bind_complete, command_complete, data_row, parse_complete, ready_for_query
from ostiary.pgwire.frontend import build_execute, build_sync
from ostiary.session.commands import Flow, LookUpCase, ask
from ostiary.session.conversation import Conversation
from ostiary.session.jobs import Job
from ostiary.session.known_case import KnownCase
from ostiary.sql.case_question import case_question

_TYPES: Final = (25, 1082)
"""text and date."""

_ANSWERS: Final = {
    parse_complete()
    + bind_complete()
    + data_row((value,))
    + command_complete("SELECT 1")
    + ready_for_query("I"): value == b"t"
    for value in (b"t", b"f")
}


def know_case(conversation: Conversation) -> Flow[None]:
    """Look the declared case up where the policy asks for open ones and what is known of it counts no more."""
    case, snapshot, at = conversation.declared.case, conversation.snapshot, conversation.client.at
    clerk, table = snapshot.profiles.clerk(snapshot.bundle), snapshot.bundle.case_table
    if case is None or clerk is None or table is None:
        conversation.known_case = None
        return
    known, policy = conversation.known_case, snapshot.bundle.version
    if known is not None and known.counts(case, policy, at):
        return
    # Whatever goes wrong from here on, what was known before does not come back.
    conversation.known_case = KnownCase(case, policy, at, has_failed=True)
    if clerk.id not in snapshot.walls:
        return
    question = LookUpCase(clerk.id, case_question(table, clerk.id), case, at.date())
    try:
        is_open = yield from ask(question)
    except UpstreamDown:
        return
    conversation.known_case = KnownCase(case, policy, at, is_open=is_open)


def flight_of(question: LookUpCase) -> bytes:
    """What is sent to the database for it."""
    parameters = (question.case.encode(), question.day.isoformat().encode())
    job = Job(question.profile_id, question.text, parameter_types=_TYPES, parameters=parameters)
    return job.bound + build_execute("") + build_sync()


def answer_in(received: bytes) -> bool:
    """What the database has said, from the first byte to its ReadyForQuery. Raises UpstreamDown for anything else."""
    answer = _ANSWERS.get(received)
    if answer is None:
        raise UpstreamDown("the case table could not be asked")
    return answer
