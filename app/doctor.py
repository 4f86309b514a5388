"""What the doctor finds: each finding has an id that stays, a level and a remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Finding:
    """`id` is stable ("slack.token"), `says` what was seen, `remedy` what to do ('' when all is well)."""

    id: str
    level: Level
    says: str
    remedy: str = ""
