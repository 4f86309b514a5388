"""Lines of what was said, where it was not said: each kind, and what became of it."""

from __future__ import annotations

from dataclasses import replace

from app import words
from app.cards import Card
from app.examples.cast import Cast
from app.posts.line_cards import agents_line, line_card
from app.tickets.comment import Visibility


def line_examples(cast: Cast, locale: str) -> dict[str, Card]:
    told, ticket = cast.told, cast.ticket()
    reply, answer = cast.comment(cast.agent, told.reply), cast.comment(cast.requester, told.answer)
    kinds = {
        "note": replace(reply, visibility=Visibility.INTERNAL),
        "reply": reply,
        "edited": replace(reply, edited=True),
        "removed": replace(reply, removed=True),
        "became": replace(reply, became=43),
    }
    label = words.say("notice.replied", locale, ticket=ticket.key, name=told.agent)
    return {
        **{f"told.line_{name}": agents_line(ticket, said, told.agent, cast.requester, locale) for name, said in kinds.items()},
        "told.line_taken_back": agents_line(ticket, kinds["note"], told.agent, cast.requester, locale, taken_back=True),
        "told.line_refused": agents_line(
            ticket, kinds["note"], told.agent, cast.requester, locale, taken_back=True, still_stands=True
        ),
        "told.line_answer": agents_line(ticket, answer, told.requester, cast.requester, locale),
        "told.line_follower": agents_line(ticket, reply, told.agent, cast.requester, locale, from_agent=False),
        "told.line_to_requester": line_card(label, reply, locale, cast.mention(cast.requester)),
    }
