"""Asking with a form, and about a message somebody pointed at."""

from __future__ import annotations

import re

from app.errors import Invalid
from app.forms import Form
from app.interaction import Can, Said
from app.people.model import Person
from app.people.permissions import Action, may, require
from app.replies import Nothing, Notice, Reply, Say
from app.routing import categories
from app.text import clean_text, one_line
from app.tickets.forms import DETAILS_LIMIT, SUMMARY_LIMIT, new_form
from app.tickets.intake import Request, author_of, chosen_priority, open_request, someone, source_of
from app.tickets.model import Source, Ticket, Via
from app.tickets.off_hours import back_at, back_line
from app.tickets.sentences import form_card
from app.turn import Turn

_PLACE = ("channel", "message", "thread", "link")
_USER = re.compile(r"[A-Za-z0-9._-]{1,128}")


def new(turn: Turn) -> Reply:
    """The form, filled with what was typed. A typed message on Teams cannot open one: a button can."""
    require(turn.person, Action.CREATE)
    text = turn.interaction.text or (turn.interaction.values or {}).get("summary", "")
    if Can.FORM not in turn.interaction.can:
        return Say(form_card(one_line(text, SUMMARY_LIMIT), turn.locale))
    where = turn.interaction.where
    return turn.open(_form(turn, text, "" if len(text) <= SUMMARY_LIMIT else text, _myself(turn)), channel=where.channel)


def from_message(turn: Turn) -> Reply:
    """The form, filled with the message that was pointed at; its author is the requester where an agent asks."""
    require(turn.person, Action.CREATE)
    about = turn.interaction.about
    if about is None:
        return new(turn)
    there = turn.tx.tickets.by_source(
        turn.org.id, turn.interaction.platform, turn.interaction.workspace, about.where.channel, about.where.message
    )
    if there is not None:
        return turn.notice("notice.exists", ticket=there.key)
    author = (_identity(turn, about.author), about.author_profile.name if about.author_profile else "")
    form = _form(turn, about.text, about.text, author if about.author and not about.by_bot else ("", ""))
    place = {name: getattr(about.where, name) for name in _PLACE}
    return turn.open(form, **place, direct="1" if about.where.direct else "")


def create(turn: Turn) -> Reply:
    """The form was sent: the person who submits it asks, or, for an agent, the one it is on behalf of."""
    summary, details = turn.value("summary", SUMMARY_LIMIT), turn.value("details")
    if not summary:
        raise Invalid(fields={"summary": "refusal.needs_summary"})
    requester = _requester(turn)
    request = Request(
        text=details or summary,
        source=_source(turn),
        via=Via.SHORTCUT if turn.kept.get("message") else Via.FORM,
        requester=requester,
        summary=summary,
        category=turn.value("category"),
        chosen=chosen_priority(turn.value("priority")),
    )
    ticket = open_request(turn, request)
    return Notice(f"{turn.say('notice.created', ticket=ticket.key, summary=ticket.summary)}{_when_back(turn, ticket)}")


def open_about(turn: Turn, about: Said, via: Via) -> Reply:
    """A message becomes a ticket of the person who wrote it."""
    request = Request(about.text, source_of(turn, about.where), via, turn.person if about.by_bot else author_of(turn, about))
    open_request(turn, request)
    return Nothing()


def _when_back(turn: Turn, ticket: Ticket) -> str:
    """One line more for whoever asks while the team does not work."""
    team = turn.tx.teams.get(turn.org.id, ticket.team_id)
    back = back_at(turn.policy, team, turn.at)
    return "\n" + back_line(team.name, back, turn.at, turn.locale, turn.person.timezone, turn.zone) if back else ""


def _form(turn: Turn, summary: str, details: str, on_behalf: tuple[str, str]) -> Form:
    topics = turn.tx.categories.all(turn.org.id)
    guess = categories.guess(f"{summary}\n{details}", topics)
    return new_form(
        turn.locale,
        topics,
        summary=one_line(summary, SUMMARY_LIMIT),
        details=clean_text(details, DETAILS_LIMIT),
        category=guess.key if guess else "",
        on_behalf=on_behalf if may(turn.person, Action.CREATE_FOR) else None,
    )


def _myself(turn: Turn) -> tuple[str, str]:
    return _identity(turn, turn.interaction.actor), turn.person.name


def _identity(turn: Turn, user: str) -> str:
    return f"{turn.interaction.platform}:{turn.interaction.workspace}/{user}" if user else ""


def _requester(turn: Turn) -> Person:
    """Who it is for. Only those who may ask for others are listened to; everybody else asks for themselves."""
    chosen = turn.value("on_behalf")
    if not chosen or chosen == _identity(turn, turn.interaction.actor) or not may(turn.person, Action.CREATE_FOR):
        return turn.person
    user = chosen.rpartition("/")[2]
    if chosen != _identity(turn, user) or not _USER.fullmatch(user):
        raise Invalid(fields={"on_behalf": "refusal.unknown_choice"})
    return someone(turn, turn.interaction.platform, turn.interaction.workspace, user)


def _source(turn: Turn) -> Source:
    kept, interaction = turn.kept, turn.interaction
    if not kept.get("message"):
        return Source(interaction.platform, interaction.workspace)
    place = {name: kept.get(name, "") for name in _PLACE}
    return Source(interaction.platform, interaction.workspace, direct=bool(kept.get("direct")), **place)


VERBS = {"ticket.new": new, "ticket.from_message": from_message, "ticket.create": create}
