"""The network a request came from, counted from the right (SR-6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.text.network import network_of


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "network"),
    [
        ("203.0.113.7", "", 0, "203.0.113.0/24"),
        ("203.0.113.7", "198.51.100.1", 0, "203.0.113.0/24"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.7", 1, "203.0.113.0/24"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.7, 10.0.0.1", 2, "203.0.113.0/24"),
        ("127.0.0.1", "203.0.113.7", 2, "203.0.113.0/24"),
        ("", "203.0.113.7", 1, "203.0.113.0/24"),
        ("2001:db8:1:2::3", "", 0, "2001:db8:1::/48"),
        ("127.0.0.1", "[2001:db8:1:2::3]:443", 1, "2001:db8:1::/48"),
        ("127.0.0.1", "203.0.113.7:8080", 1, "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "", 0, "203.0.113.0/24"),
        ("fe80::1%eth0", "", 0, "fe80::/48"),
        ("", "", 0, ""),
        ("nonsense", "", 0, ""),
        ("127.0.0.1", "unknown", 1, ""),
    ],
)
def test_the_network_is_that_of_the_client(remote, forwarded, proxies, network):
    assert network_of(remote, forwarded, proxies) == network


@given(st.text(max_size=60), st.text(max_size=60), st.integers(0, 5))
def test_any_header_gives_a_network_or_nothing(remote, forwarded, proxies):
    network = network_of(remote, forwarded, proxies)
    assert network == "" or network.endswith(("/24", "/48"))
