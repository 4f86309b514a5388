"""What is said in the threads of a ticket: that of whoever asked, and that of the agents."""

from __future__ import annotations

from app.attachments.naming import clean_name
from app.people.permissions import Action, may, require
from app.people.places import is_of_agents
from app.policy.teams import ThreadDefault
from app.posts.model import Post, PostKind
from app.replies import Answer, Nothing, Reply
from app.routing.recogniser import recognise
from app.tickets import commands
from app.tickets.allowance import MESSAGES, spend
from app.tickets.answering import answer
from app.tickets.intake import join, spoken_of
from app.tickets.letting_in import may_on
from app.tickets.marking import marked
from app.tickets.model import Ticket
from app.tickets.second_thoughts_chat import exposed, send_reply
from app.turn import Turn


def thread_ticket(turn: Turn) -> Ticket | None:
    """The ticket whose thread this is: of several that were asked for in it, the speaker's own."""
    interaction, where = turn.interaction, turn.interaction.where
    if not where.thread:
        return None
    spot = interaction.platform, interaction.workspace, where.channel, where.thread
    return turn.tx.tickets.by_thread(turn.org.id, *spot, speaker=turn.person.id)


def in_thread(turn: Turn, ticket: Ticket) -> Reply:
    """A message in the thread of `ticket`. Whoever has no say there is not heard, and not told so either."""
    head = _head(turn)
    silent = recognise(turn.interaction.text, commands=False).kind == "empty"
    if silent or (head is not None and head.kind is PostKind.BANNER):  # below a banner people talk among themselves
        return Nothing()
    if head is not None and len(turn.tx.posts.tickets_of(head)) > 1:
        return _which_of_them(turn, ticket)
    return in_agents_thread(turn, ticket) if is_agents_thread(turn, ticket) else in_public_thread(turn, ticket)


def is_agents_thread(turn: Turn, ticket: Ticket) -> bool:
    """Below the agents' card or an alert, and anywhere in a channel that a team works in: there nobody speaks to whoever asked,
    unless they say so. Nor below a message of somebody else that an agent has made their request of: they are answered in their
    1:1 chat (`app.tickets.belonging`), and whatever they say here themselves is theirs.
    """
    head, where = _head(turn), turn.interaction.where
    if head is not None and head.kind in (PostKind.TRIAGE, PostKind.ALERT):
        return True
    if where.direct:
        return False
    of_others = not ticket.source.answered and turn.person.id != ticket.requester_id
    return of_others or is_of_agents(turn.tx, turn.org.id, turn.interaction.platform, where.channel)


def _head(turn: Turn) -> Post | None:
    """What heads the thread, None where it is no post of ours."""
    interaction, where = turn.interaction, turn.interaction.where
    return turn.tx.posts.at(turn.org.id, interaction.platform, interaction.workspace, where.channel, where.thread)


def in_public_thread(turn: Turn, ticket: Ticket) -> Reply:
    """Whoever asked says more; an agent who writes here answers them in front of their eyes."""
    if turn.person.id == ticket.requester_id:
        return answer(turn, ticket)
    if not may(turn.person, Action.REPLY, ticket.team_id, ticket.requester_id):
        return _from_follower(turn, ticket)
    if marked(turn.interaction.text).kind is ThreadDefault.NOTE:
        return _note_in_public(turn, ticket)
    spend(turn, "messages", MESSAGES)
    said = spoken_of(turn, turn.interaction.text)
    if turn.interaction.where.direct:
        return send_reply(turn, ticket, said)
    commands.reply(turn.tx, ticket, said, turn.person, turn.at)
    return exposed(turn, ticket)


def _note_in_public(turn: Turn, ticket: Ticket) -> Reply:
    """It says of itself that it is a note, so it becomes no reply and keeps no promise; where others read along its author hears
    that they do.
    """
    kept = in_agents_thread(turn, ticket)
    return kept if turn.interaction.where.direct or isinstance(kept, Nothing) else exposed(turn, ticket)


def _from_follower(turn: Turn, ticket: Ticket) -> Reply:
    """Whoever follows it may say something as well; everybody else is only passing by."""
    follows = turn.tx.followers.find(turn.org.id, ticket.number, turn.person.id) is not None
    if not follows or not may_on(turn.tx, turn.person, Action.COMMENT, ticket):
        return Nothing()
    join(turn, ticket, turn.interaction.text)
    return turn.notice("notice.comment_added", ticket=ticket.key)


def in_agents_thread(turn: Turn, ticket: Ticket) -> Reply:
    """A private note or a reply: as the line says itself, else as the team's policy says."""
    mark = marked(turn.interaction.text)
    kind = mark.kind or _default(turn, ticket)
    action = Action.NOTE if kind is ThreadDefault.NOTE else Action.REPLY
    if not may(turn.person, action, ticket.team_id, ticket.requester_id):
        return _not_theirs(turn, ticket, action) if mark.kind else _left_there(turn, ticket)
    text = turn.interaction.text[mark.length :].strip()
    text = text or ", ".join(clean_name(file.name) for file in turn.interaction.files)  # as where a file comes without any words
    if not text:
        return Nothing()
    spend(turn, "messages", MESSAGES)
    said = spoken_of(turn, text, marked=bool(mark.kind))
    if kind is ThreadDefault.REPLY:
        return send_reply(turn, ticket, said)
    commands.note(turn.tx, ticket, said, turn.person, turn.at)
    return turn.notice("notice.note_added", ticket=ticket.key) if mark.kind else _explained_once(turn, ticket)


def _default(turn: Turn, ticket: Ticket) -> ThreadDefault:
    """What the policy says of the thread of the team's own card. Below an alert, or in the queue of a team that gave the ticket
    away, nobody means whoever asked: there a line that says nothing of itself is a note.
    """
    team = turn.tx.teams.get(turn.org.id, ticket.team_id)
    head = _head(turn)
    theirs = turn.interaction.where.channel in team.triage.values() and head is not None and head.kind is PostKind.TRIAGE
    policy = turn.policy.teams.get(team.key)
    return policy.thread_default if policy and theirs else ThreadDefault.NOTE


def _which_of_them(turn: Turn, ticket: Ticket) -> Reply:
    """Below a message about several tickets a line is about none of them: whoever means one hears how to say which."""
    once = f"explained:several:{turn.person.id}"
    aloud = marked(turn.interaction.text).kind is not None or turn.tx.inbox.first_time(turn.org.id, once, turn.at)
    if not aloud or not may(turn.person, Action.NOTE, ticket.team_id, ticket.requester_id):
        return Nothing()
    return turn.notice("notice.which_of_them")


def _explained_once(turn: Turn, ticket: Ticket) -> Reply:
    """The first time somebody speaks in an agents' thread they hear who reads it, and never again."""
    if not turn.tx.inbox.first_time(turn.org.id, f"explained:thread:{turn.person.id}", turn.at):
        return Nothing()
    requester = turn.tx.people.get(turn.org.id, ticket.requester_id)
    return turn.notice("notice.thread_notes", ticket=ticket.key, name=requester.name)


def _left_there(turn: Turn, ticket: Ticket) -> Reply:
    """Below the card of a ticket that their team gave away: who helps hears once that nobody reads it there."""
    once = f"left:{ticket.number}:{turn.person.id}"
    if not turn.person.is_agent or not turn.tx.inbox.first_time(turn.org.id, once, turn.at):
        return Nothing()
    team = turn.tx.teams.get(turn.org.id, ticket.team_id)
    return Answer(turn.card("notice.left_there", ticket=ticket.key, team=team.name))


def _not_theirs(turn: Turn, ticket: Ticket, action: Action) -> Reply:
    """Somebody said aloud what it should be: they hear that it is not."""
    team = turn.tx.teams.get(turn.org.id, ticket.team_id)
    require(turn.person, action, team_id=ticket.team_id, requester_id=ticket.requester_id, ticket=ticket.key, team=team.name)
    return Nothing()
