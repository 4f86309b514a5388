"""What people press, fill in and type in Slack, in the desk's words. Who acts is only ever read from the signed envelope.

Payloads: docs.slack.dev/reference/interaction-payloads and docs.slack.dev/interactivity/implementing-slash-commands.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.interaction import Can, Interaction, Said, Where, may_be_pressed, may_be_searched
from app.people.model import Kind, Platform, Profile, Workspace
from app.rich_text import RichText, is_plain, plain
from integrations.slack.attached import read_files
from integrations.slack.carried import read_deed, read_form
from integrations.slack.mrkdwn import readable, without_mention
from integrations.slack.rich_text import read_message

Body = Mapping[str, Any]
Names = Mapping[str, str]

EXTERNAL = Profile(kind=Kind.EXTERNAL)

_CLICK = frozenset({Can.FORM})
_EPHEMERAL = _CLICK | {Can.REPLACE}
_IN_MODAL = _CLICK | {Can.ANSWER, Can.CARD}
_COMMAND = frozenset({Can.FORM, Can.ANSWER})
_SUGGESTION = frozenset({Can.ANSWER})
_SUBMISSION = frozenset({Can.FIX, Can.FORM, Can.ASK})
_GLOBAL = {"new_ticket": "ticket.new"}
_MESSAGE = {"ticket_from_message": "ticket.from_message"}


def from_command(body: Body, workspace: Workspace, names: Names) -> Interaction | None:
    """A slash command: its text, the place where it was typed."""
    channel, trigger = text(body, "channel_id"), text(body, "trigger_id")
    if not text(body, "user_id"):
        return None
    return Interaction(
        key=f"slack:command:{workspace.external_id}:{trigger}" if trigger else "",
        platform=Platform.SLACK,
        workspace=workspace.external_id,
        actor=text(body, "user_id"),
        verb="chat.command",
        text=readable(text(body, "text"), names),
        where=_anywhere(Where(channel)),
        can=_COMMAND,
    )


def from_action(body: Body, workspace: Workspace) -> Interaction | None:
    """A button, or an option of a menu; None where it only opened an address, or is none of ours."""
    action = next((a for a in body.get("actions") or () if isinstance(a, dict)), {})
    chosen = part(action, "selected_option").get("value", action.get("value"))
    deed = read_deed(chosen)
    person = part(body, "user")
    if deed is None or not text(person, "id"):
        return None
    where, place = _pressed(body)
    key = ":".join(
        ("slack:click", workspace.external_id, text(person, "id"), place, deed.verb, deed.ref, str(deed.version))
    ) + _fingerprint(deed.values)
    return Interaction(
        key="" if deed.reads else key,
        platform=Platform.SLACK,
        workspace=workspace.external_id,
        actor=text(person, "id"),
        verb=deed.verb,
        ref=deed.ref,
        version=deed.version,
        values=deed.values,
        where=where,
        profile=stranger(body, workspace, person.get("team_id")),
        can=_IN_MODAL if in_modal(body) else _EPHEMERAL if is_ephemeral(body) else _CLICK,
        menu="selected_option" in action,
        address=text(body, "response_url") if is_ephemeral(body) else "",
    )


def from_submission(body: Body, workspace: Workspace) -> Interaction | None:
    """A submitted modal. What was kept in it comes first, so that no field of that name can be smuggled in over it."""
    view, person = part(body, "view"), part(body, "user")
    kept = read_form(view.get("private_metadata"))
    if not text(person, "id") or not may_be_pressed(text(view, "callback_id")):
        return None
    return Interaction(
        key=f"slack:form:{workspace.external_id}:{text(person, 'id')}:{kept.nonce or text(view, 'id')}",
        platform=Platform.SLACK,
        workspace=workspace.external_id,
        actor=text(person, "id"),
        verb=text(view, "callback_id"),
        ref=kept.ref,
        values={**_filled_in(view, workspace.external_id), **kept.keep},
        profile=stranger(body, workspace, person.get("team_id")),
        can=_SUBMISSION,
    )


def from_suggestion(body: Body, workspace: Workspace) -> Interaction | None:
    """What stands in a menu whose options the desk knows; it only reads, so it has no key."""
    person, verb = part(body, "user"), text(body, "action_id")
    if not text(person, "id") or not may_be_searched(verb):
        return None
    return Interaction(
        key="",
        platform=Platform.SLACK,
        workspace=workspace.external_id,
        actor=text(person, "id"),
        verb=verb,
        text=text(body, "value"),
        profile=stranger(body, workspace, person.get("team_id")),
        can=_SUGGESTION,
    )


def from_shortcut(body: Body, workspace: Workspace, names: Names) -> Interaction | None:
    """A shortcut on a message, or a global one; None where the manifest declares no such."""
    person, on_message = part(body, "user"), body.get("type") == "message_action"
    verb = (_MESSAGE if on_message else _GLOBAL).get(text(body, "callback_id"))
    if verb is None or not text(person, "id"):
        return None
    about = _pointed_at(body, workspace, names) if on_message else None
    trigger = text(body, "trigger_id")
    return Interaction(
        key=f"slack:shortcut:{workspace.external_id}:{trigger}" if trigger else "",
        platform=Platform.SLACK,
        workspace=workspace.external_id,
        actor=text(person, "id"),
        verb=verb,
        where=_anywhere(about.where) if about else Where(),
        about=about,
        profile=stranger(body, workspace, person.get("team_id")),
        can=_CLICK,
    )


def stranger(body: Body, workspace: Workspace, *teams: Any) -> Profile | None:
    """Somebody of another company (Slack Connect): the first team that is told is the user's own."""
    own = next((team for team in teams if isinstance(team, str) and team), "")
    enterprise = body.get("enterprise_id") or part(body, "enterprise").get("id")
    return EXTERNAL if own not in ("", workspace.external_id, enterprise) else None


def _anywhere(where: Where) -> Where:
    """The place of what can be done in any chat: a 1:1 chat may be that of two colleagues, so it is not taken for the desk's."""
    return replace(where, channel="", direct=True) if is_direct(where.channel) else where


def key_of(workspace: Workspace, channel: str, ts: str) -> str:
    """The same for each event that tells of this message."""
    return f"slack:msg:{workspace.external_id}:{channel}:{ts}"


def is_direct(channel: str) -> bool:
    """Ids of 1:1 chats begin with D (docs.slack.dev/reference/objects/conversation-object)."""
    return channel.startswith("D")


def part(body: Any, name: str) -> dict[str, Any]:
    found = body.get(name) if isinstance(body, Mapping) else None
    return found if isinstance(found, dict) else {}


def text(body: Any, name: str) -> str:
    found = body.get(name) if isinstance(body, Mapping) else None
    return found if isinstance(found, str) else ""


def in_modal(body: Body) -> bool:
    """Whether it was pressed in a modal."""
    return part(body, "view").get("type") == "modal"


def is_ephemeral(body: Body) -> bool:
    """Whether what was pressed is seen by whoever pressed it alone."""
    return part(body, "container").get("is_ephemeral") is True


def thread_of(message: Body) -> str:
    thread = text(message, "thread_ts")
    return "" if thread == text(message, "ts") else thread


def said_in(message: Body, names: Names, bot: str = "") -> tuple[str, RichText]:
    """What a message says, as it reads and with its formatting, without the mentions of `bot`.

    A message may be nothing but an image: then its name is what was said.
    """
    words = readable(without_mention(text(message, "text"), bot), names)
    files = () if words else file_names(message)
    rich = read_message(message, names, bot, files)
    return ("\n".join(filter(None, (words, *files))) if is_plain(rich) else plain(rich)), rich


def file_names(message: Body) -> tuple[str, ...]:
    files = message.get("files")
    named = [text(f, "title") or text(f, "name") for f in files if isinstance(f, dict)] if isinstance(files, list) else []
    return tuple(name for name in named[:20] if name)


def _pressed(body: Body) -> tuple[Where, str]:
    """Where the pressed card stands, and an identity of it: in an App Home that of this drawing, since it has no message.

    A card that heads a thread may be pressed among the messages of the channel or in the open thread, and answers that only one
    person sees stand in one of them alone. Its message names the thread in both cases; `container.thread_ts` is what Slack's
    client sends for a press inside of a thread (github.com/slack-go/slack/pull/888).
    """
    container, message, view = part(body, "container"), part(body, "message"), part(body, "view")
    channel = text(part(body, "channel"), "id") or text(container, "channel_id")
    ts = text(message, "ts") or text(container, "message_ts")
    thread = text(container, "thread_ts") or thread_of(message)
    place = f"{channel}:{ts}" if ts else f"{text(view, 'id')}:{text(view, 'hash')}"
    where = Where(channel, ts, thread, is_direct(channel))
    return _anywhere(where) if is_ephemeral(body) else where, place


def place_of(body: Body) -> Where:
    """Where what was pressed stands."""
    return _pressed(body)[0]


def _pointed_at(body: Body, workspace: Workspace, names: Names) -> Said:
    message, channel = part(body, "message"), text(part(body, "channel"), "id")
    ts = text(message, "ts") or text(body, "message_ts")
    author = text(message, "user")
    words, rich = said_in(message, names, workspace.bot_user)
    return Said(
        author=author,
        text=words,
        where=Where(channel, ts, thread_of(message), is_direct(channel)),
        files=read_files(message),
        by_bot=not author or bool(message.get("bot_id")) or author == workspace.bot_user,
        rich=rich,
    )


def _filled_in(view: Body, team: str) -> dict[str, str]:
    """The fields by the names of their blocks; nothing chosen is ''."""
    filled: dict[str, str] = {}
    for name, elements in part(part(view, "state"), "values").items():
        for element in elements.values() if isinstance(elements, dict) else ():
            filled[name] = _value(element, team)
    return filled


def _value(element: Any, team: str) -> str:
    match text(element, "type"):
        case "users_select":
            user = text(element, "selected_user")
            return f"slack:{team}/{user}" if user else ""
        case "static_select" | "external_select" | "radio_buttons":
            return text(part(element, "selected_option"), "value")
        case "datepicker":
            return text(element, "selected_date")
        case _:
            return text(element, "value")


def _fingerprint(values: Mapping[str, str]) -> str:
    """Two buttons of one verb that say different things (the marks of a survey) are two deeds."""
    if not values:
        return ""
    return ":" + hashlib.sha256(json.dumps(sorted(values.items())).encode()).hexdigest()[:16]
