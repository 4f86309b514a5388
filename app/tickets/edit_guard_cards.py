"""What an agent is asked in private about an edit of a reply."""

from __future__ import annotations

from app import words
from app.cards import Button, Card, Style
from app.tickets.audience_guard import Looks
from app.tickets.comment import Comment
from app.tickets.model import Ticket
from app.tickets.quoting import quoted
from app.tickets.revision import Revision
from app.tickets.second_thoughts_cards import asked_again


def edit_guard_card(ticket: Ticket, reply: Comment, edit: Revision, requester: str, looks: Looks, locale: str) -> Card:
    """It looks internal, so whoever asked reads the old words so far: shall they read the new ones?"""
    because = words.say(f"reason.guard.{looks}", locale)
    line = words.say("notice.edit_looks_internal", locale, ticket=ticket.key, reason=because, name=requester)
    question = words.say("notice.change_anyway", locale, name=requester)
    about = {"ticket": ticket.key, "comment": str(reply.id), "edit": str(edit.stamp)}
    stay = Button(words.say("button.leave_reply", locale), "ticket.leave_reply", style=Style.PRIMARY, values=about)
    go = Button(words.say("button.change_reply", locale), "ticket.change_anyway", values=about)
    return asked_again(line, quoted(edit.text, edit.body, 900), question, (stay, go), locale)
