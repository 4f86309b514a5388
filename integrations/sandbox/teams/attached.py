"""Files in people's messages and pictures in anybody's: what an app hears of them, and where it gets their bytes.

A file goes into a store first. In the personal chat the app gets an address that opens without a token; in channels and group
chats it hears of a place in the store that it cannot read. A pasted picture lies at the connector and wants the app's token.
learn.microsoft.com/microsoftteams/platform/bots/how-to: bots-filesv4, agents-inline-images.
"""

from __future__ import annotations

import mimetypes
import re
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import web

from integrations.sandbox.pictures import picture_in
from integrations.sandbox.teams.places import PERSONAL, Place, Posted
from integrations.sandbox.teams.records import ConnectorError, Json, NotThere, Refusal

if TYPE_CHECKING:
    from integrations.sandbox.teams.people import Person
    from integrations.sandbox.teams.tenant import TeamsTenant

DOWNLOAD, REFERENCE = "application/vnd.microsoft.teams.file.download.info", "reference"
MOST = 10
Files = Sequence[tuple[str, bytes]]
"""Name and bytes of each."""
_NAME = re.compile(r'[^"*:<>?/\\|]{1,250}')


@dataclass(eq=False)
class Attached:
    """A file, or with `inline` a picture that stands in the message itself. `secret` opens its address without a token."""

    name: str
    content: bytes
    media_type: str
    inline: bool = False
    id: str = field(default_factory=lambda: str(uuid.uuid4()).upper())
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(24))


def taken(person: Person, place: Place, files: Files, pictures: Files) -> list[Attached]:
    """Files from the paperclip and pasted pictures. Raises NotThere for what the client would not take there."""
    if len(files) + len(pictures) > MOST:
        raise NotThere(f"a message takes at most {MOST} files")
    if files and place.kind == PERSONAL and not person.tenant.supports_files:
        raise NotThere(f"{person.tenant.bot_name} takes no files: its manifest does not say supportsFiles")
    for name, content in [*files, *pictures]:
        if not _NAME.fullmatch(name) or not content:
            raise NotThere(
                f"{name or 'a file without a name'} cannot be attached: it is empty, or its name cannot stand in a store"
            )
    found = [Attached(name, content, mimetypes.guess_type(name)[0] or "application/octet-stream") for name, content in files]
    for name, content in pictures:
        seen = picture_in(content)
        if seen is None:
            raise NotThere(f"{name} is no picture that can be pasted: PNG, JPEG or GIF")
        found.append(Attached(name, content, seen.media_type, inline=True))
    person.tenant.attached |= {one.id: one for one in found}
    return found


def told(tenant: TeamsTenant, posted: Posted) -> list[Json]:
    """The attachments of a person's message, as the app hears of them."""
    return [_picture(tenant, one) if one.inline else _file(tenant, posted, one) for one in posted.files]


def _picture(tenant: TeamsTenant, one: Attached) -> Json:
    return {"contentType": one.media_type, "contentUrl": f"{tenant.service_url}v3/attachments/{one.id}/views/original"}


def _file(tenant: TeamsTenant, posted: Posted, one: Attached) -> Json:
    if posted.place.kind != PERSONAL:
        return reference(tenant, posted, one)
    download = f"{_site(tenant, posted)}/_layouts/15/download.aspx?UniqueId={one.id}&tempauth={one.secret}"
    content = {"downloadUrl": download, "uniqueId": one.id, "fileType": one.name.rpartition(".")[2].lower(), "etag": '"1"'}
    return {"contentType": DOWNLOAD, "contentUrl": address(tenant, posted, one), "name": one.name, "content": content}


def reference(tenant: TeamsTenant, posted: Posted, one: Attached) -> Json:
    """A file that lies in a store which the app cannot read."""
    return {"id": one.id, "contentType": REFERENCE, "contentUrl": address(tenant, posted, one), "name": one.name,
            "content": None, "thumbnailUrl": None}  # fmt: skip


def address(tenant: TeamsTenant, posted: Posted, one: Attached) -> str:
    """Where the file lies in the store of its owner or of the team, for people who are signed in."""
    return f"{_site(tenant, posted)}/Documents/{quote(one.name)}"


def _site(tenant: TeamsTenant, posted: Posted) -> str:
    team, author = posted.place.team, posted.author
    owner = (
        f"sites/{quote(team.name, safe='')}" if team else f"personal/{re.sub(r'[^a-z0-9]', '_', author.email if author else '')}"
    )
    return f"{tenant.base_url}/sharepoint/{owner}"


def in_html(tenant: TeamsTenant, posted: Posted) -> str:
    """What stands in a message's HTML for its pictures and files. The address of a picture there is not one to fetch."""
    shown = (
        f'<p><img src="{tenant.base_url}/v1/objects/{one.id}/views/imgo" alt="image"></p>'
        if one.inline
        else f'<attachment id="{one.id}"></attachment>'
        for one in posted.files
    )
    return "".join(shown)


def info(tenant: TeamsTenant, attachment: str) -> Json:
    """GET /v3/attachments/{id}."""
    found = _inline(tenant, attachment)
    views = [{"viewId": "original", "size": len(found.content)}]
    return {"name": found.name, "type": found.media_type, "views": views}


def view(tenant: TeamsTenant, attachment: str, name: str) -> web.Response:
    """GET /v3/attachments/{id}/views/{name}: the bytes."""
    found = _inline(tenant, attachment)
    if name != "original":
        raise ConnectorError(404, "NotFound", f"There is no view {name!r}")
    return web.Response(body=found.content, content_type=found.media_type)


def _inline(tenant: TeamsTenant, attachment: str) -> Attached:
    found = tenant.attached.get(attachment)
    if found is None or not found.inline:
        raise ConnectorError(404, "NotFound", "Attachment not found")
    return found


def give_bytes(tenant: TeamsTenant, request: web.Request) -> web.Response:
    """The store: a download address carries its own permission; everything else wants a person who is signed in."""
    if "Authorization" in request.headers:
        tenant.refusals.append(Refusal("files.download", 0, "TokenSent", "the address takes no token: it might be anybody's"))
    found = tenant.attached.get(request.query.get("UniqueId", ""))
    if not request.path.endswith("/_layouts/15/download.aspx") or found is None:
        return _no(tenant, 403, "accessDenied", "The app cannot read this store")
    if not secrets.compare_digest(request.query.get("tempauth", "").encode(), found.secret.encode()):
        return _no(tenant, 401, "unauthenticated", "The address is not the one that was given out")
    name = quote(found.name)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return web.Response(body=found.content, content_type=found.media_type, headers=headers)


def _no(tenant: TeamsTenant, status: int, code: str, message: str) -> web.Response:
    tenant.refusals.append(Refusal("files.download", status, code, message))
    return web.json_response({"error": {"code": code, "message": message}}, status=status)
