"""Which web addresses an operator may name: https everywhere, plain http only on this very machine."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """`localhost` or an address of this machine's loopback interface, with or without brackets."""
    if host.lower() == "localhost":
        return True
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def checked_url(text: str) -> str:
    """`text` when it is a plain https address (http for a loopback host). Raises ValueError with the rest of a sentence."""
    try:
        url = urlsplit(text)
        url.port  # noqa: B018 - a bad port only shows when it is asked for
    except ValueError:
        raise ValueError("must be a web address like https://desk.example.com") from None
    if url.scheme not in ("http", "https") or not url.hostname or not text.isprintable() or " " in text:
        raise ValueError("must be a web address like https://desk.example.com")
    if url.username or url.password or url.query or url.fragment:
        raise ValueError("must be a web address without a user name, a question mark or a #")
    if url.scheme == "http" and not is_loopback(url.hostname):
        raise ValueError("must begin with https:// (plain http is for this machine alone)")
    return text
