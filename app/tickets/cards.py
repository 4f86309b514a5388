"""The cards of a ticket: pure views, always drawn whole, showing only what this reader may press."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app import words
from app.cards import Button, Card, Confirm, Element, Facts, Inline, Link, Moment, Place, Style, Text, Tone
from app.people.model import Category, Person, Team
from app.sla.clock import Clock
from app.text import clean_text
from app.tickets.model import Comment, Status, Ticket
from app.tickets.off_hours import back_line
from app.tickets.promised import clock_rows, promise_line
from app.tickets.usually import Usually, usual_line


@dataclass(frozen=True)
class TicketView:
    """A ticket and everything a card says about it, read in one transaction. `zone` is the reader's time zone."""

    ticket: Ticket
    requester: Person
    assignee: Person | None
    team: Team
    category: Category | None
    link: str = ""
    latest: Comment | None = None
    latest_author: str = ""
    finished_by: str = ""
    zone: str = "UTC"
    closes_at: datetime | None = None
    """When it closes by itself if nobody says anything."""
    back_at: datetime | None = None
    """When the team works again, where nobody has picked it up and nobody is there."""
    clocks: Sequence[Clock] = ()
    """Those that are promised, first response first."""
    usually: Usually | None = None
    """How long a first answer usually takes, while one is awaited."""


def triage_card(view: TicketView, locale: str, *, here: bool = True) -> Card:
    """The agents' card. `here` is False in the queue of a team that gave the ticket away."""
    ticket, say = view.ticket, _speaker(locale)
    body: list[Element] = [Facts(_facts(view, say, locale))]
    if ticket.details and ticket.details != ticket.summary:
        body.append(Text((_shortened(ticket.details, 900),), Tone.QUOTE))
    if view.latest:
        body.append(Text((f"{say('label.latest_reply')} · {view.latest_author}",), Tone.STRONG))
        body.append(Text((_shortened(view.latest.text, 300),), Tone.QUOTE))
    if ticket.resolution:
        body.append(_resolution(ticket.resolution, say))
    return Card(
        title=f"{ticket.key} · {ticket.summary}",
        spoken=say(
            "card.spoken_triage",
            ticket=ticket.key,
            summary=ticket.summary,
            status=say(f"status.{ticket.status}"),
            priority=say(f"priority.{ticket.priority}"),
        ),
        body=tuple(body),
        buttons=_triage_buttons(view, say) if here else (),
        context=_triage_context(view, say, locale, here),
        more=say("button.more"),
        ref=ticket.key,
        version=ticket.version,
        locale=locale,
    )


def requester_card(view: TicketView, locale: str) -> Card:
    """The requester's card: where things stand in plain words, and what they can do about it."""
    ticket, say = view.ticket, _speaker(locale)
    body: list[Element] = [Text((plain_status(view, locale),), Tone.STRONG if ticket.status is Status.RESOLVED else Tone.PLAIN)]
    if view.back_at:
        line = back_line(view.team.name, view.back_at, ticket.updated_at, locale, view.requester.timezone, view.zone)
        body.append(Text((line,)))
    if promise := promise_line(ticket, view.clocks, locale, view.zone):
        body.append(promise)
    if view.usually:
        body.append(usual_line(view.usually, locale))
    if ticket.status is Status.CLOSED and ticket.resolution:
        body.append(_resolution(ticket.resolution, say))
    body.append(Facts(_requester_facts(view, say, locale)))
    closing = ticket.status is Status.RESOLVED and ticket.silence is not None and ticket.silence.told > 0
    if ticket.status is Status.RESOLVED:
        body.append(Text((say("card.closing_question" if closing else "card.confirm_question"),)))
    return Card(
        title=f"{ticket.key} · {ticket.summary}",
        spoken=say("card.spoken_closing", ticket=ticket.key, summary=ticket.summary)
        if closing
        else say("card.spoken_requester", ticket=ticket.key, summary=ticket.summary, status=_own_status(ticket, say)),
        body=tuple(body),
        buttons=_requester_buttons(ticket, say, explains=bool(view.clocks)),
        ref=ticket.key,
        version=ticket.version,
        locale=locale,
    )


def plain_status(view: TicketView, locale: str) -> str:
    """One sentence for somebody who only wants to know where things stand."""
    ticket, say = view.ticket, _speaker(locale)
    if ticket.closed_how in ("withdrawn", "not_a_request"):
        return say("plain.withdrawn" if ticket.closed_how == "withdrawn" else "plain.not_request")
    if ticket.closed_how == "silence":
        return say("plain.closed_silence")
    if ticket.status is Status.IN_PROGRESS and view.assignee is None:
        return say("plain.new")
    return say(
        f"plain.{ticket.status}",
        assignee=view.assignee.name if view.assignee else "",
        resolution=_shortened(ticket.resolution or "", 1200),
    )


def priority_reason(view: TicketView, locale: str) -> str:
    """Why the priority is what it is, from the stored reason ("rule:2", "category:vpn", "person", "chosen", "default")."""
    kind, _, name = view.ticket.priority_reason.partition(":")
    if kind == "category" and view.category and view.category.key == name:
        name = view.category.name
    known = kind if kind in ("rule", "category", "person", "chosen", "escalation") else "default"
    return words.say(f"reason.{known}", locale, rule=name, category=name)


Say = Callable[..., str]


def _speaker(locale: str) -> Say:
    def say(key: str, **facts: Any) -> str:
        return words.say(key, locale, **facts)

    return say


def _facts(view: TicketView, say: Say, locale: str) -> tuple[tuple[str, Inline], ...]:
    ticket = view.ticket
    priority = f"{say(f'priority.{ticket.priority}')} · {priority_reason(view, locale)}"
    rows: list[tuple[str, Inline]] = [
        (say("label.requester"), view.requester.name),
        (say("label.status"), say(f"status.{ticket.status}")),
        (say("label.priority"), priority),
        (say("label.category"), view.category.name if view.category else say("option.no_category")),
        (say("label.assignee"), view.assignee.name if view.assignee else say("who.nobody")),
        (say("label.opened"), moment(ticket.created_at, locale, view.zone)),
    ]
    if ticket.snooze:
        until = ticket.snooze.until
        rows.append((say("label.snoozed"), moment(until, locale, view.zone) if until else say("option.aside.answer")))
    return (*rows, *clock_rows(ticket, view.clocks, locale, view.zone), *_closes(view, say, locale))


def _requester_facts(view: TicketView, say: Say, locale: str) -> tuple[tuple[str, Inline], ...]:
    return (
        (say("label.status"), _own_status(view.ticket, say)),
        (say("label.priority"), say(f"priority.{view.ticket.priority}")),
        (say("label.assignee"), view.assignee.name if view.assignee else say("who.nobody")),
        (say("label.opened"), moment(view.ticket.created_at, locale, view.zone)),
        *_closes(view, say, locale),
    )


def _closes(view: TicketView, say: Say, locale: str) -> tuple[tuple[str, Inline], ...]:
    return ((say("label.closes"), moment(view.closes_at, locale, view.zone)),) if view.closes_at else ()


def moment(at: datetime, locale: str, zone: str) -> Moment:
    return Moment(at, words.moment(at, locale, zone))


def _triage_buttons(view: TicketView, say: Say) -> tuple[Button, ...]:
    ticket = view.ticket

    def button(verb: str, key: str, **more: Any) -> Button:
        return Button(say(key), f"ticket.{verb}", ticket.key, ticket.version, **more)

    if not ticket.is_open:
        return (button("reopen", "button.reopen"),)
    claim = (button("claim", "button.claim", style=Style.PRIMARY),) if ticket.assignee_id is None else ()
    wait = (button("wait", "button.wait", place=Place.MORE),) if ticket.status is not Status.WAITING else ()
    wake = (button("wake", "button.wake", place=Place.MORE),) if ticket.snooze else ()
    why = (button("why", "button.why", opens_form=True, place=Place.MORE),) if view.clocks else ()
    sure = Confirm(say("confirm.not_request_title"), say("confirm.not_request_text"), say("button.yes"), say("button.no"))
    return (
        *claim,
        button("assign", "button.assign", opens_form=True, place=Place.SECOND),
        button("priority", "button.priority", opens_form=True, place=Place.SECOND),
        button("reply", "button.reply", opens_form=True),
        button("resolve", "button.resolve", opens_form=True, style=Style.DEFAULT if claim else Style.PRIMARY),
        button("note", "button.note", opens_form=True, place=Place.MORE),
        *wait,
        button("snooze", "button.snooze", opens_form=True, place=Place.MORE),
        *wake,
        button("move", "button.move", opens_form=True, place=Place.MORE),
        *why,
        button("not_request", "button.not_request", place=Place.MORE, confirm=sure),
    )


def _requester_buttons(ticket: Ticket, say: Say, *, explains: bool) -> tuple[Button, ...]:
    def button(verb: str, key: str, **more: Any) -> Button:
        return Button(say(key), f"ticket.{verb}", ticket.key, ticket.version, **more)

    if ticket.status is Status.RESOLVED:
        return (button("solved", "button.solved", style=Style.PRIMARY), button("still_need", "button.still_need"))
    if not ticket.is_open:
        return (button("reopen", "button.reopen"),)
    sure = Confirm(say("confirm.withdraw_title"), say("confirm.withdraw_text"), say("button.yes"), say("button.no"))
    why = (button("why", "button.why", opens_form=True),) if explains else ()
    return (button("withdraw", "button.withdraw", confirm=sure), *why)


def _triage_context(view: TicketView, say: Say, locale: str, here: bool) -> tuple[Inline, ...]:
    parts: list[Inline] = [view.team.name] if here else [say("card.moved", team=view.team.name)]
    parts += _finished(view, say, locale)
    if view.link:
        parts.append(Link(say("button.view_source"), view.link))
    return tuple(parts)


def _finished(view: TicketView, say: Say, locale: str) -> tuple[Inline, ...]:
    """How it ended, by whom and when."""
    ticket, at = view.ticket, view.ticket.closed_at or view.ticket.resolved_at
    if ticket.closed_how == "silence" and at is not None:
        return say("card.closed_silence"), moment(at, locale, view.zone)
    if ticket.is_open or not view.finished_by or at is None:
        return ()
    how = _ENDINGS.get(ticket.closed_how or "", "card.finished")
    return say(how, status=say(f"status.{ticket.status}"), name=view.finished_by), moment(at, locale, view.zone)


_ENDINGS = {"withdrawn": "card.withdrawn", "not_a_request": "card.rejected"}


def _own_status(ticket: Ticket, say: Say) -> str:
    """The status as the person reads it who asked."""
    return say("status.waiting_for_you" if ticket.status is Status.WAITING else f"status.{ticket.status}")


def _resolution(text: str, say: Say) -> Text:
    return Text((f"{say('label.resolution_short')}: ", _shortened(text, 900)))


def _shortened(text: str, limit: int) -> str:
    """Cards hold the beginning; the whole text is in the ticket."""
    return text if len(text) <= limit else clean_text(text, limit - 1).rstrip() + "…"
