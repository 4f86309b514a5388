"""Reactions to messages into interactions (Bot Framework activity schema, "Message reaction activity").

Teams names an emoji by its code point and words ("1f440_eyes", "2705_whiteheavycheckmark"), and six old ones by a word ("like").
A client may repeat an activity; its id tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.interaction import Interaction, Said
from integrations.teams.activity import Activity, list_of, text_of
from integrations.teams.inbound import interaction

_CALLED = {"1f440": "eyes", "2705": "white_check_mark", "2714": "heavy_check_mark", "1f6a8": "rotating_light"}
"""By code point, those that mean something to the desk: it knows them by Slack's names."""

_CHANGES = {"reactionsAdded": "chat.reaction", "reactionsRemoved": "chat.reaction_removed"}
_MOST = 10


def from_reactions(activity: Activity) -> Iterator[Interaction]:
    """What each of them says; most of them nothing to us. `replyToId` is the message they were put on."""
    message = text_of(activity.raw, "replyToId")
    for change, verb in _CHANGES.items():
        for given in list_of(activity.raw, change)[:_MOST] if message else ():
            emoji = _CALLED.get(text_of(given, "type").partition("_")[0])
            if emoji:
                yield _told(activity, verb, emoji, message)


def _told(activity: Activity, verb: str, emoji: str, message: str) -> Interaction:
    key = f"teams:reaction:{activity.tenant}:{activity.conversation}:{activity.id}:{verb}:{emoji}" if activity.id else ""
    told = interaction(activity, verb, key, message)
    return replace(told, values={"emoji": emoji}, about=Said(author="", text="", where=told.where, by_bot=True))
