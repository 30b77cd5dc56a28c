"""The part of the story that is seen in a browser: each face answers, somebody signs in, somebody searches.

Knows: what each face must show to whom.
Must not know: how pages are made.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import Final

from ostiary.demo.console_people import ConsoleAccount
from ostiary.demo.faces import Faces
from ostiary.demo.installation import Installation
from ostiary.demo.people import DETECTIVE
from ostiary.demo.stage import Teller, expect
from ostiary.demo.visitor import Visitor

RESIDENT: Final = "1"
"""The key of somebody made up, who comes to the counter."""
_LIST: Final = "who-looked.zip"
"""What a page with somebody's list offers to save, and no other page does."""


def tell_of_faces(
    installation: Installation, faces: Faces, accounts: Sequence[ConsoleAccount], teller: Teller
) -> None:
    """Visit all faces. Raises StoryBroken."""
    teller.heading("The same, in a browser")
    where = {face.name: face.address for face in faces.listed}
    public = Visitor(where["public"]).get()
    expect("0 accesses since" in public.page, f"the public site certifies no zero: {public.heading}")
    teller.ok("the public site certifies a zero for the agency that is cut off")
    _refuse(where["console"], accounts[0])
    signed_in = [_signed_in(where["console"], account) for account in accounts]
    teller.ok(
        "the console lets in its custodian, auditor and officials by password and code, and nobody without"
    )
    _slip(signed_in[0], where["portal"])
    teller.ok("the counter issues a slip; its code opens a resident's list on the portal once, and not twice")
    _search(installation, where["desk"])
    teller.ok(
        "the query desk answers a detective's search through the door, and says which fields are masked by which rule"
    )


def _refuse(address: str, account: ConsoleAccount) -> None:
    stranger = Visitor(address)
    page = stranger.post("/sign-in", name=account.name, password=f"not {account.password}", code="000000")
    expect(account.name not in stranger.get().page, f"the console let a stranger in: {page.heading}")


def _signed_in(address: str, account: ConsoleAccount) -> Visitor:
    visitor = Visitor(address)
    digits, _ = account.code(int(time.time()))
    page = visitor.post("/sign-in", name=account.name, password=account.password, code=digits)
    expect(account.name in page.page, f"the console did not let `{account.name}` in: {page.heading}")
    return visitor


def _slip(counter: Visitor, portal: str) -> None:
    slip = counter.post("/counter", key=RESIDENT)
    printed = re.search(r"slip-code[^>]*><strong>([^<]+)<", slip.page)
    expect(printed, f"no slip was issued: {slip.heading}")
    resident, code = Visitor(portal), printed[1] if printed else ""
    first, second = (resident.post("/en/list", code=code) for _ in range(2))
    expect(_LIST in first.page, f"the slip opened no list: {first.heading}")
    expect(_LIST not in second.page, "one slip opened a list twice")


def _search(installation: Installation, address: str) -> None:
    visitor = Visitor(address)
    member = DETECTIVE.member.code
    visitor.post("/sign-in", member=member, password=installation.password(member))
    visitor.post("/declare", purpose=DETECTIVE.purpose, case="JK123456", basis="")
    found = visitor.post("/search", typed="Fairlie")
    expect("rows for" in found.heading, f"the query desk found nobody: {found.heading}")
    expect("R41" in found.page, "the query desk did not say which rule masks a number")
