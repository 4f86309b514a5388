"""The doctor's round: settings, database, platforms, clock. Each finding has an id that stays and a remedy."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.doctor import Finding, Level
from app.people.model import Person, Platform, Workspace
from app.policy.findings import findings as policy_findings
from app.ports import Tx
from app.settings import Settings
from storage.checks import checks as storage_checks

PATIENCE_SECONDS = 20.0
"""How long a platform may take to answer all questions of the doctor."""


@dataclass(frozen=True)
class Known:
    """What the database says the platforms should be asked about."""

    channels: Mapping[Platform, Sequence[str]] = field(default_factory=lambda: dict.fromkeys(Platform, ()))
    people: Sequence[str] = ()
    workspaces: Sequence[str] = ()
    service_url: str = ""
    findings: Sequence[Finding] = ()


def diagnose(settings: Settings, clock: Callable[[], datetime]) -> list[Finding]:
    """Everything that can be checked from here. Never raises: what cannot be asked is a finding."""
    findings = [_platforms(settings)]
    stored = storage_checks(settings.database, clock())
    findings += stored
    healthy = all(finding.level is not Level.ERROR for finding in stored)
    known = _known(settings) if healthy else Known()
    return [*findings, *known.findings, *asyncio.run(_ask(settings, known, clock))]


def _platforms(settings: Settings) -> Finding:
    on = [name for name, is_on in (("Slack", settings.slack_on), ("Microsoft Teams", settings.teams_on)) if is_on]
    if not on:
        remedy = "Set the SLACK_… or TEAMS_… variables; .env.example explains them."
        return Finding("settings.platforms", Level.ERROR, "No chat platform is configured.", remedy)
    return Finding("settings.platforms", Level.OK, f"Configured: {', '.join(on)}.")


async def _ask(settings: Settings, known: Known, clock: Callable[[], datetime]) -> list[Finding]:
    from integrations.reachable import checks as address_checks

    findings = await address_checks(settings.sahayak_public_url)
    if settings.slack_on:
        from integrations.slack.checks import checks as slack_checks

        channels = known.channels[Platform.SLACK]
        findings += await _in_time("slack", slack_checks(settings, channels, known.people, clock=clock, known=known.workspaces))
    if settings.teams_on:
        from integrations.teams.checks import checks as teams_checks

        asked = teams_checks(
            app_id=settings.teams_app_id,
            app_password=settings.teams_app_password.get_secret_value() if settings.teams_app_password else "",
            tenant_id=settings.teams_tenant_id,
            openid_metadata_url=settings.teams_openid_metadata_url,
            login_url=settings.teams_login_url,
            allowed_service_hosts=settings.teams_allowed_service_hosts,
            service_url=known.service_url,
            clock=clock,
            public_url=settings.sahayak_public_url,
            channels=known.channels[Platform.TEAMS],
        )
        findings += await _in_time("teams", asked)
    return findings


async def _in_time(name: str, asked: Awaitable[list[Finding]]) -> list[Finding]:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await asked
    except TimeoutError:
        remedy = "Check the network between this machine and the platform."
        return [Finding(f"{name}.unreachable", Level.ERROR, "The platform did not answer in time.", remedy)]


def _known(settings: Settings) -> Known:
    from app.main import open_store

    store = open_store(settings)
    try:
        with store.reading() as tx:
            return _read(tx, _on(settings))
    finally:
        store.close()


def _read(tx: Tx, on: Sequence[Platform]) -> Known:
    found: dict[Platform, set[str]] = {platform: set() for platform in Platform}
    people: set[str] = set()
    spaces: list[Workspace] = []
    findings: list[Finding] = []
    for org in tx.organisations.all():
        for team in tx.teams.all(org.id):
            for places in (team.triage, team.escalation):
                for platform, channel in places.items():
                    found[platform].add(channel)
            people |= set(_on_slack(person for person, _ in tx.teams.members(org.id, team.id)))
        for place in tx.request_channels.all(org.id):
            found[place.platform].add(place.channel)
        spaces += tx.workspaces.of(org.id)
        findings += policy_findings(tx, org.id, on)
    service_url = next((space.service_url for space in spaces if space.platform is Platform.TEAMS), "")
    known = [space.external_id for space in spaces if space.platform is Platform.SLACK]
    channels = {platform: sorted(named) for platform, named in found.items()}
    return Known(channels, sorted(people), known, service_url, findings)


def _on(settings: Settings) -> Sequence[Platform]:
    return [p for p, is_on in ((Platform.SLACK, settings.slack_on), (Platform.TEAMS, settings.teams_on)) if is_on]


def _on_slack(people: Iterable[Person]) -> Iterator[str]:
    return (identity.user for person in people for identity in person.identities if identity.platform is Platform.SLACK)
