"""What a rehearsal found, for scripts: one JSON document with every ticket that differs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from app.rehearsal.comparing import Compared, Sums
from app.rehearsal.lived import Lived
from app.sla.terms import ClockKind


def document(sums: Sums, differing: Sequence[Compared], since: datetime, until: datetime, zone: str) -> dict[str, Any]:
    return {
        "from": _utc(since),
        "until": _utc(until),
        "timezone": zone,
        "tickets": sums.tickets,
        "routed_differently": sums.routed,
        "differ": sums.differ,
        "now": _counts(sums, sums.now),
        "then": _counts(sums, sums.then),
        "differences": [_ticket(one) for one in differing],
    }


def _counts(sums: Sums, counted: Any) -> dict[str, Any]:
    return {
        "broken": {str(kind): counted[f"broken_{kind}"] for kind in ClockKind},
        "warned": counted["warned"],
        "escalated": {str(level): counted[f"level_{level}"] for level in range(2, sums.highest + 1)},
    }


def _ticket(one: Compared) -> dict[str, Any]:
    differs = ["routing"] if one.routed else []
    differs += [str(kind) for kind in ClockKind if one.promise(kind)]
    differs += ["ladder"] if one.acted else []
    return {"ticket": f"T-{one.number}", "differs": differs, "now": _lived(one.now), "then": _lived(one.then)}


def _lived(lived: Lived) -> dict[str, Any]:
    way = lived.opened
    return {
        "routing": {"team": way.team, "category": way.category, "priority": str(way.priority), "reason": way.reason},
        "promises": {str(kind): _promise(lived, kind) for kind in ClockKind},
        "ladder": [{"at": _utc(act.at), "what": act.what, "after": act.after} for act in lived.acts],
    }


def _promise(lived: Lived, kind: ClockKind) -> dict[str, Any]:
    standing = lived.promises[kind]
    reached = [{"level": one.level, "at": _utc(one.at), "tells": list(one.hears)} for one in lived.of(kind)]
    return {"state": standing.state, "due": _utc(standing.due) if standing.due else None, "reached": reached}


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
