"""Me too, and what the agents make of it."""

from __future__ import annotations

from app.errors import Conflict, Invalid, NotFound
from app.people.permissions import Action, require
from app.ports.links import Known
from app.posts.model import PostKind
from app.replies import Answer, Nothing, Reply, Settled
from app.text import clean_text
from app.tickets import forms, looking_internal, reporting
from app.tickets.model import Ticket
from app.tickets.reporting_cards import reported_card
from app.turn import Turn, Verb

BANNER = 300
"""Characters of a banner."""


def me_too(turn: Turn) -> Reply:
    """They need not see the ticket for that, but they must read the place where it is offered."""
    ticket = turn.known_ticket(turn.interaction.ref)
    require(turn.person, Action.ME_TOO)
    if ticket is None or not _is_offered_here(turn, ticket):
        raise NotFound("refusal.not_found", ticket=turn.interaction.ref[:40])
    new = reporting.report(turn.tx, ticket, turn.person, turn.at)
    return Answer(
        reported_card(turn.say("notice.reported" if new else "notice.reported_already", ticket=ticket.key), ticket, turn.locale)
    )


def stop_telling(turn: Turn) -> Reply:
    """Whoever said Me too may stop, whatever else they may."""
    ticket = turn.known_ticket(turn.interaction.ref)
    stopped = ticket is not None and reporting.stop(turn.tx, ticket, turn.person, turn.at)
    return turn.notice("notice.stopped_telling" if stopped else "notice.not_told_anyway", ticket=turn.interaction.ref[:40])


def known_issue(turn: Turn) -> Reply:
    """A question to the agents that was answered meanwhile, with or without them, asks nothing any more."""
    ticket, _ = turn.ticket(Action.KNOWN_ISSUE)
    if _is_known(turn, ticket):
        return _settled(turn, ticket, "notice.known_issue", "refusal.known_already")
    return turn.open(forms.known_issue_form(ticket, turn.locale))


def known_issue_save(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.KNOWN_ISSUE)
    text = clean_text(turn.value("banner", BANNER), BANNER).strip()
    if not text:
        raise Invalid(fields={"banner": "refusal.needs_text"})
    looking_internal.insisted(turn, ticket, "banner", text)
    channels = turn.tx.request_channels.all(turn.org.id)
    if not any(channel.team_id == ticket.team_id for channel in channels):
        raise Conflict("refusal.no_request_channel", ticket=ticket.key)
    reporting.make_known(turn.tx, ticket, text, turn.person, turn.at)
    return _settled(turn, ticket, "notice.known_issue", "notice.known_issue")


def put_off(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.KNOWN_ISSUE)
    if _is_known(turn, ticket):
        return _settled(turn, ticket, "notice.known_issue", "refusal.known_already")
    reporting.put_off(turn.tx, ticket, turn.person, turn.at)
    return _settled(turn, ticket, "notice.known_issue_put_off", "notice.known_issue_put_off")


def _is_known(turn: Turn, ticket: Ticket) -> bool:
    issue = turn.tx.known_issues.find(turn.org.id, ticket.number)
    return issue is not None and issue.state is Known.KNOWN


def _settled(turn: Turn, ticket: Ticket, stands: str, told: str) -> Reply:
    """The question in the agents' thread says what was decided; whoever decided it reads it there, and is told anything else."""
    return Settled(turn.public(stands, ticket=ticket.key), Nothing() if told == stands else turn.notice(told, ticket=ticket.key))


def _is_offered_here(turn: Turn, ticket: Ticket) -> bool:
    """In the channel where it was asked, or where a banner of it stands: the platform says where somebody pressed, not they."""
    here = (turn.interaction.platform, turn.interaction.workspace, turn.interaction.where.channel)
    source = ticket.source
    if not source.direct and source.message and here == (source.platform, source.workspace, source.channel):
        return True
    posts = turn.tx.posts.of_ticket(turn.org.id, ticket.number)
    return any(
        post.kind is PostKind.BANNER and here == (post.ref.platform, post.ref.workspace, post.ref.channel) for post in posts
    )


VERBS: dict[str, Verb] = {
    "ticket.me_too": me_too,
    "ticket.stop_telling": stop_telling,
    "ticket.known_issue": known_issue,
    "ticket.known_issue.save": known_issue_save,
    "ticket.known_issue_later": put_off,
}
