"""A document, before anybody has decided how it looks.

Knows: sections, and the few kinds of block that they are made of.
Must not know: policies, text, HTML.

Anchors of rules are their ids. All other anchors have a colon, which no rule id can have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from ostiary.policy.words.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A few sentences."""

    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """Sentences, numbered from 1."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Particulars:
    """Names, and what is said under each."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A rule: its sentence beside what it rests on, and the words that are quoted from there."""

    id: str
    sentence: Sentence
    cite: str
    quote: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an outline, so many steps below the left margin."""

    depth: int
    name: str
    code: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A tree, from the top."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table under a heading of its own."""

    title: str
    note: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Index:
    """What is looked up, and the rules where it is found."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]


Block: TypeAlias = Paragraph | Points | Particulars | Clause | Outline | Grid | Index


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document under a heading; ``anchor`` is its name in links."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A policy to read: its title, what stands before the first section, and the sections."""

    title: str
    name: str
    opening: tuple[Block, ...]
    sections: tuple[Section, ...]
