"""What is said to people with the same problem, to the agents of it, and to everybody in the request channels."""

from __future__ import annotations

from dataclasses import replace

from app import words
from app.cards import ALONE, Button, Card, Style, Text, Tone
from app.tickets.model import Status, Ticket
from app.tickets.quoting import shortened


def reported_card(line: str, ticket: Ticket, locale: str) -> Card:
    """In private to whoever has said Me too: they hear when it is solved, unless they do not want to."""
    hint = words.say("notice.report_hint", locale)
    stop = replace(_stop_button(ticket, locale), values=ALONE)
    return Card(title="", spoken=f"{line} {hint}", body=(Text((line,)), Text((hint,))), buttons=(stop,), locale=locale)


def solved_card(ticket: Ticket, subject: str, done: str, locale: str) -> Card:
    """To whoever has said Me too: it is solved, and what was done, as whoever asked reads it."""
    line = words.say("notice.report_solved", locale, ticket=ticket.key, summary=subject)
    done = shortened(done, 1200)
    body = (Text((line,)), Text((done,), Tone.QUOTE)) if done else (Text((line,)),)
    return Card(title="", spoken=f"{line} {done}".strip(), body=body, locale=locale)


def again_card(ticket: Ticket, subject: str, locale: str) -> Card:
    """To the same people: it is not solved after all, and they hear when it is, unless they do not want to."""
    line = words.say("notice.report_again", locale, ticket=ticket.key, summary=subject)
    return Card(title="", spoken=line, body=(Text((line,)),), buttons=(_stop_button(ticket, locale),), locale=locale)


def _stop_button(ticket: Ticket, locale: str) -> Button:
    return Button(words.say("button.stop_telling", locale), "ticket.stop_telling", ticket.key)


def proposal_card(ticket: Ticket, people: int, locale: str) -> Card:
    """In the agents' thread: many have it."""
    line = words.say_many("notice.many_report", people, locale, ticket=ticket.key)
    question = words.say("notice.known_issue_question", locale)
    make = Button(
        words.say("button.known_issue", locale), "ticket.known_issue", ticket.key, style=Style.PRIMARY, opens_form=True,
    )  # fmt: skip
    later = Button(words.say("button.not_now", locale), "ticket.known_issue_later", ticket.key, opens_form=True)
    return Card(
        title="", spoken=f"{line} {question}", body=(Text((line,)), Text((question,))), buttons=(make, later), locale=locale
    )


def banner_card(ticket: Ticket, root: Ticket, text: str, locale: str) -> Card:
    """In a request channel, as things stand: `root` is the ticket that is worked on."""
    if root.is_open:
        line = words.say("notice.banner", locale, text=text, ticket=ticket.key)
    elif root.status is Status.RESOLVED or root.resolution is not None:
        line = words.say("notice.banner_solved", locale, text=text, ticket=ticket.key)
    else:
        line = words.say("notice.banner_over", locale, text=text, ticket=ticket.key)
    me_too = Button(words.say("button.me_too", locale), "ticket.me_too", ticket.key, ticket.version, opens_form=True)
    buttons = (me_too,) if ticket.is_open else ()
    return Card(
        title="",
        spoken=line,
        body=(Text((line,), Tone.STRONG),),
        buttons=buttons,
        ref=ticket.key,
        version=ticket.version,
        locale=locale,
    )
