"""What the app may post: size, shape, card, mentions. Sizes: learn.microsoft.com "Format your bot messages"."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from integrations.sandbox.teams import inline
from integrations.sandbox.teams.answers import CARD
from integrations.sandbox.teams.attached import Attached
from integrations.sandbox.teams.card_rules import card_problems
from integrations.sandbox.teams.files import TYPES, checked_file
from integrations.sandbox.teams.places import Place
from integrations.sandbox.teams.records import ConnectorError, Json, Refusal, as_json, as_list

if TYPE_CHECKING:
    from integrations.sandbox.teams.tenant import TeamsTenant

# Bytes: UTF-16 for the hard limit, as Teams counts; UTF-8 for the size under which nothing can go wrong on any client.
LARGEST, SAFE = 80 * 1024, 28 * 1024
_ALSO = ("application/vnd.microsoft.card.hero", "application/vnd.microsoft.card.thumbnail")


@dataclass(frozen=True)
class Draft:
    text: str
    card: Json | None
    summary: str
    entities: list[Json]
    file: Json | None = None
    pictures: list[Attached] = field(default_factory=list)


def checked(tenant: TeamsTenant, place: Place, body: Json) -> Draft:
    """The message in this activity. Raises ConnectorError for what Teams refuses; notes what it takes unwillingly."""
    pictures, body = inline.parted(body)
    _sized(tenant, place, body)
    if body.get("type") != "message":
        raise ConnectorError(400, "BadSyntax", f"Activities of type {body.get('type')!r} cannot be sent")
    file = _file(tenant, place, body)
    text, card = body.get("text") or "", None if file else _card(body)
    if not isinstance(text, str) or not (text or card or file or pictures):
        raise ConnectorError(400, "BadSyntax", "The activity has neither text nor attachments")
    summary = str(body.get("summary") or "")
    if (card or file or pictures) and not (summary or text):
        tenant.refusals.append(
            Refusal("activities", 0, "NoSummary", "a card without summary: its notification says nothing", place.id)
        )
    entities = [one for one in as_list(body.get("entities")) if isinstance(one, dict)]
    _mentioned(tenant, [*entities, *as_list(as_json(as_json(card).get("msteams")).get("entities"))])
    return Draft(text, card, summary, entities, file, pictures)


def _sized(tenant: TeamsTenant, place: Place, body: Json) -> None:
    written = json.dumps(body, ensure_ascii=False)
    if len(written.encode("utf-16-le", "surrogatepass")) > LARGEST:
        raise ConnectorError(413, "MessageSizeTooBig", "Message size too large.")
    size = len(written.encode("utf-8", "surrogatepass"))
    if size > SAFE:
        tenant.refusals.append(Refusal("activities", 0, "MessageSizeUnsafe", f"{size} bytes, over {SAFE}", place.id))


def _file(tenant: TeamsTenant, place: Place, body: Json) -> Json | None:
    attachments = [as_json(one) for one in as_list(body.get("attachments"))]
    if not any(one.get("contentType") in TYPES for one in attachments):
        return None
    if len(attachments) > 1:
        raise ConnectorError(400, "BadSyntax", "One attachment, a file")
    return checked_file(tenant, place, attachments[0])


def _card(body: Json) -> Json | None:
    attachments = as_list(body.get("attachments"))
    if not attachments:
        return None
    first = as_json(attachments[0])
    if len(attachments) > 1 or first.get("contentType") not in (CARD, *_ALSO):
        raise ConnectorError(400, "BadSyntax", "One attachment, an Adaptive Card")
    if first["contentType"] == CARD:
        problems = card_problems(first.get("content"))
        if problems:
            raise ConnectorError(400, "BadSyntax", "; ".join(problems))
    return as_json(first.get("content"))


def _mentioned(tenant: TeamsTenant, entities: list[Json]) -> None:
    for entity in entities:
        mentioned = as_json(entity.get("mentioned"))
        known = entity.get("type") != "mention" or tenant.find_person(str(mentioned.get("id")))
        if not known and mentioned.get("id") != tenant.bot_account()["id"]:
            raise ConnectorError(400, "BadArgument", f"The mentioned user {mentioned.get('id')!r} was not found")
