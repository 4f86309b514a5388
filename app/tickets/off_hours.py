"""Whoever asks while a team does not work is told when it is back, in their own time."""

from __future__ import annotations

from datetime import datetime

from app import words
from app.people.model import Team
from app.policy.document import Document
from app.policy.working_time import calendar_of


def back_at(policy: Document, team: Team, at: datetime) -> datetime | None:
    """When the team works again; None while it does, and where it never will."""
    hours = calendar_of(policy, team.key)
    return None if hours.is_open(at) else hours.next_opening(at)


def back_line(team: str, back: datetime, asked: datetime, locale: str, zone: str, instead: str) -> str:
    """ "IT Support is back Monday 09:30 your time"; of somebody whose `zone` is not known in the zone `instead`, named."""
    if zone:
        return words.say("card.back", locale, team=team, when=words.day_and_time(back, asked, locale, zone))
    return words.say("card.back_zone", locale, team=team, when=words.day_and_time(back, asked, locale, instead), zone=instead)
