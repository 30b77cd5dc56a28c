"""The counter and the oversight office in the console: each act is logged first, and no page knows whom it is about."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from control_world import fresh_control
from copied_postgres import fresh_server
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.errors import CounterRefused, LogUnavailable
from ostiary.store.control import control_connection
from ostiary.store.letters import all_letters
from ostiary.web.content.speaking import Speaker
from ostiary.web.counter.clerk_pages import COUNTER, ISSUE, MAX_KEY, Counter, Disclose, clerk_pages
from ostiary.web.counter.code import Code, typed_code
from ostiary.web.counter.letters import Written, look_up, send_letter
from ostiary.web.counter.oversight_pages import ANSWER, LETTER, LETTERS, Oversight, oversight_pages
from ostiary.web.counter.sealed import public_of
from ostiary.web.counter.slips import open_slip
from ostiary.web.frame.drawing import around, draw
from ostiary.web.frame.visit import Absent, Answer, Elsewhere, Pages, Shown, Visit
from ostiary.web.guard.console_session import ConsoleSession
from ostiary.web.guard.roles import Role, Route
from web.faces import HOSTILE, face
from web.portal_world import DAY, LANGUAGES, portal_of, shipped

FILES = {"index.html": b"<p>somebody looked</p>"}
OFFICE = b"o" * 32


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    with fresh_server(tmp_path_factory.mktemp("console")) as running:
        yield running


@pytest.fixture
def control(server: EmbeddedPostgres) -> str:
    return fresh_control(server)


@dataclass
class Kept:
    """Acts in the order in which they were written."""

    acts: list[tuple[str, str]] = field(default_factory=list)

    def write(self, session: ConsoleSession, act: str, on: str = "") -> int:
        """Keep one."""
        self.acts.append((act, on))
        return len(self.acts)


def visit(route: Route, role: Role, *, path: Mapping[str, str] | None = None, **form: str) -> Visit:
    return Visit(route, ConsoleSession("clerk", role, 0, 0), path or {}, form=form)


def asked(pages: Pages, made: Visit) -> Answer:
    return pages[made.route].endpoint(made)


def drawn(answer: Answer) -> str:
    assert isinstance(answer, Shown)
    served = face()
    return draw(served, answer.template, answer.values, around(served, None, "/")).decode()


def counter(control: str, kept: Kept, disclose: Disclose | None) -> Pages:
    portal = portal_of(shipped())
    speakers = tuple(Speaker(portal, code, DAY) for code in LANGUAGES)
    return clerk_pages(Counter(control, disclose, lambda: speakers, "https://portal.example", kept))


def test_a_slip_is_issued_once_the_act_is_logged(control: str) -> None:
    """The page has the code, the address and each language; the act does not say whom it is about."""
    kept = Kept()
    told: list[int] = []

    def disclose(person: int) -> Mapping[str, bytes]:
        assert kept.acts == [("issue-slip", "")]
        told.append(person)
        return FILES

    pages = counter(control, kept, disclose)
    text = drawn(asked(pages, visit(ISSUE, Role.CUSTODIAN, key=" 42 ")))
    found = re.search(r"<strong>(\w{5}-\w{5}-\w{5})</strong>", text)
    assert found is not None
    assert "https://portal.example" in text
    assert all(f'lang="{code}"' in text for code in LANGUAGES)
    assert "Esto es un borrador." in text
    assert told == [42]
    code = typed_code(found[1])
    assert isinstance(code, Code)
    opened = open_slip(control, code)
    assert opened is not None
    assert opened.files == FILES


@pytest.mark.parametrize("key", ["", "x", "-1", "4 2", str(MAX_KEY + 1), "9" * 100, HOSTILE])
def test_what_is_no_key_is_refused_without_an_act(control: str, key: str) -> None:
    """And is not repeated."""
    kept = Kept()
    text = drawn(asked(counter(control, kept, lambda _: FILES), visit(ISSUE, Role.CUSTODIAN, key=key)))
    assert "A key is a number" in text
    assert HOSTILE not in text
    assert kept.acts == []


def test_what_cannot_be_told_is_said_to_the_clerk(control: str) -> None:
    """No slip is issued for nothing, and none for more than it can hold."""

    def nothing(person: int) -> Mapping[str, bytes]:
        raise LogUnavailable("no day of this log is indexed yet")

    def too_much(person: int) -> Mapping[str, bytes]:
        return {"evidence.json": secrets.token_bytes(5_000_000)}

    for disclose, said in (
        (nothing, "no day of this log is indexed yet"),
        (too_much, "the answer is too large"),
    ):
        text = drawn(asked(counter(control, Kept(), disclose), visit(ISSUE, Role.CUSTODIAN, key="42")))
        assert f"No slip was issued: {said}" in text


def test_a_counter_without_a_key_says_where_slips_are_issued(control: str) -> None:
    """It has no form, and what is sent all the same does nothing."""
    pages = counter(control, Kept(), None)
    assert "ostiary slip issue" in drawn(asked(pages, visit(COUNTER, Role.CUSTODIAN)))
    assert isinstance(asked(pages, visit(ISSUE, Role.CUSTODIAN, key="42")), Absent)


def test_letters_are_listed_and_answered(control: str) -> None:
    """The list has clocks and no texts; the answer is logged, sealed to its writer, and given once."""
    kept = Kept()
    pages = oversight_pages(Oversight(control, lambda: datetime.now(UTC).date(), kept))
    assert "Nobody has written." in drawn(asked(pages, visit(LETTERS, Role.AUDITOR)))
    receipt = send_letter(control, public_of(OFFICE), Written("complaint", "en", HOSTILE), 30)
    assert receipt is not None
    number = {"number": str(receipt.filed.number)}
    listed = drawn(asked(pages, visit(LETTERS, Role.AUDITOR)))
    assert f'href="/letters/{receipt.filed.number}"' in listed
    assert "alert(" not in listed
    assert "not yet" in listed
    assert "ostiary complaint show" in drawn(asked(pages, visit(LETTER, Role.AUDITOR, path=number)))
    assert "write one" in drawn(asked(pages, visit(ANSWER, Role.AUDITOR, path=number, text=" ")))
    long = drawn(asked(pages, visit(ANSWER, Role.AUDITOR, path=number, text=HOSTILE + 4_000 * "x")))
    assert "at most 4000 characters" in long
    assert HOSTILE not in long
    assert kept.acts == []
    done = asked(pages, visit(ANSWER, Role.AUDITOR, path=number, text="It was\r\na check."))
    assert done == Elsewhere(f"/letters/{receipt.filed.number}")
    assert kept.acts == [("answer-letter", f"letter {receipt.filed.number}")]
    found = look_up(control, receipt.filed.number, receipt.code)
    assert found is not None
    assert found.answer == "It was\na check."
    after = drawn(asked(pages, visit(LETTER, Role.AUDITOR, path=number)))
    assert "It was" not in after
    assert "<form class=" not in after
    with pytest.raises(CounterRefused):
        asked(pages, visit(ANSWER, Role.AUDITOR, path=number, text="again"))


def test_a_letter_that_there_is_not_is_said_not_to_be(control: str) -> None:
    """Whatever stands in the address."""
    pages = oversight_pages(Oversight(control, lambda: DAY, Kept()))
    for number in ("1", "x", "9" * 40):
        for route, form in ((LETTER, {}), (ANSWER, {"text": "text"})):
            assert isinstance(
                asked(pages, visit(route, Role.AUDITOR, path={"number": number}, **form)), Absent
            )


def test_a_long_list_of_letters_is_cut_and_says_so(control: str) -> None:
    """Strangers write them, some hundred a day: nothing that is sealed is fetched for a list, and no more rows than are shown."""
    for day in (30, 10, 20):
        assert send_letter(control, public_of(OFFICE), Written("question", "en", "text"), day) is not None
    with control_connection(control) as connection:
        letters = all_letters(connection)
    assert [one.number for one in letters] == [2, 3, 1]
    assert {one.sealed for one in letters} == {b""}
    pages = oversight_pages(Oversight(control, lambda: DAY, Kept(), most=2))
    listed = drawn(asked(pages, visit(LETTERS, Role.AUDITOR)))
    assert 'href="/letters/3"' in listed
    assert 'href="/letters/1"' not in listed
    assert "1 more, which are due later" in listed
