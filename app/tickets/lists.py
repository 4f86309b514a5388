"""Cards that show several tickets: mine, the queue, what a search found, the App Home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app import words
from app.cards import Button, Card, Divider, Element, Heading, Row, Style, Text, Tone
from app.people.model import Person
from app.people.preferences_form import preferences_button
from app.tickets.cards import moment
from app.tickets.due import NO_DUE, Due
from app.tickets.model import Ticket
from app.tickets.pages import Page, Turning, place, turners

AT_HOME = 20
"""Lines of a part of the App Home."""


def list_card(
    title: str,
    empty: str,
    page: Page[Ticket],
    turning: Turning,
    people: Mapping[int, Person],
    locale: str,
    zone: str,
    due: Due = NO_DUE,
) -> Card:
    """A list with one line a ticket, and the way to what else is in it; `title` and `empty` are text keys."""
    heading, tickets = words.say(title, locale), page.items
    if not tickets:
        return Card(title=heading, spoken=words.say(empty, locale), body=(Text((words.say(empty, locale),)),), locale=locale)
    where = place(page, locale)
    return Card(
        title=heading,
        spoken=f"{heading}: {', '.join(ticket.key for ticket in tickets)}",
        body=tuple(_row(ticket, people, locale, zone, _aside(ticket, title == "title.queue"), due) for ticket in tickets),
        buttons=turners(page, turning, locale),
        context=(where,) if where else (),
        locale=locale,
    )


def home_card(
    person: Person,
    mine: Sequence[Ticket],
    queue: Sequence[Ticket] | None,
    people: Mapping[int, Person],
    locale: str,
    zone: str,
    first: bool,
    due: Due = NO_DUE,
    due_mine: Due = NO_DUE,
) -> Card:
    """The App Home: what it does on the first visit, my requests, and for agents the queue (None for everybody else).

    `due` is of the queue, `due_mine` of my requests.
    """
    body: list[Element] = []
    if first:
        body += [_welcome(locale), Divider()]
    body += [Heading(words.say("title.mine", locale)), *_section(mine, "notice.no_tickets", people, locale, zone, due_mine)]
    if queue is not None:
        body += [
            Divider(),
            Heading(words.say("title.queue", locale)),
            *_section(queue, "notice.queue_empty", people, locale, zone, due, queue=True),
        ]
    return Card(
        title="",
        spoken=words.say("title.mine", locale),
        body=tuple(body),
        buttons=(
            Button(words.say("button.new", locale), "ticket.new", style=Style.PRIMARY, opens_form=True),
            preferences_button(locale),
        ),
        locale=locale,
    )


def _welcome(locale: str) -> Row:
    """What it is and one thing to try; whoever has read it sends it away."""
    return Row(
        title=(words.say("title.welcome", locale),),
        detail=(words.say("notice.welcome", locale),),
        button=Button(words.say("button.got_it", locale), "person.welcomed"),
    )


def _section(
    tickets: Sequence[Ticket], empty: str, people: Mapping[int, Person], locale: str, zone: str, due: Due, *, queue: bool = False
) -> list[Element]:
    return _rows(tickets, people, locale, zone, due, queue=queue) or [Text((words.say(empty, locale),), Tone.SUBTLE)]


def _rows(
    tickets: Sequence[Ticket], people: Mapping[int, Person], locale: str, zone: str, due: Due, *, queue: bool
) -> list[Element]:
    rows: list[Element] = [_row(ticket, people, locale, zone, _aside(ticket, queue), due) for ticket in tickets[:AT_HOME]]
    if len(tickets) > AT_HOME:
        rows.append(Text((words.say_many("list.more", len(tickets) - AT_HOME, locale),), Tone.SUBTLE))
    return rows


def _aside(ticket: Ticket, queue: bool) -> bool:
    """What is snoozed says so in a queue; whoever asked has not to know."""
    return queue and ticket.snooze is not None


def _row(ticket: Ticket, people: Mapping[int, Person], locale: str, zone: str, aside: bool, due: Due) -> Row:
    """Where something is due that is what the line ends with, else when it was last changed."""
    assignee = people.get(ticket.assignee_id or 0)
    owner = assignee.name if assignee else words.say("who.nobody", locale)
    state = f"{words.say(f'status.{ticket.status}', locale)} · {words.say(f'priority.{ticket.priority}', locale)} · {owner} · "
    if aside:
        state = f"{words.say('status.snoozed', locale)} · {state}"
    return Row(
        title=(f"{ticket.key} · {ticket.summary}",),
        detail=(state, *due.get(ticket.number, (moment(ticket.updated_at, locale, zone),))),
        button=Button(
            words.say("button.open", locale),
            "ticket.open",
            ticket.key,
            ticket.version,
            accessible=f"{words.say('button.open', locale)} {ticket.key}",
        ),
    )
