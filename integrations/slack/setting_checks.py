"""What the doctor finds about the settings of Slack: the right value in the right place, and a way in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.doctor import Finding, Level
from app.ports import ChannelError, RateLimited, Unreachable
from integrations.slack.api import SlackApi

_SECRET = re.compile(r"[0-9a-f]{32}")
_KINDS = {
    "xapp-": "an app-level token",
    "xoxp-": "a user token",
    "xoxe-": "a refresh token",
    "xoxc-": "a browser's token",
    "xoxd-": "a browser's cookie",
}
_SOCKET = {
    "missing_scope": "Make a new app-level token with the scope connections:write (Basic Information, App-Level Tokens).",
    "not_allowed_token_type": "SLACK_APP_TOKEN is an app-level token (xapp-…), not the bot token.",
    "socket_mode_disabled": "Switch on Socket Mode in the app's settings, or paste the manifest of ./sahayak manifest slack.",
}
_BY_DEFAULT = "Copy the app-level token (xapp-…) of this app again: Basic Information, App-Level Tokens."


def settings_checks(signing_secret: str, bot_token: str, app_token: str, public_url: str) -> Iterator[Finding]:
    """What can be told without asking Slack. No secret is quoted."""
    kind = _KINDS.get(bot_token[:5])
    if kind:
        remedy = "SLACK_BOT_TOKEN is the Bot User OAuth Token (xoxb-…) of OAuth & Permissions."
        yield Finding("slack.token_kind", Level.ERROR, f"SLACK_BOT_TOKEN holds {kind}.", remedy)
    if not _SECRET.fullmatch(signing_secret):
        remedy = "Copy the Signing Secret (Basic Information, App Credentials), neither the Client Secret nor a token."
        says = "SLACK_SIGNING_SECRET does not look like a signing secret (32 digits and letters a to f)."
        yield Finding("slack.signing_secret", Level.WARNING, says, remedy)
    if not (app_token or public_url):
        remedy = (
            "Set SLACK_APP_TOKEN (Socket Mode), or SAHAYAK_PUBLIC_URL to the https address under which Slack reaches this desk."
        )
        yield Finding("slack.way_in", Level.WARNING, "Nothing says how Slack reaches this desk.", remedy)


async def socket_check(api: SlackApi) -> Finding:
    """Whether the app token opens a connection; `api` speaks with that token. The connection itself is not made."""
    try:
        await api.call("apps.connections.open")
    except ChannelError as error:
        if isinstance(error, Unreachable | RateLimited):
            return Finding(
                "slack.socket", Level.WARNING, f"Slack does not answer about Socket Mode ({error.code}).", "Try again."
            )
        says = f"Socket Mode does not work with SLACK_APP_TOKEN ({error.code})."
        return Finding("slack.socket", Level.ERROR, says, _SOCKET.get(error.code, _BY_DEFAULT))
    return Finding("slack.socket", Level.OK, "Socket Mode works: no public address is needed.")
