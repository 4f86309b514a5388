"""How fast an app may talk in one conversation: seven messages a second, sixty in half a minute.

Numbers: learn.microsoft.com "Optimize your bot with rate limiting in Teams".
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from integrations.sandbox.teams.records import ConnectorError

_LIMITS = ((7, timedelta(seconds=1)), (60, timedelta(seconds=30)))


class Pace:
    """Off unless asked for: a clock that stands still would make every story a burst."""

    def __init__(self, clock: Callable[[], datetime], enforced: bool) -> None:
        self._clock, self.enforced = clock, enforced
        self._sent: dict[str, list[datetime]] = defaultdict(list)

    def take(self, conversation: str) -> None:
        """Count one message. Raises ConnectorError(429) with the whole seconds after which there is room again."""
        if not self.enforced:
            return
        now, sent = self._clock(), self._sent[conversation]
        for most, span in _LIMITS:
            recent = [at for at in sent if now - at < span]
            if len(recent) >= most:
                wait = math.ceil((recent[-most] + span - now).total_seconds())
                raise ConnectorError(429, "RateLimited", "API calls quota exceeded", max(wait, 1))
        sent.append(now)
