"""From footprints to one decision, and from a decision to an entry."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ostiary.errors import LogUnavailable
from ostiary.model.access import Answered, Asked, entry_payload
from ostiary.model.entry_form import entry_object
from ostiary.model.request import Allow, Deny
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.load import load_bundle
from ostiary.session.client import Client
from ostiary.session.commands import Append, AwaitDurable
from ostiary.session.conversation import Conversation
from ostiary.session.deciding import (
    MAX_QUESTION_BYTES,
    Question,
    asked_of,
    decide_select,
    deny_for,
    refusal_of_name,
    refuse,
    verdict_on,
)
from ostiary.session.refusals import Refusal, Refused
from ostiary.session.settings import Declared
from ostiary.session.world import Received
from ostiary.sql.plan import AskedAbout, Empty, Footprint, Hidden, NotAllowed, Select
from ostiary.testing.example import AGENT, CASE, NOON, enrolled, example_connection, example_snapshot
from ostiary.testing.playbook import Like, Playbook
from policy_worlds import ask, small_files

PERSONS = Footprint("persons", ("surname", "ssn"))
CODES = Footprint("codes", ("code",))


def conversing(declared: Declared | None = None) -> Conversation:
    """An agent of the bureau, whose answers are limited, at noon."""
    client = Client()
    client.note(Received(b"", NOON, example_snapshot()))
    declared = Declared("robbery", CASE) if declared is None else declared
    return Conversation(client, example_connection(), enrolled(AGENT), declared)


def select(*footprints: Footprint, asked_about: tuple[AskedAbout, ...] = ()) -> Select:
    """A query that reads these."""
    return Select("SELECT 1", 1, (Hidden("persons"),), footprints, asked_about, 2)


def test_a_query_has_the_duties_of_all_that_it_reads() -> None:
    """Permits and duties add up over the footprints, and the least row limit counts."""
    conversation = conversing()
    assert conversation.context is not None
    verdict = decide_select(conversation, select(PERSONS, CODES), conversation.context)
    assert isinstance(verdict.decision, Allow)
    assert verdict.decision.permits == ("P1", "P2")
    assert verdict.decision.duties.rules == ("D1",)
    assert verdict.decision.duties.masks == (("persons.ssn", "last-4"),)
    assert verdict.decision.duties.row_limit == 3


def test_a_query_names_every_exception_that_released_and_the_shortest_notice() -> None:
    """What another record class would not have needed is not lost."""
    rules = "".join(
        f'[[permit]]\nid = "P{name}"\ncite = "c"\nwhen.record_class = "{name}"\n'
        f'[[prohibit]]\nid = "X{name}"\ncite = "c"\nwhen.record_class = "{name}"\n[[prohibit.unless]]\nrole = "officer"\n'
        f'[[duty]]\nid = "D{name}"\ncite = "c"\nwhen.record_class = "{name}"\nnotify_person_within_days = {days}\n'
        for name, days in (("persons", 9), ("codes", 4))
    )
    request = ask("bureau", "robbery", "persons")
    policy = IndexedPolicy(load_bundle(small_files(rules)))
    verdict = verdict_on(policy, request.context, request.day, (PERSONS, CODES))
    assert isinstance(verdict.decision, Allow)
    assert verdict.decision.released == (("Xcodes", 1), ("Xpersons", 1))
    assert verdict.decision.duties.notify_within_days == 4


def test_one_footprint_that_is_refused_refuses_the_query() -> None:
    """And the verdict says which."""
    conversation = conversing(Declared("removal", CASE))
    assert conversation.context is not None
    verdict = decide_select(conversation, select(CODES, PERSONS), conversation.context)
    assert isinstance(verdict.decision, Deny)
    assert verdict.request is not None
    assert verdict.request.record_class == "persons"


def test_a_column_that_is_not_there_and_a_table_that_is_not_there_read_alike() -> None:
    """One wording, so that refusals do not map the database."""
    conversation = conversing()
    assert conversation.context is not None
    told = []
    for name in ("nowhere", "nothing"):
        deny, refusal = refusal_of_name(conversation, NotAllowed(name, 0), conversation.context)
        told.append(refusal.message.replace(name, "*"))
        assert deny.reasons[0].kind == "not-permitted"
    assert told[0] == told[1]


def test_what_was_asked_about_is_recorded_with_its_values() -> None:
    """Literals as they stand, parameters as sent, the parameter's number before it is bound; NULL as nothing."""
    constants = (AskedAbout("persons.surname", "Doe"), AskedAbout("persons.person_id", None, 1), AskedAbout("persons.person_id", None, 2))  # fmt: skip
    plan = select(PERSONS, asked_about=constants)
    bound = asked_of(conversing(), Question("q", plan, ("7", None)), deny_for("no"))
    assert bound.asked_about == (
        ("persons.surname", "Doe"),
        ("persons.person_id", "7"),
        ("persons.person_id", ""),
    )
    unbound = asked_of(conversing(), Question("q", plan), deny_for("no"))
    assert unbound.asked_about[1:] == (("persons.person_id", "$1"), ("persons.person_id", "$2"))
    assert bound.fields == ("persons.surname", "persons.ssn")


def test_without_a_purpose_the_entry_has_who_asked_and_no_purpose() -> None:
    """What is not declared is empty, what was declared is there."""
    asked = asked_of(conversing(Declared(case=CASE)), Question("q", Empty()), deny_for("no"))
    assert (asked.context.member, asked.context.agency, asked.context.purpose) == ("b-1", "bureau", "")
    assert asked.context.case == CASE


def test_a_question_as_long_as_an_entry_takes_is_recorded_and_no_longer() -> None:
    """The limit counts the bytes of the entry, so control characters count six times."""
    conversation = conversing()
    empty = asked_of(conversation, Question("", Empty()), deny_for("no"))
    room = (MAX_QUESTION_BYTES - 2_000) // 6
    assert asked_of(conversation, Question("\1" * room, Empty()), deny_for("no")).policy == empty.policy
    with pytest.raises(Refused, match="too long"):
        asked_of(conversation, Question("\1" * (room + 400), Empty()), deny_for("no"))


def test_a_refusal_is_durable_before_it_is_told() -> None:
    """Append, AwaitDurable, and the entry's number in DETAIL."""
    flow = refuse(conversing(), Question("q", Empty()), deny_for("no"), Refusal("0A000", "no", detail="Why."))
    command = next(flow)
    assert isinstance(command, Append)
    assert entry_object(command.payload)["outcome"] == "refused"
    assert flow.send(5) == AwaitDurable(5)
    with pytest.raises(StopIteration) as stopped:
        flow.send(88)
    assert stopped.value.value.refusal.detail == "Why. Access log entry 88."


@pytest.mark.parametrize("fails_at", [Append, AwaitDurable])
def test_a_refusal_that_cannot_be_recorded_is_not_told(fails_at: type[Append | AwaitDurable]) -> None:
    """58030 instead."""
    script = Playbook()
    if fails_at is AwaitDurable:
        script = script >> Like(Append) << 1
    script = script >> Like(fails_at) << LogUnavailable("full")
    with pytest.raises(Refused) as caught:
        (script >> Like(Append)).play(
            refuse(conversing(), Question("q", Empty()), deny_for("no"), Refusal("0A000", "no"))
        )
    assert caught.value.refusal.sqlstate == "58030"


def test_a_question_asked_again_is_recorded_on_the_present_grounds() -> None:
    """The same text by the same session: another case, decision or snapshot is recorded as it is now."""
    conversation = conversing()
    question = Question("SELECT 1", select(PERSONS), ("x",))
    assert conversation.context is not None

    def recorded() -> Asked:
        assert conversation.context is not None
        decision = decide_select(conversation, select(PERSONS), conversation.context).decision
        return asked_of(conversation, question, decision)

    first, second = recorded(), recorded()
    assert (first.access, second.access) == (
        f"{conversation.connection.id}-1",
        f"{conversation.connection.id}-2",
    )
    assert replace(second, access=first.access) == first
    conversation.declared = Declared("robbery", "JK999999")
    assert recorded().context.case == "JK999999"
    conversation.client.snapshot = replace(conversation.snapshot, gateway="another")
    assert recorded().gateway == "another"
    refused = asked_of(conversation, question, deny_for("no"))
    assert isinstance(refused.decision, Deny)
    entry = entry_object(entry_payload("whole", "t", refused, Answered("refused")))
    assert entry["decision"]["allowed"] is False
