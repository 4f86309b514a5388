"""Invokes into interactions: pressed cards, dialogs, message actions and searches, each with what its answer can carry.

Payloads: learn.microsoft.com, "Universal Actions", "Use dialogs with bots", "Respond to the submit action", "Respond to search".
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from app.interaction import Can, Interaction, Said, Where, may_be_searched
from app.people.model import Profile
from app.rich_text import RichText, from_plain
from integrations.teams.activity import Activity, list_of, object_of, text_of
from integrations.teams.attached import read_pointed_at
from integrations.teams.files import read_consent
from integrations.teams.html_text import plain_text, read_html
from integrations.teams.inbound import from_button, interaction, where
from integrations.teams.payload import Pressed, read
from integrations.teams.rich_text import read_rich

FORM = frozenset({Can.FORM, Can.ANSWER})
SUBMIT = FORM | {Can.FIX}
EXECUTE = frozenset({Can.ANSWER, Can.CARD})
SHOWN = SUBMIT | {Can.CARD}
ANSWER = frozenset({Can.ANSWER})

MESSAGE_ACTION = "ticketFromMessage"
SEARCH = "searchTickets"
_OWN_LINKS = (
    "https://teams.microsoft.com/", "https://teams.cloud.microsoft/", "https://gov.teams.microsoft.us/", "https://dod.teams.microsoft.us/",
)  # fmt: skip


def from_card(activity: Activity) -> Interaction | None:
    """adaptiveCard/action: Action.Execute."""
    action = object_of(activity.value, "action")
    pressed = read(object_of(action, "data"), activity.tenant)
    if pressed is None or text_of(action, "verb") != pressed.verb:
        return None
    return replace(from_button(activity, pressed), can=EXECUTE)


def from_task_fetch(activity: Activity) -> Interaction | None:
    """task/fetch: a button that opens a form. It only reads, so it has no key."""
    pressed = read(object_of(activity.value, "data"), activity.tenant)
    return replace(from_button(activity, pressed), key="", can=FORM) if pressed else None


def from_task_submit(activity: Activity) -> Interaction | None:
    """A form, or (without a nonce) a button of a card that a dialog shows."""
    pressed = read(object_of(activity.value, "data"), activity.tenant)
    if pressed is None or pressed.nonce:
        return _submission(activity, pressed) if pressed else None
    return replace(from_button(activity, pressed), can=SHOWN)


def from_message_action(activity: Activity) -> Interaction | None:
    """composeExtension/fetchTask: "Create ticket" on a message, or from the compose box, where there is no message."""
    if text_of(activity.value, "commandId") != MESSAGE_ACTION:
        return None
    message = object_of(activity.value, "messagePayload")
    asked = interaction(activity, "ticket.from_message" if message else "ticket.new", "")
    return replace(asked, about=_said(activity, message) if message else None, can=FORM)


def from_message_action_submit(activity: Activity) -> Interaction | None:
    pressed = read(object_of(activity.value, "data"), activity.tenant)
    if pressed is None or text_of(activity.value, "commandId") != MESSAGE_ACTION:
        return None
    return _submission(activity, pressed)


def from_search(activity: Activity) -> Interaction | None:
    """composeExtension/query. The first, empty search of an opened extension is one too."""
    if text_of(activity.value, "commandId") != SEARCH:
        return None
    typed = (one for one in list_of(activity.value, "parameters") if text_of(one, "name") != "initialRun")
    text = next((word for word in (text_of(one, "value") for one in typed) if word), "")
    return replace(interaction(activity, "ticket.search", ""), text=text.strip(), can=ANSWER)


def from_typing(activity: Activity) -> Interaction | None:
    """application/search: what somebody types into a field that asks us for its choices. It only reads, so it has no key."""
    verb = text_of(activity.value, "dataset")
    if not may_be_searched(verb):
        return None
    return replace(interaction(activity, verb, ""), text=text_of(activity.value, "queryText").strip(), can=ANSWER)


def from_consent(activity: Activity) -> Interaction | None:
    """fileConsent/invoke: they took the file that was offered, or did not want it. What follows are messages of their own."""
    answer = read_consent(activity.value)
    if answer is None or not activity.direct:
        return None
    offer = text_of(activity.raw, "replyToId")
    verb = "chat.file_taken" if answer.taken else "chat.file_left"
    where = hashlib.sha256(answer.values.get("upload", "").encode()).hexdigest()[:16]
    key = f"teams:file:{activity.actor}:{answer.ref}:{verb}:{where}"
    return replace(interaction(activity, verb, key, offer), ref=answer.ref, values=answer.values)


INVOKES: Mapping[str, Callable[[Activity], Interaction | None]] = {
    "adaptiveCard/action": from_card,
    "task/fetch": from_task_fetch,
    "task/submit": from_task_submit,
    "composeExtension/fetchTask": from_message_action,
    "composeExtension/submitAction": from_message_action_submit,
    "composeExtension/query": from_search,
    "application/search": from_typing,
    "fileConsent/invoke": from_consent,
}
EMPTY = frozenset(
    {
        "signin/verifyState", "signin/tokenExchange", "signin/failure", "message/submitAction",
        "composeExtension/setting", "composeExtension/querySettingUrl", "composeExtension/onCardButtonClicked",
    }
)  # fmt: skip
"""Invokes we have no use for, answered with nothing."""


def _submission(activity: Activity, pressed: Pressed) -> Interaction:
    """A form counts once by its nonce: a repeat may come under another activity id."""
    deed = from_button(activity, pressed)
    key = f"teams:form:{activity.actor}:{pressed.nonce}" if pressed.nonce else deed.key
    return replace(deed, key=key, can=SUBMIT)


def _said(activity: Activity, message: Mapping[str, Any]) -> Said:
    user, application = object_of(message, "from", "user"), object_of(message, "from", "application")
    return Said(
        author=text_of(user, "id"),
        text=_body(object_of(message, "body")),
        where=_place(activity, message),
        files=read_pointed_at(message),
        author_profile=Profile(name=text_of(user, "displayName")[:200], hearsay=True) if user else None,
        by_bot=bool(application) and not user,
        rich=_rich(object_of(message, "body")),
    )


def _body(body: Mapping[str, Any]) -> str:
    content = text_of(body, "content")
    return plain_text(content) if text_of(body, "contentType") == "text" else read_html(content)


def _rich(body: Mapping[str, Any]) -> RichText:
    content = text_of(body, "content")
    return from_plain(plain_text(content)) if text_of(body, "contentType") == "text" else read_rich(content)


def _place(activity: Activity, message: Mapping[str, Any]) -> Where:
    message_id, head = text_of(message, "id"), text_of(message, "replyToId")
    named = text_of(message, "linkToMessage")
    link = named if named.startswith(_OWN_LINKS) else where(activity, message_id).link
    return Where(activity.channel, message_id, head if head != message_id else "", activity.direct, link)
