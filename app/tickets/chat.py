"""What people can do to a ticket from chat. A verb asks permission, calls one command and chooses the reply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.errors import Conflict, Invalid, NotAllowed
from app.people.permissions import Action
from app.replies import Answer, Reply
from app.sla.explaining import why
from app.sla.standing import clocks_of
from app.tickets import (
    answering,
    commands,
    edit_guard_chat,
    editing_chat,
    following_chat,
    forms,
    looking_internal,
    merging_chat,
    placing_chat,
    reporting_chat,
    second_thoughts_chat,
    setting_aside,
    splitting,
    trail_chat,
)
from app.tickets.following import follows
from app.tickets.letting_in import may_on
from app.tickets.linked import readers_of_resolution
from app.tickets.model import Priority, Ticket
from app.tickets.showing import agents_card, asker_card, card_for, pressed_card
from app.tickets.spoken import typed
from app.turn import Turn


def claim(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.CLAIM)
    commands.claim(turn.tx, ticket, turn.person, turn.at, turn.seen)
    return agents_card(turn, ticket)


def wait(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.WAIT)
    commands.wait(turn.tx, ticket, turn.person, turn.at, turn.seen)
    return agents_card(turn, ticket)


def not_request(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.REJECT)
    commands.reject(turn.tx, ticket, turn.person, turn.at, turn.seen)
    return agents_card(turn, ticket)


def solved(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.CONFIRM)
    commands.confirm(turn.tx, ticket, turn.person, turn.at, turn.seen)
    return asker_card(turn, ticket)


def still_need(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.CONFIRM)
    commands.reopen(turn.tx, ticket, turn.person, turn.at, turn.seen)
    return asker_card(turn, ticket)


def withdraw(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.WITHDRAW)
    commands.withdraw(turn.tx, ticket, turn.person, turn.at, turn.seen)
    return asker_card(turn, ticket)


def reopen(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.REOPEN)
    commands.reopen(turn.tx, ticket, turn.person, turn.at, turn.seen)
    return pressed_card(turn, ticket)


def assign(turn: Turn) -> Reply:
    ticket, team = turn.ticket(Action.ASSIGN)
    agents = [person for person, _ in turn.tx.teams.members(turn.org.id, team.id)]
    if not agents:
        raise Conflict("refusal.no_agents", team=team.name)
    return turn.open(forms.assign_form(ticket, agents, turn.locale))


def assign_save(turn: Turn) -> Reply:
    ticket, team = turn.ticket(Action.ASSIGN)
    chosen = turn.value("assignee")
    people = {str(person.id): person for person, _ in turn.tx.teams.members(turn.org.id, team.id)}
    if chosen not in people:
        raise Invalid(fields={"assignee": "refusal.unknown_choice"})
    commands.assign(turn.tx, ticket, people[chosen], turn.person, turn.at, turn.seen)
    return turn.notice("notice.now_assigned", ticket=ticket.key, name=people[chosen].name)


def priority(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.PRIORITISE)
    return turn.open(forms.priority_form(ticket, turn.locale))


def priority_save(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.PRIORITISE)
    chosen = turn.value("priority")
    if chosen not in list(Priority):
        raise Invalid(fields={"priority": "refusal.unknown_choice"})
    commands.prioritise(turn.tx, ticket, Priority(chosen), turn.person, turn.at, turn.seen)
    return turn.notice("notice.now_priority", ticket=ticket.key, priority=turn.say(f"priority.{chosen}"))


def move(turn: Turn) -> Reply:
    ticket, team = turn.ticket(Action.MOVE)
    others = [other for other in turn.tx.teams.all(turn.org.id) if other.id != team.id]
    if not others:
        raise Conflict("refusal.no_teams")
    return turn.open(forms.move_form(ticket, others, turn.locale))


def move_save(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.MOVE)
    target = turn.tx.teams.by_key(turn.org.id, turn.value("team"))
    if target is None or not target.active:
        raise Invalid(fields={"team": "refusal.unknown_choice"})
    commands.move(turn.tx, ticket, target, turn.person, turn.at, turn.seen)
    return turn.notice("notice.moved", ticket=ticket.key, team=target.name)


def resolve(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.RESOLVE)
    return turn.open(forms.resolve_form(ticket, turn.locale, readers_of_resolution(turn.tx, ticket)))


def resolve_save(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.RESOLVE)
    done = typed(_written(turn, "resolution")).text
    looking_internal.insisted(turn, ticket, "resolution", done)
    commands.resolve(turn.tx, ticket, done, turn.person, turn.at, turn.seen)
    return turn.notice("notice.now_resolved", ticket=ticket.key)


def reply(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.REPLY)
    requester = turn.tx.people.get(turn.org.id, ticket.requester_id)
    return turn.open(forms.reply_form(ticket, requester, turn.locale))


def reply_save(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.REPLY)
    return second_thoughts_chat.send_reply(turn, ticket, typed(_written(turn, "reply")))


def note(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.NOTE)
    return turn.open(forms.note_form(ticket, turn.locale))


def note_save(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.NOTE)
    commands.note(turn.tx, ticket, typed(_written(turn, "note")), turn.person, turn.at)
    return turn.notice("notice.note_added", ticket=ticket.key)


def more(turn: Turn) -> Reply:
    """The actions a card has no room for, as a form with one choice."""
    ticket, _ = turn.ticket(Action.SEE)
    joined = splitting.latest_joined(turn.tx, ticket) is not None
    own = turn.person.id == ticket.requester_id
    fits = _Fits(ticket, bool(clocks_of(turn.tx, ticket)), own, follows(turn.tx, ticket, turn.person), joined)
    able = [(verb, key) for verb, key, action in _MORE if may_on(turn.tx, turn.person, action, ticket) and fits.verb(verb)]
    actions = [(verb, turn.say(key)) for verb, key in able]
    if not actions:
        raise NotAllowed("refusal.not_yours")
    return turn.open(forms.more_form(ticket, actions, turn.locale))


def more_pick(turn: Turn) -> Reply:
    """Do what was chosen, or open its form."""
    chosen = turn.value("action")
    for verb, _, _ in _MORE:
        if verb == chosen:
            return VERBS[verb](turn)
    raise Invalid(fields={"action": "refusal.unknown_choice"})


def open_card(turn: Turn) -> Reply:
    """Show one ticket to the person who asks, as they may see it."""
    ticket, _ = turn.ticket(Action.SEE)
    return Answer(card_for(turn, ticket).card)


def _written(turn: Turn, name: str) -> str:
    text = turn.value(name)
    if not text:
        raise Invalid(fields={name: "refusal.needs_text"})
    return text


_MORE: tuple[tuple[str, str, Action], ...] = (
    ("ticket.note", "button.note", Action.NOTE),
    ("ticket.wait", "button.wait", Action.WAIT),
    ("ticket.snooze", "button.snooze", Action.SNOOZE),
    ("ticket.wake", "button.wake", Action.SNOOZE),
    ("ticket.move", "button.move", Action.MOVE),
    ("ticket.edit", "button.edit", Action.EDIT),
    ("ticket.duplicate", "button.duplicate", Action.MERGE),
    ("ticket.why", "button.why", Action.SEE),
    ("ticket.history", "button.history", Action.SEE),
    ("ticket.follow", "button.follow", Action.FOLLOW),
    ("ticket.unfollow", "button.unfollow", Action.FOLLOW),
    ("ticket.add_follower", "button.add_follower", Action.ADD_FOLLOWER),
    ("ticket.separate", "button.separate", Action.SEPARATE),
    ("ticket.not_request", "button.not_request", Action.REJECT),
)


_EVEN_THEN = frozenset({"ticket.why", "ticket.history", "ticket.follow", "ticket.unfollow"})
"""Of use for a finished ticket too."""


@dataclass(frozen=True)
class _Fits:
    """What is of any use to the person who asks, as the ticket stands."""

    ticket: Ticket
    clocks: bool
    own: bool
    follows: bool
    joined: bool = False

    def verb(self, verb: str) -> bool:
        ticket = self.ticket
        useless = {
            "ticket.wait": ticket.status == "waiting",
            "ticket.wake": ticket.snooze is None,
            "ticket.why": not self.clocks,
            "ticket.follow": self.own or self.follows,
            "ticket.unfollow": not self.follows,
            "ticket.separate": not self.joined,
        }
        return (ticket.is_open or verb in _EVEN_THEN) and not useless.get(verb, False)


VERBS: dict[str, Callable[[Turn], Reply]] = {
    "ticket.claim": claim,
    "ticket.assign": assign,
    "ticket.assign.save": assign_save,
    "ticket.priority": priority,
    "ticket.priority.save": priority_save,
    "ticket.move": move,
    "ticket.move.save": move_save,
    "ticket.resolve": resolve,
    "ticket.resolve.save": resolve_save,
    "ticket.reply": reply,
    "ticket.reply.save": reply_save,
    "ticket.note": note,
    "ticket.note.save": note_save,
    "ticket.wait": wait,
    "ticket.not_request": not_request,
    "ticket.more": more,
    "ticket.more.pick": more_pick,
    "ticket.solved": solved,
    "ticket.still_need": still_need,
    "ticket.withdraw": withdraw,
    "ticket.reopen": reopen,
    "ticket.open": open_card,
    **setting_aside.VERBS,
    **second_thoughts_chat.VERBS,
    **edit_guard_chat.VERBS,
    **editing_chat.VERBS,
    **following_chat.VERBS,
    **trail_chat.VERBS,
    **splitting.VERBS,
    **answering.VERBS,
    **placing_chat.VERBS,
    **merging_chat.VERBS,
    **reporting_chat.VERBS,
    "ticket.why": why,
}

OPENS: frozenset[str] = frozenset(
    {
        "ticket.assign",
        "ticket.priority",
        "ticket.move",
        "ticket.resolve",
        "ticket.reply",
        "ticket.note",
        "ticket.snooze",
        "ticket.edit",
        "ticket.more",
        "ticket.open",
        "ticket.why",
        "ticket.history",
        "ticket.add_follower",
        "ticket.duplicate",
        "ticket.known_issue",
    }
)
"""Verbs that only read: pressing them twice is not one deed but two looks."""
