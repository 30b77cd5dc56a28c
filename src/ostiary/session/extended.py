"""The extended protocol: Parse, Bind, Describe, Execute, Close.

Knows: which answer each message gets, and when a description can travel with its rows.
Must not know: what statements do, framing.

Statements and portals live here only; the database always gets a Bind of its own together with Execute, and nothing that
is prepared there says whether it may be executed.
"""

from __future__ import annotations

from ostiary.pgwire.backend import (
    bind_complete,
    close_complete,
    no_data,
    parameter_description,
    parse_complete,
    row_description,
)
from ostiary.pgwire.frontend import Bind, Close, Describe, Execute, Parse
from ostiary.session.commands import Flow
from ostiary.session.conversation import Conversation
from ostiary.session.prepared import Portal, Prepared
from ostiary.session.queries import shape_of_portal, shape_of_statement
from ostiary.session.refusals import NOT_SUPPORTED, Refusal, Refused
from ostiary.session.statements import perform, prepare, shown_column
from ostiary.sql.plan import NotAllowed, Select, ShowSetting


class Extended:
    """The extended protocol of one session. A portal's description waits for its Execute: one flight instead of two."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._client = conversation.client
        self._described: str | None = None

    def parse(self, message: Parse) -> Flow[None]:
        """Understand a statement and keep it. Raises Refused."""
        yield from self.settle()
        if not message.name:
            self._conversation.statements.pop("", None)
        prepared = yield from prepare(self._conversation, message.text, message.parameter_types)
        self._conversation.keep_statement(message.name, prepared)
        yield from self._client.send(parse_complete())

    def bind(self, message: Bind) -> Flow[None]:
        """Give a statement its parameters; it is understood anew when other rules hold than when it was prepared."""
        if self._described is not None:
            yield from self.settle()
        prepared = yield from self._current(message.statement)
        if not message.portal:
            self._conversation.portals.pop("", None)
        grounds = self._conversation.grounds
        portal = Portal(
            prepared, message.parameter_formats, message.parameters, message.result_formats, grounds
        )
        self._conversation.keep_portal(message.portal, portal)
        yield from self._client.send(bind_complete())

    def describe(self, message: Describe) -> Flow[None]:
        """Say what a statement takes and gives; a portal's answer is put off until its Execute."""
        if self._described is not None:
            yield from self.settle()
        if message.kind == "P":
            portal = self._conversation.portal(message.name)
            self._conversation.verify_not_failed(portal.prepared.plan)
            self._described = message.name
            return
        prepared = yield from self._current(message.name)
        yield from self._describe_statement(prepared)

    def execute(self, message: Execute) -> Flow[None]:
        """Run a portal. Raises Refused."""
        describe = self._described == message.portal
        if describe:
            self._described = None
        else:
            yield from self.settle()
        if message.max_rows:
            raise Refused(
                Refusal(
                    NOT_SUPPORTED, "fetching in portions is not supported yet", hint="Fetch all rows at once."
                )
            )
        portal = self._conversation.portal(message.portal)
        if describe and not isinstance(portal.prepared.plan, Select | NotAllowed | ShowSetting):
            yield from self._client.send(no_data())
        yield from perform(self._conversation, portal, describe=describe)

    def close(self, message: Close) -> Flow[None]:
        """Forget a statement or portal; what is not there is forgotten already."""
        yield from self.settle()
        (self._conversation.statements if message.kind == "S" else self._conversation.portals).pop(
            message.name, None
        )
        yield from self._client.send(close_complete())

    def settle(self) -> Flow[None]:
        """Answer a Describe that no Execute followed. Raises Refused."""
        if self._described is None:
            return
        name, self._described = self._described, None
        portal = self._conversation.portal(name)
        match portal.prepared.plan:
            case Select() | NotAllowed():
                shape = yield from shape_of_portal(self._conversation, portal)
                yield from self._client.send(shape.description)
            case ShowSetting(setting):
                yield from self._client.send(row_description((shown_column(setting),)))
            case _:
                yield from self._client.send(no_data())

    def sync(self) -> Flow[None]:
        """End a batch: what waited is answered, and portals outside a transaction are gone. Raises Refused."""
        try:
            yield from self.settle()
        finally:
            if self._client.status == "I":
                self._conversation.portals.clear()

    def _current(self, name: str) -> Flow[Prepared]:
        prepared = self._conversation.statement(name)
        self._conversation.verify_not_failed(prepared.plan)
        if not self._conversation.is_current(prepared):
            prepared = yield from prepare(self._conversation, prepared.text, prepared.parameter_types)
            self._conversation.statements[name] = prepared
        return prepared

    def _describe_statement(self, prepared: Prepared) -> Flow[None]:
        match prepared.plan:
            case Select() | NotAllowed():
                shape = yield from shape_of_statement(self._conversation, prepared)
                yield from self._client.send(parameter_description(shape.parameters))
                yield from self._client.send(shape.description)
            case ShowSetting(setting):
                yield from self._client.send(parameter_description(()))
                yield from self._client.send(row_description((shown_column(setting),)))
            case _:
                yield from self._client.send(parameter_description(()))
                yield from self._client.send(no_data())
