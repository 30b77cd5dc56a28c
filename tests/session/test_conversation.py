"""What a session remembers, and when that no longer holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ostiary.errors import UpstreamDown
from ostiary.session.client import Client
from ostiary.session.commands import StandingLost
from ostiary.session.conversation import MAX_NOTICED, NO_PROFILE, Conversation
from ostiary.session.prepared import Transaction
from ostiary.session.refusals import Refused
from ostiary.session.settings import Declared
from ostiary.session.world import Received, Snapshot
from ostiary.testing.example import (
    AGENT,
    CASE,
    DETECTIVE,
    NOON,
    RULES,
    enrolled,
    example_connection,
    example_snapshot,
)


def conversing(snapshot: Snapshot | None = None) -> Conversation:
    """A conversation at noon in which a robbery was declared."""
    client = Client()
    client.note(Received(b"", NOON, snapshot or example_snapshot()))
    return Conversation(client, example_connection(), enrolled(DETECTIVE), Declared("robbery", CASE))


def test_the_context_is_the_enrolment_and_what_was_declared() -> None:
    """Agency and role come from the enrolment; the beneficiary is one's own agency unless another is declared."""
    conversation = conversing()
    context = conversation.context
    assert context is not None
    assert (context.agency, context.role, context.beneficiary, context.case) == (
        "city-police", "detective", "city-police", CASE,
    )  # fmt: skip
    conversation.declared = Declared("robbery", beneficiary="bureau")
    assert conversation.context is not None
    assert conversation.context.beneficiary == "bureau"


def test_notices_are_remembered_and_bounded() -> None:
    """Each is told once; whoever makes up ever new ones has the old ones told again, and no memory filled."""
    conversation = conversing()
    assert [conversation.is_noticed("one"), conversation.is_noticed("one")] == [False, True]
    for number in range(3 * MAX_NOTICED):
        conversation.is_noticed(str(number))
    assert len(conversation.noticed) <= MAX_NOTICED


def test_without_a_purpose_nothing_can_be_read() -> None:
    """No context, and the profile without a view."""
    conversation = conversing()
    conversation.declared = Declared()
    assert conversation.context is None
    assert conversation.profile is NO_PROFILE


def test_a_profile_is_worked_out_once_for_each_context_policy_and_day() -> None:
    """The same object again, until one of the three changes."""
    conversation = conversing()
    first = conversation.profile
    assert conversation.profile is first
    conversation.client.at += timedelta(days=1)
    assert conversation.profile is not first
    assert conversation.profile.id == first.id


def test_a_transaction_that_sees_its_profile_change_at_midnight_has_lost_its_grounds() -> None:
    """A rule that begins tomorrow changes what may be read, without a new policy version or directive."""
    rules = RULES.replace('id = "D1"\n', 'id = "D1"\neffective = 2026-05-02\n').replace(
        'when.agency = "bureau"', 'when.agency = ["bureau", "city-police"]'
    )
    conversation = conversing(example_snapshot(rules))
    conversation.client.at = NOON.replace(hour=23, minute=59, second=50)
    conversation.transaction = Transaction(conversation.client.at, conversation.grounds)
    conversation.verify_transaction()
    conversation.client.at += timedelta(seconds=20)
    with pytest.raises(Refused, match="changed"):
        conversation.verify_transaction()


@pytest.mark.parametrize(
    ("status", "is_open", "fits"),
    [("I", False, True), ("T", True, True), ("E", True, True), ("I", True, False), ("T", False, False),
     ("E", False, False), (None, False, False)],
)  # fmt: skip
def test_the_database_and_the_session_agree_on_the_transaction(
    status: str | None, *, is_open: bool, fits: bool
) -> None:
    """A state that does not fit means that the database is not to be trusted with the next statement."""
    conversation = conversing()
    if is_open:
        conversation.transaction = Transaction(NOON, conversation.grounds)
    if fits:
        conversation.keep_status(status)  # type: ignore[arg-type]  # parametrised with the three letters
        assert conversation.client.status == status
    else:
        with pytest.raises(UpstreamDown):
            conversation.keep_status(status)  # type: ignore[arg-type]  # the same


def test_standing_is_the_enrolment_as_it_was() -> None:
    """Another member's facts under the same code end the session."""
    conversation = conversing()
    conversation.verify_standing()
    conversation.enrolled = enrolled(replace(AGENT, code=DETECTIVE.code))
    with pytest.raises(StandingLost, match="enrolled anew"):
        conversation.verify_standing()
