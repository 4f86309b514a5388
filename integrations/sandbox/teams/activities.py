"""The activities that Teams sends to a bot, as it writes them.

Shapes: learn.microsoft.com/microsoftteams/platform, the pages on bots and message extensions.
"""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from integrations.sandbox.teams import attached
from integrations.sandbox.teams.places import CHANNEL, PERSONAL, Place, Posted
from integrations.sandbox.teams.records import Json

if TYPE_CHECKING:
    from integrations.sandbox.teams.people import Person
    from integrations.sandbox.teams.tenant import TeamsTenant

_MENTION = re.compile(r'<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="(\d+)">(.*?)</span>')


def stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def envelope(tenant: TeamsTenant, person: Person, place: Place, kind: str, activity_id: str, root: str = "") -> Json:
    """What every activity has. `root` is the message that began the thread, in a channel."""
    now = tenant.clock()
    return {
        "type": kind,
        "id": activity_id,
        "timestamp": stamp(now),
        "localTimestamp": now.astimezone(person.zone).isoformat(timespec="milliseconds"),
        "localTimezone": str(person.zone),
        "serviceUrl": tenant.service_url,
        "channelId": "msteams",
        "from": person.account(),
        "conversation": conversation(tenant, place, root),
        "recipient": tenant.bot_account(),
        "entities": [
            {
                "type": "clientInfo",
                "locale": person.locale,
                "country": person.locale[-2:],
                "platform": "Web",
                "timezone": str(person.zone),
            }
        ],
        "channelData": channel_data(tenant, place),
        "locale": person.locale,
    }


def conversation(tenant: TeamsTenant, place: Place, root: str = "") -> Json:
    found: Json = {"conversationType": place.kind, "tenantId": tenant.tenant_id, "id": place.address(root) if root else place.id}
    if place.kind != PERSONAL:
        found |= {"isGroup": True, "name": place.name}
    return found


def channel_data(tenant: TeamsTenant, place: Place) -> Json:
    found: Json = {"tenant": {"id": tenant.tenant_id}}
    if place.kind == CHANNEL and place.team:
        team = {"id": place.team.id, "name": place.team.name, "aadGroupId": place.team.group_id}
        found |= {"teamsChannelId": place.id, "teamsTeamId": place.team.id, "channel": {"id": place.id}, "team": team}
    return found


def message(tenant: TeamsTenant, person: Person, posted: Posted, kind: str = "message") -> Json:
    """A text, plain and as the HTML that Teams attaches beside it; later on of `kind` "messageUpdate" or "messageDelete"."""
    activity = envelope(tenant, person, posted.place, kind, posted.id, posted.root)
    activity["entities"] = [*posted.entities, *activity["entities"]]
    if kind == "messageDelete":
        activity["channelData"]["eventType"] = "softDeleteMessage"
        return activity
    if kind == "messageUpdate":
        activity["channelData"]["eventType"] = "editMessage"
    html_part = {"contentType": "text/html", "content": html_of(tenant, posted)}
    parts = [*attached.told(tenant, posted), *_card(posted), html_part]
    return activity | {"text": posted.text, "textFormat": "plain", "attachments": parts}


def _card(posted: Posted) -> list[Json]:
    return [{"contentType": "application/vnd.microsoft.card.adaptive", "content": posted.card}] if posted.card else []


def html_of(tenant: TeamsTenant, posted: Posted) -> str:
    """The message in the HTML of Teams, in which a mention is a span."""
    written = posted.html if posted.author else _of_the_app(posted)
    return (written if posted.text else "") + attached.in_html(tenant, posted)


def _of_the_app(posted: Posted) -> str:
    written = html.escape(posted.text, quote=False).replace("\n", "<br>")
    for number, entity in enumerate(one for one in posted.entities if one.get("type") == "mention"):
        name = html.escape(entity["mentioned"]["name"])
        span = f'<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="{number}">{name}</span>'
        written = written.replace(html.escape(str(entity["text"]), quote=False), span, 1)
    return f"<p>{written}</p>"


def message_payload(tenant: TeamsTenant, posted: Posted) -> Json:
    """The message on which a message action was chosen."""
    author = posted.author
    user = {"userIdentityType": "aadUser", "id": author.aad, "displayName": author.name} if author else None
    app = None if author else {"applicationIdentityType": "bot", "id": tenant.app_id, "displayName": tenant.bot_name}
    files = [attached.reference(tenant, posted, one) for one in posted.files if not one.inline]
    return {
        "id": posted.id,
        "replyToId": posted.root if posted.place.kind == CHANNEL and posted.root != posted.id else None,
        "createdDateTime": stamp(posted.at),
        "lastModifiedDateTime": None,
        "deleted": False,
        "subject": None,
        "summary": None,
        "importance": "normal",
        "locale": author.locale.lower() if author else "en-us",
        "linkToMessage": f"https://teams.microsoft.com/l/message/{posted.place.id}/{posted.id}",
        "body": {"contentType": "html", "content": _MENTION.sub(r'<at id="\1">\2</at>', html_of(tenant, posted))},
        "from": {"device": None, "conversation": None, "user": user, "application": app},
        "reactions": [{"reactionType": kind, "user": {"id": aad}} for aad, kind in posted.reactions],
        "mentions": [_mentioned(tenant, number, one) for number, one in enumerate(posted.entities) if one["type"] == "mention"],
        "attachments": [*files, *_card(posted)],
    }


def _mentioned(tenant: TeamsTenant, number: int, entity: Json) -> Json:
    """A mention as Microsoft Graph tells it."""
    name, person = entity["mentioned"]["name"], tenant.find_person(str(entity["mentioned"]["id"]))
    user = {"userIdentityType": "aadUser", "id": person.aad, "displayName": name} if person else None
    app = None if person else {"applicationIdentityType": "bot", "id": tenant.app_id, "displayName": name}
    return {"id": number, "mentionText": name, "mentioned": {"user": user, "application": app}}


def invoke(activity: Json, name: str, value: Any, about: Posted | None = None) -> Json:
    """An activity that wants an answer; `about` is the message whose card was pressed."""
    activity |= {"name": name, "value": value}
    if about:
        activity["replyToId"] = about.id
    return activity
