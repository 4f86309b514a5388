"""What agents do with an emoji on the message that asked, or on the agents' card: 👀 claims, ✅ resolves, 🚨 makes urgent.

Emoji have Slack's names; an edge whose platform calls them otherwise translates. A reaction of somebody who may do nothing here
leaves no trace at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app import words
from app.cards import Button, Card, Style, Text
from app.errors import Conflict
from app.interaction import Interaction
from app.people.permissions import Action, may
from app.ports import Tx
from app.posts.model import PostKind
from app.replies import Answer, Nothing, Reply
from app.tickets import commands
from app.tickets.model import Priority, Ticket
from app.turn import Turn, Verb

REMOVED = "chat.reaction_removed"


@dataclass(frozen=True)
class Deed:
    """What an emoji does, and who may."""

    action: Action
    do: Callable[[Turn, Ticket], Reply]


def reacted(turn: Turn) -> Reply:
    """An emoji was put on a message: what it means is done, if they may and the team has not switched it off."""
    deed, ticket = _meant(turn)
    if deed is None or ticket is None:
        return Nothing()
    if not may(turn.person, deed.action, ticket.team_id, ticket.requester_id):
        return _other_team(turn, ticket)
    return deed.do(turn, ticket)


def taken_off(turn: Turn) -> Reply:
    """Taking an emoji off undoes nothing. Whoever could have done something with it hears so, once for each message."""
    deed, ticket = _meant(turn)
    if deed is None or ticket is None or not may(turn.person, deed.action, ticket.team_id, ticket.requester_id):
        return Nothing()
    where = turn.interaction.where
    once = f"taken_off:{turn.interaction.platform}:{where.channel}:{where.message}:{turn.person.id}"
    if not turn.tx.inbox.first_time(turn.org.id, once, turn.at):
        return Nothing()
    return turn.notice("notice.emoji_removed", ticket=ticket.key)


def means_something(tx: Tx, org_id: int, interaction: Interaction) -> bool:
    """Whether it is a verb, on a message that is ours, by somebody who works here: all others stay unknown to us."""
    if (interaction.values or {}).get("emoji", "") not in DEEDS:
        return False
    person = tx.people.by_identity(org_id, interaction.platform, interaction.workspace, interaction.actor)
    return person is not None and (person.is_agent or person.admin) and _ticket_at(tx, org_id, interaction) is not None


def resolve_card(ticket: Ticket, locale: str) -> Card:
    """Asks what was done: an emoji cannot open a form, a button can."""
    question = words.say("notice.emoji_resolve", locale, ticket=ticket.key, summary=ticket.summary)
    button = Button(
        words.say("button.resolve", locale), "ticket.resolve", ticket.key, ticket.version, style=Style.PRIMARY, opens_form=True
    )
    return Card(title="", spoken=question, body=(Text((question,)),), buttons=(button,), ref=ticket.key, locale=locale)


def _meant(turn: Turn) -> tuple[Deed | None, Ticket | None]:
    deed = DEEDS.get((turn.interaction.values or {}).get("emoji", ""))
    ticket = _ticket_at(turn.tx, turn.org.id, turn.interaction)
    if ticket is None:
        return deed, None
    team = turn.policy.teams.get(turn.tx.teams.get(turn.org.id, ticket.team_id).key)
    return (deed if team is None or team.emoji_verbs else None), ticket


def _ticket_at(tx: Tx, org_id: int, interaction: Interaction) -> Ticket | None:
    """The ticket that this message asked for, or whose card for agents it is."""
    where = interaction.where
    here = (interaction.platform, interaction.workspace, where.channel, where.message)
    if asked := tx.tickets.by_source(org_id, *here):
        return asked
    post = tx.posts.at(org_id, *here)
    return tx.tickets.get(org_id, post.ticket) if post is not None and post.kind is PostKind.TRIAGE else None


def _other_team(turn: Turn, ticket: Ticket) -> Reply:
    """Agents of another team hear whose it is; everybody else reacts as people do."""
    if not turn.person.is_agent or not may(turn.person, Action.SEE, ticket.team_id, ticket.requester_id):
        return Nothing()
    team = turn.tx.teams.get(turn.org.id, ticket.team_id)
    return turn.notice("notice.emoji_other_team", ticket=ticket.key, team=team.name)


def _claim(turn: Turn, ticket: Ticket) -> Reply:
    commands.claim(turn.tx, ticket, turn.person, turn.at)
    return Nothing()


def _resolve(turn: Turn, ticket: Ticket) -> Reply:
    if not ticket.is_open:
        raise Conflict("refusal.finished", ticket=ticket.key)
    return Answer(resolve_card(ticket, turn.locale))


def _urgent(turn: Turn, ticket: Ticket) -> Reply:
    commands.prioritise(turn.tx, ticket, Priority.URGENT, turn.person, turn.at)
    return Nothing()


_SOLVES = Deed(Action.RESOLVE, _resolve)
DEEDS: dict[str, Deed] = {
    "eyes": Deed(Action.CLAIM, _claim),
    "white_check_mark": _SOLVES,
    "heavy_check_mark": _SOLVES,
    "rotating_light": Deed(Action.PRIORITISE, _urgent),
}

VERBS: dict[str, Verb] = {REMOVED: taken_off}
