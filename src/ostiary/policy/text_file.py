"""One TOML text as a table whose keys know their lines, or as one problem.

Knows: how long a text may be, and what a text that is no TOML is told.
Must not know: which sections there are, what any key means.
"""

from __future__ import annotations

import re
import tomllib

from ostiary.policy.reading import Problems, SourceFile, Table
from ostiary.policy.spans import MAX_KEY_PARTS, NestedTooDeeply, Spans, long_key_line

_SYNTAX_LINE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


def read_text_file(name: str, text: str, problems: Problems, *, most: int) -> Table | None:
    """The top table of a text of at most ``most`` characters; None, with the problem noted, when there is none."""
    if len(text) > most:
        problems.add(name, 1, f"the file has {len(text)} characters; at most {most} are read")
        return None
    # Asked before anything is built: what a key with n parts makes takes n * n of time and memory.
    if line := long_key_line(text):
        problems.add(name, line, f"a key has more than {MAX_KEY_PARTS} parts with dots between them")
        return None
    try:
        values = tomllib.loads(text)
        spans = Spans(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        problems.add(name, *_syntax_problem(str(error), text))
        return None
    except (NestedTooDeeply, RecursionError):
        problems.add(name, 1, "lists and tables stand in each other too deeply")
        return None
    except ValueError:
        # Python reads no number of more than some thousand digits; the parser passes its error on as it is.
        problems.add(name, 1, "a number has too many digits")
        return None
    return Table(SourceFile(name, spans, problems), (), values)


def _syntax_problem(message: str, text: str) -> tuple[int, str]:
    """The line and the message of a syntax error; an error at the end of the text stands on its last line."""
    match = _SYNTAX_LINE.search(message)
    line = int(match["line"]) if match and match["line"] else text.count("\n") + 1
    said = _SYNTAX_LINE.sub("", message).replace("\n", " ")
    return line, f"not TOML: {said[:1].lower()}{said[1:]}"
