"""The cards of a ticket: pure views, always drawn whole, showing only what this reader may press."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app import words
from app.attachments.cards import Shown, file_lines
from app.cards import Button, Card, Confirm, Element, Facts, Inline, Link, Moment, Place, Style, Text, Tone
from app.people.model import Category, Person, Team
from app.sla.clock import Clock
from app.text import unended
from app.tickets.comment import Comment
from app.tickets.linked import NOTHING, Linked
from app.tickets.linked_cards import linked_lines, plain_duplicate
from app.tickets.merging import DUPLICATE
from app.tickets.model import Status, Ticket
from app.tickets.off_hours import back_parts
from app.tickets.owning import NOBODY, Helped, owner_row, plain_unowned
from app.tickets.promised import clock_rows, promise_line
from app.tickets.quoting import quoted, shortened
from app.tickets.status_words import status_word
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
    helped: Helped = NOBODY
    zone: str = "UTC"
    closes_at: datetime | None = None
    """When it closes by itself if nobody says anything."""
    back_at: datetime | None = None
    """When the team works again, where nobody has picked it up and nobody is there."""
    clocks: Sequence[Clock] = ()
    """Those that are promised, first response first."""
    opened_by: str = ""
    """Who asked for them, where they did not themselves."""
    usually: Usually | None = None
    """How long a first answer usually takes, while one is awaited."""
    files: Sequence[Shown] = ()
    """Of the request and of what was said in public."""
    joined: Comment | None = None
    """The last message that joined it and may become a request of its own."""
    offers_split: bool = True
    """Whether whoever asked is offered that on their card: right after they said it, where no line of its own offers it."""
    linked: Linked = NOTHING


def triage_card(view: TicketView, locale: str, *, here: bool = True) -> Card:
    """The agents' card. `here` is False in the queue of a team that gave the ticket away."""
    ticket, say = view.ticket, _speaker(locale)
    body: list[Element] = [Facts(_facts(view, say, locale)), *linked_lines(view.linked, locale)]
    if ticket.removed:
        body.append(Text((say("card.source_removed"),), Tone.SUBTLE))
    elif ticket.details and (ticket.body is not None or ticket.details != ticket.summary):
        body.append(quoted(ticket.details, ticket.body, 900))
    if view.latest:
        body.append(Text((f"{say('label.latest_reply')} · {view.latest_author}",), Tone.STRONG))
        body.append(quoted(view.latest.text, view.latest.body, 300))
    if ticket.resolution:
        body.append(_resolution(ticket.resolution, say))
    body += file_lines(view.files, locale)
    return Card(
        title=f"{ticket.key} · {ticket.summary}",
        spoken=say(
            "card.spoken_triage",
            ticket=ticket.key,
            summary=ticket.summary,
            status=status_word(ticket, locale),
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
    opened = say("card.opened_for", name=view.opened_by, ticket=ticket.key) if view.opened_by else ""
    body: list[Element] = [Text((opened,))] if opened else []
    body.append(Text((plain_status(view, locale),), Tone.STRONG if ticket.status is Status.RESOLVED else Tone.PLAIN))
    if view.back_at:
        body.append(Text(back_parts(view.team.name, view.back_at, locale, view.zone)))
    if promise := promise_line(ticket, view.clocks, locale, view.zone):
        body.append(promise)
    if view.usually:
        body.append(usual_line(view.usually, locale))
    if ticket.status is Status.CLOSED and ticket.resolution:
        body.append(_resolution(ticket.resolution, say))
    body.append(Facts(_requester_facts(view, say, locale)))
    body += file_lines(view.files, locale)
    if view.joined and view.offers_split:
        body += [Text((say("card.joined"),)), quoted(view.joined.text, view.joined.body, 120)]
    if view.linked.original and view.linked.original.solved:
        body.append(Text((say("card.duplicate_question"),)))
    stands = say("card.spoken_requester", ticket=ticket.key, summary=ticket.summary, status=status_word(ticket, locale, own=True))
    stands = f"{ticket.key} · {unended(ticket.summary)}: {plain_status(view, locale)}" if view.linked.original else stands
    closing = ticket.status is Status.RESOLVED and ticket.silence is not None and ticket.silence.told > 0
    if ticket.status is Status.RESOLVED:
        body.append(Text((say("card.closing_question" if closing else "card.confirm_question"),)))
    return Card(
        title=f"{ticket.key} · {ticket.summary}",
        spoken=say("card.spoken_closing", ticket=ticket.key, summary=ticket.summary) if closing else f"{opened} {stands}".strip(),
        body=tuple(body),
        buttons=_requester_buttons(view, say),
        ref=ticket.key,
        version=ticket.version,
        locale=locale,
    )


def plain_status(view: TicketView, locale: str) -> str:
    """One sentence for somebody who only wants to know where things stand."""
    ticket, say = view.ticket, _speaker(locale)
    if view.linked.original:
        return plain_duplicate(view.linked.original, locale)
    if ticket.closed_how in ("withdrawn", "not_a_request"):
        return say("plain.withdrawn" if ticket.closed_how == "withdrawn" else "plain.not_request")
    if ticket.closed_how == "silence":
        return say("plain.closed_silence")
    if view.assignee is None and ticket.status in (Status.NEW, Status.IN_PROGRESS):
        return plain_unowned(view.helped, locale)
    return say(
        f"plain.{ticket.status}",
        assignee=view.assignee.name if view.assignee else "",
        resolution=shortened(ticket.resolution or "", 1200),
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
    requester = view.requester.name
    asked = say("card.requester_for", requester=requester, name=view.opened_by) if view.opened_by else requester
    rows: list[tuple[str, Inline]] = [
        (say("label.requester"), asked),
        (say("label.status"), status_word(ticket, locale)),
        (say("label.priority"), priority),
        (say("label.category"), view.category.name if view.category else say("option.no_category")),
        *owner_row(ticket, view.assignee, view.helped, locale),
        (say("label.opened"), moment(ticket.created_at, locale, view.zone)),
    ]
    if ticket.snooze:
        until = ticket.snooze.until
        rows.append((say("label.snoozed"), moment(until, locale, view.zone) if until else say("option.aside.answer")))
    return (*rows, *clock_rows(ticket, view.clocks, locale, view.zone), *_closes(view, say, locale))


def _requester_facts(view: TicketView, say: Say, locale: str) -> tuple[tuple[str, Inline], ...]:
    return (
        (say("label.status"), status_word(view.ticket, locale, own=True)),
        (say("label.priority"), say(f"priority.{view.ticket.priority}")),
        *owner_row(view.ticket, view.assignee, view.helped, locale),
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

    aside = Place.MORE if ticket.is_open else Place.FIRST
    why = (button("why", "button.why", opens_form=True, place=aside),) if view.clocks else ()
    trail = button("history", "button.history", opens_form=True, place=aside)
    if ticket.closed_how == DUPLICATE:
        return (button("not_duplicate", "button.not_duplicate"), button("reopen", "button.reopen"), *why, trail)
    if not ticket.is_open:
        return (button("reopen", "button.reopen"), *why, trail)
    claim = (button("claim", "button.claim", style=Style.PRIMARY),) if ticket.assignee_id is None else ()
    wait = (button("wait", "button.wait", place=Place.MORE),) if ticket.status is not Status.WAITING else ()
    wake = (button("wake", "button.wake", place=Place.MORE),) if ticket.snooze else ()
    split = (button("separate", "button.separate", place=Place.MORE),) if view.joined else ()
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
        button("edit", "button.edit", opens_form=True, place=Place.MORE),
        button("duplicate", "button.duplicate", opens_form=True, place=Place.MORE),
        *split,
        *why,
        trail,
        button("follow", "button.follow", place=Place.MORE),
        button("add_follower", "button.add_follower", opens_form=True, place=Place.MORE),
        button("not_request", "button.not_request", place=Place.MORE, confirm=sure),
    )


def _requester_buttons(view: TicketView, say: Say) -> tuple[Button, ...]:
    ticket = view.ticket

    def button(verb: str, key: str, **more: Any) -> Button:
        return Button(say(key), f"ticket.{verb}", ticket.key, ticket.version, **more)

    why = (button("why", "button.why", opens_form=True),) if view.clocks else ()
    trail = button("history", "button.history", opens_form=True)
    if ticket.status is Status.RESOLVED:
        solved = button("solved", "button.solved", style=Style.PRIMARY)
        return (solved, button("still_need", "button.still_need"), *why, trail)
    if view.linked.original and view.linked.original.solved:
        return (button("still_need", "button.still_need"), trail)
    if not ticket.is_open:
        return (button("reopen", "button.reopen"), *why, trail)
    sure = Confirm(say("confirm.withdraw_title"), say("confirm.withdraw_text"), say("button.yes"), say("button.no"))
    offered = view.joined if view.offers_split else None
    split = (button("separate", "button.separate", values={"comment": str(offered.id)}),) if offered else ()
    withdraw = button("withdraw", "button.withdraw", confirm=sure)
    me_too = (button("me_too", "button.me_too", opens_form=True),) if view.linked.me_too else ()
    return (*split, *me_too, withdraw, *why, trail)


def _triage_context(view: TicketView, say: Say, locale: str, here: bool) -> tuple[Inline, ...]:
    parts: list[Inline] = [view.team.name] if here else [say("card.moved", team=view.team.name)]
    parts += _finished(view, say, locale)
    if view.link and not view.ticket.removed:
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


_ENDINGS = {"withdrawn": "card.withdrawn", "not_a_request": "card.rejected", DUPLICATE: "card.duplicate"}


def _resolution(text: str, say: Say) -> Text:
    return Text((f"{say('label.resolution_short')}: ", shortened(text, 900)))
