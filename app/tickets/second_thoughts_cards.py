"""What an agent is asked and told in private about a reply of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app import words
from app.cards import Button, Card, Element, Inline, Style, Text, Tone
from app.tickets.audience_guard import Looks
from app.tickets.comment import Comment
from app.tickets.model import Ticket
from app.tickets.quoting import quoted
from app.tickets.sentences import plainly

_BEGINS = 120
"""Characters by which somebody knows which of their replies is meant."""


def guard_card(ticket: Ticket, note: Comment, requester: str, looks: Looks, locale: str, link: str = "") -> Card:
    """It looks internal, so it is a note so far: shall it go? `link` leads to what they wrote, '' without an address."""
    because = words.say(f"reason.guard.{looks}", locale)
    line = words.say("notice.looks_internal", locale, ticket=ticket.key, reason=because)
    question = words.say("notice.send_anyway", locale, name=requester)
    stay, go = _decisions(ticket, note, locale)
    there = (Button(words.say("button.open_message", locale), url=link),) if link else ()
    return asked_again(line, quoted(note.text, note.body, 900), question, (stay, go, *there), locale)


def reread_card(ticket: Ticket, note: Comment, requester: str, locale: str) -> Card:
    """They have edited what they were asked about: these words would go now. Shall they?"""
    line = words.say("notice.edited_since_asked", locale, ticket=ticket.key)
    question = words.say("notice.send_anyway", locale, name=requester)
    return asked_again(line, quoted(note.text, note.body, 900), question, _decisions(ticket, note, locale), locale)


def _decisions(ticket: Ticket, note: Comment, locale: str) -> tuple[Button, Button]:
    """The safe one first; they remember which words they are about."""
    about = {**_about(ticket, note), "stamp": str(note.stamp)}
    stay = Button(words.say("button.keep_note", locale), "ticket.keep_note", style=Style.PRIMARY, values=about)
    return stay, Button(words.say("button.send_reply", locale), "ticket.send_anyway", values=about)


def asked_again(line: str, quote: Element, question: str, buttons: tuple[Button, ...], locale: str) -> Card:
    """What looks internal is shown to its author once more, with the safe way first."""
    body = (Text((line,)), quote, Text((question,), Tone.STRONG))
    return Card(title="", spoken=f"{line} {question}", body=body, buttons=buttons, locale=locale)


def sent_card(
    ticket: Ticket, reply: Comment, requester: str, locale: str, *,
    link: str = "", quotes: bool = False, held: Sequence[Inline] = (),
) -> Card:  # fmt: skip
    """It has gone, and can be taken back for a minute. `quotes`: it stands far from what they wrote, and says how that begins."""
    went = went_card(ticket, reply, requester, locale, link=link, quotes=quotes, held=held)
    unsend = Button(words.say("button.unsend", locale), "ticket.unsend", values=_about(ticket, reply))
    hint = words.say("notice.can_unsend", locale)
    return replace(went, spoken=f"{went.spoken} {hint}", buttons=(unsend, *went.buttons), context=(hint,))


def went_card(
    ticket: Ticket, reply: Comment, requester: str, locale: str, *,
    link: str = "", quotes: bool = False, there: bool = False, held: Sequence[Inline] = (),
) -> Card:  # fmt: skip
    """It is on its way, or `there`; `link` leads to what they wrote, '' without an address; `held` says until when it waits."""
    line = words.say("notice.reply_there" if there else "notice.reply_sent", locale, ticket=ticket.key, name=requester)
    quote = (quoted(reply.text, reply.body, _BEGINS),) if quotes and not reply.removed else ()
    opened = (Button(words.say("button.open_message", locale), url=link),) if link and quotes else ()
    told: tuple[Inline, ...] = (line, " ", *held) if held and not there else (line,)
    return Card(title="", spoken=plainly(told), body=(Text(told), *quote), buttons=opened, locale=locale)


def exposed_card(ticket: Ticket, requester: str, looks: Looks, link: str, locale: str) -> Card:
    """It looks internal, and whoever asked can read it already: only its author can remove it.

    It is not quoted: nothing shall stand in one more place. `link` leads to it, '' where it has no address.
    """
    because = words.say(f"reason.guard.{looks}", locale)
    line = words.say("notice.looks_internal_there", locale, ticket=ticket.key, name=requester, reason=because)
    hint = words.say("notice.delete_it_there", locale)
    there = (Button(words.say("button.open_message", locale), url=link),) if link else ()
    return Card(title="", spoken=f"{line} {hint}", body=(Text((line,), Tone.STRONG), Text((hint,))), buttons=there, locale=locale)


def _about(ticket: Ticket, said: Comment) -> dict[str, str]:
    return {"ticket": ticket.key, "comment": str(said.id)}
