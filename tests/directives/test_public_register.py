from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from directives.directive_world import (
    CERTIFICATE,
    ICE,
    KEYS,
    OFFICIALS,
    VERIFIER,
    Chain,
    at,
    enrolment,
)
from ostiary.directives.atom_feed import register_atom
from ostiary.directives.envelope import step_hash
from ostiary.directives.public_register import register_json, story
from ostiary.directives.register import Register
from ostiary.model.directive import (
    Approval,
    Certification,
    CutOff,
    Departure,
    ErasureOrder,
    Hold,
    Lift,
    NameErasureOrder,
    Notice,
    PolicyChange,
    Revocation,
    StatusChange,
    UrgentCutOff,
)


def everything() -> Chain:
    """A chain with each kind of act, some of them refused; every text that is somebody's has `secret` in it."""
    chain = Chain().order(enrolment("secret-1", "secret-2", "secret-3")).confirm("E-1")
    chain.order(Departure(("secret-2", "secret-3"), "secret reason")).confirm("X-1")
    chain.order(Approval("secret-1", "secret case", "2019-08-01", "secret reason")).confirm("A-1")
    chain.order(Hold("secret case", "secret order", "2019-09-01")).confirm("H-1")
    chain.order(enrolment("secret-4")).refuse("E-2", reason="secret refusal")
    chain.order(Certification("fbi", CERTIFICATE)).confirm("C-1")
    chain.order(Revocation("fbi", "a" * 64, "secret's card was lost")).refuse("V-1", reason="secret refusal")
    chain.order(CutOff("ice", "public <reason> & more", "2019-08-01")).confirm("D-1")
    chain.order(Lift("D-1", "public lift")).confirm("L-1")
    chain.order(UrgentCutOff("cbp", "public danger", None, 24))
    chain.order(StatusChange("doj", "suspended", "public audit")).confirm("S-1")
    chain.order(StatusChange("doj", "active", "public end")).refuse("S-2", reason="public refusal")
    chain.order(ErasureOrder("log.example/a", (4711, 4712), "public order", "public law")).confirm("K-1")
    chain.order(NameErasureOrder("log.example/a", 4711, (4712,), (), "public order", "public law")).confirm(
        "N-1"
    )
    chain.order(ErasureOrder("log.example/a", (4711,), "public order", "public law")).refuse(
        "K-2", reason="secret refusal"
    )
    chain.order(Lift("H-1", "secret case is closed")).confirm("L-2")
    chain.order(Hold("secret case", "secret order", "2019-09-01")).confirm("H-2")
    chain.order(Lift("H-2", "secret case again")).refuse("L-3", reason="secret refusal")
    chain.order(Notice("public title", "reported", "public <statement>", "public source")).confirm("B-1")
    chain.order(Notice("public title", "ended", "public end", "public source", "B-1")).confirm("B-2")
    return chain.order(
        PolicyChange("1" * 64, "2" * 64, "public title", "public why", ("PR-1",), "public law")
    )


def published(chain: Chain) -> dict[str, Any]:
    found = json.loads(register_json(chain.register, "chicago-2019"))
    assert isinstance(found, dict)
    return found


def test_every_directive_is_in_the_register() -> None:
    """In the order of ordering, with who signed what when."""
    chain = everything()
    found = published(chain)
    assert [one["id"] for one in found["directives"]] == list(chain.register.directives)
    assert (found["register"], found["steps"], found["as_of"]) == (
        "chicago-2019",
        len(chain.raws),
        at(len(chain.raws) - 1),
    )
    cut_off = found["directives"][7]
    assert cut_off == {
        "id": "D-1",
        "status": "confirmed",
        "act": {"kind": "cut-off", "agency": "ice", "reason": "public <reason> & more", "until": "2019-08-01"},
        "title": "Cut-off of ice, until 2019-08-01",
        "ordered_by": {"code": "mayor", "name": "A. Mayor", "office": "Office of the Mayor"},
        "ordered_at": at(14),
        "settled_by": {
            "code": "superintendent", "name": "A. Superintendent", "office": "Office of the Superintendent",
        },
        "settled_at": at(15),
        "settled_reason": None,
        "ended_by": "L-1",
    }  # fmt: skip


def test_nothing_of_single_people_is_in_it() -> None:
    """No code of a member, verifier, case, or reason about one, and no hash by which one could be guessed."""
    chain = everything()
    texts = (register_json(chain.register, "p"), register_atom(chain.register, "p", "the clerk"))
    for text in texts:
        assert b"secret" not in text
        assert b"471" not in text
        assert VERIFIER.encode() not in text
        assert not any(step_hash(raw).encode() in text for raw in chain.raws)
        assert base64.b64decode(CERTIFICATE) not in text
        assert CERTIFICATE.encode() not in text
        assert not any(key.format().encode() in text for key in KEYS.values())


def test_what_concerns_everybody_is_in_both() -> None:
    """Reasons of cut-offs, suspensions, lifts and policies, the law of a withdrawal, refusals."""
    chain = everything()
    both = (
        register_json(chain.register, "p").decode(),
        register_atom(chain.register, "p", "the clerk").decode(),
    )
    for words in (
        "public lift",
        "public danger",
        "public audit",
        "public refusal",
        "public title",
        "public why",
        "public law",
        "public order",
    ):
        assert all(words in text for text in both)


def test_members_are_counted() -> None:
    """How many, never who."""
    found = {one["id"]: one["act"] for one in published(everything())["directives"]}
    assert found["E-1"] == {"kind": "enrolment", "members": 3}
    assert found["X-1"] == {"kind": "departure", "members": 2}
    assert found["A-1"] == {"kind": "approval", "members": 1}


def test_an_urgent_cut_off_says_until_when_it_holds_alone() -> None:
    """So that the same register gives the same bytes, whenever it is asked for."""
    chain = Chain().order(UrgentCutOff("cbp", "why", None, 24))
    act = published(chain)["directives"][0]["act"]
    assert act["lapses_unless_confirmed_before"] == "2019-07-11T12:00:00.000000Z"
    assert "on one signature, until 2019-07-11T12:00:00.000000Z unless confirmed" in story(
        chain.register.find("D-1"), chain.register
    )


def test_equal_registers_give_equal_bytes() -> None:
    """Whoever publishes them."""
    assert register_json(everything().register, "p") == register_json(everything().register, "p")
    assert register_json(everything().register, "p") != register_json(Chain().order(ICE).register, "p")


@pytest.mark.parametrize("policy", ["p", 'a "name" with \\ in it'])
def test_the_empty_register_is_one(policy: str) -> None:
    """No directive was ever ordered: that is what it says."""
    found = json.loads(register_json(Register.empty(OFFICIALS), policy))
    assert found == {"register": policy, "as_of": None, "steps": 0, "directives": []}


def test_the_story_says_how_it_went_on() -> None:
    """Why it was refused, and what ended it."""
    chain = everything()
    said = {one: story(found, chain.register) for one, found in chain.register.directives.items()}
    assert said["S-2"].endswith("Why: public refusal.")
    assert said["D-1"].endswith("Ended by L-1.")
    assert "Refused by A. Superintendent" in said["E-2"]
    assert "Law: public law." in said["P-1"]
