"""Seals what a form carries along unseen, so that a client can hand it back but not change it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import zlib
from collections.abc import Mapping


class Seal:
    """`key` is shared by all processes of an installation; a changed key only makes open forms ask again."""

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.sha256(b"sahayak form seal" + key).digest()

    def close(self, facts: Mapping[str, str]) -> str:
        """The facts and their tag as one URL-safe text, packed small: a button on Slack has room for 2,000 characters."""
        body = zlib.compress(json.dumps(dict(facts), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode(), 9)
        return base64.urlsafe_b64encode(self._tag(body) + body).decode()

    def open(self, sealed: str) -> dict[str, str]:
        """The facts, or none where somebody touched them."""
        try:
            raw = base64.urlsafe_b64decode(sealed.encode("ascii", "replace"))
        except ValueError:
            return {}
        tag, body = raw[:16], raw[16:]
        if not hmac.compare_digest(tag, self._tag(body)):
            return {}
        facts: dict[str, str] = json.loads(zlib.decompress(body))
        return facts

    def _tag(self, body: bytes) -> bytes:
        return hmac.new(self._key, body, hashlib.sha256).digest()[:16]
