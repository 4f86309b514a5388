"""What people typed in Slack, read as plain text: mentions, channels, addresses and escapes become what they look like.

Source: docs.slack.dev/messaging/formatting-message-text, "Retrieved messages".
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from integrations.slack.cut import clean

_TOKEN = re.compile(r"<([@#!][^<>\n]*|[a-z][a-z0-9+.-]*:[^<>\n]*)>|&(lt|gt|amp);")
_USER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_UNESCAPED = {"lt": "<", "gt": ">", "amp": "&"}


def mentions(text: str, user: str) -> bool:
    """Is `user` addressed in this text as Slack sent it?"""
    return bool(user) and any(found[1] == user for found in _USER.finditer(text))


def without_mention(text: str, user: str) -> str:
    """The text without the mentions of `user`, and without the colon or comma after a first one."""
    gone = re.sub(rf"<@{re.escape(user)}(?:\|[^<>]*)?>[:,]?[ \t]*", "", text) if user else text
    return gone.strip()


def unnamed(text: str) -> list[str]:
    """User ids that are mentioned, in order, each once; their names are to be looked up."""
    return list(dict.fromkeys(_USER.findall(text)))


def readable(text: str, names: Mapping[str, str] | None = None) -> str:
    """Plain text, every escape undone exactly once. `names` knows people by their user id."""
    return clean(_TOKEN.sub(lambda found: _spell(found, names or {}), text)).strip()


def _spell(found: re.Match[str], names: Mapping[str, str]) -> str:
    if found[2]:
        return _UNESCAPED[found[2]]
    inside, _, label = found[1].partition("|")
    label, rest = _unescape(label), _unescape(inside[1:])
    match inside[:1]:
        case "@":
            return "@" + (names.get(rest) or label or rest).removeprefix("@")
        case "#":
            return "#" + (label or rest)
        case "!":
            return _special(rest, label)
        case _:
            return _address(_unescape(inside), label)


def _special(what: str, label: str) -> str:
    """`<!here>`, `<!subteam^S1|@team>`, `<!date^…|fallback>`."""
    name = what.partition("^")[0]
    return label or ("@" + name if name else "")


def _address(url: str, label: str) -> str:
    """An address as it is, and where it hides behind a label both, so that the real host is seen."""
    bare = url.removeprefix("mailto:").removeprefix("tel:")
    return bare if not label or label in (url, bare, re.sub(r"^https?://", "", url)) else f"{label} ({bare})"


def _unescape(text: str) -> str:
    return re.sub(r"&(lt|gt|amp);", lambda found: _UNESCAPED[found[1]], text)
