"""What the doctor asks Slack: does the token work and may it do all we need, are we in every channel, do the clocks agree?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Protocol

import aiohttp
import yaml
from pydantic import SecretStr

from app.doctor import Finding, Level
from app.ports import ChannelError, Clock, RateLimited, Unauthorized, Unreachable
from integrations.slack.api import SlackApi

MANIFEST = Path(__file__).parents[2] / "manifests" / "slack" / "manifest.yaml"
SKEW_WARNING = 60.0
SKEW_ERROR = 300.0
"""Seconds; Slack's signatures are refused from five minutes on."""


class SlackSettings(Protocol):
    @property
    def slack_bot_token(self) -> SecretStr | None: ...

    @property
    def slack_api_url(self) -> str: ...


async def checks(
    settings: SlackSettings,
    channels: Iterable[str] = (),
    *,
    clock: Clock,
    session: aiohttp.ClientSession | None = None,
    manifest: Path = MANIFEST,
) -> list[Finding]:
    """Nothing where Slack is off. `channels` are the ids that the policy names."""
    if settings.slack_bot_token is None:
        return []
    api = SlackApi(str(settings.slack_api_url), settings.slack_bot_token.get_secret_value(), session)
    api.open()
    try:
        try:
            said, headers = await api.ask("auth.test")
        except ChannelError as error:
            return [_token_refused(error)]
        found = [Finding("slack.token", Level.OK, f"The bot token works in the workspace {said.get('team_id')}.")]
        found += [_scopes(headers, manifest), _clock(headers, clock)]
        return found + [await _channel(api, channel) for channel in dict.fromkeys(channels)]
    finally:
        await api.close()


def needed_scopes(manifest: Path = MANIFEST) -> frozenset[str]:
    """The bot scopes that our manifest declares; none where there is no manifest."""
    if not manifest.exists():
        return frozenset()
    document: dict[str, Any] = yaml.safe_load(manifest.read_text(encoding="utf-8")) or {}
    scopes = ((document.get("oauth_config") or {}).get("scopes") or {}).get("bot") or ()
    return frozenset(str(scope) for scope in scopes)


def _token_refused(error: ChannelError) -> Finding:
    if isinstance(error, Unreachable | RateLimited):
        remedy = "Check SLACK_API_URL, the network and status.slack.com, then try again."
        return Finding("slack.token", Level.WARNING, f"Slack does not answer ({error.code}).", remedy)
    remedy = (
        "Copy the Bot User OAuth Token (xoxb-…) of the installed app into SLACK_BOT_TOKEN; reinstall the app if it was removed."
    )
    kind = "is not accepted" if isinstance(error, Unauthorized) else "cannot be checked"
    return Finding("slack.token", Level.ERROR, f"The bot token {kind} ({error.code}).", remedy)


def _scopes(headers: Mapping[str, str], manifest: Path) -> Finding:
    told = headers.get("x-oauth-scopes")
    if told is None:
        return Finding("slack.scopes", Level.WARNING, "Slack does not say which scopes the token has.")
    missing = sorted(needed_scopes(manifest) - {scope.strip() for scope in told.split(",")})
    if not missing:
        return Finding("slack.scopes", Level.OK, "The bot token has every scope of the manifest.")
    remedy = "Update the app with `./sahayak manifest slack`, then reinstall it to the workspace."
    return Finding("slack.scopes", Level.ERROR, f"The bot token lacks: {', '.join(missing)}.", remedy)


def _clock(headers: Mapping[str, str], clock: Clock) -> Finding:
    try:
        skew = abs((parsedate_to_datetime(headers.get("Date", "")) - clock()).total_seconds())
    except (TypeError, ValueError):
        return Finding("slack.clock", Level.WARNING, "Slack's answer has no readable date to compare the clock with.")
    says = f"This machine's clock differs from Slack's by {skew:.0f} s."
    if skew <= SKEW_WARNING:
        return Finding("slack.clock", Level.OK, says)
    level = Level.ERROR if skew > SKEW_ERROR else Level.WARNING
    return Finding("slack.clock", level, says, "Set the clock by NTP: signatures older than five minutes are refused.")


async def _channel(api: SlackApi, channel: str) -> Finding:
    name = f"slack.channel.{channel}"
    try:
        told = (await api.call("conversations.info", channel=channel)).get("channel") or {}
    except ChannelError as error:
        if isinstance(error, Unreachable | RateLimited):
            return Finding(name, Level.WARNING, f"Slack does not answer about {channel} ({error.code}).", "Try again.")
        remedy = "Check the id in the policy file; in a private channel, type `/invite @` and the app's name."
        return Finding(name, Level.ERROR, f"{channel} cannot be seen ({error.code}).", remedy)
    if told.get("is_archived"):
        return Finding(name, Level.ERROR, f"{channel} is archived.", "Unarchive it, or name another channel in the policy file.")
    if not told.get("is_member"):
        return Finding(name, Level.ERROR, f"The app is not in {channel}.", "Type `/invite @` and the app's name there.")
    return Finding(name, Level.OK, f"The app is in {channel}.")
