"""What a person types, as Slack's client sends it: escaped, with mentions and links marked, and as a rich_text block."""

from __future__ import annotations

import re

from integrations.sandbox.slack.model import Blocks, Json

_KEPT = re.compile(r"<@[UW][A-Z0-9]+>")
_LINK = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)]")
_MAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_PARTS = re.compile(r"<@(?P<user>[UW][A-Z0-9]+)>|<(?P<url>[^@<>|]+)(?:\|(?P<label>[^<>]*))?>|:(?P<emoji>[a-z0-9_+-]+):")


def as_sent(text: str, names: dict[str, str]) -> str:
    """The wire form of `text`. `names` maps visible names to user ids: "@Asha" becomes a mention, as it would when picked."""
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w)@{re.escape(name)}(?!\w)", f"<@{names[name]}>", text)
    pieces, last = [], 0
    for kept in _KEPT.finditer(text):
        pieces += [_marked(text[last : kept.start()]), kept[0]]
        last = kept.end()
    return "".join([*pieces, _marked(text[last:])])


def _marked(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    linked = _LINK.sub(lambda link: f"<{link[0]}>", escaped)
    return linked if "<" in linked else _MAIL.sub(lambda mail: f"<mailto:{mail[0]}|{mail[0]}>", linked)


def rich_text(sent: str, block_id: str) -> Blocks:
    """The `rich_text` block that comes with what a person typed."""
    parts: list[Json] = []
    last = 0
    for found in _PARTS.finditer(sent):
        parts += _words(sent[last : found.start()])
        parts.append(_part(found))
        last = found.end()
    parts += _words(sent[last:])
    return [{"type": "rich_text", "block_id": block_id, "elements": [{"type": "rich_text_section", "elements": parts}]}]


def _part(found: re.Match[str]) -> Json:
    if found["user"]:
        return {"type": "user", "user_id": found["user"]}
    if found["emoji"]:
        return {"type": "emoji", "name": found["emoji"]}
    link: Json = {"type": "link", "url": found["url"]}
    return {**link, "text": found["label"]} if found["label"] else link


def _words(text: str) -> list[Json]:
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return [{"type": "text", "text": text}] if text else []
