"""Pictures that the app puts into a message itself, as data in the address of an attachment.

learn.microsoft.com "Format your bot messages" (picture messages): PNG, JPEG or GIF, at most 1024 x 1024 pixels and 1 MB.
"""

from __future__ import annotations

import base64
import binascii
import re

from integrations.sandbox.pictures import picture_in
from integrations.sandbox.teams.attached import Attached
from integrations.sandbox.teams.records import ConnectorError, Json, as_json, as_list

LARGEST, WIDEST = 1024 * 1024, 1024
_KINDS = {"image/png": "png", "image/jpeg": "jpg", "image/jpg": "jpg", "image/gif": "gif"}
_DATA = re.compile(r"data:(image/[a-z]+);base64,([A-Za-z0-9+/=]+)")


def parted(body: Json) -> tuple[list[Attached], Json]:
    """The pictures of an activity, and the activity without them. Raises ConnectorError for a picture Teams does not take."""
    attachments = as_list(body.get("attachments"))
    pictures = [one for one in attachments if str(as_json(one).get("contentType")).startswith("image/")]
    rest = [one for one in attachments if one not in pictures]
    return [_picture(one) for one in pictures], {**body, "attachments": rest} if pictures else body


def _picture(attachment: Json) -> Attached:
    kind = str(attachment["contentType"])
    data = _DATA.fullmatch(str(attachment.get("contentUrl")))
    if kind not in _KINDS or data is None:
        raise ConnectorError(400, "BadSyntax", f"A picture is PNG, JPEG or GIF with its data as contentUrl, not {kind}")
    try:
        content = base64.b64decode(data[2], validate=True)
    except binascii.Error:
        raise ConnectorError(400, "BadSyntax", "The data of the picture is no base64") from None
    _fits(content, kind)
    name = attachment.get("name")
    return Attached(name if isinstance(name, str) and name else f"image.{_KINDS[kind]}", content, kind, inline=True)


def _fits(content: bytes, kind: str) -> None:
    seen = picture_in(content)
    if seen is None or _KINDS[seen.media_type] != _KINDS[kind]:
        raise ConnectorError(400, "BadSyntax", f"The data is no {kind}")
    if len(content) > LARGEST or max(seen.width, seen.height) > WIDEST:
        size = f"{seen.width} x {seen.height} pixels and {len(content)} bytes"
        raise ConnectorError(413, "MessageSizeTooBig", f"A picture has at most {WIDEST} x {WIDEST} pixels and 1 MB, not {size}")
