"""What is frozen before an evaluation: words and thresholds, under one digest.

Knows: which parts decide what a detector says.
Must not know: any result.
"""

from __future__ import annotations

import hashlib
import json

from ostiary.watch.detecting.definition import digest_of
from ostiary.watch.detecting.registry import DETECTORS
from ostiary.watch.reasons.shipped import shipped_words


def frozen() -> dict[str, str]:
    """SHA-256 of the words, and of what every detector asks under its limits; two results with the same were made alike."""
    # A version says what somebody thought to raise; the statement itself is what judged.
    limits = [[each.code, each.version, digest_of(each)] for each in DETECTORS]
    return {
        "words": shipped_words().digest,
        "detectors": hashlib.sha256(json.dumps(limits).encode()).hexdigest(),
    }
