"""Trust files: which logs and which witnesses somebody believes, and when that is enough.

Knows: C2SP tlog-policy: log, witness, group and quorum lines; whether a checkpoint satisfies them.
Must not know: where a trust file came from, how a log or a witness is reached, clocks.

Whoever verifies brings this file; nothing in a receipt or a log can widen it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from ostiary.errors import ProofInvalid
from ostiary.tlog.checkpoint import Checkpoint, parse_checkpoint
from ostiary.tlog.cosignature import Cosignature, CosignerKey, verify_cosignatures
from ostiary.tlog.key_text import ED25519, ML_DSA_44_COSIGNATURE, parse_verifier
from ostiary.tlog.note import VerifierKey, open_note, split_note

# "It is strongly recommended that an implementation supports at least up to 32 logs, 32 witnesses, and 32 groups":
# four times that. A line with an ML-DSA-44 key has some 2 kB: 3 x 128 of them are less than a mebibyte.
MAX_OF_A_KIND = 128
MAX_TRUST_BYTES = 2**20

NO_QUORUM = "none"

LogKey = VerifierKey | CosignerKey
"""A log signs as itself (0x01), or by ML-DSA-44 (0x06), whose lines have the form of a cosignature."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness: what the file calls it, its key, and where it is asked (empty: not said)."""

    name: str
    key: CosignerKey
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group witnesses what at least ``threshold`` of its members witness; a member is a witness or another group."""

    name: str
    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrustedLog:
    """A log's key, and where the log is read (empty: not said)."""

    key: LogKey
    url: str = ""


@dataclass(frozen=True, slots=True)
class Trusted:
    """A checkpoint that satisfies a trust file: by which keys of its log, and which cosignatures were counted."""

    checkpoint: Checkpoint
    signed_by: tuple[LogKey, ...]
    cosigned: tuple[Cosignature, ...]


@dataclass(frozen=True, slots=True)
class TrustPolicy:
    """Logs, witnesses, groups in the order of the file, and the name that must have witnessed."""

    logs: tuple[TrustedLog, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    groups: tuple[Group, ...] = ()
    quorum: str = NO_QUORUM

    def is_met_by(self, witnessed: AbstractSet[str]) -> bool:
        """Whether the quorum has witnessed when the witnesses with these names in the file have."""
        met = {witness.name for witness in self.witnesses if witness.name in witnessed}
        # A group names only what stands before it, so that one pass decides them all.
        for group in self.groups:
            if sum(member in met for member in group.members) >= group.threshold:
                met.add(group.name)
        return self.quorum == NO_QUORUM or self.quorum in met

    def verify(self, raw: bytes) -> Trusted:
        """The checkpoint in a note that one of the logs signed and the quorum witnessed.

        Raises ProofInvalid when it is not, or when a signature by a key of this file does not hold; SettingsError when
        the file has ML-DSA-44 keys and the installation has no ML-DSA-44.
        """
        keys = [log.key for log in self.logs]
        opened = open_note(raw, keys)
        checkpoint = parse_checkpoint(opened.text)
        signed = {(line.name, line.key_id) for line in opened.signatures}
        signed_by = tuple(key for key in keys if (key.name, key.key_id) in signed)
        if any(key.name != checkpoint.origin for key in signed_by):
            raise ProofInvalid(f"the checkpoint is of the log `{checkpoint.origin}`, which did not sign it")
        lines = split_note(raw)[1]
        cosigned = verify_cosignatures(checkpoint, lines, [witness.key for witness in self.witnesses])
        self._verify_quorum(cosigned)
        return Trusted(checkpoint, signed_by, cosigned)

    def _verify_quorum(self, cosigned: tuple[Cosignature, ...]) -> None:
        keys = {cosignature.by for cosignature in cosigned}
        names = {witness.name for witness in self.witnesses if witness.key in keys}
        if not self.is_met_by(names):
            found = ", ".join(sorted(names)) or "nobody that the trust file names"
            message = f"the quorum `{self.quorum}` has not witnessed the checkpoint: {found} has"
            raise ProofInvalid(_shown(message))


def parse_trust(raw: bytes) -> TrustPolicy:
    """Read a trust file. Raises ProofInvalid, naming the line, unless every line is understood and allowed."""
    if len(raw) > MAX_TRUST_BYTES:
        raise ProofInvalid(f"a trust file has at most {MAX_TRUST_BYTES} bytes")
    # Bytes that are no UTF-8 become half surrogate pairs: "names must be handled as opaque octet strings".
    text = raw.decode(errors="surrogateescape")
    if text and not text.endswith("\n"):
        raise ProofInvalid("the last line of a trust file does not end with a newline")
    reader = _Reader()
    for number, line in enumerate(text.split("\n")[:-1], 1):
        try:
            reader.take(line)
        except ProofInvalid as fault:
            raise ProofInvalid(f"line {number} of the trust file: {_shown(fault.message)}") from None
    return reader.finish()


@dataclass(slots=True)
class _Reader:
    logs: list[TrustedLog] = field(default_factory=list)
    witnesses: list[Witness] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    quorum: str = ""
    # Every public key that was read, so that none counts twice; every name, and whether a group has it already.
    publics: set[tuple[str, bytes]] = field(default_factory=set)
    free: dict[str, bool] = field(default_factory=dict)

    def take(self, line: str) -> None:
        """Read one line."""
        # Whitespace is space and tab only; every other control character is refused.
        if any((c < " " and c != "\t") or c == "\x7f" for c in line):
            raise ProofInvalid("a control character")
        words = line.replace("\t", " ").split(" ")
        words = [word for word in words if word]
        if not words or words[0].startswith("#"):
            return
        kind = _LINES.get(words[0])
        if kind is None:
            raise ProofInvalid(f"`{words[0]}` is none of log, witness, group, quorum")
        kind(self, words[1:])

    def finish(self) -> TrustPolicy:
        """What was read. Raises ProofInvalid when no line says the quorum."""
        if not self.quorum:
            raise ProofInvalid(
                "the trust file has no quorum line", hint="`quorum none` asks for no witness at all"
            )
        return TrustPolicy(tuple(self.logs), tuple(self.witnesses), tuple(self.groups), self.quorum)

    def take_log(self, words: list[str]) -> None:
        """``log <vkey> [<url>]``."""
        _verify_count(words, 1, 2)
        text = parse_verifier(words[0])
        key: LogKey = (
            VerifierKey(text.name, text.material) if text.type == ED25519 else CosignerKey.parse(words[0])
        )
        if isinstance(key, CosignerKey) and key.type != ML_DSA_44_COSIGNATURE:
            raise ProofInvalid("a log signs with a key of type 0x01 or 0x06")
        self._claim_key("log", key.public, len(self.logs))
        self.logs.append(TrustedLog(key, *words[1:]))

    def take_witness(self, words: list[str]) -> None:
        """``witness <name> <vkey> [<url>]``."""
        _verify_count(words, 2, 3)
        key = CosignerKey.parse(words[1])
        self._claim_key("witness", key.public, len(self.witnesses))
        self._claim_name(words[0])
        self.witnesses.append(Witness(words[0], key, *words[2:]))

    def take_group(self, words: list[str]) -> None:
        """``group <name> all|any|<k> <name>...``."""
        _verify_count(words, 3, 2 + 2 * MAX_OF_A_KIND)
        name, count, *members = words
        for member in members:
            if not self.free.get(member, False):
                raise ProofInvalid(f"`{member}` is not defined above, or is in a group already")
            self.free[member] = False
        _verify_room(len(self.groups))
        threshold = _threshold(count, len(members))
        self._claim_name(name)
        self.groups.append(Group(name, threshold, tuple(members)))

    def take_quorum(self, words: list[str]) -> None:
        """``quorum <name>|none``."""
        _verify_count(words, 1, 1)
        if self.quorum:
            raise ProofInvalid("a second quorum line")
        if words[0] != NO_QUORUM and words[0] not in self.free:
            raise ProofInvalid(f"`{words[0]}` is not defined above")
        self.quorum = words[0]

    def _claim_key(self, kind: str, public: bytes, count: int) -> None:
        _verify_room(count)
        if (kind, public) in self.publics:
            raise ProofInvalid(f"the same key stands in another {kind} line")
        self.publics.add((kind, public))

    def _claim_name(self, name: str) -> None:
        if name == NO_QUORUM or name in self.free:
            raise ProofInvalid(f"the name `{name}` is taken")
        self.free[name] = True


_LINES: Mapping[str, Callable[[_Reader, list[str]], None]] = {
    "log": _Reader.take_log,
    "witness": _Reader.take_witness,
    "group": _Reader.take_group,
    "quorum": _Reader.take_quorum,
}


def format_trust(policy: TrustPolicy) -> bytes:
    """The trust file that says this policy, one line an item: what ``parse_trust`` reads back."""
    lines = [f"log {log.key.format()} {log.url}".rstrip() for log in policy.logs]
    lines += [f"witness {one.name} {one.key.format()} {one.url}".rstrip() for one in policy.witnesses]
    lines += [f"group {one.name} {one.threshold} {' '.join(one.members)}" for one in policy.groups]
    return "".join(f"{line}\n" for line in (*lines, f"quorum {policy.quorum}")).encode(
        errors="surrogateescape"
    )


def _threshold(text: str, count: int) -> int:
    words = {"all": count, "any": 1}
    # The specification wants decimal, and at least one and at most all of the members.
    numbers = {str(number): number for number in range(1, count + 1)}
    found = words.get(text) or numbers.get(text)
    if found is None:
        raise ProofInvalid(f"`{text}` is neither all, any nor a number from 1 to {count}")
    return found


def _shown(message: str) -> str:
    # An opaque name may be no UTF-8, and what cannot be printed would hide the message.
    return message.encode(errors="backslashreplace").decode()


def _verify_count(words: list[str], least: int, most: int) -> None:
    if not least <= len(words) <= most:
        raise ProofInvalid(f"{len(words)} words where {least} to {most} are expected")


def _verify_room(count: int) -> None:
    if count >= MAX_OF_A_KIND:
        raise ProofInvalid(f"more than {MAX_OF_A_KIND} of a kind")
