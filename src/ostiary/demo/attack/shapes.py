"""How an attack is sent: as one statement, or in the shape of messages that its heading speaks of.

Knows: the wire's messages, and by which words a shape is recognised.
Must not know: what ought to come back.

A statement that needs no shape is sent twice, as a Query and through the extended protocol with a Describe, each in a
session of its own: a door that reads only one of them carefully has a way around it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final

import psycopg

from ostiary.demo.attack.corpus import Attack
from ostiary.demo.attack.wire import Heard, NotAdmitted, WireClient, ask_to_cancel
from ostiary.demo.attack.world import AttackWorld
from ostiary.errors import UpstreamDown
from ostiary.pgwire import fields, kinds
from ostiary.pgwire.frontend import (
    build_bind,
    build_describe,
    build_execute,
    build_parse,
    build_query,
    build_sync,
)

MANY: Final = "100000000"
"""More rows than any policy lets out."""
FEW: Final = 3

_CANCELLED: Final = "57014"
_LO_IMPORT: Final = 764
_PARAMETER: Final = re.compile(r"\$(\d{1,4})\b")

REGCLASS: Final = 2205
"""A type that looks names up in the server's catalogue when it reads them."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What one way of sending an attack brought. ``is_part`` says that more rows would have come had they been fetched.

    ``broken`` says what was not as it must be, where that is no matter of one answer; with ``settled`` it alone decides.
    """

    form: str
    heard: Heard
    parameters: tuple[str | None, ...] = ()
    is_part: bool = False
    broken: str = ""
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Sender:
    """The tester's clients in a world; each answer may take so many seconds."""

    world: AttackWorld
    seconds: float
    declared: Mapping[str, str] = field(default_factory=dict)

    def client(self, **more: str) -> WireClient:
        """A session of its own. Raises NotAdmitted."""
        parameters = {**self.world.parameters(**self.declared), **more}
        return WireClient(self.world.port, parameters, self.world.password, self.seconds)

    def asked(self, *messages: bytes) -> Heard:
        """What one batch brings in a session of its own."""
        with self.client() as client:
            return client.ask(*messages)


Shape = Callable[[Sender, Attack], Iterator[Sent]]


def send(sender: Sender, attack: Attack) -> Iterator[Sent]:
    """Make an attack in every way that it is made in. Raises NotAdmitted when the tester cannot even log in."""
    shape = shape_of(attack)
    return (shape or _statement)(sender, attack)


def shape_of(attack: Attack) -> Shape | None:
    """The shape that an attack's heading or its parameters ask for; None for a statement alone."""
    for words, shape in _SHAPES:
        if re.search(words, _words(attack), re.MULTILINE):
            return shape
    return None


def _words(attack: Attack) -> str:
    """What a shape is recognised in: the heading, and the statement."""
    return f"{attack.why}\n{attack.text}"


def is_about_messages(attack: Attack) -> bool:
    """Whether an attack's class is about messages and not about statements."""
    return re.search(r"protocol|wire|message", attack.kind, re.IGNORECASE) is not None


def _statement(sender: Sender, attack: Attack) -> Iterator[Sent]:
    yield Sent("Query", sender.asked(build_query(attack.text)))
    yield Sent("extended", sender.asked(*_at_once(attack.text)))


def _at_once(text: str, parameters: tuple[str, ...] = ()) -> tuple[bytes, ...]:
    values = [each.encode() for each in parameters]
    return (
        build_parse("", text), build_bind("", "", (), values), build_describe("P", ""), build_execute(""), build_sync(),
    )  # fmt: skip


def _with_parameters(sender: Sender, attack: Attack) -> Iterator[Sent]:
    """A parameter whose type the client leaves open; and the same with a type that must be refused."""
    values = tuple(_value(attack.text, number) for number in range(1, _parameters(attack.text) + 1))
    yield Sent("extended", sender.asked(*_at_once(attack.text, values)), values)
    typed = sender.asked(build_parse("", attack.text, (REGCLASS,)), build_sync())
    if not typed.sqlstate:
        yield Sent("Parse with a type of its own", typed, broken="a parameter of type regclass was taken")


def _parameters(text: str) -> int:
    return max(map(int, _PARAMETER.findall(text)), default=0)


def _value(text: str, number: int) -> str:
    """What a parameter is bound to, by what stands before it."""
    if re.search(rf"(?:LIMIT|OFFSET|FIRST)\s+\${number}\b", text, re.IGNORECASE):
        return MANY
    if re.search(rf"ANY\s*\(\s*\${number}\b", text, re.IGNORECASE):
        return f"{{Smith,{','.join(f'Nobody{n}' for n in range(200))}}}"
    return "42" if re.search(rf"_id\s*[=<>]+\s*\${number}\b", text) else "Smith"


def _function_call(sender: Sender, _: Attack) -> Iterator[Sent]:
    """The message that calls a function by its number, past any statement: `lo_import` of a file."""
    arguments = (
        fields.uint32(_LO_IMPORT),
        fields.int16s((0,)),
        fields.several([fields.sized(b"/etc/passwd")]),
    )
    message = fields.frame(kinds.FUNCTION_CALL, *arguments, fields.int16(0))
    yield Sent("FunctionCall", sender.asked(message))


def _copy_data(sender: Sender, attack: Attack) -> Iterator[Sent]:
    """Data that nobody has asked for, and the statement behind it."""
    data = fields.frame(kinds.COPY_DATA, b"1\t2\n") + fields.frame(kinds.COPY_DONE)
    yield Sent("CopyData at once", sender.asked(data, build_query(attack.text)))
    yield Sent("CopyData after it", sender.asked(build_query(attack.text), data, build_sync()))


def _redeclared(sender: Sender, attack: Attack) -> Iterator[Sent]:
    """Prepared under one purpose, executed under another that nothing is permitted for."""
    with sender.client() as client:
        heard = client.ask(build_parse("kept", attack.text), build_sync())
        heard = heard.and_then(client.ask(build_query("SET ostiary.purpose = 'errand'")))
        heard = heard.and_then(client.ask(build_bind("", "kept"), build_execute(""), build_sync()))
        # A name that is taken is refused too: then what was decided before is still what it stands for.
        again = client.ask(
            build_parse("kept", attack.text), build_bind("", "kept"), build_execute(""), build_sync()
        )
    yield Sent("prepared, redeclared, executed", heard)
    yield Sent("prepared again under its name", again)


def _portal_of_another_transaction(sender: Sender, attack: Attack) -> Iterator[Sent]:
    with sender.client() as client:
        client.ask(build_query("BEGIN READ ONLY"))
        values = (b"42",) * _parameters(attack.text)
        bound = client.ask(build_parse("", attack.text), build_bind("kept", "", (), values), build_sync())
        client.ask(build_query("COMMIT"))
        described = client.ask(build_describe("P", "kept"), build_sync())
        executed = client.ask(build_execute("kept"), build_sync())
    broken = bound.sqlstate and f"the portal could not be made: {bound.sqlstate}"
    yield Sent("Describe after COMMIT", described, broken=broken)
    yield Sent("Execute after COMMIT", executed)


def _abandoned(sender: Sender, attack: Attack) -> Iterator[Sent]:
    """Some rows are fetched, and the others never are."""
    with sender.client() as client:
        client.ask(build_query("BEGIN READ ONLY"))
        heard = client.ask(
            build_parse("", attack.text), build_bind("part", ""), build_execute("part", FEW), build_sync()
        )
    yield Sent(f"Execute with max_rows {FEW}", heard, is_part=True)


def _start_up(sender: Sender, _: Attack) -> Iterator[Sent]:
    for more in (
        {"options": "-c role=postgres"},
        {"replication": "database"},
        {"session_authorization": "postgres"},
    ):
        yield _not_admitted(sender, more)


def _replication(sender: Sender, attack: Attack) -> Iterator[Sent]:
    for value in ("database", "true"):
        yield _not_admitted(sender, {"replication": value})
    yield from _statement(sender, attack)


def _not_admitted(sender: Sender, more: dict[str, str]) -> Sent:
    form = f"start-up with {' '.join(f'{name}={value}' for name, value in more.items())}"
    try:
        with sender.client(**more):
            return Sent(form, Heard(), broken="the door let such a client in")
    except NotAdmitted as refused:
        return Sent(form, refused.heard)


def _cancel_of_others(sender: Sender, _: Attack) -> Iterator[Sent]:
    """A statement waits for a lock that we hold; whoever shows no key of its session cannot end it, its own key can."""
    with sender.client() as victim, sender.client() as other:
        (pid, secret), (other_pid, other_secret) = victim.key, other.key
        nearly = secret[:-1] + bytes([secret[-1] ^ 1])
        wrong = ((pid, other_secret), (other_pid, other_secret), (pid, bytes(len(secret))), (pid, nearly))
        with _held_up(sender, victim):
            _ask_to_cancel(sender, wrong)
        heard = victim.hear()
        with _held_up(sender, victim):
            _ask_to_cancel(sender, [(pid, secret)])
            # Heard while it is still held up: only the cancel can end it.
            control = victim.hear()
    broken = f"the statement ended with {heard.sqlstate}" if heard.sqlstate or heard.is_over else ""
    if control.sqlstate != _CANCELLED:
        broken = broken or "its own key cancels nothing, so nothing was tried"
    yield Sent("CancelRequest with other keys", heard, broken=broken, settled=True)


@contextmanager
def _held_up(sender: Sender, victim: WireClient) -> Iterator[None]:
    """A client's statement waits in the database for the length of the block."""
    with psycopg.connect(sender.world.postgres.admin_dsn("city")) as owner:
        owner.execute("LOCK TABLE city.district IN ACCESS EXCLUSIVE MODE")
        victim.send(build_query("SELECT district FROM district"))
        _wait_until_waiting(owner, sender.seconds)
        yield


def _ask_to_cancel(sender: Sender, keys: Iterable[tuple[int, bytes]]) -> None:
    for pid, secret in keys:
        ask_to_cancel(sender.world.port, pid, secret, sender.seconds)


def _wait_until_waiting(owner: psycopg.Connection, seconds: float) -> None:
    """Return when somebody waits for the table that ``owner`` has locked. Raises UpstreamDown when nobody comes to."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        waiting = owner.execute(
            "SELECT FROM pg_locks WHERE NOT granted AND relation = 'city.district'::regclass"
        ).fetchall()
        if waiting:
            return
    raise UpstreamDown("the statement that was to be cancelled did not reach the database")


def _under_another_purpose(sender: Sender, attack: Attack) -> Iterator[Sent]:
    purpose = _DECLARED.findall(_words(attack))[0]
    for sent in _statement(replace(sender, declared={"purpose": purpose}), attack):
        # What is left out for this purpose, such as small groups, is there for a referee who knows no purpose.
        yield replace(sent, is_part=True)


_DECLARED: Final = re.compile(r"declared: (\w+)")
_SHAPES: Final[tuple[tuple[str, Shape], ...]] = (
    (r"CancelRequest", _cancel_of_others),
    (r"StartupMessage", _start_up),
    (r"walsender|^(?:START_REPLICATION|IDENTIFY_SYSTEM|BASE_BACKUP|TIMELINE_HISTORY)", _replication),
    (r"decided for another purpose", _redeclared),
    (r"portal not decided in this transaction", _portal_of_another_transaction),
    (r"max_rows", _abandoned),
    (r"FunctionCall|fast.?path", _function_call),
    (r"CopyData|CopyDone|CopyFail", _copy_data),
    (_DECLARED.pattern, _under_another_purpose),
    (_PARAMETER.pattern, _with_parameters),
)
