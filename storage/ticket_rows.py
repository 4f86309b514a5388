"""A ticket and the lines of its history as rows."""

from __future__ import annotations

from typing import Any

from app.events import Event
from app.people.model import Platform
from app.tickets.model import Priority, Source, Status, Ticket, Via
from storage.silences import ASIDE, columns, silence_of, snooze_of


def values_of(ticket: Ticket) -> dict[str, Any]:
    s = ticket.source
    return {
        "org_id": ticket.org_id, "number": ticket.number, "summary": ticket.summary, "details": ticket.details,
        "status": ticket.status, "priority": ticket.priority, "priority_reason": ticket.priority_reason,
        "open_rank": ticket.priority.rank - (ASIDE if ticket.snooze else 0) if ticket.is_open else None,
        "team_id": ticket.team_id, "category_id": ticket.category_id,
        "requester_id": ticket.requester_id, "assignee_id": ticket.assignee_id, "source_platform": s.platform,
        "source_workspace": s.workspace, "source_channel": s.channel, "source_message": s.message, "source_thread": s.thread,
        "source_direct": s.direct, "source_link": s.link, "via": ticket.via, "created_at": ticket.created_at,
        "updated_at": ticket.updated_at, "resolved_at": ticket.resolved_at, "closed_at": ticket.closed_at,
        "resolution": ticket.resolution, "closed_how": ticket.closed_how, "version": ticket.version,
        "source_own": s.own, "source_verbatim": s.verbatim, "source_answered": s.answered,
        "body": ticket.body, "stamp": ticket.stamp, "edited": ticket.edited, "removed": ticket.removed, **columns(ticket),
    }  # fmt: skip


def ticket_of(row: Any) -> Ticket:
    source = Source(
        Platform(row.source_platform), row.source_workspace, row.source_channel, row.source_message, row.source_thread,
        row.source_direct, row.source_link, row.source_own, row.source_verbatim, row.source_answered,
    )  # fmt: skip
    return Ticket(
        org_id=row.org_id, number=row.number, summary=row.summary, details=row.details, status=Status(row.status),
        priority=Priority(row.priority), priority_reason=row.priority_reason, team_id=row.team_id, category_id=row.category_id,
        requester_id=row.requester_id, assignee_id=row.assignee_id, source=source, via=Via(row.via), created_at=row.created_at,
        updated_at=row.updated_at, resolved_at=row.resolved_at, closed_at=row.closed_at, resolution=row.resolution,
        closed_how=row.closed_how, version=row.version, silence=silence_of(row), snooze=snooze_of(row), wakes_at=row.wakes_at,
        body=row.body, stamp=row.stamp, edited=row.edited, removed=row.removed,
    )  # fmt: skip


def line_of(ticket: Ticket, seq: int, event: Event) -> dict[str, Any]:
    return {
        "org_id": ticket.org_id, "ticket": ticket.number, "seq": seq, "event": event.name, "at": event.at, "by_id": event.by,
        "changes": event.changes, "internal": event.internal,
    }  # fmt: skip
