"""What Slack's Events API tells, in the desk's words (docs.slack.dev/reference/events). Most of what it tells is not for us."""

from __future__ import annotations

from typing import Any

from app.interaction import HEAD, OVERTAKES, RECENT, Interaction, Said, Where
from app.people.model import Platform, Workspace
from integrations.slack.attached import read_files
from integrations.slack.changes import CHANGES, SAID, from_change, stamp_of
from integrations.slack.inbound import Body, Names, is_direct, key_of, part, said_in, stranger, text, thread_of
from integrations.slack.mrkdwn import mentions


def from_event(body: Body, workspace: Workspace, names: Names) -> Interaction | None:
    """None for what nobody asked of us: bots (ourselves too), joins, and kinds we do not know."""
    event = part(body, "event")
    match text(event, "type"):
        case "message" if text(event, "subtype") in CHANGES:
            return from_change(body, event, workspace, names)
        case "message" | "app_mention":
            return _from_message(body, event, workspace, names)
        case "reaction_added":
            return _from_reaction(body, event, workspace, "chat.reaction")
        case "reaction_removed":
            return _from_reaction(body, event, workspace, "chat.reaction_removed")
        case "app_home_opened" if event.get("tab", "home") == "home":
            return _interaction(body, event, workspace, "home.opened", where=Where(channel=text(event, "channel"), direct=True))
        case _:
            return None


def mentioned_in(body: Body) -> str:
    """The text of a payload as Slack wrote it, in which people are named by their ids."""
    event = part(body, "event")
    told = (event, part(event, "message"), part(body, "message"), body)
    return next((written for written in (text(one, "text") for one in told) if written), "")


def is_removal(body: Body) -> bool:
    """The app was uninstalled, or the bot's own token was revoked (a person's token is none of ours)."""
    event = part(body, "event")
    kind = text(event, "type")
    return kind == "app_uninstalled" or (kind == "tokens_revoked" and bool(part(event, "tokens").get("bot")))


def changed_person(body: Body) -> str:
    """Whose profile was changed, or ''."""
    event = part(body, "event")
    return text(part(event, "user"), "id") if text(event, "type").startswith("user_") else ""


def _from_message(body: Body, event: dict[str, Any], workspace: Workspace, names: Names) -> Interaction | None:
    if text(event, "subtype") not in SAID or event.get("hidden") or not text(event, "ts") or _by_machine(event, workspace):
        return None
    channel, ts, written = text(event, "channel"), text(event, "ts"), text(event, "text")
    direct = event.get("channel_type") == "im" or is_direct(channel)
    addressed = text(event, "type") == "app_mention" or mentions(written, workspace.bot_user)
    verb = "chat.direct" if direct else "chat.mention" if addressed else "chat.channel"
    words, rich = said_in(event, names, workspace.bot_user)
    return _interaction(
        body, event, workspace, verb,
        text=words,
        rich=rich,
        where=Where(channel, ts, thread_of(event), direct, everybody=_everybody_reads(body, event)),
        files=read_files(event),
        stamp=stamp_of(ts),
        also=(key_of(workspace, channel, ts),),
        values=_of_thread(event, workspace),
    )  # fmt: skip


def _everybody_reads(body: Body, event: Body) -> bool | None:
    """Whether it is a channel of the whole workspace and of it alone; None where Slack does not tell.

    docs.slack.dev/reference/events/message.channels, `channel_type`; docs.slack.dev/apis/slack-connect, `is_ext_shared_channel`.
    """
    kind = text(event, "channel_type")
    return kind == "channel" and body.get("is_ext_shared_channel") is not True if kind in ("channel", "group", "mpim") else None


def _of_thread(event: Body, workspace: Workspace) -> dict[str, str] | None:
    """What is known of the message that heads the thread; one of ours is no request."""
    head = thread_of(event)
    if not head or text(event, "parent_user_id") == workspace.bot_user:
        return None
    recent = stamp_of(text(event, "ts")) - stamp_of(head) <= OVERTAKES
    return {HEAD: key_of(workspace, text(event, "channel"), head), **({RECENT: "1"} if recent else {})}


def _from_reaction(body: Body, event: dict[str, Any], workspace: Workspace, verb: str) -> Interaction | None:
    item, author = part(event, "item"), text(event, "item_user")
    if item.get("type") != "message" or not text(item, "ts") or _by_machine(event, workspace):
        return None
    channel = text(item, "channel")
    where = Where(channel, text(item, "ts"), direct=is_direct(channel))
    emoji = text(event, "reaction").partition("::")[0]  # without the skin tone
    about = Said(author=author, text="", where=where, by_bot=not author or author == workspace.bot_user)
    return _interaction(body, event, workspace, verb, where=where, about=about, values={"emoji": emoji})


def _by_machine(event: Body, workspace: Workspace) -> bool:
    """Two bots must never talk to each other, and we hear our own posts as well."""
    user = text(event, "user")
    machine = event.get("bot_id") or event.get("app_id") or event.get("bot_profile")
    return bool(machine) or user in ("", "USLACKBOT", workspace.bot_user)


def _interaction(body: Body, event: Body, workspace: Workspace, verb: str, **more: Any) -> Interaction | None:
    if not text(event, "user"):
        return None
    return Interaction(
        key=f"slack:event:{text(body, 'event_id')}" if text(body, "event_id") else "",
        platform=Platform.SLACK,
        workspace=workspace.external_id,
        actor=text(event, "user"),
        verb=verb,
        profile=stranger(body, workspace, event.get("user_team"), event.get("source_team"), event.get("team")),
        **more,
    )
