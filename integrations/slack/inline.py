"""Pieces of a line as Slack takes them: mrkdwn, rich text elements, or plain text. What a person typed is never markup in any.

Slack's mrkdwn has an escape for & < > only (docs.slack.dev/messaging/formatting-message-text): a text that holds one of its other
marks is therefore never put into mrkdwn; it goes into rich text or plain text, which have no markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from app.cards import Inline, Link, Mention, Moment
from integrations.slack.cut import ELLIPSIS, clean, cut, shown, units

DATE_FORMAT = "{date_short_pretty} {time}"

_MARKS = re.compile(r"[*_~`]|^[^\S\n]*>", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[^\s<>|]{1,2900}")


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escaped_units(text: str) -> int:
    return units(escape(text))


def inert(parts: Iterable[Inline]) -> bool:
    """Nothing in these parts could format anything once & < > are escaped."""
    return not any(_MARKS.search(plain(part)) for part in parts)


def plain(part: Inline) -> str:
    match part:
        case Mention():
            text = part.name
        case Moment():
            text = part.fallback
        case Link():
            text = part.label
        case _:
            text = part
    return clean(text)


def mrkdwn(part: Inline, workspace: str) -> str:
    match part:
        case Mention() if user := user_of(part.users, workspace):
            return f"<@{user}>"
        case Moment():
            fallback = escape(plain(part)).replace("|", " ").replace("^", " ") or "?"
            return f"<!date^{int(part.at.timestamp())}^{DATE_FORMAT}|{fallback}>"
        case Link() if shown(part.label) and _ADDRESS.fullmatch(part.url):
            return f"<{part.url.replace('&', '&amp;')}|{escape(plain(part))}>"
        case _:
            return escape(plain(part))


def user_of(users: Iterable[str], workspace: str) -> str:
    """The Slack user id among these identities that this workspace knows (any Slack one where `workspace` is ''), or ''."""
    for identity in users:
        platform, _, rest = identity.partition(":")
        team, _, user = rest.rpartition("/")
        if platform == "slack" and re.fullmatch(r"[UW][A-Z0-9]+", user) and (not workspace or team in ("", workspace)):
            return user
    return ""


def mrkdwn_line(parts: Iterable[Inline], limit: int, workspace: str) -> str:
    """As many parts as fit; a text is cut between graphemes, a mention, moment or link is there whole or not at all."""
    line, room = "", limit - 1
    for part in parts:
        text = mrkdwn(part, workspace)
        if units(text) > room:
            return line + (escape(cut(part, room, escaped_units)) if isinstance(part, str) else ELLIPSIS)
        line, room = line + text, room - units(text)
    return line


def plain_line(parts: Iterable[Inline], limit: int) -> str:
    return cut("".join(plain(part) for part in parts), limit)


def rich_line(parts: Iterable[Inline], limit: int, workspace: str, bold: bool = False) -> list[dict[str, Any]]:
    """Rich text elements, the texts among them cut where the line would become too long."""
    elements: list[dict[str, Any]] = []
    room = limit - 1
    for part in parts:
        text = plain(part)
        if units(text) > room:
            elements.append(_rich(cut(text, room), workspace, bold))
            break
        room -= units(text)
        if text or isinstance(part, Mention):
            elements.append(_rich(part, workspace, bold))
    return elements


def _rich(part: Inline, workspace: str, bold: bool) -> dict[str, Any]:
    style = {"style": {"bold": True}} if bold else {}
    match part:
        case Mention() if user := user_of(part.users, workspace):
            return {"type": "user", "user_id": user, **style}
        case Moment():
            return {"type": "date", "timestamp": int(part.at.timestamp()), "format": DATE_FORMAT, "fallback": plain(part)}
        case Link() if _ADDRESS.fullmatch(part.url):
            return {"type": "link", "url": part.url, "text": plain(part), **style}
        case _:
            return {"type": "text", "text": plain(part) or ELLIPSIS, **style}
