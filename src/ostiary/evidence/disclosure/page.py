"""A disclosure as one page of HTML that needs nothing else: no script, no font, no picture, no address.

Knows: the order of the page, which element each part becomes.
Must not know: sentences, styles, proofs, files.

It is a function of what was verified, so that whoever verifies makes it again and compares it byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ostiary.evidence.disclosure import english as say
from ostiary.evidence.disclosure.account import Access, Account, Result
from ostiary.evidence.disclosure.content import Disclosure, Words
from ostiary.evidence.disclosure.look import STYLE
from ostiary.evidence.disclosure.verification import Verified
from ostiary.model.markup import Element, Node, element, page
from ostiary.tlog.key_text import encode_base64

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
"""A browser that honours it loads nothing for this page, whatever a name in it holds."""
_RESULTS: Final[tuple[tuple[Result, ...], ...]] = (
    ("given",),
    ("nothing", "described", "failed", "unknown"),
    ("refused",),
)
"""The columns of the table."""


def page_of(disclosure: Disclosure, account: Account, verified: Verified) -> bytes:
    """The page, in UTF-8."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="robots", content="noindex"),
        element("title", say.KIND),
        element("style", STYLE),
    )
    main = element("main", list(_sections(disclosure, account, verified)))
    body = element("body", _header(disclosure, account), main, _footer(disclosure, verified))
    return page(element("html", head, body, lang=say.LANGUAGE)).encode()


def _header(disclosure: Disclosure, account: Account) -> Element:
    return element(
        "header",
        element("p", say.KIND, class_="kind"),
        element("h1", say.headline(disclosure, account)),
        element("p", say.particulars(account), class_="lead"),
        [element("p", say.erased(account))] if account.in_state("erased") else [],
        element("p", f"{say.as_of(disclosure)} {say.found_by(disclosure)}", class_="note"),
    )


def _sections(disclosure: Disclosure, account: Account, verified: Verified) -> Iterator[Element]:
    words = disclosure.words
    if account.in_state("held"):
        orders = [element("p", line) for line in say.held_by(disclosure.holds)]
        yield _section(say.HELD, element("p", say.HELD_WHY), _points(say.held_lines(account)), *orders)
    if account.in_state("shown"):
        yield _section(say.AGENCIES, _table(account, words))
    told = [one for one in reversed(account.accesses) if one.is_told]
    if told:
        logs = [one.origin for one in disclosure.before]
        yield _section(say.ACCESSES, [_access(one, words, _place(one, logs)) for one in told])
    not_covered = [say.unreadable(verified.unreadable)] if verified.unreadable else []
    covers = [*say.COVERS, say.COVERS_LOGS] if disclosure.before else say.COVERS
    yield _section(say.COVERAGE, _points(covers), _points([*not_covered, *say.NOT_COVERED]))
    yield _section(say.NEXT, element("p", say.custodian(words)))
    command = element("p", say.COMMAND, class_="command")
    yield _section(say.CHECK, element("p", say.CHECKING), command, element("p", say.TABLES))


def _section(title: str, *blocks: Node | Sequence[Node]) -> Element:
    return element("section", element("h2", title), *blocks)


def _points(lines: Sequence[str]) -> Element:
    return element("ul", [element("li", line) for line in lines])


def _table(account: Account, words: Words) -> Element:
    heads = element("tr", [element("th", head, scope="col") for head in say.TABLE_HEADS])
    rows = [
        element(
            "tr",
            element("th", say.named(agency, words.agencies), scope="row"),
            element("td", say.named(purpose, words.purposes) if purpose else say.NO_PURPOSE),
            [
                element("td", str(sum(results[one] for one in kinds)), class_="number", data_head=head)
                for kinds, head in zip(_RESULTS, say.TABLE_HEADS[2:], strict=True)
            ],
        )
        for agency, purpose, results in account.by_agency()
    ]
    return element("div", element("table", element("thead", heads), element("tbody", rows)), class_="scroll")


def _place(one: Access, before: Sequence[str]) -> str:
    """Where the page can be opened at this access; entries of two logs may have one number."""
    log = f"{before.index(one.log) + 1}-" if one.log in before else ""
    return f"entry-{log}{one.entry}"


def _access(one: Access, words: Words, place: str) -> Element:
    title = element("h3", say.opening(one, words))
    is_among_others = one.is_of_groups and one.result == "given"
    result = element("p", say.AMONG_OTHERS if is_among_others else say.RESULTS[one.result])
    told = [element("p", say.THIRD_PARTY)] if one.state == "third-party" else []
    kind = "access" if one.result == "given" else "quiet"
    return element("article", title, result, told, _terms(one, words), class_=kind, id=place)


def _terms(one: Access, words: Words) -> Element:
    rows = list(_reasons(one, words)) if one.state == "shown" else []
    rows.append(("entry", [", ".join(map(str, one.entries))]))
    if one.log:
        rows.append(("log", [one.log]))
    cells = [
        [element("dt", say.TERMS[name]), *(element("dd", line) for line in lines)] for name, lines in rows
    ]
    return element("dl", *cells)


def _reasons(one: Access, words: Words) -> Iterator[tuple[str, Sequence[str]]]:
    yield "why", [say.named(one.purpose, words.purposes) if one.purpose else say.NO_PURPOSE]
    if one.beneficiary and one.beneficiary != one.agency:
        yield "for", [say.named(one.beneficiary, words.agencies)]
    yield "what", [say.asked_for(one, words)]
    yield "rule", say.rule(one, words)
    if one.basis:
        yield "basis", one.basis


def _footer(disclosure: Disclosure, verified: Verified) -> Element:
    official = disclosure.official
    rows = [("Made by", f"{official.name}, {official.office}")]
    for log in verified.logs:
        rows += (
            ("Log", log.tree.origin),
            ("Entries in the log", str(log.tree.size)),
            ("Root", encode_base64(log.tree.root)),
            ("Days with a proof", str(len(log.days))),
        )
    cells = [cell for name, said in rows for cell in (element("dt", name), element("dd", said))]
    return element("footer", element("p", say.UNREVIEWED), element("dl", cells))
