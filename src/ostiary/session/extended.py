"""The extended protocol: Parse, Bind, Describe, Execute, Close.

Knows: which answer each message gets, and when a description can travel with its rows.
Must not know: what statements do, framing.

Statements live here only, and portals too, unless they are read in portions; nothing that is prepared or bound at the
database says whether it may be executed.
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
from ostiary.session.declarations import shown_column
from ostiary.session.prepared import Portal, Prepared, result_formats
from ostiary.session.queries import shape_of_portal, shape_of_statement
from ostiary.session.refusals import NOT_TO_BE_RUN, SYNTAX, Refusal, Refused
from ostiary.session.statements import perform, prepare
from ostiary.session.telling import told_description
from ostiary.session.transactions import end_batch
from ostiary.sql.plan import (
    DeclareCursor,
    Fetch,
    NotAllowed,
    Plan,
    ResetSession,
    Select,
    ShowSetting,
    Tell,
)


class Extended:
    """The extended protocol of one session. A portal's description waits for its Execute: one flight instead of two."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._client = conversation.client
        self._held = conversation.held
        self._described: str | None = None

    def parse(self, message: Parse) -> Flow[None]:
        """Understand a statement and keep it. Raises Refused."""
        yield from self.settle()
        if not message.name:
            self._held.statements.pop("", None)
        prepared = yield from prepare(self._conversation, message.text, message.parameter_types)
        _verify_single(prepared)
        self._held.keep_statement(message.name, prepared)
        yield from self._client.send(parse_complete())

    def bind(self, message: Bind) -> Flow[None]:
        """Give a statement its parameters; it is understood anew when other rules hold than when it was prepared."""
        if self._described is not None:
            yield from self.settle()
        prepared = yield from self._current(message.statement)
        if not message.portal:
            self._held.forget_portal("")
        grounds = self._conversation.grounds
        portal = Portal(
            prepared,
            message.parameter_formats,
            message.parameters,
            message.result_formats,
            grounds,
            self._held.marked,
        )
        self._held.keep_portal(message.portal, portal)
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
        portal = self._held.portal(message.portal)
        if describe and not self._has_columns(portal.prepared.plan):
            describe = False
            yield from self._client.send(no_data())
        _verify_runnable(portal)
        yield from perform(self._conversation, portal, describe=describe, max_rows=message.max_rows)

    def close(self, message: Close) -> Flow[None]:
        """Forget a statement or portal; what is not there is forgotten already."""
        yield from self.settle()
        if message.kind == "S":
            self._held.statements.pop(message.name, None)
        else:
            self._held.forget_portal(message.name)
        yield from self._client.send(close_complete())

    def settle(self) -> Flow[None]:
        """Answer a Describe that no Execute followed. Raises Refused."""
        if self._described is None:
            return
        name, self._described = self._described, None
        portal = self._conversation.portal(name)
        match portal.prepared.plan:
            case Select() | NotAllowed():
                yield from self._describe_query(portal, portal.result_formats)
            case plan:
                yield from self._describe_other(plan, portal.result_formats)

    def sync(self) -> Flow[None]:
        """End a batch: what waited is answered, and portals outside a transaction are gone. Raises Refused."""
        try:
            yield from self.settle()
        except Refused:
            yield from self._end()
            raise
        yield from self._end()

    def _end(self) -> Flow[None]:
        if self._client.status == "I":
            self._held.end_portals()
        yield from end_batch(self._conversation)

    def _current(self, name: str) -> Flow[Prepared]:
        prepared = self._held.statement(name)
        self._conversation.verify_not_failed(prepared.plan)
        if not self._conversation.is_current(prepared):
            prepared = yield from prepare(self._conversation, prepared.text, prepared.parameter_types)
            self._held.statements[name] = prepared
        return prepared

    def _describe_statement(self, prepared: Prepared) -> Flow[None]:
        match prepared.plan:
            case Select() | NotAllowed() | DeclareCursor():
                shape = yield from shape_of_statement(self._conversation, prepared)
                yield from self._client.send(parameter_description(shape.parameters))
                is_query = not isinstance(prepared.plan, DeclareCursor)
                yield from self._client.send(shape.description if is_query else no_data())
            case plan:
                yield from self._client.send(parameter_description(()))
                yield from self._describe_other(plan, ())

    def _describe_other(self, plan: Plan, formats: tuple[int, ...]) -> Flow[None]:
        """The columns of what is no query by itself, in the formats asked for. Raises Refused."""
        match plan:
            case Tell():
                yield from self._client.send(told_description(plan, formats))
            case Fetch(cursor):
                yield from self._describe_fetch(cursor, formats)
            case ShowSetting(setting):
                yield from self._client.send(row_description((shown_column(setting),)))
            case _:
                yield from self._client.send(no_data())

    def _describe_fetch(self, cursor: str, formats: tuple[int, ...]) -> Flow[None]:
        """What a FETCH would bring. PostgreSQL says nothing of a cursor that is not there; nor do we. Raises Refused."""
        found = self._query(cursor)
        if found is None:
            yield from self._client.send(no_data())
            return
        self._conversation.verify_grounds(found)
        yield from self._describe_query(found, formats)

    def _describe_query(self, portal: Portal, formats: tuple[int, ...]) -> Flow[None]:
        """The columns of a bound query, in these formats: whoever read it before may have asked for others. Raises Refused."""
        shape = yield from shape_of_portal(self._conversation, portal)
        every = result_formats(formats, len(shape.names))
        yield from self._client.send(shape.described_in(every))

    def _has_columns(self, plan: Plan) -> bool:
        """Whether what it answers is described, by the flight that brings it or by us."""
        if isinstance(plan, Fetch):
            return self._query(plan.name) is not None
        return isinstance(plan, Select | NotAllowed | ShowSetting | Tell)

    def _query(self, name: str) -> Portal | None:
        """The portal or cursor of that name, if it is there and can be read from."""
        found = self._held.portals.get(name)
        return found if found is not None and isinstance(found.prepared.plan, Select) else None


def _verify_single(prepared: Prepared) -> None:
    """Raises Refused for several statements in one, which the extended protocol never takes."""
    if isinstance(prepared.plan, ResetSession):
        raise Refused(Refusal(SYNTAX, "several statements cannot be prepared as one"))


def _verify_runnable(portal: Portal) -> None:
    """Raises Refused for a portal that is not read from, and has been run; it counts as run from now on."""
    if not isinstance(portal.prepared.plan, Select | NotAllowed):
        if portal.progress.has_run:
            raise Refused(Refusal(NOT_TO_BE_RUN, "this portal has been run already", hint="Bind it again."))
        portal.progress.has_run = True
