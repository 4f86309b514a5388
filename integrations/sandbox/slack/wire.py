"""Messages, people and places in Slack's JSON, and the events made of them."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

from integrations.sandbox.slack.model import Account, Json, Place, Posted, SharedFile
from integrations.sandbox.slack.world import World

_NOTHING = timedelta(0)
_FILETYPES = {"txt": "text", "log": "text", "jpeg": "jpg", "md": "markdown", "py": "python", "js": "javascript", "htm": "html"}


def message(world: World, posted: Posted, metadata: bool = False) -> Json:
    """A message as history, events and payloads carry it; its metadata only when asked for."""
    body: Json = {"type": "message", "user": posted.user, "ts": posted.ts, "text": posted.text, "team": posted.team}
    if posted.bot_id:
        body |= {"bot_id": posted.bot_id, "app_id": posted.app_id, "bot_profile": bot(world)}
    optional: Json = {
        "blocks": posted.blocks, "thread_ts": posted.thread_ts, "edited": posted.edited, "client_msg_id": posted.client_msg_id,
        "metadata": posted.metadata if metadata else None,
        "subtype": "thread_broadcast" if posted.broadcast else "file_share" if posted.files else "",
        "files": [carried(world, posted, one) for one in posted.files],
        "reactions": [{"name": n, "users": users, "count": len(users)} for n, users in posted.reactions.items()],
    }  # fmt: skip
    return body | {name: value for name, value in optional.items() if value} | _thread(world, posted)


def _thread(world: World, posted: Posted) -> Json:
    place = world.places[posted.channel]
    if posted.is_reply:
        head = place.find(posted.thread_ts)
        return {"parent_user_id": head.user} if head else {}
    replies = place.thread(posted.ts)
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {"thread_ts": posted.ts, "reply_count": len(replies), "reply_users": users, "reply_users_count": len(users),
            "latest_reply": replies[-1].ts}  # fmt: skip


def carried(world: World, posted: Posted, shared: SharedFile) -> Json:
    """A file in a message; of one from another workspace (Slack Connect) only that files.info is to be asked.

    docs.slack.dev/apis/slack-connect/using-slack-connect (files).
    """
    if posted.team != world.team_id:
        return {"id": shared.id, "file_access": "check_file_info"}
    return file(world, shared)


def file(world: World, shared: SharedFile) -> Json:
    """A file object, with the addresses that want the token (docs.slack.dev/reference/objects/file-object)."""
    ending = shared.name.rpartition(".")[2].lower() if "." in shared.name else ""
    at = f"{world.files_origin}/files-pri/{world.team_id}-{shared.id}"
    name = quote(shared.name.lower().replace(" ", "_"), safe="")
    link = f"https://{world.domain}.slack.com/files/{shared.user}/{shared.id}/{name}"
    return {
        "id": shared.id, "name": shared.name, "title": shared.title, "mimetype": shared.mimetype,
        "filetype": _FILETYPES.get(ending, ending) or "binary", "user": shared.user, "size": shared.length, "mode": "hosted",
        "is_external": False, "url_private": f"{at}/{name}", "url_private_download": f"{at}/download/{name}",
        "permalink": link, "file_access": "visible",
    }  # fmt: skip


def shares(world: World, shared: SharedFile) -> Json:
    """Where a file stands (docs.slack.dev/reference/objects/file-object, `shares`)."""
    found: dict[str, dict[str, list[Json]]] = {}
    for where in world.places.values():
        there = [{"ts": one.ts, "thread_ts": one.thread_ts} for one in where.messages if shared in one.files and not one.deleted]
        if there:
            kind = "private" if where.private or where.im_of else "public"
            found.setdefault(kind, {})[where.id] = there
    return {"shares": found}


def bot(world: World) -> Json:
    name = world.accounts[world.bot_user].name
    return {"id": world.bot_id, "app_id": world.app_id, "user_id": world.bot_user, "name": name, "deleted": False,
            "team_id": world.team_id}  # fmt: skip


def user(world: World, account: Account, locale: bool = False) -> Json:
    """A user object; a stranger from another workspace shows no address."""
    stranger = account.team_id != world.team_id
    offset = world.clock().astimezone(world.reader(account).tz).utcoffset() or _NOTHING
    profile: Json = {"real_name": account.name, "display_name": account.name, "team": account.team_id}
    if account.email and "users:read.email" in world.scopes and not stranger:
        profile["email"] = account.email
    body: Json = {
        "id": account.id, "team_id": account.team_id, "name": _handle(account), "real_name": account.name,
        "deleted": account.deleted, "is_bot": account.bot, "is_app_user": False, "profile": profile, "is_stranger": stranger,
        "is_admin": False, "is_owner": False, "is_restricted": account.guest, "is_ultra_restricted": False,
    }  # fmt: skip
    if not account.deleted:
        body |= {"tz": account.tz, "tz_label": account.tz, "tz_offset": int(offset.total_seconds())}
    return body | ({"locale": account.locale} if locale else {})


def _handle(account: Account) -> str:
    return (account.email.partition("@")[0] or account.name).lower().replace(" ", ".")


def person(account: Account) -> Json:
    """The user as interactive payloads carry them."""
    return {"id": account.id, "username": _handle(account), "name": _handle(account), "team_id": account.team_id}


def place(world: World, where: Place) -> Json:
    """A conversation object."""
    if where.im_of:
        return {"id": where.id, "user": where.im_of, "is_im": True, "is_channel": False, "is_group": False, "is_archived": False,
                "context_team_id": world.team_id, "is_open": True}  # fmt: skip
    return {
        "id": where.id, "name": where.name, "name_normalized": where.name, "is_channel": not where.private,
        "is_group": False, "is_im": False, "is_mpim": False, "is_private": where.private, "is_archived": where.archived,
        "is_member": world.bot_user in where.members, "is_ext_shared": world.shared(where), "is_shared": world.shared(where),
        "context_team_id": world.team_id, "num_members": len(where.members),
    }  # fmt: skip


def said(world: World, posted: Posted) -> Json:
    """The `message` event of a new message."""
    where = world.places[posted.channel]
    return _in(where, posted.ts) | message(world, posted, metadata=True) | _foreign(world, posted.user)


def mentioned(world: World, posted: Posted) -> Json:
    """The `app_mention` event that comes beside it."""
    body = said(world, posted)
    return {**{k: v for k, v in body.items() if k not in ("channel_type", "subtype")}, "type": "app_mention"}


def changed(world: World, posted: Posted, before: Json) -> Json:
    """The event of an edit; `before` is the message as it stood."""
    now = message(world, posted, metadata=True)
    return _after(world, posted) | {"subtype": "message_changed", "message": now, "previous_message": before}


def deleted(world: World, posted: Posted, before: Json) -> Json:
    return _after(world, posted) | {"subtype": "message_deleted", "deleted_ts": posted.ts, "previous_message": before}


def _after(world: World, posted: Posted) -> Json:
    ts = world.new_ts()
    return _in(world.places[posted.channel], ts) | {"type": "message", "hidden": True, "ts": ts}


def reacted(world: World, posted: Posted, by: str, name: str, kind: str = "reaction_added") -> Json:
    item = {"type": "message", "channel": posted.channel, "ts": posted.ts}
    return {"type": kind, "user": by, "reaction": name, "item": item, "item_user": posted.user,
            "event_ts": world.new_ts()} | _foreign(world, by)  # fmt: skip


def _in(where: Place, event_ts: str) -> Json:
    return {"channel": where.id, "channel_type": where.kind, "event_ts": event_ts}


def _foreign(world: World, who: str) -> Json:
    """Slack Connect: the event says which workspace its author comes from."""
    team = world.accounts[who].team_id if who in world.accounts else world.team_id
    return {} if team == world.team_id else {"user_team": team, "source_team": team}
