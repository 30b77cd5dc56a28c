from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.directive_world import ICE, at, enrolment
from ostiary.directives.step_text import FORM, read_step, write_step
from ostiary.errors import DirectiveRefused
from ostiary.model.agency import Member
from ostiary.model.directive import (
    ACT_PREFIXES,
    Act,
    Approval,
    Certification,
    CutOff,
    Departure,
    Enrolled,
    Enrolment,
    ErasureOrder,
    Hold,
    Lift,
    NameErasureOrder,
    Notice,
    NoticeStatus,
    PolicyChange,
    Revocation,
    StatusChange,
    Step,
    StepKind,
    UrgentCutOff,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MEMBERS = st.builds(Member, TEXTS, TEXTS, TEXTS, st.frozensets(TEXTS, max_size=3))
ACTS: dict[type[Act], st.SearchStrategy[Any]] = {
    CutOff: st.builds(CutOff, TEXTS, TEXTS, st.none() | TEXTS),
    Enrolment: st.builds(Enrolment, st.lists(st.builds(Enrolled, MEMBERS, TEXTS), max_size=3).map(tuple)),
    Departure: st.builds(Departure, st.lists(TEXTS, max_size=3).map(tuple), TEXTS),
    Certification: st.builds(Certification, TEXTS, TEXTS),
    Revocation: st.builds(Revocation, TEXTS, TEXTS, TEXTS),
    UrgentCutOff: st.builds(UrgentCutOff, TEXTS, TEXTS, st.none() | TEXTS, st.integers(-(2**70), 2**70)),
    Lift: st.builds(Lift, TEXTS, TEXTS),
    StatusChange: st.builds(StatusChange, TEXTS, st.sampled_from(["suspended", "active"]), TEXTS),
    PolicyChange: st.builds(
        PolicyChange, TEXTS, TEXTS, TEXTS, TEXTS, st.lists(TEXTS, max_size=3).map(tuple), TEXTS
    ),
    Approval: st.builds(Approval, TEXTS, TEXTS, TEXTS, TEXTS),
    NameErasureOrder: st.builds(
        NameErasureOrder,
        TEXTS,
        st.integers(-(2**70), 2**70),
        st.lists(st.integers(), max_size=3).map(tuple),
        st.lists(st.integers(), max_size=3).map(tuple),
        TEXTS,
        TEXTS,
    ),
    ErasureOrder: st.builds(
        ErasureOrder, TEXTS, st.lists(st.integers(-(2**70), 2**70), max_size=3).map(tuple), TEXTS, TEXTS
    ),
    Hold: st.builds(Hold, TEXTS, TEXTS, TEXTS),
    Notice: st.builds(Notice, TEXTS, st.sampled_from(get_args(NoticeStatus)), TEXTS, TEXTS, TEXTS),
}
STEPS = st.builds(
    Step,
    sequence=st.integers(0, 2**70),
    previous=TEXTS,
    directive=TEXTS,
    kind=st.sampled_from(get_args(StepKind)),
    by=TEXTS,
    at=TEXTS,
    act=st.none() | st.one_of(*ACTS.values()),
    reason=TEXTS,
)
STEP = Step(0, "0" * 64, "D-1", "ordered", "mayor", at(0), ICE)


def changed(**fields: object) -> str:
    value = json.loads(write_step(STEP).splitlines()[1])
    return f"{FORM}\n{spelled({**value, **fields})}\n"


def spelled(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@given(STEPS)
def test_a_step_survives_its_text(step: Step) -> None:
    """What was written is read as the same step, for every kind of act."""
    assert read_step(write_step(step)) == step


def test_every_kind_of_act_is_tried() -> None:
    """The round trip is tried with every kind of act that has a number of its own."""
    assert ACTS.keys() == ACT_PREFIXES.keys()


@pytest.mark.parametrize(
    ("act", "text"),
    [
        (Departure(("p-1",), "has left"), '{"members":["p-1"],"reason":"has left","tag":"departure"}'),
        (Certification("fbi", "MII="), '{"agency":"fbi","certificate":"MII=","tag":"certification"}'),
        (
            Revocation("fbi", "ab", "lost"),
            '{"agency":"fbi","fingerprint":"ab","reason":"lost","tag":"revocation"}',
        ),
        (
            UrgentCutOff("ice", "raid", None, 24),
            '{"agency":"ice","hours":24,"reason":"raid","tag":"urgent-cut-off","until":null}',
        ),
        (Lift("D-3", "ruled on"), '{"cut_off":"D-3","reason":"ruled on","tag":"lift"}'),
        (StatusChange("fbi", "suspended", "audit"), '{"agency":"fbi","reason":"audit","tag":"suspension"}'),
        (StatusChange("fbi", "active", "done"), '{"agency":"fbi","reason":"done","tag":"reinstatement"}'),
        (
            PolicyChange("a1", "b2", "R90", "why", ("PR-1",), "law"),
            (
                '{"law":"law","parent":"b2","reason":"why","tag":"policy-change","title":"R90","version":"a1",'
                '"withdraws":["PR-1"]}'
            ),
        ),
        (
            Approval("p-1", "JK1", "2019-08-01", "ok"),
            '{"case":"JK1","member":"p-1","reason":"ok","tag":"approval","until":"2019-08-01"}',
        ),
        (
            NameErasureOrder("log.example/a", 17, (0, 2), (1,), "2026 CH 4711", "a law"),
            (
                '{"asked_about":[1],"entry":17,"law":"a law","log":"log.example/a","order":"2026 CH 4711",'
                '"subjects":[0,2],"tag":"name-erasure"}'
            ),
        ),
        (
            ErasureOrder("log.example/a", (3, 17), "2026 CH 4711", "a law"),
            '{"entries":[3,17],"law":"a law","log":"log.example/a","order":"2026 CH 4711","tag":"erasure"}',
        ),
        (
            Hold("JK1", "order 7", "2019-08-01"),
            '{"case":"JK1","order":"order 7","tag":"hold","until":"2019-08-01"}',
        ),
        (
            Notice("Raids", "postponed", "They were put off.", "the Mayor", "B-1"),
            (
                '{"corrects":"B-1","source":"the Mayor","statement":"They were put off.","status":"postponed",'
                '"tag":"notice","title":"Raids"}'
            ),
        ),
    ],
)
def test_the_text_of_each_act_is_fixed(act: Act, text: str) -> None:
    """To the byte, likewise; tags are permanent."""
    assert f'{{"act":{text},' in write_step(replace(STEP, act=act))


def test_the_text_is_what_it_always_was() -> None:
    """The text of a step is fixed to the byte, because the signatures of the past depend on it."""
    assert write_step(STEP) == (
        "ostiary/directive/v1\n"
        '{"act":{"agency":"ice","reason":"announced on 10 July 2019","tag":"cut-off","until":null},'
        '"at":"2019-07-10T12:00:00.000000Z","by":"mayor","directive":"D-1","kind":"ordered",'
        f'"previous":"{"0" * 64}","reason":"","sequence":0}}\n'
    )
    enrolling = Step(1, "1" * 64, "E-1", "ordered", "mayor", at(0), enrolment("p-1"))
    assert '"members":[{"affiliations":["task-force"],"agency":"cpd","code":"p-1"' in write_step(enrolling)


def test_a_text_of_the_step_may_hold_any_character() -> None:
    """A line break in a reason does not break the two lines of the text."""
    step = Step(0, "0" * 64, "D-1", "refused", "mayor", at(0), None, "first\n\nsecond \u2014 third")
    assert write_step(step).count("\n") == 2
    assert read_step(write_step(step)) == step


def test_what_is_not_unicode_is_refused() -> None:
    """A lone surrogate, which UTF-8 cannot hold, is refused in writing and in reading."""
    with pytest.raises(DirectiveRefused, match="not Unicode"):
        write_step(Step(0, "0" * 64, "D-1", "refused", "mayor", at(0), None, "\ud800"))
    with pytest.raises(DirectiveRefused, match="not Unicode"):
        read_step(changed().replace("announced", "\\ud800"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not a step of the form"),
        (changed().replace("v1", "v2"), "not a step of the form"),
        (f"{FORM}\n", "not JSON"),
        (f"{FORM}\n{{\n", "not JSON"),
        (f"{FORM}\n{'[' * 100_000}\n", "not JSON"),
        (f"{FORM}\n{'9' * 10_000}\n", "not JSON"),
        (f"{FORM}\n[]\n", "these fields"),
        (f"{FORM}\nnull\n", "these fields"),
        (changed(extra=1), "these fields"),
        (changed(sequence=True), "whole number"),
        (changed(sequence=0.5), "whole number"),
        (changed(sequence="0"), "whole number"),
        (changed(by=None), "text in the step"),
        (changed(kind="lifted"), "kind that is not known"),
        (changed(kind=7), "kind that is not known"),
        (changed(act={"tag": "pardon"}), "kind of act"),
        (changed(act={"tag": "Lift", "cut_off": "D-1", "reason": ""}), "kind of act"),
        (changed(act={"tag": "lift"}), "these fields"),
        (changed(act={"tag": "suspension", "agency": "ice", "reason": "", "status": "active"}), "these fields"),
        (changed(act={"tag": "urgent-cut-off", "agency": "ice", "reason": "", "until": None, "hours": True}), "hours of the step is not a whole number"),
        (changed(act={"tag": "urgent-cut-off", "agency": "ice", "reason": "", "until": None, "hours": 24.0}), "hours of the step is not a whole number"),
        (changed(act={"tag": "policy-change", "version": "a", "parent": "b", "title": "", "reason": "", "withdraws": "PR-1", "law": ""}), "list in the step"),
        (changed(act={"tag": []}), "kind of act"),
        (changed(act=[]), "kind of act"),
        (changed(act={"tag": "cut-off"}), "these fields"),
        (changed(act={"tag": "cut-off", "agency": "ice", "reason": "", "until": None, "scope": "all"}), "these fields"),
        (changed(act={"tag": "cut-off", "agency": "ice", "reason": "", "until": 7}), "text in the step"),
        (changed(act={"tag": "enrolment", "members": {}}), "list in the step"),
        (changed(act={"tag": "enrolment", "members": [7]}), "these fields"),
        (changed()[:-1], "canonical spelling"),
        (changed() + "\n", "canonical spelling"),
        (changed().replace('"by":', '"by": '), "canonical spelling"),
        (changed().replace('"by":', '"by":"inspector","by":'), "canonical spelling"),
        (changed().replace("ice", "\\u0069ce"), "canonical spelling"),
        (changed(act=None).replace('"act":null,', "") , "these fields"),
    ],
)  # fmt: skip
def test_what_is_not_a_step_in_its_one_spelling_is_refused(text: str, why: str) -> None:
    """Unknown fields, tags and kinds, wrong types and other spellings are refused, never ignored."""
    with pytest.raises(DirectiveRefused, match=why):
        read_step(text)
