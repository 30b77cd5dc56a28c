"""Limits of a site: which thresholds are others than the shipped ones.

Knows: the form of ``limits.toml`` and of ``--limit vague.share=0.7``, and which limits there are.
Must not know: files, what a limit limits.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from ostiary.errors import RunRefused
from ostiary.watch.detecting.detector import Detector
from ostiary.watch.detecting.registry import DETECTORS, family, is_meant

Overrides: TypeAlias = Mapping[str, Mapping[str, float]]
"""Name or code of detectors: limit: value."""

MAX_BYTES: Final = 64 * 1024
"""Of a file of limits. All limits of all detectors with a line and a comment each are under 10 KiB."""


def read_limits(text: bytes) -> Overrides:
    """What a file says. Raises RunRefused for what is no TOML, no table of numbers, or names what is not there."""
    if len(text) > MAX_BYTES:
        raise RunRefused(f"a file of limits has at most {MAX_BYTES} bytes")
    try:
        found = tomllib.loads(text.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RunRefused(f"the limits are no TOML: {error}") from error
    return {
        name: {limit: _checked(name, limit, value) for limit, value in _table(name, table).items()}
        for name, table in found.items()
    }


def read_words(words: Iterable[str]) -> Overrides:
    """What words such as ``vague.share=0.7`` say; a later one about the same limit wins. Raises RunRefused."""
    found: dict[str, dict[str, float]] = {}
    for word in words:
        left, _, value = word.partition("=")
        name, _, limit = left.strip().partition(".")
        found.setdefault(name, {})[limit] = _checked(name, limit, _number(word, value))
    return found


def limits_of(detector: Detector, *overrides: Overrides) -> dict[str, float]:
    """A detector's limits where each of ``overrides`` goes before those left of it, and in each a code before a name."""
    limits = dict(detector.limits)
    for each in overrides:
        for name in sorted(filter(lambda word: is_meant(word, detector), each), key=_closeness(detector)):
            limits |= {limit: value for limit, value in each[name].items() if limit in limits}
    return limits


def raised(detector: Detector, fitted: Mapping[str, float]) -> dict[str, float]:
    """Those fitted limits that are above the shipped ones.

    A percentile flags its hundredth of whatever there is. A busy site is spared its usual work; a quiet one gains no leads by it.
    """
    return {name: value for name, value in fitted.items() if value > detector.limits[name]}


def _closeness(detector: Detector) -> Callable[[str], int]:
    """A name means a family, a family's code too; nothing is closer than a detector's own code."""
    return lambda word: (word.upper() == family(detector.code)) + 2 * (word.upper() == detector.code.upper())


def _table(name: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise RunRefused(f"`{name}` of the limits is no table", hint="write [vague], then share = 0.7")
    return value


def _number(word: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise RunRefused(f"`{word}` is no limit", hint="write it like vague.share=0.7") from None


def _checked(name: str, limit: str, value: Any) -> float:
    meant = [detector for detector in DETECTORS if is_meant(name, detector)]
    if not meant:
        raise RunRefused(f"there is no detector `{name}`, of which `{limit}` could be a limit")
    known = sorted({each for detector in meant for each in detector.limits})
    if limit not in known:
        raise RunRefused(f"`{name}` has no limit `{limit}`", hint=f"it has {', '.join(known)}")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise RunRefused(f"`{name}.{limit}` is a number, and not below zero")
    return float(value)
