"""A sign of life for somebody outside: an address that is asked after each round of the watch, so that silence is noticed."""

from __future__ import annotations

from datetime import datetime, timedelta

import aiohttp
import structlog

from app.ports import Clock

AT_MOST = timedelta(minutes=1)
PATIENCE = aiohttp.ClientTimeout(total=5)

log = structlog.get_logger()


class Heartbeat:
    """The address holds a secret as a rule: it is never logged, and nothing is followed to another one."""

    def __init__(self, url: str, clock: Clock) -> None:
        self._url, self._clock = url, clock
        self._last: datetime | None = None

    async def beat(self) -> None:
        """At most once a minute. Never raises: whoever listens there notices that nothing came."""
        at = self._clock()
        if not self._url or (self._last is not None and at - self._last < AT_MOST):
            return
        self._last = at
        try:
            async with (
                aiohttp.ClientSession(timeout=PATIENCE, cookie_jar=aiohttp.DummyCookieJar()) as session,
                session.get(self._url, allow_redirects=False) as answer,
            ):
                if not 200 <= answer.status < 300:
                    log.warning("heartbeat.refused", status=answer.status)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("heartbeat.unreachable", why=type(error).__name__)
