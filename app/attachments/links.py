"""Addresses of ours under which a file opens for some days: for a person while they may see it, or for who reads a channel."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from app.attachments.model import Attachment

LASTS = timedelta(days=7)
PATH = "/files/"
EVERYBODY = 0
"""Instead of a person: whoever reads the channel that the link stands in."""

COLLEAGUES = -1
"""Instead of a person: whoever reads the agents' channel that the link stands in."""

_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
_UNTIL = re.compile(r"[0-9]{1,11}")
_FOR = re.compile(r"([0-9]{1,15})\.(-1|[0-9]{1,15})")


@dataclass(frozen=True)
class Opened:
    """Which file a link is for, and for whom."""

    org_id: int
    id: str
    person: int


class FileLinks:
    """`key` is that of all processes of an installation, `public_url` the address people reach us at ('': there are no links)."""

    def __init__(self, key: bytes = b"", public_url: str = "") -> None:
        self._key = hashlib.sha256(b"sahayak file link" + key).digest()
        self._base = public_url.rstrip("/") if key else ""

    def to(self, attachment: Attachment, person: int, at: datetime) -> str:
        """The address, '' where we have none. It ends with the hour in which seven days are over, so it stays for a while."""
        if not self._base or not attachment.is_kept:
            return ""
        hours = int((at + LASTS).timestamp()) // 3600 + 1
        until, who = str(hours * 3600), f"{attachment.org_id}.{person}"
        query = {"until": until, "for": who, "sig": self._signature(attachment.id, until, who)}
        return f"{self._base}{PATH}{attachment.id}?{urlencode(query)}"

    def opened(self, file_id: str, query: Mapping[str, str], at: datetime) -> Opened | None:
        """What it opens; None for a link that was never ours, was changed, or is over."""
        until, who, given = (query.get(name, "") for name in ("until", "for", "sig"))
        found = _FOR.fullmatch(who)
        if not (self._base and _ID.fullmatch(file_id) and _UNTIL.fullmatch(until) and found):
            return None
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self._signature(file_id, until, who).encode()):
            return None
        return Opened(int(found[1]), file_id, int(found[2])) if at < datetime.fromtimestamp(int(until), UTC) else None

    def _signature(self, file_id: str, until: str, who: str) -> str:
        tag = hmac.new(self._key, f"{file_id}\n{until}\n{who}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(tag).decode().rstrip("=")


NO_LINKS = FileLinks()
"""Where nobody can reach us from outside."""


@dataclass(frozen=True)
class FileReader:
    """Who reads a card, and when: `person` is EVERYBODY where a whole channel does, COLLEAGUES where that is the agents'."""

    links: FileLinks
    person: int
    at: datetime

    def link(self, attachment: Attachment) -> str:
        """Where they open it: with us, else on the platform it came from, else nowhere ('')."""
        return self.links.to(attachment, self.person, self.at) or attachment.origin.link
