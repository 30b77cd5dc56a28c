"""One step of a directive as signed bytes.

Knows: the C2SP signed note around a step's text, whose signature it must bear, and the hash that chains.
Must not know: what a step says beyond who took it, whether it is admitted, where it is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from ostiary.directives.step_text import read_step, write_step
from ostiary.errors import DirectiveRefused, ProofInvalid
from ostiary.model.directive import Step
from ostiary.tlog.note import SignerKey, VerifierKey, open_note, sign_note

# The end of the empty line and of the signature's own line.
_LINE_ENDS_AFTER_TEXT: Final = 2


def sign_step(step: Step, signer: SignerKey) -> bytes:
    """The step as a note signed by one official. Raises DirectiveRefused for text that UTF-8 cannot hold."""
    return sign_note(write_step(step), [signer])


def open_step(raw: bytes, keys: Mapping[str, VerifierKey]) -> Step:
    """The step in a note that is signed by the official named in ``by``, and by nobody else.

    ``keys`` are the officials' keys by the officials' codes. Raises ProofInvalid when the signature does not hold or is
    another's, DirectiveRefused when the text is not a step in its one spelling or names no official.
    """
    note = open_note(raw, keys.values())
    step = read_step(note.text)
    if step.by not in keys:
        raise DirectiveRefused(f"`{step.by}` is not an official of the policy")
    try:
        # Opened again with the one key that may sign it: a name on a signature is not yet a person.
        open_note(raw, [keys[step.by]])
    except ProofInvalid as fault:
        raise ProofInvalid(f"the step names `{step.by}` but bears the signature of somebody else") from fault
    if raw.count(b"\n", len(note.text.encode())) != _LINE_ENDS_AFTER_TEXT:
        raise ProofInvalid(f"the step by `{step.by}` bears more than one signature")
    return step


def step_hash(raw: bytes) -> str:
    """The SHA-256 (64 hexadecimal digits) of the signed *text*, by which the next step names this one.

    The text and not the whole note, because the text is what an official says and what the next one builds on: one
    text can be signed again with other signature bytes, and that must not begin a second history.
    Raises ProofInvalid when the bytes have no empty line after a text.
    """
    text, gap, _ = raw.rpartition(b"\n\n")
    if not gap:
        raise ProofInvalid("the note has no empty line with signatures after it")
    return hashlib.sha256(text + b"\n").hexdigest()
