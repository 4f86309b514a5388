"""Which ticket a command is about, and what to say where it names none or its word is misspelt."""

from __future__ import annotations

from app import words
from app.cards import ALONE, Button, Card, Style, Text
from app.errors import NotFound
from app.people.model import Platform
from app.phrases import PHRASES, Phrase
from app.replies import Answer, Reply
from app.routing.misspelt import Meant
from app.turn import Turn

_CHANGING = ("ticket.follow", "ticket.unfollow")
"""What is done at once; the other commands about a ticket show something."""


def named_ticket(turn: Turn, verb: str) -> str:
    """What they pressed or typed. Refuses nothing at all, with the command as they type it here."""
    asked = turn.interaction.ref or turn.interaction.text
    if not asked.strip():
        phrase = next(phrase for phrase in PHRASES if phrase.verb == verb)
        raise NotFound("refusal.needs_ticket", command=typed(phrase, turn.interaction.platform, turn.locale))
    return asked


def typed(phrase: Phrase, platform: Platform, locale: str) -> str:
    """How one types a command: on Slack behind its slash."""
    word = phrase.words.get(locale, phrase.words["en"])[0]
    return f"/ticket {word}" if platform is Platform.SLACK else word


def ask_what_was_meant(turn: Turn, meant: Meant, text: str) -> Reply:
    """Asks back; what they typed can still be a request. `text` is that."""
    return Answer(meant_card(meant, text, turn.locale))


def meant_card(meant: Meant, text: str, locale: str) -> Card:
    command = f"{meant.word} T-{meant.number}"
    question = words.say("notice.did_you_mean", locale, command=command)
    changes, verb = meant.phrase.verb in _CHANGING, meant.phrase.verb
    values = ALONE if changes else {}
    do = Button(command, verb, f"T-{meant.number}", style=Style.PRIMARY, opens_form=not changes, values=values)
    new = Button(words.say("button.new", locale), "ticket.new", opens_form=True, values={"summary": text})
    return Card(title="", spoken=question, body=(Text((question,)),), buttons=(do, new), locale=locale)
