"""Which Bot Connector addresses we talk to: the bot sends its token there, so only hosts the operator allowed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from app.addresses import is_loopback

PUBLIC = "https://smba.trafficmanager.net/teams/"
"""The public cloud's global address, usable before a tenant's own is known (Microsoft, "Send proactive messages")."""


@dataclass(frozen=True)
class AllowedHosts:
    """`entries` are host names, with a port or a scheme where it matters: `smba.trafficmanager.net`, `localhost:3978`.

    Always https; plain http only for a loopback host that is named. A loopback host named without a port allows every port.
    """

    entries: tuple[str, ...]

    def allow(self, url: str) -> bool:
        """Whether a token may be sent to `url`."""
        parts = _split(url)
        if parts is None or not parts.hostname or parts.username is not None or parts.query or parts.fragment:
            return False
        local = is_loopback(parts.hostname)
        if parts.scheme != "https" and not (parts.scheme == "http" and local):
            return False
        return any(_matches(entry, parts, local) for entry in self.entries)


FILE_HOSTS = (".sharepoint.com", ".sharepoint.us", ".sharepoint-mil.us", ".sharepoint.cn")
"""Where people's own files are kept: OneDrive for work or school is SharePoint, in every cloud of Microsoft's."""


def may_take_files(hosts: AllowedHosts, url: str) -> bool:
    """Whether a file may go to `url`, or come from it: https to Microsoft's stores, or to a host that the operator allowed."""
    parts = _split(url)
    if parts is None or not parts.hostname or parts.username is not None or parts.fragment:
        return False
    ours = parts.scheme == "https" and parts.port in (None, 443) and parts.hostname.endswith(FILE_HOSTS)
    return ours or hosts.allow(url.partition("?")[0])


def _split(url: str) -> SplitResult | None:
    """The address in parts, or None for what only looks like one to some readers (control characters, backslashes, spaces)."""
    if not url.isascii() or not url.isprintable() or "\\" in url or " " in url:
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _matches(entry: str, parts: SplitResult, local: bool) -> bool:
    scheme, _, rest = entry.rpartition("://")
    wanted = urlsplit(f"//{rest}")
    if (scheme and scheme != parts.scheme) or wanted.hostname != parts.hostname:
        return False
    usual = 443 if parts.scheme == "https" else 80
    if wanted.port is not None:
        return wanted.port == (parts.port or usual)
    return local or parts.port in (None, usual)
