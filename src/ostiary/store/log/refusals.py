"""Why a writer refuses a log, each with what to do about it.

Knows: the words of each refusal, who is told them, and the way out.
Must not know: how any of it is found out.

docs/operating.md, `The log refuses to start`, has a paragraph for each; a test compares the two, and another brings each
about for a real writer. A refusal is about the log as a whole: nothing was changed when it is raised, and nothing is until
somebody has looked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ostiary.errors import EvidenceFault, LogDamaged, LogUnavailable

_KEEP: Final = "keep everything as it is"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal: the error it is, and its message with the names of facts in braces."""

    name: str
    error: type[EvidenceFault]
    message: str
    hint: str

    def fault(self, **facts: object) -> EvidenceFault:
        """The error to raise, with its facts. Raises KeyError when one is missing."""
        return self.error(self.message.format_map(facts), hint=self.hint)


HELD_HERE: Final = Refusal(
    "held-here",
    LogUnavailable,
    "another writer holds the log `{log}`",
    "`ostiary doctor` names its process; end one of the two gateways, a second one needs a log of its own",
)
HELD_ELSEWHERE: Final = Refusal(
    "held-elsewhere",
    LogUnavailable,
    "another writer holds the head of `{origin}` in the control database",
    "a copy of this log is written on another machine; stop one of the two, and begin a new log for it",
)
NO_ROW: Final = Refusal(
    "no-row",
    LogDamaged,
    "the control database knows no head of `{origin}`, which has {size} entries",
    "restore a backup of the control database that has it; for a log from before it stood there: `ostiary log adopt`",
)
ROW_OF_ANOTHER: Final = Refusal(
    "row-of-another",
    LogDamaged,
    "the head of `{origin}` in the control database was not signed by this log's key",
    "two logs bear one name: find out whose head it is, and give the new log a name of its own",
)
ROW_AHEAD: Final = Refusal(
    "row-ahead",
    LogDamaged,
    "the journal holds {held} entries, and the control database knows a signed checkpoint of {signed}",
    f"`private/` was restored, or this is an old copy of the log: {_KEEP}, and bring back the newest journal",
)
ROW_BEHIND: Final = Refusal(
    "row-behind",
    LogDamaged,
    "the control database knows a checkpoint of {row} entries, and `private/head` has {head}",
    "the control database was restored: restore a newer backup; if there is none, `ostiary log adopt`",
)
ROW_DIFFERS: Final = Refusal(
    "row-differs",
    LogDamaged,
    "the control database knows another tree of {size} entries than the journal has",
    f"two writers went on from copies of one log: {_KEEP}, on both machines, and begin a new log",
)
SHARED_NO_MORE: Final = Refusal(
    "shared-no-more",
    LogUnavailable,
    "the head of `{log}` stands in the control database, and no connection string was given",
    "name it in the settings again (`head_dsn_file` under `[log]`); a log does not go back to a head of its own",
)
ROW_UNREACHABLE: Final = Refusal(
    "row-unreachable",
    LogUnavailable,
    "the control database does not say which checkpoint was signed last: {why}",
    "start it, or mend `head_dsn_file` under `[log]`; the writer tries again by itself",
)
ROW_MOVED: Final = Refusal(
    "row-moved",
    LogUnavailable,
    "another writer has moved the head of `{origin}` in the control database",
    "a copy of this log is written on another machine; stop both, and compare them before either starts",
)
SWAP_UNKNOWN: Final = Refusal(
    "swap-unknown",
    LogUnavailable,
    "the control database has not said whether it took the checkpoint: {why}",
    "the writer starts again by itself and looks; if it does not, look at the control database",
)
WAITED_TOO_LONG: Final = Refusal(
    "waited-too-long",
    LogUnavailable,
    "no checkpoint could be signed for {seconds} seconds: {why}",
    "entries are durable and under no signature: bring the control database back",
)
PUBLISHED_AHEAD: Final = Refusal(
    "published-ahead",
    LogDamaged,
    "the published checkpoint has {published} entries and the head only {head}",
    f"`private/` was restored from a backup; a log never goes back: {_KEEP}, and bring back the newest `private/`",
)
TWO_TREES: Final = Refusal(
    "two-trees",
    LogDamaged,
    "two different trees of {size} entries were signed",
    f"the log is forked: {_KEEP}, find out who signed, and begin a new log",
)
WITNESSED_AHEAD: Final = Refusal(
    "witnessed-ahead",
    LogDamaged,
    "{witnessed} entries were cosigned by witnesses, and {held} are signed",
    f"the log was restored from a backup: {_KEEP}, and bring back the newest one",
)
JOURNAL_SHORT: Final = Refusal(
    "journal-short",
    LogDamaged,
    "the journal holds {held} entries and a checkpoint of {signed} was signed",
    f"entries are lost: {_KEEP}, and bring the journal back from its other copy",
)
NOT_REPRODUCED: Final = Refusal(
    "not-reproduced",
    LogDamaged,
    "the journal does not reproduce the signed checkpoint of {size} entries",
    f"it is the journal of another history: {_KEEP}, and look with `ostiary log scrub --mirror`",
)
PART_MISSING: Final = Refusal(
    "part-missing",
    LogDamaged,
    "`{part}` is missing from the log `{log}`",
    "bring it back from a backup; never make it anew, an empty log could stand over a lost one",
)
CLOCK_BACK: Final = Refusal(
    "clock-back",
    LogUnavailable,
    "the clock is {seconds} seconds behind {mark}",
    "set this machine's clock right; docs/operating.md says what to do when it was ahead before",
)
CLOCKS_APART: Final = Refusal(
    "clocks-apart",
    LogUnavailable,
    "this machine's clock and the control database's are {seconds} seconds apart",
    "let both follow a time server",
)
CLOSED: Final = Refusal(
    "closed",
    LogUnavailable,
    "the log `{origin}` is closed, and `{successor}` goes on from it",
    "set `log_dir` to the folder of its successor; a closed log takes no entry ever again",
)

REFUSALS: Final = (
    HELD_HERE,
    HELD_ELSEWHERE,
    NO_ROW,
    ROW_OF_ANOTHER,
    ROW_AHEAD,
    ROW_BEHIND,
    ROW_DIFFERS,
    SHARED_NO_MORE,
    ROW_UNREACHABLE,
    ROW_MOVED,
    SWAP_UNKNOWN,
    WAITED_TOO_LONG,
    PUBLISHED_AHEAD,
    TWO_TREES,
    WITNESSED_AHEAD,
    JOURNAL_SHORT,
    NOT_REPRODUCED,
    PART_MISSING,
    CLOCK_BACK,
    CLOCKS_APART,
    CLOSED,
)
