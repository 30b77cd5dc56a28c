"""What is wrong with pages as they are sent: links, isolates, weight, and what would call elsewhere.

Knows: HTML, and which rules hold on every page of the portal.
Must not know: how a page was made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from posixpath import dirname, join, normpath
from typing import Final

from ostiary.policy.reading import Problems
from ostiary.web.content.filling import has_phone
from ostiary.web.content.languages import KNOWN
from ostiary.web.content.pages import MAX_PAGE_BYTES

_VOID: Final = frozenset(
    {"meta", "br", "link", "img", "input", "hr", "base", "area", "col", "embed", "source", "wbr"}
)
_NOT_SHOWN: Final = frozenset({"style", "script"})
_FORBIDDEN: Final = frozenset(
    {"script", "link", "img", "iframe", "object", "embed", "base", "form", "video", "audio"}
)
"""What runs, or loads, or sends."""
_ALLOWED_OUTSIDE: Final = ("https://", "tel:")


@dataclass(slots=True)
class _Open:
    tag: str
    is_isolate: bool


@dataclass(slots=True)
class _Seen:
    """What one page holds, each with its line."""

    links: list[tuple[int, str]] = field(default_factory=list)
    ids: list[tuple[int, str]] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    root: dict[str, str] = field(default_factory=dict)
    title: str = ""


class _Reader(HTMLParser):
    """Walks a page once."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen = _Seen()
        self._open: list[_Open] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes what an element says of itself, and that it is open."""
        line, said = self.getpos()[0], {name: value or "" for name, value in attrs}
        self._note(tag, said, line)
        if tag not in _VOID:
            self._open.append(_Open(tag, tag == "bdi" and said.get("dir") == "ltr"))

    def _note(self, tag: str, said: Mapping[str, str], line: int) -> None:
        if tag == "html":
            self.seen.root = dict(said)
        if tag in _FORBIDDEN:
            self.seen.faults.append((line, f"the page has an element `{tag}`"))
        self.seen.faults += [
            (line, f"the page has an attribute `{name}`")
            for name in said
            if name in {"style", "src"} or name.startswith("on")
        ]
        if "id" in said:
            self.seen.ids.append((line, said["id"]))
        if tag == "a":
            self.seen.links.append((line, said.get("href", "")))

    def handle_endtag(self, tag: str) -> None:
        """Closes an element. One that is not the last opened is a fault: what follows would stand in the wrong one."""
        if tag in _VOID:
            return
        if not self._open or self._open[-1].tag != tag:
            self.seen.faults.append((self.getpos()[0], f"the page closes `{tag}` where it is not open"))
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Looks for numbers that stand in no isolate."""
        tags = [one.tag for one in self._open]
        if tags[-1:] == ["title"] and "svg" not in tags:
            self.seen.title += data
        if has_phone(data) and not _NOT_SHOWN & set(tags) and not any(one.is_isolate for one in self._open):
            line = self.getpos()[0]
            self.seen.faults.append((line, 'a number to call is not isolated: it needs `<bdi dir="ltr">`'))

    @property
    def unclosed(self) -> list[str]:
        """What is still open."""
        return [one.tag for one in self._open]


def check_pages(pages: Mapping[str, str], problems: Problems) -> None:
    """Notes everything that is wrong with the pages, by address."""
    seen = {}
    for address, text in pages.items():
        reader = _Reader()
        reader.feed(text)
        reader.close()
        seen[address] = reader.seen
        for line, message in (*reader.seen.faults, *_whole_page(address, text, reader)):
            problems.add(address, line, message)
    ids = {address: frozenset(one for _, one in page.ids) for address, page in seen.items()}
    for address, page in seen.items():
        for line, href in page.links:
            if message := _broken(address, href, ids):
                problems.add(address, line, message)


def _whole_page(address: str, text: str, reader: _Reader) -> Iterator[tuple[int, str]]:
    seen, size = reader.seen, len(text.encode())
    if size > MAX_PAGE_BYTES:
        yield 1, f"the page has {size} bytes, at most {MAX_PAGE_BYTES} are right"
    if reader.unclosed:
        yield 1, f"the page leaves `{reader.unclosed[-1]}` open"
    if not seen.title.strip():
        yield 1, "the page has no title"
    names = [one for _, one in seen.ids]
    yield from (
        (line, f"the page has the id `{one}` more than once")
        for line, one in seen.ids
        if names.count(one) > 1
    )
    yield from _direction(address, seen)


def _direction(address: str, seen: _Seen) -> Iterator[tuple[int, str]]:
    code = dirname(address) or seen.root.get("lang", "")
    if code not in KNOWN or seen.root.get("lang") != code:
        yield 1, f"the page does not say that it is in `{code}`"
    elif seen.root.get("dir", "ltr") != KNOWN[code].direction:
        yield 1, f"the page does not say that it runs `{KNOWN[code].direction}`"


def _broken(address: str, href: str, ids: Mapping[str, frozenset[str]]) -> str:
    """What is wrong with a link; nothing for one that leads somewhere, or away over TLS, or to a telephone."""
    if href.startswith(_ALLOWED_OUTSIDE):
        return ""
    path, _, fragment = href.partition("#")
    target = normpath(join(dirname(address), path)) if path else address
    if target not in ids:
        return f"the link `{href}` leads to no page"
    if fragment and fragment not in ids[target]:
        return f"the link `{href}` leads to no place on its page"
    return ""
