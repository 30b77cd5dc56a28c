"""Under which key the attempts from a network address are counted.

Knows: how addresses are written, and how many of them one subscriber has.
Must not know: what is counted, or which proxies are believed.
"""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

SUBSCRIBER_PREFIX: Final = 64
"""RFC 6177: an end site gets a /64 at the least, so whoever has one address has all 2^64 of it."""

UNKNOWN: Final = "unknown"
"""All whose address cannot be read are counted together: nobody gets round the limit by having none."""


def counted_as(address: str) -> str:
    """The key of an address as the connection gives it. It is never empty and never longer than a written network."""
    try:
        read = ip_address(address)
    except ValueError:
        return UNKNOWN
    if not isinstance(read, IPv6Address):
        return str(read)
    # A socket for both families writes IPv4 addresses so; they are not one subscriber.
    if read.ipv4_mapped is not None:
        return str(read.ipv4_mapped)
    return str(ip_network((int(read), SUBSCRIBER_PREFIX), strict=False))
