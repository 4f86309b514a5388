"""Messages that were edited, deleted or brought back. Which activities tell of it: learn.microsoft.com, "Messages in bot
conversations" (edit, undelete and soft delete message activity)."""

from __future__ import annotations

from dataclasses import replace

from app.interaction import ADDRESSED, OF, OVERTAKES, RECENT, Interaction
from integrations.teams.activity import Activity, object_of, text_of
from integrations.teams.inbound import addressed, interaction, key_of, said_at, with_words

_KINDS = {
    ("messageUpdate", "editMessage"): "chat.edited",
    ("messageUpdate", "undeleteMessage"): "chat.edited",
    ("messageDelete", "softDeleteMessage"): "chat.removed",
}

AFTER = 1
"""Microseconds. What is done to a message comes after it, also within the millisecond to which Teams tells the time."""


def from_change(activity: Activity) -> Interaction | None:
    """None for kinds of changes that we do not know. The activity's id is that of the message."""
    verb = _KINDS.get((activity.kind, text_of(object_of(activity.raw, "channelData"), "eventType")))
    if verb is None or not activity.id:
        return None
    when = text_of(activity.raw, "timestamp")[:40]
    key = f"teams:{verb}:{activity.tenant}:{activity.conversation}:{activity.id}:{when}" if when else ""
    told = interaction(activity, verb, key, activity.id)
    told = with_words(activity, told) if verb == "chat.edited" else told
    stamp = activity.stamp + AFTER if activity.stamp else 0
    values = {ADDRESSED: addressed(activity), RECENT: stamp - said_at(activity.id) <= OVERTAKES}
    return replace(told, stamp=stamp, values={OF: key_of(activity)} | {name: "1" for name, so in values.items() if so})
