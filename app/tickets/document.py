"""A ticket as scripts and operators read it: the JSON of `ticket show --json`, and the same as plain lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.attachments.model import Attachment
from app.people.model import Person
from app.ports import Tx
from app.sla.clock import Clock
from app.sla.terms import Phase
from app.tickets.linked import linked_of
from app.tickets.model import Ticket

Document = dict[str, Any]

DESK = "Sahayak"
"""Who did what nobody did."""


def ticket_document(tx: Tx, ticket: Ticket, *, full: bool) -> Document:
    """One ticket; `full` adds comments (notes too) and the history. For operators: nothing is hidden."""
    comments = tx.comments.of(ticket.org_id, ticket.number, internal=True) if full else ()
    history = tx.tickets.history(ticket.org_id, ticket.number) if full else ()
    also = {comment.author_id for comment in comments} | {line.by_id for line in history}
    names = _Names.of(tx, [ticket], also)
    document = _document(ticket, names, tx.clocks.of(ticket.org_id, ticket.number))
    if full:
        files = tx.attachments.of_ticket(ticket.org_id, ticket.number)
        document |= _links(tx, ticket)
        document["attachments"] = [_file(file) for file in files if not file.comment]
        document["comments"] = [
            {
                "visibility": str(c.visibility),
                "author": {"name": names.name(c.author_id)},
                "text": c.text,
                "at": _utc(c.at),
                "edited": c.edited,
                "removed": c.removed,
                "attachments": [_file(file) for file in files if file.comment == c.id],
            }
            for c in comments
        ]
        document["history"] = [
            {"seq": h.seq, "event": h.event, "by": names.name(h.by_id), "at": _utc(h.at), "changes": dict(h.changes)}
            for h in history
        ]
    return document


def ticket_documents(tx: Tx, tickets: Sequence[Ticket]) -> list[Document]:
    """Many, without comments and history; the people of all of them are asked for once."""
    names = _Names.of(tx, tickets, ())
    clocks = tx.clocks.of_many(tickets[0].org_id, [ticket.number for ticket in tickets]) if tickets else {}
    return [_document(ticket, names, clocks.get(ticket.number, ())) for ticket in tickets]


@dataclass(frozen=True)
class _Names:
    """The people, teams and categories that some tickets mention."""

    people: Mapping[int, Person]
    teams: Mapping[int, str]
    categories: Mapping[int, str]

    @classmethod
    def of(cls, tx: Tx, tickets: Sequence[Ticket], also: Iterable[int | None]) -> _Names:
        if not tickets:
            return cls({}, {}, {})
        org_id = tickets[0].org_id
        ids = {t.requester_id for t in tickets} | {t.assignee_id for t in tickets} | set(also)
        return cls(
            tx.people.many(org_id, sorted(i for i in ids if i is not None)),
            {i: tx.teams.get(org_id, i).key for i in {t.team_id for t in tickets}},
            {i: tx.categories.get(org_id, i).key for i in {t.category_id for t in tickets} if i is not None},
        )

    def name(self, person_id: int | None) -> str:
        person = self.people.get(person_id) if person_id is not None else None
        return person.name if person else DESK

    def person(self, person_id: int | None) -> Document | None:
        person = self.people.get(person_id) if person_id is not None else None
        if person is None:
            return None
        return {"id": person.id, "name": person.name, "identities": [str(identity) for identity in person.identities]}


def _document(ticket: Ticket, names: _Names, clocks: Sequence[Clock]) -> Document:
    source = ticket.source
    return {
        "key": ticket.key,
        "number": ticket.number,
        "summary": ticket.summary,
        "details": ticket.details,
        "edited": ticket.edited,
        "removed": ticket.removed,
        "status": str(ticket.status),
        "priority": str(ticket.priority),
        "team": names.teams.get(ticket.team_id),
        "category": names.categories.get(ticket.category_id) if ticket.category_id is not None else None,
        "requester": names.person(ticket.requester_id),
        "assignee": names.person(ticket.assignee_id),
        "source": {
            "platform": str(source.platform),
            "workspace": source.workspace,
            "channel": source.channel or None,
            "message": source.message or None,
        },
        "created_at": _utc(ticket.created_at),
        "updated_at": _utc(ticket.updated_at),
        "resolved_at": _utc(ticket.resolved_at),
        "closed_at": _utc(ticket.closed_at),
        "version": ticket.version,
        "resolution": ticket.resolution,
        "clocks": [_clock(clock) for clock in clocks if clock.phase is not Phase.VOID],
    }


def _links(tx: Tx, ticket: Ticket) -> Document:
    """`reporters` counts whoever said "Me too", without whoever asked."""
    linked = linked_of(tx, ticket)
    return {
        "duplicates": list(linked.duplicates),
        "duplicate_of": linked.original.key if linked.original else None,
        "reporters": len(tx.reporters.of(ticket.org_id, ticket.number)),
    }


def _file(file: Attachment) -> Document:
    """What is known of it; the bytes are behind links of the desk alone."""
    known = {"id": file.id, "name": file.name, "media_type": file.media_type, "size": file.size, "sha256": file.sha256 or None}
    return {**known, "state": str(file.state), "reason": str(file.reason) or None}


def _clock(clock: Clock) -> Document:
    return {
        "kind": str(clock.kind),
        "due_at": _utc(clock.due_at),
        "state": clock.state,
        "warned_at": _utc(clock.warned_at),
        "breached_at": _utc(clock.breached_at),
        "met_at": _utc(clock.met_at),
    }


def _utc(at: datetime | None) -> str | None:
    """ISO 8601 with Z, to the second or finer where there is more."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


Visible = Callable[[str], str]


def listed(documents: Iterable[Document], visible: Visible) -> Iterator[str]:
    """One line per ticket for a terminal; `visible` makes what people typed harmless there."""
    for d in documents:
        who = visible(d["assignee"]["name"]) if d["assignee"] else "nobody"
        yield f"{d['key']:<8} {d['status']:<12} {d['priority']:<7} {d['team'] or '-':<12} {who:<20} {visible(d['summary'])}"


def shown(d: Document, visible: Visible) -> Iterator[str]:
    """A full document as lines for a terminal."""
    yield f"{d['key']}  {visible(d['summary'])}"
    for name in ("status", "priority", "team", "category"):
        yield f"{name + ':':<12}{d[name] or '-'}"
    for name in ("requester", "assignee"):
        person = d[name]
        yield f"{name + ':':<12}" + (f"{visible(person['name'])} ({', '.join(person['identities'])})" if person else "-")
    for name in ("created_at", "updated_at", "resolved_at", "closed_at"):
        if d[name]:
            yield f"{name.removesuffix('_at') + ':':<12}{d[name]}"
    yield from _part("clocks", [_clock_line(clock) for clock in d["clocks"]], visible)
    yield from _part("details", (d["details"] or "").splitlines(), visible)
    yield from _part("resolution", (d["resolution"] or "").splitlines(), visible)
    yield from _part("files", [_file_line(file) for file in d["attachments"]], visible)
    yield from _part("said", [line for comment in d["comments"] for line in _said_lines(comment)], visible)
    yield from _part("history", [f"{h['seq']:>3} {h['at']} {h['event']} {h['by']}" for h in d["history"]], visible)


def _said_lines(comment: Document) -> Iterator[str]:
    yield f"{comment['at']} {comment['author']['name']} ({comment['visibility']}): {comment['text']}"
    yield from (f"  {_file_line(file)}" for file in comment["attachments"])


def _file_line(file: Document) -> str:
    return f"{file['name']} ({file['size']} bytes, {' '.join(filter(None, (file['state'], file['reason'])))})"


def _clock_line(clock: Document) -> str:
    moments = ("due_at", "warned_at", "breached_at", "met_at")
    times = [f"{name.removesuffix('_at')} {clock[name]}" for name in moments if clock[name]]
    return " ".join((clock["kind"], clock["state"], *times))


def _part(title: str, lines: Sequence[str], visible: Visible) -> Iterator[str]:
    if lines:
        yield f"{title}:"
        yield from (f"  {visible(line)}" for line in lines)
