"""The doctor's round: settings, database, platforms, clock. Each finding has an id that stays and a remedy."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from storage.checks import checks as storage_checks

from app.doctor import Finding, Level
from app.people.model import Platform
from app.ports import Tx
from app.settings import Settings

PATIENCE_SECONDS = 20.0
"""How long a platform may take to answer all questions of the doctor."""


def diagnose(settings: Settings, clock: Callable[[], datetime]) -> list[Finding]:
    """Everything that can be checked from here. Never raises: what cannot be asked is a finding."""
    findings = [_platforms(settings)]
    stored = storage_checks(settings.database, clock())
    findings += stored
    healthy = all(finding.level is not Level.ERROR for finding in stored)
    channels = _channels(settings) if healthy else {}
    return findings + asyncio.run(_ask(settings, channels, clock))


def _platforms(settings: Settings) -> Finding:
    on = [name for name, is_on in (("Slack", settings.slack_on), ("Microsoft Teams", settings.teams_on)) if is_on]
    if not on:
        remedy = "Set the SLACK_… or TEAMS_… variables; .env.example explains them."
        return Finding("settings.platforms", Level.ERROR, "No chat platform is configured.", remedy)
    return Finding("settings.platforms", Level.OK, f"Configured: {', '.join(on)}.")


async def _ask(settings: Settings, channels: dict[Platform, list[str]], clock: Callable[[], datetime]) -> list[Finding]:
    findings: list[Finding] = []
    if settings.slack_on:
        from integrations.slack.checks import checks as slack_checks

        findings += await _in_time("slack", slack_checks(settings, channels.get(Platform.SLACK, []), clock))
    if settings.teams_on:
        from integrations.teams.checks import checks as teams_checks

        findings += await _in_time("teams", teams_checks(settings, channels.get(Platform.TEAMS, []), clock))
    return findings


async def _in_time(name: str, asked: Awaitable[list[Finding]]) -> list[Finding]:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await asked
    except TimeoutError:
        remedy = "Check the network between this machine and the platform."
        return [Finding(f"{name}.unreachable", Level.ERROR, "The platform did not answer in time.", remedy)]


def _channels(settings: Settings) -> dict[Platform, list[str]]:
    """Every channel that the policy names, by platform."""
    from app.main import open_store

    store = open_store(settings)
    try:
        with store.reading() as tx:
            return _named(tx)
    finally:
        store.close()


def _named(tx: Tx) -> dict[Platform, list[str]]:
    found: dict[Platform, set[str]] = {platform: set() for platform in Platform}
    for org in tx.organisations.all():
        for team in tx.teams.all(org.id):
            for places in (team.triage, team.escalation):
                for platform, channel in places.items():
                    found[platform].add(channel)
        for place in tx.request_channels.all(org.id):
            found[place.platform].add(place.channel)
    return {platform: sorted(channels) for platform, channels in found.items()}
