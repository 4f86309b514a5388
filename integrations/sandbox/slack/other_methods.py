"""auth.*, bots.*, users.*, reactions.* and views.* (https://docs.slack.dev/reference/methods)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from integrations.sandbox.slack import wire
from integrations.sandbox.slack.arguments import Arguments
from integrations.sandbox.slack.chat_methods import visible_place, writable_place
from integrations.sandbox.slack.model import Json, Posted, Refused

if TYPE_CHECKING:
    from integrations.sandbox.slack.workspace import SlackWorkspace


def auth_test(ws: SlackWorkspace, _args: Arguments) -> Json:
    world = ws.world
    return {
        "url": f"https://{world.domain}.slack.com/", "team": "Sandbox", "user": world.name_of(ws.bot_user).lower(),
        "team_id": world.team_id, "user_id": ws.bot_user, "bot_id": ws.bot_id, "is_enterprise_install": False,
    }  # fmt: skip


def bots_info(ws: SlackWorkspace, args: Arguments) -> Json:
    if args.text("bot", ws.bot_id) != ws.bot_id:
        raise Refused("bot_not_found")
    return {"bot": wire.bot(ws.world)}


def users_info(ws: SlackWorkspace, args: Arguments) -> Json:
    return {"user": wire.user(ws.world, ws.world.account(args.need("user")), args.flag("include_locale"))}


def users_by_email(ws: SlackWorkspace, args: Arguments) -> Json:
    account = ws.world.has_mail(args.need("email"))
    if account is None or account.team_id != ws.world.team_id:
        raise Refused("users_not_found")
    return {"user": wire.user(ws.world, account)}


def _pointed_at(ws: SlackWorkspace, args: Arguments) -> Posted:
    posted = visible_place(ws, args.need("channel")).find(args.need("timestamp"))
    if posted is None:
        raise Refused("message_not_found")
    return posted


def reactions_add(ws: SlackWorkspace, args: Arguments) -> Json:
    writable_place(ws, args.need("channel"))
    posted, name = _pointed_at(ws, args), args.need("name")
    if not re.fullmatch(r"[a-z0-9_'+-]+(::skin-tone-[2-6])?", name):
        raise Refused("invalid_name")
    who = posted.reactions.setdefault(name, [])
    if ws.bot_user in who:
        raise Refused("already_reacted")
    who.append(ws.bot_user)
    ws.tell(wire.reacted(ws.world, posted, ws.bot_user, name))
    return {}


def reactions_remove(ws: SlackWorkspace, args: Arguments) -> Json:
    posted, name = _pointed_at(ws, args), args.need("name")
    if ws.bot_user not in posted.reactions.get(name, []):
        raise Refused("no_reaction")
    posted.reactions[name].remove(ws.bot_user)
    if not posted.reactions[name]:
        del posted.reactions[name]
    ws.tell(wire.reacted(ws.world, posted, ws.bot_user, name, "reaction_removed"))
    return {}


def reactions_get(ws: SlackWorkspace, args: Arguments) -> Json:
    posted = _pointed_at(ws, args)
    return {"type": "message", "channel": posted.channel, "message": wire.message(ws.world, posted)}


def _view(args: Arguments) -> object:
    view = args.structure("view")
    if view is None:
        raise Refused("invalid_arguments", ["missing required field: view"])
    return view


def views_open(ws: SlackWorkspace, args: Arguments) -> Json:
    user = ws.triggers.take(args.need("trigger_id"))
    return {"view": ws.views.wire(ws.views.open(user, _view(args)))}


def views_push(ws: SlackWorkspace, args: Arguments) -> Json:
    user = ws.triggers.take(args.need("trigger_id"))
    return {"view": ws.views.wire(ws.views.push(user, _view(args)))}


def views_update(ws: SlackWorkspace, args: Arguments) -> Json:
    view_id, external_id = args.text("view_id"), args.text("external_id")
    if bool(view_id) == bool(external_id):
        raise Refused("invalid_arguments", ["exactly one of view_id and external_id"])
    return {"view": ws.views.wire(ws.views.update(view_id, external_id, _view(args), args.text("hash")))}


def views_publish(ws: SlackWorkspace, args: Arguments) -> Json:
    account = ws.world.accounts.get(args.need("user_id"))
    if account is None or account.bot:
        raise Refused("invalid_arguments", ["user_id is not a person of this workspace"])
    return {"view": ws.views.wire(ws.views.publish(account.id, _view(args), args.text("hash")))}


METHODS = {
    "auth.test": auth_test,
    "bots.info": bots_info,
    "users.info": users_info,
    "users.lookupByEmail": users_by_email,
    "reactions.add": reactions_add,
    "reactions.remove": reactions_remove,
    "reactions.get": reactions_get,
    "views.open": views_open,
    "views.push": views_push,
    "views.update": views_update,
    "views.publish": views_publish,
}
