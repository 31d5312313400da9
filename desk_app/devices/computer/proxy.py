"""The proxies that this computer is told to go through."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

_USABLE: Final = ("http", "https")


def named(proxies: Mapping[str, str]) -> str:
    """The proxy that a line over https takes, of those the system names; empty for a direct line.

    ``proxies``: addresses by scheme, as ``urllib.request.getproxies`` gives them.
    """
    return proxies.get("https") or proxies.get("all") or ""


def shown(address: str) -> str:
    """An address without the name and password that may stand in it."""
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
        host, port = parts.hostname or "?", parts.port
    except ValueError:
        return "写得不对的地址"
    scheme = f"{parts.scheme}://" if parts.scheme else ""
    return f"{scheme}{host}" + (f":{port}" if port else "")


def is_usable(address: str) -> bool:
    """Whether the line can go through it: an HTTP proxy, not SOCKS, not a script."""
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        return parts.scheme in _USABLE and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
