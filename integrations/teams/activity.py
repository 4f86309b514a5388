"""One activity of the Bot Framework as it came over the wire, read without trusting its shape (Bot Framework activity schema)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

KINDS = frozenset(
    {
        "message", "messageUpdate", "messageDelete", "messageReaction", "conversationUpdate", "installationUpdate", "invoke",
        "event", "typing", "endOfConversation",
    }
)  # fmt: skip
_ACTOR = re.compile(r"[A-Za-z0-9._-]{1,128}")
_THREAD = ";messageid="
_EPOCH = 1970


def object_of(value: Any, *path: str) -> Mapping[str, Any]:
    """The object at `path`, or an empty one."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def list_of(value: Any, name: str) -> list[Any]:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def text_of(value: Any, name: str) -> str:
    """The text called `name`, or ''."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


@dataclass(frozen=True)
class Activity:
    raw: Mapping[str, Any]

    @property
    def kind(self) -> str:
        return text_of(self.raw, "type")

    @property
    def name(self) -> str:
        """Of an invoke: what is asked."""
        return text_of(self.raw, "name")

    @property
    def id(self) -> str:
        return text_of(self.raw, "id")

    @property
    def stamp(self) -> int:
        """When it was said or done, as the service dates it, in microseconds; 0 where that cannot be read."""
        try:
            at = datetime.fromisoformat(text_of(self.raw, "timestamp"))
        except ValueError:
            return 0
        return int(at.timestamp() * 1_000_000) if at.tzinfo and at.year > _EPOCH else 0

    @property
    def value(self) -> Mapping[str, Any]:
        return object_of(self.raw, "value")

    @property
    def sender(self) -> Mapping[str, Any]:
        return object_of(self.raw, "from")

    @property
    def actor(self) -> str:
        """The Entra object id of who did it, '' where there is none."""
        found = text_of(self.sender, "aadObjectId")
        return found if _ACTOR.fullmatch(found) else ""

    @property
    def recipient(self) -> Mapping[str, Any]:
        return object_of(self.raw, "recipient")

    @property
    def tenants(self) -> list[Any]:
        """Every tenant the activity names."""
        places = (self.raw.get("conversation"), "tenantId"), (object_of(self.raw, "channelData").get("tenant"), "id")
        return [place[name] for place, name in places if isinstance(place, dict) and place.get(name) is not None]

    @property
    def tenant(self) -> str:
        return str(self.tenants[0])

    @property
    def service_url(self) -> str:
        return text_of(self.raw, "serviceUrl")

    @property
    def conversation(self) -> str:
        """The whole id, thread included."""
        return text_of(object_of(self.raw, "conversation"), "id")

    @property
    def channel(self) -> str:
        """The conversation without its thread: the channel, the group chat or the 1:1 chat."""
        return self.conversation.partition(_THREAD)[0]

    @property
    def head(self) -> str:
        """The message that heads the thread, '' outside channels."""
        return self.conversation.partition(_THREAD)[2]

    @property
    def direct(self) -> bool:
        """The 1:1 chat with the desk. That of two people is called personal too, but its id begins like a group's."""
        personal = text_of(object_of(self.raw, "conversation"), "conversationType") == "personal"
        return personal and not self.channel.startswith("19:")

    @property
    def in_channel(self) -> bool:
        return text_of(object_of(self.raw, "conversation"), "conversationType") == "channel" or bool(self.head)

    @property
    def open_channel(self) -> bool | None:
        """Whether a channel is a standard one, of the whole team; None outside channels.

        learn.microsoft.com, `ChannelInfo.Type`: "standard, shared and private". Older clients send none; their channels are
        standard, since the others took no bots.
        """
        kind = text_of(object_of(self.raw, "channelData", "channel"), "type")
        return kind not in ("private", "shared") if self.in_channel else None

    @property
    def group(self) -> str:
        """The Entra group of the team, for links."""
        return text_of(object_of(self.raw, "channelData", "team"), "aadGroupId")

    @property
    def locale(self) -> str:
        return text_of(self.raw, "locale") or text_of(self.client, "locale")

    @property
    def client(self) -> Mapping[str, Any]:
        """What the sender's client says of itself: locale, country, time zone."""
        for entity in list_of(self.raw, "entities"):
            if text_of(entity, "type") == "clientInfo":
                return object_of(entity)
        return {}
