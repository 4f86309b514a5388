"""What a ticket keeps of silence: since when nobody has said anything to it, and that somebody has set it aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Silence:
    """Of a ticket that waits for its requester or is resolved. `told` is how often they were told so, `told_at` when last."""

    since: datetime
    told: int = 0
    told_at: datetime | None = None


@dataclass(frozen=True)
class Snooze:
    """Set aside at `at`: until a moment, or (None) until the requester says something, whichever comes first."""

    at: datetime
    until: datetime | None = None
