"""LIKE patterns that mean a beginning.

Knows: the wildcards and the escape of LIKE.
Must not know: columns, types, who writes the text.

Under row filters PostgreSQL looks at a row with LIKE only after its filter, so LIKE uses no index there. ``^@`` (starts with)
cannot give a hidden value away (it is leakproof), and uses one.
"""

from __future__ import annotations


def beginning(pattern: str) -> str | None:
    """What a value must begin with, where that is all that the pattern says; None for any other pattern.

    A beginning that ends in a blank is none: of char(n) the one operator sees the padding and the other does not.
    """
    if not pattern.endswith("%"):
        return None
    found, rest = [], iter(pattern[:-1])
    for character in rest:
        if character in "%_":
            return None
        if character == "\\":
            character = next(rest, "")  # noqa: PLW2901 - the escape stands for what follows it
            # What was escaped is the last percent sign: it is no wildcard.
            if not character:
                return None
        found.append(character)
    return "".join(found) if found and found[-1] != " " else None
