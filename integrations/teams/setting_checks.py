"""What the doctor finds about the settings of Teams: the right value in the right place, a way in, and the policy's channels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.doctor import Finding, Level
from app.ports import ChannelError, RateLimited, Unauthorized, Unreachable
from integrations.teams.connector import Connector, conversation_path

_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TOKEN = {
    "invalid_client": "Make a new client secret and copy its Value (not its ID) to TEAMS_APP_PASSWORD; it may have expired.",
    "unauthorized_client": "TEAMS_APP_ID is the Application (client) ID of an app in the directory TEAMS_TENANT_ID.",
    "invalid_request": "TEAMS_TENANT_ID is the Directory (tenant) ID of the app registration.",
}
_BY_DEFAULT = "Check TEAMS_APP_ID, TEAMS_APP_PASSWORD (it may have expired) and TEAMS_TENANT_ID against the app registration."


def settings_checks(app_id: str, app_password: str, tenant_id: str, public_url: str) -> Iterator[Finding]:
    """What can be told without asking Microsoft. The secret is not quoted."""
    for name, value, what in (
        ("teams.app_id", app_id, "TEAMS_APP_ID is the Application (client) ID of the app registration"),
        ("teams.tenant_id", tenant_id, "TEAMS_TENANT_ID is the Directory (tenant) ID of the app registration"),
    ):
        if not _GUID.fullmatch(value):
            yield Finding(name, Level.ERROR, f"{name.replace('.', '_').upper()} is no GUID.", f"{what}.")
    if _GUID.fullmatch(app_password):
        remedy = "Copy the secret's Value; it is shown only once, so a new client secret may be needed."
        yield Finding("teams.password", Level.ERROR, "TEAMS_APP_PASSWORD looks like the ID of a client secret.", remedy)
    if not public_url:
        remedy = "Set SAHAYAK_PUBLIC_URL to the https address whose /api/messages is the bot's messaging endpoint."
        yield Finding("teams.way_in", Level.WARNING, "Nothing says how Teams reaches this desk.", remedy)


def token_remedy(code: str) -> str:
    """What to do about the word with which a token was refused."""
    return _TOKEN.get(code.removeprefix("login_"), _BY_DEFAULT)


async def channel_check(connector: Connector, service_url: str, channel: str) -> Finding:
    """Whether the app is in the team of a channel that the policy names: only then Teams tells who its members are."""
    name = f"teams.channel.{channel}"
    try:
        await connector.call("GET", service_url, conversation_path(channel, "pagedmembers"))
    except ChannelError as error:
        if isinstance(error, Unreachable | RateLimited | Unauthorized):
            return Finding(name, Level.WARNING, f"Teams does not answer about {channel} ({error.code}).", "Try again.")
        remedy = "Add the app to that team; take the id from Get link to channel (19:…@thread.tacv2) into the policy file."
        return Finding(name, Level.ERROR, f"The app is not in {channel}, or there is none ({error.code}).", remedy)
    return Finding(name, Level.OK, f"The app is in {channel}.")
