"""What the doctor finds about Teams. Texts are for operators, in English."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp

from app.doctor import Finding, Level
from app.ports import ChannelError, Clock
from integrations.teams.connector import Connector
from integrations.teams.credentials import Credentials
from integrations.teams.hosts import PUBLIC, AllowedHosts
from integrations.teams.http import Pool
from integrations.teams.keys import TIMEOUT, SigningKeys
from integrations.teams.setting_checks import channel_check, settings_checks, token_remedy

MOST_SKEW = timedelta(minutes=2)
"""Tokens are taken within five minutes; a clock this far off soon is further."""


async def checks(
    *,
    app_id: str,
    app_password: str,
    tenant_id: str,
    openid_metadata_url: str,
    login_url: str,
    allowed_service_hosts: tuple[str, ...],
    service_url: str,
    clock: Clock,
    public_url: str = "",
    channels: Iterable[str] = (),
    session: aiohttp.ClientSession | None = None,
) -> list[Finding]:
    """Ids, token, signing keys, clock, the tenant's address and the policy's channels.

    `service_url` is the stored one, '' before the first message.
    """
    pool, hosts = Pool(session), AllowedHosts(allowed_service_hosts)
    credentials = Credentials(pool, login_url, tenant_id, app_id, app_password, clock)
    found = list(settings_checks(app_id, app_password, tenant_id, public_url))
    try:
        token = await _token(credentials)
        found += [
            token,
            await _keys(SigningKeys(pool, openid_metadata_url, clock)),
            await _clock(pool, openid_metadata_url, clock),
        ]
        if token.level is Level.OK:
            connector = Connector(pool, credentials, hosts)
            found += [await channel_check(connector, service_url, channel) for channel in dict.fromkeys(channels)]
    finally:
        await pool.close()
    return [*found, _hosts(hosts, allowed_service_hosts), _service_url(hosts, service_url)]


async def _token(credentials: Credentials) -> Finding:
    try:
        await credentials.token()
    except ChannelError as error:
        return Finding(
            "teams.token",
            Level.ERROR,
            f"Microsoft gives no token for the bot ({error.code}).",
            token_remedy(error.code),
        )
    return Finding("teams.token", Level.OK, "Microsoft accepts the app id and password.")


async def _keys(keys: SigningKeys) -> Finding:
    async def fetch() -> Finding:
        await keys.fetch()
        return Finding("teams.keys", Level.OK, f"The signing keys of {keys.issuer} were fetched.")

    remedy = "Allow outgoing https to the address in TEAMS_OPENID_METADATA_URL; without the keys no message is accepted."
    return await _or_error("teams.keys", fetch, "The signing keys cannot be fetched", remedy)


async def _clock(pool: Pool, url: str, clock: Clock) -> Finding:
    async def compare() -> Finding:
        async with pool.session.get(url, timeout=TIMEOUT, allow_redirects=False) as response:
            theirs = parsedate_to_datetime(response.headers["Date"])
        return _skew(abs(clock() - theirs), theirs)

    remedy = "Make sure that the address in TEAMS_OPENID_METADATA_URL answers."
    return await _or_error("teams.clock", compare, "The clock cannot be compared with Microsoft's", remedy, Level.WARNING)


def _skew(skew: timedelta, theirs: datetime) -> Finding:
    if skew <= MOST_SKEW:
        return Finding("teams.clock", Level.OK, f"The clock agrees with Microsoft's ({theirs:%H:%M} UTC).")
    seconds = int(skew.total_seconds())
    return Finding("teams.clock", Level.ERROR, f"This machine's clock is {seconds} s off.", "Switch on time synchronisation.")


def _hosts(hosts: AllowedHosts, entries: tuple[str, ...]) -> Finding:
    if not entries:
        remedy = "Remove TEAMS_ALLOWED_SERVICE_HOSTS to get Microsoft's own, or name the hosts."
        return Finding("teams.hosts", Level.ERROR, "No service host is allowed, so no message is accepted.", remedy)
    if not hosts.allow(PUBLIC):
        return Finding("teams.hosts", Level.OK, f"Allowed service hosts: {', '.join(entries)} (not the public cloud's).")
    return Finding("teams.hosts", Level.OK, f"Allowed service hosts: {', '.join(entries)}.")


def _service_url(hosts: AllowedHosts, url: str) -> Finding:
    if url and hosts.allow(url):
        return Finding("teams.service_url", Level.OK, f"The tenant is served by {url}.")
    if url:
        remedy = "Add its host to TEAMS_ALLOWED_SERVICE_HOSTS, or write to the bot in Teams once so that its address is renewed."
        return Finding("teams.service_url", Level.ERROR, f"The tenant's address {url} is not allowed any more.", remedy)
    if hosts.allow(PUBLIC):
        says = "Nothing came from Teams yet; the public cloud's address is used until then."
        remedy = "Write to the app in its personal chat; if nothing comes, compare the messaging endpoint of the Azure Bot."
        return Finding("teams.service_url", Level.WARNING, says, remedy)
    remedy = "Write to the bot in Teams once; deliveries wait until then."
    return Finding("teams.service_url", Level.WARNING, "The tenant's address is not known yet.", remedy)


async def _or_error(
    name: str, check: Callable[[], Awaitable[Finding]], says: str, remedy: str, level: Level = Level.ERROR
) -> Finding:
    try:
        return await check()
    except (aiohttp.ClientError, TimeoutError, ValueError, LookupError, TypeError) as error:
        return Finding(name, level, f"{says} ({type(error).__name__}).", remedy)
