"""What can happen to the clocks of a ticket. The table of all events is in `app.events`."""

from __future__ import annotations

from dataclasses import dataclass

from app.event import Event


@dataclass(frozen=True, kw_only=True)
class SlaEvent(Event):
    """Something about one of the ticket's clocks; `kind` is first_response or resolution."""

    kind: str


@dataclass(frozen=True, kw_only=True)
class SlaPaused(SlaEvent):
    name = "sla.paused"


@dataclass(frozen=True, kw_only=True)
class SlaResumed(SlaEvent):
    name = "sla.resumed"


@dataclass(frozen=True, kw_only=True)
class SlaMet(SlaEvent):
    """What was promised was done in time."""

    name = "sla.met"


@dataclass(frozen=True, kw_only=True)
class SlaWarned(SlaEvent):
    """So much of the promised time is used that somebody should hear of it.

    `due` is when it will be broken, `late` how many seconds after its time the warning comes, where that is worth a word.
    """

    name = "sla.warned"
    internal = True
    due: str | None = None
    late: int | None = None


@dataclass(frozen=True, kw_only=True)
class SlaBreached(SlaEvent):
    """The promise was not kept."""

    name = "sla.breached"
    internal = True


@dataclass(frozen=True, kw_only=True)
class SlaPostponed(SlaEvent):
    """What was promised by `before` will take until `due`, or is promised no more (None)."""

    name = "sla.postponed"
    before: str
    due: str | None = None


@dataclass(frozen=True, kw_only=True)
class SlaEscalated(SlaEvent):
    """A step of the ladder was reached: 1 is the breach itself."""

    name = "sla.escalated"
    internal = True
    level: int


@dataclass(frozen=True, kw_only=True)
class SlaAcknowledged(SlaEvent):
    """Somebody is on it: the ladder waits until then."""

    name = "sla.acknowledged"
    internal = True
    until: str
