"""Trust files: every rule of the format, and which checkpoints satisfy one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import ProofInvalid
from ostiary.tlog import ml_dsa
from ostiary.tlog.checkpoint import Checkpoint, encode_checkpoint, sign_checkpoint
from ostiary.tlog.cosignature import Cosigner, cosign
from ostiary.tlog.key_text import ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE
from ostiary.tlog.merkle import EMPTY_ROOT
from ostiary.tlog.note import SignerKey, add_lines, sign_note
from ostiary.tlog.trust import MAX_OF_A_KIND, MAX_TRUST_BYTES, Group, TrustPolicy, format_trust, parse_trust

LOG = SignerKey.generate("log.example/gw1", bytes(32))
TREE = Checkpoint("log.example/gw1", 7, bytes(32))
NOTE = sign_checkpoint(TREE, LOG)
LOG_LINE = f"log {LOG.verifier().format()}\n"


def witness(number: int) -> Cosigner:
    return Cosigner(f"witness.example/{number}", ED25519_COSIGNATURE, number.to_bytes(32, "big"))


WITNESSES = {
    f"{side}{number}": witness(10 * at + number) for at, side in enumerate("XY", 1) for number in (1, 2, 3)
}
LINES = "".join(f"witness {name} {one.verifier().format()}\n" for name, one in WITNESSES.items())
# The structure of the specification's own example.
EXAMPLE = f"""# The city's log.
{LOG_LINE}
{LINES}
group X-witnesses 2 X1 X2 X3
  group\tY-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
"""


def cosigned(*names: str) -> bytes:
    return (
        add_lines(NOTE, [cosign(TREE, WITNESSES[name], 1_600_000_000) for name in names]) if names else NOTE
    )


@pytest.mark.parametrize(
    ("names", "is_enough"),
    [
        ((), False),
        (("X1", "X2"), False),
        (("X1", "Y1"), False),
        (("Y1", "Y2", "Y3"), False),
        (("X1", "X3", "Y2"), True),
        (("X1", "X2", "X3", "Y1", "Y2", "Y3"), True),
    ],
)
def test_the_published_example_asks_for_two_x_and_one_y(names: tuple[str, ...], is_enough: bool) -> None:  # noqa: FBT001
    """Two levels of groups, as in the specification."""
    policy = parse_trust(EXAMPLE.encode())
    if is_enough:
        trusted = policy.verify(cosigned(*names))
        assert trusted.checkpoint == TREE
        assert trusted.signed_by == (LOG.verifier(),)
        assert {one.by for one in trusted.cosigned} == {WITNESSES[name].verifier() for name in names}
    else:
        with pytest.raises(ProofInvalid, match="quorum `X-and-Y` has not witnessed"):
            policy.verify(cosigned(*names))


def test_one_witness_is_not_two() -> None:
    """The same witness at two times counts once."""
    lines = [cosign(TREE, WITNESSES["X1"], time) for time in (5, 6)]
    note = add_lines(cosigned("Y1"), lines)
    with pytest.raises(ProofInvalid, match="quorum"):
        parse_trust(EXAMPLE.encode()).verify(note)


def test_a_cosignature_of_another_tree_rejects() -> None:
    """A line by a trusted witness that does not hold rejects the checkpoint, however many others hold."""
    other = cosign(Checkpoint(TREE.origin, 8, bytes(32)), WITNESSES["X2"], 5)
    with pytest.raises(ProofInvalid, match="does not hold"):
        parse_trust(EXAMPLE.encode()).verify(add_lines(cosigned("X1", "X3", "Y1"), [other]))


def test_no_quorum_asks_for_the_log_alone() -> None:
    """``quorum none`` believes the log; another log's checkpoint is not believed."""
    policy = parse_trust(f"{LOG_LINE}quorum none\n".encode())
    assert policy.verify(NOTE).cosigned == ()
    other = SignerKey.generate("log.example/gw1", b"o" * 32)
    with pytest.raises(ProofInvalid, match="no signature by a known key"):
        policy.verify(sign_checkpoint(TREE, other))


def test_a_log_signs_only_for_itself() -> None:
    """A trusted log's signature under another trusted log's origin is not that log's."""
    other = SignerKey.generate("log.example/gw2", b"o" * 32)
    policy = parse_trust(
        f"{LOG_LINE}log {other.verifier().format()} https://x.example/\nquorum none\n".encode()
    )
    assert policy.logs[1].url == "https://x.example/"
    with pytest.raises(ProofInvalid, match="did not sign"):
        policy.verify(sign_note(encode_checkpoint(TREE), [other]))


def test_a_log_may_be_trusted_by_ml_dsa_alone() -> None:
    """Whoever does not trust Ed25519 any more names the log's other key, and an Ed25519 line alone is not enough."""
    if not ml_dsa.is_available():
        pytest.skip("the installed cryptography has no ML-DSA-44")
    signer = Cosigner(LOG.name, ML_DSA_44_COSIGNATURE, b"m" * 32)
    policy = parse_trust(f"log {signer.verifier().format()}\nquorum none\n".encode())
    assert policy.verify(sign_note(encode_checkpoint(TREE), [LOG, signer.at(0)])).checkpoint == TREE
    with pytest.raises(ProofInvalid):
        policy.verify(NOTE)


def test_a_policy_reads_back() -> None:
    """What is written is read, with opaque bytes in names and comments that are left out."""
    policy = parse_trust(EXAMPLE.encode())
    assert policy.groups[0] == Group("X-witnesses", 2, ("X1", "X2", "X3"))
    assert parse_trust(format_trust(policy)) == policy
    odd = f"witness \udcff {WITNESSES['X1'].verifier().format()}\nquorum \udcff\n".encode(
        errors="surrogateescape"
    )
    assert format_trust(parse_trust(odd)) == odd
    assert format_trust(TrustPolicy()) == b"quorum none\n"


KEYS = [one.verifier().format() for one in WITNESSES.values()]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no quorum line"),
        (LOG_LINE, "no quorum line"),
        ("quorum none", "newline"),
        ("quorum none\nquorum none\n", "second quorum"),
        ("quorum nobody\n", "not defined"),
        ("quorum\n", "0 words"),
        ("quorum none none\n", "2 words"),
        ("Quorum none\n", "none of log"),
        ("quorum none\r\n", "control character"),
        ("quorum\x0bnone\n", "control character"),
        ("quorum none\x7f\n", "control character"),
        ("log\nquorum none\n", "0 words"),
        ("log x\nquorum none\n", "base64|no type"),
        (f"log {KEYS[0]}\nquorum none\n", "0x01 or 0x06"),
        (f"{LOG_LINE}{LOG_LINE}quorum none\n", "same key"),
        (f"witness a {LOG.verifier().format()}\nquorum none\n", "does not cosign"),
        (f"witness a {KEYS[0]}\nwitness b {KEYS[0]}\nquorum none\n", "same key"),
        (f"witness a {KEYS[0]}\nwitness a {KEYS[1]}\nquorum none\n", "taken"),
        (f"witness none {KEYS[0]}\nquorum none\n", "taken"),
        (f"witness a {KEYS[0]}\ngroup a any a\nquorum a\n", "taken"),
        (f"witness a {KEYS[0]}\ngroup g any a a\nquorum g\n", "in a group already"),
        (f"witness a {KEYS[0]}\ngroup g any a\ngroup h any a\nquorum h\n", "in a group already"),
        (f"group g any a\nwitness a {KEYS[0]}\nquorum g\n", "not defined above"),
        ("group g any g\nquorum g\n", "not defined above"),
        ("group g any none\nquorum g\n", "not defined above"),
        ("group g any\nquorum g\n", "2 words"),
        *[
            (f"witness a {KEYS[0]}\ngroup g {count} a\nquorum g\n", "neither all, any nor")
            for count in ("0", "2", "-1", "01", "+1", "\u0661", "ALL", "1.0")
        ],
    ],
)
def test_what_is_not_allowed_is_refused_with_its_line(text: str, says: str) -> None:
    """Each rule of the format, broken once."""
    with pytest.raises(ProofInvalid, match=says):
        parse_trust(text.encode())


def test_a_trust_file_is_bounded() -> None:
    """128 of a kind are read, more are refused; so is a file of more than a mebibyte."""
    lines = [f"witness w{n} {witness(n).verifier().format()}\n" for n in range(MAX_OF_A_KIND + 1)]
    assert len(parse_trust("".join([*lines[:-1], "quorum none\n"]).encode()).witnesses) == MAX_OF_A_KIND
    with pytest.raises(ProofInvalid, match="more than 128"):
        parse_trust("".join([*lines, "quorum none\n"]).encode())
    with pytest.raises(ProofInvalid, match="at most"):
        parse_trust(b"#" * MAX_TRUST_BYTES + b"\n")


@given(st.binary(max_size=200))
def test_hostile_bytes_are_read_or_refused(raw: bytes) -> None:
    """Nothing but ProofInvalid is ever raised."""
    try:
        parse_trust(raw + b"\nquorum none\n")
    except ProofInvalid as fault:
        fault.message.encode()


def test_an_empty_tree_can_be_trusted() -> None:
    """A new log has a checkpoint of size 0 with the root of nothing."""
    empty = Checkpoint(LOG.name, 0, EMPTY_ROOT)
    assert (
        parse_trust(f"{LOG_LINE}quorum none\n".encode()).verify(sign_checkpoint(empty, LOG)).checkpoint
        == empty
    )
