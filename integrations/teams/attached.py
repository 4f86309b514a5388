"""Files and pictures that people attach on Teams: what a message tells of them, and their bytes.

A file in the personal chat has an address at the person's store that opens by itself for some minutes and takes no token; one in
a channel or a group chat is only named, with its place in a store that an app cannot read. A pasted picture lies at the connector
and wants the bot's token. learn.microsoft.com/microsoftteams/platform/bots/how-to: bots-filesv4, agents-inline-images.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import IO, Any
from urllib.parse import urljoin, urlsplit

import aiohttp

from app.attachments.kinds import is_page
from app.attachments.model import Origin, Reason
from app.interaction import Attached
from app.people.model import Workspace
from app.ports import Unreachable, Unreadable
from integrations.teams.activity import list_of, object_of, text_of
from integrations.teams.connector import Connector
from integrations.teams.errors import refusal
from integrations.teams.hosts import AllowedHosts, may_take_files
from integrations.teams.html_text import TAG

DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"
REFERENCE = "reference"
PATIENCE = aiohttp.ClientTimeout(total=30, connect=5, sock_read=10)
STEPS = 3
"""Redirects that are followed, each to a host that may have it."""

MOST = 50
PIECE = 64 * 1024

_MOVED = frozenset({301, 302, 303, 307, 308})
_AT_CONNECTOR = re.compile(r"/v3/attachments/([^/]{1,255})/")
_PICTURE = re.compile(r"image/([a-z0-9]{1,10})")
_NOBODYS = AllowedHosts(())


def read_files(message: Mapping[str, Any]) -> tuple[Attached, ...]:
    """Files and pictures; cards, quoted messages and the message itself as HTML hang there too and are none."""
    found: list[Attached] = []
    for one in list_of(message, "attachments"):
        kind = text_of(one, "contentType").lower()
        if kind == DOWNLOAD:
            found.append(_file(one))
        elif kind == REFERENCE:
            found.append(Attached(text_of(one, "name"), link=_link(text_of(one, "contentUrl")), id=text_of(one, "id")))
        elif picture := _PICTURE.fullmatch(kind):
            found.append(_picture(one, picture[1], len(found)))
    return tuple(found[:MOST])


def read_pointed_at(message: Mapping[str, Any]) -> tuple[Attached, ...]:
    """Of a message that a message action brings: its files, and the pictures in its HTML, which no app may read."""
    html = text_of(object_of(message, "body"), "content")
    images = (tag["rest"] for tag in TAG.finditer(html) if (tag["name"] or "").lower() == "img")
    pictures = min(sum("/hostedContents/" in rest or "/objects/" in rest for rest in images), MOST)
    return (*read_files(message), *(Attached(f"image-{number}.png", "image/png") for number in range(1, pictures + 1)))[:MOST]


def names_of(files: tuple[Attached, ...]) -> str:
    """What was said with a message that is nothing but files."""
    return "\n".join(file.name for file in files[:20] if file.name)


def _file(told: Mapping[str, Any]) -> Attached:
    content = object_of(told, "content")
    address, link = text_of(content, "downloadUrl"), _link(text_of(told, "contentUrl"))
    return Attached(text_of(told, "name"), address=address, link=link, id=text_of(content, "uniqueId"))


def _picture(told: Mapping[str, Any], kind: str, before: int) -> Attached:
    address = text_of(told, "contentUrl")
    at = _AT_CONNECTOR.search(address)
    number = f"-{before + 1}" if before else ""
    name = text_of(told, "name") or f"image{number}.{'jpg' if kind == 'jpeg' else kind}"
    return Attached(name, f"image/{kind}", address=address if at else "", id=at[1] if at else "")


def _link(url: str) -> str:
    """Only to Microsoft's own stores: anybody could have written it."""
    return url if may_take_files(_NOBODYS, url) else ""


class TeamsFiles:
    """Implements `app.ports.Files`."""

    def __init__(self, connector: Connector, hosts: AllowedHosts) -> None:
        self._connector, self._hosts = connector, hosts

    async def fetch(self, workspace: Workspace, origin: Origin, media_type: str, into: IO[bytes], largest: int) -> None:
        address = origin.address
        if not address:
            raise Unreadable(Reason.NOT_READABLE, "file_without_address")
        for _ in range(STEPS + 1):
            token = self._at_connector(address)
            if not token and not may_take_files(self._hosts, address):
                raise Unreadable(Reason.NOT_READABLE, "file_host_not_allowed")
            async with self._connector.reading(address, PATIENCE, token=token) as response:
                if response.status not in _MOVED:
                    return await _take(response, media_type, into, largest, token=token)
                address = urljoin(address, response.headers.get("Location", ""))
        raise Unreadable(Reason.NOT_READABLE, "file_moved_too_often")

    def _at_connector(self, address: str) -> bool:
        """Whether it is a picture at the connector: nowhere else a token goes."""
        return self._hosts.allow(address) and _AT_CONNECTOR.search(urlsplit(address).path) is not None


async def _take(response: aiohttp.ClientResponse, media_type: str, into: IO[bytes], largest: int, *, token: bool) -> None:
    if response.status != 200:
        raise _refused(response, token=token)
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise Unreadable(Reason.NOT_READABLE, "file_packed")
    if (response.content_length or 0) > largest:
        raise Unreadable(Reason.TOO_BIG, "file_too_big")
    size = 0
    async for piece in response.content.iter_chunked(PIECE):
        if media_type.startswith("image/") and not size and is_page(piece):
            raise Unreadable(Reason.NOT_READABLE, "file_sign_in")
        size += len(piece)
        if size > largest:
            raise Unreadable(Reason.TOO_BIG, "file_too_big")
        into.write(piece)
    if response.content_length not in (None, size):
        raise Unreachable("file_cut_off")


def _refused(response: aiohttp.ClientResponse, *, token: bool) -> Exception:
    """An address that opens by itself ends after some minutes, with one of these."""
    if not token and response.status in (401, 403, 404, 410):
        return Unreadable(Reason.GONE, f"file_http_{response.status}")
    if response.status == 403:
        return Unreadable(Reason.NOT_READABLE, "file_http_403")
    return refusal(response.status, response.headers, b"")
