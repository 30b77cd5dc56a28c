"""A small builder of HTML in which every text is escaped.

Knows: elements, attributes, and the few tags that a page of ours is made of.
Must not know: what a page says.

There is no way to put markup in as text. The one text that is not escaped is the style sheet, which is ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final, TypeAlias

_VOID: Final = frozenset({"meta"})
_OWN_LINE: Final = frozenset(
    {
        "html", "head", "body", "title", "meta", "style", "header", "nav", "main", "footer", "section", "article",
        "aside", "h1", "h2", "h3", "p", "ol", "ul", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr",
        "blockquote", "div",
    }
)  # fmt: skip
"""Elements that begin on a line of their own, so that two pages can be compared line by line."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element with its attributes and what stands in it."""

    tag: str
    children: tuple[Node, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


Node: TypeAlias = Element | str


def element(tag: str, *children: Node | Sequence[Node], **attributes: str) -> Element:
    """An element. An attribute's name is written with ``_`` for ``-``, and with ``_`` after it where it is a word of Python."""
    flat: list[Node] = []
    for child in children:
        if isinstance(child, Element | str):
            flat.append(child)
        else:
            flat.extend(child)
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    return Element(tag, tuple(flat), named)


def page(root: Element) -> str:
    """A whole document in HTML."""
    return f"<!doctype html>{''.join(_written(root))}\n"


def fragment(node: Node) -> str:
    """A part of a document, to stand in a page that is written otherwise."""
    return "".join(_written(node))


def _written(node: Node) -> list[str]:
    if isinstance(node, str):
        return [escape(node)]
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items())
    start = ("\n" if node.tag in _OWN_LINE else "") + f"<{node.tag}{attributes}>"
    if node.tag in _VOID:
        return [start]
    inner = (
        [_style(node)]
        if node.tag == "style"
        else [text for child in node.children for text in _written(child)]
    )
    return [start, *inner, f"</{node.tag}>"]


def _style(node: Element) -> str:
    """The style sheet as it stands; nothing in it may end it."""
    text = "".join(child for child in node.children if isinstance(child, str))
    if "<" in text:
        raise ValueError("a style sheet has no `<`")
    return text
