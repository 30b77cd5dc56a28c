"""Limits on a statement, for those who must not load the parser to know them.

Knows: numbers, each with its arithmetic.
Must not know: anything else.
"""

from __future__ import annotations

from typing import Final

MAX_STATEMENT_BYTES: Final = 65_536
"""64 kB: four times the longest statement of PostgreSQL's own regression suite that an application could mean, and
small enough that the parser does not overflow a 64 MiB stack on chains, casts, nesting or sub-scripts (measured)."""

MAX_DEPTH: Final = 120
"""Levels of nesting. Each level costs at most eight Python frames in understanding and composing (measured: NOT BETWEEN, and
an ordered aggregate with OVER): 960 of the default 1,000, in a process that has five below them."""

MAX_PARAMETERS: Final = 1_000
"""The protocol allows 65,535; a statement of 64 kB with that many parameters is no question that a person asks."""

MAX_NAME_BYTES: Final = 59
"""PostgreSQL's scanner cuts names silently to 63 bytes, at the end of a character of up to four bytes: a name of 60 bytes
or more may be one that was cut, and then is not what the client wrote."""

MAX_NUMBER_CHARACTERS: Final = 1_000
"""Digits of a literal number. A numeric has up to 147,455; nobody compares with more than a thousand."""

MAX_RELATIONS: Final = 32
"""Record classes in one statement. Each row carries one key (12 bytes) a relation, and PostgreSQL's planner turns to
guessing at 12 joins: 32 leaves room for real reports and bounds what one row can cost."""

MAX_MADE: Final = 64
"""Functions, VALUES and LATERAL queries in all FROM clauses of a statement. Each may look at every column before it: 64 times
MAX_OUTPUTS names are gone through in half a second, those of a statement that is full of them in ten."""

MAX_SUB_QUERIES: Final = 256
"""Sub-queries in all FROM clauses of a statement. PostgreSQL plans 256 that it cannot pull up in half a second, 512 in three
(measured), 1,500 not within the time limit."""

MAX_OUTPUTS: Final = 4_096
"""Output columns of all queries of a statement together, keys included: 32 relations of 128 columns. Without it, WITH
queries that each name the one before twice would double the keys at every step. Each mention of a WITH query counts too,
and each arm of a UNION with every key of the whole: both are written out."""

MAX_ASKED_ABOUT: Final = 4_096
"""Constants compared with identifying columns: 64 kB hold 8,000 numbers, and the entry of the log must hold them all,
once for each column."""

MAX_INLINED: Final = 1_048_576
"""Characters of a statement when every computed column is written out wherever it is named, as PostgreSQL's planner does
with sub-queries: sixteen times the longest statement. Without it, 25 sub-queries that each say ``x || x`` of the one
before would make the planner work through 2**25 terms."""

MAX_PICKED: Final = 8
"""Calls that pick the value of one row out of many (``max``, ``lag``, a sum with a FILTER or over a frame that is moved), beyond
which a row counts, where rows are limited, for all that it stands for: ``max(CASE WHEN id % 100 = 1 ...)``, ``... = 2 ...``
are rows put side by side. A row of as many tables as may be joined, WITH queries counted each time, shows 32 records."""

MAX_SERIES: Final = 10_000
"""Numbers that a series in FROM runs over: a hundred years of days, with room to spare. A cross join of two is 100 million
rows, which the time limit ends."""

MAX_GROUPING_SETS: Final = 64
"""GROUP BY CUBE over six columns comes to 64. Each set is one more pass over the rows and their contributors."""

MAX_CONTRIBUTORS: Final = 131_072
"""Contributors of one row of an answer: 8 bytes each make 1 MiB, which is what one row may carry (design, section 2)."""
