"""Files of the app in a personal chat: it offers one, the person takes it into their own store, and the app shows it.

learn.microsoft.com "Send and receive files using a bot"; the store's side: "driveItem: createUploadSession".
"""

from __future__ import annotations

import re
import secrets
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aiohttp import web

from integrations.sandbox.teams import activities
from integrations.sandbox.teams.places import PERSONAL, Place, Posted
from integrations.sandbox.teams.records import ConnectorError, Json, NotThere, Refusal, Unanswered, as_json

if TYPE_CHECKING:
    from integrations.sandbox.teams.people import Person
    from integrations.sandbox.teams.tenant import TeamsTenant

CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"
TYPES = (CONSENT, INFO)
_NAME = re.compile(r'[^"*:<>?/\\|]{1,250}')
_RANGE = re.compile(r"bytes 0-([0-9]+)/([0-9]+)")


@dataclass(eq=False)
class Upload:
    """The place in somebody's store that waits for the bytes of one file. It is over when it has them all."""

    name: str
    id: str = field(default_factory=lambda: str(uuid.uuid4()).upper())
    secret: str = field(default_factory=lambda: secrets.token_hex(12))
    content: bytes | None = None

    @property
    def kind(self) -> str:
        return self.name.rpartition(".")[2]


def checked_file(tenant: TeamsTenant, place: Place, attachment: Json) -> Json:
    """The attachment, if Teams takes it there. Raises ConnectorError for what it refuses."""
    if not tenant.supports_files or place.kind != PERSONAL:
        raise ConnectorError(400, "BadArgument", "Files need a personal chat with a bot whose manifest says supportsFiles")
    name, content = attachment.get("name"), as_json(attachment.get("content"))
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ConnectorError(400, "BadSyntax", f"A file cannot be called {name!r}")
    problem = _offer_problem(content) if attachment["contentType"] == CONSENT else _shown_problem(tenant, attachment, content)
    if problem:
        raise ConnectorError(400, "BadSyntax", problem)
    return attachment


def _offer_problem(content: Json) -> str:
    size, words = content.get("sizeInBytes"), content.get("description")
    if not isinstance(words, str) or not words:
        return "An offered file has a description"
    if not isinstance(size, int) or isinstance(size, bool) or size <= 0:
        return "sizeInBytes is a number above 0"
    contexts = [content[name] for name in ("acceptContext", "declineContext") if name in content]
    return "" if all(isinstance(one, dict) for one in contexts) else "A context is an object"


def _shown_problem(tenant: TeamsTenant, attachment: Json, content: Json) -> str:
    known = tenant.uploads.get(str(content.get("uniqueId")))
    if known is None or known.content is None:
        return "There is no file of this uniqueId"
    right = attachment.get("contentUrl") == address(tenant, known) and content.get("fileType") == known.kind
    return "" if right else "contentUrl and fileType are those of the uploaded file"


def address(tenant: TeamsTenant, upload: Upload) -> str:
    return f"{tenant.base_url}/files/{upload.id}/{quote(upload.name)}"


async def answer(person: Person, posted: Posted, *, take: bool) -> Upload | None:
    """Press Accept or Decline on an offer: the app is told, and where the bytes belong. None where nothing was taken."""
    offered = as_json(posted.file)
    if offered.get("contentType") != CONSENT or posted.place is not person.personal:
        raise NotThere("there is no file to take here")
    if posted.answered:
        raise NotThere(f"{person.name} has answered already")
    tenant, content = person.tenant, as_json(offered["content"])
    upload = Upload(offered["name"]) if take else None
    value: Json = {"type": "fileUpload", "action": "accept" if take else "decline"}
    value["context"] = content.get("acceptContext" if take else "declineContext") or {}
    if upload is not None:
        tenant.uploads[upload.id] = upload
        value["uploadInfo"] = _where(tenant, upload)
    activity = activities.envelope(tenant, person, posted.place, "invoke", f"f:{uuid.uuid4()}")
    posted.answered = True
    try:
        await tenant.delivery.ask(activities.invoke(activity, "fileConsent/invoke", value, posted))
    except Unanswered:
        posted.answered = False
        person.notices.append("Unable to reach app. Please try again.")
    return upload


def _where(tenant: TeamsTenant, upload: Upload) -> Json:
    url = tenant.upload_url or f"{tenant.base_url}/upload/{upload.id}?session={upload.secret}"
    return {
        "contentUrl": address(tenant, upload), "name": upload.name, "uploadUrl": url, "uniqueId": upload.id,
        "fileType": upload.kind, "etag": '"1"',
    }  # fmt: skip


async def take_bytes(tenant: TeamsTenant, request: web.Request) -> web.StreamResponse:
    """PUT: all bytes at once. It is never asked who sends them, and a token has no business there."""
    upload = tenant.uploads.get(request.match_info["id"])
    content = await request.read()
    if "Authorization" in request.headers:
        tenant.refusals.append(Refusal("files.upload", 0, "TokenSent", "the address takes no token: it might be anybody's"))
    if upload is None or upload.secret != request.query.get("session") or upload.content is not None:
        return _no(tenant, 404, "itemNotFound", "The upload session was not found")
    ranged = _RANGE.fullmatch(request.headers.get("Content-Range", ""))
    if ranged is None or (int(ranged[1]) + 1, int(ranged[2])) != (len(content), len(content)):
        return _no(tenant, 400, "invalidRequest", "Content-Range has to be that of the whole file")
    upload.content = content
    return web.json_response({"id": upload.id, "name": upload.name, "size": len(content), "file": {}}, status=201)


def _no(tenant: TeamsTenant, status: int, code: str, message: str) -> web.Response:
    tenant.refusals.append(Refusal("files.upload", status, code, message))
    body: dict[str, Any] = {"error": {"code": code, "message": message}}
    return web.json_response(body, status=status)
