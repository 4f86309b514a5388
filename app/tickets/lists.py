"""Cards that show several tickets: mine, the queue, what a search found, the App Home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app import words
from app.cards import Button, Card, Divider, Element, Heading, Row, Style, Text, Tone
from app.people.model import Person
from app.tickets.cards import moment
from app.tickets.model import Ticket

PAGE = 20


def list_card(title: str, empty: str, tickets: Sequence[Ticket], people: Mapping[int, Person], locale: str, zone: str) -> Card:
    """A list with one line a ticket; `title` and `empty` are text keys."""
    heading = words.say(title, locale)
    if not tickets:
        return Card(title=heading, spoken=words.say(empty, locale), body=(Text((words.say(empty, locale),)),), locale=locale)
    return Card(
        title=heading,
        spoken=f"{heading}: {', '.join(ticket.key for ticket in tickets[:PAGE])}",
        body=tuple(_rows(tickets, people, locale, zone, queue=title == "title.queue")),
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
) -> Card:
    """The App Home: what it does on the first visit, my requests, and for agents the queue (None for everybody else)."""
    body: list[Element] = []
    if first:
        body += [Text((words.say("notice.welcome", locale),)), Divider()]
    body += [Heading(words.say("title.mine", locale)), *_section(mine, "notice.no_tickets", people, locale, zone)]
    if queue is not None:
        body += [
            Divider(),
            Heading(words.say("title.queue", locale)),
            *_section(queue, "notice.queue_empty", people, locale, zone, queue=True),
        ]
    return Card(
        title="",
        spoken=words.say("title.mine", locale),
        body=tuple(body),
        buttons=(Button(words.say("button.new", locale), "ticket.new", style=Style.PRIMARY, opens_form=True),),
        locale=locale,
    )


def _section(
    tickets: Sequence[Ticket], empty: str, people: Mapping[int, Person], locale: str, zone: str, *, queue: bool = False
) -> list[Element]:
    return _rows(tickets, people, locale, zone, queue=queue) or [Text((words.say(empty, locale),), Tone.SUBTLE)]


def _rows(tickets: Sequence[Ticket], people: Mapping[int, Person], locale: str, zone: str, *, queue: bool) -> list[Element]:
    """What is snoozed says so in a queue; whoever asked has not to know."""
    rows: list[Element] = [_row(ticket, people, locale, zone, queue and ticket.snooze is not None) for ticket in tickets[:PAGE]]
    if len(tickets) > PAGE:
        rows.append(Text((words.say_many("list.more", len(tickets) - PAGE, locale),), Tone.SUBTLE))
    return rows


def _row(ticket: Ticket, people: Mapping[int, Person], locale: str, zone: str, aside: bool) -> Row:
    assignee = people.get(ticket.assignee_id or 0)
    owner = assignee.name if assignee else words.say("who.nobody", locale)
    state = f"{words.say(f'status.{ticket.status}', locale)} · {words.say(f'priority.{ticket.priority}', locale)} · {owner} · "
    if aside:
        state = f"{words.say('status.snoozed', locale)} · {state}"
    return Row(
        title=(f"{ticket.key} · {ticket.summary}",),
        detail=(state, moment(ticket.updated_at, locale, zone)),
        button=Button(
            words.say("button.open", locale),
            "ticket.open",
            ticket.key,
            ticket.version,
            accessible=f"{words.say('button.open', locale)} {ticket.key}",
        ),
    )
