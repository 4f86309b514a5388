"""Microsoft's signing keys: fetched beside the event loop, cached, and asked for again when a key is unknown."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import structlog
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from app.addresses import checked_url
from app.ports import Clock
from integrations.teams.http import Pool

ISSUER = "https://api.botframework.com"
FRESH = timedelta(hours=24)
"""Microsoft changes keys without notice; a copy is never used longer than a day without asking again."""
PAUSE = timedelta(minutes=1)
"""Between two fetches, whatever tokens arrive: forged key ids must not become a flood at Microsoft."""
TIMEOUT = aiohttp.ClientTimeout(total=5, connect=3)
LARGEST = 1 << 20

_log = structlog.get_logger()


@dataclass(frozen=True)
class SigningKey:
    """An RSA key. `endorsements` are the channels it may speak for; empty means all."""

    key: Any
    endorsements: frozenset[str]


class SigningKeys:
    """The keys that an OpenID metadata document leads to."""

    def __init__(self, pool: Pool, metadata_url: str, clock: Clock) -> None:
        self._pool = pool
        self._url = metadata_url
        self._clock = clock
        self._keys: dict[str, SigningKey] = {}
        self._fetched: datetime | None = None
        self._tried: datetime | None = None
        self._running: asyncio.Task[None] | None = None
        self.issuer = ISSUER

    async def find(self, kid: str) -> SigningKey | None:
        """The key, or None when Microsoft does not name it. Waits for a fetch only where the key is not known."""
        if self._fetched is None or self._clock() - self._fetched >= FRESH:
            self._refresh()
        if kid not in self._keys:
            self._refresh()
            if self._running is not None:
                await asyncio.shield(self._running)
        return self._keys.get(kid)

    def prefetch(self) -> None:
        """Begin to fetch, without waiting."""
        self._refresh()

    async def fetch(self) -> None:
        """Fetch now. Raises aiohttp.ClientError, TimeoutError or ValueError."""
        metadata = await self._document(self._url)
        keys = (await self._document(str(metadata["jwks_uri"])))["keys"]
        if not isinstance(keys, list):
            raise ValueError("keys is no list")
        self._keys = dict(filter(None, map(_signing_key, keys)))
        self.issuer = str(metadata.get("issuer") or ISSUER)
        self._fetched = self._clock()

    async def close(self) -> None:
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    def _refresh(self) -> None:
        """Start one fetch in the background, at most one a minute."""
        now = self._clock()
        if self._running is not None or (self._tried is not None and now - self._tried < PAUSE):
            return
        self._tried = now
        self._running = asyncio.create_task(self._fetch_quietly())

    async def _fetch_quietly(self) -> None:
        try:
            await self.fetch()
        except (aiohttp.ClientError, TimeoutError, ValueError, LookupError, TypeError, AttributeError) as error:
            _log.warning("teams.keys_not_fetched", error=type(error).__name__)
        finally:
            self._running = None

    async def _document(self, url: str) -> dict[str, Any]:
        checked_url(url)
        async with self._pool.session.get(url, timeout=TIMEOUT, allow_redirects=False) as response:
            if response.status != 200:
                raise ValueError(f"status {response.status}")
            raw = await response.content.read(LARGEST)
            while len(raw) < LARGEST and (more := await response.content.read(LARGEST - len(raw))):
                raw += more
        document = json.loads(raw)
        if not isinstance(document, dict):
            raise ValueError("not an object")
        return document


def _signing_key(jwk: Any) -> tuple[str, SigningKey] | None:
    """(key id, key), or None for one that cannot check RS256."""
    if not isinstance(jwk, dict) or jwk.get("kty") != "RSA" or not isinstance(jwk.get("kid"), str):
        return None
    try:
        key = PyJWK(jwk, algorithm="RS256").key
    except PyJWTError:
        return None
    endorsements = jwk.get("endorsements")
    return jwk["kid"], SigningKey(key, frozenset(map(str, endorsements)) if isinstance(endorsements, list) else frozenset())
