"""A browser without a window: it keeps one cookie, follows our redirects, and says where its forms come from.

Knows: HTTP as a browser speaks it.
Must not know: what any page is for.
"""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass
from html import unescape
from typing import Final
from urllib.parse import urlencode

SECONDS: Final = 30.0
MAX_HOPS: Final = 5


@dataclass(frozen=True, slots=True)
class Seen:
    """A page: its status, its text as HTML."""

    status: int
    page: str

    @property
    def heading(self) -> str:
        """The sentence at its head; empty where there is none."""
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.DOTALL)
        return "" if found is None else unescape(re.sub(r"<[^>]+>|\s+", " ", found[1])).strip()


class Visitor:
    """Somebody at one origin."""

    def __init__(self, address: str) -> None:
        self._host = address.split("/")[2]
        self._origin = f"http://{self._host}"
        self._cookie = ""

    def get(self, path: str = "/") -> Seen:
        """Look at a page. Raises OSError."""
        return self._ask("GET", path, None)

    def post(self, path: str, **form: str) -> Seen:
        """Send a form. Raises OSError."""
        return self._ask("POST", path, urlencode(form))

    def _ask(self, method: str, path: str, body: str | None) -> Seen:
        for _ in range(MAX_HOPS):
            status, leads_to, page = self._once(method, path, body)
            if not leads_to:
                return Seen(status, page)
            method, path, body = "GET", leads_to, None
        raise OSError("the pages lead round in a circle")

    def _once(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        headers = {"Origin": self._origin, "Sec-Fetch-Site": "same-origin", "Cookie": self._cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(self._host, timeout=SECONDS)
        try:
            connection.request(method, path, body, {name: value for name, value in headers.items() if value})
            reply = connection.getresponse()
            self._cookie = (reply.headers.get("Set-Cookie") or self._cookie).split(";")[0]
            return reply.status, reply.headers.get("Location") or "", reply.read().decode(errors="replace")
        except http.client.HTTPException as error:
            raise OSError("this is no answer of HTTP") from error
        finally:
            connection.close()
