"""A document as one page of HTML that needs nothing else: no script, no font, no picture, no address.

Knows: which element each block becomes, and what frames the text that is signed.
Must not know: what the document says.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import assert_never

from ostiary.model.markup import Element, element, page
from ostiary.policy.rendering.document import (
    Block,
    Clause,
    Document,
    Grid,
    Index,
    Line,
    Outline,
    Paragraph,
    Particulars,
    Points,
    Section,
)
from ostiary.policy.rendering.style import STYLE

SIGNED = (
    "What officials sign is the policy as text, eighty columns wide, which says the same as this page. These two numbers"
    " stand for it: the first is the SHA-256 of that text in UTF-8, the second is the policy version, which every log entry"
    " names and which is made from the first and from the rules as the gateway runs them."
)
SEALED = "default-src 'none'; style-src 'unsafe-inline'"
"""A browser that honours it loads nothing for this page, whatever a title or quotation holds."""


def page_of(document: Document, *, version: str, text_hash: str) -> str:
    """The page: the document, and around it the two hashes that stand for it."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=SEALED),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"{document.name}: {document.title}"),
        element("style", STYLE),
    )
    body = element(
        "body",
        _header(document),
        _contents(document),
        element("main", [_section(number, section) for number, section in enumerate(document.sections, 1)]),
        _footer(version, text_hash),
    )
    return page(element("html", head, body, lang="en"))


def _header(document: Document) -> Element:
    kind = element("p", f"Policy {document.name}", class_="kind")
    return element(
        "header", kind, element("h1", document.title), [_block(block) for block in document.opening]
    )


def _contents(document: Document) -> Element:
    items = [element("li", element("a", one.title, href=f"#{one.anchor}")) for one in document.sections]
    return element(
        "nav",
        element("h2", "Contents", id="part:contents"),
        element("ol", items),
        aria_labelledby="part:contents",
    )


def _section(number: int, section: Section) -> Element:
    heading = element("h2", f"{number}. {section.title}", id=f"{section.anchor}:title")
    blocks = [_block(block) for block in section.blocks]
    return element("section", heading, blocks, id=section.anchor, aria_labelledby=f"{section.anchor}:title")


def _footer(version: str, text_hash: str) -> Element:
    rows = (("Text", text_hash), ("Policy version", version))
    return element("footer", element("p", SIGNED), _particulars(rows))


def _block(block: Block) -> Element:
    match block:
        case Paragraph(text):
            return element("p", text)
        case Points(items):
            return element("ol", [element("li", item) for item in items], class_="points")
        case Particulars(rows):
            return _particulars(rows)
        case Clause():
            return _clause(block)
        case Outline(lines):
            return element("ul", _tree(lines), class_="tree")
        case Grid():
            return _grid(block)
        case Index(rows):
            return element("ul", [_found(said, ids) for said, ids in rows], class_="index")
        case _ as never:
            assert_never(never)


def _particulars(rows: Sequence[tuple[str, str]]) -> Element:
    return element(
        "dl",
        [
            one
            for name, said in rows
            for one in (
                element("dt", name),
                element("dd", said, **({"class": "review"} if name == "Review" else {})),
            )
        ],
    )


def _clause(clause: Clause) -> Element:
    name = element("h3", element("a", clause.id, href=f"#{clause.id}"), class_="id")
    sentence = element("p", clause.sentence.opening, class_="sentence")
    items = clause.sentence.items
    told = [element("ul", [element("li", item) for item in items], class_="items")] if items else []
    quote = [element("blockquote", f"“{clause.quote}”")] if clause.quote else []
    law = element("div", quote, element("p", clause.cite), class_="law")
    return element("article", name, element("div", sentence, told), law, id=clause.id)


def _tree(lines: Sequence[Line]) -> list[Element]:
    """The lines that stand highest, each with those beneath it inside."""
    found = []
    for index, line in enumerate(lines):
        if line.depth == lines[0].depth:
            beneath = list(takewhile(lambda one: one.depth > lines[0].depth, lines[index + 1 :]))
            inner = [element("ul", _tree(beneath))] if beneath else []
            code = element("span", f"({line.code})", class_="code")
            found.append(element("li", line.name, " ", code, _said(line), inner))
    return found


def _said(line: Line) -> list[Element | str]:
    return [" ", element("span", line.said, class_="note")] if line.said else []


def _grid(grid: Grid) -> Element:
    heads = element("tr", [element("th", head, scope="col") for head in grid.heads])
    rows = [
        element("tr", element("th", row[0], scope="row"), [element("td", cell) for cell in row[1:]])
        for row in grid.rows
    ]
    table = element("table", element("thead", heads), element("tbody", rows), class_="grid")
    title = element("h3", grid.title, id=f"class:{grid.title}")
    return element("div", title, element("p", grid.note, class_="note"), table)


def _found(said: str, ids: Sequence[str]) -> Element:
    links: list[Element | str] = []
    for one in ids:
        links += [", " if links else "", element("a", one, href=f"#{one}")]
    return element("li", said, ": ", links)
