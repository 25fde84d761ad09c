"""Which network a request came from; never which computer (docs/security.md SR-6)."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network


def network_of(remote_addr: str, forwarded_for: str, trusted_proxies: int) -> str:
    """The /24 or /48 that the client's address lies in; "" when there is no such address.

    remote_addr: who is connected to the server. forwarded_for: the header X-Forwarded-For, to
    which each proxy adds the address it was reached from. trusted_proxies: how many proxies of
    ours are before the server; they are counted from the right, since whatever comes further
    left was written by the client itself.
    """
    stations = [part.strip() for part in forwarded_for.split(",") if part.strip()]
    stations.append(remote_addr.strip())
    client = stations[max(0, len(stations) - 1 - trusted_proxies)]
    return _network(client)


def _network(text: str) -> str:
    if text.startswith("["):  # [2001:db8::1]:443
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:  # 192.0.2.1:443
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return str(ip_network((address, 48), strict=False))
        address = address.ipv4_mapped
    return str(ip_network((address, 24), strict=False))
