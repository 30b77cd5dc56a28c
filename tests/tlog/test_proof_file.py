"""Proof files: the specification's example, one spelling, limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import ProofInvalid
from ostiary.tlog.proof_file import (
    MAX_EXTRA_BYTES,
    MAX_PATH,
    MAX_PROOF_BYTES,
    LogProof,
    encode_proof,
    parse_proof,
)

# The example of the tlog-proof specification, which shortens its signatures; whatever follows the empty line is a note.
EXAMPLE = b"""c2sp.org/tlog-proof@v1
extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6kYXJ3aW4tYXJ
index 73894
gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=

example.com/fancylog
109482
sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

"""


def test_the_published_example_reads() -> None:
    """Extra bytes, the index, five hashes, and the note verbatim."""
    proof = parse_proof(EXAMPLE)
    assert (proof.index, len(proof.path)) == (73894, 5)
    assert proof.extra is not None
    assert proof.extra.startswith(b"age-v1.2.1-darwin-arm64.tar.gz")
    assert proof.checkpoint.startswith(b"example.com/fancylog\n109482\n")
    assert encode_proof(proof) == EXAMPLE


HASHES = st.lists(st.binary(min_size=32, max_size=32), max_size=MAX_PATH).map(tuple)


@given(st.integers(0, 2**63 - 2), HASHES, st.binary(max_size=99), st.none() | st.binary(max_size=99))
def test_a_proof_reads_back(
    index: int, path: tuple[bytes, ...], checkpoint: bytes, extra: bytes | None
) -> None:
    """Whatever the checkpoint and the extra bytes hold, empty ones included."""
    proof = LogProof(index, path, checkpoint, extra)
    assert parse_proof(encode_proof(proof)) == proof


HASH = "AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk="
TOO_MANY = f"{HASH}\n" * (MAX_PATH + 1)
FIRST = "c2sp.org/tlog-proof@v1\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        FIRST,
        f"{FIRST}index 0\n",
        f"{FIRST}\nnote",
        "c2sp.org/tlog-proof@v2\nindex 0\n\nnote",
        f"{FIRST}index 00\n\nnote",
        f"{FIRST}index +1\n\nnote",
        f"{FIRST}index \u0661\n\nnote",
        f"{FIRST}index -1\n\nnote",
        f"{FIRST}index  1\n\nnote",
        f"{FIRST}index {2**63 - 1}\n\nnote",
        f"{FIRST}index {'9' * 5000}\n\nnote",
        f"{FIRST}index 1\nAAAA\n\nnote",
        f"{FIRST}index 1\n{HASH[:-2]}l=\n\nnote",
        f"{FIRST}index 1\r\n\nnote",
        f"{FIRST}extra !\nindex 1\n\nnote",
        f"{FIRST}extra AAAA\nextra AAAA\nindex 1\n\nnote",
        f"{FIRST}index 1\nextra AAAA\n\nnote",
        f"{FIRST}extra {'A' * (4 * MAX_EXTRA_BYTES // 3 + 8)}\nindex 1\n\nnote",
        f"{FIRST}index 1\n{TOO_MANY}\nnote",
        f"{FIRST}index 1\n\n{'n' * MAX_PROOF_BYTES}",
    ],
    ids=range(21),
)
def test_any_other_spelling_is_refused(text: str) -> None:
    """Each line, broken once, and each limit passed."""
    with pytest.raises(ProofInvalid):
        parse_proof(text.encode())


@given(st.binary(max_size=300))
def test_hostile_bytes_are_read_or_refused(raw: bytes) -> None:
    """Nothing but ProofInvalid is ever raised, and what is read has one spelling."""
    for text in (raw, FIRST.encode() + raw, f"{FIRST}index 1\n".encode() + raw):
        try:
            proof = parse_proof(text)
        except ProofInvalid:
            continue
        assert encode_proof(proof) == text
