"""Tickets and their history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.errors import Stale
from app.events import Event, TicketEdited
from app.people.model import Platform
from app.ports import HistoryLine
from app.tickets.model import Status, Ticket
from storage.search import Search
from storage.sql import NOTHING, Sql
from storage.tables import history, organisations, posts
from storage.tables import tickets as t
from storage.ticket_rows import line_of, ticket_of, values_of

NEXT_NUMBER = (
    sa.update(organisations)
    .where(organisations.c.id == sa.bindparam("org"))
    .values(last_ticket=organisations.c.last_ticket + 1)
    .returning(organisations.c.last_ticket)
)
INSERT = sa.insert(t)
CHANGING = (
    "summary", "details", "status", "priority", "priority_reason", "open_rank", "team_id", "category_id", "requester_id",
    "assignee_id",
    "updated_at", "resolved_at", "closed_at", "resolution", "closed_how", "version",
    "quiet_since", "told", "told_at", "snoozed_at", "snoozed_until", "wakes_at", "body", "stamp", "edited", "removed",
)  # fmt: skip
UPDATE = (
    sa.update(t)
    .where(t.c.org_id == sa.bindparam("b_org"), t.c.number == sa.bindparam("b_number"), t.c.version == sa.bindparam("b_version"))
    .values({name: sa.bindparam(name) for name in CHANGING})
)
REMEMBER = sa.insert(history)
BY_SOURCE = sa.select(t).where(
    t.c.org_id == sa.bindparam("org"),
    t.c.source_platform == sa.bindparam("on"),
    t.c.source_workspace == sa.bindparam("workspace"),
    t.c.source_channel == sa.bindparam("channel"),
    t.c.source_message == sa.bindparam("message"),
    t.c.source_message != NOTHING,
)
LATEST = (
    sa.select(t)
    .where(
        t.c.org_id == sa.bindparam("org"),
        t.c.requester_id == sa.bindparam("mine"),
        t.c.created_at >= sa.bindparam("since"),
        t.c.source_platform == sa.bindparam("on"),
        t.c.source_channel == sa.bindparam("channel"),
    )
    .order_by(t.c.number.desc())
    .limit(1)
)
GET = sa.select(t).where(t.c.org_id == sa.bindparam("org"), t.c.number == sa.bindparam("number"))


class Tickets:
    def __init__(
        self, sql: Sql, search: Search, recorded: list[tuple[Ticket, Event]], keeping: Callable[[Ticket], None] = lambda _: None
    ) -> None:
        self._keeping = keeping
        self._sql = sql
        self._search = search
        self._recorded = recorded

    def open(self, ticket: Ticket, extra_words: str = "", begin: Callable[[Ticket], None] | None = None) -> Ticket:
        """Insert with the organisation's next number. Returns it with its number.

        `begin` is called when it has one: what the ticket remembers then is the beginning of its history and stored with it.
        Raises Stale when the same message became a ticket meanwhile.
        """
        number = self._sql.value(NEXT_NUMBER, {"org": ticket.org_id})
        if number is None:
            raise LookupError(f"no organisation {ticket.org_id}")
        ticket.number = number
        if begin is not None:
            begin(ticket)
        row = values_of(ticket) | {"version": ticket.version + len(ticket.changed)}
        self._sql.later(INSERT, row, told="the same message became a ticket meanwhile")
        self._keeping(ticket)
        self._search.add(ticket.org_id, number, f"{number} {ticket.summary}\n{ticket.details}\n{extra_words}")
        self._remember(ticket)
        return ticket

    def get(self, org_id: int, number: int) -> Ticket | None:
        found = self._sql.row(GET, {"org": org_id, "number": number})
        return ticket_of(found) if found else None

    def save(self, ticket: Ticket, by_names: Mapping[int, str] | None = None) -> None:
        """One conditional UPDATE on the version that was read, and the remembered events as history rows with the next `seq`s.

        Afterwards `ticket.version` is the last `seq`, and `changed` is empty: the events are in `Tx.recorded`. The names of
        the people who did it, where they are given, are words by which the ticket is found. Raises Stale when somebody else
        was faster.
        """
        self._keeping(ticket)
        events, read = list(ticket.changed), ticket.version
        keys = {"b_org": ticket.org_id, "b_number": ticket.number, "b_version": read}
        values = values_of(ticket) | {"version": read + len(events)}
        if not self._sql.changed(UPDATE, keys | {name: values[name] for name in CHANGING}):
            raise Stale(f"ticket {ticket.number} was changed by somebody else")
        self._remember(ticket)
        self._find_by(ticket, events, by_names or {})

    def _remember(self, ticket: Ticket) -> None:
        """What has happened to it becomes history, and its last line's number its version."""
        events = list(ticket.changed)
        for place, event in enumerate(events, 1):
            self._sql.later(REMEMBER, line_of(ticket, ticket.version + place, event))
        ticket.version += len(events)
        ticket.changed.clear()
        self._recorded.extend((ticket, event) for event in events)

    def _find_by(self, ticket: Ticket, events: Sequence[Event], names: Mapping[int, str]) -> None:
        texts = [names[event.by] for event in events if event.by is not None and event.by in names]
        if any(isinstance(event, TicketEdited) for event in events):
            texts += [ticket.summary, ticket.details]
        if texts:
            self._search.extend(ticket.org_id, ticket.number, "\n".join(texts))

    def by_source(self, org_id: int, platform: Platform, workspace: str, channel: str, message: str) -> Ticket | None:
        """The ticket that this very message became (ix_tickets_source)."""
        if not message:
            return None
        there = {"org": org_id, "on": platform, "workspace": workspace, "channel": channel, "message": message}
        found = self._sql.row(BY_SOURCE, there)
        return ticket_of(found) if found else None

    def by_thread(
        self, org_id: int, platform: Platform, workspace: str, channel: str, thread: str, speaker: int = 0
    ) -> Ticket | None:
        """The ticket whose card heads this thread; else what the speaker asked; else what heads it; else the newest inside."""
        if not thread:
            return None
        p = posts
        here = (
            t.c.org_id == org_id,
            t.c.source_channel == channel,
            t.c.source_platform == platform,
            t.c.source_workspace == workspace,
        )
        cards = sa.select(p.c.ticket).where(
            p.c.org_id == org_id, p.c.channel == channel, p.c.message == thread, p.c.message != NOTHING, p.c.platform == platform,
            p.c.workspace == workspace,
        )  # fmt: skip
        heads = sa.and_(*here, t.c.source_message == thread, t.c.source_message != NOTHING)
        inside = sa.and_(*here, t.c.source_thread == thread, t.c.source_thread != NOTHING)
        own = sa.and_(sa.or_(heads, inside), t.c.requester_id == speaker)
        tried = (sa.and_(t.c.org_id == org_id, t.c.number.in_(cards)), *([own] if speaker else []), heads, inside)
        found = (self._one(sa.select(t).where(one).order_by(t.c.number.desc()).limit(1)) for one in tried)
        return next((ticket for ticket in found if ticket is not None), None)

    def of_requester(self, org_id: int, person_id: int, limit: int = 25, skip: int = 0) -> Sequence[Ticket]:
        """Open ones first, newest first (ix_tickets_requester)."""
        mine = (t.c.org_id == org_id, t.c.requester_id == person_id)
        ordered = sa.select(t).where(*mine).order_by(t.c.open_rank.is_(None), t.c.number.desc())
        return self._all(ordered.limit(limit).offset(skip))

    def latest_of(self, org_id: int, person_id: int, since: datetime, platform: Platform, channel: str) -> Ticket | None:
        """The newest ticket this person raised there since then (ix_tickets_requester)."""
        asked = {"org": org_id, "mine": person_id, "since": since, "on": platform, "channel": channel}
        found = self._sql.row(LATEST, asked)
        return ticket_of(found) if found else None

    def queue(self, org_id: int, team_ids: Iterable[int], limit: int = 25, skip: int = 0) -> Sequence[Ticket]:
        """Open tickets of these teams, most urgent first, then oldest first (ix_tickets_queue)."""
        theirs = (t.c.org_id == org_id, t.c.team_id.in_(sorted(set(team_ids))), t.c.open_rank.is_not(None))
        return self._all(sa.select(t).where(*theirs).order_by(t.c.open_rank.desc(), t.c.number).limit(limit).offset(skip))

    def find(
        self, org_id: int, *, status: Status | None = None, team_id: int | None = None, limit: int = 1000
    ) -> Sequence[Ticket]:
        """For scripts, by number."""
        asked = [t.c.org_id == org_id]
        asked += [t.c.status == status] if status else []
        asked += [t.c.team_id == team_id] if team_id is not None else []
        return self._all(sa.select(t).where(*asked).order_by(t.c.number).limit(limit))

    def search(
        self,
        org_id: int,
        words: str,
        *,
        requester_id: int | None = None,
        team_ids: Iterable[int] | None = None,
        noted: Iterable[int] | None = None,
        limit: int = 25,
        skip: int = 0,
    ) -> Sequence[Ticket]:
        """Full text, newest first. Visible are those of the requester and those of the teams; both None sees all.

        A requester finds by what they can read; agents find the tickets of the teams in `noted` (None: of all `team_ids`) by
        the notes too. A text without a word finds nothing.
        """
        selects, most = [], limit + skip
        if requester_id is None and team_ids is None:
            selects.append(self._matching(org_id, words, [], internal=True, limit=most))
        visible = set(team_ids or ())
        read = visible if noted is None else visible & set(noted)
        for teams, internal in ((read, True), (visible - read, False)):
            if teams:
                selects.append(self._matching(org_id, words, [t.c.team_id.in_(sorted(teams))], internal=internal, limit=most))
        if requester_id is not None:
            selects.append(self._matching(org_id, words, [t.c.requester_id == requester_id], internal=False, limit=most))
        found = {one.number: one for select in selects if select is not None for one in self._all(select)}
        return [found[number] for number in sorted(found, reverse=True)[skip:most]]

    def _matching(self, org_id: int, words: str, visible: list[Any], *, internal: bool, limit: int) -> sa.Select[Any] | None:
        numbers = self._search.matching(org_id, words, internal=internal)
        if numbers is None:
            return None
        return (
            sa.select(t).where(t.c.org_id == org_id, t.c.number.in_(numbers), *visible).order_by(t.c.number.desc()).limit(limit)
        )

    def history(self, org_id: int, number: int) -> Sequence[HistoryLine]:
        h = history
        rows = self._sql.rows(sa.select(h).where(h.c.org_id == org_id, h.c.ticket == number).order_by(h.c.seq))
        return [HistoryLine(row.seq, row.event, row.at, row.by_id, row.changes, row.internal) for row in rows]

    def histories(self, org_id: int, numbers: Iterable[int]) -> Mapping[int, Sequence[HistoryLine]]:
        """Those of many tickets, by number."""
        h, wanted = history, sorted(set(numbers))
        found: dict[int, list[HistoryLine]] = {number: [] for number in wanted}
        rows = self._sql.rows(sa.select(h).where(h.c.org_id == org_id, h.c.ticket.in_(wanted)).order_by(h.c.ticket, h.c.seq))
        for row in rows:
            found[row.ticket].append(HistoryLine(row.seq, row.event, row.at, row.by_id, row.changes, row.internal))
        return found

    def count_open(self, org_id: int) -> int:
        return int(self._sql.value(sa.select(sa.func.count()).where(t.c.org_id == org_id, t.c.open_rank.is_not(None))))

    def _one(self, select: sa.Select[Any]) -> Ticket | None:
        found = self._sql.row(select)
        return ticket_of(found) if found else None

    def _all(self, select: sa.Select[Any]) -> list[Ticket]:
        return [ticket_of(row) for row in self._sql.rows(select)]
