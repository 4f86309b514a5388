"""Cards that show several tickets: mine, the queue, what a search found, the App Home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app import words
from app.cards import Button, Card, Divider, Element, Heading, Row, Style, Text, Tone
from app.people.model import Person
from app.people.preferences import NO_PREFERENCES, Preferences
from app.people.preferences_form import preferences_row
from app.tickets.cards import moment
from app.tickets.due import NO_DUE, Due
from app.tickets.followed import NOBODY, Following
from app.tickets.model import Ticket
from app.tickets.pages import Page, Turning, place, turners
from app.tickets.sentences import sentence
from app.tickets.status_words import status_word

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
    follows: Following = NOBODY,
) -> Card:
    """A list with one line a ticket, and the way to what else is in it; `title` and `empty` are text keys."""
    heading, tickets = words.say(title, locale), page.items
    if not tickets:
        return Card(title=heading, spoken=words.say(empty, locale), body=(Text((words.say(empty, locale),)),), locale=locale)
    where = place(page, locale)
    return Card(
        title=heading,
        spoken=f"{heading}: {', '.join(ticket.key for ticket in tickets)}",
        body=tuple(
            _row(ticket, people, locale, zone, _aside(ticket, title == "title.queue"), due, follows, own=title == "title.mine")
            for ticket in tickets
        ),
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
    followed: Sequence[Ticket] = (),
    follows: Following = NOBODY,
    chosen: Preferences = NO_PREFERENCES,
) -> Card:
    """The App Home: what it does on the first visit, my requests, for agents the queue (None for everybody else), what the person
    follows, and what they have chosen to hear.

    `due` is of the queue, `due_mine` of my requests.
    """
    mine_rows = _section(mine, "notice.no_tickets", people, locale, zone, due_mine, own=True)
    body: list[Element] = [_welcome(locale), Divider()] if first else []
    body += [Heading(words.say("title.mine", locale)), *mine_rows]
    if queue is not None:
        body += [
            Divider(),
            Heading(words.say("title.queue", locale)),
            *_section(queue, "notice.queue_empty", people, locale, zone, due, queue=True, follows=follows),
        ]
    if followed:
        heading = Heading(words.say("title.followed", locale))
        body += [Divider(), heading, *_rows(followed, people, locale, zone, NO_DUE, queue=False, follows=follows)]
    body += [Divider(), preferences_row(chosen, person.locale, zone, locale)]
    return Card(
        title="",
        spoken=words.say("title.mine", locale),
        body=tuple(body),
        buttons=(Button(words.say("button.new", locale), "ticket.new", style=Style.PRIMARY, opens_form=True),),
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
    tickets: Sequence[Ticket],
    empty: str,
    people: Mapping[int, Person],
    locale: str,
    zone: str,
    due: Due,
    *,
    queue: bool = False,
    own: bool = False,
    follows: Following = NOBODY,
) -> list[Element]:
    rows = _rows(tickets, people, locale, zone, due, queue=queue, own=own, follows=follows)
    return rows or [Text((words.say(empty, locale),), Tone.SUBTLE)]


def _rows(
    tickets: Sequence[Ticket],
    people: Mapping[int, Person],
    locale: str,
    zone: str,
    due: Due,
    *,
    queue: bool,
    own: bool = False,
    follows: Following,
) -> list[Element]:
    shown = tickets[:AT_HOME]
    rows: list[Element] = [_row(ticket, people, locale, zone, _aside(ticket, queue), due, follows, own=own) for ticket in shown]
    if len(tickets) > AT_HOME:
        rows.append(Text((words.say_many("list.more", len(tickets) - AT_HOME, locale),), Tone.SUBTLE))
    return rows


def _aside(ticket: Ticket, queue: bool) -> bool:
    """What is snoozed says so in a queue; whoever asked has not to know."""
    return queue and ticket.snooze is not None


def _row(
    ticket: Ticket, people: Mapping[int, Person], locale: str, zone: str, aside: bool, due: Due, follows: Following, *, own: bool
) -> Row:
    """Where something is due that is what the line ends with, else when it was last changed. `own`: whoever reads it asked."""
    assignee = people.get(ticket.assignee_id or 0)
    owner = assignee.name if assignee else words.say("who.nobody", locale)
    standing = status_word(ticket, locale, own=own or ticket.requester_id == follows.reader)
    state = f"{standing} · {words.say(f'priority.{ticket.priority}', locale)} · {owner} · "
    if aside:
        state = f"{words.say('status.snoozed', locale)} · {state}"
    spelt = words.say("button.open", locale)
    opening = Button(spelt, "ticket.open", ticket.key, ticket.version, accessible=f"{spelt} {ticket.key}")
    more = follows.buttons(ticket, locale)
    return Row(
        title=(f"{ticket.key} · {ticket.summary}",),
        detail=(state, *(due.get(ticket.number) or sentence("list.changed", locale, at=moment(ticket.updated_at, locale, zone)))),
        button=None if more else opening,
        acts=(opening, *more) if more else (),
        more=f"{words.say('button.more', locale)} {ticket.key}",
    )
