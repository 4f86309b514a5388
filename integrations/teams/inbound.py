"""Messages and installations into interactions. Which activities Teams sends and what they hold: learn.microsoft.com,
"Conversation basics" and "Conversation events in your Teams bot"."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from urllib.parse import quote

from app.interaction import HEAD, OVERTAKES, RECENT, Interaction, Where
from app.people.model import Platform, Profile
from app.rich_text import RichText, from_plain, is_plain, plain
from integrations.teams.activity import Activity, list_of, object_of, text_of
from integrations.teams.attached import names_of, read_files
from integrations.teams.html_text import plain_text
from integrations.teams.payload import Pressed, read
from integrations.teams.rich_text import read_rich

_NAME = 200


def interaction(activity: Activity, verb: str, key: str, message: str = "") -> Interaction:
    """What every interaction of this activity says alike: who, where (about which message), in which language."""
    return Interaction(
        key=key,
        platform=Platform.TEAMS,
        workspace=activity.tenant,
        actor=activity.actor,
        verb=verb,
        where=where(activity, message),
        profile=profile(activity),
        locale_hint=activity.locale[:35],
    )


def where(activity: Activity, message: str) -> Where:
    thread = activity.head if activity.head != message else ""
    return Where(activity.channel, message, thread, activity.direct, link(activity, message), activity.open_channel)


def link(activity: Activity, message: str) -> str:
    """The address of a message in a channel (learn.microsoft.com, "Create deep links", to a channel message)."""
    if not activity.in_channel or not message:
        return ""
    query = f"tenantId={quote(activity.tenant)}" + (f"&groupId={quote(activity.group)}" if activity.group else "")
    parent = f"&parentMessageId={quote(activity.head)}" if activity.head else ""
    return f"https://teams.microsoft.com/l/message/{quote(activity.channel, safe='')}/{quote(message, safe='')}?{query}{parent}"


def profile(activity: Activity) -> Profile:
    """What the envelope itself tells of the sender."""
    return Profile(
        name=text_of(activity.sender, "name")[:_NAME],
        locale=activity.locale[:35],
        timezone=text_of(activity.client, "timezone")[:64],
        hearsay=True,
    )


def from_message(activity: Activity) -> Interaction | None:
    """Text somebody wrote, or a button on a client that knows no Action.Execute."""
    pressed = read(activity.value, activity.tenant)
    if pressed:
        return from_button(activity, pressed)
    said = interaction(activity, _verb_of(activity), key_of(activity), activity.id)
    return replace(with_words(activity, said), stamp=activity.stamp, values=_of_thread(activity))


def _of_thread(activity: Activity) -> dict[str, str] | None:
    """What is known of the message that heads the thread."""
    head = activity.head
    if not head or head == activity.id:
        return None
    recent = activity.stamp - said_at(head) <= OVERTAKES
    return {HEAD: key_of(activity, head), **({RECENT: "1"} if recent else {})}


def said_at(message: str) -> int:
    """When a message was said, in microseconds: its id tells the milliseconds (learn.microsoft.com, "Get context": messageId is a
    time); 0 where it does not.
    """
    return int(message) * 1000 if message.isascii() and message.isdigit() and len(message) < 16 else 0


def with_words(activity: Activity, said: Interaction) -> Interaction:
    """What was written, with its formatting and its files."""
    files = read_files(activity.raw)
    text = _text(activity) or names_of(files)
    rich = _rich(activity, text)
    return replace(said, text=text if is_plain(rich) else plain(rich), rich=rich, files=files)


def from_button(activity: Activity, pressed: Pressed) -> Interaction:
    """A button of the card `replyToId`. A double click is one deed, and so is a repeat under another activity id."""
    card = text_of(activity.raw, "replyToId")
    parts = (activity.tenant, activity.conversation, card, activity.actor, pressed.verb, pressed.ref, str(pressed.version))
    chosen = (f"{name}={value}" for name, value in sorted(pressed.values.items()))
    key = "teams:press:" + hashlib.sha256("\n".join((*parts, *chosen)).encode()).hexdigest()
    deed = interaction(activity, pressed.verb, key, card)
    return replace(deed, ref=pressed.ref, version=pressed.version, values=pressed.values)


def from_arrival(activity: Activity) -> Interaction | None:
    """The bot was added to a conversation; one welcome, however many activities tell of it."""
    added = text_of(activity.raw, "action") == "add" if activity.kind == "installationUpdate" else _bot_is_new(activity)
    if not added:
        return None
    return interaction(activity, "chat.welcome", f"teams:welcome:{activity.tenant}:{activity.channel}")


def _bot_is_new(activity: Activity) -> bool:
    own = text_of(activity.recipient, "id")
    return any(text_of(member, "id") == own for member in list_of(activity.raw, "membersAdded") if own)


def key_of(activity: Activity, message: str = "") -> str:
    """The same for each activity that tells of this message, or of another `message` of the same thread."""
    message = message or activity.id
    return f"teams:msg:{activity.tenant}:{activity.conversation}:{message}" if message else ""


def _verb_of(activity: Activity) -> str:
    if activity.direct:
        return "chat.direct"
    return "chat.mention" if _own_mentions(activity) else "chat.channel"


def addressed(activity: Activity) -> bool:
    """Whether it names the bot."""
    return bool(_own_mentions(activity))


def _own_mentions(activity: Activity) -> list[str]:
    """The stretches of text that address the bot."""
    own = text_of(activity.recipient, "id")
    mentions = (one for one in list_of(activity.raw, "entities") if text_of(one, "type") == "mention")
    return [text_of(one, "text") for one in mentions if own and text_of(object_of(one, "mentioned"), "id") == own]


def _rich(activity: Activity, text: str) -> RichText:
    """Teams sends the formatting as HTML beside the text; where there is none, the text is all."""
    attached = (one for one in list_of(activity.raw, "attachments") if text_of(one, "contentType") == "text/html")
    own = [plain_text(mention) for mention in _own_mentions(activity)]
    rich = read_rich(next((text_of(one, "content") for one in attached), ""), own)
    return rich if rich.blocks else from_plain(text)


def _text(activity: Activity) -> str:
    text = text_of(activity.raw, "text")
    for mention in _own_mentions(activity):
        text = text.replace(mention, " ") if mention else text
    return plain_text(text)
