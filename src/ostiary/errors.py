"""Every error that Ostiary raises on purpose, by who is at fault.

Knows: who must act, a stable code, a message and the way out.
Must not know: SQLSTATE, HTTP, exit codes; those are chosen where an error leaves the program.

The tree::

    OstiaryError
    ├── ClientFault             whoever is connected must send something else
    │   ├── ProtocolViolation       bytes that the PostgreSQL protocol does not allow here
    │   ├── NotUnderstood           a statement outside what is understood (has a position)
    │   ├── ChannelNotBound         a log-in that was made for another channel than the one it came over
    │   ├── QuotaReached            more of something than one agency or client may have at once
    │   └── BadSetting              a declared purpose, case, basis or beneficiary that cannot be
    ├── AuthorFault             whoever wrote the policy or the texts must mend them
    │   ├── BundleError             all problems of a policy bundle at once
    │   ├── TooManyCases            rules that tell more cases apart than a proof takes on
    │   └── PortalError             all problems of the resident portal's texts at once
    ├── OfficialFault           whoever signs must sign something else
    │   ├── DirectiveRefused        a directive that the rules of directives do not admit
    │   └── CounterRefused          a slip that cannot be issued, or a letter that is not there or was answered
    ├── OperatorFault           whoever runs the system must act
    │   ├── SettingsError           configuration that is wrong or missing
    │   ├── KeyFileError            a key file that is missing, readable by others, or not a key
    │   ├── ControlDown             the control database cannot be reached
    │   ├── WallMismatch            the second wall in the database is not what the policy says
    │   ├── WallBusy                somebody holds what the second wall is built on
    │   └── WorkerLost              a process of the gateway has ended, or does not come up
    ├── DatabaseFault           the records database did not do its part
    │   └── UpstreamDown            it cannot be reached, or died
    │       └── UpstreamNonsense    it sent what is not understood, or a message larger than any may be
    ├── WatchFault              whoever watches must give or ask something else
    │   ├── ImportRefused           a file that cannot be read as the log that it is said to be
    │   ├── WatchFolderDamaged      a watch folder that is none, or whose parts are not what their manifest says
    │   ├── FindingRefused          an act on a finding that is not there or not open to it
    │   └── RunRefused              detectors that cannot be run as asked: no such one, no such limit, too little memory
    └── EvidenceFault           the log cannot be trusted or cannot be written
        ├── LogUnavailable          no durable entry can be had, so no answer may be given
        ├── LogDamaged              bytes of the log are not what they were
        └── ProofInvalid            a signature, checkpoint or proof does not hold

A bare ``Exception`` that is none of these is a bug of ours and is treated as a refusal.
"""

from __future__ import annotations

from typing import ClassVar


class OstiaryError(Exception):
    """The root: a message, a stable code, and a hint that shows the way out (empty when there is none).

    Roots that only say who is at fault have no code and cannot be raised.
    """

    code: ClassVar[str] = ""

    def __init__(self, message: str, *, hint: str = "") -> None:
        if not self.code:
            raise TypeError(f"{type(self).__name__} says who is at fault; raise one of its kinds")
        super().__init__(message)
        self.message = message
        self.hint = hint


class ClientFault(OstiaryError):
    """Whoever is connected must send something else."""


class ProtocolViolation(ClientFault):
    """Bytes that the PostgreSQL protocol does not allow here."""

    code = "C01"


class NotUnderstood(ClientFault):
    """A statement outside what is understood, with the byte offset of the offending part (-1: none)."""

    code = "C02"

    def __init__(self, message: str, *, position: int = -1, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.position = position


class BadSetting(ClientFault):
    """A declared purpose, case, basis or beneficiary that cannot be."""

    code = "C03"


class ChannelNotBound(ClientFault):
    """A log-in that was made for another channel than the one it came over: somebody may stand in between."""

    code = "C04"


class QuotaReached(ClientFault):
    """More of something than one agency or client may have at once."""

    code = "C05"


class AuthorFault(OstiaryError):
    """Whoever wrote the policy or the texts must mend them."""


class BundleError(AuthorFault):
    """A policy bundle that cannot be used; ``problems`` lists everything wrong with it, one line each."""

    code = "A01"

    def __init__(self, message: str, *, problems: tuple[str, ...] = (), hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.problems = problems


class TooManyCases(AuthorFault):
    """Rules that tell more cases apart than a proof takes on."""

    code = "A02"


class PortalError(AuthorFault):
    """Texts of the resident portal that cannot be shown; ``problems`` lists everything wrong with them, one line each."""

    code = "A03"

    def __init__(self, message: str, *, problems: tuple[str, ...] = (), hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.problems = problems


class OfficialFault(OstiaryError):
    """Whoever signs must sign something else."""


class DirectiveRefused(OfficialFault):
    """A directive that the rules of directives do not admit."""

    code = "D01"


class CounterRefused(OfficialFault):
    """A slip that cannot be issued, or a letter that is not there or was answered already."""

    code = "D02"


class OperatorFault(OstiaryError):
    """Whoever runs the system must act."""


class SettingsError(OperatorFault):
    """Configuration that is wrong or missing; ``problems`` lists the mistakes where there are several, one line each."""

    code = "O01"

    def __init__(self, message: str, *, problems: tuple[str, ...] = (), hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.problems = problems


class KeyFileError(OperatorFault):
    """A key file that is missing, readable by others, or not a key."""

    code = "O02"


class WallMismatch(OperatorFault):
    """The second wall in the database is not what the policy says."""

    code = "O03"


class ControlDown(OperatorFault):
    """The control database cannot be reached, or died."""

    code = "O04"


class WorkerLost(OperatorFault):
    """A process of the gateway has ended, or does not come up, without saying why."""

    code = "O05"


class WallBusy(OperatorFault):
    """Somebody holds what the second wall is built on, and has not let go in time."""

    code = "O06"


class DatabaseFault(OstiaryError):
    """The records database did not do its part."""


class UpstreamDown(DatabaseFault):
    """The records database cannot be reached, or died."""

    code = "U01"


class UpstreamNonsense(UpstreamDown):
    """The records database sent what is not understood, or a message larger than any may be."""

    code = "U02"


class WatchFault(OstiaryError):
    """Whoever watches must give or ask something else."""


class ImportRefused(WatchFault):
    """A file that cannot be read as the log that it is said to be."""

    code = "W01"


class WatchFolderDamaged(WatchFault):
    """A watch folder that is none, or whose parts are not what their manifest says."""

    code = "W02"


class FindingRefused(WatchFault):
    """An act on a finding that is not there or not open to it."""

    code = "W03"


class RunRefused(WatchFault):
    """Detectors that cannot be run as asked: no such one, no such limit, too little memory."""

    code = "W04"


class EvidenceFault(OstiaryError):
    """The log cannot be trusted or cannot be written."""


class LogUnavailable(EvidenceFault):
    """No durable entry can be had, so no answer may be given."""

    code = "E01"


class LogDamaged(EvidenceFault):
    """Bytes of the log are not what they were."""

    code = "E02"


class ProofInvalid(EvidenceFault):
    """A signature, checkpoint or proof does not hold."""

    code = "E03"
