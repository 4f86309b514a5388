"""What the page is given from outside: who plays which part, what the app declares, and controls that may be absent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Json = dict[str, Any]


class Clockwork(Protocol):
    """The time of the demo, which can be moved forward."""

    async def shown(self) -> Json:
        """{"now": instant, "next": {"at": instant, "what": words} or None}, and perhaps "zone": an IANA name."""
        ...

    async def moved(self, to: str) -> Json:
        """Move ("+30m", "next", "monday") and answer like `shown` once everything has settled. Raises ValueError in words."""
        ...


class Guide(Protocol):
    """The guided tour."""

    async def steps(self) -> list[Json]:
        """{"key", "title", "words", "done", "act"} for each step, in order."""
        ...


class Connecting(Protocol):
    """What to paste to connect the real platforms."""

    async def texts(self) -> Json:
        """{"slack": text, "teams": text}: what to do, and after the first empty line what to paste."""
        ...


@dataclass(frozen=True)
class Staging:
    """`roles` by person id ("slack:U0…"); the manifests say which commands, shortcuts and extensions there are."""

    roles: Mapping[str, str] = field(default_factory=dict)
    slack_manifest: Json = field(default_factory=dict)
    teams_manifest: Json = field(default_factory=dict)
    clockwork: Clockwork | None = None
    guide: Guide | None = None
    connecting: Connecting | None = None
