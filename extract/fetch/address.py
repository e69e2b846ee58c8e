"""Which addresses may be connected to: public ones, unless a site is configured to be at home.

A name is resolved once, every address it has is judged, and the connection goes to an address that was judged: no
second look-up stands between check and connect.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit

Resolve = Callable[[str, int], Sequence[Any]]

_NAT64 = IPv6Network("64:ff9b::/96")


class Unreachable(Exception):
    """No connection was made; `reason` is stable and path-like, `detail` for people."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


def resolve(host: str, port: int) -> Sequence[Any]:
    """Return what getaddrinfo knows of a host for TCP."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def is_public(address: str) -> bool:
    """Say whether an IP address is on the public net: not loopback, private, link-local, metadata or reserved.

    IPv4 addresses that IPv6 forms carry inside (mapped, 6to4, Teredo, NAT64) are judged too.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(each.is_global and not each.is_multicast for each in (parsed, *_inner(parsed)))


def _inner(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    if isinstance(address, IPv4Address):
        return []
    carried = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        carried.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in carried if each is not None]


def checked_addresses(host: str, port: int, resolve: Resolve, *, allow_private: bool) -> Sequence[Any]:
    """Return the addresses of a host to connect to; Unreachable where there are none or one of them is not public."""
    try:
        found = resolve(host.strip("[]"), port)
    except (OSError, UnicodeError) as error:
        raise Unreachable("dns/unknown-host", host) from error
    if not found:
        raise Unreachable("dns/unknown-host", host)
    if not allow_private:
        for *_, where in found:
            if not is_public(where[0]):
                raise Unreachable("address/not-public", f"{host} is {where[0]}")
    return found


@lru_cache(maxsize=256)
def host_key(url: str) -> str:
    """Return the host that politeness counts by: name and port, whatever the scheme ("" for files)."""
    try:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return ""
        name = parts.hostname.rstrip(".").lower()
        name = name if name.isascii() else name.encode("idna").decode("ascii")
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return ""
    # http and https of one machine share a queue; other ports are other servers
    return name if port in {80, 443} else f"{name}:{port}"


def is_loopback(url: str) -> bool:
    """Say whether a URL names this machine by its address or as localhost, without asking any resolver."""
    try:
        name = (urlsplit(url).hostname or "").rstrip(".").lower()
        if name == "localhost" or name.endswith(".localhost"):
            return True
        return ip_address(name).is_loopback
    except ValueError:
        return False
