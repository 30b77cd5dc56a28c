"""The frame of a window, from the flags that PostgreSQL's parser sets.

Knows: the flags (nodes/parsenodes.h, FRAMEOPTION_*), and which offsets a bound may have.
Must not know: windows, queries, how SQL text is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal, TypeVar

from ostiary.errors import NotUnderstood
from ostiary.sql.tree import Bound, Cast, Constant, Expression, Frame, Parameter
from ostiary.sql.understanding.grammar import Node, kind_of

Word = TypeVar("Word", bound=str)

NON_DEFAULT: Final = 0x00001
"""A frame was written out."""
_BETWEEN: Final = 0x00010
_MODES: Final[Mapping[int, Literal["RANGE", "ROWS", "GROUPS"]]] = {0x2: "RANGE", 0x4: "ROWS", 0x8: "GROUPS"}
_STARTS: Final = {
    0x00020: "UNBOUNDED PRECEDING",
    0x00200: "CURRENT ROW",
    0x00800: "PRECEDING",
    0x02000: "FOLLOWING",
}
_ENDS: Final = {
    0x00100: "UNBOUNDED FOLLOWING",
    0x00400: "CURRENT ROW",
    0x01000: "PRECEDING",
    0x04000: "FOLLOWING",
}
_EXCLUSIONS: Final = {0x08000: "CURRENT ROW", 0x10000: "GROUP", 0x20000: "TIES"}
_KNOWN: Final = sum((NON_DEFAULT, _BETWEEN, *_MODES, *_STARTS, *_ENDS, *_EXCLUSIONS))


def frame_of(over: Node, understand: Callable[[Node], Expression]) -> Frame | None:
    """The frame of a window definition; None for the default. Raises NotUnderstood for what is not in the tables."""
    options = over.frame_options
    if not options & NON_DEFAULT:
        return None
    if options & ~_KNOWN:
        raise NotUnderstood("this frame of a window is refused", position=over.location)
    start, end = over.start_offset, over.end_offset
    return Frame(
        _one(_MODES, options),
        Bound(_one(_STARTS, options), _offset(start, understand)),
        Bound(_one(_ENDS, options), _offset(end, understand)),
        "".join(words for flag, words in _EXCLUSIONS.items() if options & flag),
    )


def _one(words: Mapping[int, Word], options: int) -> Word:
    """The words of the one flag that is set."""
    found = [said for flag, said in words.items() if options & flag]
    if len(found) != 1:
        raise NotUnderstood("this frame of a window is refused")
    return found[0]


def _offset(node: Node, understand: Callable[[Node], Expression]) -> Expression | None:
    """An offset is a constant: a column there would be no frame that can be told in words."""
    if not kind_of(node):
        return None
    offset = understand(node)
    inner = offset.argument if isinstance(offset, Cast) else offset
    if not isinstance(inner, Constant | Parameter):
        raise NotUnderstood("the offset of a window's frame is a constant")
    return offset
