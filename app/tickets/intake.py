"""From something said to a ticket, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from app.attachments.intake import are_there
from app.errors import Conflict, Invalid, NotAllowed
from app.interaction import Said, Where
from app.people.commands import known
from app.people.model import Category, Identity, Person, Platform, Profile
from app.people.permissions import Action, may, require
from app.posts.introductions import ask_after
from app.routing import categories
from app.routing.title import heading
from app.routing.way_in import way_in
from app.text import DETAILS, clean_text, one_line
from app.tickets import commands
from app.tickets.allowance import MESSAGES, spend
from app.tickets.belonging import settled_source
from app.tickets.comment import Comment
from app.tickets.forms import BY_RULES, NO_CATEGORY, SUMMARY_LIMIT
from app.tickets.marking import without_mark
from app.tickets.model import Priority, Source, Ticket, Via
from app.tickets.spoken import Spoken, formatting
from app.turn import Turn

JOINING = timedelta(minutes=2)
"""A message of the same person within this time that is no request by itself belongs to the one before."""

LONGEST = DETAILS
"""Characters of one message that are kept: no more than a ticket holds. What is longer is cut rather than lost."""


@dataclass(frozen=True)
class Request:
    """What is asked and where it was said; `chosen` and `category` come from a form."""

    text: str
    source: Source
    via: Via
    requester: Person
    summary: str = ""
    category: str = ""
    chosen: Priority | None = None
    body: Any = None
    """Its formatting, packed."""

    own: bool = True
    verbatim: bool = True
    pointed: bool = False
    """Whose message it is, see `app.tickets.belonging`."""


def open_request(turn: Turn, request: Request) -> Ticket:
    """One ticket for one thing said; what was already a ticket is not made again."""
    require(turn.person, Action.CREATE)
    if not may(request.requester, Action.CREATE):
        raise NotAllowed("refusal.author_not_served", name=request.requester.name)
    org, tx = turn.org.id, turn.tx
    source = request.source
    if source.message:
        there = tx.tickets.by_source(org, source.platform, source.workspace, source.channel, source.message)
        if there is not None:
            raise Conflict("notice.exists", ticket=there.key)
    whose = {"own": request.own, "verbatim": request.verbatim, "pointed": request.pointed}
    source = settled_source(tx, source, request.requester, **whose)
    spend(turn, "tickets")
    category = _category(turn, request)
    channel = tx.request_channels.find(org, source.platform, source.channel)
    teams = {team.id: team for team in tx.teams.all(org)}
    way = way_in(
        turn.policy, f"{request.summary}\n{request.text}", request.requester, category=category, channel=channel, teams=teams,
        chosen=request.chosen,
    )  # fmt: skip
    opening = commands.Opening(
        summary=one_line(request.summary, SUMMARY_LIMIT) or heading(request.text) or "…",
        details=clean_text(request.text, LONGEST).strip(),
        requester=request.requester,
        team=way.team,
        category_id=category.id if category else None,
        category=category.key if category else None,
        priority=way.priority,
        priority_reason=way.reason,
        source=source,
        via=request.via,
        by=turn.person,
        body=request.body,
        stamp=turn.interaction.stamp if source.message == turn.interaction.where.message else 0,
    )
    return commands.open_ticket(tx, opening, turn.at)


def _category(turn: Turn, request: Request) -> Category | None:
    """As chosen; else guessed from the words, unless the form said that none fits."""
    every = turn.tx.categories.all(turn.org.id)
    if request.category in ("", NO_CATEGORY):
        return None if request.category else categories.guess(f"{request.summary}\n{request.text}", every)
    chosen = next((category for category in every if category.key == request.category), None)
    if chosen is None:
        raise Invalid(fields={"category": "refusal.unknown_choice"})
    return chosen


def source_of(turn: Turn, where: Where) -> Source:
    """Where it was said, as the ticket keeps it."""
    interaction = turn.interaction
    return Source(
        interaction.platform, interaction.workspace, where.channel, where.message, where.thread, where.direct, where.link
    )


def author_of(turn: Turn, about: Said) -> Person:
    """The person who wrote the message that was pointed at."""
    profile = about.author_profile or Profile()
    return someone(turn, turn.interaction.platform, turn.interaction.workspace, about.author, profile)


def someone(turn: Turn, platform: Platform, workspace: str, user: str, profile: Profile | None = None) -> Person:
    """The person behind an identity; one nobody has met is asked after, so that their name appears."""
    said = profile or Profile()
    if turn.tx.people.by_identity(turn.org.id, platform, workspace, user) is None and not said.name:
        ask_after(turn.tx, Identity(turn.org.id, 0, platform, workspace, user), turn.at)
    return known(turn.tx, turn.org.id, platform, workspace, user, said, turn.at, turn.policy.people.link_by_email)


def recent(turn: Turn) -> Ticket | None:
    """The open ticket this person raised here within the two minutes before they said this."""
    where, said = turn.interaction.where, said_at(turn.interaction.stamp) or turn.at
    latest = turn.tx.tickets.latest_of(turn.org.id, turn.person.id, said - JOINING, turn.interaction.platform, where.channel)
    if latest is None or _just_before(latest, said):
        return latest if latest and latest.is_open else None
    mine = turn.tx.tickets.of_requester(turn.org.id, turn.person.id)  # this one came late: they have asked again since
    here = [one for one in mine if (one.source.platform, one.source.channel) == (turn.interaction.platform, where.channel)]
    return next((one for one in here if one.is_open and _just_before(one, said)), None)


def said_at(stamp: int) -> datetime | None:
    """When the platform says that something was said; None where it does not tell."""
    return datetime.fromtimestamp(stamp / 1_000_000, UTC) if stamp else None


def _just_before(ticket: Ticket, said: datetime) -> bool:
    """By when both were said; where the request's own time is not told, when it came here: which may be a little later."""
    asked = said_at(ticket.stamp)
    return timedelta(0) <= said - asked <= JOINING if asked else abs(said - ticket.created_at) <= JOINING


def join(turn: Turn, ticket: Ticket, text: str, *, answers: bool = True, follows: bool = False) -> Comment:
    """What was said belongs to this ticket; the same words again within the time are the same words.

    `follows`: it was a message of its own, and may become a request.
    """
    said = spoken_of(turn, text)
    before = turn.tx.comments.of(turn.org.id, ticket.number, internal=False)[-1:]
    same = before and (before[0].author_id, before[0].text) == (turn.person.id, said.text) and turn.at - before[0].at < JOINING
    if same and are_there(turn, ticket, before[0].id, turn.interaction.files):
        return before[0]
    spend(turn, "messages", MESSAGES)
    comment = commands.add_detail(turn.tx, ticket, said, turn.person, turn.at, answers=answers)
    if follows:
        turn.tx.comments.joins(comment)
    return comment


def spoken_of(turn: Turn, text: str, *, marked: bool = False) -> Spoken:
    """What was said in this very message, as a ticket keeps it. `marked`: `text` is without the 🔒 or `reply:` it began with."""
    asked = turn.interaction
    rich = without_mark(asked.rich) if marked and asked.rich else asked.rich
    return Spoken(clean_text(text, LONGEST), formatting(rich), source_of(turn, asked.where), asked.stamp)


def chosen_priority(value: str) -> Priority | None:
    if value in ("", BY_RULES):
        return None
    if value not in list(Priority):
        raise Invalid(fields={"priority": "refusal.unknown_choice"})
    return Priority(value)
