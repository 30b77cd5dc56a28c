"""Attempts are counted by subscriber, however an address is written."""

from __future__ import annotations

import pytest

from ostiary.web.guard.network import UNKNOWN, counted_as


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:0DB8:0001:0002::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", UNKNOWN),
        ("testclient", UNKNOWN),
        ("192.0.2.7, 198.51.100.1", UNKNOWN),
        ("0192.0.2.7", UNKNOWN),
    ],
)
def test_a_subscriber_has_one_key(address: str, key: str) -> None:
    """One IPv4 address, or a whole /64; whatever cannot be read is counted together."""
    assert counted_as(address) == key
