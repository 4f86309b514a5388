"""Whoever asks while a team does not work is told when it is back, each reader in their own time."""

from __future__ import annotations

from datetime import datetime

from app import words
from app.cards import Inline, Moment
from app.people.model import Team
from app.policy.document import Document
from app.policy.working_time import calendar_of
from app.tickets.sentences import sentence


def back_at(policy: Document, team: Team, at: datetime) -> datetime | None:
    """When the team works again; None while it does, and where it never will."""
    hours = calendar_of(policy, team.key)
    return None if hours.is_open(at) else hours.next_opening(at)


def back_parts(team: str, back: datetime, locale: str, zone: str) -> tuple[Inline, ...]:
    """ "IT Support is back Monday 09:30", on a card that others may read too: the platform draws the moment for each of them.

    `zone` is that of the text for where it cannot.
    """
    return sentence("card.back", locale, team=team, when=Moment(back, words.moment(back, locale, zone)))


def back_line(team: str, back: datetime, asked: datetime, locale: str, zone: str, instead: str) -> str:
    """ "IT Support is back Monday 09:30 your time", said to one person alone.

    Of somebody whose `zone` is not known it is told in the zone `instead`, named.
    """
    if zone:
        return words.say("card.back_yours", locale, team=team, when=words.day_and_time(back, asked, locale, zone))
    return words.say("card.back_zone", locale, team=team, when=words.day_and_time(back, asked, locale, instead), zone=instead)
