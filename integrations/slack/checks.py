"""What the doctor asks Slack: does the token work and may it do all we need, are we in every channel, do the clocks agree?"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Protocol

import aiohttp
import yaml
from pydantic import SecretStr

from app.doctor import Finding, Level
from app.ports import ChannelError, Clock, RateLimited, Unauthorized, Unreachable
from integrations.slack.api import SlackApi
from integrations.slack.setting_checks import settings_checks, socket_check

MANIFEST = Path(__file__).parents[2] / "manifests" / "slack" / "manifest.yaml"
SKEW_WARNING = 60.0
SKEW_ERROR = 300.0
"""Seconds; Slack's signatures are refused from five minutes on."""


class SlackSettings(Protocol):
    @property
    def slack_signing_secret(self) -> SecretStr | None: ...

    @property
    def slack_bot_token(self) -> SecretStr | None: ...

    @property
    def slack_app_token(self) -> SecretStr | None: ...

    @property
    def sahayak_public_url(self) -> str: ...

    @property
    def slack_api_url(self) -> str: ...


async def checks(
    settings: SlackSettings,
    channels: Iterable[str] = (),
    people: Iterable[str] = (),
    *,
    clock: Clock,
    known: Collection[str] = (),
    session: aiohttp.ClientSession | None = None,
    manifest: Path = MANIFEST,
) -> list[Finding]:
    """Nothing where Slack is off. `channels` and `people` are the ids that the policy names, `known` the workspaces that the
    desk has worked in.
    """
    if settings.slack_bot_token is None:
        return []
    bot, app = _shown(settings.slack_bot_token), _shown(settings.slack_app_token)
    found = list(settings_checks(_shown(settings.slack_signing_secret), bot, app, settings.sahayak_public_url))
    if app:
        async with _speaking(settings, app, session) as api:
            found.append(await socket_check(api))
    async with _speaking(settings, bot, session) as api:
        try:
            said, headers = await api.ask("auth.test")
        except ChannelError as error:
            return [*found, _token_refused(error)]
        found += [_workspace(str(said.get("team_id")), known), _scopes(headers, manifest), _clock(headers, clock)]
        found += [await _channel(api, channel) for channel in dict.fromkeys(channels)]
        return found + [await _person(api, person) for person in dict.fromkeys(people)]


@asynccontextmanager
async def _speaking(settings: SlackSettings, token: str, session: aiohttp.ClientSession | None) -> AsyncIterator[SlackApi]:
    api = SlackApi(str(settings.slack_api_url), token, session)
    api.open()
    try:
        yield api
    finally:
        await api.close()


def _shown(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def _workspace(team: str, known: Collection[str]) -> Finding:
    if known and team not in known:
        remedy = "One installation serves one workspace: take that one's token, or an empty database for this one."
        says = f"The bot token is of the workspace {team}; the desk has worked in {', '.join(sorted(known))}."
        return Finding("slack.token", Level.ERROR, says, remedy)
    return Finding("slack.token", Level.OK, f"The bot token works in the workspace {team}.")


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
        remedy = "Compare the app's scopes with `./sahayak manifest slack`; SLACK_API_URL may not be Slack itself."
        return Finding("slack.scopes", Level.WARNING, "Slack does not say which scopes the token has.", remedy)
    missing = sorted(needed_scopes(manifest) - {scope.strip() for scope in told.split(",")})
    if not missing:
        return Finding("slack.scopes", Level.OK, "The bot token has every scope of the manifest.")
    remedy = "Update the app with `./sahayak manifest slack`, then reinstall it to the workspace."
    return Finding("slack.scopes", Level.ERROR, f"The bot token lacks: {', '.join(missing)}.", remedy)


def _clock(headers: Mapping[str, str], clock: Clock) -> Finding:
    try:
        skew = abs((parsedate_to_datetime(headers.get("Date", "")) - clock()).total_seconds())
    except (TypeError, ValueError):
        says = "Slack's answer has no readable date to compare the clock with."
        return Finding("slack.clock", Level.WARNING, says, "Make sure that this machine's clock is set by NTP.")
    says = f"This machine's clock differs from Slack's by {skew:.0f} s."
    if skew <= SKEW_WARNING:
        return Finding("slack.clock", Level.OK, says)
    level = Level.ERROR if skew > SKEW_ERROR else Level.WARNING
    return Finding("slack.clock", level, says, "Set the clock by NTP: signatures older than five minutes are refused.")


async def _person(api: SlackApi, person: str) -> Finding:
    name = f"slack.person.{person}"
    try:
        told = (await api.call("users.info", user=person)).get("user") or {}
    except ChannelError as error:
        if isinstance(error, Unreachable | RateLimited):
            return Finding(name, Level.WARNING, f"Slack does not answer about {person} ({error.code}).", "Try again.")
        remedy = "Take the id from the person's profile (Copy member ID) into the policy file."
        return Finding(name, Level.ERROR, f"Nobody is known as {person} ({error.code}).", remedy)
    if told.get("deleted"):
        return Finding(name, Level.WARNING, f"{person} was deactivated in Slack.", "Take them out of the policy file.")
    return Finding(name, Level.OK, f"{person} is in the workspace.")


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
