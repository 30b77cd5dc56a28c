from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import ProofInvalid
from ostiary.tlog import peering
from ostiary.tlog.note import ReadySigner, SignerKey, sign_note
from ostiary.tlog.peering import LATEST, MAX_TIME, Mark, Question, Statement
from ostiary.tlog.peers import PeerPolicy, parse_peers

LOG = SignerKey("log.example/gw1", bytes(32))
PEER = SignerKey("peer.example/p1", bytes([1]) * 32)
OTHER = SignerKey("peer.example/p2", bytes([2]) * 32)
MARK = Mark(7, b"c" * 32, 1_700_000_000)
MARKS = st.builds(
    Mark, st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32), st.integers(0, MAX_TIME)
)


def test_a_signer_made_ready_signs_the_same() -> None:
    """Byte by byte: only the time that it takes is another."""
    ready = ReadySigner(LOG)
    assert sign_note("text\n", [ready]) == sign_note("text\n", [LOG])


@given(MARKS)
def test_what_is_said_is_read(mark: Mark) -> None:
    """Statement, acknowledgement and answer come back as they were, whatever the numbers."""
    note = peering.sign_statement(Statement(LOG.name, mark.size, mark.chain), LOG)
    assert peering.read_statement(note) == Statement(LOG.name, mark.size, mark.chain)
    peering.verify_statement(note, [LOG.verifier()])
    assert peering.open_kept(peering.sign_kept(LOG.name, mark, PEER), LOG.name, PEER.verifier()) == mark
    question = Question(LOG.name, LATEST, "ab" * 16)
    assert peering.read_question(peering.encode_question(question)) == question
    assert peering.open_marks(peering.sign_marks(question, [mark], PEER), question, PEER.verifier()) == (
        mark,
    )


def test_a_full_page_fits_an_answer() -> None:
    """The widest numbers, a thousand times."""
    question = Question("o" * 200, 0, "ab" * 16)
    marks = [Mark(2**63 - 1_001 + number, b"\xff" * 32, MAX_TIME) for number in range(peering.MAX_PAGE)]
    raw = peering.sign_marks(question, marks, PEER)
    assert len(raw) <= peering.MAX_ANSWER_BYTES
    assert peering.open_marks(raw, question, PEER.verifier()) == tuple(marks)


QUESTION = Question(LOG.name, 0, "ab" * 16)


@pytest.mark.parametrize(
    "raw",
    [
        peering.sign_marks(Question(LOG.name, 0, "cd" * 16), [MARK], PEER),
        peering.sign_marks(Question("another", 0, "ab" * 16), [MARK], PEER),
        peering.sign_marks(QUESTION, [MARK], OTHER),
        peering.sign_marks(QUESTION, [MARK, MARK], PEER),
        peering.sign_kept(LOG.name, MARK, PEER),
        b"",
        b"\xff\xfe",
    ],
)
def test_an_answer_to_something_else_is_not_believed(raw: bytes) -> None:
    """An older answer, another log's, another peer's, one out of order, and what is no answer."""
    with pytest.raises(ProofInvalid):
        peering.open_marks(raw, QUESTION, PEER.verifier())


def test_a_mark_is_of_a_year_that_can_be_said() -> None:
    """A time of 63 bits would end whoever tells what was lost since when."""
    late = peering.sign_kept(LOG.name, replace(MARK, time=MAX_TIME + 1), PEER)
    with pytest.raises(ProofInvalid, match="no year"):
        peering.open_kept(late, LOG.name, PEER.verifier())
    with pytest.raises(ProofInvalid, match="no year"):
        peering.open_marks(
            peering.sign_marks(QUESTION, [replace(MARK, time=MAX_TIME + 1)], PEER), QUESTION, PEER.verifier()
        )
    datetime.fromtimestamp(MAX_TIME, UTC)


@pytest.mark.parametrize(
    "lines", [("7", "x"), ("07", "Y2M="), ("-1", "Y2M="), (str(2**63), "Y2M="), ("7",), ("7", "", "")]
)
def test_a_statement_has_one_spelling(lines: tuple[str, ...]) -> None:
    """Numbers without leading zeros, chain values of 32 bytes, and nothing more."""
    text = "".join(f"{line}\n" for line in (peering.STATEMENT, LOG.name, *lines))
    with pytest.raises(ProofInvalid):
        peering.read_statement(sign_note(text, [LOG]))


@given(st.lists(st.binary(max_size=40)), st.integers(1, 50))
def test_frames_come_whole_however_they_are_cut(frames: list[bytes], cut: int) -> None:
    """What is taken is what was sent, in order."""
    sent, inbox, taken = b"".join(map(peering.encode_frame, frames)), bytearray(), list[bytes]()
    for at in range(0, len(sent), cut):
        inbox += sent[at : at + cut]
        taken += peering.take_frames(inbox, 40)
    assert (taken, bytes(inbox)) == (frames, b"")


@given(st.binary(max_size=300))
def test_nothing_but_a_fault_comes_of_nonsense(raw: bytes) -> None:
    """Whoever reads what strangers send meets one error."""
    for read in (
        peering.read_statement,
        peering.read_question,
        peering.maybe_refusal,
        lambda data: peering.open_marks(data, QUESTION, PEER.verifier()),
        parse_peers,
    ):
        try:
            read(raw)
        except ProofInvalid:
            continue


def policy(*lines: str) -> PeerPolicy:
    return parse_peers("".join(f"{line}\n" for line in lines).encode())


def test_a_file_of_peers_is_read_whole_or_not_at_all() -> None:
    """Names, keys, places; the quorum's peers are those that keep most."""
    first, second = PEER.verifier().format(), OTHER.verifier().format()
    read = policy("# peers", f"peer a {first} 10.1.0.7:7390", f"peer b {second} [fd00::1]:7391", "quorum 1")
    assert [(one.name, one.host, one.port) for one in read.peers] == [
        ("a", "10.1.0.7", 7390),
        ("b", "fd00::1", 7391),
    ]
    assert (read.acknowledged({"a": 3, "b": 5}), read.acknowledged({})) == (5, 0)
    assert PeerPolicy(read.peers, 2).acknowledged({"a": 3, "b": 5, "stranger": 9}) == 3
    for lines in (
        (f"peer a {first} 10.1.0.7:7390",),
        (f"peer a {first} 10.1.0.7:7390", "quorum 2"),
        (f"peer a {first} 10.1.0.7:7390", "quorum 0"),
        (f"peer a {first} 10.1.0.7:7390", "quorum 1", "quorum 1"),
        (f"peer a {first} 10.1.0.7:7390", f"peer b {first} 10.1.0.8:7390", "quorum 1"),
        (f"peer a {first} 10.1.0.7:7390", f"peer a {second} 10.1.0.8:7390", "quorum 1"),
        (f"peer a {first} 10.1.0.7", "quorum 1"),
        (f"peer a {first} 10.1.0.7:99999", "quorum 1"),
        (f"peer a {first} 10.1.0.7:{'9' * 5_000}", "quorum 1"),
        ("peer a b c", "quorum 1"),
        ("nonsense", "quorum 1"),
    ):
        with pytest.raises(ProofInvalid):
            policy(*lines)


@pytest.mark.parametrize("text", ["", "x\n", f"{peering.MARKS}\n", f"{peering.MARKS}\n{LOG.name}\n"])
def test_a_peer_that_signs_too_few_lines_is_refused(text: str) -> None:
    """It has the key, and answers what no peer of ours would."""
    try:
        raw = sign_note(text, [PEER])
    except ProofInvalid:
        return
    with pytest.raises(ProofInvalid):
        peering.open_marks(raw, QUESTION, PEER.verifier())
