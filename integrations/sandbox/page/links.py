"""Where a link inside the sandbox leads: both platforms have their own addresses for a message."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from integrations.sandbox.page.controls import Json

SLACK, TEAMS = "slack", "teams"
_SLACK = re.compile(r"/archives/([A-Z0-9]+)(?:/p(\d{10,})(\d{6}))?")
_TEAMS = re.compile(r"/l/message/([^/]+)/(\d+)")


def leads_to(url: str, here: str) -> Json:
    """{"place", "thread", "message"} for a message of the platform one is on, the same under "across" for one of the other.

    {"outside": url} for any other address of the web, {} for what is none.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return {}
    for platform, found in ((SLACK, _slack(host, parts.path, parts.query)), (TEAMS, _teams(host, parts.path, parts.query))):
        if found:
            return found if platform == here else {"across": {"platform": platform, **found}}
    return {"outside": url} if parts.scheme in ("http", "https", "mailto") else {}


def _slack(host: str, path: str, query: str) -> Json | None:
    match = _SLACK.fullmatch(path) if host.endswith(".slack.com") else None
    if not match:
        return None
    message = f"{match[2]}.{match[3]}" if match[2] else ""
    return {"place": match[1], "message": message, "thread": (parse_qs(query).get("thread_ts") or [""])[0]}


def _teams(host: str, path: str, query: str) -> Json | None:
    match = _TEAMS.fullmatch(path) if host == "teams.microsoft.com" else None
    if not match:
        return None
    return {"place": unquote(match[1]), "message": match[2], "thread": (parse_qs(query).get("parentMessageId") or [""])[0]}
