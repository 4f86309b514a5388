"""What lives in the chats, and what still has to get there: posts, deliveries, and the lanes they travel in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.people.model import Platform


class Kind(StrEnum):
    """What sort of place a destination is."""

    CHANNEL = "channel"
    DIRECT = "direct"
    PRIVATE = "private"
    HOME = "home"


@dataclass(frozen=True)
class Destination:
    """Where something goes.

    CHANNEL: `channel`, in `thread` if there is one. DIRECT: the 1:1 chat with `user` (`channel` is that chat where it is
    known). PRIVATE: seen by `user` alone, in `channel` where the platform can, else in the 1:1 chat. HOME: the user's App Home.
    """

    platform: Platform
    workspace: str
    kind: Kind
    channel: str = ""
    thread: str = ""
    user: str = ""

    @property
    def lane(self) -> str:
        """Deliveries of one lane arrive in order; two lanes never wait for each other."""
        place = {
            Kind.CHANNEL: self.channel,
            Kind.DIRECT: f"@{self.user}" if self.user else self.channel,
            Kind.PRIVATE: f"{self.channel}@{self.user}",
            Kind.HOME: f"home@{self.user}",
        }
        return f"{self.platform}:{self.workspace}:{place[self.kind]}"


@dataclass(frozen=True)
class MessageRef:
    """A message on a platform. `channel` is the channel or conversation, `message` its ts or activity id there."""

    platform: Platform
    workspace: str
    channel: str
    message: str
    thread: str = ""


class PostKind(StrEnum):
    """What a post shows: the agents' card, the requester's, that a promise is broken, a line that was said elsewhere, a file
    that came with one, how things stand as one emoji on the message that asked, or that something is a known issue.
    """

    TRIAGE = "triage"
    REQUESTER = "requester"
    ALERT = "alert"
    LINE = "line"
    FILE = "file"
    MARK = "mark"
    BANNER = "banner"


@dataclass(frozen=True)
class Post:
    """A card that lives somewhere. `message` is '' until it was posted.

    `viewer_id` is the person it is drawn for (a 1:1 chat), None where a whole channel sees it. A line shows the `comment` with
    that id; `under` is the id of the post whose thread it belongs in, known only once that one stands. A mark stands on the
    message that its destination names as thread, and its `message` is the emoji's name.
    """

    org_id: int
    id: int
    ticket: int
    kind: PostKind
    destination: Destination
    locale: str
    viewer_id: int | None = None
    message: str = ""
    channel: str = ""
    gone: bool = False
    comment: int | None = None
    under: int | None = None

    @property
    def ref(self) -> MessageRef:
        d = self.destination
        return MessageRef(d.platform, d.workspace, self.channel or d.channel, self.message, d.thread)


class DeliveryState(StrEnum):
    """waiting → sending → done; `dead` carries the reason why it never will."""

    WAITING = "waiting"
    SENDING = "sending"
    DONE = "done"
    DEAD = "dead"


class DeliveryKind(StrEnum):
    """CARD keeps a post true (one row per post, coalesced), SAY is one message, HOME an App Home, READ looks something up."""

    CARD = "card"
    SAY = "say"
    HOME = "home"
    READ = "read"


@dataclass(frozen=True)
class Delivery:
    """Something that still has to reach a chat platform.

    A CARD has `post_id` and is drawn from the ticket as it is when it leaves; `sent` is the ticket version that was last shown.
    `payload` = {"mark": True} tells one that is an emoji on a message, {"attachment": its id} one that brings a file (with
    "store" one that its reader has taken).
    A SAY has `payload` = {"card": the packed card} (or several "cards", said in one message) and maybe {"thread_of": the post
    whose thread it belongs in}; or, drawn when it leaves, {"file": what to make} for the person `viewer_id`, or {"similar": True}
    for what is similar to the ticket.
    A SAY with "instead" replaces that message of ours; one with "fades" is replaced itself when its offer is over.
    A HOME has the person in `viewer_id`, a READ has what to look up in `payload`.
    `wanted` rises with every time it is asked for while it is being sent; `uncertain` marks that an earlier try may have
    arrived. Times are aware UTC.
    """

    org_id: int
    id: int
    kind: DeliveryKind
    destination: Destination
    created_at: datetime
    not_before: datetime
    state: DeliveryState = DeliveryState.WAITING
    urgent: bool = False
    ticket: int | None = None
    post_id: int | None = None
    viewer_id: int | None = None
    locale: str = "en"
    payload: Mapping[str, Any] = field(default_factory=dict)
    wanted: int = 0
    sent: int = 0
    attempts: int = 0
    uncertain: bool = False
    error: str = ""
    lease_until: datetime | None = None


@dataclass(frozen=True)
class NewDelivery:
    """A delivery as it is planned; `unique` (if any) makes a second plan of the same thing harmless while one is waiting.

    Nothing leaves earlier than `not_before`; what may leave meanwhile does not wait for it.
    """

    kind: DeliveryKind
    destination: Destination
    ticket: int | None = None
    post_id: int | None = None
    viewer_id: int | None = None
    locale: str = "en"
    payload: Mapping[str, Any] = field(default_factory=dict)
    urgent: bool = False
    unique: str = ""
    not_before: datetime | None = None
