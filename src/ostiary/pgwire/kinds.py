"""The kind byte that opens every message after the first packet.

Knows: PostgreSQL 18 documentation, "Message Formats".
Must not know: what follows the byte.

Several bytes mean one thing from a client and another from a server (``D`` is Describe or DataRow), so a constant
is only to be compared with a kind that came from its own side.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# Sent by a frontend.
BIND: Final = ord("B")
CLOSE: Final = ord("C")
COPY_DATA: Final = ord("d")
COPY_DONE: Final = ord("c")
COPY_FAIL: Final = ord("f")
DESCRIBE: Final = ord("D")
EXECUTE: Final = ord("E")
FLUSH: Final = ord("H")
FUNCTION_CALL: Final = ord("F")
PARSE: Final = ord("P")
PASSWORD: Final = ord("p")
QUERY: Final = ord("Q")
SYNC: Final = ord("S")
TERMINATE: Final = ord("X")

# Sent by a backend.
AUTHENTICATION: Final = ord("R")
BACKEND_KEY_DATA: Final = ord("K")
BIND_COMPLETE: Final = ord("2")
CLOSE_COMPLETE: Final = ord("3")
COMMAND_COMPLETE: Final = ord("C")
COPY_BOTH_RESPONSE: Final = ord("W")
COPY_IN_RESPONSE: Final = ord("G")
COPY_OUT_RESPONSE: Final = ord("H")
DATA_ROW: Final = ord("D")
EMPTY_QUERY_RESPONSE: Final = ord("I")
ERROR_RESPONSE: Final = ord("E")
FUNCTION_CALL_RESPONSE: Final = ord("V")
NEGOTIATE_PROTOCOL_VERSION: Final = ord("v")
NOTICE_RESPONSE: Final = ord("N")
NOTIFICATION_RESPONSE: Final = ord("A")
NO_DATA: Final = ord("n")
PARAMETER_DESCRIPTION: Final = ord("t")
PARAMETER_STATUS: Final = ord("S")
PARSE_COMPLETE: Final = ord("1")
PORTAL_SUSPENDED: Final = ord("s")
READY_FOR_QUERY: Final = ord("Z")
ROW_DESCRIPTION: Final = ord("T")

FRONTEND_NAMES: Final[Mapping[int, str]] = {
    BIND: "Bind",
    CLOSE: "Close",
    COPY_DATA: "CopyData",
    COPY_DONE: "CopyDone",
    COPY_FAIL: "CopyFail",
    DESCRIBE: "Describe",
    EXECUTE: "Execute",
    FLUSH: "Flush",
    FUNCTION_CALL: "FunctionCall",
    PARSE: "Parse",
    PASSWORD: "PasswordMessage",
    QUERY: "Query",
    SYNC: "Sync",
    TERMINATE: "Terminate",
}
"""Every kind that a frontend may send, by its name in the documentation."""
